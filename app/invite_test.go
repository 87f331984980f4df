package app_test

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"vouch/app"
	"vouch/app/input"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// subscription is what stands in the roster about who, or "".
func (p *peer) subscription(who string) string {
	p.t.Helper()
	all, err := p.Roster(p.jid)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, c := range all {
		if c.JID == who {
			return c.Subscription
		}
	}
	return ""
}

func (p *peer) invite() input.Link {
	p.t.Helper()
	made, err := p.Invite(p.t.Context(), p.jid)
	if err != nil {
		p.t.Fatal(err)
	}
	link, err := input.ParseLink(made.URI)
	if err != nil || link.JID != p.jid || link.Token == "" {
		p.t.Fatalf("link %q reads %+v, %v", made.URI, link, err)
	}
	return link
}

func (p *peer) open() (uris []string) {
	p.t.Helper()
	all, err := p.Invitations(p.jid)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, i := range all {
		uris = append(uris, i.URI)
	}
	return uris
}

// asks tells whether who asks to see p's presence.
func (p *peer) asks(who string) bool { p.t.Helper(); return p.look(who).Chat.Wants }

// Who was invited is accepted without a question, and asked back, once; the next one by the same link is asked about.
func TestInvitationsAreForOne(t *testing.T) {
	onEach(t, func(t *testing.T, server xmpptest.Server) {
		alice := newPeer(t, server, "alice", app.Options{})
		bob, carol := newPeer(t, server, "bob", app.Options{}), newPeer(t, server, "carol", app.Options{})
		dave := newPeer(t, server, "dave", app.Options{})
		link := alice.invite()
		alice.stop()
		sees := func(what view.Presence) func() bool {
			return func() bool { return dave.look(alice.jid).Chat.Presence == what }
		}
		dave.await("alice offline", sees(view.PresenceOffline))
		alice.start()                                         // the invitation is on disk
		dave.await("alice online", sees(view.PresenceOnline)) // ejabberd keeps requests for later without what is in them
		bob.must(app.AddContact{Account: bob.jid, JID: link.JID, Token: link.Token})
		bob.await("that alice accepts", func() bool { return bob.subscription(alice.jid) == "to" })
		bob.await("that alice asks back", func() bool { return bob.asks(alice.jid) })
		if alice.asks(bob.jid) {
			t.Error("alice is asked about whom she invited")
		}
		bob.must(app.AnswerContact{Account: bob.jid, JID: alice.jid, Accept: true})
		for _, p := range []*peer{alice, bob} {
			p.await("a contact both ways", func() bool { return p.subscription(other(p, alice, bob)) == "both" })
		}
		if open := alice.open(); len(open) != 0 {
			t.Errorf("still open: %v", open)
		}
		carol.must(app.AddContact{Account: carol.jid, JID: link.JID, Token: link.Token})
		alice.await("a question about carol", func() bool { return alice.asks(carol.jid) })
		if s := alice.subscription(carol.jid); s != "" {
			t.Errorf("carol is %q by a link that was used", s)
		}
	}, xmpptest.Friends("alice", "dave"), xmpptest.Users("bob", "carol"))
}

// Nothing but an open invitation of our own lets anybody in.
func TestInvitationsThatAreNone(t *testing.T) {
	var clock atomic.Int64
	server := xmpptest.StartScripted(t, xmpptest.Users("alice", "bob"))
	alice := newPeer(t, server, "alice", app.Options{Now: func() time.Time { return time.Now().Add(time.Duration(clock.Load())) }, Pulse: time.Hour})
	bob := newPeer(t, server, "bob", app.Options{})
	expired, withdrawn := alice.invite(), alice.invite()
	if open := alice.open(); len(open) != 2 || !strings.Contains(open[0], expired.Token) {
		t.Fatalf("open: %v", open)
	}
	uri := alice.open()[1]
	if err := alice.Withdraw(t.Context(), alice.jid, uri); err != nil {
		t.Fatal(err)
	}
	if err := alice.Withdraw(t.Context(), alice.jid, uri); app.KindOf(err) != app.KindNotFound {
		t.Errorf("withdrawn twice: %v", err)
	}
	clock.Store(int64(8 * 24 * time.Hour))
	theirs := bob.invite()
	for _, token := range []string{"", "guessed", expired.Token, withdrawn.Token, theirs.Token, strings.ToLower(expired.Token)} {
		bob.must(app.AddContact{Account: bob.jid, JID: alice.jid, Token: token})
		alice.await("a question about bob", func() bool { return alice.asks(bob.jid) })
		if s := alice.subscription(bob.jid); s != "" {
			t.Fatalf("bob is %q by %q", s, token)
		}
		alice.must(app.AnswerContact{Account: alice.jid, JID: bob.jid})
		alice.await("no question", func() bool { return !alice.asks(bob.jid) })
	}
	bob.must(app.AddContact{Account: bob.jid, JID: alice.jid})
	alice.await("a question about bob", func() bool { return alice.asks(bob.jid) })
	bob.must(app.AddContact{Account: bob.jid, JID: alice.jid, Token: alice.invite().Token}) // real servers pass on the first alone
	bob.await("that alice accepts", func() bool { return bob.subscription(alice.jid) == "to" })
	alice.await("no question any more", func() bool { return !alice.asks(bob.jid) })
	bob.refuse(app.AddContact{Account: bob.jid, JID: alice.jid, Token: strings.Repeat("a", 257)}, app.KindInvalid)
	for range 100 {
		alice.invite()
	}
	if _, err := alice.Invite(t.Context(), alice.jid); app.KindOf(err) != app.KindBusy {
		t.Errorf("the 101st: %v", err)
	}
}
