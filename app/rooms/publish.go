package rooms

import (
	"errors"
	"slices"

	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/app/loop"
	"vouch/xmpp"
	"vouch/xmpp/bookmarks"
	"vouch/xmpp/pep"
)

// publishBookmark has the bookmark of a room say what the user wants, once all bookmarks have been read. One is changed at a
// time, since the node may have to be configured for the next.
func (r *Rooms) publishBookmark(rm *room) {
	if !rm.kept.Bookmark.Pending || !r.marks.read || rm == r.marks.under || slices.Contains(r.marks.queue, rm) {
		return
	}
	r.marks.queue = append(r.marks.queue, rm)
	r.publishNext()
}

func (r *Rooms) publishNext() {
	if r.marks.under != nil || len(r.marks.queue) == 0 || !r.Online() {
		return
	}
	rm := r.marks.queue[0]
	r.marks.queue, r.marks.under = r.marks.queue[1:], rm
	r.Ask(jid.JID{}, false, pep.ItemByID(bookmarks.Node, rm.name), func(answer *xmpp.Answer) {
		wish := rm.kept
		b, there, err := bookmarkIn(rm, answer)
		if err != nil || !there && !wish.Autojoin { // of a room that nobody is to be in none is made
			r.published(rm, wish, err)
			return
		}
		b.Autojoin, b.Nick, b.Password = wish.Autojoin, wish.Nick, wish.Password
		if wish.Name != "" {
			b.Name = wish.Name
		}
		r.write(b, func(err error) {
			if err != nil || !wish.Bookmark.Drop {
				r.published(rm, wish, err)
				return
			}
			r.set(bookmarks.Retract(rm.addr), func(err error) { r.published(rm, wish, err) })
		})
	})
}

// bookmarkIn is the bookmark of a room as it stands there, with what other programs keep in it, or a new one.
func bookmarkIn(rm *room, answer *xmpp.Answer) (b bookmarks.Bookmark, there bool, err error) {
	none := bookmarks.Bookmark{Room: rm.addr}
	if answer.Err != nil {
		if loop.IsAbsent(answer.Err) {
			return none, false, nil
		}
		return none, false, answer.Err
	}
	items, _, err := pep.ParseItems(answer.Payload)
	if err != nil || len(items) == 0 {
		return none, false, err
	}
	b, err = bookmarks.Parse(items[0])
	return b, err == nil, err
}

// write publishes a bookmark. A node that is configured otherwise is configured as it has to be first, and where the server
// refuses that, to hold enough: else it may keep the last bookmark alone.
func (r *Rooms) write(b bookmarks.Bookmark, then func(error)) {
	if r.marks.fewer {
		r.writeFewer(b, then)
		return
	}
	r.set(bookmarks.Publish(b, bookmarks.Options), func(err error) {
		switch {
		case pep.IsPreconditionNotMet(err):
			r.set(pep.Configure(bookmarks.Node, bookmarks.Options), func(refused error) {
				if isAnswer(refused) {
					r.marks.fewer = true
					r.writeFewer(b, then)
					return
				}
				r.set(bookmarks.Publish(b, bookmarks.Options), then)
			})
		case isAnswer(err):
			r.marks.fewer = true
			r.writeFewer(b, then)
		default:
			then(err)
		}
	})
}

func (r *Rooms) writeFewer(b bookmarks.Bookmark, then func(error)) {
	publish := func(then func(error)) { r.set(bookmarks.Publish(b, bookmarks.Fewer), then) }
	if r.marks.sized {
		publish(then)
		return
	}
	r.size(bookmarks.Sizes, func(err error) {
		switch {
		case err == nil:
			r.marks.sized = true
			publish(then)
		case pep.IsItemNotFound(err): // there is no node as yet
			publish(func(err error) {
				if err != nil {
					then(err)
					return
				}
				r.size(bookmarks.Sizes, func(err error) { r.marks.sized = err == nil; then(err) })
			})
		default:
			then(err)
		}
	})
}

// size configures the node to hold as many bookmarks as the server lets it.
func (r *Rooms) size(sizes []pep.Options, then func(error)) {
	r.set(pep.Configure(bookmarks.Node, sizes[0]), func(err error) {
		if len(sizes) > 1 && isAnswer(err) && !pep.IsItemNotFound(err) {
			r.size(sizes[1:], then)
			return
		}
		then(err)
	})
}

// isAnswer tells an error that the server answers from none; ejabberd 23.01 says of options that it does not know that it
// has no room for them at the moment.
func isAnswer(err error) bool {
	var e *xmpp.StanzaError
	return errors.As(err, &e)
}

// set asks our account to do something.
func (r *Rooms) set(payload any, then func(error)) {
	r.Ask(jid.JID{}, true, payload, func(answer *xmpp.Answer) { then(answer.Err) })
}

// published takes the end of a change: it is noted unless the user wants something else by now, and then the older lists
// follow.
func (r *Rooms) published(rm *room, wish history.Room, err error) {
	if r.marks.under == rm {
		r.marks.under = nil
	}
	switch {
	case errors.Is(err, xmpp.ErrClosed):
		return // the next stream, or this one when it goes on, tries again
	case err != nil:
		r.Log.Warn("publish bookmark", "room", rm.name, "err", err)
		r.publishNext()
		return
	}
	if err := r.change(rm, "store bookmark", func(k *history.Room) {
		k.Bookmark.Here = (wish.Bookmark.Here || wish.Autojoin) && !wish.Bookmark.Drop
		k.Bookmark.Pending = differs(*k, wish) || k.Bookmark.Drop != wish.Bookmark.Drop
		k.Bookmark.Drop = k.Bookmark.Drop && k.Bookmark.Pending
	}, nil); err != nil {
		r.Log.Error("store bookmark", "room", rm.name, "err", err)
	}
	r.Changed(rm.name)
	r.keepOlder(wish)
	r.publishBookmark(rm)
	r.publishNext()
}

// resumeBookmarks goes on with what a cut has interrupted.
func (r *Rooms) resumeBookmarks() {
	r.marks.under, r.marks.queue = nil, nil
	if !r.marks.read {
		r.fetchBookmarks()
		return
	}
	for _, rm := range r.all {
		r.publishBookmark(rm)
	}
}

// keepOlder changes the older lists where they have the room, each read anew before. That is for programs that know no others.
func (r *Rooms) keepOlder(wish history.Room) {
	addr, err := jid.Parse(wish.JID)
	if err != nil {
		return
	}
	change := func(s bookmarks.Storage) (bookmarks.Storage, bool) {
		for _, b := range s.Rooms() {
			if b.Room.Equal(addr) {
				if wish.Bookmark.Drop {
					return s.Without(addr), true
				}
				b.Autojoin, b.Nick, b.Password = wish.Autojoin, wish.Nick, wish.Password
				return s.With(b), true
			}
		}
		return s, false
	}
	warn := func(err error) {
		if err != nil {
			r.Log.Warn("keep older bookmarks in step", "err", err)
		}
	}
	if r.marks.older.private {
		r.Ask(jid.JID{}, false, bookmarks.GetPrivate(), func(answer *xmpp.Answer) {
			if answer.Err != nil {
				return
			}
			if s, err := bookmarks.ParsePrivate(answer.Payload); err == nil {
				if s, has := change(s); has {
					r.set(bookmarks.SetPrivate(s), warn)
				}
			}
		})
	}
	if r.marks.older.pep {
		r.Ask(jid.JID{}, false, pep.Items(bookmarks.NSStorage, 0), func(answer *xmpp.Answer) {
			if s, ok := storageInPEP(answer); ok {
				if s, has := change(s); has {
					r.set(bookmarks.PublishStorage(s), warn)
				}
			}
		})
	}
}
