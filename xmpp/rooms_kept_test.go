package xmpp_test

import (
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/bookmarks"
	"vouch/xmpp/disco"
	"vouch/xmpp/pep"
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
		a := phone.ask(xmpp.Request{Payload: pep.Items(bookmarks.Node, 0)})
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
