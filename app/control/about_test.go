package control

import "testing"

// TestEveryMethodIsDescribed: the manual page says something about each, and about nothing else.
func TestEveryMethodIsDescribed(t *testing.T) {
	all := map[string]bool{}
	for _, m := range Methods() {
		all[m.Name] = true
		if m.About == "" {
			t.Errorf("nothing is said about %s", m.Name)
		}
	}
	for name := range about {
		if !all[name] {
			t.Errorf("there is no %s", name)
		}
	}
}
