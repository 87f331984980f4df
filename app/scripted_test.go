package app_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp"
	"vouch/xmpp/xmpptest"
)

// impatient are clocks with which a connection that halts is noticed soon.
var impatient = xmpp.Timing{Step: time.Second, Answer: time.Second, Ack: time.Second, Idle: time.Second}

// drop-each-step: the connection breaks or halts at each step of a login and a stream, before, within and after it. Nothing
// is lost or doubled, and every step that has a name is really taken.
func TestFaultAtEachStepLosesNothing(t *testing.T) {
	for _, deed := range []xmpptest.Deed{xmpptest.Cut, xmpptest.CutHalf, xmpptest.CutAfter, xmpptest.Stall} {
		t.Run(deed.String(), func(t *testing.T) {
			t.Parallel()
			faultAtEachStep(t, deed)
		})
	}
}

func faultAtEachStep(t *testing.T, deed xmpptest.Deed) {
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive())
	quick := app.Options{Timing: impatient}
	alice, phone := newPeer(t, server, "alice", quick), newPeer(t, server, "bob", quick)
	friends(t, server, alice, phone)
	tablet := newPeer(t, server, "bob", quick)
	meetAll(alice, phone, tablet)
	rounds := 0
	for _, step := range xmpptest.EveryStep() {
		login := slices.Contains(xmpptest.Steps, step) && step != "bind" && step != "enable"
		if login && (deed == xmpptest.CutHalf || deed == xmpptest.CutAfter) {
			continue // there, all cuts are the same
		}
		t.Log(step)
		rounds++
		fault := server.Inject(xmpptest.Fault{Step: step, Deed: deed})
		if step == "resume" || step == "resumed" {
			server.Cut("bob")
		} else {
			server.Forget("bob", rounds%2 == 0)
		}
		if err := server.Befriend(t.Context(), "alice", "bob"); err != nil {
			t.Fatal(err)
		}
		alice.send(phone.jid, fmt.Sprint("alice ", rounds))
		phone.send(alice.jid, fmt.Sprint("phone ", rounds))
		tablet.send(alice.jid, fmt.Sprint("tablet ", rounds))
		select {
		case <-fault.Struck():
		case <-time.After(patience):
			t.Fatalf("step %q was never taken", step)
		}
		for _, p := range []*peer{alice, phone, tablet} {
			for _, who := range []string{"alice ", "phone ", "tablet "} {
				p.awaitMessage(other(p, alice, phone), fmt.Sprint(who, rounds))
			}
		}
		fault.End()
	}
	for _, p := range []*peer{alice, phone, tablet} {
		got := map[string]int{}
		for _, m := range p.messages(other(p, alice, phone)) {
			if got[m.Body]++; m.Kind == view.RowUnreadable {
				t.Errorf("%s cannot read %+v", p.jid, m)
			}
		}
		for i := range rounds {
			for _, who := range []string{"alice ", "phone ", "tablet "} {
				if text := fmt.Sprint(who, i+1); got[text] != 1 {
					t.Errorf("%s has %q %d times", p.jid, text, got[text])
				}
			}
		}
	}
}

// meetAll makes a second device of bob known to all, and all to it.
func meetAll(alice, phone, tablet *peer) {
	alice.decide(tablet, view.TrustTrusted)
	phone.decide(tablet, view.TrustTrusted)
	tablet.decide(phone, view.TrustTrusted)
	tablet.must(app.OpenChat{Account: tablet.jid, JID: alice.jid})
	tablet.decide(alice, view.TrustTrusted)
}

// other is whom p writes to of two.
func other(p, one, two *peer) string {
	if p.jid == one.jid {
		return two.jid
	}
	return one.jid
}
