package app_test

import (
	"fmt"
	"slices"
	"testing"

	"vouch/app"
	"vouch/app/view"
)

func (p *peer) makeVerified(who, fingerprint string) {
	p.t.Helper()
	p.must(app.Decide{Account: p.jid, JID: who, Fingerprint: fingerprint, Trust: view.TrustVerified})
}

// bodies are what the readable messages of a chat say.
func (p *peer) bodies(with string) (all []string) {
	p.t.Helper()
	for _, m := range p.messages(with) {
		if m.Kind == view.RowText {
			all = append(all, m.Body)
		}
	}
	return all
}

// alarms are the rows about a key that changed.
func (p *peer) alarms(with string) int {
	p.t.Helper()
	n := 0
	for _, m := range p.messages(with) {
		if m.Notice == view.NoticeKeyChanged {
			n++
		}
	}
	return n
}

// What was read from a verified device stays read, whatever another key writes under its id.
func TestAnotherKeyMakesNoOldMessageNews(t *testing.T) {
	_, alice, carol := withCarol(t)
	carol.meet(alice)
	captured := carol.element(carol.encrypt(alice, "yes, transfer the money"))
	carol.message(alice, captured)
	alice.makeVerified(carol.jid, alice.awaitMessage(carol.jid, "yes, transfer the money").Fingerprint)
	other := newImpostor(t, alice, carol.bundleOf(alice), carol.device)
	carol.message(alice, other.says("of the server"))
	alice.awaitMessage(carol.jid, "of the server")
	carol.message(alice, captured) // under another id
	carol.say(alice, "after")
	alice.awaitMessage(carol.jid, "after")
	if got := alice.bodies(carol.jid); !slices.Equal(got, []string{"yes, transfer the money", "of the server", "after"}) {
		t.Errorf("texts %q", got)
	}
}

// The session with a verified device survives what another key writes under its id: both are read, each with its own level
// of trust, and the user hears about it.
func TestVerifiedDeviceIsReadBesideAnotherKey(t *testing.T) {
	_, alice, carol := withCarol(t)
	good := carol.verified(alice)
	other := newImpostor(t, alice, carol.bundleOf(alice), carol.device)
	for i := range 3 {
		forged, real := fmt.Sprint("of another key ", i), fmt.Sprint("of the real one ", i)
		carol.message(alice, other.says(forged))
		if m := alice.awaitMessage(carol.jid, forged); m.Trust != view.TrustUndecided || m.Fingerprint != other.fingerprint() {
			t.Errorf("%s: %s, key %s", forged, m.Trust, m.Fingerprint)
		}
		carol.say(alice, real)
		if m := alice.awaitMessage(carol.jid, real); m.Trust != view.TrustVerified || m.Fingerprint != good {
			t.Errorf("%s: %s, key %s", real, m.Trust, m.Fingerprint)
		}
	}
	if alice.alarms(carol.jid) == 0 {
		t.Error("no alarm")
	}
	alice.send(carol.jid, "to the real one")
	if got := carol.read(alice); got != "to the real one" {
		t.Errorf("carol reads %q", got)
	}
}

// However many keys come under one device id, the session with the key that the user has verified stays.
func TestManyKeysUnderOneDeviceID(t *testing.T) {
	_, alice, carol := withCarol(t)
	carol.verified(alice)
	bundle := carol.bundleOf(alice)
	for i := range 12 {
		text := fmt.Sprint("of key ", i)
		carol.message(alice, newImpostor(t, alice, bundle, carol.device).says(text))
		alice.awaitMessage(carol.jid, text)
	}
	carol.say(alice, "still here")
	if m := alice.awaitMessage(carol.jid, "still here"); m.Trust != view.TrustVerified {
		t.Errorf("%+v", m)
	}
	if n := len(alice.devices(carol.jid)); n > 5 {
		t.Errorf("%d keys of one device id are kept", n)
	}
}

// Once the user has decided for another key of a device id, it is written to under that key's session.
func TestDecisionForAnotherKeyIsWrittenToUnderIt(t *testing.T) {
	server, alice, carol := withCarol(t)
	carol.verified(alice)
	anew := newRawAs(t, server, "carol", carol.device)
	anew.meet(alice)
	anew.say(alice, "it is me, on a new installation")
	m := alice.awaitMessage(carol.jid, "it is me, on a new installation")
	held := alice.send(carol.jid, "to the new one")
	alice.awaitKind(carol.jid, held, app.KindUndecided)
	alice.makeVerified(carol.jid, m.Fingerprint)
	alice.awaitState(carol.jid, held, view.MessageSent, view.MessageDelivered)
	if got := anew.read(alice); got != "to the new one" {
		t.Errorf("the new one reads %q", got)
	}
}
