package chat

import (
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

func TestHugeMessagesAreCut(t *testing.T) {
	long := uitest.Text("1", uitest.Bob, "Bob", strings.Repeat("a ", 2_000_000), uitest.Now)
	r := newRow(long, uitest.MainScene(), true, true, words.Calendar{Now: uitest.Now})
	if n := utf8.RuneCountInString(r.Text); n != bodyRunes || r.More == "" {
		t.Errorf("%d letters are shown, more: %q", n, r.More)
	}
	if n := utf8.RuneCountInString(r.Whole); n > wholeRunes+100 || !strings.HasSuffix(r.Whole, words.Tr("row.copyForAll")) {
		t.Errorf("all is %d letters", n)
	}
	hidden := newRow(uitest.Text("4", uitest.Bob, "Bob", strings.Repeat("\u200b", 4_000_000)+"end", uitest.Now), uitest.MainScene(), true, true, words.Calendar{Now: uitest.Now})
	if hidden.Text != "end" {
		t.Errorf("behind hidden letters it shows %q", hidden.Text)
	}
	short := newRow(uitest.Text("2", uitest.Bob, "Bob", strings.Repeat("a", bodyRunes), uitest.Now), uitest.MainScene(), true, true, words.Calendar{Now: uitest.Now})
	if short.More != "" {
		t.Error("a message that fits is cut")
	}
	lines := newRow(uitest.Text("3", uitest.Bob, "Bob", strings.Repeat("a\n", 500), uitest.Now), uitest.MainScene(), true, true, words.Calendar{Now: uitest.Now})
	if strings.Count(lines.Text, "\n") >= bodyLines || lines.More == "" {
		t.Errorf("%d lines are shown", strings.Count(lines.Text, "\n"))
	}
}

func TestFootsOfRows(t *testing.T) {
	for _, c := range []struct {
		name string
		r    view.Row
		want string
	}{
		{"trusted senders have none", view.Row{Kind: view.RowText, Encrypted: true, Trust: view.TrustTrusted}, ""},
		{"undecided senders are marked", view.Row{Kind: view.RowText, Encrypted: true, Trust: view.TrustUndecided}, "undecided"},
		{"rejected senders are marked", view.Row{Kind: view.RowText, Encrypted: true, Trust: view.TrustRejected}, "rejected"},
		{"clear text in an encrypted chat is marked", view.Row{Kind: view.RowText, PlainIn: true}, "open"},
		{"waiting for a decision", view.Row{Own: true, State: view.MessagePending, Err: app.KindUndecided}, "clock"},
		{"waiting for keys", view.Row{Own: true, State: view.MessagePending, Err: app.KindNoKeys}, "clock"},
		{"waiting for the connection has only its clock", view.Row{Own: true, State: view.MessagePending}, ""},
		{"failed", view.Row{Own: true, State: view.MessageFailed, Err: app.KindRefused}, "warn"},
		{"unknown fate", view.Row{Own: true, State: view.MessageUnknownFate}, "warn"},
	} {
		c.r.Time = uitest.Now
		if got := newRow(&c.r, uitest.MainScene(), true, true, words.Calendar{Now: uitest.Now}); got.FootIcon != c.want || got.Foot == "" && c.want != "" {
			t.Errorf("%s: %q %q", c.name, got.FootIcon, got.Foot)
		}
	}
}

func TestGroups(t *testing.T) {
	a := uitest.Text("1", uitest.Bob, "Bob", "a", uitest.At(20, "10:00"))
	for _, c := range []struct {
		name string
		b    *view.Row
		want bool
	}{
		{"soon after", uitest.Text("2", uitest.Bob, "Bob", "b", uitest.At(20, "10:04")), true},
		{"five minutes after", uitest.Text("2", uitest.Bob, "Bob", "b", uitest.At(20, "10:05")), false},
		{"by another", uitest.Text("2", uitest.Carol, "Carol", "b", uitest.At(20, "10:01")), false},
		{"a notice", &view.Row{ID: "2", Kind: view.RowNotice, From: uitest.Bob, Time: uitest.At(20, "10:01"), Encrypted: true}, false},
	} {
		if got := joined(uitest.MainScene(), a, c.b, words.Calendar{Now: uitest.Now}); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestWhatALinkMayOpen(t *testing.T) {
	for link, want := range map[string]bool{
		"https://example.org/mill": true, "HTTP://example.org": true, "xmpp:bob@example.org": true, "mailto:bob@example.org": true, "geo:48.2,16.4": true,
		"file:///etc/passwd": false, "javascript:alert(1)": false, "smb://example.org/a": false, "https:///mill": false, "example.org": false,
	} {
		u, err := url.Parse(link)
		if err != nil {
			t.Fatal(err)
		}
		if got := mayOpen(u); got != want {
			t.Errorf("%s: %v", link, got)
		}
	}
}
