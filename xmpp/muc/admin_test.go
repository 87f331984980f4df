package muc_test

import (
	"fmt"
	"strings"
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/muc"
	"vouch/xmpp/xmpptest"
)

func TestAdminPayloads(t *testing.T) {
	bob, open := jid.MustParse("bob@example.org/x"), `<query xmlns="http://jabber.org/protocol/muc#admin">`
	for _, row := range []struct {
		name    string
		payload any
		want    string
	}{
		{"list members", muc.GetList(muc.Member), open + `<item affiliation="member"></item></query>`},
		{"list moderators", muc.GetRoles(muc.Moderator), open + `<item role="moderator"></item></query>`},
		{"ban", muc.Affiliate(bob, muc.Outcast, "ads"), open + `<item jid="bob@example.org" affiliation="outcast"><reason>ads</reason></item></query>`},
		{"no longer a member", muc.Affiliate(bob, muc.Unaffiliated, ""), open + `<item jid="bob@example.org" affiliation="none"></item></query>`},
		{"a whole host", muc.Affiliate(jid.MustParse("example.org"), muc.Member, ""), open + `<item jid="example.org" affiliation="member"></item></query>`},
		{"kick", muc.Assign("b<b", muc.NoRole, "later"), open + `<item nick="b&lt;b" role="none"><reason>later</reason></item></query>`},
		{"give voice", muc.Assign("bob", muc.Participant, ""), open + `<item nick="bob" role="participant"></item></query>`},
	} {
		t.Run(row.name, func(t *testing.T) {
			if raw, err := xmpp.Marshal(row.payload); err != nil || string(raw) != row.want {
				t.Errorf("got  %s, %v\nwant %s", raw, err, row.want)
			}
		})
	}
}

// list is an answer with those items.
func list(t testing.TB, items string) *xmpp.Element {
	e := xmpptest.Element(t, "<iq type='result'><query xmlns='"+muc.NSAdmin+"'>"+items+"</query></iq>").Children()[0]
	return &e
}

func TestLists(t *testing.T) {
	for _, row := range []struct{ name, items, want string }{
		{"nobody", "", ""},
		{"people", "<item affiliation='member' jid='Bob@Example.org/x' nick='bob'><reason>friend</reason></item><item affiliation='member' jid='carol@example.org'/>", "bob@example.org member bob friend; carol@example.org member"},
		{"muc-domain-member", "<item affiliation='member' jid='example.org'/>", "example.org member of a domain"},
		{"not one that can be read", "<item affiliation='king' jid='a@b'/><item jid='a@b'/><item affiliation='member'/><item affiliation='member' jid='@'/><item xmlns='urn:x' affiliation='member' jid='a@b'/>", ""},
		{"somebody twice", "<item affiliation='member' jid='bob@example.org'/><item affiliation='owner' jid='bob@example.org/x'/>", "bob@example.org member"},
	} {
		t.Run(row.name, func(t *testing.T) {
			l, err := muc.ParseList(list(t, row.items))
			if err != nil || l.More {
				t.Fatalf("%+v, %v", l, err)
			}
			var got []string
			for _, i := range l.Items {
				one := strings.TrimSpace(fmt.Sprintf("%s %s %s %s", i.JID, i.Affiliation, i.Nick, i.Reason))
				if i.OfDomain() {
					one += " of a domain"
				}
				got = append(got, one)
			}
			if said := strings.Join(got, "; "); said != row.want {
				t.Errorf("got %q, want %q", said, row.want)
			}
		})
	}
}

func TestListsOfRoles(t *testing.T) {
	l, err := muc.ParseRoles(list(t, "<item role='moderator' nick='bob' jid='bob@example.org/x' affiliation='owner'/><item role='fool' nick='a'/><item role='visitor'/><item nick='b'/>"))
	if err != nil || len(l.Items) != 1 || l.Items[0].Nick != "bob" || l.Items[0].JID.String() != "bob@example.org/x" || l.Items[0].Role != muc.Moderator {
		t.Errorf("got %+v, %v", l, err)
	}
}

func TestListsAreBounded(t *testing.T) {
	var items strings.Builder
	for i := range muc.MaxItems {
		fmt.Fprintf(&items, "<item affiliation='member' jid='m%d@example.org'/>", i)
	}
	if l, err := muc.ParseList(list(t, items.String())); err != nil || len(l.Items) != muc.MaxItems || l.More {
		t.Errorf("%d items, more %v, %v", len(l.Items), l.More, err)
	}
	if l, err := muc.ParseList(list(t, items.String()+"<item affiliation='member' jid='m0@example.org'/>")); err != nil || l.More {
		t.Errorf("one who is in it twice: more %v, %v", l.More, err)
	}
	if l, err := muc.ParseList(list(t, items.String()+"<item affiliation='member' jid='last@example.org'/>")); err != nil || len(l.Items) != muc.MaxItems || !l.More {
		t.Errorf("%d items, more %v, %v", len(l.Items), l.More, err)
	}
	other := xmpptest.Element(t, "<query xmlns='urn:x'/>")
	for _, payload := range []*xmpp.Element{nil, &other} {
		if _, err := muc.ParseList(payload); err == nil {
			t.Error("something else was taken for a list")
		}
	}
}

func TestWhoBelongs(t *testing.T) {
	for a, want := range map[muc.Affiliation]bool{muc.Owner: true, muc.Admin: true, muc.Member: true, muc.Unaffiliated: false, muc.Outcast: false, "": false} {
		if a.Belongs() != want {
			t.Errorf("%q belongs: %v", a, !want)
		}
	}
}
