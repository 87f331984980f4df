package app

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"go.etcd.io/bbolt"
	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/app/input"
	"vouch/app/view"
	"vouch/xmpp"
	"vouch/xmpp/carbons"
	"vouch/xmpp/invites"
	"vouch/xmpp/mam"
	"vouch/xmpp/omemo"
	"vouch/xmpp/pep"
)

// maxRaw bounds what an unreadable row keeps of its stanza.
const maxRaw = 4096

// arrival is a message and what was established about it before anything in it is believed.
type arrival struct {
	msg       *xmpp.Message
	from      string // true sender, bare; in a room that does not show it, or says nothing sure, their place there
	chat      string // bare JID of the other side; of an occupant their place
	own       bool   // written by us, here or on another device
	at        time.Time
	digest    []byte
	archiveID string        // that our own account gave it, "" when it is not known
	archived  bool          // comes from the archive
	copied    bool          // comes as a carbon: others of our devices have it too
	late      bool          // our server says that it has kept it for a while
	older     bool          // was asked for as what was written before all that is here
	place     history.Place // of an archived one
	room      *seat         // of a message of a room: where in it; else nil
	said      content       // set by takeIn
}

// receive takes one message stanza. An error means that nothing of it was stored.
func (a *account) receive(m *xmpp.Message) error {
	if in, ok := a.conversation(m); ok {
		return a.takeArrivals(in)
	}
	from := m.FromJID.Bare()
	if result, ok := mam.ParseResult(m); ok {
		a.receiveResult(m.FromJID, result)
		return nil
	}
	switch {
	case from.Equal(jid.JID{}):
		return nil
	case a.rooms.Is(from.String()):
		return a.receiveFromRoom(m)
	case m.Type == "error":
		return a.receiveError(m, from.String())
	case m.Type == "groupchat":
		return nil // of a room that nobody here is in
	}
	if event, ok := pep.ParseEvent(m); ok {
		if err := a.receiveEvent(m.FromJID, event); err != nil || !saysMore(m) {
			return err
		}
	}
	if broken, ok := carbons.Unreadable(m, a.addr); ok {
		return a.receiveBrokenCarbon(broken)
	}
	if in, ok := a.arrivalOf(m); ok {
		return a.takeArrivals(in)
	}
	return nil
}

// conversation is the arrival of a message that is for people, or about one that is, and nothing else beside.
func (a *account) conversation(m *xmpp.Message) (in arrival, ok bool) {
	_, event := pep.ParseEvent(m)
	_, broken := carbons.Unreadable(m, a.addr)
	if event || broken || mam.Is(m) || m.Type == "error" || m.Type == "groupchat" || m.FromJID.Equal(jid.JID{}) || a.rooms.Is(m.FromJID.Bare().String()) {
		return in, false
	}
	return a.arrivalOf(m)
}

// saysMore tells whether an event has words beside it, which stand for themselves.
func saysMore(m *xmpp.Message) bool {
	_, encrypted, _ := omemo.FromMessage(m)
	return encrypted || m.Body != ""
}

// arrivalOf establishes what m is before anything in it is believed. It is false for what is no conversation between two.
func (a *account) arrivalOf(m *xmpp.Message) (arrival, bool) {
	in := arrival{archiveID: a.archiveID(m)}
	in.at, in.late = a.arrivalTime(m)
	if inner, _, ok := carbons.Unwrap(m, a.addr); ok {
		in.copied, in.archiveID = true, a.archiveID(inner)
		m = inner
	} else if carbons.Is(m) {
		return in, false // not from our own account, so a forgery: not even what is beside it counts
	}
	return in, a.describe(&in, m)
}

// describe establishes who wrote m, to whom. It is false for what is no conversation between two. A note to oneself is an
// own message in the chat with one's own address.
func (a *account) describe(in *arrival, m *xmpp.Message) bool {
	if m.Type == "error" || m.Type == "groupchat" {
		return false
	}
	from, to := m.FromJID.Bare(), m.ToJID.Bare()
	in.msg, in.from, in.chat = m, from.String(), from.String()
	if in.own = from.Equal(a.addr.Bare()); in.own && !to.Equal(jid.JID{}) {
		in.chat = to.String()
	}
	if a.besideRooms(in, m.FromJID, m.ToJID) {
		return true
	}
	_, invites := invites.Of(m)
	return !from.Equal(jid.JID{}) && (invites || !a.rooms.Is(in.chat))
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
		if a.archive.catchingUp {
			a.archive.begun[address] = true
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
		own, err := h.OwnByMessageID(from, m.Id)
		if errors.Is(err, history.ErrNotFound) || err == nil && (!own.Own || a.waiting(own.ID, changeNamed(own, m.Id))) {
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

// note appends a row by the program to the chat with who.
func (a *account) note(who string, about view.Notice, text, raw string, device uint32, fingerprint string) error {
	row := history.Message{Chat: who, From: who, Time: a.now(), Kind: history.KindNotice, Notice: about, ErrText: text,
		Raw: input.Cut(raw, maxRaw), Device: device, Fingerprint: fingerprint}
	err := a.s.update("store note", func(tx *bbolt.Tx) error {
		row.ID, row.Sort = "", nil
		return a.appendLive(a.s.history(tx, a.jid), &row)
	})
	if err == nil {
		a.arrived(row)
	}
	return err
}

// chooseBody takes the body in the user's language, else the one without a language, else the first (RFC 6121 §5.2.3).
func (a *account) chooseBody(m *xmpp.Message) string { return m.Bodies.In(m.Lang, a.s.opt.Languages) }

// chooseSubject is chooseBody for the subject, "" for none.
func (a *account) chooseSubject(m *xmpp.Message) string {
	return m.Subjects.In(m.Lang, a.s.opt.Languages)
}

// digest tells two messages with one id apart.
func digest(parts ...string) []byte {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:", len(p))
		h.Write([]byte(p))
	}
	return h.Sum(nil)
}
