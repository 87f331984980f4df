package rooms

import (
	"errors"

	"mellium.im/xmpp/jid"

	"vouch/app/loop"
	"vouch/xmpp"
	"vouch/xmpp/bookmarks"
	"vouch/xmpp/disco"
	"vouch/xmpp/pep"
)

// older is where the account has the list of XEP-0048 too.
type older struct {
	private, pep bool
}

// fetchBookmarks reads all bookmarks, those of the older lists too where the server does not keep them in step by itself.
func (r *Rooms) fetchBookmarks() {
	r.Ask(jid.JID{}, false, disco.Get(""), func(answer *xmpp.Answer) {
		if r.againLater(answer.Err) {
			return
		}
		info := disco.Info{}
		if answer.Err == nil {
			info, _ = disco.ParseInfo(answer.Payload)
		}
		r.fetchLists(!info.Has(bookmarks.Compat), !info.Has(bookmarks.Compat) && !info.Has(bookmarks.CompatPEP))
	})
}

// againLater tells whether an answer says nothing, and has all asked again.
func (r *Rooms) againLater(err error) bool {
	if err == nil || loop.IsAbsent(err) {
		return false
	}
	if !errors.Is(err, xmpp.ErrClosed) {
		r.Log.Warn("fetch bookmarks", "err", err)
		r.After(askAgain, r.fetchBookmarks)
	}
	return true
}

// fetchLists reads the lists one after the other. The one of XEP-0402 counts first.
func (r *Rooms) fetchLists(private, inPEP bool) {
	var native, fromPrivate, fromPEP []bookmarks.Bookmark
	done := func() { r.merged(native, fromPrivate, fromPEP) }
	askPEP := func() {
		if !inPEP {
			done()
			return
		}
		r.Ask(jid.JID{}, false, pep.Items(bookmarks.NSStorage, 0), func(answer *xmpp.Answer) {
			if r.againLater(answer.Err) {
				return
			}
			if s, ok := storageInPEP(answer); ok {
				fromPEP = s.Rooms()
			}
			done()
		})
	}
	askPrivate := func() {
		if !private {
			askPEP()
			return
		}
		r.Ask(jid.JID{}, false, bookmarks.GetPrivate(), func(answer *xmpp.Answer) {
			if r.againLater(answer.Err) {
				return
			}
			if answer.Err == nil {
				if s, err := bookmarks.ParsePrivate(answer.Payload); err == nil {
					fromPrivate = s.Rooms()
				}
			}
			askPEP()
		})
	}
	r.Ask(jid.JID{}, false, pep.Items(bookmarks.Node, 0), func(answer *xmpp.Answer) {
		if r.againLater(answer.Err) {
			return
		}
		if answer.Err == nil {
			items, _, err := pep.ParseItems(answer.Payload)
			if err != nil {
				r.Log.Warn("read bookmarks", "err", err)
			}
			native = r.parseAll(items)
		}
		askPrivate()
	})
}

func storageInPEP(answer *xmpp.Answer) (bookmarks.Storage, bool) {
	if answer.Err != nil {
		return bookmarks.Storage{}, false
	}
	items, _, err := pep.ParseItems(answer.Payload)
	if err != nil || len(items) == 0 {
		return bookmarks.Storage{}, false
	}
	s, err := bookmarks.ParseStorage(items[len(items)-1].Payload)
	return s, err == nil
}

func (r *Rooms) parseAll(items []pep.Item) (out []bookmarks.Bookmark) {
	for _, item := range items {
		b, err := bookmarks.Parse(item)
		if err != nil {
			r.Log.Info("bookmark", "err", err)
			continue
		}
		out = append(out, b)
	}
	return out
}
