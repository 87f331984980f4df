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
	"vouch/xmpp/delay"
	"vouch/xmpp/omemo"
	"vouch/xmpp/pep"
	"vouch/xmpp/receipts"
)

// maxRaw bounds what an unreadable row keeps of its stanza.
const maxRaw = 4096

// arrival is a message and what was established about it before anything in it is believed.
type arrival struct {
	msg    *xmpp.Message
	from   string // true sender, bare
	chat   string // bare JID of the other side
	at     time.Time
	digest []byte
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
	if event, ok := pep.ParseEvent(m); ok {
		return a.receiveEvent(from.String(), event)
	}
	in := arrival{msg: m, from: from.String(), chat: from.String(), at: a.arrivalTime(m)}
	encrypted, present, err := omemo.FromMessage(m)
	switch {
	case present && err != nil:
		return a.receiveMalformed(in, err)
	case present:
		return a.receiveEncrypted(in, encrypted)
	}
	if id, ok := receipts.Of(m); ok {
		return a.receiveReceipt(in.from, id)
	}
	if body := chooseBody(m); body != "" {
		return a.receivePlain(in, body)
	}
	return nil // chat states and what else is not content
}

// receivePlain stores a message that came in clear. In an encrypted chat the row says so; the chat stays encrypted.
func (a *account) receivePlain(in arrival, body string) error {
	in.digest = digest("plain", string(in.msg.Type), body)
	var row history.Message
	err := a.s.update("store message", func(tx *bbolt.Tx) error {
		row = history.Message{}
		h := a.s.history(tx, a.jid)
		if in.msg.Id != "" && h.Seen(in.from, in.msg.Id, in.digest) != "" {
			return nil
		}
		chat, err := h.Begin(in.chat, in.at)
		if err != nil {
			return err
		}
		row = in.row("text")
		row.Body, row.PlainIn = body, !chat.Plain
		return a.appendArrival(h, in, &row)
	})
	a.arrived(row)
	return err
}

// receiveMalformed stores a row for an encrypted element that is not what the protocol allows.
func (a *account) receiveMalformed(in arrival, cause error) error {
	in.digest = digest("malformed", cause.Error(), in.msg.Body)
	var row history.Message
	err := a.s.update("store unreadable message", func(tx *bbolt.Tx) error {
		row = history.Message{}
		h := a.s.history(tx, a.jid)
		if in.msg.Id != "" && h.Seen(in.from, in.msg.Id, in.digest) != "" {
			return nil
		}
		row = in.row("unreadable")
		row.Encrypted, row.ErrKind, row.ErrText = true, string(KindMalformed), cause.Error()
		return a.appendArrival(h, in, &row)
	})
	a.arrived(row)
	return err
}

// row begins the row of an arrival.
func (in arrival) row(kind string) history.Message {
	return history.Message{MessageID: in.msg.Id, Chat: in.chat, From: in.from, Time: in.at, Kind: kind}
}

// appendArrival stores the row, what makes it known again, and the receipt if one is due.
func (a *account) appendArrival(h *history.Store, in arrival, row *history.Message) error {
	if err := h.Append(row); err != nil {
		return err
	}
	if err := h.MarkSeen(in.from, in.msg.Id, in.digest, row.ID); err != nil {
		return err
	}
	return a.oweReceipt(h, in, row)
}

// oweReceipt queues the receipt that was asked for (XEP-0184 v1.4.0 §5), if the sender is a contact who may see our
// presence anyway: a stranger learns nothing. A message that could not be read was not received.
func (a *account) oweReceipt(h *history.Store, in arrival, row *history.Message) error {
	id, asked := receipts.Requested(in.msg)
	if row.Kind != "text" || !asked {
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

// receiveReceipt marks an own message as delivered, when the one who says so is the one it was sent to.
func (a *account) receiveReceipt(from, id string) error {
	var row history.Message
	err := a.s.update("store receipt", func(tx *bbolt.Tx) error {
		h := a.s.history(tx, a.jid)
		m, err := h.OwnByMessageID(id)
		if errors.Is(err, history.ErrNotFound) || err == nil && (m.Chat != from || !m.Own) {
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
		row = m
		return h.Put(m)
	})
	a.arrived(row)
	return err
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
		return a.s.history(tx, a.jid).Append(&row)
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
