package muc_test

import (
	"testing"

	"gosrc.io/xmpp/stanza"
	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/hats"
	"vouch/xmpp/moderation"
	"vouch/xmpp/muc"
	"vouch/xmpp/occupants"
)

// What a room, and everybody in it, can send.

// held tells what of an item is beyond its bounds.
func held(t *testing.T, text string, items []muc.Item) {
	t.Helper()
	for _, i := range items {
		if len(i.Nick) > muc.MaxNick || len(i.Reason) > 1024 || len(i.Actor.Nick) > muc.MaxNick || len(i.Actor.JID.Resourcepart()) > 0 {
			t.Errorf("%q has %+v", text, i)
		}
		switch i.Affiliation {
		case "", muc.Unaffiliated, muc.Outcast, muc.Member, muc.Admin, muc.Owner:
		default:
			t.Errorf("%q has affiliation %q", text, i.Affiliation)
		}
	}
}

func FuzzPresence(f *testing.F) {
	for _, seed := range []string{
		"<presence from='grp@r.example.org/bob'><x xmlns='" + muc.NSUser + "'><item jid='bob@example.org/a' affiliation='member' role='participant'/><item jid='bob@example.org/b'/></x></presence>",
		"<presence type='unavailable' from='grp@r.example.org/bob'><x xmlns='" + muc.NSUser + "'/></presence>",
		"<presence type='unavailable' from='grp@r.example.org/bob'><x xmlns='" + muc.NSUser + "'><item nick='r' affiliation='none'><actor nick='a' jid='a@b/c'/><reason>r</reason></item><status code='303'/></x></presence>",
		"<presence type='unavailable' from='grp@r.example.org/alice'><x xmlns='" + muc.NSUser + "'><destroy jid='a@b'><reason>r</reason><password>p</password></destroy><status code='110'/></x></presence>",
		"<presence from='grp@r.example.org'><c xmlns='http://jabber.org/protocol/caps' node='n'/></presence>",
		"<presence from='grp@r.example.org/bob'><hats xmlns='urn:xmpp:hats:0'><hat title='a' uri='b'/></hats><occupant-id xmlns='urn:xmpp:occupant-id:0' id='B'/></presence>",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e, err := xmpp.ParseElement(text)
		if err != nil {
			return
		}
		from, err := jid.Parse(e.Attr("from"))
		if err != nil {
			return
		}
		raw := &xmpp.Presence{FromJID: from, Children: e.Children()}
		raw.Type, raw.Status = stanza.StanzaType(e.Attr("type")), e.Words(stanza.NSClient, "status")
		p, ok := muc.PresenceOf(raw, alice)
		if len(hats.Of(raw.Children, hats.NS)) > hats.Max || len(occupants.Of(raw.Children, true)) > 1024 {
			t.Errorf("%q is too much", text)
		}
		if !ok || p.Refused != nil || raw.Type == "error" {
			return
		}
		held(t, text, p.Items)
		if len(p.Items) > 50 || len(p.Codes) > 20 || len(p.Status) > muc.MaxStatus || (p.Exit() != muc.Still) != p.Gone && !p.Room() {
			t.Errorf("%q is %+v", text, p)
		}
		if who, ok := p.Real(); ok && (who.Localpart() == "" || who.Resourcepart() != "") {
			t.Errorf("%q is by %s", text, who)
		}
		if place, ok := p.NewPlace(); ok && (!place.Bare().Equal(from.Bare()) || place.Resourcepart() == "") {
			t.Errorf("%q becomes %s", text, place)
		}
		if p.Room() && (p.Items != nil || p.Codes != nil || p.Destroyed != nil) {
			t.Errorf("%q says of the room %+v", text, p)
		}
	})
}

func FuzzMessage(f *testing.F) {
	for _, inside := range []string{
		"<x xmlns='" + muc.NSUser + "'><item affiliation='none' jid='carol@example.org'/><status code='321'/></x>",
		"<x xmlns='" + muc.NSUser + "'><decline from='a@b'><reason>r</reason></decline></x>",
		"<subject/>", "<subject xml:lang='de'>t</subject><body/>",
		"<x xmlns='" + muc.NSUser + "'><item jid='carol@example.org'/></x><x xmlns='" + muc.NSUser + "'><item jid='bob@example.org/a'/></x>",
		"<retract xmlns='urn:xmpp:message-retract:1' id='s'><moderated xmlns='urn:xmpp:message-moderate:1' by='a@b/c'/></retract>",
		"<apply-to xmlns='urn:xmpp:fasten:0' id='s'><moderated xmlns='urn:xmpp:message-moderate:0'><retract xmlns='urn:xmpp:message-retract:0'/></moderated></apply-to>",
	} {
		f.Add("<message type='groupchat' from='grp@r.example.org'>" + inside + "</message>")
		f.Add("<message type='groupchat' from='grp@r.example.org/bob'>" + inside + "</message>")
	}
	f.Fuzz(func(t *testing.T, text string) {
		e, err := xmpp.ParseElement(text)
		if err != nil {
			return
		}
		m, err := xmpp.ParseMessage(e)
		if err != nil {
			return
		}
		n, notice := muc.NoticeOf(m)
		_, decline := muc.DeclineOf(m)
		moderated, moderates := moderation.Of(m, true)
		if (notice || decline || moderates) && m.FromJID.Resourcepart() != "" {
			t.Errorf("%q is believed", text)
		}
		held(t, text, n.Changes)
		if len(n.Codes) > 20 || len(moderated.Reason) > 1024 || len(moderated.ID) > 1024 {
			t.Errorf("%q is %+v, %+v", text, n, moderated)
		}
		if _, is := muc.SubjectOf(m); is && m.Body != "" {
			t.Errorf("%q is a subject", text)
		}
		if who, ok := muc.ArchivedBy(m); ok && (who.Localpart() == "" || who.Resourcepart() != "") {
			t.Errorf("%q is by %s", text, who)
		}
	})
}

func FuzzList(f *testing.F) {
	f.Add("<query xmlns='" + muc.NSAdmin + "'><item affiliation='member' jid='a@b/c' nick='n'><reason>r</reason><actor jid='a@b'/></item><item role='visitor' nick='n'/></query>")
	f.Add("<query xmlns='" + muc.NSAdmin + "'><item affiliation='outcast' jid='example.org'/><item affiliation='owner' jid='example.org'/></query>")
	f.Fuzz(func(t *testing.T, text string) {
		e, err := xmpp.ParseElement(text)
		if err != nil {
			return
		}
		l, err := muc.ParseList(&e)
		if err != nil {
			return
		}
		held(t, text, l.Items)
		seen := map[string]bool{}
		for _, i := range l.Items {
			if who := i.JID.String(); who == "" || i.Affiliation == "" || i.JID.Resourcepart() != "" || seen[who] {
				t.Errorf("%q lists %+v", text, i)
			} else {
				seen[who] = true
			}
		}
		if _, err := muc.ParseRoles(&e); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	})
}

func FuzzConfiguration(f *testing.F) {
	const open = "<query xmlns='" + muc.NSOwner + "'><x xmlns='jabber:x:data' type='form'>" + formType
	f.Add(open + ofProsody + "</x></query>")
	f.Add(open + ofEjabberd + "</x></query>")
	f.Add(open + "<field var='a' type='list-multi'/><field var='a'><required/></field><field/><item/></x></query>")
	f.Fuzz(func(t *testing.T, text string) {
		e, err := xmpp.ParseElement(text)
		if err != nil {
			return
		}
		form, err := muc.ParseConfig(&e)
		if err != nil {
			return
		}
		offered := map[string]bool{}
		for _, field := range form.Fields {
			offered[field.Var] = true
		}
		for _, private := range []bool{true, false} {
			answers := muc.Plan{Private: private, Name: "n", Password: "p"}.Answers(form)
			for name := range answers {
				if !offered[name] {
					t.Errorf("%q is answered with %s", text, name)
				}
			}
			filled, err := form.Submit(answers)
			if err != nil {
				continue // something is required that nobody planned for
			}
			for _, one := range filled.Fields {
				if !offered[one.Var] {
					t.Errorf("%q is submitted with %s", text, one.Var)
				}
			}
			if _, err := xmpp.Marshal(muc.SetConfig(filled)); err != nil {
				t.Error(err)
			}
		}
	})
}
