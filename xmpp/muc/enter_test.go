package muc_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/muc"
)

var (
	room  = jid.MustParse("grp@r.example.org")
	alice = jid.MustParse("grp@r.example.org/alice")
)

func TestPlace(t *testing.T) {
	for _, row := range []struct{ name, nick, want string }{
		{"a nickname", " alice ", "grp@r.example.org/alice"},
		{"several words", "Alice in W.", "grp@r.example.org/Alice in W."},
		{"with a slash", "a/b", "grp@r.example.org/a/b"},
		{"the longest", strings.Repeat("ä", 511) + "a", "grp@r.example.org/" + strings.Repeat("ä", 511) + "a"},
		{"too long", strings.Repeat("ä", 512), ""},
		{"none", " \t", ""},
		{"what no address may hold", "a\x00b", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := muc.Place(room, row.nick)
			if errors.Is(err, muc.ErrNick) != (row.want == "") || got.String() != row.want {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}

func TestOwnPresences(t *testing.T) {
	since := time.Date(2026, 1, 2, 3, 4, 5, 6, time.FixedZone("", 3600))
	for _, row := range []struct {
		name    string
		payload any
		want    string
	}{
		{"enter", muc.Enter(alice, muc.Own{}, muc.Entry{}),
			`<presence to="grp@r.example.org/alice"><x xmlns="http://jabber.org/protocol/muc"><history maxchars="0"></history></x></presence>`},
		{"enter with a password, away", muc.Enter(alice, muc.Own{Show: "away", Status: "tea"}, muc.Entry{Password: "p&w"}),
			`<presence to="grp@r.example.org/alice"><show>away</show><status>tea</status><x xmlns="http://jabber.org/protocol/muc"><history maxchars="0"></history><password>p&amp;w</password></x></presence>`},
		{"enter for twenty messages", muc.Enter(alice, muc.Own{}, muc.Entry{History: muc.History{Stanzas: 20}}),
			`<presence to="grp@r.example.org/alice"><x xmlns="http://jabber.org/protocol/muc"><history maxstanzas="20"></history></x></presence>`},
		{"enter for what was missed", muc.Enter(alice, muc.Own{}, muc.Entry{History: muc.History{Since: since}}),
			`<presence to="grp@r.example.org/alice"><x xmlns="http://jabber.org/protocol/muc"><history since="2026-01-02T02:04:05Z"></history></x></presence>`},
		{"say", muc.Say(alice, muc.Own{Show: "dnd"}), `<presence to="grp@r.example.org/alice"><show>dnd</show></presence>`},
		{"rename", muc.Rename(jid.MustParse("grp@r.example.org/al"), muc.Own{}), `<presence to="grp@r.example.org/al"></presence>`},
		{"leave", muc.Leave(alice, "bye"), `<presence type="unavailable" to="grp@r.example.org/alice"><status>bye</status></presence>`},
		{"a far too long status", muc.Leave(alice, strings.Repeat("ä", 600)),
			`<presence type="unavailable" to="grp@r.example.org/alice"><status>` + strings.Repeat("ä", 512) + `</status></presence>`},
	} {
		t.Run(row.name, func(t *testing.T) {
			if raw, err := xmpp.Marshal(row.payload); err != nil || string(raw) != row.want {
				t.Errorf("got  %s, %v\nwant %s", raw, err, row.want)
			}
		})
	}
}
