package view

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"vouch/app/history"
)

// News is what somebody who does not look at the window wants to hear of: a chat with messages that nobody has read, or
// somebody who asks to see our presence.
type News struct {
	Account string
	Chat    string // bare JID
	Name    string
	Picture *Picture // nil for none
	Wants   bool     // it is about the question, not about messages; then what follows is empty

	Count     int    // unread messages
	From      string // in a room: the nickname of who wrote the newest of them
	Mention   bool   // one of them names the user
	Last      string // row of the newest of them
	Time      time.Time
	Text      string // its first line; "" where it could not be read or was taken back
	Kind      RowKind
	Notice    Notice // of a RowOther
	Retracted bool
	PlainIn   bool  // came in clear although the chat is encrypted
	Trust     Trust // of its device when it was received; "" where it came in clear
}

// The bounds of news: what nobody has read for long is no news any more.
const (
	maxNews  = 50 // chats of an account
	newsBack = 20 // rows of a chat in which the newest unread one is looked for
)

// news are those of an account, newest first.
func (src Source) news() ([]*News, error) {
	h := src.History
	chats, err := h.Chats()
	if err != nil {
		return nil, err
	}
	chats = slices.DeleteFunc(chats, func(c history.Chat) bool { return c.Unread == 0 || c.Key == nil })
	slices.SortFunc(chats, func(a, b history.Chat) int { return cmp.Compare(b.LastLive, a.LastLive) })
	away, err := h.Blocked()
	if err != nil {
		return nil, err
	}
	var out []*News
	for _, c := range chats[:min(len(chats), maxNews)] {
		m, ok, err := lastUnread(h, c)
		if err != nil {
			return nil, err
		}
		if !ok || history.BlockedBy(away, c.JID) != "" {
			continue
		}
		room, name, err := src.roomOf(c)
		if err != nil {
			return nil, err
		}
		if room != nil && !room.tells(c) {
			continue
		}
		n := &News{Account: src.self(), Chat: c.JID, Picture: src.Live.People.Faces[c.JID], Count: c.Unread, Last: m.ID, Time: m.Time, Kind: m.Kind, Notice: m.Notice,
			Retracted: m.Retracted(), PlainIn: m.PlainIn, Trust: m.Trust, Name: name, From: m.Nick, Mention: room != nil && c.Mentions > 0}
		if n.Kind.Said() && !n.Retracted {
			n.Text = summary(m)
		}
		out = append(out, n)
	}
	for _, who := range slices.Sorted(maps.Keys(src.Live.People.Asks)) {
		if history.BlockedBy(away, who) == "" && len(out) < 2*maxNews {
			out = append(out, &News{Account: src.self(), Chat: who, Picture: src.Live.People.Faces[who], Wants: true})
		}
	}
	for _, n := range out {
		contact, _, err := h.Contact(n.Chat)
		if err != nil {
			return nil, err
		}
		if n.Name == "" {
			n.Name = NameOf(contact.Name, n.Chat)
		}
	}
	return out, nil
}

// lastUnread is the newest message of somebody else among those that nobody has read.
func lastUnread(h *history.Store, c history.Chat) (m history.Message, ok bool, err error) {
	for _, n := range []int{1, newsBack} { // nearly always it is the newest row
		rows, err := h.Before(c.JID, nil, n)
		if err != nil {
			return m, false, err
		}
		for _, row := range slices.Backward(rows) {
			if row.Tells() {
				return row, true, nil
			}
		}
	}
	return m, false, nil
}
