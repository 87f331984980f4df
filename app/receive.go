package app

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"go.etcd.io/bbolt"
	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/xmpp"
	"vouch/xmpp/carbons"
	"vouch/xmpp/delay"
	"vouch/xmpp/ids"
	"vouch/xmpp/mam"
	"vouch/xmpp/omemo"
	"vouch/xmpp/pep"
	"vouch/xmpp/receipts"
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
		a.receiveResult(from, result)
		return nil
	}
	if event, ok := pep.ParseEvent(m); ok {
		return a.receiveEvent(from.String(), event)
	}
	in := arrival{at: a.arrivalTime(m), archiveID: a.archiveID(m)}
	if inner, _, ok := carbons.Unwrap(m, a.addr); ok {
		in.copied, in.archiveID = true, a.archiveID(inner)
		m = inner
	} else if carbons.Is(m) {
		return nil // not from our own account, so a forgery: not even what is beside it counts
	}
	if !in.describe(m, a.addr) {
		return nil
	}
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

// takeIn stores one message, whichever way it came: live, as a carbon, or from the archive. A copy of one that is here
// already only gives it its archive id.
func (a *account) takeIn(tx *bbolt.Tx, in arrival, out *taken) error {
	h := a.s.history(tx, a.jid)
	if in.archiveID != "" {
		if row := h.SeenArchived(a.jid, in.archiveID); row != "" {
			return a.metRow(h, in, row)
		}
	}
	if in.own {
		known, err := a.takeOwnCopy(h, in, out)
		if err != nil || known {
			return err
		}
	}
	encrypted, present, err := omemo.FromMessage(in.msg)
	switch {
	case present && err != nil:
		return a.takeMalformed(h, in, err, out)
	case present:
		return a.takeEncrypted(tx, in, encrypted, out)
	}
	if id, ok := receipts.Of(in.msg); ok {
		return a.takeReceipt(h, in, id, out)
	}
	if body := chooseBody(in.msg); body != "" {
		return a.takePlain(h, in, body, out)
	}
	return nil // chat states and what else is not content
}

// seen tells whether the message is here already, and then gives its row the archive id. A message in clear without an id
// cannot be told from one that was written twice.
func (a *account) seen(h *history.Store, in arrival, always bool) (bool, error) {
	if in.msg.Id == "" && !always {
		return false, nil
	}
	row := h.Seen(in.from, in.msg.Id, in.digest)
	if row == "" {
		return false, nil
	}
	if err := errors.Join(a.metRow(h, in, row), a.markArchived(h, in, row)); err != nil {
		return true, err
	}
	return true, in.nameRow(h, row)
}

// nameRow remembers the archive id for a row that is here.
func (in arrival) nameRow(h *history.Store, row string) error {
	if in.archiveID == "" {
		return nil
	}
	m, err := h.Get(row)
	if err == nil && m.ArchiveID == "" {
		m.ArchiveID = in.archiveID
		err = h.Put(m)
	}
	if err != nil && !errors.Is(err, history.ErrNotFound) {
		return err
	}
	return nil
}

// takeOwnCopy recognises a message that this device wrote, which comes back from the archive. It proves that the message
// has arrived at the server; nothing of it is decrypted.
func (a *account) takeOwnCopy(h *history.Store, in arrival, out *taken) (known bool, err error) {
	id := in.msg.Id
	if origin := ids.Origin(in.msg); !h.KnowsOwn(id) && origin != "" {
		id = origin
	}
	if !h.KnowsOwn(id) {
		return false, nil
	}
	m, err := h.OwnByMessageID(id)
	if errors.Is(err, history.ErrNotFound) {
		return true, nil // cleared, and not to come back
	}
	if err != nil || m.Chat != in.chat {
		return false, err
	}
	if in.archiveID != "" {
		m.ArchiveID = in.archiveID
	}
	switch MessageState(m.State) {
	case MessagePending, MessageSending, MessageUnknownFate:
		e, ok, err := h.EntryOfRow(m.ID)
		if err != nil {
			return true, err
		}
		if ok {
			if err := h.Unqueue(e.Seq); err != nil {
				return true, err
			}
			out.finished = append(out.finished, e.Seq)
		}
		m.State, m.ErrKind, m.ErrText = string(MessageSent), "", ""
	}
	out.rows = append(out.rows, m)
	return true, errors.Join(h.Put(m), a.metRow(h, in, m.ID), a.markArchived(h, in, m.ID))
}

// markArchived makes the archive id of a message known, and which row it stands for.
func (a *account) markArchived(h *history.Store, in arrival, row string) error {
	if in.archiveID == "" || h.SeenArchived(a.jid, in.archiveID) != "" {
		return nil
	}
	return h.MarkArchived(a.jid, in.archiveID, row)
}

// takePlain stores a message that came in clear. In an encrypted chat the row says so; the chat stays encrypted.
func (a *account) takePlain(h *history.Store, in arrival, body string, out *taken) error {
	in.digest = digest("plain", string(in.msg.Type), body)
	if seen, err := a.seen(h, in, false); err != nil || seen {
		return err
	}
	chat, err := h.Begin(in.chat, in.at)
	if err != nil {
		return err
	}
	row := in.row("text")
	row.Body, row.PlainIn = body, !chat.Plain
	return a.appendArrival(h, in, &row, out)
}

// takeMalformed stores a row for an encrypted element that is not what the protocol allows.
func (a *account) takeMalformed(h *history.Store, in arrival, cause error, out *taken) error {
	in.digest = digest("malformed", cause.Error(), in.msg.Body)
	if seen, err := a.seen(h, in, false); err != nil || seen {
		return err
	}
	row := in.row("unreadable")
	row.Encrypted, row.ErrKind, row.ErrText = true, string(KindMalformed), cause.Error()
	return a.appendArrival(h, in, &row, out)
}

// row begins the row of an arrival.
func (in arrival) row(kind string) history.Message {
	row := history.Message{MessageID: in.msg.Id, ArchiveID: in.archiveID, Chat: in.chat, From: in.from, Own: in.own, Time: in.at, Kind: kind}
	if in.own {
		row.State = string(MessageSent)
	}
	return row
}

// appendArrival stores the row, what makes it known again, and the receipt if one is due.
func (a *account) appendArrival(h *history.Store, in arrival, row *history.Message, out *taken) error {
	var err error
	if in.archived {
		if err = h.Insert(row, in.place); err == nil {
			a.orderOf(row.Chat).met(row, in.place.Quiet)
		}
	} else {
		err = a.appendLive(h, row)
	}
	if err != nil {
		return err
	}
	if err := h.MarkSeen(in.from, in.msg.Id, in.digest, row.ID); err != nil {
		return err
	}
	if err := a.markArchived(h, in, row.ID); err != nil {
		return err
	}
	if in.own && in.msg.Id != "" {
		if err := h.MarkOwn(in.msg.Id, row.ID); err != nil { // receipts for it come here too
			return err
		}
	}
	out.rows = append(out.rows, *row)
	return a.oweReceipt(h, in, row)
}

// oweReceipt queues the receipt that was asked for (XEP-0184 v1.4.0 §5), if the sender is a contact who may see our
// presence anyway: a stranger learns nothing. A message that could not be read was not received.
func (a *account) oweReceipt(h *history.Store, in arrival, row *history.Message) error {
	id, asked := receipts.Requested(in.msg)
	if row.Kind != "text" || !asked || in.own || in.place.Quiet {
		return nil
	}
	contact, ok, err := h.Contact(in.from)
	if err != nil || !ok || (contact.Subscription != "from" && contact.Subscription != "both") {
		return err
	}
	e := history.Entry{Purpose: history.ForReceipt, Chat: in.chat, To: in.msg.FromJID.String(), Ref: id}
	if err := h.Queue(&e); err != nil {
		return err
	}
	h.OnCommit(func() { a.remember(e) })
	return nil
}

// arrived tells the watchers about a row that was committed.
func (a *account) arrived(row history.Message) {
	if row.ID != "" {
		a.changed(EventMessage, row.Chat, row.ID)
	}
}

// takeReceipt marks an own message as delivered, when the one who says so is the one it was sent to.
func (a *account) takeReceipt(h *history.Store, in arrival, id string, out *taken) error {
	m, err := h.OwnByMessageID(id)
	if errors.Is(err, history.ErrNotFound) || err == nil && (m.Chat != in.from || !m.Own) {
		return nil
	}
	if err != nil {
		return err
	}
	switch MessageState(m.State) {
	case MessageSending, MessageSent, MessageUnknownFate:
	default:
		return nil
	}
	m.State, m.ErrKind, m.ErrText = string(MessageDelivered), "", ""
	out.rows = append(out.rows, m)
	return h.Put(m)
}

// receiveError marks an own message as refused, when the error comes from the one it was sent to, or the server.
func (a *account) receiveError(m *xmpp.Message, from string) error {
	var row history.Message
	err := a.s.update("store refusal", func(tx *bbolt.Tx) error {
		h := a.s.history(tx, a.jid)
		own, err := h.OwnByMessageID(m.Id)
		if errors.Is(err, history.ErrNotFound) || err == nil && (own.Chat != from || !own.Own) {
			return nil
		}
		if err != nil {
			return err
		}
		switch MessageState(own.State) {
		case MessageSending, MessageSent:
		default:
			return nil
		}
		own.State, own.ErrKind = string(MessageFailed), string(KindRefused)
		own.ErrText = strings.TrimSpace(m.Error.Reason + " " + m.Error.Text)
		row = own
		return h.Put(own)
	})
	a.arrived(row)
	return err
}

// receiveBroken leaves a visible note of a message that did not decode.
func (a *account) receiveBroken(b *xmpp.Broken) error {
	a.log.Warn("stanza does not decode", "stanza", b.Name.Local, "err", b.Err)
	if b.Name.Local != "message" {
		return nil
	}
	from, err := jid.Parse(b.From)
	if err != nil {
		return nil
	}
	return a.note(from.Bare().String(), NoticeBroken, b.Err.Error(), b.Raw, 0, "")
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
func (a *account) arrivalTime(m *xmpp.Message) time.Time {
	now := a.now()
	for _, by := range []jid.JID{a.addr.Domain(), a.addr.Bare()} {
		d, ok := delay.By(m.Children, by)
		if ok && !d.Stamp.After(now) && d.Stamp.After(now.AddDate(-20, 0, 0)) {
			return d.Stamp
		}
	}
	return now
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
