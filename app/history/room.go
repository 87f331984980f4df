package history

import "time"

var (
	bktRooms     = []byte("rooms")
	bktMembers   = []byte("members")
	bktOccupants = []byte("occupants")
)

// Room is a room (XEP-0045) that the user is in, was in, or has a bookmark of: what is known without a stream. As long as there
// is one, no stanza of its address is one-to-one.
type Room struct {
	JID            string     `json:"jid"`            // bare
	Nick           string     `json:"nick,omitempty"` // wished; "" for the usual one
	Password       string     `json:"password,omitempty"`
	Name           string     `json:"name,omitempty"`     // by the user, as the bookmark has it
	Autojoin       bool       `json:"autojoin,omitempty"` // the user wants to be in it, on all devices
	Bookmark       Bookmark   `json:"bookmark,omitzero"`
	Kind           RoomKind   `json:"kind,omitzero"`
	Subject        string     `json:"subject,omitempty"`
	Level          Level      `json:"level,omitempty"`
	Accepted       []Accepted `json:"without,omitempty"`   // members without whom the user writes
	BegunEncrypted bool       `json:"encrypted,omitempty"` // was private when it was entered first: nothing of it leaves in clear by itself
	Out            Out        `json:"out,omitzero"`
	Ignored        []Ignored  `json:"ignored,omitempty"`
}

// Accepted is a member who cannot read what is written, and without whom the user writes all the same: until their list brings a
// device that was not known then.
type Accepted struct {
	JID     string   `json:"jid"`
	Devices []uint32 `json:"devices,omitempty"` // those that were active then
}

// Bookmark is how the room stands in the bookmarks of the account (XEP-0402 v1.2.0). What other programs keep in one is not kept
// here: it is read before each change.
type Bookmark struct {
	Here    bool `json:"here,omitempty"`    // there is an item
	Pending bool `json:"pending,omitempty"` // what the user wants has not been published
	Drop    bool `json:"drop,omitempty"`    // the user wants none of the room
}

// RoomKind is what the disco info of a room said last (XEP-0045 v1.35.5 §6.4). Only that says of what kind it is.
type RoomKind struct {
	Asked         time.Time   `json:"asked,omitzero"` // when it said so; zero before it did
	MembersOnly   bool        `json:"members_only,omitempty"`
	NonAnonymous  bool        `json:"non_anonymous,omitempty"` // everybody sees everybody's real address
	Password      bool        `json:"password,omitempty"`
	Moderated     bool        `json:"moderated,omitempty"`
	Persistent    bool        `json:"persistent,omitempty"`
	Hidden        bool        `json:"hidden,omitempty"`
	SubjectByAll  bool        `json:"subject_by_all,omitempty"`
	MemberInvites bool        `json:"member_invites,omitempty"`
	StableIDs     bool        `json:"stable_ids,omitempty"` // what comes back of our messages has the id we gave it
	Offers        RoomOffers  `json:"offers,omitzero"`
	Profile       RoomProfile `json:"profile,omitzero"`
}

// RoomOffers are the features of a room beside those of XEP-0045. What is not offered there is not believed from there.
type RoomOffers struct {
	Archive     bool   `json:"archive,omitempty"`    // XEP-0313
	StanzaIDs   bool   `json:"stanza_ids,omitempty"` // XEP-0359: it removes forged ones
	OccupantIDs bool   `json:"occupants,omitempty"`  // XEP-0421
	SelfPing    bool   `json:"self_ping,omitempty"`  // XEP-0410 §3.3
	Hats        string `json:"hats,omitempty"`       // XEP-0317: the namespace, or ""
	Moderation  string `json:"moderation,omitempty"` // XEP-0425: the form, or ""
	Pictures    bool   `json:"pictures,omitempty"`   // XEP-0486: it has a vCard, which owners write
}

// RoomProfile is what a room says about itself to people.
type RoomProfile struct {
	Name        string   `json:"name,omitempty"`
	Description string   `json:"description,omitempty"`
	Language    string   `json:"lang,omitempty"`
	Avatars     []string `json:"avatars,omitempty"` // hashes of its pictures (XEP-0486)
}

// Private tells whether only members enter and everybody sees who they are: then messages can be encrypted for the members.
func (k RoomKind) Private() bool { return k.MembersOnly && k.NonAnonymous }

// Chat is the kind of the room's chat.
func (k RoomKind) Chat() ChatKind {
	if k.Private() {
		return ChatGroup
	}
	return ChatChannel
}

// Level is of what in a room the user is notified.
type Level string

// The levels.
const (
	LevelDefault  Level = ""         // all of groups, mentions in channels
	LevelAll      Level = "all"      // every message
	LevelMentions Level = "mentions" // those that name the user
	LevelMuted    Level = "muted"    // none
)

// Out is why we are not in a room that we were in, and do not go back by ourselves. The zero Out is none.
type Out struct {
	Why     OutReason `json:"why,omitempty"`
	At      time.Time `json:"at,omitzero"`
	By      string    `json:"by,omitempty"`      // who did it, by bare JID, as far as the room told
	Nick    string    `json:"nick,omitempty"`    // the same, by nickname
	Reason  string    `json:"reason,omitempty"`  // in their words
	Instead string    `json:"instead,omitempty"` // another room to go to, if the user wants
}

// OutReason is the word for it.
type OutReason string

// The reasons.
const (
	OutKicked    OutReason = "kicked"
	OutBanned    OutReason = "banned"
	OutRemoved   OutReason = "removed"   // no member any more, of a room for members only
	OutClosed    OutReason = "closed"    // the room became one for members only, and we are none
	OutDestroyed OutReason = "destroyed" // the room is no more
	OutGone      OutReason = "gone"      // there is no such room, or another one has been made at its address
)

func (s *Store) roomKey(room string) []byte {
	key := s.seal.Name("room", s.account, room)
	return key[:]
}

// IsRoom tells whether jid, bare, is a known room. It opens nothing.
func (s *Store) IsRoom(jid string) bool { return s.get(bktRooms, s.roomKey(jid)) != nil }

// Room gives a room by its bare JID, and false when it is not known.
func (s *Store) Room(jid string) (r Room, known bool, err error) {
	key := s.roomKey(jid)
	stored := s.get(bktRooms, key)
	if stored == nil {
		return Room{}, false, nil
	}
	if err := s.open(s.seal, bktRooms, key, stored, &r); err != nil {
		return Room{}, false, err
	}
	return r, true, nil
}

// Rooms gives all known rooms, in no order that means anything.
func (s *Store) Rooms() ([]Room, error) {
	b := s.bucket(bktRooms)
	if b == nil {
		return nil, nil
	}
	var out []Room
	err := b.ForEach(func(k, stored []byte) error {
		var r Room
		if err := s.open(s.seal, bktRooms, k, stored, &r); err != nil {
			return err
		}
		out = append(out, r)
		return nil
	})
	return out, err
}

// PutRoom writes r.
func (s *Store) PutRoom(r Room) error { return s.putSealed(s.seal, bktRooms, s.roomKey(r.JID), r) }

// DropRoom forgets a room, with its members and occupants. Its chat stays.
func (s *Store) DropRoom(jid string) error {
	if err := s.remove(bktRooms, s.roomKey(jid)); err != nil {
		return err
	}
	return s.ForgetPeople(jid)
}
