package keyfile

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

func TestRecoveryKeyIsReadBack(t *testing.T) {
	for range 200 {
		k := NewRecoveryKey()
		text := k.Text()
		if len(text) != 34 || strings.Count(text, "-") != 6 {
			t.Fatalf("%d letters", len(text))
		}
		for name, typed := range map[string]string{
			"as shown":      text,
			"lower case":    strings.ToLower(text),
			"no groups":     strings.ReplaceAll(text, "-", ""),
			"spaces, lines": " " + strings.ReplaceAll(text, "-", " \n\t") + "\r\n",
			"other dashes":  strings.ReplaceAll(text, "-", "\u2013"),
			"o for 0":       strings.ReplaceAll(text, "0", "o"),
			"I for 1":       strings.ReplaceAll(text, "1", "I"),
			"l for 1":       strings.ReplaceAll(text, "1", "l"),
		} {
			if back, err := ParseRecoveryKey(typed); err != nil || !bytes.Equal(back.bits(), k.bits()) {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}
}

// One wrong letter, two, and any two that have changed places are found.
func TestRecoveryKeyMistyped(t *testing.T) {
	tried := 0
	for range 20 {
		right := strings.ReplaceAll(strings.ToLower(NewRecoveryKey().Text()), "-", "")
		wrong := func(letters []byte) {
			if string(letters) == right {
				return
			}
			tried++
			if _, err := ParseRecoveryKey(string(letters)); !errors.Is(err, ErrMistyped) {
				t.Fatalf("passes: %v", err)
			}
		}
		for i := range right {
			for _, a := range []byte(alphabet) {
				one := []byte(right)
				one[i] = a
				wrong(one)
				two := []byte(one)
				two[(i+7)%len(two)] = alphabet[(strings.IndexByte(alphabet, a)+i)%32]
				wrong(two)
			}
			for j := range i {
				swapped := []byte(right)
				swapped[i], swapped[j] = swapped[j], swapped[i]
				wrong(swapped)
			}
		}
	}
	t.Logf("%d tried", tried)
	for _, bad := range []string{"", "0", strings.Repeat("0", 27), strings.Repeat("0", 29), strings.Repeat("u", 28), strings.Repeat("0", 27) + "!", strings.Repeat("é", 28)} {
		if _, err := ParseRecoveryKey(bad); !errors.Is(err, ErrMistyped) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func FuzzParseRecoveryKey(f *testing.F) {
	f.Add("GPH8-DVWM-K0AT-6Z6G-YRZ5-3QG4-183V")
	f.Fuzz(func(t *testing.T, text string) {
		k, err := ParseRecoveryKey(text)
		if err != nil {
			return
		}
		if back, err := ParseRecoveryKey(k.Text()); err != nil || !bytes.Equal(back.bits(), k.bits()) {
			t.Errorf("%v", err)
		}
	})
}
