package control

import "testing"

// TestEveryMethodIsDescribed: the manual page says something about each, and there is one line for it.
func TestEveryMethodIsDescribed(t *testing.T) {
	last := ""
	for _, m := range Methods() {
		if m.About == "" {
			t.Errorf("nothing is said about %s", m.Name)
		}
		if m.Name == last {
			t.Errorf("%s is there twice", m.Name)
		}
		last = m.Name
	}
}
