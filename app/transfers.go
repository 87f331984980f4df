package app

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app/files"
	"vouch/app/files/aesgcm"
	"vouch/app/history"
	"vouch/app/view"
	"vouch/app/web"
)

const (
	movesAtOnce = 2                      // of an account
	moveTold    = 100 * time.Millisecond // how often a window hears how far one is
)

// errStopped is why the user's word ends a move.
var errStopped = errors.New("stopped by the user")

// transfers are the files that are on their way, beside their todo rows.
type transfers struct {
	now   map[string]*move // by row
	place files.Place      // where our server takes files; the zero Place: nowhere, or not known (facts.placed)
}

// move is one file that is on its way.
type move struct {
	chat string
	up   bool
	stop context.CancelCauseFunc
}

func newTransfers() transfers { return transfers{now: map[string]*move{}} }

// stop ends the move of a row, if there is one.
func (m *transfers) stop(row string) {
	if one := m.now[row]; one != nil {
		one.stop(errStopped)
	}
}

// mayBegin tells whether one more may be on its way: two of an account, and one upload of a chat.
func (m *transfers) mayBegin(t history.Todo) bool {
	if m.now[t.Row] != nil || len(m.now) >= movesAtOnce {
		return false
	}
	for _, one := range m.now {
		if one.up && one.chat == t.JID && t.Task == history.UploadFile {
			return false
		}
	}
	return true
}

// move begins to carry out the todo of a file. What it does runs beside the loop, and needs no stream once it has begun.
func (a *account) move(t history.Todo) {
	if !a.transfers.mayBegin(t) {
		delete(a.devices.todos.fetching, t.Key())
		return
	}
	row, err := a.movable(t)
	if err != nil || row.File == nil {
		a.finish(t, err)
		return
	}
	ctx, stop := context.WithCancelCause(a.ctx)
	one := &move{chat: t.JID, up: t.Task == history.UploadFile, stop: stop}
	a.transfers.now[t.Row] = one
	tell, way, place, stream := a.tellMove(t), a.wayToFiles(), a.transfers.place, a.conn.stream
	asks := one.up && !place.Known() // a server that took none may take some by now
	a.Work(func() func() {
		f, err := *row.File, error(nil)
		var unplaced error
		if one.up {
			if asks {
				place, unplaced = files.FindPlace(ctx, a.asRoomsSeeIt())
				err = unplaced
			}
			if err == nil {
				f.URL, err = a.s.files.Upload(ctx, a.asRoomsSeeIt(), place, way, f, row.Encrypted, func(sent int64) { tell(sent, f.Size) })
			}
		} else {
			f, err = a.s.files.Download(ctx, a.addr.Domain().String(), way, f, mostFetched(t, row), tell)
		}
		stop(nil)
		refused := one.up && unplaced == nil && refusedByPlace(err)
		return func() {
			delete(a.transfers.now, t.Row)
			if asks && a.conn.stream == stream {
				a.takePlace(place, unplaced)
			}
			if refused {
				a.doubtPlace()
			}
			a.Published(func(l *view.Live) { delete(l.Moves, t.Row) })
			a.moved(t, f, err)
		}
	})
}

// refusedByPlace tells whether our server did not take a file, so that what it takes may not be what it said.
func refusedByPlace(err error) bool {
	switch KindOf(err) {
	case KindTooBig, KindRefused, KindMalformed:
		return true
	}
	return false
}

// movable gives the row of a todo whose file is to be moved, with no File where that is no longer so. One that is fetched has its name
// in the store noted before anything of it is there, with the key that it lies under: so another try goes on where this one ends,
// whatever ends it.
func (a *account) movable(t history.Todo) (row history.Message, err error) {
	err = a.s.update("read file", func(tx *bbolt.Tx) error {
		h := a.s.history(tx, a.jid)
		row, err = h.InChat(t.JID, t.Row)
		switch {
		case errors.Is(err, history.ErrNotFound):
			row, err = history.Message{}, nil
		case err != nil || row.File == nil:
		case t.Task == history.UploadFile && !uploading(row), t.Task == history.FetchFile && row.File.State != history.FileComing:
			row.File = nil
		case t.Task == history.FetchFile && row.File.Stored == "":
			row.File.Stored = files.NewName()
			if !row.File.Sealed {
				row.File.SetKey(aesgcm.NewKey())
			}
			err = h.PutFile(row)
		}
		return err
	})
	return row, err
}

// mostFetched bounds a file that is fetched, in bytes.
func mostFetched(t history.Todo, row history.Message) int64 {
	most := int64(files.Most)
	if row.File.Size > 0 { // more is not what was told
		most = row.File.Size
	}
	if t.Most > 0 {
		most = min(most, t.Most)
	}
	return most
}

// tellMove gives what is told how far a file is, from any goroutine.
func (a *account) tellMove(t history.Todo) func(done, of int64) {
	var last atomic.Int64
	return func(done, of int64) {
		now, before := time.Now().UnixNano(), last.Load()
		if now-before < int64(moveTold) || !last.CompareAndSwap(before, now) {
			return
		}
		a.Published(func(l *view.Live) { l.Moves[t.Row] = view.Move{Done: done, Of: of} })
		a.changed(EventMessage, t.JID, t.Row)
	}
}

// wayToFiles is how the web is reached for files from this account, and into a private network only where our own server is in one.
func (a *account) wayToFiles() files.Way {
	conf, err := a.s.config(a.cfg)
	if err != nil {
		a.log.Error("configure way to files", "err", err)
	}
	inside := a.conn.client != nil && conf.Proxy == nil && isInside(a.conn.client.RemoteAddr())
	return func(own bool) web.Way {
		return web.Way{Roots: conf.RootCAs, Proxy: conf.Proxy, Dialer: conf.Dialer, Inside: own && inside}
	}
}

// isInside tells whether an address is of this machine, or of a network that the internet does not lead to.
func isInside(addr net.Addr) bool {
	at, err := netip.ParseAddrPort(addr.String())
	return err == nil && web.Inside(at.Addr())
}

// moved takes in what became of a file.
func (a *account) moved(t history.Todo, f history.File, cause error) {
	if cause != nil && a.ctx.Err() != nil {
		return // the program ends, which says nothing of the file; the todo stays
	}
	if passing(cause) {
		if row, err := a.movable(t); err == nil && row.File != nil {
			a.finish(t, errors.Join(cause, a.unstored(t, row, f)))
			return
		}
	}
	var e history.Entry
	err := a.s.update("store file", func(tx *bbolt.Tx) error {
		e = history.Entry{}
		h := a.s.history(tx, a.jid)
		row, err := h.InChat(t.JID, t.Row)
		switch {
		case errors.Is(err, history.ErrNotFound), err == nil && row.File == nil:
			h.OnCommit(func() { a.s.dropFile(f.Stored) })
			return h.Done(t)
		case err != nil:
			return err
		case t.Task == history.UploadFile:
			e, err = a.uploaded(h, row, f, cause)
		default:
			err = errors.Join(dropped(h, row, f), fetched(h, t, row, f, cause))
		}
		return errors.Join(err, h.Done(t))
	})
	if err != nil {
		a.finish(t, err)
		return
	}
	a.finish(t, nil)
	if e.Row != "" {
		a.remember(e)
	}
	a.changed(EventMessage, t.JID, t.Row)
}

// passing tells whether another try may end otherwise.
func passing(err error) bool { return KindOf(err) == KindNotConnected }

// uploaded has the message of a file leave that others can fetch now, or says why they cannot.
func (a *account) uploaded(h *history.Store, row history.Message, f history.File, cause error) (history.Entry, error) {
	if !uploading(row) {
		return history.Entry{}, nil
	}
	if cause != nil {
		row.State, row.ErrKind, row.ErrText = history.StateFailed, KindOf(cause), saidBy(cause)
		return history.Entry{}, h.Put(row)
	}
	row.File.URL, row.File.Sealed = f.URL, row.Encrypted
	e := history.Entry{Purpose: history.ForMessage, Chat: row.Chat, Row: row.ID, Encrypted: row.Encrypted}
	return e, errors.Join(h.Put(row), h.Queue(&e))
}

// fetched notes that a file is here, or why it is not.
func fetched(h *history.Store, t history.Todo, row history.Message, f history.File, cause error) error {
	if cause != nil && row.File.State != history.FileComing { // nobody waits for it any more
		row.File.Stored = f.Stored
		return h.Put(row)
	}
	row.ErrKind, row.ErrText = "", ""
	switch kind := KindOf(cause); {
	case cause == nil:
	case errors.Is(cause, errStopped), kind == KindTooBig && t.Most > 0: // by itself, so much and no more
		f.State = history.FileOffered
	case kind == KindNotFound:
		f.State = history.FileGone
	case kind == KindTampered:
		f.State = history.FileDamaged
	default:
		f.State, row.ErrKind, row.ErrText = history.FileFailed, kind, saidBy(cause)
	}
	row.File = &f
	return h.PutFile(row)
}

// unstored has another try begin with another name, and another key, where nothing is kept of this one.
func (a *account) unstored(t history.Todo, row history.Message, f history.File) error {
	if t.Task != history.FetchFile || f.Stored != "" {
		return nil
	}
	return a.s.update("drop part of file", func(tx *bbolt.Tx) error {
		h, row := a.s.history(tx, a.jid), row
		if err := h.DropFile(&row); err != nil {
			return err
		}
		file := *row.File
		file.Stored = ""
		row.File = &file
		return h.Put(row)
	})
}

// dropped ends what the row had in the store where nothing of it is kept.
func dropped(h *history.Store, row history.Message, f history.File) error {
	if f.Stored != "" {
		return nil
	}
	return h.DropFile(&row)
}

// saidBy is what a server said about a refusal.
func saidBy(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Said
	}
	return ""
}
