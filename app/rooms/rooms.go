// Package rooms is the room of an account for the rooms of XEP-0045: which of them the user is in, who else is there, who
// belongs to them, and the bookmarks that say so on all devices. It reaches the account through package loop alone.
//
// What is in a room is held in memory for one stream; what has to outlive it is a history.Room and its members. Presences
// touch no transaction, but for those that say who belongs to a private room no more, or anew, and for our own exit.
//
// What a room is its disco info says, and nothing else. Whenever something hints that it has changed, the room is Held
// until the fresh answer is here.
package rooms

import (
	"sync"
	"time"

	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/app/loop"
	"vouch/app/view"
	"vouch/xmpp/muc"
)

// Rooms are the rooms of an account. What has no context is for the loop's goroutine alone, unless it says otherwise; what
// has one waits for the network, and is for any other. The fields that the account sets do not change after New.
type Rooms struct {
	loop.Account

	// Tell writes a row about what happened in a room, in the transaction in which it is stored. Nil writes none.
	Tell func(*history.Store, News) error
	// Own is what we say to a room about being there; nil says nothing.
	Own func() muc.Own
	// Entered runs on the loop when we have come into a room, each time.
	Entered func(room string)
	// Left runs on the loop when we are out of a room, and do not go back by ourselves.
	Left func(room string)
	// Pictured runs on the loop when a room that we are in says which picture it has, by its SHA-1; "" for none. Nil takes none.
	Pictured func(room, hash string)
	// Nick is the nickname for rooms of which none is known; nil is the name of our address.
	Nick func() string

	all     map[string]*room // by bare JID
	names   names
	ways    ways
	marks   marks
	waits   map[string]func(error) // by the id of a stanza that a room may refuse
	puzzles int                    // how many rooms have wanted something solved
	rounds  int                    // of the clock of self-pings: an older one has ended
}

// names are the rooms as other goroutines may ask for them.
type names struct {
	sync.RWMutex // guards of
	of           map[string]bool
}

// New makes the rooms of an account, whose loop has not begun.
func New(a loop.Account) *Rooms {
	return &Rooms{Account: a, all: map[string]*room{}, names: names{of: map[string]bool{}}, waits: map[string]func(error){}}
}

// Load reads the rooms that are known.
func (r *Rooms) Load() error {
	return r.View("read rooms", func(h *history.Store) error {
		kept, err := h.Rooms()
		if err != nil {
			return err
		}
		for _, k := range kept {
			addr, err := jid.Parse(k.JID)
			if err != nil {
				r.Log.Error("room", "jid", k.JID, "err", err)
				continue
			}
			rm := r.add(addr)
			rm.kept = k
			r.name(rm)
			if !k.Kind.Private() {
				continue
			}
			members, err := h.Members(k.JID)
			if err != nil {
				return err
			}
			rm.members = make(map[string]muc.Affiliation, len(members))
			for _, m := range members {
				rm.members[m.JID] = muc.Affiliation(m.Affiliation)
			}
		}
		return nil
	})
}

// Is tells whether jid, bare, is a room that is known or being entered. It is for any goroutine.
func (r *Rooms) Is(bare string) bool {
	r.names.RLock()
	defer r.names.RUnlock()
	return r.names.of[bare]
}

// Began forgets what held for the stream before: a new one has begun, and we are in no room.
func (r *Rooms) Began() {
	r.ways, r.marks = ways{}, marks{}
	for id, told := range r.waits {
		delete(r.waits, id)
		told(offline())
	}
	for _, rm := range r.all {
		rm.began()
		if !rm.known() {
			rm.leaving = true // nothing comes any more
			r.forget(rm)
			continue
		}
		r.publish(rm)
	}
	r.fetchBookmarks()
}

// CaughtUp begins to enter the rooms that the user wants to be in: the account's own archive is here.
func (r *Rooms) CaughtUp() {
	r.ways.open = true
	r.enterWanted()
	r.watch()
}

// Resumed goes on with a stream that was cut: questions were lost, and nobody knows which rooms have gone meanwhile.
func (r *Rooms) Resumed() {
	for _, rm := range r.all {
		asking, listing := rm.fresh.asking, rm.fresh.lists != nil
		rm.lost()
		if !rm.known() && rm.entry == nil && !rm.in {
			r.forget(rm)
			continue
		}
		switch {
		case rm.entry != nil:
			r.look(rm)
		case rm.in: // who belongs to it may have changed: the room answers after all that it has said
			rm.fresh.unsure = true
			r.ping(rm)
			switch {
			case asking:
				r.askAgain(rm)
			case listing || rm.kept.Kind.Private() && !rm.fresh.listed:
				r.askLists(rm)
			}
		}
	}
	if r.ways.open {
		r.enterWanted()
		r.watch()
	}
	r.resumeBookmarks()
	for _, rm := range r.all {
		r.obey(rm)
	}
}

// add is the room at an address, made in memory when it is not known. Nothing that comes from there is a room's until it Is
// one: people may have such an address as well.
func (r *Rooms) add(addr jid.JID) *room {
	name := addr.Bare().String()
	if rm := r.all[name]; rm != nil {
		return rm
	}
	rm := newRoom(addr.Bare(), name)
	r.all[name] = rm
	return rm
}

// at is the room at an address that Is one, or nil.
func (r *Rooms) at(addr jid.JID) *room {
	if rm := r.all[addr.Bare().String()]; rm != nil && rm.named {
		return rm
	}
	return nil
}

// name has a room be one for all that comes from its address.
func (r *Rooms) name(rm *room) {
	if rm.named {
		return
	}
	rm.named = true
	r.names.Lock()
	defer r.names.Unlock()
	r.names.of[rm.name] = true
}

// forget takes a room out of memory that is not in the file. What is still to come from it is a room's all the same.
func (r *Rooms) forget(rm *room) {
	if rm.named && !rm.leaving {
		rm.leaving = true
		r.publish(rm)
		r.After(quiet, func() {
			if rm.leaving && !rm.known() && rm.entry == nil && !rm.in {
				r.forget(rm)
			}
		})
		return
	}
	delete(r.all, rm.name)
	r.names.Lock()
	delete(r.names.of, rm.name)
	r.names.Unlock()
	r.Published(func(l *view.Live) { delete(l.Rooms, rm.name) })
	r.Changed(rm.name)
}

// change writes what is kept of a room as f changes it, and what else belongs into the same transaction. What is kept is
// read in it, since others write there too.
func (r *Rooms) change(rm *room, doing string, f func(*history.Room), also func(*history.Store) error) error {
	var kept history.Room
	err := r.Update(doing, func(h *history.Store) (err error) {
		if kept, _, err = h.Room(rm.name); err != nil {
			return err
		}
		kept.JID = rm.name
		f(&kept)
		if err := h.PutRoom(kept); err != nil || also == nil {
			return err
		}
		return also(h)
	})
	if err == nil {
		rm.kept = kept
		r.name(rm)
	}
	return err
}

// tell writes a row about what happened.
func (r *Rooms) tell(h *history.Store, n News) error {
	if r.Tell == nil {
		return nil
	}
	return r.Tell(h, n)
}

// nickFor is the nickname to enter a room with.
func (r *Rooms) nickFor(rm *room) string {
	switch {
	case rm.kept.Nick != "":
		return rm.kept.Nick
	case r.Nick != nil && r.Nick() != "":
		return r.Nick()
	}
	return r.Addr.Localpart()
}

func (r *Rooms) own() muc.Own {
	if r.Own == nil {
		return muc.Own{}
	}
	return r.Own()
}

// since is how long ago at was.
func (r *Rooms) since(at time.Time) time.Duration { return r.Now().Sub(at) }
