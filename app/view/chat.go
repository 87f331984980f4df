package view

import (
	"errors"
	"time"

	"vouch/app/fault"
	"vouch/app/history"
	"vouch/trust"
)

// ChatView is what the header and the composer of a chat show.
type ChatView struct {
	Chat         string
	Kind         ChatKind
	Room         *RoomView // nil but for a room
	Beside       *Beside   // nil but for a chat with somebody who is known by their place in a room
	Nickname     string    // what the contact calls itself: a suggestion
	Profile      *Profile  // nil until LookUp has fetched it
	Picture      *Picture  // nil for none
	Name         string
	Presence     Presence
	Show         Show      // how it is available; "" when it is not
	Status       string    // the contact's words about itself
	Idle         time.Time // since when it was not active, as it says; zero when it does not
	Subscription string    // roster subscription: none, to, from, both; "" when not in the roster
	Ask          bool      // our subscription request has not been answered
	Encrypted    bool
	Devices      int // active devices of the contact
	Undecided    int // of them undecided
	Verified     bool
	KeyChanged   bool // a device of the contact came with another key than before, or with that of another, and nobody looked yet
	Coverage     Coverage
	Wrote        *DeviceView // the undecided device that a contact of whom nothing was ever decided wrote from last; else nil
	Question     *Question   // nil when nothing waits
	UnreadFrom   string      // first row that was unread when the chat was opened, or ""
	More         bool        // there are rows before the first one of the snapshot
	Older        Older       // what is known of messages before the first row there is
	OlderErr     fault.Kind  // why they could not be fetched, with OlderFailed
	Newer        bool        // there are rows after the last one
	Typing       bool        // the contact is writing
	Reacts       bool        // the user has allowed reactions here although servers can read them
	Blocked      string      // the blocked address that keeps the contact away, its own or its server's; "" when it is not blocked
	Wants        bool        // the contact asks to see our presence, and nobody has answered
}

// Older says what is known of messages of a chat before its first row.
type Older string

// What can be known of them.
const (
	OlderUnknown  Older = ""         // there may be some: FetchOlder tells
	OlderLoading  Older = "loading"  // they are being fetched
	OlderFailed   Older = "failed"   // they could not be fetched
	OlderComplete Older = "complete" // there are none
	OlderNone     Older = "none"     // the server keeps none
)

// chatView is header, coverage and question of a chat.
func (src Source) chatView(who string) (*ChatView, error) {
	out := &ChatView{Chat: who, Encrypted: true}
	if err := src.addPerson(out); err != nil {
		return nil, err
	}
	if err := src.addChat(out); err != nil {
		return nil, err
	}
	devices, err := src.Trust.Devices(who)
	if err != nil {
		return nil, err
	}
	for _, d := range devices {
		if d.Active {
			out.Devices++
			if d.Fingerprint != "" && d.Level == trust.Undecided {
				out.Undecided++
			}
		}
	}
	out.Verified = allVerified(devices)
	if err := src.addRoom(out); err != nil {
		return nil, err
	}
	if err := src.cover(out); err != nil {
		return nil, err
	}
	if out.Wrote, err = firstToWrite(src.Trust, who, devices); err != nil {
		return nil, err
	}
	out.Question, err = src.question(who)
	return out, err
}

// addPerson adds what is known of the other side.
func (src Source) addPerson(out *ChatView) error {
	who, people := out.Chat, &src.Live.People
	contact, ok, err := src.History.Contact(who)
	if err != nil {
		return err
	}
	if ok {
		out.Subscription, out.Ask = contact.Subscription, contact.Ask
	}
	away, err := src.History.Blocked()
	if err != nil {
		return err
	}
	out.Name, out.Nickname, out.Profile, out.Picture = NameOf(contact.Name, who), people.Nicks[who], people.Profiles[who], people.Faces[who]
	out.Wants, out.Blocked, out.Typing = people.Asks[who], history.BlockedBy(away, who), people.Writes(who, src.Now)
	seen := src.Live.PresenceOf(who)
	out.Presence, out.Show, out.Status, out.Idle = seen.Presence, seen.Show, seen.Status, seen.Idle
	return nil
}

// addChat adds the state of the chat, as far as there is one.
func (src Source) addChat(out *ChatView) error {
	out.Older, out.OlderErr = src.Live.Archive.OlderOf(out.Chat)
	chat, err := src.History.Chat(out.Chat)
	if errors.Is(err, history.ErrNotFound) {
		return nil
	} else if err != nil {
		return err
	}
	out.Encrypted, out.KeyChanged, out.Reacts = !chat.Plain, chat.Alarm, chat.Reacts
	if chat.Older.All {
		out.Older, out.OlderErr = OlderComplete, ""
	}
	if chat.Unread == 0 {
		return nil
	}
	next, err := src.History.After(out.Chat, chat.ReadTo, 1)
	if len(next) > 0 && !next[0].Own {
		out.UnreadFrom = next[0].ID
	}
	return err
}

// firstToWrite is the undecided active device from which a contact of whom nothing was ever decided wrote last, or nil.
func firstToWrite(ts *trust.Store, who string, devices []trust.Device) (*DeviceView, error) {
	decided, err := ts.Decisions(who)
	if err != nil || len(decided) > 0 || who == ts.Account() {
		return nil, err
	}
	var last trust.Device
	for _, d := range devices {
		if d.Active && d.Fingerprint != "" && d.LastMessage.After(last.LastMessage) {
			last = d
		}
	}
	if last.Fingerprint == "" {
		return nil, nil
	}
	return deviceView(last, ts.Account(), 0), nil
}
