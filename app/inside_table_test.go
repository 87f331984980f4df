package app

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/app/loop"
	"vouch/app/rooms"
	"vouch/xmpp"
	"vouch/xmpp/xmpptest"
)

// inside is the door of an account whose rooms the test plays: what they ask is answered when the test says so, and nothing waits.
type inside struct {
	*account
	t     *testing.T
	asked []asked
	put   []func() // what was put off
}

func (d *inside) Online() bool                           { return true }
func (d *inside) Send(any) error                         { return nil }
func (d *inside) After(_ time.Duration, f func())        { d.put = append(d.put, f) }
func (d *inside) Call(_ context.Context, f func()) error { f(); return nil }
func (d *inside) Ask(to jid.JID, _ bool, _ any, then func(*xmpp.Answer)) {
	d.asked = append(d.asked, asked{to, then})
}

// asked is a question, and what takes its answer.
type asked struct {
	to   jid.JID
	then func(*xmpp.Answer)
}

// answer has all that was asked be answered with a payload, or with an error where that is "".
func (d *inside) answer(payload string) {
	all := d.asked
	d.asked = nil
	for _, q := range all {
		if payload == "" {
			q.then(&xmpp.Answer{From: q.to, Err: &xmpp.StanzaError{Type: "cancel", Condition: "item-not-found"}})
			continue
		}
		e := xmpptest.Element(d.t, payload)
		q.then(&xmpp.Answer{From: q.to, Payload: &e})
	}
}

// isIn is an account that is in someRoom as alice, with bob there; the room offers these features.
func isIn(t *testing.T, features ...string) (*account, *inside) {
	t.Helper()
	a := knowsRoom(t)
	d := &inside{account: a, t: t}
	a.rooms = rooms.New(loop.Account{JID: a.jid, Addr: a.addr, Log: a.log, Now: a.now, Door: d})
	if err := a.rooms.Load(); err != nil {
		t.Fatal(err)
	}
	info := "<query xmlns='http://jabber.org/protocol/disco#info'><identity category='conference' type='text'/><feature var='http://jabber.org/protocol/muc'/>"
	for _, f := range append(features, "urn:xmpp:sid:0") {
		info += "<feature var='" + f + "'/>"
	}
	info += "</query>"
	a.rooms.Began()
	d.answer("")
	a.rooms.CaughtUp()
	d.answer(info)
	const own = "<status code='110'/>"
	d.presence("bob", "")
	d.presence("alice", own)
	if _, err := a.rooms.ReceiveNotice(xmpptest.Message(t, "<message xmlns='jabber:client' type='groupchat' from='"+someRoom+"'><subject/></message>")); err != nil {
		t.Fatal(err)
	}
	d.answer(info)
	if !a.rooms.In(someRoom) {
		t.Fatal("not in the room")
	}
	return a, d
}

// presence is one of somebody in the room, without an address.
func (d *inside) presence(nick, more string) {
	d.t.Helper()
	e := xmpptest.Element(d.t, "<presence xmlns='jabber:client' from='"+someRoom+"/"+nick+"' to='alice@example.org/a'><x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='none' role='participant'/>"+more+"</x></presence>")
	p := &xmpp.Presence{Children: e.Children(), FromJID: jid.MustParse(someRoom + "/" + nick)}
	if err := e.Decode(&p.Presence); err != nil {
		d.t.Fatal(err)
	}
	if _, err := d.rooms.ReceivePresence(p); err != nil {
		d.t.Fatal(err)
	}
}

// queuedFor is an entry of the outbox for a chat that was made, and its row, which is on its way.
func (a *account) queuedFor(t *testing.T, chat, body string, encrypted bool) history.Entry {
	t.Helper()
	row := history.Message{Chat: chat, MessageID: "id of " + body, From: a.jid, Own: true, Time: a.now(), Kind: history.KindText, Body: body, State: history.StateSending, Encrypted: encrypted}
	e := history.Entry{Purpose: history.ForMessage, Chat: chat, Encrypted: encrypted, Stanza: []byte("<message/>" + strings.Repeat(" ", len(body)))}
	if err := a.Update("queue", func(h *history.Store) error {
		if err := h.Append(&row); err != nil {
			return err
		}
		e.Row = row.ID
		return errors.Join(h.MarkOwn(chat, row.MessageID, row.ID), h.Queue(&e))
	}); err != nil {
		t.Fatal(err)
	}
	a.remember(e)
	a.outbox.made[e.Seq] = true
	return e
}

// stateOf is the state of the row of an entry, why, and whether the entry is still in the file as it was made.
func (a *account) stateOf(t *testing.T, e history.Entry) (state history.State, kind Kind, made bool) {
	t.Helper()
	if err := a.View("read", func(h *history.Store) error {
		row, err := h.Get(e.Row)
		if err != nil {
			return err
		}
		now, err := h.Entry(e.Seq)
		if errors.Is(err, history.ErrNotFound) {
			err = nil
		}
		state, kind, made = row.State, row.ErrKind, string(now.Stanza) == string(e.Stanza)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return state, kind, made
}
