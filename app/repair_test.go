package app_test

import (
	"strings"
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/app"
	"vouch/app/view"
	"vouch/crypto"
	"vouch/trust"
	"vouch/xmpp/omemo"
	"vouch/xmpp/pep"
)

// transport takes the next key transport that comes, and tells whether it began a session.
func (r *raw) transport(p *peer) (prekey bool) {
	r.t.Helper()
	for {
		m := r.next()
		e, present, err := omemo.FromMessage(m)
		if !present || err != nil || e.Payload != nil {
			continue
		}
		r.keys(func(s *trust.Store) error {
			_, err := crypto.DecryptKey(s, crypto.Address{JID: p.jid, Device: e.SenderID}, e.Keys[0].Data, e.Keys[0].PreKey)
			return err
		})
		return e.Keys[0].PreKey
	}
}

func (r *raw) loseSession(p *peer) {
	r.t.Helper()
	r.keys(func(s *trust.Store) error {
		return s.PutSession(crypto.Address{JID: p.jid, Device: p.status().DeviceID}, p.key(), nil)
	})
}

// TestRepairSession begins anew with a device that has lost the session, and only where that may be.
func TestRepairSession(t *testing.T) {
	server, alice, carol := withCarol(t)
	carol.meet(alice)
	carol.say(alice, "before")
	key := alice.awaitMessage(carol.jid, "before").Fingerprint
	repair := app.RepairSession{Account: alice.jid, JID: carol.jid, DeviceID: carol.device}
	alice.refuse(repair, app.KindUndecided)
	alice.must(app.Decide{Account: alice.jid, JID: carol.jid, Fingerprint: key, Trust: view.TrustTrusted})
	alice.send(carol.jid, "hello")
	if got := carol.read(alice); got != "hello" {
		t.Fatal(got)
	}
	carol.loseSession(alice)
	alice.must(repair)
	if !carol.transport(alice) {
		t.Error("the message that repairs begins no session")
	}
	alice.send(carol.jid, "after")
	if got := carol.read(alice); got != "after" {
		t.Error(got)
	}
	carol.say(alice, "read you")
	alice.awaitMessage(carol.jid, "read you")
	log, err := alice.Log(alice.jid, carol.jid)
	if last := log[len(log)-1]; err != nil || last.Event != trust.EventRepaired || last.By != view.ByHand || last.DeviceID != carol.device {
		t.Errorf("%+v, %v", last, err)
	}
	alice.refuse(app.RepairSession{Account: alice.jid, JID: carol.jid, DeviceID: 77}, app.KindNotFound)
	alice.refuse(app.RepairSession{Account: alice.jid, JID: alice.jid, DeviceID: alice.status().DeviceID}, app.KindNotFound)

	impostor := newRawAs(t, server, "carol", carol.device)
	alice.refuse(repair, app.KindConflict)
	if level := alice.level(carol.jid, impostor.id.Fingerprint()); level != view.TrustUndecided {
		t.Errorf("the key that came instead is %s", level)
	}
	alice.refuse(repair, app.KindUndecided)
	alice.must(app.Decide{Account: alice.jid, JID: carol.jid, Fingerprint: impostor.id.Fingerprint(), Trust: view.TrustTrusted})
	impostor.ask(jid.JID{}, true, pep.DeleteNode(omemo.NodeBundle(carol.device)))
	alice.refuse(repair, app.KindNoKeys)
}

// TestHealing answers, once, a trusted device that goes on under a prekey which is no more. One that is not trusted gets no
// answer.
func TestHealing(t *testing.T) {
	_, alice, carol := withCarol(t)
	broken := func(text string) {
		t.Helper()
		carol.loseSession(alice)
		carol.meetBy(alice, func(b *crypto.Bundle) {
			for i := range b.PreKeys {
				b.PreKeys[i].ID += 100_000
			}
		})
		e := carol.encrypt(alice, text)
		before := len(alice.messages(carol.jid))
		carol.message(alice, carol.element(e))
		alice.await("row", func() bool { return len(alice.messages(carol.jid)) == before+1 })
	}
	carol.meet(alice)
	carol.say(alice, "before")
	key := alice.awaitMessage(carol.jid, "before").Fingerprint
	broken("not trusted")
	alice.must(app.Decide{Account: alice.jid, JID: carol.jid, Fingerprint: key, Trust: view.TrustTrusted})
	alice.restart()
	alice.await("online", alice.online)
	broken("lost")
	rows := alice.messages(carol.jid)
	if last := rows[len(rows)-1]; last.Kind != view.RowUnreadable || last.ErrKind != app.KindUnknownPreKey {
		t.Errorf("%+v", last)
	}
	if !carol.transport(alice) {
		t.Error("the answer begins no session")
	}
	broken("lost again, on the same stream")
	carol.meet(alice)
	carol.say(alice, "readable")
	alice.awaitMessage(carol.jid, "readable")
	alice.send(carol.jid, "to the end")
	if got := carol.read(alice); got != "to the end" {
		t.Error(got)
	}
	log, err := alice.Log(alice.jid, carol.jid)
	repaired := 0
	for _, l := range log {
		if l.Event == trust.EventRepaired {
			repaired++
		}
	}
	if err != nil || repaired != 1 {
		t.Errorf("healed %d times, %v", repaired, err)
	}
}

// TestHeartbeat turns the ratchet of somebody who only ever writes.
func TestHeartbeat(t *testing.T) {
	_, alice, carol := withCarol(t)
	carol.meet(alice)
	carol.say(alice, "first")
	key := alice.awaitMessage(carol.jid, "first").Fingerprint
	alice.must(app.Decide{Account: alice.jid, JID: carol.jid, Fingerprint: key, Trust: view.TrustTrusted})
	alice.send(carol.jid, "answer")
	if got := carol.read(alice); got != "answer" {
		t.Fatal(got)
	}
	for i := range 54 {
		carol.say(alice, strings.Repeat("x", i+1))
	}
	alice.awaitMessage(carol.jid, strings.Repeat("x", 54))
	if carol.transport(alice) {
		t.Error("the heartbeat began a session")
	}
}
