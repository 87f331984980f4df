package app

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"go.etcd.io/bbolt"
	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/xmpp"
	"vouch/xmpp/carbons"
	"vouch/xmpp/delay"
	"vouch/xmpp/mam"
	"vouch/xmpp/pep"
)

// maxRaw bounds what an unreadable row keeps of its stanza.
const maxRaw = 4096

// arrival is a message and what was established about it before anything in it is believed.
type arrival struct {
	msg       *xmpp.Message
	from      string // true sender, bare
	chat      string // bare JID of the other side
	own       bool   // written by us, here or on another device
	at        time.Time
	digest    []byte
	archiveID string        // that our own account gave it, "" when it is not known
	archived  bool          // comes from the archive
	copied    bool          // comes as a carbon: others of our devices have it too
	late      bool          // our server says that it has kept it for a while
	older     bool          // was asked for as what was written before all that is here
	place     history.Place // of an archived one
}

// receive takes one message stanza. An error means that nothing of it was stored.
func (a *account) receive(m *xmpp.Message) error {
	from := m.FromJID.Bare()
	switch {
	case from.Equal(jid.JID{}):
		return nil
	case m.Type == "error":
		return a.receiveError(m, from.String())
	case m.Type == "groupchat":
		return nil // no room was joined, so nobody may send this
	}
	if result, ok := mam.ParseResult(m); ok {
		a.receiveResult(m.FromJID, result)
		return nil
	}
	if event, ok := pep.ParseEvent(m); ok {
		return a.receiveEvent(m.FromJID, event)
	}
	in := arrival{archiveID: a.archiveID(m)}
	in.at, in.late = a.arrivalTime(m)
	if inner, _, ok := carbons.Unwrap(m, a.addr); ok {
		in.copied, in.archiveID = true, a.archiveID(inner)
		m = inner
	} else if broken, ok := carbons.Unreadable(m, a.addr); ok {
		return a.receiveBrokenCarbon(broken)
	} else if carbons.Is(m) {
		return nil // not from our own account, so a forgery: not even what is beside it counts
	}
	if !in.describe(m, a.addr) {
		return nil
	}
	a.takeTyping(in, m)
	var out taken
	err := a.s.update("store message", func(tx *bbolt.Tx) (err error) {
		out = taken{}
		if err := a.takeIn(tx, in, &out); err != nil {
			return err
		}
		return a.moveCursor(tx, in)
	})
	if err != nil {
		return err
	}
	a.tookIn(out)
	if in.late && len(out.rows) > 0 {
		a.checkOrder()
	}
	return nil
}

// describe establishes who wrote m, to whom. It is false for what is no conversation between two.
func (in *arrival) describe(m *xmpp.Message, self jid.JID) bool {
	if m.Type == "error" || m.Type == "groupchat" || m.Type == "headline" {
		return false
	}
	from, to := m.FromJID.Bare(), m.ToJID.Bare()
	in.msg, in.from, in.chat = m, from.String(), from.String()
	if from.Equal(self.Bare()) && !to.Equal(self.Bare()) && !to.Equal(jid.JID{}) {
		in.own, in.chat = true, to.String()
	}
	return !from.Equal(jid.JID{})
}

// taken is what a transaction has changed, for those who watch.
type taken struct {
	rows     []history.Message
	devices  []string // JIDs with new devices or keys
	finished []uint64 // outbox entries that turned out to have arrived
	begun    []string // devices that began a session, as address text
}

// tookIn tells the watchers what was committed.
func (a *account) tookIn(out taken) {
	for _, seq := range out.finished {
		a.forget(seq)
	}
	for _, who := range out.devices {
		a.changed(EventDevices, who, "")
	}
	for _, address := range out.begun {
		if a.catchingUp {
			a.begun[address] = true
		}
	}
	for _, row := range out.rows {
		a.arrived(row)
	}
}

// arrived tells the watchers about a row that was committed.
func (a *account) arrived(row history.Message) {
	if row.ID != "" {
		a.changed(EventMessage, row.Chat, row.ID)
	}
}

// receiveError marks an own message as refused, when the error comes from the one it was sent to, or the server. One that
// waits has not left: the error is about an earlier sending.
func (a *account) receiveError(m *xmpp.Message, from string) error {
	var out taken
	err := a.s.update("store refusal", func(tx *bbolt.Tx) error {
		out = taken{}
		h := a.s.history(tx, a.jid)
		own, err := h.OwnByMessageID(m.Id)
		if errors.Is(err, history.ErrNotFound) || err == nil && (own.Chat != from || !own.Own || a.waiting(own.ID, changeNamed(own, m.Id))) {
			return nil
		}
		if err != nil {
			return err
		}
		return a.heardOf(h, &own, m.Id, refusal(m), &out)
	})
	if err == nil {
		a.tookIn(out)
	}
	return err
}

// setAside leaves a visible note of a stanza that could not be handled.
func (a *account) setAside(e xmpp.Event, cause error) {
	m, ok := e.What.(*xmpp.Message)
	if !ok {
		return
	}
	if err := a.note(m.FromJID.Bare().String(), NoticeBroken, cause.Error(), "", 0, ""); err != nil {
		a.log.Error("store note", "err", err)
	}
}

// note appends a row by the program to the chat with who.
func (a *account) note(who string, about Notice, text, raw string, device uint32, fingerprint string) error {
	row := history.Message{Chat: who, From: who, Time: a.now(), Kind: "notice", Notice: string(about), ErrText: text,
		Raw: cut(raw, maxRaw), Device: device, Fingerprint: fingerprint}
	err := a.s.update("store note", func(tx *bbolt.Tx) error {
		row.ID, row.Sort = "", nil
		return a.appendLive(a.s.history(tx, a.jid), &row)
	})
	if err == nil {
		a.arrived(row)
	}
	return err
}

// arrivalTime is the server's stamp of a message it kept for us, where our own server says so, and now otherwise.
func (a *account) arrivalTime(m *xmpp.Message) (at time.Time, kept bool) {
	now := a.now()
	for _, by := range []jid.JID{a.addr.Domain(), a.addr.Bare()} {
		d, ok := delay.By(m.Children, by)
		if ok && !d.Stamp.After(now) && d.Stamp.After(now.AddDate(-20, 0, 0)) {
			return d.Stamp, true
		}
	}
	return now, false
}

// chooseBody takes the body without a language, else the first there is (RFC 6121 §5.2.3).
func chooseBody(m *xmpp.Message) string { return m.Body }

// digest tells two messages with one id apart.
func digest(parts ...string) []byte {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:", len(p))
		h.Write([]byte(p))
	}
	return h.Sum(nil)
}

// cut shortens s to at most n bytes at a rune's edge.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
