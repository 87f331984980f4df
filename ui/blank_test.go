package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/ui/words"
)

// blanks are texts that are empty to the eye.
var blanks = []string{"", "   ", "\u200b", "\u2800\u2800", "\u3164", "\uffa0", "\u0301", "\u202e", "\n\u00a0\n", "\U000e0041"}

func TestABlankMessageSaysSo(t *testing.T) {
	for _, body := range blanks {
		r := newRow(text("1", bob, "Bob", body, now), mainScene(), true, true, words.Calendar{Now: now})
		if r.Text != words.Tr("row.blank") || !r.Stands {
			t.Errorf("%+q: the bubble says %q, in its own words: %v", body, r.Text, r.Stands)
		}
		if got := preview(&app.ChatRow{Kind: app.RowText, Time: now, Preview: body}); got != words.Tr("row.blank") {
			t.Errorf("%+q: the list says %q", body, got)
		}
		w, _ := window(t, Options{})
		if _, got := w.newsWords(&app.News{Kind: app.RowText, Text: body, Count: 1}, false); got != words.Tr("row.blank") {
			t.Errorf("%+q: the notification says %q", body, got)
		}
		answer := text("2", bob, "Bob", "Yes", now)
		answer.Reply = &app.Reply{ID: "1", From: bob, Name: "Bob", Text: body}
		if got := newRow(answer, mainScene(), true, true, words.Calendar{Now: now}).Quote; got != words.Tr("quote.of", "Name", "Bob", "Words", words.Tr("row.blank")) {
			t.Errorf("%+q: the quotation says %q", body, got)
		}
		edited := text("3", bob, "Bob", "now", now)
		edited.Earlier = []app.Earlier{{Body: body, Time: now}}
		see(w, mainScene())
		if facts := w.chat.facts(edited); !slices.ContainsFunc(facts, func(f fact) bool { return strings.HasSuffix(f.text, words.Tr("row.blank")) }) {
			t.Errorf("%+q: the details say %v", body, facts)
		}
	}
}

func TestABlankDeedIsNone(t *testing.T) {
	if r := newRow(text("1", bob, "Bob", "/me \u200b", now), mainScene(), true, true, words.Calendar{Now: now}); r.Text != "/me" {
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
		if r := newRow(text("1", bob, "Bob", body, now), mainScene(), true, true, words.Calendar{Now: now}); r.Text != "end" || r.More != "" {
			t.Errorf("%s: the bubble says %q", name, r.Text)
		}
	}
	if r := newRow(text("1", bob, "Bob", "\n    code", now), mainScene(), true, true, words.Calendar{Now: now}); r.Text != "    code" {
		t.Errorf("the bubble says %q", r.Text)
	}
}

func TestABlankNameIsNone(t *testing.T) {
	for _, name := range blanks {
		if got := words.NameOf(name, bob); got != bob {
			t.Errorf("%+q is called %q", name, got)
		}
		if got := words.DeviceName(&app.DeviceView{Label: name}); got != words.Tr("device.unnamed") {
			t.Errorf("a device called %+q is called %q", name, got)
		}
		if got := chatTip(&app.ChatRow{Chat: bob, Encrypted: true, Groups: []string{name}}, "Bob", false); got != bob+" · "+words.Tr("pill.encrypted") {
			t.Errorf("in group %+q: %q", name, got)
		}
	}
	if got := words.OneLine(strings.Repeat("\u2800", 100)+"Bob", words.NameRunes); got != "Bob" {
		t.Errorf("behind blanks, Bob is called %q", got)
	}
}

func TestNothingBlankIsSent(t *testing.T) {
	w, s := window(t, Options{})
	see(w, mainScene())
	for _, body := range blanks {
		w.chat.entry.SetText(body)
		w.chat.composerKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		carryOut(t, w.Shell)
		for _, c := range s.done {
			if _, sent := c.(app.SendText); sent {
				t.Errorf("%+q was sent", body)
			}
		}
	}
}
