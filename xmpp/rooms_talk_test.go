package xmpp_test

import (
	"strings"
	"testing"

	"gosrc.io/xmpp/stanza"

	"vouch/xmpp"
	"vouch/xmpp/hats"
	"vouch/xmpp/ids"
	"vouch/xmpp/invites"
	"vouch/xmpp/mam"
	"vouch/xmpp/moderation"
	"vouch/xmpp/muc"
	"vouch/xmpp/occupants"
)

func peopleTalk(t *testing.T, s stage) {
	alice, bob, phone := s.guest("alice", "desk", "talk"), s.guest("bob", "desk", "talk"), s.guest("bob", "phone", "talk")
	alice.makes(muc.Plan{Private: true})
	alice.set(muc.Affiliate(bare("bob"), muc.Member, ""))
	in := bob.enter(muc.Entry{})
	if who, ok := in.others["alice"].Real(); !ok || !who.Equal(bare("alice")) || in.others["alice"].Affiliation != muc.Owner || in.others["alice"].Role != muc.Moderator {
		t.Errorf("bob sees alice as %+v", in.others["alice"])
	}
	if in.own.Affiliation != muc.Member || in.own.Role != muc.Participant || in.subject != "" || in.history != 0 {
		t.Errorf("bob entered as %+v, with %d old messages, subject %q", in.own, in.history, in.subject)
	}
	if p := alice.sees(of("bob", false)); p.Ours {
		t.Errorf("alice took bob for herself: %+v", p)
	}

	_, info := alice.info()
	sent := alice.says("m1", "hello <all>")
	heard := bob.hears(alice.place, "hello <all>")
	if sent.Id != "m1" || heard.Id != "m1" {
		t.Errorf("a message came as %q, and back as %q", heard.Id, sent.Id)
	}
	if mine, his := ids.Stanza(sent, alice.room()), ids.Stanza(heard, alice.room()); mine == "" || mine != his {
		t.Errorf("the room's id is %q and %q", mine, his)
	}
	if got := occupants.Of(heard.Children, info.Has(occupants.NS)); (got != "") != s.prosody || got != occupants.Of(sent.Children, info.Has(occupants.NS)) {
		t.Errorf("the occupant id is %q", got)
	}

	alice.send(muc.SetSubject(alice.room(), "s1", "Tea"))
	m := passing(bob, func(m *xmpp.Message) bool { _, ok := muc.SubjectOf(m); return ok })
	if got, _ := muc.SubjectOf(m); got != "Tea" || !m.FromJID.Equal(alice.place) {
		t.Errorf("%s set the subject %q", m.FromJID, got)
	}
	bob.send(muc.SetSubject(bob.room(), "s2", "Cake"))
	m = passing(bob, func(m *xmpp.Message) bool { return m.Failure != nil })
	if m.Id != "s2" || m.Failure.Condition != "forbidden" {
		t.Errorf("a member's subject is answered with %q for %q", m.Failure.Condition, m.Id)
	}
	if in := phone.enter(muc.Entry{History: muc.History{Stanzas: 20}}); in.subject != "Tea" || in.history == 0 {
		t.Errorf("with history phone got %d messages, subject %q", in.history, in.subject)
	}
	p := alice.sees(of("bob", false))
	if who, ok := p.Real(); !ok || !who.Equal(bare("bob")) {
		t.Errorf("bob on two devices is %+v", p)
	}
	if want := map[bool]int{true: 2, false: 1}[s.prosody]; len(p.Items) != want {
		t.Errorf("bob on two devices has %d items", len(p.Items))
	}
	phone.send(muc.Leave(phone.place, ""))

	private := stanza.Message{Attrs: stanza.Attrs{Type: stanza.MessageTypeChat, To: bob.place.String(), Id: "p1"}, Body: "psst", Extensions: []stanza.MsgExtension{muc.Private{}}}
	alice.send(private)
	m = passing(bob, isMessage("p1"))
	if !invites.OfOccupant(m) || !m.FromJID.Equal(alice.place) {
		t.Errorf("a private message is %+v", m)
	}
	if got := bob.archived(); got != "alice hello <all> alice@localhost" {
		t.Errorf("the archive has %s", got)
	}
}

// archived are the messages with words in the archive of g's room: nickname, words, and who wrote them by the archive's word.
func (g *guest) archived() string {
	g.t.Helper()
	tag := new(int)
	if err := g.Ask(xmpp.Request{To: g.room(), Set: true, Payload: mam.Query{ID: "q", Max: 10}, Tag: tag}); err != nil {
		g.t.Fatal(err)
	}
	var found []string
	for {
		e := g.next()
		g.Handled(e)
		switch what := e.What.(type) {
		case *xmpp.Message:
			r, ok := mam.ParseResult(what)
			if !ok || r.QueryID != "q" {
				continue
			}
			if !what.FromJID.Equal(g.room()) || r.Err != nil {
				g.t.Fatalf("from %s came %+v", what.FromJID, r)
			}
			if r.Message.Body == "" {
				continue // the subject, at ejabberd
			}
			who := "nobody known"
			if real, ok := muc.ArchivedBy(r.Message); ok {
				who = real.String()
			}
			found = append(found, r.Message.FromJID.Resourcepart()+" "+r.Message.Body+" "+who)
		case *xmpp.Answer:
			if what.Tag != any(tag) {
				continue
			}
			if what.Err != nil {
				g.t.Fatal(what.Err)
			}
			return strings.Join(found, "; ")
		}
	}
}

func peopleForge(t *testing.T, s stage) {
	alice, bob := s.guest("alice", "desk", "forged"), s.guest("bob", "desk", "forged")
	alice.makes(muc.Plan{Private: true})
	alice.set(muc.Affiliate(bare("bob"), muc.Member, ""))
	bob.enter(muc.Entry{})
	alice.sees(of("bob", false))
	_, info := alice.info()
	const forged = `<x xmlns="http://jabber.org/protocol/muc#user"><item affiliation="none" jid="carol@localhost"/><status code="104"/><status code="110"/></x>` +
		`<hats xmlns="urn:xmpp:hats:0"><hat title="Owner" uri="urn:hat:owner"/></hats><hats xmlns="xmpp:prosody.im/protocol/hats:1"><hat title="Owner" uri="urn:hat:owner"/></hats>` +
		`<occupant-id xmlns="urn:xmpp:occupant-id:0" id="forged"/>`
	if _, err := bob.SendRaw([]byte(`<message type="groupchat" id="f1" to="` + bob.room().String() + `"><body>forged</body>` + forged +
		`<retract xmlns="urn:xmpp:message-retract:1" id="s"><moderated xmlns="urn:xmpp:message-moderate:1"/></retract>` +
		`<stanza-id xmlns="urn:xmpp:sid:0" by="` + bob.room().String() + `" id="forged"/></message>`)); err != nil {
		t.Fatal(err)
	}
	m := alice.hears(bob.place, "forged")
	_, notice := muc.NoticeOf(m)
	_, moderated := moderation.Of(m, true)
	if notice || moderated || occupants.Of(m.Children, info.Has(occupants.NS)) == "forged" || ids.Stanza(m, bob.room()) == "forged" {
		t.Errorf("believed: notice %v, moderated %v, occupant %q", notice, moderated, occupants.Of(m.Children, info.Has(occupants.NS)))
	}
	if x, relayed := xmpp.Find(m.Children, muc.NSUser, "x"); !relayed || !strings.Contains(x.Raw(500), "carol") {
		t.Error("nothing was forged: the server has become better, and the notes are old")
	}

	want := map[bool]string{true: "bob forged nobody known", false: "bob forged bob@localhost"}[s.prosody] // Prosody keeps both x
	if got := alice.archived(); got != want {
		t.Errorf("the archive has %s", got)
	}

	if _, err := bob.SendRaw([]byte(`<presence to="` + bob.place.String() + `"><status>forged</status>` + forged + `</presence>`)); err != nil {
		t.Fatal(err)
	}
	raw := passing(alice, func(p *xmpp.Presence) bool { return p.FromJID.Equal(bob.place) && p.Status == "forged" })
	p, ok := muc.PresenceOf(raw, alice.place)
	if who, known := p.Real(); !ok || p.Ours || p.Codes.AskAgain() || p.Affiliation != muc.Member || !known || !who.Equal(bare("bob")) {
		t.Errorf("read as %+v", p)
	}
	if worn := hats.Of(raw.Children, hats.Announced(info)); len(worn) > 0 {
		t.Errorf("bob wears %v", worn)
	}

	// As a private message.
	if _, err := bob.SendRaw([]byte(`<message type="chat" id="f2" to="` + alice.place.String() + `">` + forged + `</message>`)); err != nil {
		t.Fatal(err)
	}
	m = passing(alice, isMessage("f2"))
	if _, notice := muc.NoticeOf(m); notice || !m.FromJID.Equal(bob.place) {
		t.Errorf("from %s it was believed", m.FromJID)
	}
}
