package xmpp_test

import (
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/bookmarks"
	"vouch/xmpp/caps"
	"vouch/xmpp/disco"
	"vouch/xmpp/pep"
	"vouch/xmpp/ping"
	"vouch/xmpp/presence"
	"vouch/xmpp/xmpptest"
)

func roomsAreKept(t *testing.T, s stage) {
	desk, phone := at(t, s.server, "carol", "desk", nil, nil), at(t, s.server, "carol", "phone", nil, nil)
	set := func(payload any) {
		t.Helper()
		if a := desk.ask(xmpp.Request{Set: true, Payload: payload}); a.Err != nil {
			t.Fatalf("%T: %v", payload, a.Err)
		}
	}
	all := func() []bookmarks.Bookmark {
		t.Helper()
		a := desk.ask(xmpp.Request{Payload: pep.Items(bookmarks.Node, 0)})
		if a.Err != nil {
			t.Fatal(a.Err)
		}
		items, _, err := pep.ParseItems(a.Payload)
		if err != nil {
			t.Fatal(err)
		}
		var kept []bookmarks.Bookmark
		for _, item := range items {
			b, err := bookmarks.Parse(item)
			if err != nil {
				t.Fatal(err)
			}
			kept = append(kept, b)
		}
		return kept
	}
	told := toldOf(phone, bookmarks.Node)
	one, err := bookmarks.Parse(pep.Item{ID: "one@rooms.localhost", Payload: xmpptest.Element(t, "<conference xmlns='urn:xmpp:bookmarks:1' name='One' autojoin='true'><nick>carol</nick>"+
		"<extensions><state xmlns='urn:s' minimized='true'>t<x/></state></extensions></conference>")})
	if err != nil {
		t.Fatal(err)
	}
	o := bookmarks.Options
	if a := desk.ask(xmpp.Request{Set: true, Payload: bookmarks.Publish(one, o)}); (a.Err == nil) != s.prosody {
		t.Fatalf("with all options: %v", a.Err)
	} else if a.Err != nil {
		o = bookmarks.Fewer
		set(bookmarks.Publish(one, o))
		var taken bool
		for _, size := range bookmarks.Sizes {
			if a := desk.ask(xmpp.Request{Set: true, Payload: pep.Configure(bookmarks.Node, size)}); a.Err == nil {
				taken = true
				break
			}
		}
		if !taken {
			t.Error("no size is taken")
		}
	}
	set(bookmarks.Publish(bookmarks.Bookmark{Room: jid.MustParse("two@rooms.localhost"), Name: "Two & more"}, o))
	for _, b := range [][2]string{{"one@rooms.localhost", "One"}, {"two@rooms.localhost", "Two & more"}} {
		e := told(func(e pep.Event) bool { return len(e.Items) == 1 && e.Items[0].ID == b[0] })
		if got, err := bookmarks.Parse(e.Items[0]); err != nil || got.Name != b[1] {
			t.Errorf("the phone is told %+v, %v", got, err)
		}
	}
	kept := all()
	if len(kept) != 2 {
		t.Fatalf("kept %+v", kept)
	}
	for _, b := range kept {
		switch b.Room.String() {
		case "one@rooms.localhost":
			if got := b.Extensions(); b.Name != "One" || !b.Autojoin || b.Nick != "carol" || len(got) != 1 || got[0].Raw(500) != one.Extensions()[0].Raw(500) {
				t.Errorf("kept %+v", b)
			}
			b.Autojoin = false
			set(bookmarks.Publish(b, o))
		case "two@rooms.localhost":
			if b.Name != "Two & more" || b.Autojoin {
				t.Errorf("kept %+v", b)
			}
		}
	}
	set(bookmarks.Retract(jid.MustParse("two@rooms.localhost")))
	if kept = all(); len(kept) != 1 || kept[0].Autojoin || len(kept[0].Extensions()) != 1 {
		t.Errorf("changed, and one given up: %+v", kept)
	}

	set(bookmarks.Publish(bookmarks.Bookmark{Room: jid.MustParse("three@rooms.localhost")}, o))
	e := told(func(e pep.Event) bool {
		return len(e.Retracted) > 0 || len(e.Items) == 1 && e.Items[0].ID == "three@rooms.localhost"
	})
	if len(e.Retracted) > 0 != s.prosody { // ejabberd tells nobody
		t.Errorf("of what was given up the phone is told %+v", e)
	} else if s.prosody && e.Retracted[0] != "two@rooms.localhost" {
		t.Errorf("given up was %v", e.Retracted)
	}

	// The older list stays what it was, but for the room that changes.
	set(bookmarks.SetPrivate(bookmarks.Storage{}.With(bookmarks.Bookmark{Room: jid.MustParse("old@rooms.localhost"), Name: "Old", Autojoin: true, Nick: "c"})))
	a := phone.ask(xmpp.Request{Payload: bookmarks.GetPrivate()})
	list, err := bookmarks.ParsePrivate(a.Payload)
	if err != nil || len(list.Rooms()) != 1 || list.Rooms()[0].Name != "Old" || !list.Rooms()[0].Autojoin || list.Rooms()[0].Nick != "c" {
		t.Errorf("the older list is %+v, %v, %v", list.Rooms(), err, a.Err)
	}
	info, err := disco.ParseInfo(desk.ask(xmpp.Request{To: desk.Address().Bare(), Payload: disco.Get("")}).Payload)
	if err != nil || info.Has(bookmarks.Compat) || info.Has(bookmarks.CompatPEP) || !info.Has(pep.PublishOptions) {
		t.Errorf("the account has %v, %v", info.Features, err)
	}
}

// toldOf has s be told of node, and gives what waits for an event that fits. Ejabberd sends each twice.
func toldOf(s *session, node string) func(fits func(pep.Event) bool) pep.Event {
	s.t.Helper()
	info := disco.Own(disco.NSInfo, pep.Notify(node))
	if _, err := s.Send(presence.Available{Caps: caps.For("https://example.org/client", info)}); err != nil {
		s.t.Fatal(err)
	}
	q, _ := await(s, func(q *xmpp.IQ) bool { _, yes := disco.InfoAsked(q); return yes })
	info.Node, _ = disco.InfoAsked(q)
	if err := s.Reply(q, info); err != nil {
		s.t.Fatal(err)
	}
	s.ask(xmpp.Request{Payload: ping.Ping{}}) // so that the server has it
	return func(fits func(pep.Event) bool) pep.Event {
		s.t.Helper()
		var found pep.Event
		await(s, func(m *xmpp.Message) bool {
			e, ok := pep.ParseEvent(m)
			found = e
			return ok && e.Node == node && m.FromJID.Equal(s.Address().Bare()) && fits(e)
		})
		return found
	}
}

// Where the server keeps the older list in step by itself, one is a view of the other.
func TestBookmarksThatProsodyKeepsInStep(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.With("bookmarks"), xmpptest.Users("alice"))
	alice := at(t, server, "alice", "desk", nil, nil)
	info, err := disco.ParseInfo(alice.ask(xmpp.Request{To: alice.Address().Bare(), Payload: disco.Get("")}).Payload)
	if err != nil || !info.Has(bookmarks.Compat) {
		t.Fatalf("the account has %v, %v", info.Features, err)
	}
	b := bookmarks.Bookmark{Room: jid.MustParse("one@rooms.localhost"), Name: "One", Autojoin: true, Nick: "alice"}
	if a := alice.ask(xmpp.Request{Set: true, Payload: bookmarks.Publish(b, bookmarks.Options)}); a.Err != nil {
		t.Fatal(a.Err)
	}
	list, err := bookmarks.ParsePrivate(alice.ask(xmpp.Request{Payload: bookmarks.GetPrivate()}).Payload)
	if err != nil || len(list.Rooms()) != 1 || list.Rooms()[0].Name != "One" || !list.Rooms()[0].Autojoin || list.Rooms()[0].Nick != "alice" {
		t.Errorf("the older list is %+v, %v", list.Rooms(), err)
	}
}
