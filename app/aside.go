package app

import (
	"errors"
	"fmt"
	"maps"
	"runtime/debug"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/trust"
	"vouch/xmpp"
	"vouch/xmpp/mam"
	"vouch/xmpp/pep"
)

// What others send must not be able to stop an account. Where it cannot be taken in, by an error or a panic, its
// transaction is rolled back, a row says so, and it counts as taken in: it would come again for ever. Only an error of the
// file ends the stream: then nothing of it is stored, nothing is acknowledged, and the server sends it again.

// contain runs f on something that others have sent. A panic is an error of that.
func (a *account) contain(f func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			a.log.Error("panic over what came in", "err", r, "stack", string(debug.Stack()))
			err = fmt.Errorf("handle stanza: %v", r)
		}
	}()
	return f()
}

// containOrdered is contain for what takes in messages. The order of the archive that is kept in mind is rolled back with
// the transaction.
func (a *account) containOrdered(f func() error) error {
	before := make(map[string]chatOrder, len(a.archive.order))
	for chat, o := range a.archive.order {
		kept := *o
		kept.live = maps.Clone(o.live)
		before[chat] = kept
	}
	err := a.contain(f)
	if err != nil {
		clear(a.archive.order)
		for chat, o := range before {
			a.archive.order[chat] = &o
		}
	}
	return err
}

// setAside leaves a visible note of a stanza that could not be handled. An error is one of the file: the stanza is not to
// be acknowledged.
func (a *account) setAside(e xmpp.Event, cause error) error {
	a.log.Error("stanza set aside", "err", cause)
	err := a.contain(func() error {
		switch what := e.What.(type) {
		case *xmpp.Message:
			return a.setMessageAside(what, cause)
		case *xmpp.Broken:
			return a.noteUnplaced(cause)
		case *xmpp.IQ: // a question has an answer (RFC 6120 §8.2.3)
			return a.reply(a.conn.client.Refuse(what, "internal-server-error"))
		}
		return nil
	})
	if err == nil || errors.Is(err, trust.ErrFile) || errors.Is(err, xmpp.ErrClosed) {
		return err
	}
	a.log.Error("note stanza in its chat", "err", err)
	return a.noteUnplaced(cause)
}

// setMessageAside leaves the note in the chat of the message, once however often it comes. What is no message of somebody
// has nothing that a person could miss.
func (a *account) setMessageAside(m *xmpp.Message, cause error) error {
	if _, event := pep.ParseEvent(m); event && !saysMore(m) {
		return nil
	}
	if _, result := mam.ParseResult(m); result {
		return nil
	}
	in, ok := a.arrivalOf(m)
	if !ok {
		return nil
	}
	in.own = false // the row is the program's, and no receipt may find it
	var out taken
	err := a.s.update("store note", func(tx *bbolt.Tx) error {
		out = taken{}
		if err := a.takeBroken(a.s.history(tx, a.jid), in, in.msg.Body, cause, &out); err != nil {
			return err
		}
		return a.moveCursor(tx, in)
	})
	if err == nil {
		a.tookIn(out)
	}
	return err
}

// noteUnplaced leaves a note in the chat with our server, where the chat of the stanza cannot take one. Its error is one of
// the file.
func (a *account) noteUnplaced(cause error) error {
	err := a.contain(func() error { return a.note(a.addr.Domain().String(), history.NoticeBroken, cause.Error(), "", 0, "") })
	if err != nil && !errors.Is(err, trust.ErrFile) {
		a.log.Error("note stanza", "err", err) // the log is what is left
		return nil
	}
	return err
}
