package ui

import (
	"testing"

	"vouch/ui/words"
)

func TestMeIsTheSender(t *testing.T) {
	for body, want := range map[string]string{
		"/me waves":    "* Bob waves",
		"/me":          "/me",
		"/mean words":  "/mean words",
		" /me waves":   " /me waves",
		"x\n/me waves": "x\n/me waves",
	} {
		row := newRow(text("1", bob, "Bob", body, now), mainScene(), true, true, words.Calendar{Now: now})
		if row.Text != want {
			t.Errorf("%q is shown as %q", body, row.Text)
		}
	}
}
