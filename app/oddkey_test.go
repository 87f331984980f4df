package app_test

import (
	"slices"
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/app"
	"vouch/app/view"
	"vouch/crypto"
	"vouch/trust"
	"vouch/xmpp/omemo"
	"vouch/xmpp/pep"
	"vouch/xmpp/xmpptest"
)

// notices are what the rows of the program in a chat are about.
func (p *peer) notices(with string) (all []view.Notice) {
	p.t.Helper()
	for _, m := range p.messages(with) {
		if m.Notice != "" {
			all = append(all, m.Notice)
		}
	}
	return all
}

// publishUnder publishes the bundle of r under a device id.
func (r *raw) publishUnder(device uint32, b crypto.Bundle) {
	r.t.Helper()
	out := omemo.Bundle{SignedPreKeyID: b.SignedPreKeyID, SignedPreKey: b.SignedPreKey, Signature: b.Signature, IdentityKey: b.IdentityKey}
	for _, p := range b.PreKeys {
		out.PreKeys = append(out.PreKeys, omemo.PreKey{ID: p.ID, Key: p.Key})
	}
	r.ask(jid.JID{}, true, pep.Publish(omemo.NodeBundle(device), "current", out, pep.Open))
}

func (r *raw) ownBundle() (b crypto.Bundle) {
	r.t.Helper()
	r.keys(func(s *trust.Store) (err error) { b, err = s.Bundle(); return err })
	return b
}

// A known device that comes with another key, by message or by bundle, is trusted by no policy, not even where the user
// applies it to what is there.
func TestNoPolicyTrustsAChangedKey(t *testing.T) {
	for _, policy := range []view.Policy{view.PolicyFirstUse, view.PolicyUntilVerified} {
		for name, change := range map[string]func(alice *peer, carol *raw, other *impostor){
			"by a message": func(alice *peer, carol *raw, other *impostor) {
				carol.message(alice, other.says("of the server"))
				alice.awaitMessage(carol.jid, "of the server")
			},
			"by a bundle": func(alice *peer, carol *raw, other *impostor) {
				b, err := other.store.Bundle()
				if err != nil {
					t.Fatal(err)
				}
				carol.publishUnder(carol.device, b)
				alice.must(app.Decide{Account: alice.jid, JID: carol.jid, Fingerprint: carol.id.Fingerprint(), Trust: view.TrustTrusted})
				alice.refuse(app.RepairSession{Account: alice.jid, JID: carol.jid, DeviceID: carol.device}, app.KindConflict)
			},
		} {
			t.Run(string(policy)+" "+name, func(t *testing.T) {
				_, alice, carol := withCarol(t)
				alice.must(app.SetPolicy{Account: alice.jid, JID: carol.jid, Policy: policy})
				carol.meet(alice)
				carol.say(alice, "hello")
				alice.awaitMessage(carol.jid, "hello")
				other := newImpostor(t, alice, carol.bundleOf(alice), carol.device)
				change(alice, carol, other)
				alice.must(app.SetPolicy{Account: alice.jid, JID: carol.jid, Policy: policy, Apply: true})
				if level := alice.level(carol.jid, other.fingerprint()); level != view.TrustUndecided {
					t.Errorf("the other key is %s", level)
				}
				if got := alice.notices(carol.jid); !slices.Contains(got, view.NoticeKeyChanged) {
					t.Errorf("rows about %q", got)
				}
			})
		}
	}
}

// A server swaps the bundles of two devices that the user has verified: neither is written to, and the user hears about it.
func TestSwappedBundlesAreNotUsed(t *testing.T) {
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "carol"), xmpptest.Archive())
	alice, carol, second := newPeer(t, server, "alice", app.Options{}), newRaw(t, server, "carol"), newRaw(t, server, "carol")
	carol.publishList(carol.device, second.device)
	for _, r := range []*raw{carol, second} {
		r.meet(alice)
		r.say(alice, "from "+r.id.Fingerprint())
		alice.makeVerified(carol.jid, alice.awaitMessage(carol.jid, "from "+r.id.Fingerprint()).Fingerprint)
	}
	carol.publishUnder(carol.device, second.ownBundle())
	carol.publishUnder(second.device, carol.ownBundle())
	for _, r := range []*raw{carol, second} {
		alice.refuse(app.RepairSession{Account: alice.jid, JID: carol.jid, DeviceID: r.device}, app.KindConflict)
	}
	held := alice.send(carol.jid, "for whom")
	alice.awaitKind(carol.jid, held, app.KindUndecided)
	if got := alice.notices(carol.jid); !slices.Equal(got, []view.Notice{view.NoticeKeyChanged, view.NoticeKeyChanged}) {
		t.Errorf("rows about %q", got)
	}
	alice.restart()
	alice.await("a stream", alice.online)
	alice.awaitKind(carol.jid, held, app.KindUndecided)
	// A message of each under its own key puts it right.
	for _, r := range []*raw{carol, second} {
		r.say(alice, "still me "+r.id.Fingerprint())
		if m := alice.awaitMessage(carol.jid, "still me "+r.id.Fingerprint()); m.Trust != view.TrustVerified {
			t.Errorf("%+v", m)
		}
	}
	if m := alice.awaitState(carol.jid, held, view.MessageSent, view.MessageDelivered); len(m.Recipients) != 2 {
		t.Errorf("encrypted for %+v", m.Recipients)
	}
}

// A message that a verified device wrote comes a second time with another device id in front, and then with one of another
// verified device: it is read once, is no message of those devices, and the user hears about it.
func TestMessageUnderTheIDOfAnotherDevice(t *testing.T) {
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "carol"), xmpptest.Archive())
	alice, carol, second := newPeer(t, server, "alice", app.Options{}), newRaw(t, server, "carol"), newRaw(t, server, "carol")
	carol.publishList(carol.device, second.device)
	second.meet(alice)
	second.say(alice, "verified by you")
	alice.makeVerified(carol.jid, alice.awaitMessage(carol.jid, "verified by you").Fingerprint)
	carol.meet(alice)
	first, next := carol.encrypt(alice, "read once"), carol.encrypt(alice, "relabelled")
	carol.message(alice, carol.element(first))
	alice.makeVerified(carol.jid, alice.awaitMessage(carol.jid, "read once").Fingerprint)
	for _, id := range []uint32{second.device, 4711} {
		first.SenderID = id
		carol.message(alice, carol.element(first))
	}
	next.SenderID = second.device
	carol.message(alice, carol.element(next))
	if m := alice.awaitMessage(carol.jid, "relabelled"); m.Trust != view.TrustUndecided || m.Fingerprint != carol.id.Fingerprint() {
		t.Errorf("%+v", m)
	}
	second.say(alice, "the real one")
	if m := alice.awaitMessage(carol.jid, "the real one"); m.Trust != view.TrustVerified {
		t.Errorf("%+v", m)
	}
	if got := alice.bodies(carol.jid); !slices.Equal(got, []string{"verified by you", "read once", "relabelled", "the real one"}) {
		t.Errorf("texts %q", got)
	}
	if got := alice.notices(carol.jid); !slices.Equal(got, []view.Notice{view.NoticeKeyChanged}) {
		t.Errorf("rows about %q", got)
	}
}

// A device of a contact that publishes the key of somebody else's is undecided under every policy, and an alarm.
func TestKeyOfSomebodyElseIsAnAlarm(t *testing.T) {
	server, alice, carol := withCarol(t)
	bob := newRaw(t, server, "bob")
	alice.must(app.SetPolicy{Account: alice.jid, Policy: trust.UntilVerified})
	bob.meet(alice)
	bob.say(alice, "hello")
	alice.awaitMessage(bob.jid, "hello")
	carol.publishUnder(carol.device, bob.ownBundle())
	held := alice.send(carol.jid, "for carol alone")
	alice.awaitKind(carol.jid, held, app.KindUndecided)
	if got := alice.notices(carol.jid); !slices.Equal(got, []view.Notice{view.NoticeKeyShared}) {
		t.Errorf("rows about %q", got)
	}
	if s, err := alice.Look(view.View{Account: alice.jid, Chat: carol.jid}); err != nil || !s.Chat.KeyChanged {
		t.Errorf("%+v, %v", s.Chat, err)
	}
}
