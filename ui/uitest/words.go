package uitest

import (
	"os"
	"testing"

	"vouch/assets"
)

// Speak sets the language of the program until the end of the test, English where none is given.
func Speak(t *testing.T, language string) {
	t.Helper()
	if language == "" {
		language = "en"
	}
	t.Cleanup(func() { // after the environment is what it was
		if err := assets.LoadWords(); err != nil {
			t.Error(err)
		}
	})
	t.Setenv("LANGUAGE", language)
	t.Setenv("LC_ALL", language+".UTF-8")
	if err := assets.LoadWords(); err != nil {
		t.Fatal(err)
	}
}

// Main runs the tests of a package with the words in English.
func Main(m *testing.M) {
	os.Setenv("LANGUAGE", "en")
	os.Setenv("LC_ALL", "en.UTF-8")
	if err := assets.LoadWords(); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}
