package app

import (
	"go.etcd.io/bbolt"
	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/app/input"
	"vouch/xmpp"
	"vouch/xmpp/forward"
	"vouch/xmpp/mam"
)

// receiveBroken leaves a visible note of a message that did not decode.
func (a *account) receiveBroken(b *xmpp.Broken) error {
	a.log.Warn("stanza does not decode", "stanza", b.Name.Local, "err", b.Err)
	if b.Name.Local != "message" {
		return nil
	}
	return a.noteBroken(b.From, "", b.ID, b.Raw, b.Err)
}

// receiveBrokenCarbon leaves a visible note of a message of another of our devices, or to it, that does not decode.
func (a *account) receiveBrokenCarbon(f forward.Forwarded) error {
	a.log.Warn("carbon does not decode", "err", f.Err)
	return a.noteBroken(f.From, f.To, f.ID, f.Raw, f.Err)
}

func (a *account) noteBroken(from, to, id, raw string, cause error) error {
	in := arrival{at: a.now()}
	if !a.describeBroken(&in, from, to, id) {
		return nil
	}
	var out taken
	err := a.s.update("store note", func(tx *bbolt.Tx) error {
		out = taken{}
		return a.takeBroken(a.s.history(tx, a.jid), in, raw, cause, &out)
	})
	if err != nil {
		return err
	}
	a.tookIn(out)
	return nil
}

// takeBrokenResult leaves a visible note of an archived message that does not decode, at its place.
func (a *account) takeBrokenResult(h *history.Store, in arrival, r mam.Result, back bool, out *taken) error {
	a.log.Warn("archived message does not decode", "err", r.Err)
	if !a.describeBroken(&in, r.From, r.To, r.ID) {
		return nil
	}
	if !in.older {
		in.place = a.orderOf(in.chat).place(back)
	}
	return a.takeBroken(h, in, r.Raw, r.Err, out)
}

// describeBroken is describe for a message of which only these attributes are known. It is false when they name nobody
// whose chat it could belong to.
func (a *account) describeBroken(in *arrival, from, to, id string) bool {
	sender, err := jid.Parse(from)
	if err != nil {
		return false
	}
	m := &xmpp.Message{FromJID: sender}
	m.Id = id
	if m.ToJID, err = jid.Parse(to); err != nil {
		m.ToJID = jid.JID{}
	}
	ok := a.describe(in, m)
	in.own = false // the row is the program's, and no receipt may find it
	return ok
}

// takeBroken stores the note once, whichever way the message comes and how often.
func (a *account) takeBroken(h *history.Store, in arrival, raw string, cause error, out *taken) error {
	in.digest = digest("broken")
	if in.msg.Id == "" { // one that a server makes anew each time, such as an event
		in.digest = digest("broken", raw)
	}
	if seen, err := a.seen(h, in, true); err != nil || seen {
		return err
	}
	row := in.row(history.KindNotice)
	row.Notice, row.ErrText, row.Raw = history.NoticeBroken, cause.Error(), input.Cut(raw, maxRaw)
	return a.appendArrival(h, in, &row, out)
}
