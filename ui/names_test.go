package ui

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

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
