package app_test

import (
	"fmt"
	"log/slog"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"vouch/app"
	"vouch/xmpp/xmpptest"
)

// delay-forged: whatever a message says of its age, live ones stand in the order in which they came.
func TestForgedDelaysMoveNothing(t *testing.T) {
	l := newLiar(t)
	begin := time.Now().Add(-time.Minute)
	delays := map[string]string{
		"a contact's, 1970":      "<delay xmlns='urn:xmpp:delay' from='" + bobs + "' stamp='1970-01-01T00:00:00Z'/>",
		"a contact's, 2099":      "<delay xmlns='urn:xmpp:delay' from='" + bobs + "' stamp='2099-01-01T00:00:00Z'/>",
		"a contact's, last year": "<delay xmlns='urn:xmpp:delay' from='" + bobs + "' stamp='" + time.Now().AddDate(-1, 0, 0).UTC().Format(time.RFC3339) + "'/>",
		"nobody's, last year":    "<delay xmlns='urn:xmpp:delay' stamp='" + time.Now().AddDate(-1, 0, 0).UTC().Format(time.RFC3339) + "'/>",
		"a room's, last year":    "<delay xmlns='urn:xmpp:delay' from='room@conference.localhost' stamp='" + time.Now().AddDate(-1, 0, 0).UTC().Format(time.RFC3339) + "'/>",
		"the server's, 1970":     "<delay xmlns='urn:xmpp:delay' from='localhost' stamp='1970-01-01T00:00:00Z'/>",
		"the server's, 2099":     "<delay xmlns='urn:xmpp:delay' from='localhost' stamp='2099-01-01T00:00:00Z'/>",
		"the server's, no time":  "<delay xmlns='urn:xmpp:delay' from='localhost' stamp='yesterday'/>",
	}
	var want []string
	for name, delay := range delays {
		l.between(t, func() {
			want = append(want, name)
			l.tell("<message from='" + bobs + "/x' to='%s' type='chat' id='" + fmt.Sprint("d", len(want)) + "'><body>" + name + "</body>" + delay + "</message>")
		})
	}
	var got []string
	for _, m := range l.messages(bobs) {
		if _, ok := delays[m.Body]; ok {
			if got = append(got, m.Body); m.Time.Before(begin) || m.Time.After(time.Now().Add(time.Minute)) {
				t.Errorf("%s: shown as of %v", m.Body, m.Time)
			}
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("rows %q, want %q", got, want)
	}
}

// stanza-id-forged: an id that claims to be of our archive counts only where the server says that it takes forged ones out;
// else a contact could make a message of somebody else look as if it were here.
func TestForgedArchiveIDHidesNothing(t *testing.T) {
	l := newLiar(t)
	l.server.Inject(xmpptest.Fault{Step: "disco out", Has: "urn:xmpp:sid:0", Times: -1, Deed: xmpptest.Lie, Lie: func(_, answer string) string {
		return strings.Replace(answer, "urn:xmpp:sid:0", "urn:x", 1)
	}})
	l.reconnect()
	l.between(t, func() {
		id := l.server.Keep("alice", "carol@localhost", "<message from='carol@localhost/x' to='alice@localhost' type='chat' id='c'><body>of carol</body></message>", time.Now())
		l.tell("<message from='" + bobs + "/x' to='%s' type='chat' id='s'><body>of bob</body><stanza-id xmlns='urn:xmpp:sid:0' by='%s' id='" + id + "'/></message>")
		l.awaitMessage(bobs, "of bob")
		l.reconnect()
	})
	l.awaitMessage("carol@localhost", "of carol")
}

// dup-paths: one message live, as a carbon, again after resuming, and from the archive, is one row.
func TestOneMessageByAllWaysIsOneRow(t *testing.T) {
	l := newLiar(t)
	message := "<message xmlns='jabber:client' from='" + bobs + "/x' to='alice@localhost' type='chat' id='m'><body>once</body>"
	rows, _ := l.between(t, func() {
		id := l.server.Keep("alice", bobs, message+"</message>", time.Now())
		stamped := message + "<stanza-id xmlns='urn:xmpp:sid:0' by='alice@localhost' id='" + id + "'/></message>"
		l.tell(stamped)
		l.tell(stamped)
		l.tell(message + "</message>")
		l.tell("<message from='%s' to='%s/~' type='chat'><received xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>" + stamped + "</forwarded></received></message>")
		l.reconnect()
		l.tell(stamped)
	})
	if !slices.Equal(rows, []string{bobs + ": once"}) {
		t.Errorf("rows %q", rows)
	}
}

// handler-panic: what a stanza's handling has begun is rolled back, the stanza is set aside visibly, the stream goes on.
func TestPanicOfAHandlerSetsTheStanzaAside(t *testing.T) {
	var armed atomic.Bool
	inReceive := func() bool {
		calls := make([]uintptr, 30)
		frames := runtime.CallersFrames(calls[:runtime.Callers(1, calls)])
		for {
			frame, more := frames.Next()
			if strings.HasSuffix(frame.Function, "(*account).receive") {
				return true
			}
			if !more {
				return false
			}
		}
	}
	l := newLiarWith(t, app.Options{Timing: impatient, Log: slog.New(slog.DiscardHandler), Now: func() time.Time {
		if armed.Load() && inReceive() && armed.CompareAndSwap(true, false) {
			panic("a clock that breaks")
		}
		return time.Now()
	}})
	rows, _ := l.between(t, func() {
		armed.Store(true)
		l.tell("<message from='" + bobs + "/x' to='%s' type='chat' id='p'><body>breaks it</body></message>")
		l.settled()
	})
	if !slices.Equal(rows, []string{bobs + ": notice broken"}) || armed.Load() {
		t.Errorf("rows %q", rows)
	}
}

// slow-server: answers that do not come hold up nothing else, and are not asked for twice at a time.
func TestAnswersThatDoNotComeHoldNothingUp(t *testing.T) {
	l := newLiarWith(t, app.Options{})
	silent := l.server.Inject(xmpptest.Fault{Step: "pep out", User: "alice", Has: bobs, Times: -1, Deed: xmpptest.Lie, Lie: func(_, _ string) string { return "" }})
	l.send(bobs, "for devices that are not known")
	struck(t, silent)
	for range 3 {
		l.must(app.OpenChat{Account: l.jid, JID: bobs})
	}
	l.between(t, func() {
		l.must(app.SetEncryption{Account: l.jid, Chat: "carol@localhost"})
		l.tell("<message from='carol@localhost/x' to='%s' type='chat' id='c'><body>meanwhile</body></message>")
		l.awaitMessage("carol@localhost", "meanwhile")
	})
	silent.End()
	asked := 0
	for _, w := range l.server.Written("alice") {
		if strings.Contains(w, "devicelist") && strings.Contains(w, bobs) {
			asked++
		}
	}
	if asked != 1 {
		t.Errorf("asked %d times at once", asked)
	}
}

// bundle-half: a bundle is lost, and the connection breaks at the bundle and at the list. What the server takes first is a
// bundle, and the list follows.
func TestBundleIsThereBeforeTheList(t *testing.T) {
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive())
	const list, bundle = `publish node="eu.siacs.conversations.axolotl.devicelist"`, `publish node="eu.siacs.conversations.axolotl.bundles`
	faults := []*xmpptest.Injected{server.Inject(xmpptest.Fault{Step: "pep in", User: "alice", Has: bundle, Deed: xmpptest.Lie, Lie: func(_, _ string) string { return "" }})} // lost
	for _, deed := range []xmpptest.Deed{xmpptest.Cut, xmpptest.CutAfter} {
		for _, what := range []string{bundle, list} {
			faults = append(faults, server.Inject(xmpptest.Fault{Step: "pep in", User: "alice", Has: what, Deed: deed}))
		}
	}
	alice, bob := newPeer(t, server, "alice", app.Options{Timing: impatient}), newPeer(t, server, "bob", app.Options{})
	friends(t, server, alice, bob)
	for _, f := range faults {
		struck(t, f)
	}
	var order []string
	for _, w := range server.Written("alice") {
		order = append(order, regexp.MustCompile(list+"|"+bundle).FindString(w))
	}
	order = slices.DeleteFunc(order, func(s string) bool { return s == "" })
	if len(order) < 2 || order[0] != bundle {
		t.Errorf("published in the order %q", order)
	}
}
