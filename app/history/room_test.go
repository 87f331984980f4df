package history_test

import (
	"errors"
	"reflect"
	"testing"

	"go.etcd.io/bbolt"

	"vouch/app/history"
)

const (
	tea  = "tea@rooms.example.org"
	cake = "cake@rooms.example.org"
)

// A room is there as it was put, until it is dropped; its chat stays, and is still one with a room.
func TestRoomsAreKept(t *testing.T) {
	f := open(t, t.TempDir())
	want := history.Room{
		JID: tea, Nick: "al", Password: "sesame", Name: "Tea", Autojoin: true, Subject: "Oolong", Level: history.LevelMentions,
		Bookmark: history.Bookmark{Here: true, Pending: true},
		Kind: history.RoomKind{Asked: noon, MembersOnly: true, NonAnonymous: true, Offers: history.RoomOffers{Archive: true, Hats: "urn:xmpp:hats:0"},
			Profile: history.RoomProfile{Name: "Tea room", Avatars: []string{"abc"}}},
		Accepted: []history.Accepted{{JID: bob, Devices: []uint32{5}}}, BegunEncrypted: true,
		Ignored: []history.Ignored{{JID: bob, Occupant: "o1", Nick: "bobby"}},
		Out:     history.Out{Why: history.OutKicked, At: noon, By: "carol", Reason: "enough"},
	}
	f.update(func(h *history.Store) error {
		if h.IsRoom(tea) {
			t.Error("a room before there is one")
		}
		if err := h.PutRoom(want); err != nil {
			return err
		}
		if _, err := h.BeginRoom(tea, want.Kind.Chat(), noon); err != nil {
			return err
		}
		return h.PutRoom(history.Room{JID: cake})
	})
	f.view(func(h *history.Store) error {
		got, known, err := h.Room(tea)
		if !known || !reflect.DeepEqual(got, want) || !h.IsRoom(tea) || h.IsRoom(bob) {
			t.Errorf("known %v: %+v", known, got)
		}
		if all, err := h.Rooms(); err != nil || len(all) != 2 {
			t.Errorf("all rooms: %v, %v", all, err)
		}
		return err
	})
	f.update(func(h *history.Store) error {
		return errors.Join(h.PutMember(tea, history.Member{JID: bob, Affiliation: "member"}), h.PutMember(cake, history.Member{JID: bob, Affiliation: "member"}), h.DropRoom(tea))
	})
	f.view(func(h *history.Store) error {
		if _, known, err := h.Room(tea); known || err != nil || h.IsRoom(tea) || !h.IsRoom(cake) {
			t.Errorf("dropped, and known %v, %v", known, err)
		}
		if got := said(t, h, tea) + "; " + said(t, h, cake); got != "; bob:member" {
			t.Errorf("its members are %s", got)
		}
		c, err := h.Chat(tea)
		if c.Kind != history.ChatGroup {
			t.Errorf("its chat is %+v", c)
		}
		return err
	})
}

// What kind of room it is decides what its chat begins as; what was begun encrypted is never in clear after it.
func TestTheChatOfARoomHasItsKind(t *testing.T) {
	group, channel := history.ChatGroup, history.ChatChannel
	for _, row := range []struct {
		name   string
		kinds  []history.ChatKind
		before bool // there is a chat of an earlier time, when it counted as a contact's
		plain  bool
	}{
		{"a group", []history.ChatKind{group}, false, false},
		{"a channel", []history.ChatKind{channel}, false, true},
		{"a group that is opened", []history.ChatKind{group, channel}, false, false},
		{"and closed again", []history.ChatKind{group, channel, group}, false, false},
		{"a channel that is closed", []history.ChatKind{channel, group}, false, true},
		{"a channel that was taken for a contact", []history.ChatKind{channel}, true, true},
		{"a group that was taken for a contact", []history.ChatKind{group}, true, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			f := open(t, t.TempDir())
			f.update(func(h *history.Store) error {
				if row.before {
					if _, err := h.Begin(tea, noon); err != nil {
						return err
					}
				}
				for _, kind := range row.kinds {
					if _, err := h.BeginRoom(tea, kind, noon); err != nil {
						return err
					}
				}
				c, err := h.Chat(tea)
				if last := row.kinds[len(row.kinds)-1]; c.Kind != last || c.Plain != row.plain || c.Listed == row.before {
					t.Errorf("%+v", c)
				}
				return err
			})
		})
	}
}

// With the account all of its rooms go.
func TestRemoveTakesRoomsWithIt(t *testing.T) {
	f := open(t, t.TempDir())
	f.update(func(h *history.Store) error {
		return errors.Join(h.PutRoom(history.Room{JID: tea}), h.PutMember(tea, history.Member{JID: bob, Affiliation: "member"}), h.PutOccupant(tea, "o1", bob))
	})
	if err := f.Update(func(tx *bbolt.Tx) error { return history.Remove(tx, f.Seal(), alice) }); err != nil {
		t.Fatal(err)
	}
	f.view(func(h *history.Store) error {
		members, err := h.Members(tea)
		who, err2 := h.OccupantOf(tea, "o1")
		if h.IsRoom(tea) || len(members) > 0 || who != "" {
			t.Errorf("left are %v, %v, %q", h.IsRoom(tea), members, who)
		}
		return errors.Join(err, err2)
	})
}
