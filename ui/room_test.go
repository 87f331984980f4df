package ui

import (
	"strings"
	"testing"

	"vouch/app"
)

// TestALinkToARoomBeginsNoChat: the window says that Vouch goes to no rooms, and whoever handed the link over is told, too.
func TestALinkToARoomBeginsNoChat(t *testing.T) {
	for _, link := range []string{
		"xmpp:cave@rooms.example.org?join", "xmpp:cave@rooms.example.org?invite;jid=bob@example.org", "xmpp:cave@rooms.example.org?join;password=open",
		"https://conversations.im/j/cave@rooms.example.org",
	} {
		w, s := window(t, Options{})
		s.snap = mainScene()
		see(w, s.snap)
		before := w.View()
		if err := w.Open(link); app.KindOf(err) != app.KindRoom {
			t.Errorf("%s: %v", link, err)
		}
		await(t, w.Shell, "word about it", func() bool { return shows(w.Shell, "Vouch cannot go to rooms yet") })
		if got := whatIsSaid(t, w.Shell); !strings.Contains(got, "cave@rooms.example.org") {
			t.Errorf("says %q", got)
		}
		if now := w.View(); now.Chat != before.Chat || len(s.done) != 0 {
			t.Errorf("%s: shows %q, has done %v", link, now.Chat, s.done)
		}
	}
	w, _ := window(t, Options{})
	see(w, mainScene())
	w.chat.openLink("xmpp:cave@rooms.example.org?join")
	await(t, w.Shell, "word about it", func() bool { return shows(w.Shell, "Vouch cannot go to rooms yet") })
	if w.chat.failure != "" {
		t.Errorf("the chat says %q", w.chat.failure)
	}
}

func TestAddressesAsTheyAreTyped(t *testing.T) {
	for typed, want := range map[string]string{
		" Bob@Example.org/x ": bob, "xmpp:bob@example.org?message": bob, "XMPP:bob%40example.org": bob, "https://conversations.im/i/bob@example.org": bob,
		"d'artagnan@example.org": `d\27artagnan@example.org`, "xmpp:space%20cadet@example.org": `space\20cadet@example.org`,
		"example.org": "", "bob": "", "xmpp:cave@rooms.example.org?join": "", "mailto:bob@example.org": "", "bob@example.org@example.net": "",
	} {
		if got, err := contactAddress(typed); (err == nil) != (want != "") || err == nil && got != want {
			t.Errorf("%q: %q, %v", typed, got, err)
		}
	}
	if _, err := contactAddress("xmpp:cave@rooms.example.org?join"); app.KindOf(err) != app.KindRoom {
		t.Errorf("a room: %v", err)
	}
}
