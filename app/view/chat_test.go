package view_test

import (
	"fmt"
	"testing"
	"time"

	"vouch/app/fault"
	"vouch/app/history"
	"vouch/app/view"
	"vouch/trust"
)

// TestCoverageIsWhoCouldReadNow has every way in which a device reads, or is left out.
func TestCoverageIsWhoCouldReadNow(t *testing.T) {
	t.Parallel()
	p := open(t)
	p.session(bob, 1, p.device(bob, 1, trust.Trusted))
	p.device(bob, 2, trust.Undecided)
	p.device(bob, 3, trust.Verified) // no session yet, but it will be made
	p.device(bob, 4, trust.Rejected)
	p.device(alice, 5, trust.Undecided)
	p.session(alice, 6, p.device(alice, 6, trust.Verified))
	p.update(func(_ *history.Store, ts *trust.Store) error {
		if _, _, err := ts.SeeList(bob, []uint32{1, 2, 3, 4, 8, 9}, noon); err != nil { // two without a key
			return err
		}
		return ts.SeeBroken(bob, 9)
	})
	chat := p.look(view.View{Account: alice, Chat: bob}).Chat
	c := chat.Coverage
	got := []string{fmt.Sprintf("theirs %d of %d, own %d of %d", c.Theirs, c.TheirsAll, c.Own, c.OwnAll)}
	for _, l := range c.LeftOut {
		got = append(got, fmt.Sprintf("not %d own:%t %s no keys:%t", l.ID, l.Own, l.Trust, l.NoKeys))
	}
	same(t, "coverage", got, []string{
		"theirs 2 of 6, own 2 of 3",
		"not 8 own:false undecided no keys:false",
		"not 2 own:false undecided no keys:false",
		"not 4 own:false rejected no keys:false",
		"not 9 own:false undecided no keys:true",
		"not 5 own:true undecided no keys:false",
	})
	if chat.Devices != 6 || chat.Undecided != 1 || chat.Verified {
		t.Errorf("%+v", chat)
	}
}

func TestQuestionIsAboutTheFirstThatWaitsForTheUser(t *testing.T) {
	t.Parallel()
	p := open(t)
	p.device(bob, 1, trust.Undecided)
	p.device(bob, 2, trust.Trusted)
	question := func() string {
		q := p.look(view.View{Account: alice, Chat: bob}).Chat.Question
		if q == nil {
			return "none"
		}
		out := fmt.Sprintf("%s %d from %.4s", q.Kind, q.Waiting, q.First)
		for _, d := range q.Devices {
			out += fmt.Sprintf(" device %d", d.ID)
		}
		return out
	}
	write := func(why fault.Kind, purpose history.Purpose) history.Message {
		m := p.append(history.Message{Chat: bob, From: alice, Own: true, Body: "hello", Kind: history.KindText, Time: noon, State: history.StatePending, ErrKind: why, Encrypted: true})
		p.update(func(h *history.Store, _ *trust.Store) error {
			return h.Queue(&history.Entry{Purpose: purpose, Chat: bob, Row: m.ID, Encrypted: true})
		})
		return m
	}
	expect := func(want string) {
		t.Helper()
		if got := question(); got != want {
			t.Errorf("question %q, want %q", got, want)
		}
	}
	expect("none")
	write("", history.ForReceipt)
	expect("none")
	first := write(fault.KindUndecided, history.ForMessage)
	write("", history.ForMessage)
	expect(fmt.Sprintf("undecided 2 from %.4s device 1", first.ID))
	first.ErrKind = fault.KindNoneTrusted
	p.update(func(h *history.Store, _ *trust.Store) error { return h.Put(first) })
	expect(fmt.Sprintf("none-trusted 2 from %.4s device 1 device 2", first.ID))
	first.ErrKind = "" // only the network is waited for
	p.update(func(h *history.Store, _ *trust.Store) error { return h.Put(first) })
	expect("none")
	if snap := p.look(view.View{}); snap.Accounts[0].Waiting != 2 {
		t.Errorf("%d messages have not left", snap.Accounts[0].Waiting)
	}
}

func TestChatSaysWhereReadingGoesOnAndWhatIsBeforeIt(t *testing.T) {
	t.Parallel()
	p := open(t)
	read, unread := p.got(bob, "read", noon), p.got(bob, "not read", noon.Add(time.Second))
	change := func(c func(*history.Chat)) {
		t.Helper()
		p.update(func(h *history.Store, _ *trust.Store) error {
			chat, err := h.Chat(bob)
			if err != nil {
				return err
			}
			c(&chat)
			return h.PutChat(chat)
		})
	}
	change(func(c *history.Chat) { c.Unread, c.ReadTo, c.Alarm, c.Plain = 1, read.Sort, true, true })
	p.live.Archive.Older[bob] = view.OlderState{Kind: fault.KindNotConnected}
	chat := p.look(view.View{Account: alice, Chat: bob}).Chat
	if chat.UnreadFrom != unread.ID || !chat.KeyChanged || chat.Encrypted || chat.Older != view.OlderFailed || chat.OlderErr != fault.KindNotConnected {
		t.Errorf("%+v", chat)
	}
	for _, row := range []struct {
		state view.OlderState
		none  bool
		all   bool
		want  view.Older
	}{
		{view.OlderState{}, false, false, view.OlderUnknown},
		{view.OlderState{Loading: true}, true, false, view.OlderLoading},
		{view.OlderState{Kind: fault.KindBusy}, true, false, view.OlderNone},
		{view.OlderState{Kind: fault.KindBusy}, false, true, view.OlderComplete},
	} {
		p.live.Archive.Older[bob], p.live.Archive.None = row.state, row.none
		change(func(c *history.Chat) { c.Older.All = row.all })
		if got := p.look(view.View{Account: alice, Chat: bob}).Chat; got.Older != row.want || got.OlderErr != "" {
			t.Errorf("%+v: %q %q", row, got.Older, got.OlderErr)
		}
	}
}

func TestFirstToWriteIsAskedAbout(t *testing.T) {
	t.Parallel()
	p := open(t)
	p.device(bob, 1, trust.Undecided)
	key := p.device(bob, 2, trust.Undecided)
	wrote := func() uint32 {
		if d := p.look(view.View{Account: alice, Chat: bob}).Chat.Wrote; d != nil {
			return d.ID
		}
		return 0
	}
	if id := wrote(); id != 0 {
		t.Errorf("device %d, before anybody wrote", id)
	}
	p.update(func(_ *history.Store, ts *trust.Store) error { return ts.SeeMessage(bob, 2, key, noon) })
	if id := wrote(); id != 2 {
		t.Errorf("device %d wrote last", id)
	}
	p.device(bob, 3, trust.Rejected)
	if id := wrote(); id != 0 {
		t.Errorf("device %d, after a decision", id)
	}
}
