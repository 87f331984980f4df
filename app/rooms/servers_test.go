package rooms

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/app/fault"
	"vouch/app/history"
	"vouch/app/view"
	"vouch/xmpp/invites"
	"vouch/xmpp/muc"
	"vouch/xmpp/xmpptest"
)

// TestRoomsOfEachServer has three people use rooms of each real server, each scene in rooms of its own.
func TestRoomsOfEachServer(t *testing.T) {
	options := []xmpptest.Option{xmpptest.Rooms(), xmpptest.Archive(), xmpptest.With("private"), xmpptest.Friends("alice", "bob", "carol")}
	for _, server := range []struct {
		name  string
		start func(*testing.T) xmpptest.Server
	}{
		{"prosody", func(t *testing.T) xmpptest.Server { return xmpptest.StartProsody(t, options...) }},
		{"ejabberd", func(t *testing.T) xmpptest.Server { return xmpptest.StartEjabberd(t, options...) }},
	} {
		t.Run(server.name, func(t *testing.T) {
			s := server.start(t)
			alice, bob, carol := online(t, s, "alice"), online(t, s, "bob"), online(t, s, "carol")
			for _, scene := range []struct {
				name string
				play func(*testing.T, scene)
			}{
				{"a private group", groupIsMade}, {"a channel", channelIsMade}, {"people who are put out", peopleArePutOut},
				{"what is refused", muchIsRefused}, {"a room that changes", roomChanges}, {"a room that ends", roomEnds}, {"bookmarks", bookmarksAreKept},
			} {
				t.Run(scene.name, func(t *testing.T) {
					play := newScene(t, s, server.name == "prosody", alice, bob, carol)
					scene.play(t, play)
				})
			}
		})
	}
}

type invitation = invites.Invitation

// scene is a server with people.
type scene struct {
	server            xmpptest.Server
	prosody           bool // else ejabberd
	alice, bob, carol *runner
}

func newScene(t *testing.T, server xmpptest.Server, prosody bool, people ...*runner) scene {
	for _, p := range people {
		p.t = t
		p.change(func() { p.news, p.said, p.invited = nil, nil, nil })
	}
	return scene{server, prosody, people[0], people[1], people[2]}
}

func (s scene) room(name string) jid.JID {
	return jid.MustParse(name + "@" + s.server.Place().Rooms())
}

func (r *runner) joins(room jid.JID) Joined {
	r.t.Helper()
	got, err := r.Join(r.t.Context(), room, "", "")
	if err != nil {
		r.t.Fatalf("%s joins %s: %v", r.JID, room, err)
	}
	return got
}

func (r *runner) makes(plan muc.Plan, room jid.JID, people ...jid.JID) Made {
	r.t.Helper()
	got, err := r.Create(r.t.Context(), plan, room, "", people)
	if err != nil {
		r.t.Fatalf("%s makes %s: %v", r.JID, room, err)
	}
	return got
}

func (r *runner) ok(what string, err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatalf("%s %s: %v", r.JID, what, err)
	}
}

// readers are who belongs to a room, by the file.
func (r *runner) readers(room jid.JID) string {
	var out []string
	if err := r.View("", func(h *history.Store) error {
		all, err := h.Members(room.String())
		for _, m := range all {
			out = append(out, strings.TrimSuffix(m.JID, "@localhost")+":"+m.Affiliation)
		}
		return err
	}); err != nil {
		r.t.Error(err)
	}
	return strings.Join(out, " ")
}

// steady waits until nothing holds a room.
func (r *runner) steady(room jid.JID) {
	r.t.Helper()
	r.until(r.JID+" is steady in "+room.String(), func() bool { return r.In(room.String()) && r.Held(room.String()) == view.HeldNot })
}

func (r *runner) kept(room jid.JID) (k history.Room) {
	r.t.Helper()
	r.ok("reads a room", r.View("", func(h *history.Store) (err error) { k, _, err = h.Room(room.String()); return err }))
	return k
}

func (r *runner) told(kind NewsKind) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.ContainsFunc(r.news, func(n News) bool { return n.Kind == kind })
}

func groupIsMade(t *testing.T, s scene) {
	room := s.room("group")
	made := s.alice.makes(muc.Plan{Private: true, Name: "Tea"}, room, s.bob.Addr, s.carol.Addr)
	if made.Kind != history.ChatGroup || made.Nick != "alice" || !made.Archive || len(made.Left) > 0 {
		t.Errorf("made %+v", made)
	}
	s.alice.steady(room)
	if got := s.alice.readers(room); got != "alice:owner bob:member carol:member" {
		t.Errorf("members are %s", got)
	}
	for _, r := range []*runner{s.bob, s.carol} {
		r.until(r.JID+" is invited", func() bool {
			return slices.ContainsFunc(r.invited, func(i invitation) bool { return i.Room.Equal(room) && i.Direct && i.By.Equal(s.alice.Addr) })
		})
		if got := r.joins(room); got.Kind != history.ChatGroup {
			t.Errorf("joined %+v", got)
		}
		r.steady(room)
		if got := r.readers(room); got != "alice:owner bob:member carol:member" {
			t.Errorf("for %s members are %s", r.JID, got)
		}
	}
	s.alice.until("all are there", func() bool { return s.alice.live.Rooms[room.String()].Occupants == 3 })
	s.alice.do(func() {
		who, ok := s.alice.Sender(room.String(), "bob")
		if !ok || who.JID != s.bob.JID || (who.ID != "") != s.prosody || who.Affiliation != muc.Member {
			t.Errorf("bob is %+v, %v", who, ok)
		}
	})
	people, err := s.carol.Members(t.Context(), room)
	var names []string
	for _, p := range people {
		names = append(names, fmt.Sprint(p.Nick, " ", p.JID == p.Nick+"@localhost", " ", p.Here))
	}
	if want := "alice true true, bob true true, carol true true"; err != nil || strings.Join(names, ", ") != want {
		t.Errorf("members are %v, %v", names, err)
	}
	s.alice.ok("sets the subject", s.alice.Subject(t.Context(), room, "Oolong"))
	s.bob.until("the subject comes", func() bool { return s.bob.told(NewsSubject) })
	if got := s.bob.kept(room).Subject; got != "Oolong" {
		t.Errorf("the subject is %q", got)
	}
	if err := s.bob.Subject(t.Context(), room, "Coffee"); fault.KindOf(err) != fault.KindNotAllowed {
		t.Errorf("bob sets the subject: %v", err)
	}
	s.bob.ok("is called otherwise", s.bob.Rename(t.Context(), room, "robert"))
	s.alice.until("bob is robert", func() bool { who, ok := s.alice.Sender(room.String(), "robert"); return ok && who.JID == s.bob.JID })
	if err := s.bob.Rename(t.Context(), room, "carol"); fault.KindOf(err) != fault.KindConflict {
		t.Errorf("bob is called carol: %v", err)
	}
}

func channelIsMade(t *testing.T, s scene) {
	room := s.room("channel")
	made := s.alice.makes(muc.Plan{Name: "Channel", Description: "For all"}, room)
	if made.Kind != history.ChatChannel {
		t.Errorf("made %+v", made)
	}
	got, err := s.bob.Join(t.Context(), room, "alice", "")
	if err != nil || got.Nick != "alice_" || got.Kind != history.ChatChannel {
		t.Errorf("under a nickname that is taken: %+v, %v", got, err)
	}
	s.bob.do(func() {
		if who, ok := s.bob.Sender(room.String(), "alice"); !ok || who.JID != "" {
			t.Errorf("alice shows herself as %+v, %v", who, ok)
		}
	})
	if got := s.bob.readers(room); got != "" {
		t.Errorf("a channel has members %s", got)
	}
	services, err := s.bob.Services(t.Context(), s.bob.Addr.Domain())
	if err != nil || len(services) != 1 || services[0].String() != s.server.Place().Rooms() {
		t.Fatalf("services %v, %v", services, err)
	}
	for search, want := range map[string]bool{"": true, "CHANN": true, "nothing": false} {
		page, err := s.carol.Browse(t.Context(), services[0], search, "")
		has := slices.ContainsFunc(page.Rooms, func(l Listed) bool { return l.Room == room.String() && strings.HasPrefix(l.Name, "Channel") })
		if err != nil || has != want || s.prosody && slices.ContainsFunc(page.Rooms, func(l Listed) bool { return strings.HasPrefix(l.Room, "group@") }) {
			t.Errorf("searched for %q: %+v, %v", search, page, err)
		}
	}
	s.alice.ok("invites", s.alice.Invite(t.Context(), room, s.carol.Addr, "Come"))
	s.carol.until("carol is invited", func() bool {
		return slices.ContainsFunc(s.carol.invited, func(i invitation) bool { return i.Room.Equal(room) && i.Reason == "Come" })
	})
}

func peopleArePutOut(t *testing.T, s scene) {
	room := s.room("strict")
	s.alice.makes(muc.Plan{Private: true}, room, s.bob.Addr, s.carol.Addr)
	s.bob.joins(room)
	s.carol.joins(room)
	s.carol.steady(room)
	s.alice.ok("kicks", s.alice.Role(t.Context(), room, "bob", muc.NoRole, "enough"))
	s.bob.until("bob is kicked", func() bool { return s.bob.told(NewsKicked) })
	if k := s.bob.kept(room); k.Out.Why != history.OutKicked || k.Out.Reason != "enough" || !k.Autojoin {
		t.Errorf("kicked, bob keeps %+v", k)
	}
	if got := s.carol.readers(room); got != "alice:owner bob:member carol:member" {
		t.Errorf("after a kick members are %s", got)
	}
	s.bob.joins(room)
	s.alice.ok("bans", s.alice.Affiliate(t.Context(), room, s.bob.Addr, muc.Outcast, "really"))
	s.bob.until("bob is banned", func() bool { return s.bob.told(NewsBanned) })
	s.carol.until("bob is no member for carol", func() bool { return s.carol.readers(room) == "alice:owner carol:member" })
	_, err := s.bob.Join(t.Context(), room, "", "")
	if why := refusalIn(err); why != muc.IsOutcast && why != muc.ForMembers { // of members alone Prosody says no more
		t.Errorf("banned, bob joins: %v", err)
	}
	if k := s.bob.kept(room); k.Out.Why != history.OutBanned {
		t.Errorf("banned, and refused, bob keeps %+v", k.Out)
	}
	list, err := s.alice.List(t.Context(), room, muc.Outcast)
	if err != nil || len(list) != 1 || !list[0].JID.Equal(s.bob.Addr) {
		t.Errorf("banned are %v, %v", list, err)
	}
	s.alice.ok("removes", s.alice.Affiliate(t.Context(), room, s.carol.Addr, muc.Unaffiliated, ""))
	s.carol.until("carol is removed", func() bool { return s.carol.told(NewsRemoved) })
	s.alice.until("alice is alone", func() bool { return s.alice.readers(room) == "alice:owner" })
	s.alice.ok("takes her in again", s.alice.Affiliate(t.Context(), room, s.carol.Addr, muc.Admin, ""))
	s.alice.until("carol is an administrator", func() bool { return s.alice.readers(room) == "alice:owner carol:admin" })
}

func muchIsRefused(t *testing.T, s scene) {
	group, secret := s.room("refusing"), s.room("secret")
	s.alice.makes(muc.Plan{Private: true}, group)
	s.alice.makes(muc.Plan{Password: "sesame"}, secret)
	for _, row := range []struct {
		room     jid.JID
		password string
		kind     fault.Kind
		why      muc.Refusal
	}{
		{group, "", fault.KindNotAllowed, muc.ForMembers},
		{secret, "", fault.KindAuth, muc.NeedsPassword},
		{secret, "wrong", fault.KindAuth, muc.NeedsPassword},
		{s.room("never-made"), "", fault.KindNotFound, muc.NotThere},
		{jid.MustParse("bob@" + s.server.Place().Domain), "", "", ""},
		{jid.MustParse(s.server.Place().Rooms()), "", fault.KindInvalid, ""},
	} {
		_, err := s.carol.Join(t.Context(), row.room, "", row.password)
		if row.kind == "" && err == nil || row.kind != "" && (fault.KindOf(err) != row.kind || refusalIn(err) != row.why) {
			t.Errorf("%s: %v", row.room, err)
		}
		if k := s.carol.kept(row.room); k.JID != "" {
			t.Errorf("kept %+v", k)
		}
	}
	if _, err := s.carol.Join(t.Context(), secret, "", "sesame"); err != nil {
		t.Errorf("with the password: %v", err)
	}
	if _, err := s.carol.Create(t.Context(), muc.Plan{}, secret, "", nil); fault.KindOf(err) != fault.KindConflict {
		t.Errorf("made again: %v", err)
	}
	if err := s.carol.Role(t.Context(), secret, "alice", muc.NoRole, ""); fault.KindOf(err) != fault.KindNotAllowed {
		t.Errorf("carol kicks alice: %v", err)
	}
	if _, err := s.carol.Config(t.Context(), secret); fault.KindOf(err) != fault.KindNotAllowed {
		t.Errorf("carol configures: %v", err)
	}
	if err := s.alice.Affiliate(t.Context(), secret, s.alice.Addr, muc.Member, ""); err == nil {
		t.Error("the last owner goes")
	}
}

func roomChanges(t *testing.T, s scene) {
	room := s.room("changing")
	s.alice.makes(muc.Plan{Private: true}, room, s.bob.Addr)
	s.bob.joins(room)
	s.bob.steady(room)
	configure := func(field, value string) {
		t.Helper()
		form, err := s.alice.Config(t.Context(), room)
		s.alice.ok("reads the form", err)
		s.alice.ok("configures", s.alice.Configure(t.Context(), room, form, map[string]string{field: value}))
	}
	configure("muc#roomconfig_membersonly", "0")
	for _, r := range []*runner{s.alice, s.bob} {
		r.until(r.JID+" sees it opened", func() bool { return r.told(NewsPublic) })
		r.steady(room)
		if k := r.kept(room); k.Kind.Private() || !k.BegunEncrypted {
			t.Errorf("opened, it is %+v", k)
		}
	}
	configure("muc#roomconfig_membersonly", "1")
	s.bob.until("bob sees it closed", func() bool { return s.bob.told(NewsPrivate) })
	s.bob.steady(room)
	if got := s.bob.readers(room); got != "alice:owner bob:member" {
		t.Errorf("closed again, members are %s", got)
	}
	configure("muc#roomconfig_whois", "moderators")
	s.bob.until("bob sees it hide addresses", func() bool { return !s.bob.kept(room).Kind.NonAnonymous })
	configure("muc#roomconfig_whois", "anyone")
	s.bob.until("bob sees it private once more", func() bool { return s.bob.kept(room).Kind.Private() })
	s.bob.steady(room)
	s.bob.until("alice shows herself", func() bool {
		who, _ := s.bob.Sender(room.String(), "alice")
		return who.JID == s.alice.JID
	})
}

func roomEnds(t *testing.T, s scene) {
	room, next := s.room("ending"), s.room("next")
	s.alice.makes(muc.Plan{Private: true}, room, s.bob.Addr, s.carol.Addr)
	s.bob.joins(room)
	s.carol.joins(room)
	s.carol.ok("leaves", s.carol.Leave(t.Context(), room))
	s.alice.until("carol is gone", func() bool { _, there := s.alice.Sender(room.String(), "carol"); return !there })
	if k := s.carol.kept(room); k.Autojoin || k.Out.Why != "" {
		t.Errorf("carol keeps %+v", k)
	}
	s.alice.ok("destroys", s.alice.Destroy(t.Context(), room, next, "", "moved"))
	for _, r := range []*runner{s.alice, s.bob} {
		r.until(r.JID+" is told", func() bool { return r.told(NewsDestroyed) })
		if k := r.kept(room); k.Out.Why != history.OutDestroyed || k.Out.Instead != next.String() || k.Out.Reason != "moved" || k.Autojoin {
			t.Errorf("%s keeps %+v", r.JID, k)
		}
	}
	_, err := s.carol.Join(t.Context(), room, "", "")
	var refused *Refused
	if fault.KindOf(err) != fault.KindNotFound || !errors.As(err, &refused) || s.prosody && !refused.Elsewhere.Equal(next) {
		t.Errorf("carol comes back: %v, %+v", err, refused)
	}
}

// TestRoomsAfterARestart has both servers go down and come back: whoever was in a room is in it again.
func TestRoomsAfterARestart(t *testing.T) {
	options := []xmpptest.Option{xmpptest.Rooms(), xmpptest.Archive(), xmpptest.Users("alice", "bob")}
	for name, start := range map[string]func() xmpptest.Server{
		"prosody":  func() xmpptest.Server { return xmpptest.StartProsody(t, options...) },
		"ejabberd": func() xmpptest.Server { return xmpptest.StartEjabberd(t, options...) },
	} {
		t.Run(name, func(t *testing.T) {
			server := start()
			alice, bob := online(t, server, "alice"), online(t, server, "bob")
			s := scene{server: server, alice: alice, bob: bob}
			group := s.room("group")
			alice.makes(muc.Plan{Private: true}, group, bob.Addr)
			bob.joins(group)
			bob.steady(group)
			alice.steady(group)
			if err := server.Restart(t.Context()); err != nil {
				t.Fatal(err)
			}
			for _, r := range []*runner{alice, bob} {
				<-r.over
				r.over = make(chan struct{})
				r.signIn(server)
			}
			for _, r := range []*runner{alice, bob} {
				r.steady(group)
				if got := r.readers(group); got != "alice:owner bob:member" {
					t.Errorf("members are %s", got)
				}
				r.until("both are there", func() bool { return r.live.Rooms[group.String()].Occupants == 2 })
			}
			if alice.told(NewsGone) || alice.told(NewsDestroyed) {
				t.Errorf("told %+v", alice.news)
			}
		})
	}
}
