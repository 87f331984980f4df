package muc_test

import (
	"fmt"
	"strings"
	"testing"

	"gosrc.io/xmpp/stanza"
	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/muc"
	"vouch/xmpp/xmpptest"
)

// presence is one as it comes off a stream: text with U for the namespace of what rooms say to users.
func presence(t testing.TB, text string) *xmpp.Presence {
	t.Helper()
	e := xmpptest.Element(t, strings.ReplaceAll(text, "'U'", "'"+muc.NSUser+"'"))
	p := &xmpp.Presence{Children: e.Children()}
	p.Type, p.Status = stanza.StanzaType(e.Attr("type")), e.Words(stanza.NSClient, "status")
	if show, ok := e.Child(stanza.NSClient, "show"); ok {
		p.Show = stanza.PresenceShow(show.Text())
	}
	if p.Type == "error" {
		m, err := xmpp.ParseMessage(xmpptest.Element(t, strings.ReplaceAll(strings.ReplaceAll(text, "<presence", "<message"), "</presence", "</message")))
		if err != nil {
			t.Fatal(err)
		}
		p.Failure = m.Failure
	}
	var err error
	if p.FromJID, err = jid.Parse(e.Attr("from")); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPresence(t *testing.T) {
	const from = "<presence from='grp@r.example.org/"
	for _, row := range []struct{ name, text, want string }{
		{"vector 1: the room's own is no occupant's", "<presence from='grp@r.example.org'><c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='n' ver='v'/></presence>", "room"},
		{"vector 1: our own", from + "alice'><x xmlns='U'><item affiliation='member' role='participant'/><status code='110'/></x></presence>", "alice ours member participant [110]"},
		{"our own under a nickname that the room chose", from + "alice2'><x xmlns='U'><item affiliation='none' role='visitor'/><status code='110'/><status code='210'/></x></presence>", "alice2 ours none visitor [110 210]"},
		{"our own without its code", from + "alice'><x xmlns='U'><item affiliation='none' role='participant'/></x></presence>", "alice ours none participant []"},
		{"vector 2: one on two devices", from + "bob'><x xmlns='U'><item jid='bob@example.org/a' affiliation='member' role='participant'/><item jid='bob@example.org/b' affiliation='member' role='participant'/></x></presence>",
			"bob member participant [] bob@example.org"},
		{"vector 2: gone without a word", "<presence type='unavailable' from='grp@r.example.org/bob'><x xmlns='U'/></presence>", "bob left none none []"},
		{"gone without an x", "<presence type='unavailable' from='grp@r.example.org/alice'><status>bye</status></presence>", "alice ours left none none [] 'bye'"},
		{"two people under one nickname", from + "bob'><x xmlns='U'><item jid='bob@example.org/a' affiliation='member' role='participant'/><item jid='eve@example.org/b' affiliation='member' role='participant'/></x></presence>",
			"bob member participant []"},
		{"an address that is a host", from + "bob'><x xmlns='U'><item jid='example.org' affiliation='member' role='participant'/></x></presence>", "bob member participant []"},
		{"what nobody thought of", from + "bob'><x xmlns='U'><item jid='@' affiliation='king' role='fool'/><status code='1'/><status code='abc'/><status/></x></presence>", "bob none none []"},
		{"away", from + "bob'><show>away</show><status>tea</status><x xmlns='U'><item affiliation='owner' role='moderator'/></x></presence>", "bob owner moderator [] away 'tea'"},
		{"of a show that is none", from + "bob'><show>lost</show><x xmlns='U'><item affiliation='owner' role='moderator'/></x></presence>", "bob owner moderator []"},
		{"two x: somebody's own and the room's", from + "bob'><x xmlns='U'><item affiliation='owner' role='moderator' jid='carol@example.org'/><status code='110'/></x><x xmlns='U'><item affiliation='none' role='visitor'/></x></presence>", "bob none none []"},
		{"without any x", from + "bob'/>", "bob none none []"},
		{"xml-wrong-ns", from + "bob'><x xmlns='urn:x'><item affiliation='owner' role='moderator'/><status code='110'/></x></presence>", "bob none none []"},
		{"xml-wrong-ns inside", from + "bob'><x xmlns='U'><item xmlns='urn:x' affiliation='owner' role='moderator'/><status xmlns='urn:x' code='110'/></x></presence>", "bob none none []"},
		{"vector 7: banned", "<presence type='unavailable' from='grp@r.example.org/carol'><x xmlns='U'><item affiliation='outcast' role='none' jid='carol@example.org/p'><actor nick='alice'/><reason> ads </reason></item><status code='301'/></x></presence>",
			"carol banned outcast none [301] carol@example.org by alice for 'ads'"},
		{"vector 7: kicked", "<presence type='unavailable' from='grp@r.example.org/carol'><x xmlns='U'><item affiliation='member' role='none' jid='carol@example.org/p'/><status code='307'/></x></presence>",
			"carol kicked member none [307] carol@example.org"},
		{"kicked by a fault", "<presence type='unavailable' from='grp@r.example.org/carol'><x xmlns='U'><item affiliation='member' role='none'/><status code='307'/><status code='333'/></x></presence>", "carol faulted member none [307 333]"},
		{"a fault alone", "<presence type='unavailable' from='grp@r.example.org/carol'><x xmlns='U'><item affiliation='member' role='none'/><status code='333'/></x></presence>", "carol faulted member none [333]"},
		{"no member any more", "<presence type='unavailable' from='grp@r.example.org/carol'><x xmlns='U'><item affiliation='none' role='none'/><status code='321'/></x></presence>", "carol removed none none [321]"},
		{"no member when it was closed", "<presence type='unavailable' from='grp@r.example.org/carol'><x xmlns='U'><item affiliation='none' role='none'/><status code='322'/></x></presence>", "carol closed none none [322]"},
		{"the service goes down", "<presence type='unavailable' from='grp@r.example.org/alice'><x xmlns='U'><item affiliation='none' role='none'/><status code='332'/><status code='110'/></x></presence>", "alice ours stopped none none [332 110]"},
		{"renamed", "<presence type='unavailable' from='grp@r.example.org/bob'><x xmlns='U'><item affiliation='member' role='participant' nick='Robert'/><status code='303'/></x></presence>", "bob renamed member none [303] to grp@r.example.org/Robert"},
		{"renamed to nothing", "<presence type='unavailable' from='grp@r.example.org/bob'><x xmlns='U'><item affiliation='member' role='participant'/><status code='303'/></x></presence>", "bob renamed member none [303]"},
		{"a new name of one who is there", from + "bob'><x xmlns='U'><item affiliation='member' role='participant' nick='Robert'/><status code='303'/></x></presence>", "bob member participant [303]"},
		{"destroyed", "<presence type='unavailable' from='grp@r.example.org/alice'><x xmlns='U'><item affiliation='none' role='none'/><destroy jid='New@r.example.org/x'><reason>moved</reason><password>pw</password></destroy></x></presence>",
			"alice ours destroyed none none [] instead new@r.example.org 'pw' 'moved'"},
		{"destroyed for nothing", "<presence type='unavailable' from='grp@r.example.org/alice'><x xmlns='U'><destroy/><status code='307'/></x></presence>", "alice ours destroyed none none [307] instead  '' ''"},
		{"destroyed, and still there", from + "alice'><x xmlns='U'><destroy jid='new@r.example.org'/><item affiliation='none' role='participant'/></x></presence>", "alice ours none participant []"},
		{"refused", "<presence type='error' from='grp@r.example.org/alice'><error type='cancel'><conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>", "refused conflict"},
		{"refused by the bare room", "<presence type='error' from='grp@r.example.org'><error type='auth'><registration-required xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>", "refused registration-required"},
		{"a request for subscription", "<presence type='subscribe' from='grp@r.example.org'/>", "none"},
		{"a probe", "<presence type='probe' from='grp@r.example.org/bob'/>", "none"},
	} {
		t.Run(row.name, func(t *testing.T) {
			p, ok := muc.PresenceOf(presence(t, row.text), alice)
			if got := tell(p, ok); got != row.want {
				t.Errorf("got  %s\nwant %s", got, row.want)
			}
		})
	}
}

// tell is what a presence says, for tests that compare it.
func tell(p muc.Presence, ok bool) string {
	switch {
	case !ok:
		return "none"
	case p.Refused != nil:
		return "refused " + p.Refused.Condition
	case p.Room():
		return "room"
	}
	out := p.Place.Resourcepart()
	if p.Ours {
		out += " ours"
	}
	if p.Gone {
		out += " " + string(p.Exit())
	}
	out += fmt.Sprintf(" %s %s %v", p.Affiliation, p.Role, p.Codes)
	if who, ok := p.Real(); ok {
		out += " " + who.String()
	}
	if p.Show != "" {
		out += " " + p.Show
	}
	if p.Status != "" {
		out += " '" + p.Status + "'"
	}
	if place, ok := p.NewPlace(); ok {
		out += " to " + place.String()
	}
	if actor := p.Actor(); actor.Nick != "" {
		out += " by " + actor.Nick
	}
	if p.Reason() != "" {
		out += " for '" + p.Reason() + "'"
	}
	if d := p.Destroyed; d != nil {
		out += fmt.Sprintf(" instead %s '%s' '%s'", d.Instead, d.Password, d.Reason)
	}
	return out
}

func TestPresencesAreBounded(t *testing.T) {
	long := strings.Repeat("ä", 2000)
	var codes strings.Builder
	for i := range 100 {
		fmt.Fprintf(&codes, "<status code='%d'/>", 100+i)
	}
	p, ok := muc.PresenceOf(presence(t, "<presence type='unavailable' from='grp@r.example.org/bob'><status>"+long+"</status><x xmlns='U'>"+
		strings.Repeat("<item jid='b@example.org' nick='"+long+"' affiliation='member' role='none'><actor nick='"+long+"'/><reason>"+long+"</reason></item>", 60)+
		"<destroy><reason>"+long+"</reason><password>"+long+"</password></destroy>"+codes.String()+"</x></presence>"), alice)
	if !ok || len(p.Status) > muc.MaxStatus || len(p.Items) != 50 || len(p.Codes) != 20 || len(p.Reason()) > 1024 || p.Items[0].Nick != "" || p.Actor().Nick != "" ||
		len(p.Destroyed.Reason) > 1024 || len(p.Destroyed.Password) > 1024 {
		t.Errorf("status of %d bytes, %d items, %d codes, a reason of %d bytes", len(p.Status), len(p.Items), len(p.Codes), len(p.Reason()))
	}
}

func TestCodesThatAskAgain(t *testing.T) {
	for code, want := range map[int]bool{100: false, 102: true, 103: true, 104: true, 110: false, 170: true, 171: true, 172: true, 173: true, 174: true, 201: false, 301: false, 322: true, 332: false} {
		if got := (muc.Codes{110, code}).AskAgain(); got != want {
			t.Errorf("%d: %v", code, got)
		}
	}
}
