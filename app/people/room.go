// Package people is the room of an account for other people: the roster, presence, pictures, what people say about
// themselves, the block list and invitations. It reaches the account through package loop alone.
package people

import (
	"vouch/app/history"
	"vouch/app/loop"
	"vouch/app/view"
)

// Room is what an account knows of other people, beside what it publishes as view.People. What has no context is for the
// loop's goroutine alone, unless it says otherwise; what has one waits for the network, and is for any other.
type Room struct {
	loop.Account

	// Rooms tells whether a bare JID is a room, whose picture stays. It is for any goroutine; nil knows none.
	Rooms func(bare string) bool

	facts     facts
	picturing int // fetches of avatars under way
}

// facts holds for one stream.
type facts struct {
	served   bool              // features of our server were fetched, and the block list
	pictured map[string]wanted // by JID: the avatar that was announced
	pictures []wanted          // avatars to be fetched
}

// New makes the room of an account, whose loop has not begun.
func New(a loop.Account) *Room {
	r := &Room{Account: a}
	r.facts.pictured = map[string]wanted{}
	return r
}

// Began forgets what held for the stream before: a new one has begun, which does not go on where that was cut.
func (r *Room) Began() {
	r.facts = facts{pictured: map[string]wanted{}}
	r.Published(func(l *view.Live) { l.People.Began() })
}

// AskMissing asks for what the stream does not know yet. Questions that a cut left without an answer are asked again.
func (r *Room) AskMissing() {
	if !r.facts.served {
		r.discoverServer()
	}
	r.fetchPictures()
}

// Contact is one entry of the roster. It is for any goroutine.
func (r *Room) Contact(who string) (c history.Contact, ok bool) {
	if err := r.View("read contact", func(h *history.Store) (err error) {
		c, ok, err = h.Contact(who)
		return err
	}); err != nil {
		r.Log.Error("read contact", "err", err)
	}
	return c, ok
}
