package app

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"vouch/app/files"
	"vouch/app/files/filename"
	"vouch/app/history"
	"vouch/trust"
	"vouch/xmpp"
	"vouch/xmpp/fallback"
	"vouch/xmpp/oob"
	"vouch/xmpp/sharing"
)

const (
	unaskedDefault = 10                 // megabytes of a file that is fetched by itself
	unaskedMost    = files.Most >> 20   // that can be chosen
	fetchedLately  = 7 * 24 * time.Hour // how old the message of such a file may be
)

// unaskedMegabytes is up to which size files are fetched by themselves; 0 for never.
func unaskedMegabytes(cfg trust.Account) int {
	if cfg.FetchUpTo == 0 {
		return unaskedDefault
	}
	return max(cfg.FetchUpTo, 0)
}

// setUnasked counts for what comes from now on.
func (a *account) setUnasked(megabytes int) error {
	if megabytes < 0 || megabytes > unaskedMost {
		return invalid("megabytes", fmt.Sprintf("0 to %d", unaskedMost))
	}
	return a.configure(func(cfg *trust.Account) {
		if cfg.FetchUpTo = megabytes; megabytes == 0 {
			cfg.FetchUpTo = -1
		}
	})
}

// takeFile puts a file in the place of words that are the address of one, and tells whether it is to be fetched by itself.
func (a *account) takeFile(h *history.Store, in arrival, row *history.Message) (fetch bool, err error) {
	f := history.FileIn(row.Body)
	if f == nil && !row.Encrypted { // under an encryption only what is inside counts, since a key stands in it
		f = in.said.file
	}
	if f == nil {
		return false, nil
	}
	row.File, row.Body = f, ""
	if f.State == history.FileAwaited {
		return false, nil
	}
	if fetch, err = a.fetchesItself(h, in); fetch {
		f.State = history.FileComing
	}
	return fetch, err
}

// fileSaid is the file that a message in clear with that text stands for, or nil: it is shared, with a text that is there for programs
// that do not know so (XEP-0447 v0.3.1 §3.1), or its address is said twice, as words and out of band (XEP-0066 v1.5 §3).
func fileSaid(m *xmpp.Message, text string) *history.File {
	text = strings.TrimSpace(text)
	if s, ok := sharing.Of(m); ok && (text == "" || text == s.URL || fallback.Whole(m, sharing.NS)) {
		f := &history.File{
			Name: filename.Clean(s.File.Name), Size: s.File.Size, Width: s.File.Width, Height: s.File.Height, Hash: s.File.SHA256, URL: s.URL, State: history.FileOffered,
		}
		if s.URL == "" {
			f.State = history.FileAwaited
		} else if s.File.Name == "" {
			f.Name = filename.OfURL(s.URL)
		}
		return f
	}
	link, ok := oob.Of(m)
	if !ok || text != link.URL || !strings.HasPrefix(strings.ToLower(link.URL), "https://") {
		return nil
	}
	return &history.File{Name: filename.OfURL(link.URL), URL: link.URL, State: history.FileOffered}
}

// takeSource takes where a file can be fetched that was shared before, if who shared it says so. Nobody else can: who has no hash to
// hold it against would take another file for it. It is true for a message that says nothing else.
func (a *account) takeSource(h *history.Store, in arrival, out *taken) (bool, error) {
	id, address, ok := sharing.Attached(in.msg)
	if !ok {
		return false, nil
	}
	row, err := h.SentBy(in.chat, in.from, id)
	if errors.Is(err, history.ErrNotFound) || err == nil && row.File == nil {
		return false, nil
	}
	if err != nil || row.File.State != history.FileAwaited {
		return true, err
	}
	fetch, err := a.fetchesItself(h, in)
	if err != nil {
		return true, err
	}
	if row.File.URL, row.File.State = address, history.FileOffered; fetch {
		row.File.State = history.FileComing
		err = h.Need(a.fetchUnasked(row))
	}
	out.rows = append(out.rows, row)
	return true, errors.Join(err, h.PutFile(row))
}

// fetchUnasked is the todo that fetches the file of a row without a word of the user.
func (a *account) fetchUnasked(row history.Message) history.Todo {
	t := fetchOf(row)
	t.Most = int64(unaskedMegabytes(a.cfg)) << 20
	return t
}

// fetchesItself tells whether a file may be fetched without a word of the user: our own, and that of a contact, also in a room, if it
// was not sent long ago. Fetching tells the server where we are.
func (a *account) fetchesItself(h *history.Store, in arrival) (bool, error) {
	if unaskedMegabytes(a.cfg) == 0 || in.older || in.place.Quiet || a.now().Sub(in.at) > fetchedLately {
		return false, nil
	}
	if in.own {
		return true, nil
	}
	_, contact, err := h.Contact(in.from)
	return contact, err
}
