package app

import (
	"context"
	"slices"

	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/app/loop"
	"vouch/app/view"
)

const (
	olderSize  = 50  // messages asked for at a time
	olderPages = 10  // pages without a row that one fetch asks for
	olderScan  = 200 // first rows of a chat that are looked at for an archive id
)

// older is one fetch of what was written in a chat before its first row. It goes on page after page until there is a row
// to show. Nothing of it is news: no row is unread, nobody is told that it arrived, and the cursor stays where it is.
type older struct {
	chat    string
	waiting []func(error)
	asked   []string // archive ids that it was asked before, so that an archive that goes in circles is noticed
	pager
	ofRoom bool // the archive is that of the room
	ours   int  // results of this chat
	pages  int
	place  history.Place // of the page's next row
	added  map[string]bool
	all    bool
}

// Older fetches what was written in a chat before its first row, about fifty messages, and returns when they are there.
func (s *Service) Older(ctx context.Context, of, chat string) (FetchedOlder, error) {
	a, err := s.account(of)
	if err != nil {
		return FetchedOlder{}, err
	}
	who, err := a.chatAddress("chat", chat)
	if err != nil {
		return FetchedOlder{}, err
	}
	return loop.Wait(ctx, a.asRoomsSeeIt(), func(report func(FetchedOlder, error)) {
		a.fetchOlder(who, func(o *older, err error) { report(FetchedOlder{Added: len(o.added), Complete: o.all}, err) })
	})
}

// fetchOlder begins a fetch, or joins the one of this chat.
func (a *account) fetchOlder(who string, then func(*older, error)) {
	o := &older{chat: who, pager: pager{of: a.addr.Bare()}, added: map[string]bool{}}
	if o.ofRoom = a.rooms.Is(who); o.ofRoom {
		o.of = jid.MustParse(who)
	}
	if i := slices.IndexFunc(a.archive.olders, func(o *older) bool { return o.chat == who }); i >= 0 {
		o = a.archive.olders[i]
	}
	o.waiting = append(o.waiting, func(err error) { then(o, err) })
	if len(o.waiting) > 1 {
		return
	}
	a.archive.olders = append(a.archive.olders, o)
	a.setOlder(who, view.OlderState{Loading: true})
	if !a.conn.online {
		a.endOlders(&Error{Kind: KindNotConnected})
	}
}

// workOlder asks for the next page, or takes in a part of the one that has come. It waits for a catch-up: what is news is
// not to be taken for the past.
func (a *account) workOlder() {
	if len(a.archive.olders) == 0 || !a.facts.discovered || a.archive.catchingUp || a.archive.unordered {
		return
	}
	switch o := a.archive.olders[0]; {
	case o.ofRoom && (!a.rooms.In(o.chat) || a.archive.rooms.fails(o.chat)):
		a.endOlder(o, &Error{Kind: KindNotConnected, Why: "not in the room"})
	case o.ofRoom && a.archive.rooms.reads(o.chat): // those of other chats go on meanwhile
		o.pager = pager{of: o.of} // asked anew when its turn comes
		a.archive.olders = append(a.archive.olders[1:], o)
	case !a.keepsOlder(o):
		a.endOlder(o, &Error{Kind: KindNotOffered})
	case o.id == "":
		a.askOlder(o)
	case o.fin != nil:
		a.takeOlder(o)
	}
}

// keepsOlder tells whether there is an archive to ask.
func (a *account) keepsOlder(o *older) bool {
	if !o.ofRoom {
		return a.archive.kept
	}
	is, err := a.roomRecord(o.chat)
	return err == nil && is.Kind.Offers.Archive
}

// endOlder ends a fetch, well or not.
func (a *account) endOlder(o *older, err error) {
	a.archive.olders = slices.DeleteFunc(a.archive.olders, func(other *older) bool { return other == o })
	if err != nil {
		a.log.Warn("fetch older messages", "peer", o.chat, "err", err)
	}
	a.setOlder(o.chat, view.OlderState{Kind: KindOf(err)})
	for _, then := range o.waiting {
		then(err)
	}
	if len(a.archive.olders) > 0 {
		a.wakeIn(0)
	}
}

// endOlders ends all fetches: there is no stream.
func (a *account) endOlders(err error) {
	for len(a.archive.olders) > 0 {
		a.endOlder(a.archive.olders[0], err)
	}
}

// setOlder tells the windows how the fetch of a chat goes.
func (a *account) setOlder(who string, now view.OlderState) {
	a.mu.Lock()
	if delete(a.live.Archive.Older, who); now != (view.OlderState{}) {
		a.live.Archive.Older[who] = now
	}
	a.mu.Unlock()
	a.changed(EventChanged, who, "")
}

// forgiveOlders forgets what failed for want of a stream.
func (a *account) forgiveOlders() {
	a.mu.Lock()
	defer a.mu.Unlock()
	clear(a.live.Archive.Older)
}
