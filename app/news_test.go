package app_test

import (
	"cmp"
	"fmt"
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// news are those of one look, in words.
func (p *peer) news() (out []string) {
	p.t.Helper()
	snap, err := p.Look(view.View{}) // a window that shows nothing hears of everything
	if err != nil {
		p.t.Fatal(err)
	}
	for _, n := range snap.News {
		switch {
		case n.Wants:
			out = append(out, n.Name+" asks")
		default:
			out = append(out, fmt.Sprintf("%s %d %s %q %s gone:%t", n.Name, n.Count, n.Kind, n.Text, cmp.Or(n.Trust, "-"), n.Retracted))
		}
	}
	return out
}

func (p *peer) awaitNews(want ...string) {
	p.t.Helper()
	got := []string{}
	if !p.inTime(func() bool { got = p.news(); return fmt.Sprint(got) == fmt.Sprint(want) }) {
		p.t.Fatalf("%s: news %q, want %q", p.jid, got, want)
	}
}

// TestNewsAreWhatNobodyHasRead follows what bob's phone hears of alice, and alice of both of his devices.
func TestNewsAreWhatNobodyHasRead(t *testing.T) {
	_, alice, bob, phone := withPhone(t)
	alice.awaitNews()
	alice.decide(bob, view.TrustTrusted)
	alice.decide(phone, view.TrustRejected)
	first := alice.send(bob.jid, "first line\nsecond line")
	bob.awaitNews(`alice 1 text "first line" undecided gone:false`)
	phone.awaitNews(`alice 1 unreadable "" - gone:false`)
	bob.decide(alice, view.TrustTrusted)
	second := alice.send(bob.jid, "another")
	bob.awaitNews(`alice 2 text "another" trusted gone:false`)
	alice.awaitState(bob.jid, first, view.MessageDelivered)
	alice.awaitState(bob.jid, second, view.MessageDelivered)
	alice.retract(bob.jid, second)
	bob.awaitNews(`alice 2 text "" trusted gone:true`)

	bob.must(app.MarkRead{Account: bob.jid, Chat: alice.jid})
	bob.awaitNews()
	alice.awaitNews()

	alice.send(bob.jid, "once more")
	bob.awaitNews(`alice 1 text "once more" trusted gone:false`)
	bob.must(app.Block{Account: bob.jid, JID: alice.jid})
	bob.awaitNews()
}

// TestNewsOfPeopleWhoAsk is about somebody who wants to see our presence.
func TestNewsOfPeopleWhoAsk(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Users("alice", "carol"))
	alice, carol := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "carol", app.Options{})
	carol.must(app.AddContact{Account: carol.jid, JID: alice.jid})
	alice.awaitNews("carol asks")
	alice.must(app.AnswerContact{Account: alice.jid, JID: carol.jid})
	alice.awaitNews()
}
