package ui

import (
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"vouch/app"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

func TestNamesStayInTheirLine(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"a name is left alone", "Bob Ř. 李 👩‍🚀", "Bob Ř. 李 👩🚀"},
		{"lines become one", "Bob\nAlice:\r\thi", "Bob Alice: hi"},
		{"direction cannot be turned", "Bob\u202egnp.exe\u202c", "Bobgnp.exe"},
		{"isolates are taken out", "\u2067Bob\u2069", "Bob"},
		{"hidden letters are taken out", "B\u200bo\u2060b\ufeff\U000e0041", "Bob"},
		{"towers of marks are cut", "Z" + strings.Repeat("\u0301", 50) + "al", "Z\u0301\u0301al"},
		{"only hidden letters are no name", "\u200b\u202e", ""},
	} {
		if got := words.OneLine(c.in, words.NameRunes); got != c.want {
			t.Errorf("%s: %q", c.name, got)
		}
	}
	if got := words.OneLine(strings.Repeat("a", 10_000), words.NameRunes); utf8.RuneCountInString(got) != words.NameRunes+1 {
		t.Errorf("a long name has %d letters", utf8.RuneCountInString(got))
	}
	if got := words.NameOf("\u202e", uitest.Bob); got != uitest.Bob {
		t.Errorf("without a name it says %q", got)
	}
}

func TestMessagesStayInTheirBox(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"lines stay", "one\r\ntwo\n\nthree\n", "one\ntwo\n\nthree"},
		{"direction cannot be turned", "a\u202eb\u2066c", "abc"},
		{"families of emoji stay together", "👩\u200d🚀", "👩\u200d🚀"},
		{"towers of marks are cut", "Z" + strings.Repeat("\u0301", 1000), "Z\u0301\u0301\u0301\u0301"},
		{"other line ends are line ends", "a\u2028b\vc", "a\nb\nc"},
		{"tabs are room", "a\tb", "a    b"},
	} {
		if got := words.Many(c.in); got != c.want {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}

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
		r    app.Row
		want string
	}{
		{"trusted senders have none", app.Row{Kind: app.RowText, Encrypted: true, Trust: app.TrustTrusted}, ""},
		{"undecided senders are marked", app.Row{Kind: app.RowText, Encrypted: true, Trust: app.TrustUndecided}, "undecided"},
		{"rejected senders are marked", app.Row{Kind: app.RowText, Encrypted: true, Trust: app.TrustRejected}, "rejected"},
		{"clear text in an encrypted chat is marked", app.Row{Kind: app.RowText, PlainIn: true}, "open"},
		{"waiting for a decision", app.Row{Own: true, State: app.MessagePending, Err: app.KindUndecided}, "clock"},
		{"waiting for keys", app.Row{Own: true, State: app.MessagePending, Err: app.KindNoKeys}, "clock"},
		{"waiting for the connection has only its clock", app.Row{Own: true, State: app.MessagePending}, ""},
		{"failed", app.Row{Own: true, State: app.MessageFailed, Err: app.KindRefused}, "warn"},
		{"unknown fate", app.Row{Own: true, State: app.MessageUnknownFate}, "warn"},
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
		b    *app.Row
		want bool
	}{
		{"soon after", uitest.Text("2", uitest.Bob, "Bob", "b", uitest.At(20, "10:04")), true},
		{"five minutes after", uitest.Text("2", uitest.Bob, "Bob", "b", uitest.At(20, "10:05")), false},
		{"by another", uitest.Text("2", uitest.Carol, "Carol", "b", uitest.At(20, "10:01")), false},
		{"a notice", &app.Row{ID: "2", Kind: app.RowNotice, From: uitest.Bob, Time: uitest.At(20, "10:01"), Encrypted: true}, false},
	} {
		if got := joined(uitest.MainScene(), a, c.b, words.Calendar{Now: uitest.Now}); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestTimes(t *testing.T) {
	c := words.Calendar{Now: uitest.Now}
	for _, x := range []struct {
		t                time.Time
		brief, day, seen string
	}{
		{uitest.At(20, "09:30"), "09:30", "Today", "today 09:30"},
		{uitest.At(19, "23:59"), "Yesterday", "Yesterday", "yesterday 23:59"},
		{uitest.At(17, "12:00"), "Mon", "Monday, 17 November", "17 November"},
		{time.Date(2024, 2, 29, 12, 0, 0, 0, time.UTC), "29 February 2024", "Thursday, 29 February 2024", "29 February 2024"},
	} {
		if c.Brief(x.t) != x.brief || c.Day(x.t) != x.day || c.Seen(x.t) != x.seen {
			t.Errorf("%v: %q %q %q", x.t, c.Brief(x.t), c.Day(x.t), c.Seen(x.t))
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
