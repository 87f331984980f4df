package app_test

import (
	"slices"
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// A message that ends each stream on which it is written is given up after the third time, with the reason, and nothing else
// waits for that.
func TestMessageThatEndsStreamsIsGivenUp(t *testing.T) {
	archive := xmpptest.Archive()
	large := strings.Repeat("x", 12_000)
	for _, row := range []struct {
		name    string
		fault   xmpptest.Fault
		text    string
		want    app.Kind
		options []xmpptest.Option
	}{
		{"policy-violation", xmpptest.Fault{Deed: xmpptest.Refuse}, "poison", app.KindCutOff, []xmpptest.Option{archive}},
		{"policy-violation, without an archive", xmpptest.Fault{Deed: xmpptest.Refuse}, "poison", app.KindCutOff, nil},
		{"policy-violation for something large", xmpptest.Fault{Deed: xmpptest.Refuse}, "poison" + large, app.KindTooBig, []xmpptest.Option{archive}},
		{"policy-violation for something large, without an archive", xmpptest.Fault{Deed: xmpptest.Refuse}, "poison" + large, app.KindTooBig, nil},
		{"not-well-formed", xmpptest.Fault{Deed: xmpptest.Refuse, Error: "not-well-formed"}, "poison" + large, app.KindCutOff, []xmpptest.Option{archive}},
		{"unsupported-stanza-type", xmpptest.Fault{Deed: xmpptest.Refuse, Error: "unsupported-stanza-type"}, "poison", app.KindCutOff, []xmpptest.Option{archive}},
		{"the server crashes over it", xmpptest.Fault{Deed: xmpptest.Refuse, Error: "internal-server-error"}, "poison", app.KindCutOff, []xmpptest.Option{archive}},
		{"a cut", xmpptest.Fault{Deed: xmpptest.Cut}, "poison", app.KindCutOff, []xmpptest.Option{archive}},
		{"a cut, without an archive", xmpptest.Fault{Deed: xmpptest.Cut}, "poison", app.KindCutOff, nil},
		{"a cut, of a stream that is not held", xmpptest.Fault{Deed: xmpptest.Cut}, "poison", app.KindCutOff, []xmpptest.Option{archive, xmpptest.Without("smacks")}},
		{"silence about something large", xmpptest.Fault{Deed: xmpptest.Stall}, "poison" + large, app.KindCutOff, []xmpptest.Option{archive}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			server, alice, bob, carol := three(t, app.Options{Timing: impatient}, row.options...)
			row.fault.Step, row.fault.User, row.fault.Has, row.fault.Times = "message in", "alice", "poison", -1
			fault := server.Inject(row.fault)
			// What was written before is acknowledged, and no question is open, so that the end of the stream is sure to be the poison's.
			for _, p := range []*peer{bob, carol} {
				alice.await("the keys of "+p.jid, func() bool {
					devices := alice.devices(p.jid)
					return len(devices) > 0 && devices[0].Fingerprint != ""
				})
			}
			alice.awaitState(carol.jid, alice.send(carol.jid, "before"), view.MessageSent, view.MessageDelivered)
			id := alice.send(bob.jid, row.text)
			if len(row.options) == 0 { // nobody could tell whether what was written beside it has arrived
				alice.awaitState(bob.jid, id, view.MessageFailed)
			}
			alice.send(carol.jid, "to somebody else")
			alice.send(bob.jid, "and later")
			m := alice.awaitState(bob.jid, id, view.MessageFailed)
			if m.ErrKind != row.want || row.fault.Error != "" && row.want == app.KindCutOff && row.fault.Error != "internal-server-error" && !strings.HasPrefix(m.ErrText, row.fault.Error) {
				t.Errorf("failed by %s %q", m.ErrKind, m.ErrText)
			}
			carol.awaitMessage(alice.jid, "to somebody else")
			bob.awaitMessage(alice.jid, "and later")
			alice.await("alice online", alice.online)
			if fault.Count() > 3 {
				t.Errorf("tried %d times", fault.Count())
			}
		})
	}
}

// Several entries are written at once, and one of them ends the stream. The others arrive, once each, and none is blamed.
func TestOneOfSeveralEndsStreams(t *testing.T) {
	for _, row := range []struct {
		name  string
		fault xmpptest.Fault
	}{
		{"policy-violation", xmpptest.Fault{Deed: xmpptest.Refuse}},
		{"a cut", xmpptest.Fault{Deed: xmpptest.Cut}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			server, alice, bob, carol := three(t, app.Options{Timing: impatient}, xmpptest.Archive())
			alice.must(app.EnableAccount{Account: alice.jid})
			row.fault.Step, row.fault.User, row.fault.Has, row.fault.Times = "message in", "alice", "poison", -1
			fault := server.Inject(row.fault)
			var sent []string
			send := func(to *peer, text string) {
				sent = append(sent, alice.send(to.jid, text))
			}
			send(bob, "one")
			send(carol, "two")
			send(bob, "poison")
			send(carol, "three")
			send(bob, "four")
			alice.must(app.EnableAccount{Account: alice.jid, On: true})
			alice.awaitState(bob.jid, sent[2], view.MessageFailed)
			for i, to := range []*peer{bob, carol, nil, carol, bob} {
				if to != nil {
					alice.awaitState(to.jid, sent[i], view.MessageSent, view.MessageDelivered)
				}
			}
			for to, want := range map[*peer][]string{bob: {"one", "four"}, carol: {"two", "three"}} {
				to.awaitMessage(alice.jid, want[1])
				if got := received(to.messages(alice.jid)); !slices.Equal(got, want) {
					t.Errorf("%s has %q", to.jid, got)
				}
			}
			if fault.Count() > 3 || !alice.online() {
				t.Errorf("tried %d times; %+v", fault.Count(), alice.status())
			}
		})
	}
}

// Any entry: what has no row of its own, or changes one, is given up as well, and what is sent then arrives.
func TestAnyEntryThatEndsStreamsIsGivenUp(t *testing.T) {
	for _, row := range []struct {
		name, has string
		do        func(alice, bob *peer)
	}{
		{"a correction", "urn:xmpp:message-correct:0", func(alice, bob *peer) {
			alice.correct(bob.jid, alice.idOf(bob.jid, "hello bob"), "hello, bob")
		}},
		{"a retraction", "urn:xmpp:message-retract:1", func(alice, bob *peer) { alice.retract(bob.jid, alice.idOf(bob.jid, "hello bob")) }},
		{"a reaction", "urn:xmpp:reactions:0", func(alice, bob *peer) {
			alice.must(app.React{Account: alice.jid, Chat: bob.jid, ID: alice.idOf(bob.jid, "hello alice"), Emoji: "👍", On: true, Allow: true})
		}},
		{"a receipt", `<received xmlns="urn:xmpp:receipts"`, func(alice, bob *peer) { bob.send(alice.jid, "received?") }},
		{"a marker", `<displayed xmlns="urn:xmpp:chat-markers:0"`, func(alice, bob *peer) { alice.must(app.MarkRead{Account: alice.jid, Chat: bob.jid}) }},
		{"a key transport", "eu.siacs.conversations.axolotl", func(alice, bob *peer) {
			alice.must(app.RepairSession{Account: alice.jid, JID: bob.jid, DeviceID: bob.status().DeviceID})
		}},
	} {
		for _, deed := range []xmpptest.Deed{xmpptest.Refuse, xmpptest.Cut} {
			t.Run(row.name+", "+deed.String(), func(t *testing.T) {
				t.Parallel()
				server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive())
				alice, bob := newPeer(t, server, "alice", app.Options{Timing: impatient}), newPeer(t, server, "bob", app.Options{})
				friends(t, server, alice, bob)
				alice.encryption(bob.jid, false)
				fault := server.Inject(xmpptest.Fault{Step: "message in", User: "alice", Has: row.has, Times: -1, Deed: deed})
				row.do(alice, bob)
				struck(t, fault)
				id := alice.send(bob.jid, "the end")
				bob.awaitMessage(alice.jid, "the end")
				alice.awaitState(bob.jid, id, view.MessageSent, view.MessageDelivered)
				alice.await("alice online", alice.online)
				if fault.Count() > 3 {
					t.Errorf("tried %d times", fault.Count())
				}
			})
		}
	}
}

// The tries count across restarts of the program.
func TestTriesAreRemembered(t *testing.T) {
	for _, deed := range []xmpptest.Deed{xmpptest.Refuse, xmpptest.Cut} {
		t.Run(deed.String(), func(t *testing.T) {
			t.Parallel()
			server, alice, bob, _ := three(t, app.Options{Timing: impatient}, xmpptest.Archive())
			fault := server.Inject(xmpptest.Fault{Step: "message in", User: "alice", Has: "poison", Times: -1, Deed: deed})
			id := alice.send(bob.jid, "poison")
			for n := 1; n <= 2; n++ {
				alice.await("a try", func() bool { return fault.Count() >= n && !alice.online() })
				alice.restart()
			}
			alice.awaitState(bob.jid, id, view.MessageFailed)
			alice.awaitState(bob.jid, alice.send(bob.jid, "the end"), view.MessageSent, view.MessageDelivered)
			if fault.Count() > 3 {
				t.Errorf("tried %d times", fault.Count())
			}
		})
	}
}
