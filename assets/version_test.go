package assets

import (
	"os"
	"regexp"
	"testing"
)

// TestTheVersionIsTheSameEverywhere: it stands in FyneApp.toml, and what tells people about it speaks of that one first, on
// the same day.
func TestTheVersionIsTheSameEverywhere(t *testing.T) {
	first := func(file, pattern string) []string {
		t.Helper()
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		found := regexp.MustCompile(pattern).FindStringSubmatch(string(text))
		if found == nil {
			t.Fatalf("%s has no version", file)
		}
		return found[1:]
	}
	version := first("../FyneApp.toml", `(?m)^\s*Version = "(.+)"$`)[0]
	changes := first("CHANGELOG.md", `(?m)^## (\S+) \((\d{4}-\d\d-\d\d)\)$`)
	release := first("package/linux/im.vouch.Vouch.metainfo.xml", `<release version="(.+?)" date="(.+?)"`)
	for i, what := range []string{"version", "day"} {
		if changes[i] != release[i] {
			t.Errorf("the %s is %s in CHANGELOG.md and %s in the metainfo", what, changes[i], release[i])
		}
	}
	if changes[0] != version {
		t.Errorf("CHANGELOG.md speaks of %s first, FyneApp.toml of %s", changes[0], version)
	}
	if page := first("package/linux/man/vouch.1", `"Vouch (.+?)"`)[0]; page != version {
		t.Errorf("vouch(1) is of %s", page)
	}
}
