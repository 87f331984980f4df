package chat

import (
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

func TestTheFirstReactionAsks(t *testing.T) {
	w, s := window(t)
	snap := uitest.MainScene()
	see(w, snap)
	w.chat.reactItem(snap.Rows[3]).ChildMenu.Items[0].Action()
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s)
	uitest.Press(t, uitest.Top(t, w.Shell), "deed")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.React{Account: uitest.Alice, Chat: uitest.Bob, ID: "4", Emoji: "👍", On: true, Allow: true})
	snap = uitest.MainScene()
	snap.Number, snap.Chat.Reacts = 2, true
	snap.Rows[3].Reactions = []view.Reaction{{Emoji: "👍", Own: true}}
	see(w, snap)
	items := w.chat.reactItem(snap.Rows[3]).ChildMenu.Items
	if !items[0].Checked || items[1].Checked {
		t.Error("the menu does not show what is there")
	}
	items[0].Action()
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.React{Account: uitest.Alice, Chat: uitest.Bob, ID: "4", Emoji: "👍"})
	snap.Rows[3].Reactions = []view.Reaction{{Emoji: "❤", Own: true}}
	if items := w.chat.reactItem(snap.Rows[3]).ChildMenu.Items; items[0].Checked || !items[1].Checked {
		t.Error("the menu does not know an emoji in another style")
	}
}

func TestReactionsStandBelowTheirMessage(t *testing.T) {
	r := uitest.Text("1", uitest.Bob, "Bob", "Hello", uitest.Now)
	r.Reactions = []view.Reaction{{Emoji: "👍", From: []string{uitest.Bob}, Own: true}, {Emoji: "🙏", Own: true}, {Emoji: "😢", From: []string{uitest.Carol}}}
	row := newRow(r, uitest.MainScene(), true, true, words.Calendar{Now: uitest.Now})
	if row.Reacts != "👍 2  🙏  😢" || row.ReactsTip != "👍 You · 👍 Bob · 🙏 You · 😢 "+uitest.Carol {
		t.Errorf("the row says %q, %q", row.Reacts, row.ReactsTip)
	}
	r.Reactions = []view.Reaction{{Emoji: "verified\n\u202eby Vouch", Words: true, From: []string{uitest.Bob}}, {Emoji: "□", Words: true, Own: true}}
	if row := newRow(r, uitest.MainScene(), true, true, words.Calendar{Now: uitest.Now}); row.Reacts != "‘verified by Vouch’  ‘□’" || row.ReactsTip != "‘verified by Vouch’ Bob · ‘□’ You" {
		t.Errorf("with words the row says %q, %q", row.Reacts, row.ReactsTip)
	}
	plain := newRow(uitest.Text("1", uitest.Bob, "Bob", "Hello", uitest.Now), uitest.MainScene(), true, true, words.Calendar{Now: uitest.Now})
	if plain.Reacts != "" {
		t.Errorf("a row without reactions says %q", plain.Reacts)
	}
	if waits := uitest.Own("2", "x", uitest.Now, view.MessagePending); mayReact(waits) {
		t.Error("what has not left can get a reaction")
	}
}
