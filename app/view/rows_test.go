package view_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"vouch/app/history"
	"vouch/app/view"
	"vouch/trust"
)

func TestRowsAroundAnAnchor(t *testing.T) {
	t.Parallel()
	p := open(t)
	ids := map[string]string{"": "", "gone": "00112233445566778899aabbccddeeff", "other": p.got(carol, "in another chat", noon).ID}
	for i, body := range []string{"a", "b", "c", "d", "e"} {
		ids[body] = p.got(bob, body, noon.Add(time.Duration(i)*time.Second)).ID
	}
	for _, row := range []struct {
		anchor        string
		before, after int
		want          string
	}{
		{"", 0, 0, "a b c d e"},
		{"", 5, 0, "a b c d e"},
		{"", 2, 0, "… d e"},
		{"", 1, 2, "… c d e"},
		{"c", 1, 1, "… b c d …"},
		{"c", 2, 2, "a b c d e"},
		{"c", 0, 1, "… c d …"},
		{"a", 1, 1, "a b …"},
		{"e", 1, 1, "… d e"},
		{"gone", 2, 0, "… d e"},
		{"other", 2, 0, "… d e"},
	} {
		snap := p.look(view.View{Account: alice, Chat: "Bob@Example.org", Anchor: ids[row.anchor], Before: row.before, After: row.after})
		var got []string
		for _, r := range snap.Rows {
			got = append(got, r.Body)
		}
		text := strings.Join(got, " ")
		if snap.Chat.More {
			text = "… " + text
		}
		if snap.Chat.Newer {
			text += " …"
		}
		if text != row.want {
			t.Errorf("%d before %q and %d after: %q, want %q", row.before, row.anchor, row.after, text, row.want)
		}
	}
	if snap := p.look(view.View{Account: alice, Chat: dave}); snap.Chat == nil || !snap.Chat.Encrypted || len(snap.Rows) != 0 {
		t.Errorf("a chat that is not there yet: %+v, %d rows", snap.Chat, len(snap.Rows))
	}
}

// TestUnchangedRowsAreTheSame holds the promise by which a window measures only new rows.
func TestUnchangedRowsAreTheSame(t *testing.T) {
	t.Parallel()
	p := open(t)
	kept, changed := p.got(bob, "kept", noon), p.got(bob, "first", noon.Add(time.Second))
	before := p.look(view.View{Account: alice, Chat: bob}).Rows
	changed.Earlier, changed.Body, changed.EditedAt = []history.Version{{Body: "first", Time: noon}}, "second", noon.Add(time.Minute)
	p.update(func(h *history.Store, _ *trust.Store) error { return h.Put(changed) })
	p.got(bob, "new", noon.Add(2*time.Second))
	after := p.look(view.View{Account: alice, Chat: bob}).Rows
	switch {
	case len(before) != 2 || len(after) != 3:
		t.Fatalf("%d rows, then %d", len(before), len(after))
	case after[0] != before[0] || after[0].ID != kept.ID:
		t.Error("a row that did not change is another one")
	case after[1] == before[1] || before[1].Body != "first" || after[1].Body != "second" || after[1].Earlier[0].Body != "first":
		t.Errorf("a row that changed: %+v, %+v", before[1], after[1])
	}
}

// TestRowsSayWhatIsKnown follows what a row has beside the message: names, labels, quoted words, reactions, and keys.
func TestRowsSayWhatIsKnown(t *testing.T) {
	t.Parallel()
	p := open(t)
	key := p.device(bob, 7, trust.Trusted)
	p.update(func(h *history.Store, ts *trust.Store) error {
		if err := h.PutContact(history.Contact{JID: bob, Name: "Robert"}); err != nil {
			return err
		}
		return ts.SetLabel(bob, 7, "phone", "", noon)
	})
	asked := p.append(history.Message{
		Chat: bob, From: bob, Body: "\nwhere?\nand when?", Kind: history.KindText, Time: noon, Encrypted: true, Device: 7, Fingerprint: key, MessageID: "q",
		Reactions: []history.Reaction{{From: alice, Emoji: []string{"👍"}}, {From: bob, Emoji: []string{"👍\ufe0f", "🎉"}}},
	})
	mine := p.append(history.Message{
		Chat: bob, From: alice, Own: true, Body: "here", Kind: history.KindText, Time: noon.Add(time.Second), ReplyTo: "q", ReplyRow: asked.ID,
		Encrypted: true, Recipients: []history.Recipient{{JID: bob, Device: 7, Fingerprint: key}},
	})
	p.append(history.Message{Chat: bob, From: bob, Body: "to nothing", Kind: history.KindText, Time: noon.Add(2 * time.Second), ReplyTo: "x", Quoted: "lost words"})
	p.append(history.Message{Chat: bob, From: bob, Body: "thanks", Kind: history.KindText, Time: noon.Add(2 * time.Second), ReplyTo: "h", ReplyRow: mine.ID})
	p.append(history.Message{Chat: bob, From: bob, Kind: history.KindUnreadable, ErrKind: "no-session", Time: noon.Add(3 * time.Second), Device: 7})
	p.update(func(_ *history.Store, ts *trust.Store) error {
		return ts.Note(trust.Entry{Time: noon.Add(time.Minute), JID: bob, Device: 7, Event: trust.EventRepaired, By: trust.ByHand})
	})
	p.append(history.Message{Chat: bob, From: bob, Kind: history.KindUnreadable, ErrKind: "no-session", Time: noon.Add(2 * time.Minute), Device: 7})

	var got []string
	for _, r := range p.look(view.View{Account: alice, Chat: bob}).Rows {
		line := fmt.Sprintf("%s/%s %q %s", r.Name, r.Device, r.Body, r.Err)
		if r.Reply != nil {
			line += fmt.Sprintf(" re %s: %q", r.Reply.Name, r.Reply.Text)
		}
		for _, to := range r.Recipients {
			line += " to " + to.Label
		}
		for _, e := range r.Reactions {
			line += fmt.Sprintf(" %+q own:%t %v", e.Emoji, e.Own, e.From)
		}
		if r.Kind == history.KindUnreadable {
			line += fmt.Sprintf(" key now %t repaired %t", r.Key == key, !r.Repaired.IsZero())
		}
		got = append(got, line)
	}
	same(t, "rows", got, []string{
		`Robert/phone "\nwhere?\nand when?"  "\U0001f44d\ufe0f" own:true [bob@example.org] "\U0001f389" own:false [bob@example.org]`,
		`alice/ "here"  re Robert: "where?" to phone`,
		`Robert/ "to nothing"  re : "lost words"`,
		`Robert/ "thanks"  re alice: "here"`,
		`Robert/phone "" no-session key now true repaired true`,
		`Robert/phone "" no-session key now true repaired false`,
	})
}
