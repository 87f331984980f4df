package chat

import (
	"testing"

	"vouch/ui/uitest"
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
		row := newRow(uitest.Text("1", uitest.Bob, "Bob", body, uitest.Now), uitest.MainScene(), true, true, words.Calendar{Now: uitest.Now})
		if row.Text != want {
			t.Errorf("%q is shown as %q", body, row.Text)
		}
	}
}
