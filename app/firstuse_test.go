package app_test

import (
	"testing"

	"vouch/app"
	"vouch/app/view"
)

// TestEmptyTextIsNoFirstUse: a payload without words trusts nobody, the first words do.
func TestEmptyTextIsNoFirstUse(t *testing.T) {
	_, alice, carol := withCarol(t)
	alice.must(app.SetPolicy{Account: alice.jid, JID: carol.jid, Policy: view.PolicyFirstUse})
	carol.meet(alice)
	key := carol.id.Fingerprint()
	for i, empty := range []string{" \n", "\u200b", "\u3164\u2800"} {
		carol.say(alice, empty)
		alice.await("row", func() bool { return len(alice.messages(carol.jid)) > i })
		if level := alice.level(carol.jid, key); level != view.TrustUndecided {
			t.Errorf("after %+q the key is %s", empty, level)
		}
	}
	carol.say(alice, "words")
	alice.awaitMessage(carol.jid, "words")
	if level := alice.level(carol.jid, key); level != view.TrustTrusted {
		t.Errorf("after words the key is %s", level)
	}
}

// TestNamingDoesNotEndTheAlarm: a changed key is an alarm under "until verified" too, until the user decides.
func TestNamingDoesNotEndTheAlarm(t *testing.T) {
	server, alice, carol := withCarol(t)
	alice.must(app.SetPolicy{Account: alice.jid, JID: carol.jid, Policy: view.PolicyUntilVerified})
	carol.meet(alice)
	carol.say(alice, "as I was")
	alice.awaitMessage(carol.jid, "as I was")
	impostor := newRawAs(t, server, "carol", carol.device)
	impostor.meet(alice)
	impostor.say(alice, "another key")
	now := alice.awaitMessage(carol.jid, "another key").Fingerprint
	if level := alice.level(carol.jid, now); level != view.TrustUndecided {
		t.Fatalf("the policy made the key %s", level)
	}
	alice.must(app.NameDevice{Account: alice.jid, JID: carol.jid, DeviceID: carol.device, Label: "Laptop"})
	alarms := func() (n int) {
		moments, err := alice.Timeline(alice.jid, carol.jid)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range moments {
			if m.Alarm {
				n++
			}
		}
		return n
	}
	if !alice.look(carol.jid).Chat.KeyChanged || alarms() != 1 {
		t.Errorf("naming the device has ended the alarm; %d in the timeline", alarms())
	}
	alice.must(app.Decide{Account: alice.jid, JID: carol.jid, Fingerprint: now, Trust: view.TrustTrusted})
	if alice.look(carol.jid).Chat.KeyChanged || alarms() != 0 {
		t.Error("the alarm goes on after the user has decided")
	}
}

// The notice about a key that a policy has trusted names the policy: in a field of its own for the window, as the body on
// the control socket, and the same again after a restart.
func TestNoticeNamesThePolicyThatTrusted(t *testing.T) {
	_, alice, carol := withCarol(t)
	alice.must(app.SetPolicy{Account: alice.jid, JID: carol.jid, Policy: view.PolicyFirstUse})
	carol.meet(alice)
	carol.say(alice, "words")
	alice.awaitMessage(carol.jid, "words")
	for range 2 {
		found := 0
		for _, m := range alice.messages(carol.jid) {
			if m.Notice == view.NoticeAutoTrusted && m.Kind == view.RowNotice && m.Policy == view.PolicyFirstUse && m.Body == "" {
				found++
			}
		}
		for _, r := range alice.see(view.View{Account: alice.jid, Chat: carol.jid}).Rows {
			if r.Notice == view.NoticeAutoTrusted && r.Policy == view.PolicyFirstUse && r.Body == "" {
				found++
			}
		}
		if found != 2 {
			t.Errorf("%d of 2 name the policy", found)
		}
		alice.restart()
	}
}
