// Package view makes the snapshots that a window shows: immutable, and made from one transaction that only reads, a copy of
// the state that is in memory alone, and the View that says what the window looks at. It starts nothing, asks nobody and
// writes nothing; app fills in the state and says when to look again.
package view

import (
	"slices"
	"time"

	"mellium.im/xmpp/jid"

	"vouch/app/fault"
	"vouch/app/history"
	"vouch/trust"
)

// Page is what a window shows beside the list of chats.
type Page int

// The pages of a window.
const (
	PageChat        Page = iota // the conversation
	PageDevices                 // the Encryption tab of the chat's contact, group or member of the group
	PageOwn                     // the Encryption tab of the account
	PageTimeline                // the timeline of the same
	PageOwnTimeline             // the timeline of everybody
	PageMembers                 // the people of the chat's room
	PageFiles                   // what the chat has beside words
	PageSearch                  // messages that are looked for, in the chat or in all chats
)

// View says what one window looks at. The zero View is a window without account and chat.
type View struct {
	Account string // bare JID, or "" before the first account
	Chat    string // the chat as in ChatRow.Chat, or "" for none
	Anchor  string // the row from which rows are counted, or "" for the newest
	Before  int    // rows wanted before the anchor (with no anchor: the newest Before rows)
	After   int    // rows wanted after the anchor
	Page    Page
	Member  string // on PageDevices and PageTimeline of a group: the bare JID of the member whose they are, or "" for those of all
}

// Snapshot is all that one window shows. It is immutable, and so is everything it points to; rows that did not change
// since the last snapshot of the same view are the same pointers.
type Snapshot struct {
	View     View
	Number   uint64 // grows with every snapshot: an older one than the one shown is dropped
	Accounts []*AccountView
	Chats    []*ChatRow // newest first
	Chat     *ChatView  // nil unless View.Chat is set
	Rows     []*Row     // of View.Chat, oldest first
	Devices  *DevicesView
	Moments  uint64  // on the pages of timelines: grows with every line that the log gets
	News     []*News // of all accounts
}

// Source is what the snapshots of one account are made from: its stores in one transaction, which only reads, and its
// state beside the file. A Source is worth as much as its transaction lasts; what is made from it is a copy.
type Source struct {
	History *history.Store
	Trust   *trust.Store
	Live    Live
	Now     time.Time
}

// self is the bare JID of the account.
func (src Source) self() string { return src.Trust.Account() }

// Make makes the snapshot of a window that looks at v, without a Number. accounts are all of the profile, in their order;
// an account that v names and that is none of them is shown as none. Rows that are in kept, unchanged, are those of
// the snapshot, and new ones are kept. KindInvalid "chat": v.Chat is not an address.
func Make(v View, accounts []Source, kept *Rows) (*Snapshot, error) {
	out := &Snapshot{View: v}
	for _, src := range accounts {
		account, err := src.account()
		if err != nil {
			return nil, err
		}
		out.Accounts = append(out.Accounts, account)
		news, err := src.news()
		if err != nil {
			return nil, err
		}
		out.News = append(out.News, news...)
	}
	i := slices.IndexFunc(accounts, func(src Source) bool { return src.is(v.Account) })
	if i < 0 {
		return out, nil // no account yet, or no longer
	}
	return out, accounts[i].fill(out, kept)
}

// is tells whether the account is the one with that address, however it is written.
func (src Source) is(account string) bool {
	if account == src.self() {
		return true
	}
	who, err := trust.ParseAddress(account)
	return err == nil && who == src.self()
}

// chatOf is the address of a chat as it is kept: bare or, of somebody in a room that is known, their place there.
func (src Source) chatOf(text string) (string, error) {
	if j, err := jid.Parse(text); err == nil && j.Resourcepart() != "" && src.History.IsRoom(j.Bare().String()) {
		return j.String(), nil
	}
	return trust.ParseAddress(text)
}

// fill adds what depends on the account of the view.
func (src Source) fill(out *Snapshot, kept *Rows) (err error) {
	if out.Chats, err = src.chatRows(); err != nil {
		return err
	}
	v := out.View
	if v.Chat != "" {
		who, err := src.chatOf(v.Chat)
		if err != nil {
			return fault.Invalid("chat", "not an address")
		}
		if out.Chat, err = src.chatView(who); err != nil {
			return err
		}
		if err := src.fillRows(who, out, kept); err != nil {
			return err
		}
	}
	switch v.Page {
	case PageTimeline, PageOwnTimeline:
		out.Moments = src.Trust.LogEnd()
	}
	switch {
	case v.Page == PageOwn || v.Page == PageOwnTimeline:
		out.Devices, err = src.Devices(src.self())
	case (v.Page == PageDevices || v.Page == PageTimeline) && v.Chat != "":
		who := out.Chat.Chat
		if v.Member != "" {
			if who, err = trust.ParseAddress(v.Member); err != nil {
				return fault.Invalid("member", "not an address")
			}
		}
		out.Devices, err = src.Devices(who)
	}
	return err
}
