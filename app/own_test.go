package app_test

import (
	"os"
	"slices"
	"testing"
	"time"

	"mellium.im/xmpp/jid"

	"vouch/app"
	"vouch/app/history"
	"vouch/app/keys"
	"vouch/app/view"
	"vouch/trust"
	"vouch/xmpp/omemo"
	"vouch/xmpp/pep"
	"vouch/xmpp/xmpptest"
)

// published asks the server for a device list and for which of those devices, and of more, it has bundles.
func (r *raw) published(of string, more ...uint32) (list, bundles []uint32) {
	r.t.Helper()
	if items, _, err := pep.ParseItems(r.ask(jid.MustParse(of), false, pep.Items(omemo.NodeDevices, 1)).Payload); err == nil && len(items) > 0 {
		l, err := omemo.ParseList(items[0].Payload)
		if err != nil {
			r.t.Fatal(err)
		}
		list = l.Devices
	}
	for _, id := range append(slices.Clone(list), more...) {
		if !slices.Contains(bundles, id) && r.tryAsk(jid.MustParse(of), pep.Items(omemo.NodeBundle(id), 1)).Err == nil {
			bundles = append(bundles, id)
		}
	}
	return list, bundles
}

// TestRemovedDeviceIsGone removes alice's lost phone; when its program comes back, both do not fight about it for ever.
func TestRemovedDeviceIsGone(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob", "carol"))
	desk, bob, eye := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{}), newRaw(t, server, "carol")
	phone := newPeer(t, server, "alice", app.Options{})
	lost, lostKey := phone.status().DeviceID, phone.key()
	desk.awaitDevice(desk.jid, phone.key(), view.TrustVerified)
	bob.must(app.OpenChat{Account: bob.jid, JID: desk.jid})
	bob.awaitDevice(desk.jid, desk.key(), view.TrustTrusted)
	bob.awaitDevice(desk.jid, phone.key(), view.TrustTrusted)
	phone.stop()
	desk.refuse(app.RemoveDevice{Account: desk.jid, DeviceID: desk.status().DeviceID}, app.KindInvalid)
	desk.refuse(app.RemoveDevice{Account: desk.jid, DeviceID: 77}, app.KindNotFound)
	desk.must(app.RemoveDevice{Account: desk.jid, DeviceID: lost})
	eye.until("phone out of list and bundles", func() bool {
		list, bundles := eye.published(desk.jid, lost)
		return slices.Equal(list, []uint32{desk.status().DeviceID}) && slices.Equal(bundles, list)
	})
	if got := desk.level(desk.jid, lostKey); got != view.TrustRejected {
		t.Errorf("the removed device is %s", got)
	}
	if !slices.ContainsFunc(desk.devices(desk.jid), func(d *view.DeviceView) bool { return d.ID == lost && d.Removed && !d.Active }) {
		t.Errorf("%+v", desk.devices(desk.jid))
	}
	bob.await("phone inactive", func() bool {
		return slices.ContainsFunc(bob.devices(desk.jid), func(d *view.DeviceView) bool { return d.ID == lost && !d.Active })
	})
	id := bob.send(desk.jid, "to the desk alone")
	if m := bob.awaitState(desk.jid, id, view.MessageSent, view.MessageDelivered); len(m.Recipients) != 1 || m.Recipients[0].Fingerprint != desk.key() {
		t.Errorf("encrypted for %+v", m.Recipients)
	}
	log, err := desk.Log(desk.jid, desk.jid)
	if last := log[len(log)-1]; err != nil || last.Event != trust.EventRemoved || last.DeviceID != lost {
		t.Errorf("%+v, %v", last, err)
	}

	phone.start()
	desk.await("the phone is back, and both have given in", func() bool {
		return slices.ContainsFunc(desk.devices(desk.jid), func(d *view.DeviceView) bool { return d.ID == lost && d.Active })
	})
	desk.trustKey(bob)
	id = desk.send(bob.jid, "not to the phone")
	if m := desk.awaitState(bob.jid, id, view.MessageSent, view.MessageDelivered); slices.ContainsFunc(m.Recipients, func(r history.Recipient) bool { return r.Device == lost }) {
		t.Errorf("encrypted for %+v", m.Recipients)
	}
	if got := desk.level(desk.jid, lostKey); got != view.TrustRejected {
		t.Errorf("the device that came back is %s", got)
	}
}

// TestRenewKeys makes alice's device a new one: bob has to decide, and both go on.
func TestRenewKeys(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob", "carol"))
	alice, bob, eye := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{}), newRaw(t, server, "carol")
	friends(t, server, alice, bob)
	alice.trustKey(bob)
	bob.trustKey(alice)
	alice.send(bob.jid, "by the old key")
	bob.awaitMessage(alice.jid, "by the old key")
	oldKey, oldID := alice.key(), alice.status().DeviceID
	alice.must(app.RenewKeys{Account: alice.jid})
	if alice.key() == oldKey || alice.status().DeviceID == oldID {
		t.Fatalf("still %s", alice.key())
	}
	eye.until("only the new device published", func() bool {
		list, bundles := eye.published(alice.jid, oldID)
		return slices.Equal(list, []uint32{alice.status().DeviceID}) && slices.Equal(bundles, list)
	})
	waiting := bob.send(alice.jid, "to the new key")
	bob.awaitKind(alice.jid, waiting, app.KindUndecided)
	bob.trustKey(alice)
	alice.awaitMessage(bob.jid, "to the new key")
	alice.send(bob.jid, "by the new key")
	if m := bob.awaitMessage(alice.jid, "by the new key"); m.Fingerprint != alice.key() {
		t.Errorf("%+v", m)
	}
	if got := alice.level(alice.jid, oldKey); got != view.TrustRejected {
		t.Errorf("the old key is %s", got)
	}
	alice.restart()
	alice.await("online", alice.online)
	alice.send(bob.jid, "after a restart")
	bob.awaitMessage(alice.jid, "after a restart")
}

// cloned-profile: a copy of the profile notices that it is one before it has encrypted anything, and becomes a device of
// its own when the user says so.
func TestCopiedProfileNoticesIt(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive())
	alice, bob := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
	friends(t, server, alice, bob)
	alice.trustKey(bob)
	bob.trustKey(alice)
	alice.send(bob.jid, "one")
	bob.awaitMessage(alice.jid, "one")
	alice.stop()
	copied := t.TempDir()
	if err := os.CopyFS(copied, os.DirFS(alice.dir)); err != nil {
		t.Fatal(err)
	}
	alice.start()
	alice.await("online", alice.online)
	alice.send(bob.jid, "two, which the copy does not know")
	bob.awaitMessage(alice.jid, "two, which the copy does not know")
	if why := alice.status().Doubt; why != "" {
		t.Errorf("the original doubts itself: %s", why)
	}
	alice.stop()

	copy := &peer{t: t, jid: alice.jid, dir: copied}
	copy.start()
	copy.await("the copy in doubt", func() bool { return copy.status().Doubt == keys.DoubtMessage })
	held := copy.send(bob.jid, "three")
	copy.awaitKind(bob.jid, held, app.KindCopied)
	copy.refuse(app.RepairSession{Account: copy.jid, JID: bob.jid, DeviceID: bob.status().DeviceID}, app.KindCopied)
	old := copy.key()
	copy.must(app.RenewKeys{Account: copy.jid})
	if copy.key() == old || copy.status().Doubt != "" {
		t.Errorf("%+v", copy.status())
	}
	copy.awaitState(bob.jid, held, view.MessageSent, view.MessageDelivered)
	bob.awaitMessage(copy.jid, "three")
	bob.trustKey(copy)
	bob.send(copy.jid, "four")
	copy.awaitMessage(bob.jid, "four")
}

// TestCopyThatWasQuick sees the copy notice by the bundle alone: the server holds prekeys that it has not made.
func TestCopyThatWasQuick(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "carol"))
	alice, carol := newPeer(t, server, "alice", app.Options{}), newRaw(t, server, "carol")
	alice.stop()
	copied := t.TempDir()
	if err := os.CopyFS(copied, os.DirFS(alice.dir)); err != nil {
		t.Fatal(err)
	}
	alice.start()
	carol.meet(alice)
	carol.say(alice, "uses up a prekey")
	alice.awaitMessage(carol.jid, "uses up a prekey")
	carol.until("another bundle", func() bool {
		items, _, err := pep.ParseItems(carol.ask(jid.MustParse(alice.jid), false, pep.Items(omemo.NodeBundle(alice.status().DeviceID), 1)).Payload)
		if err != nil || len(items) == 0 {
			return false
		}
		b, err := omemo.ParseBundle(items[0].Payload)
		return err == nil && slices.ContainsFunc(b.PreKeys, func(k omemo.PreKey) bool { return k.ID > trust.BundleSize })
	})
	alice.stop()
	copy := &peer{t: t, jid: alice.jid, dir: copied}
	copy.start()
	copy.await("the copy in doubt", func() bool { return copy.status().Doubt == keys.DoubtBundle })
	copy.must(app.KeepKeys{Account: copy.jid})
	if why := copy.status().Doubt; why != "" {
		t.Errorf("still in doubt: %s", why)
	}
}

// Devices that sign in at once each publish a list without the others, and see theirs replaced again and again. Each puts itself
// back when that is over, which is no reason for an alarm.
func TestListsThatAreReplacedInARow(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Users("alice"))
	alice, other := newPeer(t, server, "alice", app.Options{}), newRaw(t, server, "alice")
	for range 6 {
		other.publishList(other.device)
	}
	other.until("alice's device in the list", func() bool {
		items, _, err := pep.ParseItems(other.ask(jid.JID{}, false, pep.Items(omemo.NodeDevices, 1)).Payload)
		if err != nil || len(items) == 0 {
			return false
		}
		list, err := omemo.ParseList(items[0].Payload)
		return err == nil && slices.Contains(list.Devices, alice.status().DeviceID) && slices.Contains(list.Devices, other.device)
	})
	if alice.status().ListAlert {
		t.Error("alice is alarmed")
	}
}

// What another own device writes that was not for this one is a row all the same, live and from the archive.
func TestOwnMessageThatIsNotForThisDevice(t *testing.T) {
	onEach(t, func(t *testing.T, server xmpptest.Server) {
		alice, phone, tablet := twoDevices(t, server)
		<-time.After(time.Second) // the event is the clock's: stamps of an archive have whole seconds, and what is older than the tablet is passed over
		phone.must(app.Decide{Account: phone.jid, JID: tablet.jid, Fingerprint: tablet.key(), Trust: view.TrustRejected})
		unreadable := func(n int) {
			t.Helper()
			tablet.await("rows of what was not for it", func() bool {
				rows := slices.DeleteFunc(tablet.messages(alice.jid), func(m history.Message) bool { return !m.Own || m.Kind != view.RowUnreadable })
				return len(rows) == n
			})
		}
		phone.send(alice.jid, "while it is there")
		alice.awaitMessage(phone.jid, "while it is there")
		unreadable(1)
		tablet.stop()
		phone.send(alice.jid, "while it is away")
		alice.awaitMessage(phone.jid, "while it is away")
		tablet.start()
		unreadable(2)
	}, xmpptest.Friends("alice", "bob"))
}
