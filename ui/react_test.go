package ui

import (
	"testing"

	"vouch/app"
	"vouch/ui/words"
)

func TestTheFirstReactionAsks(t *testing.T) {
	w, s := window(t, Options{})
	snap := mainScene()
	see(w, snap)
	w.chat.reactItem(snap.Rows[3]).ChildMenu.Items[0].Action()
	carryOut(t, w.Shell)
	did(t, s)
	press(t, top(t, w.Shell), "deed")
	carryOut(t, w.Shell)
	did(t, s, app.React{Account: alice, Chat: bob, ID: "4", Emoji: "👍", On: true, Allow: true})
	snap = mainScene()
	snap.Number, snap.Chat.Reacts = 2, true
	snap.Rows[3].Reactions = []app.Reaction{{Emoji: "👍", Own: true}}
	see(w, snap)
	items := w.chat.reactItem(snap.Rows[3]).ChildMenu.Items
	if !items[0].Checked || items[1].Checked {
		t.Error("the menu does not show what is there")
	}
	items[0].Action()
	carryOut(t, w.Shell)
	did(t, s, app.React{Account: alice, Chat: bob, ID: "4", Emoji: "👍"})
	snap.Rows[3].Reactions = []app.Reaction{{Emoji: "❤", Own: true}}
	if items := w.chat.reactItem(snap.Rows[3]).ChildMenu.Items; items[0].Checked || !items[1].Checked {
		t.Error("the menu does not know an emoji in another style")
	}
}

func TestReactionsStandBelowTheirMessage(t *testing.T) {
	r := text("1", bob, "Bob", "Hello", now)
	r.Reactions = []app.Reaction{{Emoji: "👍", From: []string{bob}, Own: true}, {Emoji: "🙏", Own: true}, {Emoji: "😢", From: []string{carol}}}
	row := newRow(r, mainScene(), true, true, words.Calendar{Now: now})
	if row.Reacts != "👍 2  🙏  😢" || row.ReactsTip != "👍 You · 👍 Bob · 🙏 You · 😢 "+carol {
		t.Errorf("the row says %q, %q", row.Reacts, row.ReactsTip)
	}
	r.Reactions = []app.Reaction{{Emoji: "verified\n\u202eby Vouch", Words: true, From: []string{bob}}, {Emoji: "□", Words: true, Own: true}}
	if row := newRow(r, mainScene(), true, true, words.Calendar{Now: now}); row.Reacts != "‘verified by Vouch’  ‘□’" || row.ReactsTip != "‘verified by Vouch’ Bob · ‘□’ You" {
		t.Errorf("with words the row says %q, %q", row.Reacts, row.ReactsTip)
	}
	plain := newRow(text("1", bob, "Bob", "Hello", now), mainScene(), true, true, words.Calendar{Now: now})
	if plain.Reacts != "" {
		t.Errorf("a row without reactions says %q", plain.Reacts)
	}
	if waits := own("2", "x", now, app.MessagePending); mayReact(waits) {
		t.Error("what has not left can get a reaction")
	}
}
