package view

import (
	"cmp"
	"slices"
	"sort"
	"time"

	"vouch/app/history"
	"vouch/trust"
)

// ChatRow is a line of the list of chats.
type ChatRow struct {
	Chat         string   // bare JID
	Of           ChatKind // what the chat is with
	From         string   // in a room: the nickname of who wrote the newest message
	FromJID      string   // who that is, as in Row.From
	Occupant     string   // and their occupant id, "" where there is none
	Mentions     int      // of Unread, those that name the user
	Level        Level    // of a room: of what the user is told
	Away         bool     // a room that we are out of for good, or somebody's place in one
	Beside       string   // of a chat with somebody's place in a room: the name of the room
	Nickname     string   // what the contact calls itself: a suggestion
	Picture      *Picture // nil for none
	Name         string
	Given        string   // the name that the roster has, "" for none
	Groups       []string // of the roster
	Blocked      string   // the blocked address that keeps it away, its own or its server's; "" when it is not blocked
	Subscription string   // of the roster: none, to, from, both; "" when not in it
	Presence     Presence
	Preview      string   // first line of the newest message, or "" when there is none, it could not be read or is Blank
	File         FileKind // of the newest message, or ""; Preview is its name
	Own          bool     // the newest message is ours
	WAV          bool     // voice messages go as WAV
	Keep         int      // days for which messages are kept; 0: as the account says; less: for ever
	Kind         RowKind
	Notice       Notice    // of the newest row, if that is a RowOther
	Time         time.Time // zero without messages
	Unread       int
	Waiting      int // own messages that wait for the user's decision
	Failed       int // own messages that failed
	Encrypted    bool
	Verified     bool // every active device of the contact is verified
	Wants        bool // wants to see our presence, and waits for AnswerContact
	Retracted    bool // the newest message was taken back
	Typing       bool // the contact is writing
}

// chatRows lists chats and contacts, newest first, then by name.
func (src Source) chatRows() ([]*ChatRow, error) {
	h := src.History
	chats, err := h.Chats()
	if err != nil {
		return nil, err
	}
	contacts, err := h.Roster()
	if err != nil {
		return nil, err
	}
	known := map[string]history.Contact{}
	for _, c := range contacts {
		known[c.JID] = c
	}
	away, err := h.Blocked()
	if err != nil {
		return nil, err
	}
	asks := src.Live.People.Asks
	for who := range asks {
		if _, contact := known[who]; !contact {
			known[who] = history.Contact{}
		}
	}
	has := map[string]bool{}
	for _, c := range chats {
		has[c.JID] = true
	}
	for who := range known {
		if !has[who] {
			chats = append(chats, history.Chat{JID: who, Listed: true})
		}
	}
	var out []*ChatRow
	for _, c := range chats {
		if _, contact := known[c.JID]; !c.Listed && !contact {
			continue
		}
		row, err := src.chatRow(c, known[c.JID])
		if err != nil {
			return nil, err
		}
		row.Wants, row.Blocked = asks[c.JID], history.BlockedBy(away, c.JID)
		out = append(out, row)
	}
	sort.Slice(out, func(i, j int) bool {
		if !out[i].Time.Equal(out[j].Time) {
			return out[i].Time.After(out[j].Time)
		}
		return out[i].Name+out[i].Chat < out[j].Name+out[j].Chat
	})
	return out, nil
}

// chatRow is the line of one chat, or of a contact without one.
func (src Source) chatRow(c history.Chat, contact history.Contact) (*ChatRow, error) {
	people := &src.Live.People
	row := &ChatRow{
		Chat: c.JID, Name: NameOf(contact.Name, c.JID), Nickname: people.Nicks[c.JID], Picture: people.Faces[c.JID],
		Given: contact.Name, Groups: contact.Groups, Subscription: contact.Subscription,
		Presence: src.Live.PresenceOf(c.JID).Presence, Typing: people.Writes(c.JID, src.Now), Unread: c.Unread, Encrypted: !c.Plain, WAV: c.WAV, Keep: c.Keep,
	}
	row.Of, row.Mentions = cmp.Or(c.Kind, ChatContact), c.Mentions
	room, name, err := src.roomOf(c)
	if err != nil {
		return nil, err
	}
	if c.Kind == ChatOccupant {
		in, err := src.beside(c.JID)
		if err != nil {
			return nil, err
		}
		row.Name, row.Beside, row.Away, row.Presence = placeName(c.JID), in.Name, in.Left, ""
	}
	if room != nil {
		row.Name, row.Level, row.Away = name, room.Level, room.Left()
		row.Presence = "" // a room is not here or away
	}
	if c.Key == nil { // a contact without a chat
		return row, nil
	}
	m, found, err := src.lastRow(c.JID, room)
	if err != nil {
		return nil, err
	}
	if found {
		row.Own, row.Kind, row.Notice, row.Time = m.Own, m.Kind, m.Notice, m.Time
		row.Preview, row.Retracted, row.From = summary(m), m.Retracted(), m.Nick
		row.FromJID, row.Occupant, row.File = m.From, m.Occupant, fileKind(m)
		if m.State.Sendable() {
			row.Failed = 1
		}
		if m.State == history.StatePending && m.ErrKind != "" {
			row.Waiting = 1
		}
	}
	devices, err := src.Trust.Devices(c.JID)
	if err != nil {
		return nil, err
	}
	row.Verified = allVerified(devices)
	return row, nil
}

// lastRow is the newest row of a chat, in a room of those that the user does not ignore where there is one near.
func (src Source) lastRow(chat string, room *RoomView) (history.Message, bool, error) {
	n := 1
	if room != nil && len(room.Ignored) > 0 {
		n = newsBack
	}
	rows, err := src.History.Before(chat, nil, n)
	for _, m := range slices.Backward(rows) {
		if !room.ignores(m) {
			return m, true, err
		}
	}
	if len(rows) == 0 {
		return history.Message{}, false, err
	}
	m := rows[len(rows)-1]
	m.Body, m.Subject, m.Nick, m.Kind, m.Notice = "", "", "", history.KindText, ""
	return m, true, err
}

func allVerified(devices []trust.Device) bool {
	active := 0
	for _, d := range devices {
		if !d.Active {
			continue
		}
		active++
		if d.Level != trust.Verified {
			return false
		}
	}
	return active > 0
}
