package rooms

import (
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/bookmarks"
	"vouch/xmpp/muc"
	"vouch/xmpp/pep"
	"vouch/xmpp/xmpptest"
)

// asks has the account ask itself.
func (r *runner) asks(set bool, payload any) *xmpp.Answer {
	r.t.Helper()
	answers := make(chan *xmpp.Answer, 1)
	r.do(func() { r.Ask(jid.JID{}, set, payload, func(a *xmpp.Answer) { answers <- a }) })
	return <-answers
}

// bookmarked is the bookmark of a room that the server has.
func (r *runner) bookmarked(room string) (bookmarks.Bookmark, bool) {
	r.t.Helper()
	a := r.asks(false, pep.ItemByID(bookmarks.Node, room))
	if a.Err != nil {
		return bookmarks.Bookmark{}, false
	}
	items, _, err := pep.ParseItems(a.Payload)
	if err != nil || len(items) != 1 {
		return bookmarks.Bookmark{}, false
	}
	b, err := bookmarks.Parse(items[0])
	if err != nil {
		r.t.Error(err)
	}
	return b, true
}

func bookmarksAreKept(t *testing.T, s scene) {
	one, two := s.room("kept-one"), s.room("kept-two")
	s.alice.makes(muc.Plan{Name: "One"}, one)
	s.alice.makes(muc.Plan{Name: "Two"}, two)
	s.bob.joins(one)
	s.bob.joins(two)
	phone := online(t, s.server, "bob")
	for _, r := range []*runner{s.bob, phone} {
		r.until("both rooms are kept", func() bool {
			return r.kept(one).Bookmark.Here && !r.kept(one).Bookmark.Pending && r.kept(two).Bookmark.Here && r.In(one.String()) && r.In(two.String())
		})
	}

	// What another program keeps in it stays, when we leave on one device, and the other follows.
	b, there := s.bob.bookmarked(one.String())
	if !there || !b.Autojoin {
		t.Fatalf("the bookmark is %+v, %v", b, there)
	}
	other, err := bookmarks.Parse(pep.Item{ID: one.String(), Payload: xmpptest.Element(t, "<conference xmlns='urn:xmpp:bookmarks:1' name='By another' autojoin='true'><extensions><state xmlns='urn:s'/></extensions></conference>")})
	if err != nil {
		t.Fatal(err)
	}
	if a := s.bob.asks(true, pep.Publish(bookmarks.Node, one.String(), other, pep.Options{})); a.Err != nil {
		t.Fatal(a.Err)
	}
	phone.until("the phone is told", func() bool { return phone.kept(one).Name == "By another" })
	phone.do(func() { phone.all[one.String()].pulse.obeyed = phone.Now().Add(-calm) })
	s.bob.do(func() { s.bob.all[one.String()].pulse.obeyed = s.bob.Now().Add(-calm) })
	s.bob.ok("leaves", s.bob.Leave(t.Context(), one))
	phone.until("the phone leaves too", func() bool { return !phone.In(one.String()) && !phone.kept(one).Autojoin })
	if b, there = s.bob.bookmarked(one.String()); !there || b.Autojoin || b.Name != "By another" || len(b.Extensions()) != 1 {
		t.Errorf("left, the bookmark is %+v, %d extensions", b, len(b.Extensions()))
	}
	if !phone.In(two.String()) {
		t.Error("the phone left both")
	}
	s.bob.ok("forgets", s.bob.Forget(t.Context(), one))
	s.bob.until("the bookmark is gone", func() bool { return !s.bob.kept(one).Bookmark.Here && !s.bob.kept(one).Bookmark.Pending })
	if _, there := s.bob.bookmarked(one.String()); there {
		t.Error("a forgotten room has a bookmark")
	}
	if b, there := s.bob.bookmarked(two.String()); !there || !b.Autojoin {
		t.Errorf("the other one is %+v, %v", b, there)
	}
	if !s.bob.Is(one.String()) {
		t.Error("it is no room any more")
	}
}

// Where the server keeps the older list in step by itself, we write one alone, and the other follows.
func TestBookmarksThatAServerKeepsInStep(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Rooms(), xmpptest.With("bookmarks"), xmpptest.Users("alice"))
	alice := online(t, server, "alice")
	room := jid.MustParse("one@" + server.Place().Rooms())
	older := func() (all []bookmarks.Bookmark) {
		a := alice.asks(false, bookmarks.GetPrivate())
		s, err := bookmarks.ParsePrivate(a.Payload)
		if a.Err != nil || err != nil {
			t.Fatal(a.Err, err)
		}
		return s.Rooms()
	}
	alice.makes(muc.Plan{Name: "One"}, room)
	alice.until("it is kept", func() bool { k := alice.kept(room); return k.Bookmark.Here && !k.Bookmark.Pending })
	if list := older(); len(list) != 1 || !list[0].Room.Equal(room) || !list[0].Autojoin {
		t.Errorf("the older list is %+v", list)
	}
	alice.ok("forgets", alice.Forget(t.Context(), room))
	alice.until("it is gone", func() bool { return !alice.kept(room).Bookmark.Here })
	if list := older(); len(list) != 0 {
		t.Errorf("then it is %+v", list)
	}
}
