package app_test

import (
	"fmt"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"vouch/app"
	"vouch/app/input"
	"vouch/app/view"
	"vouch/xmpp/omemo"
	"vouch/xmpp/xmpptest"
)

// skewed is a clock that can be put forward.
type skewed struct{ by atomic.Int64 }

func (l *skewed) now() time.Time          { return time.Now().Add(time.Duration(l.by.Load())) }
func (l *skewed) forward(d time.Duration) { l.by.Add(int64(d)) }
func (l *skewed) options() app.Options    { return app.Options{Now: l.now} }

// Without a subscription nothing tells of a change: a removed device is written to no more, and a new one is asked about, once
// the list is older than two hours.
func TestListsWithoutEventsAreReadAgain(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Users("alice", "bob"))
	clock := &skewed{}
	alice, bob := newPeer(t, server, "alice", clock.options()), newRaw(t, server, "bob")
	first := alice.send(bob.jid, "one")
	alice.awaitKind(bob.jid, first, app.KindUndecided)
	alice.must(app.Decide{Account: alice.jid, JID: bob.jid, Fingerprint: bob.id.Fingerprint(), Trust: view.TrustTrusted})
	alice.awaitState(bob.jid, first, view.MessageSent, view.MessageDelivered)
	other := newRaw(t, server, "bob")
	other.publishList(bob.device, other.device)
	clock.forward(3 * time.Hour)
	second := alice.send(bob.jid, "two")
	alice.awaitKind(bob.jid, second, app.KindUndecided)
	alice.must(app.Decide{Account: alice.jid, JID: bob.jid, Fingerprint: other.id.Fingerprint(), Trust: view.TrustTrusted})
	alice.awaitState(bob.jid, second, view.MessageSent, view.MessageDelivered)
	other.publishList(other.device)
	clock.forward(3 * time.Hour)
	third := alice.awaitState(bob.jid, alice.send(bob.jid, "three"), view.MessageSent, view.MessageDelivered)
	if len(third.Recipients) != 1 || third.Recipients[0].Device != other.device {
		t.Errorf("encrypted for %+v", third.Recipients)
	}
}

// A device that the list does not have, an open Encryption tab, and the end of a subscription have it read again at once.
func TestWhatHasAListReadAgain(t *testing.T) {
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"))
	alice, bob := newPeer(t, server, "alice", app.Options{}), newRaw(t, server, "bob")
	alice.must(app.OpenChat{Account: alice.jid, JID: bob.jid})
	alice.await("bob's device", func() bool { return len(alice.devices(bob.jid)) == 1 })
	reads := func() *xmpptest.Injected {
		return server.Inject(xmpptest.Fault{Step: "pep in", User: "alice", Has: `to="` + bob.jid + `"><pubsub xmlns="http://jabber.org/protocol/pubsub"><items node="eu.siacs.conversations.axolotl.devicelist"`, Deed: xmpptest.Lie, Lie: honestly})
	}
	again := reads()
	stranger := newRaw(t, server, "bob") // publishes a list of its own …
	stranger.publishList(bob.device)     // … and is not in it any more
	stranger.meet(alice)
	stranger.say(alice, "from nowhere")
	struck(t, again)

	clock := &skewed{}
	alice.stop()
	alice.opt.Now = clock.now
	again = reads()
	alice.start()
	alice.await("a stream", alice.online)
	alice.see(view.View{Account: alice.jid, Chat: bob.jid})
	struck(t, again)
	again = reads()
	for i := 0; again.Count() == 0 && i < 50; i++ { // an answer may be under way
		clock.forward(2 * time.Minute)
		alice.see(view.View{Account: alice.jid, Chat: bob.jid, Page: view.PageDevices})
		words := fmt.Sprint("and now ", i)
		bob.message(alice, "<body>"+words+"</body>")
		alice.awaitMessage(bob.jid, words)
	}
	struck(t, again)

	again = reads()
	alice.must(app.RemoveContact{Account: alice.jid, JID: bob.jid})
	alice.await("the end of the subscription", func() bool { r, err := alice.Roster(alice.jid); return err == nil && len(r) == 0 })
	alice.send(bob.jid, "are you there?")
	struck(t, again)
}

// see is what a window with that view shows.
func (p *peer) see(v view.View) *view.Snapshot {
	p.t.Helper()
	s, err := p.Look(v)
	if err != nil {
		p.t.Fatal(err)
	}
	return s
}

// What a question about keys was answered stands at the message that waits for it, and in the Encryption tab.
func TestReasonsReachTheRow(t *testing.T) {
	for _, row := range []struct {
		condition string
		kind      app.Kind
	}{
		{"remote-server-not-found", app.KindServerNotFound},
		{"remote-server-timeout", app.KindUnreachable},
		{"internal-server-error", app.KindUnreachable},
		{"service-unavailable", app.KindNoPEP},
		{"gone", app.KindNoPEP},
		{"forbidden", app.KindNotAllowed},
		{"not-allowed", app.KindNotAllowed},
		{"item-not-found", app.KindNoDevices},
	} {
		t.Run(row.condition, func(t *testing.T) {
			l := newLiar(t)
			lie := l.server.Inject(xmpptest.Fault{Step: "pep out", User: "alice", Has: "remote-server-not-found", Times: -1, Deed: xmpptest.Lie, Lie: func(_, s string) string {
				return strings.ReplaceAll(s, "remote-server-not-found", row.condition)
			}})
			defer lie.End()
			id := l.send(strangers, "hello")
			l.awaitKind(strangers, id, row.kind)
			if m, _ := l.message(strangers, "hello"); row.kind != app.KindNoDevices && !strings.HasPrefix(m.ErrText, row.condition) {
				t.Errorf("the row says %s %q", m.ErrKind, m.ErrText)
			}
			s := l.see(view.View{Account: l.jid, Chat: strangers, Page: view.PageDevices})
			if row.kind != app.KindNoDevices && (s.Devices.Refused != row.kind || !strings.HasPrefix(s.Devices.Said, row.condition)) {
				t.Errorf("the tab says %q, %q", s.Devices.Refused, s.Devices.Said)
			}
			if q := s.Chat.Question; q == nil || q.Kind != row.kind {
				t.Errorf("the question is %+v", q)
			}
			l.must(app.TakeBack{Account: l.jid, Chat: strangers, ID: id})
		})
	}
}

// A refusal is not the end: what waited goes out when the question is answered.
func TestWhatWaitedForAServerGoesOut(t *testing.T) {
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive())
	alice, bob := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
	friends(t, server, alice, bob)
	lie := server.Inject(xmpptest.Fault{Step: "pep out", User: "alice", Has: "devicelist", Times: -1, Deed: xmpptest.Lie, Lie: func(to, s string) string {
		id := s[strings.Index(s, " id='")+5:]
		return fmt.Sprintf("<iq type='error' id='%s' from='%s' to='%s'><error type='wait'><remote-server-timeout xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>", id[:strings.Index(id, "'")], bob.jid, to)
	}})
	alice.must(app.LookAgain{Account: alice.jid, Chat: bob.jid})
	id := alice.send(bob.jid, "patience")
	alice.awaitKind(bob.jid, id, app.KindUnreachable)
	if d := alice.devices(bob.jid); len(d) != 1 || !d[0].Active {
		t.Errorf("what did not answer has the devices %+v", d)
	}
	lie.End()
	alice.awaitState(bob.jid, id, view.MessageSent, view.MessageDelivered)
	if s := alice.see(view.View{Account: alice.jid, Chat: bob.jid, Page: view.PageDevices}); s.Devices.Refused != "" {
		t.Errorf("the tab still says %s", s.Devices.Refused)
	}
}

// Whoever writes to us learns nothing by it, whatever we are sent and whatever link is followed: not that somebody is there,
// nor where.
func TestStrangersAreAskedNothing(t *testing.T) {
	l := newLiar(t)
	who := "visitor@elsewhere.example"
	link, err := input.ParseLink("xmpp:" + who + "?message;body=hello")
	if err != nil {
		t.Fatal(err)
	}
	const unreadable = "<encrypted xmlns='eu.siacs.conversations.axolotl'><header sid='7'><key rid='9'>AAAA</key><iv>AAAAAAAAAAAAAAAA</iv></header><payload>AAAA</payload></encrypted>"
	_, written := l.between(t, func() {
		l.tell("<message from='" + who + "/x' to='%s' type='chat' id='u1'>" + unreadable + "</message>")
		l.tell("<message from='" + who + "/x' to='%s' type='chat' id='u2'><body>hello</body><request xmlns='urn:xmpp:receipts'/></message>")
		l.tell("<presence from='" + who + "/x' to='%s/~'><x xmlns='vcard-temp:x:update'><photo>aa</photo></x></presence>")
		l.tell("<message from='" + who + "' to='%s' type='headline'><event xmlns='http://jabber.org/protocol/pubsub#event'><items node='eu.siacs.conversations.axolotl.devicelist'><item id='current'><list xmlns='eu.siacs.conversations.axolotl'><device id='7'/></list></item></items></event></message>")
		l.see(view.View{Account: l.jid, Chat: link.JID, Before: 20})
		l.must(app.MarkRead{Account: l.jid, Chat: who})
	})
	for _, w := range written {
		if strings.Contains(w, "elsewhere.example") {
			t.Errorf("without a question: %s", w)
		}
	}
	asked := l.server.Inject(xmpptest.Fault{Step: "pep in", User: "alice", Has: who, Deed: xmpptest.Lie, Lie: honestly})
	l.see(view.View{Account: l.jid, Chat: who, Page: view.PageDevices})
	struck(t, asked)
}

// However many strangers write, nothing is left to be asked of them, and a friend's message is taken in as fast as before.
func TestStrangersLeaveNothingToDo(t *testing.T) {
	l := newLiar(t)
	const unreadable = "<encrypted xmlns='eu.siacs.conversations.axolotl'><header sid='7'><key rid='9'>AAAA</key><iv>AAAAAAAAAAAAAAAA</iv></header><payload>AAAA</payload></encrypted>"
	for i := range 300 {
		l.tell(fmt.Sprintf("<message from='m%d@elsewhere.example/x' to='%%s' type='chat' id='m%d'>%s</message>", i, i, unreadable))
	}
	l.say("after the flood")
	l.restart()
	l.await("a stream", l.online)
	l.say("after a restart")
	l.settled()
	for _, w := range l.server.Written("alice") {
		if strings.Contains(w, "@elsewhere.example") {
			t.Errorf("alice wrote %s", w)
		}
	}
}

// The answer to a question for devices may be older than what the server has told meanwhile: it does not count then.
func TestAnswerOlderThanTheNews(t *testing.T) {
	server := xmpptest.StartScripted(t, xmpptest.Users("alice", "bob"))
	alice, bob := newPeer(t, server, "alice", app.Options{}), newRaw(t, server, "bob")
	item := regexp.MustCompile("<item .*</item>")
	late := server.Inject(xmpptest.Fault{Step: "pep out", User: "alice", Has: fmt.Sprint(bob.device), Deed: xmpptest.Lie, Lie: func(to, answer string) string {
		news := "<message type='headline' from='" + bob.jid + "' to='" + to + "'><event xmlns='http://jabber.org/protocol/pubsub#event'><items node='" + omemo.NodeDevices + "'>" + item.FindString(answer) + "</items></event></message>"
		return news + item.ReplaceAllString(answer, "")
	}})
	row := alice.send(bob.jid, "are you there?")
	struck(t, late)
	alice.awaitDevice(bob.jid, bob.id.Fingerprint(), view.TrustTrusted)
	alice.awaitState(bob.jid, row, view.MessageSent, view.MessageDelivered)
}
