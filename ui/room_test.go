package ui

import (
	"strings"
	"testing"

	"vouch/app"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

// TestALinkToARoomBeginsNoChat: the window says that Vouch goes to no rooms, and whoever handed the link over is told, too.
func TestALinkToARoomBeginsNoChat(t *testing.T) {
	for _, link := range []string{
		"xmpp:cave@rooms.example.org?join", "xmpp:cave@rooms.example.org?invite;jid=bob@example.org", "xmpp:cave@rooms.example.org?join;password=open",
		"https://conversations.im/j/cave@rooms.example.org",
	} {
		w, s := window(t, Options{})
		s.Snap = uitest.MainScene()
		see(w, s.Snap)
		before := w.View()
		if err := w.Open(link); app.KindOf(err) != app.KindRoom {
			t.Errorf("%s: %v", link, err)
		}
		uitest.Await(t, w.Shell, "word about it", func() bool { return uitest.Shows(w.Shell, "Vouch cannot go to rooms yet") })
		if got := uitest.WhatIsSaid(t, w.Shell); !strings.Contains(got, "cave@rooms.example.org") {
			t.Errorf("says %q", got)
		}
		if now := w.View(); now.Chat != before.Chat || len(s.Done) != 0 {
			t.Errorf("%s: shows %q, has done %v", link, now.Chat, s.Done)
		}
	}
	w, _ := window(t, Options{})
	see(w, uitest.MainScene())
	w.chat.OpenLink("xmpp:cave@rooms.example.org?join")
	uitest.Await(t, w.Shell, "word about it", func() bool { return uitest.Shows(w.Shell, "Vouch cannot go to rooms yet") })
	if w.chat.Failure() != "" {
		t.Errorf("the chat says %q", w.chat.Failure())
	}
}

func TestAddressesAsTheyAreTyped(t *testing.T) {
	for typed, want := range map[string]string{
		" Bob@Example.org/x ": uitest.Bob, "xmpp:bob@example.org?message": uitest.Bob, "XMPP:bob%40example.org": uitest.Bob, "https://conversations.im/i/bob@example.org": uitest.Bob,
		"d'artagnan@example.org": `d\27artagnan@example.org`, "xmpp:space%20cadet@example.org": `space\20cadet@example.org`,
		"example.org": "", "bob": "", "xmpp:cave@rooms.example.org?join": "", "mailto:bob@example.org": "", "bob@example.org@example.net": "",
	} {
		if got, err := words.ContactAddress(typed); (err == nil) != (want != "") || err == nil && got != want {
			t.Errorf("%q: %q, %v", typed, got, err)
		}
	}
	if _, err := words.ContactAddress("xmpp:cave@rooms.example.org?join"); app.KindOf(err) != app.KindRoom {
		t.Errorf("a room: %v", err)
	}
}
