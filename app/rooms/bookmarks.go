package rooms

import (
	"time"

	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/xmpp/bookmarks"
	"vouch/xmpp/pep"
)

// calm is how long a room stays as a bookmark had it when another word about it comes: some programs take bookmarks away and
// put them back within moments.
const calm = 10 * time.Second

// marks is what is known of the bookmarks on this stream.
type marks struct {
	read  bool // all of them
	older older
	queue []*room // whose bookmark has to be published
	under *room   // whose is

	fewer bool // the server refuses some options of the node
	sized bool // and has been told how many the node is to hold
}

// merged takes all bookmarks that there are. A list with none, where there were some, is not believed: nobody leaves all rooms
// by it.
func (r *Rooms) merged(native, private, inPEP []bookmarks.Bookmark) {
	all := bookmarks.Merge(native, private, inPEP)
	r.marks.read, r.marks.older = true, older{len(private) > 0, len(inPEP) > 0}
	there := map[string]bool{}
	for _, b := range all {
		there[b.Room.String()] = true
	}
	var gone []*room
	for _, rm := range r.all {
		if rm.kept.Bookmark.Here && !there[rm.name] && len(all) > 0 {
			gone = append(gone, rm)
		}
	}
	if err := r.noteBookmarks(all, gone); err != nil {
		r.Log.Error("store bookmarks", "err", err)
	}
	for _, rm := range r.all {
		r.publishBookmark(rm)
	}
}

// ReceiveBookmarks takes what has changed in the bookmarks (XEP-0402 v1.2.0 §4). The caller knows that it comes from our own
// account. Where all of them go at once nothing is left: nobody has said so about any room.
func (r *Rooms) ReceiveBookmarks(e pep.Event) error {
	if e.Deleted || e.Purged { // which names no room
		r.Log.Warn("all bookmarks are gone")
	}
	var gone []*room
	for _, id := range e.Retracted {
		if addr, err := bookmarks.ParseID(id); err == nil {
			if rm := r.all[addr.String()]; rm != nil && rm.known() {
				gone = append(gone, rm)
			}
		}
	}
	return r.noteBookmarks(r.parseAll(e.Items), gone)
}

// noteBookmarks stores what bookmarks say, and then goes by it.
func (r *Rooms) noteBookmarks(there []bookmarks.Bookmark, gone []*room) error {
	changed := map[*room]history.Room{}
	err := r.Update("store bookmarks", func(h *history.Store) error {
		clear(changed)
		for _, b := range there {
			if person, err := r.isPerson(h, b.Room); err != nil || person {
				if err != nil {
					return err
				}
				continue
			}
			if len(r.all) >= bookmarks.Max && r.all[b.Room.String()] == nil {
				continue
			}
			rm := r.add(b.Room)
			kept, _, err := h.Room(rm.name)
			if err != nil {
				return err
			}
			if now := rm.bookmarked(kept, b); now.JID != kept.JID || now.Bookmark != kept.Bookmark || differs(now, kept) {
				changed[rm] = now
			}
		}
		for _, rm := range gone {
			kept, known, err := h.Room(rm.name)
			if err != nil {
				return err
			}
			if known && !kept.Bookmark.Pending {
				kept.Bookmark.Here, kept.Autojoin = false, false
				changed[rm] = kept
			}
		}
		for _, kept := range changed {
			if err := h.PutRoom(kept); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for rm, kept := range changed {
		if rm.kept.Password != kept.Password || rm.kept.Nick != kept.Nick || rm.kept.Out != kept.Out {
			rm.pulse.resting = false // that may have been what kept us out
		}
		rm.kept = kept
		r.name(rm)
		r.obey(rm)
		r.publish(rm)
	}
	return nil
}

// isPerson tells whether a bookmark is of somebody who is no room: it would take their messages for a room's.
func (r *Rooms) isPerson(h *history.Store, addr jid.JID) (bool, error) {
	if addr.Equal(r.Addr) {
		return true, nil
	}
	_, contact, err := h.Contact(addr.String())
	return contact, err
}

// bookmarked is what is kept of a room with what its bookmark says. What the user wants here, and has not been published yet,
// stands. One who has joined again elsewhere is back here too, but not in a room that is no more.
func (rm *room) bookmarked(kept history.Room, b bookmarks.Bookmark) history.Room {
	kept.JID, kept.Bookmark.Here = rm.name, true
	if kept.Bookmark.Pending {
		return kept
	}
	if b.Autojoin && !kept.Autojoin && kept.Out.Why != history.OutDestroyed && kept.Out.Why != history.OutGone {
		kept.Out = history.Out{}
	}
	kept.Name, kept.Autojoin, kept.Nick, kept.Password = b.Name, b.Autojoin, b.Nick, b.Password
	return kept
}

func differs(a, b history.Room) bool {
	return a.Name != b.Name || a.Autojoin != b.Autojoin || a.Nick != b.Nick || a.Password != b.Password || a.Out != b.Out
}

// obey enters or leaves a room as its bookmark says, and not to and fro.
func (r *Rooms) obey(rm *room) {
	enter, leave := rm.wanted() && r.ways.open, !rm.kept.Autojoin && (rm.in || rm.entry != nil && rm.entry.auto)
	if !enter && !leave {
		return
	}
	if left := calm - r.since(rm.pulse.obeyed); left > 0 {
		r.After(left, func() { r.obey(rm) })
		return
	}
	rm.pulse.obeyed = r.Now()
	if enter {
		r.enterWanted()
	} else {
		r.walkOut(rm)
	}
}
