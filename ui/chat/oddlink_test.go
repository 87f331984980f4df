package chat

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"vouch/app/view"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

// TestAnOddLinkAsksFirst, and says where it leads; one like others does not ask.
func TestAnOddLinkAsksFirst(t *testing.T) {
	for link, host := range map[string]string{
		"https://p\u0430ypal.com/login":           "xn--pypal-4ve.com",
		"https://example.org@example.net/":        "example.net",
		"xmpp:bob@ex\u0430mple.org?message":       "xn--exmple-4nf.org",
		"mailto:bob@ex\u0430mple.org":             "xn--exmple-4nf.org",
		"https://example.org\u2044.example.net/a": "example.xn--org-qt0a.example.net",
	} {
		w, _ := window(t)
		see(w, uitest.MainScene())
		w.chat.OpenLink(link)
		if !uitest.Shows(w.Shell, words.Tr("oddlink.title")) || !strings.Contains(uitest.WhatIsSaid(t, w.Shell), host) {
			t.Errorf("%s: is not asked about, or %s is not named", link, host)
			continue
		}
		uitest.Press(t, uitest.Top(t, w.Shell), "deed")
		if w.Win.Canvas().Overlays().Top() != nil || w.chat.failure != "" {
			t.Errorf("%s: is not opened; %q", link, w.chat.failure)
		}
	}
	for _, link := range []string{"https://example.org/", "https://m\u00fcnchen.example", "xmpp:carol@example.net"} {
		w, _ := window(t)
		see(w, uitest.MainScene())
		if w.chat.OpenLink(link); uitest.Shows(w.Shell, words.Tr("oddlink.title")) {
			t.Errorf("%s: is asked about", link)
		}
	}
}

// TestAnOddAddressIsMarked in the head of its chat.
func TestAnOddAddressIsMarked(t *testing.T) {
	marked := func(jid string) int {
		w, _ := window(t)
		snap := uitest.MainScene()
		snap.View.Chat, snap.Chat.Chat = jid, jid
		snap.Chats = append(snap.Chats, &view.ChatRow{Chat: jid})
		see(w, snap)
		return len(test.WidgetRenderer(w.chat.Pane).Objects())
	}
	if plain := marked(uitest.Bob); marked("b\u043eb@example.org") != plain+1 || marked("bob@ex\u0430mple.org") != plain+1 || marked("\u0438\u0432\u0430\u043d@\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444") != plain {
		t.Error("the mark is not there, or there without need")
	}
}
