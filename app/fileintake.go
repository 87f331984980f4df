package app

import (
	"strings"
	"time"

	"vouch/app/files/filename"
	"vouch/app/history"
	"vouch/xmpp/oob"
)

const (
	fetchedUnasked = 10 << 20           // bytes of a file that is fetched by itself
	fetchedLately  = 7 * 24 * time.Hour // and how old its message may be
)

// takeFile puts a file in the place of words that are the address of one, and tells whether it is to be fetched by itself.
func (a *account) takeFile(h *history.Store, in arrival, row *history.Message) (fetch bool, err error) {
	f := fileSaid(in, *row)
	if f == nil {
		return false, nil
	}
	row.File, row.Body = f, ""
	if fetch, err = a.fetchesItself(h, in); fetch {
		f.State = history.FileComing
	}
	return fetch, err
}

// fileSaid is the file that a message stands for, or nil. Under an encryption only what is inside counts, since a key stands in it; in
// clear, what the sender says twice: as words, and out of band (XEP-0066 v1.5 §3).
func fileSaid(in arrival, row history.Message) *history.File {
	if f := history.FileIn(row.Body); f != nil {
		return f
	}
	if row.Encrypted {
		return nil
	}
	link, ok := oob.Of(in.msg)
	if !ok || strings.TrimSpace(row.Body) != link.URL || !strings.HasPrefix(strings.ToLower(link.URL), "https://") {
		return nil
	}
	return &history.File{Name: filename.OfURL(link.URL), URL: link.URL, State: history.FileOffered}
}

// fetchesItself tells whether a file may be fetched without a word of the user: our own, and that of a contact, also in a room, if it
// was not sent long ago. Fetching tells the server where we are.
func (a *account) fetchesItself(h *history.Store, in arrival) (bool, error) {
	if in.older || in.place.Quiet || a.now().Sub(in.at) > fetchedLately {
		return false, nil
	}
	if in.own {
		return true, nil
	}
	_, contact, err := h.Contact(in.from)
	return contact, err
}
