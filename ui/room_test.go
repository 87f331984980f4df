package ui

import (
	"testing"

	"vouch/app"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

// TestALinkToARoomAsksBeforeItJoins: nobody is told that the link was opened, and a room that we are in is simply shown.
func TestALinkToARoomAsksBeforeItJoins(t *testing.T) {
	for link, password := range map[string]string{
		"xmpp:cave@rooms.example.org?join": "", "xmpp:cave@rooms.example.org?invite;jid=bob@example.org": "", "xmpp:cave@rooms.example.org?join;password=op%20en": "op en",
		"https://conversations.im/j/cave@rooms.example.org": "",
	} {
		w, s := window(t, Options{})
		s.Snap = uitest.MainScene()
		see(w, s.Snap)
		before := w.View()
		if err := w.Open(link); err != nil {
			t.Errorf("%s: %v", link, err)
		}
		uitest.Await(t, w.Shell, "question", func() bool {
			return uitest.Shows(w.Shell, words.Tr("join.titleRoom", "Room", "cave@rooms.example.org"))
		})
		if now := w.View(); now.Chat != before.Chat || len(s.Done) != 0 {
			t.Errorf("%s: shows %q, has done %v", link, now.Chat, s.Done)
		}
		tap(t, w, "join")
		uitest.Did(t, s, app.JoinRoom{Account: uitest.Alice, Room: "cave@rooms.example.org", Password: password})
		if w.View().Chat != "cave@rooms.example.org" {
			t.Errorf("%s: shows %q", link, w.View().Chat)
		}
	}
	w, s := window(t, Options{})
	see(w, uitest.GroupScene())
	w.chat.OpenLink("xmpp:" + uitest.Users + "?join")
	settled(t, w)
	uitest.Did(t, s)
	if w.View().Chat != uitest.Users || w.Win.Canvas().Overlays().Top() != nil {
		t.Errorf("a room that we are in: shows %q", w.View().Chat)
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
