package xmpp_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/carbons"
	"vouch/xmpp/disco"
	"vouch/xmpp/mam"
	"vouch/xmpp/presence"
	"vouch/xmpp/xmpptest"
)

// onEach runs test over each server, started with the options.
func onEach(t *testing.T, test func(*testing.T, xmpptest.Server), options ...xmpptest.Option) {
	t.Run("prosody", func(t *testing.T) { test(t, xmpptest.StartProsody(t, options...)) })
	t.Run("ejabberd", func(t *testing.T) { test(t, xmpptest.StartEjabberd(t, options...)) })
	t.Run("scripted", func(t *testing.T) { test(t, xmpptest.StartScripted(t, options...)) })
}

// at opens user's session at a server, as that resource; from, if any, is what it goes on from, and else it is available.
func at(t *testing.T, server xmpptest.Server, user, resource string, network *xmpptest.Network, from *xmpp.Resumption) *session {
	t.Helper()
	place := server.Place()
	cfg := xmpp.Config{
		Address: jid.MustParse(user + "@" + place.Domain + "/" + resource), Password: user + "pass",
		Host: place.Host, Port: place.Port, RootCAs: server.Pool(), Resume: from,
	}
	if network != nil {
		cfg.Dialer = network
	}
	s := open(t, cfg)
	if from == nil {
		if _, err := s.Send(presence.Available{}); err != nil {
			t.Fatal(err)
		}
		await(s, func(p *xmpp.Presence) bool { return p.FromJID.Equal(s.Address()) })
	}
	return s
}

func TestResumptionAtEachServer(t *testing.T) {
	onEach(t, func(t *testing.T, server xmpptest.Server) {
		network := &xmpptest.Network{}
		bob, alice := at(t, server, "bob", "desk", network, nil), at(t, server, "alice", "desk", nil, nil)
		send(bob, alice, "before")
		await(alice, isMessage("before"))
		network.Cut()
		send(alice, bob, "between")
		left := broken(bob)
		again := at(t, server, "bob", "desk", network, &left)
		if !again.Resumed() || !again.Address().Equal(bob.Address()) {
			t.Fatal("not resumed")
		}
		await(again, isMessage("between"))
		if n := send(again, alice, "after"); n != left.Sent+1 {
			t.Errorf("number %d follows %d", n, left.Sent)
		}
		await(alice, isMessage("after"))

		if err := server.Restart(t.Context()); err != nil {
			t.Fatal(err)
		}
		left = broken(again)
		fresh := at(t, server, "bob", "desk", network, &left)
		if h, known := fresh.FailedH(); fresh.Resumed() || known && h != left.Sent {
			t.Errorf("after a restart: resumed %v, count %d, %v of %d", fresh.Resumed(), h, known, left.Sent)
		}
	}, xmpptest.Friends("alice", "bob"))
}

func TestCarbonsAtEachServer(t *testing.T) {
	onEach(t, func(t *testing.T, server xmpptest.Server) {
		desk, phone := at(t, server, "alice", "desk", nil, nil), at(t, server, "alice", "phone", nil, nil)
		bob := at(t, server, "bob", "desk", nil, nil)
		if a := phone.ask(xmpp.Request{Set: true, Payload: carbons.Enable{}}); a.Err != nil {
			t.Fatal(a.Err)
		}
		if _, err := desk.Send(chat(bob.Address(), "mine", "hello")); err != nil {
			t.Fatal(err)
		}
		if _, err := bob.Send(chat(desk.Address(), "yours", "hello")); err != nil {
			t.Fatal(err)
		}
		found := map[string]bool{}
		for len(found) < 2 {
			m, _ := await(phone, carbons.Is)
			inner, sent, ok := carbons.Unwrap(m, phone.Address())
			if !ok || sent != (inner.Id == "mine") || inner.Body != "hello" {
				t.Fatalf("carbon %+v, %v, %v of %+v", inner, sent, ok, m)
			}
			found[inner.Id] = true
		}
		if !found["mine"] || !found["yours"] {
			t.Errorf("copied %v", found)
		}
	}, xmpptest.Friends("alice", "bob"))
}

// page asks the archive of s for one page. Results of other queries are not looked at.
func page(s *session, q mam.Query) (ids, archive []string, end mam.Fin) {
	s.t.Helper()
	tag := new(int)
	if err := s.Ask(xmpp.Request{Set: true, Payload: q, Tag: tag}); err != nil {
		s.t.Fatal(err)
	}
	for {
		e := s.next()
		s.Handled(e)
		switch what := e.What.(type) {
		case *xmpp.Message:
			r, ok := mam.ParseResult(what)
			if !ok || r.QueryID != q.ID || !what.FromJID.Equal(s.Address().Bare()) {
				continue
			}
			if r.Err != nil || r.Delay.Stamp.IsZero() {
				s.t.Fatalf("result %+v", r)
			}
			ids, archive = append(ids, r.Message.Id), append(archive, r.ArchiveID)
		case *xmpp.Answer:
			if what.Tag != any(tag) {
				continue
			}
			if what.Err != nil {
				s.t.Fatal(what.Err)
			}
			fin, err := mam.ParseFin(what.Payload)
			if err != nil {
				s.t.Fatal(err)
			}
			return ids, archive, fin
		}
	}
}

func TestArchiveAtEachServer(t *testing.T) {
	onEach(t, func(t *testing.T, server xmpptest.Server) {
		alice, bob := at(t, server, "alice", "desk", nil, nil), at(t, server, "bob", "desk", nil, nil)
		const count = 7
		var want []string
		for i := range count {
			want = append(want, fmt.Sprint("m", i))
			send(bob, alice, want[i])
			await(alice, isMessage(want[i]))
		}
		var got, archive []string
		var after *string
		for i := 0; ; i++ {
			ids, archiveIDs, end := page(alice, mam.Query{ID: fmt.Sprint("q", i), After: after, Max: 3})
			if len(ids) > 0 && (end.First != archiveIDs[0] || end.Last != archiveIDs[len(archiveIDs)-1]) {
				t.Errorf("page of %v ends with %+v", archiveIDs, end)
			}
			got, archive = append(got, ids...), append(archive, archiveIDs...)
			if end.Complete || i > count {
				break
			}
			after = &end.Last
		}
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("the archive holds %v, want %v", got, want)
		}
		newest := ""
		if ids, _, end := page(alice, mam.Query{ID: "newest", Before: &newest, Max: 1}); len(ids) != 1 || ids[0] != "m6" || end.Complete {
			t.Errorf("the newest is %v, %+v", ids, end)
		}
		if ids, _, end := page(alice, mam.Query{ID: "before", Before: &archive[2], Max: 9}); strings.Join(ids, " ") != "m0 m1" || !end.Complete {
			t.Errorf("before the third: %v, %+v", ids, end)
		}
		if ids, _, _ := page(alice, mam.Query{ID: "with", With: jid.MustParse("carol@localhost")}); len(ids) != 0 {
			t.Errorf("with someone else: %v", ids)
		}
		if ids, _, _ := page(alice, mam.Query{ID: "late", Start: time.Now().Add(time.Hour)}); len(ids) != 0 {
			t.Errorf("in an hour: %v", ids)
		}
		gone := "no such id" // ejabberd's ids are times, and it starts over; Prosody says that it does not know
		a := alice.ask(xmpp.Request{Set: true, Payload: mam.Query{ID: "gone", After: &gone, Max: 1}})
		var refused *xmpp.StanzaError
		if a.Err != nil && (!errors.As(a.Err, &refused) || refused.Condition != "item-not-found") {
			t.Errorf("after an id nobody knows: %v", a.Err)
		}
		info, err := disco.ParseInfo(alice.ask(xmpp.Request{To: alice.Address().Bare(), Payload: disco.Get("")}).Payload)
		if err != nil || !info.Has(mam.NS) {
			t.Errorf("the account has %v, %v", info.Features, err)
		}
	}, xmpptest.Friends("alice", "bob"), xmpptest.Archive())
}
