package keys_test

import (
	"slices"
	"testing"

	"vouch/app/history"
	"vouch/app/keys"
	"vouch/trust"
)

func TestSeeList(t *testing.T) {
	t.Parallel()
	p := open(t)
	this := p.this().Device
	p.device(alice, 1, trust.Verified)
	p.device(alice, 2, trust.Verified)
	p.device(bob, 1, trust.Undecided)
	p.must(func(k keys.Keyring) error {
		if _, _, err := k.Trust.SeeList(alice, []uint32{this, 1, 2}, p.now); err != nil {
			return err
		}
		return k.RemoveOwn(2)
	})
	for _, c := range []struct {
		name string
		who  string
		ids  []uint32
		want keys.Listed
	}{
		{"bob's as it was", bob, []uint32{1}, keys.Listed{}},
		{"bob's with a new device", bob, []uint32{1, 8}, keys.Listed{Changed: true}},
		{"bob's without one", bob, []uint32{8}, keys.Listed{Changed: true}},
		{"ours as it should be", alice, []uint32{this, 1}, keys.Listed{}},
		{"ours without this device", alice, []uint32{1}, keys.Listed{Changed: true, Missing: true}},
		{"ours with a removed device", alice, []uint32{this, 1, 2}, keys.Listed{Changed: true, Unwanted: true}},
		{"ours, deleted", alice, nil, keys.Listed{Changed: true, Missing: true}},
	} {
		p.must(func(k keys.Keyring) error {
			got, err := k.SeeList(c.who, c.ids)
			if got != c.want {
				t.Errorf("%s: %+v", c.name, got)
			}
			return err
		})
	}
}

// TestWhoIsAsked has a list come from everybody who could send one.
func TestWhoIsAsked(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		who   string
		chat  *history.Chat
		knows func(k keys.Keyring) error
		may   bool
		want  []string
	}{
		{"ourselves", alice, nil, nil, true, []string{"fetch-bundle 8 " + alice}},
		{"a stranger", bob, nil, nil, false, nil},
		{"a stranger who wrote", bob, &history.Chat{JID: bob, Listed: true}, nil, false, nil},
		{"a contact", bob, nil, contact, true, nil}, // there is no chat that needs the keys
		{"a contact in the list of chats", bob, &history.Chat{JID: bob, Listed: true}, contact, true, []string{"fetch-bundle 8 " + bob}},
		{"a contact whose chat is not in it", bob, &history.Chat{JID: bob}, contact, true, nil},
		{"somebody's place in a room that the user has written to", "harbour@rooms.example.org/bob", &history.Chat{JID: "harbour@rooms.example.org/bob", Listed: true, Wrote: true}, nil, false, nil},
		{"a room that the user has written to", "harbour@rooms.example.org", &history.Chat{JID: "harbour@rooms.example.org", Listed: true, Wrote: true}, func(k keys.Keyring) error {
			return k.History.PutRoom(history.Room{JID: "harbour@rooms.example.org"})
		}, false, nil},
		{"whom the user has written to", bob, &history.Chat{JID: bob, Listed: true, Wrote: true}, nil, true, []string{"fetch-bundle 8 " + bob}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := open(t)
			p.device(c.who, 7, trust.Undecided)
			p.must(func(k keys.Keyring) error {
				if c.chat != nil {
					if err := k.History.PutChat(*c.chat); err != nil {
						return err
					}
				}
				if c.knows != nil {
					if err := c.knows(k); err != nil {
						return err
					}
				}
				if may, err := keys.MayAsk(k.History, alice, c.who); err != nil || may != c.may {
					t.Errorf("may ask: %t, %v", may, err)
				}
				_, err := k.SeeList(c.who, []uint32{7, 8})
				return err
			})
			if got := p.todos(); !slices.Equal(got, c.want) {
				t.Errorf("to be done: %q", got)
			}
		})
	}
}

func contact(k keys.Keyring) error { return k.History.PutContact(history.Contact{JID: bob}) }
