package muc_test

import (
	"fmt"
	"strings"
	"testing"

	"vouch/xmpp"
	"vouch/xmpp/disco"
	"vouch/xmpp/muc"
	"vouch/xmpp/xmpptest"
)

func TestRooms(t *testing.T) {
	const identity = "<identity category='conference' type='text' name='Tea'/><feature var='http://jabber.org/protocol/muc'/>"
	has := func(features ...string) (out string) {
		for _, f := range features {
			out += "<feature var='" + f + "'/>"
		}
		return out
	}
	for _, row := range []struct {
		name, info string
		want       string // "" for no room
	}{
		{"a private group", identity + has("muc_membersonly", "muc_nonanonymous", "muc_persistent", "muc_hidden", "http://jabber.org/protocol/muc#stable_id"), "Tea private persistent hidden stable"},
		{"only members, who do not see each other", identity + has("muc_membersonly", "muc_semianonymous"), "Tea"},
		{"all see each other, and anybody enters", identity + has("muc_open", "muc_nonanonymous"), "Tea"},
		{"muc-104-opened: it says both", identity + has("muc_membersonly", "muc_open", "muc_nonanonymous"), "Tea"},
		{"it says both of addresses", identity + has("muc_membersonly", "muc_nonanonymous", "muc_semianonymous"), "Tea"},
		{"nobody sees addresses, and all do", identity + has("muc_membersonly", "muc_nonanonymous", "muc_fullyanonymous"), "Tea"},
		{"vector 14: it lacks one", identity + has("muc_membersonly"), "Tea"},
		{"a channel", identity + has("muc_open", "muc_semianonymous", "muc_persistent", "muc_public", "muc_moderated", "muc_passwordprotected"), "Tea persistent moderated password"},
		{"a service", identity, "Tea"},
		{"a person", "<identity category='account' type='registered'/>" + has("http://jabber.org/protocol/muc"), ""},
		{"a conference of another kind", "<identity category='conference' type='text'/>" + has("urn:xmpp:mix:core:1"), ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			r, ok := muc.RoomOf(info(t, row.info))
			got := ""
			if ok {
				got = r.Name
			}
			for _, word := range []struct {
				is   bool
				name string
			}{{r.Private(), "private"}, {r.Persistent, "persistent"}, {r.Hidden, "hidden"}, {r.StableIDs, "stable"}, {r.Moderated, "moderated"}, {r.Password, "password"}} {
				if word.is {
					got += " " + word.name
				}
			}
			if got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}

func info(t testing.TB, inside string) disco.Info {
	t.Helper()
	e := xmpptest.Element(t, "<query xmlns='http://jabber.org/protocol/disco#info'>"+inside+"</query>")
	i, err := disco.ParseInfo(&e)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func TestWhatARoomSaysOfItself(t *testing.T) {
	form := func(fields string) string {
		return "<identity category='conference' type='text'/><feature var='http://jabber.org/protocol/muc'/>" +
			"<x xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='hidden'><value>http://jabber.org/protocol/muc#roominfo</value></field>" + fields + "</x>"
	}
	value := func(name string, values ...string) string {
		return "<field var='" + name + "'><value>" + strings.Join(values, "</value><value>") + "</value></field>"
	}
	r, ok := muc.RoomOf(info(t, form(value("muc#roominfo_description", " About tea ")+value("muc#roominfo_subject", "Darjeeling")+value("muc#roominfo_lang", "en")+value("muc#roominfo_occupants", "7")+
		value("muc#roomconfig_changesubject", "1")+value("muc#roominfo_avatarhash", "aa", "bb")+value("{http://modules.prosody.im/mod_vcard_muc}avatar#sha1", "cc")+
		value("{http://prosody.im/protocol/muc}roomconfig_allowmemberinvites", "true"))))
	if got := fmt.Sprintf("%q %q %q %d %v %v %v", r.Description, r.Subject, r.Language, r.Occupants, r.SubjectByAll, r.MemberInvites, r.Avatars); !ok || got != `"About tea" "Darjeeling" "en" 7 true true [aa bb cc]` {
		t.Errorf("got %s, %v", got, ok)
	}
	r, ok = muc.RoomOf(info(t, form(value("muc#roominfo_occupants", "-7")+value("muc#roominfo_subject", strings.Repeat("ä", 900))+value("muc#roominfo_avatarhash", strings.Split(strings.Repeat("h ", 50), " ")...))))
	if !ok || r.Occupants != -1 || len(r.Subject) > 1024 || len(r.Avatars) != 20 {
		t.Errorf("got %d occupants, a subject of %d bytes, %d pictures, %v", r.Occupants, len(r.Subject), len(r.Avatars), ok)
	}
}

func TestRefusals(t *testing.T) {
	for _, row := range []struct {
		kind, condition string
		want            muc.Refusal
	}{
		{"auth", "not-authorized", muc.NeedsPassword},
		{"auth", "registration-required", muc.ForMembers},
		{"auth", "forbidden", muc.IsOutcast},
		{"cancel", "conflict", muc.NickTaken},
		{"cancel", "not-acceptable", muc.NickReserved},
		{"cancel", "item-not-found", muc.NotThere},
		{"cancel", "not-allowed", muc.MayNotMake},
		{"wait", "service-unavailable", muc.IsFull},
		{"wait", "resource-constraint", muc.IsFull},
		{"cancel", "gone", muc.IsGone},
		{"modify", "jid-malformed", muc.NoAddress},
		{"cancel", "remote-server-not-found", muc.OutOfReach},
		{"wait", "remote-server-timeout", muc.OutOfReach},
		{"wait", "internal-server-error", muc.OutOfReach},
		{"cancel", "internal-server-error", muc.RefusedSomehow},
		{"modify", "", muc.RefusedSomehow},
	} {
		if got := muc.RefusalOf(&xmpp.StanzaError{Type: row.kind, Condition: row.condition}); got != row.want {
			t.Errorf("%s of type %s is %q, want %q", row.condition, row.kind, got, row.want)
		}
	}
}

func TestElsewhere(t *testing.T) {
	for _, row := range []struct{ name, condition, text, want string }{
		{"vector 10: moved", "gone", "xmpp:new@r.example.org?join", "new@r.example.org"},
		{"without a verb", "gone", "xmpp:New@r.example.org", "new@r.example.org"},
		{"escaped", "gone", "xmpp:a%26b@r.example.org?join;password=x", ""},
		{"escaped as it may be", "gone", "xmpp:caf%C3%A9@r.example.org?join", "café@r.example.org"},
		{"nowhere", "gone", "", ""},
		{"to a page", "gone", "https://example.org/?xmpp:new@r.example.org", ""},
		{"to a host", "gone", "xmpp:r.example.org?join", ""},
		{"to what is no address", "gone", "xmpp:@?join", ""},
		{"broken", "gone", "xmpp:a%2@r.example.org", ""},
		{"another condition", "redirect", "xmpp:new@r.example.org?join", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			room, ok := muc.Elsewhere(&xmpp.StanzaError{Condition: row.condition, Elsewhere: row.text})
			if ok != (row.want != "") || ok && room.String() != row.want {
				t.Errorf("got %q, %v", room, ok)
			}
		})
	}
}
