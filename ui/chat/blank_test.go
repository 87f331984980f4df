package chat

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

func TestABlankMessageSaysSo(t *testing.T) {
	for _, body := range uitest.Blanks {
		r := newRow(uitest.Text("1", uitest.Bob, "Bob", body, uitest.Now), uitest.MainScene(), true, true, words.Calendar{Now: uitest.Now})
		if r.Text != words.Tr("row.blank") || !r.Stands {
			t.Errorf("%+q: the bubble says %q, in its own words: %v", body, r.Text, r.Stands)
		}
		if got := words.Preview(&view.ChatRow{Kind: view.RowText, Time: uitest.Now, Preview: body}); got != words.Tr("row.blank") {
			t.Errorf("%+q: the list says %q", body, got)
		}
		w, _ := window(t)
		answer := uitest.Text("2", uitest.Bob, "Bob", "Yes", uitest.Now)
		answer.Reply = &view.Reply{ID: "1", From: uitest.Bob, Name: "Bob", Text: body}
		if got := newRow(answer, uitest.MainScene(), true, true, words.Calendar{Now: uitest.Now}).Quote; got != words.Tr("quote.of", "Name", "Bob", "Words", words.Tr("row.blank")) {
			t.Errorf("%+q: the quotation says %q", body, got)
		}
		edited := uitest.Text("3", uitest.Bob, "Bob", "now", uitest.Now)
		edited.Earlier = []view.Earlier{{Body: body, Time: uitest.Now}}
		see(w, uitest.MainScene())
		if facts := w.chat.facts(edited); !slices.ContainsFunc(facts, func(f dialog.Fact) bool { return strings.HasSuffix(f.Text, words.Tr("row.blank")) }) {
			t.Errorf("%+q: the details say %v", body, facts)
		}
	}
}

func TestABlankDeedIsNone(t *testing.T) {
	if r := newRow(uitest.Text("1", uitest.Bob, "Bob", "/me \u200b", uitest.Now), uitest.MainScene(), true, true, words.Calendar{Now: uitest.Now}); r.Text != "/me" {
		t.Errorf("the bubble says %q", r.Text)
	}
}

// TestNoBubbleBeginsWithNothing: what is seen first of a message is something of it.
func TestNoBubbleBeginsWithNothing(t *testing.T) {
	for name, body := range map[string]string{
		"many empty lines":         strings.Repeat("\n", 500) + "end",
		"many lines with spaces":   strings.Repeat(" \u2800\n", 500) + "end",
		"a line of hidden letters": strings.Repeat("\u200b", 100_000) + "end",
		"a line of spaces":         strings.Repeat("\u3000", 100_000) + "end",
	} {
		if r := newRow(uitest.Text("1", uitest.Bob, "Bob", body, uitest.Now), uitest.MainScene(), true, true, words.Calendar{Now: uitest.Now}); r.Text != "end" || r.More != "" {
			t.Errorf("%s: the bubble says %q", name, r.Text)
		}
	}
	if r := newRow(uitest.Text("1", uitest.Bob, "Bob", "\n    code", uitest.Now), uitest.MainScene(), true, true, words.Calendar{Now: uitest.Now}); r.Text != "    code" {
		t.Errorf("the bubble says %q", r.Text)
	}
}

func TestNothingBlankIsSent(t *testing.T) {
	w, s := window(t)
	see(w, uitest.MainScene())
	for _, body := range uitest.Blanks {
		w.chat.entry.SetText(body)
		w.chat.composerKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		uitest.CarryOut(t, w.Shell)
		for _, c := range s.Done {
			if _, sent := c.(app.SendText); sent {
				t.Errorf("%+q was sent", body)
			}
		}
	}
}
