package view

import (
	"errors"
	"time"

	"vouch/app/fault"
	"vouch/app/history"
	"vouch/app/plan"
	"vouch/trust"
)

// ChatView is what the header and the composer of a chat show.
type ChatView struct {
	Chat         string
	Nickname     string   // what the contact calls itself: a suggestion
	Profile      *Profile // nil until LookUp has fetched it
	Picture      *Picture // nil for none
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
	h, ts, people := src.History, src.Trust, &src.Live.People
	out := &ChatView{Chat: who, Encrypted: true}
	contact, ok, err := h.Contact(who)
	if err != nil {
		return nil, err
	}
	out.Name = NameOf(contact.Name, who)
	if ok {
		out.Subscription, out.Ask = contact.Subscription, contact.Ask
	}
	out.Wants = people.Asks[who]
	away, err := h.Blocked()
	if err != nil {
		return nil, err
	}
	out.Blocked = history.BlockedBy(away, who)
	out.Picture = people.Faces[who]
	out.Nickname, out.Profile = people.Nicks[who], people.Profiles[who]
	seen := src.Live.PresenceOf(who)
	out.Presence, out.Show, out.Status, out.Idle = seen.Presence, seen.Show, seen.Status, seen.Idle
	out.Typing = people.Writes(who, src.Now)
	out.Older, out.OlderErr = src.Live.Archive.OlderOf(who)
	chat, err := h.Chat(who)
	switch {
	case errors.Is(err, history.ErrNotFound):
	case err != nil:
		return nil, err
	default:
		out.Encrypted, out.KeyChanged, out.Reacts = !chat.Plain, chat.Alarm, chat.Reacts
		if chat.Older.All {
			out.Older, out.OlderErr = OlderComplete, ""
		}
		if chat.Unread > 0 {
			next, err := h.After(who, chat.ReadTo, 1)
			if err != nil {
				return nil, err
			}
			if len(next) > 0 && !next[0].Own {
				out.UnreadFrom = next[0].ID
			}
		}
	}
	devices, err := ts.Devices(who)
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
	to, err := plan.AudienceIn(h, src.self(), who)
	if err != nil {
		return nil, err
	}
	if out.Coverage, err = coverage(ts, to); err != nil {
		return nil, err
	}
	if out.Wrote, err = firstToWrite(ts, who, devices); err != nil {
		return nil, err
	}
	out.Question, err = src.question(who)
	return out, err
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
