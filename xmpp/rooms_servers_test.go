package xmpp_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/disco"
	"vouch/xmpp/hats"
	"vouch/xmpp/ids"
	"vouch/xmpp/mam"
	"vouch/xmpp/moderation"
	"vouch/xmpp/muc"
	"vouch/xmpp/occupants"
	"vouch/xmpp/ping"
	"vouch/xmpp/rsm"
	"vouch/xmpp/selfping"
	"vouch/xmpp/xmpptest"
)

// TestRoomsAtEachServer does in rooms of each server what clients do there, each scene in rooms of its own.
func TestRoomsAtEachServer(t *testing.T) {
	onRooms(t, func(t *testing.T, server xmpptest.Server) {
		_, prosody := server.(*xmpptest.Prosody)
		for _, scene := range []struct {
			name string
			play func(t *testing.T, s stage)
		}{
			{"made", roomsAreMade}, {"invited to", peopleAreInvited}, {"talked in", peopleTalk}, {"listed", roomsAreListed},
			{"with people who come and go", peopleComeAndGo}, {"with affiliations", peopleAreAffiliated}, {"pinged", roomsArePinged},
			{"refused", peopleAreRefused}, {"destroyed", roomsAreDestroyed}, {"forged", peopleForge}, {"kept", roomsAreKept},
		} {
			t.Run(scene.name, func(t *testing.T) { scene.play(t, stage{t, server, prosody}) })
		}
	})
}

// stage is a server for one scene.
type stage struct {
	t       *testing.T
	server  xmpptest.Server
	prosody bool // else ejabberd
}

// guest is user on a device, under their own name, in a room in which they are not yet.
func (s stage) guest(user, device, room string) *guest {
	s.t.Helper()
	return guestOf(at(s.t, s.server, user, device, nil, nil), jid.MustParse(room+"@"+s.server.Place().Rooms()), user)
}

func bare(user string) jid.JID { return jid.MustParse(user + "@localhost") }

func roomsAreMade(t *testing.T, s stage) {
	group := s.guest("alice", "desk", "group")
	r := group.makes(muc.Plan{Private: true, Name: "Tea & cake", Description: "About tea", Language: "de"})
	if !r.Private() || !r.Persistent || !r.Hidden || r.Moderated || r.Password || r.Name != "Tea & cake" || r.Description != "About tea" || r.Language != "de" || r.SubjectByAll || r.MemberInvites {
		t.Errorf("a private group is %+v", r)
	}
	_, info := group.info()
	if !info.Has(mam.NS) || !info.Has(ids.NS) {
		t.Errorf("a private group has %v", info.Features)
	}
	if got := []any{info.Has(occupants.NS), hats.Announced(info), moderation.Announced(info), info.Has(selfping.NS), r.StableIDs}; fmt.Sprint(got) != fmt.Sprint([]any{s.prosody, "", "", s.prosody, s.prosody}) {
		t.Errorf("of occupant ids, hats, moderation, self-ping and stable ids a room has %v", got)
	}
	channel := guestOf(group.session, jid.MustParse("channel@"+s.server.Place().Rooms()), "alice")
	r = channel.makes(muc.Plan{Name: "Channel", Password: "sesame"})
	if r.Private() || r.MembersOnly || r.NonAnonymous || !r.Persistent || r.Hidden || r.Moderated || !r.Password || !r.MemberInvites {
		t.Errorf("a channel is %+v", r)
	}
	instant := guestOf(group.session, jid.MustParse("instant@"+s.server.Place().Rooms()), "alice")
	instant.enter(muc.Entry{})
	instant.set(muc.Instant())
	if r, _ := instant.info(); r.Private() {
		t.Errorf("an instant room is %+v", r)
	}
	given := guestOf(group.session, jid.MustParse("given-up@"+s.server.Place().Rooms()), "alice")
	given.enter(muc.Entry{})
	given.set(muc.Cancel())
	given.send(muc.Leave(given.place, ""))
	given.sees(of("alice", true))
	a := given.insists(xmpp.Request{To: given.room(), Payload: disco.Get("")})
	if e, ok := a.Err.(*xmpp.StanzaError); !ok || e.Condition != "item-not-found" {
		t.Errorf("a room that was given up answers %+v", a)
	}
}

func roomsAreListed(t *testing.T, s stage) {
	alice, carol := s.guest("alice", "desk", "aa-listed"), at(t, s.server, "carol", "desk", nil, nil)
	alice.makes(muc.Plan{Name: "First"})
	for name, plan := range map[string]muc.Plan{"ab-listed": {Name: "Second"}, "ac-hidden": {Private: true}} {
		guestOf(alice.session, jid.MustParse(name+"@"+s.server.Place().Rooms()), "alice").makes(plan)
	}
	most := 1
	request := rsm.Request{Max: &most}
	var found []string
	pages := 0
	for {
		a := carol.ask(xmpp.Request{To: alice.room().Domain(), Payload: disco.GetPage("", request)})
		page, err := disco.ParsePage(a.Payload)
		if a.Err != nil || err != nil || page.More {
			t.Fatal(a.Err, err)
		}
		pages++
		for _, item := range page.Items {
			if local := item.JID.Localpart(); strings.HasPrefix(local, "a") {
				found = append(found, local+" "+item.Name)
			}
		}
		if page.Place.Last == "" || pages == 20 {
			break
		}
		request.After = &page.Place.Last
	}
	slices.Sort(found)
	want := map[bool]string{true: "aa-listed First, ab-listed Second", false: "aa-listed First (1), ab-listed Second (1)"}[s.prosody]
	if got := strings.Join(found, ", "); got != want || (pages == 1) != s.prosody {
		t.Errorf("in %d pages came %s", pages, got)
	}
}

// pinged is what a self-ping to the place says.
func (g *guest) pinged() selfping.State {
	g.t.Helper()
	return selfping.StateOf(g.insists(xmpp.Request{To: g.place, Payload: ping.Ping{}}).Err)
}

func roomsArePinged(t *testing.T, s stage) {
	alice, bob := s.guest("alice", "desk", "pinged"), s.guest("bob", "desk", "pinged")
	want := func(when string, g *guest, states ...selfping.State) {
		t.Helper()
		got := g.pinged()
		for _, state := range states {
			if got == state {
				return
			}
		}
		t.Errorf("%s: %q, want %q", when, got, states)
	}
	want("before there is a room", bob, selfping.Missing)
	alice.makes(muc.Plan{})
	want("before entering", bob, selfping.Out)
	bob.enter(muc.Entry{})
	want("inside", bob, selfping.In)
	other := *bob
	other.place, _ = muc.Place(bob.room(), "nobody")
	want("inside, under a name that nobody has", &other, selfping.Missing)
	alice.set(muc.Assign("bob", muc.NoRole, ""))
	bob.sees(of("bob", true))
	want("kicked", bob, selfping.Out)
	alice.set(muc.Affiliate(bare("bob"), muc.Outcast, ""))
	want("banned", bob, selfping.Out)
	alice.set(muc.Destroy(jid.MustParse("new@"+s.server.Place().Rooms()), "", "moved"))
	alice.sees(of("alice", true))
	if s.prosody {
		want("destroyed", bob, selfping.Gone)
	} else {
		want("destroyed", bob, selfping.Missing)
	}
}

func roomsAreDestroyed(t *testing.T, s stage) {
	alice, bob := s.guest("alice", "desk", "destroyed"), s.guest("bob", "desk", "destroyed")
	alice.makes(muc.Plan{})
	bob.enter(muc.Entry{})
	instead := jid.MustParse("new@" + s.server.Place().Rooms())
	alice.set(muc.Destroy(instead, "pw", "moved"))
	for _, g := range []*guest{alice, bob} {
		p := g.sees(func(p muc.Presence) bool { return p.Ours && p.Gone })
		if p.Exit() != muc.Ended || p.Destroyed == nil || !p.Destroyed.Instead.Equal(instead) || p.Destroyed.Password != "pw" || p.Destroyed.Reason != "moved" {
			t.Errorf("it ends with %+v, %+v", p, p.Destroyed)
		}
	}
	a := bob.insists(xmpp.Request{To: bob.room(), Payload: disco.Get("")})
	var e *xmpp.StanzaError
	if !errors.As(a.Err, &e) {
		t.Fatalf("asked afterwards: %+v", a)
	}
	if !s.prosody {
		if e.Condition != "item-not-found" {
			t.Errorf("asked afterwards: %v", e)
		}
		if in := bob.enter(muc.Entry{}); !in.own.Codes.Has(muc.NewRoom) {
			t.Errorf("entered again: %+v", in.own)
		}
		return
	}
	if room, ok := muc.Elsewhere(e); !ok || !room.Equal(instead) {
		t.Errorf("asked afterwards: %v, elsewhere %s", e, room)
	}
	bob.send(muc.Enter(bob.place, muc.Own{}, muc.Entry{}))
	p := bob.sees(func(p muc.Presence) bool { return p.Refused != nil || p.Ours && !p.Gone })
	if p.Refused == nil || muc.RefusalOf(p.Refused) != muc.IsGone {
		t.Fatalf("entered again: %+v", p)
	}
	if room, ok := muc.Elsewhere(p.Refused); !ok || !room.Equal(instead) {
		t.Errorf("entered again: %v, elsewhere %s", p.Refused, room)
	}
}
