package xmpp_test

import (
	"strings"
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/invites"
	"vouch/xmpp/muc"
)

func peopleAreInvited(t *testing.T, s stage) {
	alice, bob, carol := s.guest("alice", "desk", "invited"), s.guest("bob", "desk", "invited"), s.guest("carol", "desk", "invited")
	alice.makes(muc.Plan{Private: true})
	if got := bob.turnedAway(muc.Entry{}); got != muc.ForMembers {
		t.Errorf("before he is a member bob is refused: %s", got)
	}

	alice.set(muc.Affiliate(bare("bob"), muc.Member, ""))
	alice.send(invites.Invite(bare("bob"), "direct", invites.Invitation{Room: alice.room(), Reason: "Come <in>"}))
	m := passing(bob, func(m *xmpp.Message) bool { return m.Id == "direct" })
	if in, ok := invites.Of(m); !ok || !in.Direct || !in.Room.Equal(alice.room()) || !in.By.Equal(bare("alice")) || in.Reason != "Come <in>" || in.FromInside {
		t.Errorf("a direct invitation is %+v, %v", in, ok)
	}
	bob.enter(muc.Entry{})

	alice.send(muc.Invite(alice.room(), bare("carol"), "mediated", "You too"))
	m = passing(carol, func(m *xmpp.Message) bool { return m.FromJID.Equal(alice.room()) })
	in, ok := invites.Of(m)
	if !ok || in.Direct || !in.Room.Equal(alice.room()) || !in.By.Equal(bare("alice")) || in.Reason != "You too" || in.FromInside {
		t.Errorf("an invitation by the room is %+v, %v", in, ok)
	}
	if _, ok := muc.NoticeOf(m); ok {
		t.Error("an invitation was taken for what the room says itself")
	}
	if got := alice.list(muc.Member); !strings.Contains(got, "carol@localhost") {
		t.Errorf("members after that are %s", got)
	}
	carol.send(muc.Refuse(in.Room, in.By, "busy"))
	m = passing(alice, func(m *xmpp.Message) bool { _, ok := muc.DeclineOf(m); return ok })
	if d, _ := muc.DeclineOf(m); !d.By.Equal(bare("carol")) || d.Reason != "busy" || !d.Room.Equal(alice.room()) {
		t.Errorf("declined %+v", d)
	}

	bob.send(muc.Invite(alice.room(), bare("dave"), "not mine", ""))
	m = passing(bob, func(m *xmpp.Message) bool { return m.Failure != nil })
	if want := map[bool]string{true: "forbidden", false: "not-allowed"}[s.prosody]; m.Failure.Condition != want || m.Id != "not mine" {
		t.Errorf("a member who may not invite is answered %q for %q", m.Failure.Condition, m.Id)
	}
}

func peopleComeAndGo(t *testing.T, s stage) {
	alice, bob := s.guest("alice", "desk", "come"), s.guest("bob", "desk", "come")
	alice.makes(muc.Plan{})
	in := bob.enter(muc.Entry{})
	if who, ok := in.others["alice"].Real(); ok {
		t.Errorf("bob sees that alice is %s", who)
	}
	if p := alice.sees(of("bob", false)); len(p.Items) != 1 || !p.Items[0].JID.Equal(bob.Address()) {
		t.Errorf("as a moderator alice sees bob as %+v", p)
	}
	bob.send(muc.Say(bob.place, muc.Own{Show: "away", Status: "tea"}))
	if p := alice.sees(of("bob", false)); p.Show != "away" || p.Status != "tea" {
		t.Errorf("bob is away: %+v", p)
	}

	robert, err := muc.Place(bob.room(), "robert")
	if err != nil {
		t.Fatal(err)
	}
	bob.send(muc.Rename(robert, muc.Own{}))
	p := alice.sees(of("bob", true))
	if place, ok := p.NewPlace(); !ok || !place.Equal(robert) || p.Exit() != muc.Renamed {
		t.Errorf("bob becomes %s, %v: %+v", place, ok, p)
	}
	if p := bob.sees(of("bob", true)); !p.Ours || p.Exit() != muc.Renamed {
		t.Errorf("bob sees %+v", p)
	}
	bob.place = robert
	if p := bob.sees(of("robert", false)); !p.Ours {
		t.Errorf("bob sees %+v", p)
	}
	taken, _ := muc.Place(bob.room(), "alice")
	bob.send(muc.Rename(taken, muc.Own{}))
	if p := bob.sees(func(p muc.Presence) bool { return p.Refused != nil }); muc.RefusalOf(p.Refused) != muc.NickTaken {
		t.Errorf("the nickname of alice is refused: %v", p.Refused)
	}

	alice.set(muc.Assign("robert", muc.Visitor, "quiet"))
	if p := bob.sees(of("robert", false)); p.Role != muc.Visitor || !p.Ours {
		t.Errorf("without voice bob is %+v", p)
	}
	if got := bob.refused(muc.Assign("alice", muc.NoRole, "")); got != "forbidden" && got != "not-allowed" {
		t.Errorf("bob kicks alice: %s", got)
	}
	alice.set(muc.Assign("robert", muc.NoRole, "enough"))
	for _, g := range []*guest{alice, bob} {
		if p := g.sees(of("robert", true)); p.Exit() != muc.Kicked || p.Reason() != "enough" || p.Affiliation == muc.Outcast || p.Ours != (g == bob) {
			t.Errorf("bob is kicked: %+v by %+v for %q", p, p.Actor(), p.Reason())
		} else if p.Actor().Nick != "alice" {
			t.Errorf("bob is kicked by %+v", p.Actor())
		}
	}
	bob.enter(muc.Entry{})
	alice.set(muc.Affiliate(bare("bob"), muc.Outcast, "really"))
	for _, g := range []*guest{alice, bob} {
		if p := g.sees(of("robert", true)); p.Exit() != muc.Banned || p.Affiliation != muc.Outcast || p.Reason() != "really" || p.Ours != (g == bob) {
			t.Errorf("bob is banned: %+v for %q", p, p.Reason())
		}
	}
	if got := bob.turnedAway(muc.Entry{}); got != muc.IsOutcast {
		t.Errorf("banned, bob is refused: %s", got)
	}
	if got := alice.list(muc.Outcast); got != "[bob@localhost]" {
		t.Errorf("banned are %s", got)
	}
	alice.send(muc.Leave(alice.place, "bye"))
	if p := alice.sees(of("alice", true)); !p.Ours || p.Exit() != muc.Left {
		t.Errorf("alice leaves: %+v", p)
	}
}

func peopleAreAffiliated(t *testing.T, s stage) {
	alice, bob, carol := s.guest("alice", "desk", "affiliated"), s.guest("bob", "desk", "affiliated"), s.guest("carol", "desk", "affiliated")
	alice.makes(muc.Plan{Private: true})
	alice.set(muc.Affiliate(bare("bob"), muc.Member, ""))
	bob.enter(muc.Entry{})

	alice.set(muc.Affiliate(bare("carol"), muc.Member, "a friend")) // who is not there
	changed := func(g *guest, who string, to muc.Affiliation) {
		t.Helper()
		n := g.notice(func(n muc.Notice) bool { return len(n.Changes) > 0 })
		if len(n.Changes) != 1 || !n.Changes[0].JID.Bare().Equal(bare(who)) || n.Changes[0].Affiliation != to {
			t.Errorf("%s is told %+v", g.Address(), n)
		}
	}
	changed(bob, "carol", muc.Member)
	for a, want := range map[muc.Affiliation]string{muc.Owner: "[alice@localhost]", muc.Admin: "[]", muc.Outcast: "[]"} {
		if got := alice.list(a); got != want {
			t.Errorf("of affiliation %s alice is told %s", a, got)
		}
	}
	if got := bob.list(muc.Owner); got != "[alice@localhost]" {
		t.Errorf("a member of a private group is told %s", got)
	}
	if got := carol.list(muc.Member); !strings.Contains(got, "bob@localhost") || !strings.Contains(got, "carol@localhost") {
		t.Errorf("a member who is not there is told %s", got)
	}
	carol.enter(muc.Entry{})
	bob.sees(of("carol", false))

	alice.set(muc.Affiliate(bare("bob"), muc.Admin, ""))
	if p := carol.sees(func(p muc.Presence) bool { return of("bob", false)(p) && p.Affiliation != muc.Member }); p.Affiliation != muc.Admin || p.Role != muc.Moderator {
		t.Errorf("bob as admin is %+v", p)
	}
	a := bob.ask(xmpp.Request{To: bob.room(), Payload: muc.GetRoles(muc.Moderator)})
	if l, err := muc.ParseRoles(a.Payload); err != nil || len(l.Items) != 2 {
		t.Errorf("moderators are %+v, %v, %v", l, err, a.Err)
	}
	if got := bob.refused(muc.Affiliate(bare("alice"), muc.Unaffiliated, "")); got != "not-allowed" && got != "forbidden" {
		t.Errorf("an admin removes the owner: %s", got)
	}
	want := map[bool]string{true: "conflict", false: "not-allowed"}[s.prosody]
	if got := alice.refused(muc.Affiliate(bare("alice"), muc.Member, "")); got != want {
		t.Errorf("the last owner steps down: %s", got)
	}

	alice.set(muc.Affiliate(bare("carol"), muc.Unaffiliated, "no more")) // who is there
	for _, g := range []*guest{bob, carol} {
		if p := g.sees(of("carol", true)); p.Exit() != muc.Removed || p.Affiliation != muc.Unaffiliated || p.Ours != (g == carol) {
			t.Errorf("carol is removed: %+v", p)
		}
	}
	if got := carol.list(muc.Member); strings.Contains(got, "@") {
		t.Errorf("who was removed is told %s", got)
	}

	// Opened, it is another room; closed again, who is no member has to go.
	configure := func(plan muc.Plan) {
		t.Helper()
		a := alice.ask(xmpp.Request{To: alice.room(), Payload: muc.GetConfig()})
		form, err := muc.ParseConfig(a.Payload)
		if err != nil {
			t.Fatal(err, a.Err)
		}
		filled, err := form.Submit(plan.Answers(form))
		if err != nil {
			t.Fatal(err)
		}
		alice.set(muc.SetConfig(filled))
	}
	configure(muc.Plan{})
	bob.notice(func(n muc.Notice) bool { return n.Codes.AskAgain() })
	if r, _ := bob.info(); r.Private() {
		t.Errorf("opened it is %+v", r)
	}
	carol.enter(muc.Entry{})
	configure(muc.Plan{Private: true})
	if p := carol.sees(of("carol", true)); p.Exit() != muc.ClosedOut || !p.Ours {
		t.Errorf("carol is closed out: %+v", p)
	}
	if r, _ := bob.info(); !r.Private() {
		t.Errorf("closed it is %+v", r)
	}
}

func peopleAreRefused(t *testing.T, s stage) {
	alice, bob := s.guest("alice", "desk", "refused"), s.guest("bob", "desk", "refused")
	alice.enter(muc.Entry{})
	if s.prosody {
		if got := bob.turnedAway(muc.Entry{}); got != muc.NotThere {
			t.Errorf("while it is new: %s", got)
		}
	} else { // which keeps nobody out as long as nothing is configured
		bob.enter(muc.Entry{})
		bob.send(muc.Leave(bob.place, ""))
		bob.sees(of("bob", true))
	}
	a := alice.ask(xmpp.Request{To: alice.room(), Payload: muc.GetConfig()})
	form, err := muc.ParseConfig(a.Payload)
	if err != nil {
		t.Fatal(err, a.Err)
	}
	filled, err := form.Submit(muc.Plan{Password: "sesame"}.Answers(form))
	if err != nil {
		t.Fatal(err)
	}
	alice.set(muc.SetConfig(filled))
	if got := bob.turnedAway(muc.Entry{}); got != muc.NeedsPassword {
		t.Errorf("without the password: %s", got)
	}
	if got := bob.turnedAway(muc.Entry{Password: "wrong"}); got != muc.NeedsPassword {
		t.Errorf("with a wrong password: %s", got)
	}
	thief := *bob
	thief.place = alice.place
	if got := thief.turnedAway(muc.Entry{Password: "sesame"}); got != muc.NickTaken {
		t.Errorf("under the name of alice: %s", got)
	}
	bob.enter(muc.Entry{Password: "sesame"})
	if got := bob.refused(muc.Destroy(jid.JID{}, "", "")); got != "forbidden" {
		t.Errorf("bob ends the room: %s", got)
	}
	if got := bob.list(muc.Member); got != "forbidden" {
		t.Errorf("bob asks who is a member of a channel: %s", got)
	}
}
