package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"vouch/app"
	"vouch/xmpp/ping"
	"vouch/xmpp/xmpptest"

	"mellium.im/xmpp/jid"
)

func replaces(id string) string {
	return "<replace xmlns='urn:xmpp:message-correct:0' id='" + id + "'/>"
}

func retracts(id string) string {
	return "<retract xmlns='urn:xmpp:message-retract:1' id='" + id + "'/>"
}

// What is fetched backwards brings changes before what they change. They are applied when that comes, if they may.
func TestChangesThatCameBeforeWhatTheyChange(t *testing.T) {
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive())
	ago := time.Now().AddDate(0, 0, -60)
	keep := func(minute int, from, id, body, more string) {
		to := "alice@localhost"
		if from == to {
			to = bobs
		}
		if body != "" {
			body = "<body>" + body + "</body>"
		}
		server.Keep("alice", bobs, fmt.Sprintf("<message from='%s/x' to='%s' type='chat' id='%s'>%s%s</message>", from, to, id, body, more), ago.Add(time.Duration(minute)*time.Minute))
	}
	for i, id := range []string{"corrected", "twice", "taken", "both", "foreign", "own"} {
		from := bobs
		if id == "own" {
			from = "alice@localhost"
		}
		keep(i, from, id, "first "+id, "")
	}
	for i := range 60 {
		keep(10+i, bobs, fmt.Sprint("fill-", i), fmt.Sprint("fill ", i), "")
	}
	keep(80, bobs, "c1", "second corrected", replaces("corrected"))
	keep(81, bobs, "c2", "second twice", replaces("twice"))
	keep(82, bobs, "c3", "third twice", replaces("twice"))
	keep(83, bobs, "c4", "", retracts("taken"))
	keep(84, bobs, "c5", "second both", replaces("both"))
	keep(85, bobs, "c6", "", retracts("both"))
	keep(86, "alice@localhost", "c7", "second foreign", replaces("foreign"))
	keep(87, "alice@localhost", "c8", "", retracts("foreign"))
	keep(88, "alice@localhost", "c9", "second own", replaces("own"))
	keep(89, bobs, "c10", "nowhere", replaces("nothing"))
	server.Keep("alice", bobs, ofArchive(99, "recent"), time.Now().Add(-time.Hour))
	l := newLiarOn(t, server, app.Options{Timing: impatient})
	l.awaitMessage(bobs, "recent")
	if _, err := l.Older(t.Context(), l.jid, bobs); err != nil {
		t.Fatal(err)
	}
	if got := append(append(l.texts("second"), l.texts("third")...), l.texts("nowhere")...); !slices.Equal(got, []string{"second corrected", "second twice", "second own", "third twice", "nowhere"}) {
		t.Errorf("meanwhile there is %q", got)
	}
	if _, err := l.older(5); err != nil {
		t.Fatal(err)
	}
	wantTexts(t, l.awaitMessage(bobs, "second corrected"), "first corrected", "second corrected")
	wantTexts(t, l.awaitMessage(bobs, "third twice"), "first twice", "second twice", "third twice")
	wantTexts(t, l.awaitMessage(bobs, "second own"), "first own", "second own")
	wantTexts(t, l.awaitMessage(bobs, "first foreign"), "first foreign")
	rows := l.messages(bobs)
	var got []string
	for _, m := range rows {
		if m.Retracted() {
			got = append(got, "gone")
			if m.Body != "" || !m.EditedAt.IsZero() {
				t.Errorf("of what was taken back there is %+v", m)
			}
		} else if !strings.HasPrefix(m.Body, "fill") {
			got = append(got, m.Body)
		}
	}
	if want := []string{"second corrected", "third twice", "gone", "gone", "first foreign", "second own", "gone", "nowhere", "recent"}; !slices.Equal(got, want) {
		t.Errorf("rows %q, want %q", got, want)
	}
	l.tell("<message from='" + bobs + "/x' to='%s' type='chat' id='c11'><body>fourth twice</body>" + replaces("c3") + "</message>") // what was absorbed has a name still
	wantTexts(t, l.awaitMessage(bobs, "fourth twice"), "first twice", "second twice", "third twice", "fourth twice")
}

// The same live, where all came in another order than it was written: the devices are checked as ever.
func TestWhoMayChangeWhatComesLate(t *testing.T) {
	server, alice, carol := withCarol(t)
	other := newRaw(t, server, "carol")
	carol.publishList(carol.device, other.device)
	carol.meet(alice)
	other.meet(alice)
	late := func(id, body string) {
		t.Helper()
		carol.send("<message to='" + alice.jid + "' type='chat' id='" + id + "'>" + carol.element(carol.encrypt(alice, body)) + "</message>")
	}
	alice.must(app.MarkRead{Account: alice.jid, Chat: carol.jid})
	before := alice.unread(carol.jid)
	carol.message(alice, "<body>in clear</body>"+replaces("l1"))
	alice.awaitMessage(carol.jid, "in clear") // the two write on streams of their own
	other.message(alice, other.element(other.encrypt(alice, "by the other"))+replaces("l1"))
	alice.awaitMessage(carol.jid, "by the other")
	carol.message(alice, carol.element(carol.encrypt(alice, "by the same"))+replaces("l1"))
	alice.awaitMessage(carol.jid, "by the same")
	carol.message(alice, retracts("l2"))
	other.message(alice, other.element(other.encrypt(alice, tookBack))+retracts("l2")+"<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:message-retract:1'/>")
	other.ask(jid.JID{}, false, ping.Ping{}) // answered when the server has handed it on
	late("l1", "one")
	late("l2", "two")
	if m := alice.awaitMessage(carol.jid, "two"); m.Retracted() {
		t.Errorf("taken back by who may not: %+v", m)
	}
	wantTexts(t, alice.awaitMessage(carol.jid, "by the same"), "one", "by the same")
	var got []string
	for _, m := range alice.messages(carol.jid) {
		if slices.Contains([]string{"in clear", "by the other", "by the same", "one", "two"}, m.Body) {
			got = append(got, m.Body)
		}
	}
	if !slices.Equal(got, []string{"in clear", "by the other", "by the same", "two"}) {
		t.Errorf("rows %q", got)
	}
	if n := alice.unread(carol.jid) - before; n != 4 {
		t.Errorf("%d unread, want one for each row", n)
	}
	carol.message(alice, carol.element(carol.encrypt(alice, tookBack))+retracts("l3")+"<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:message-retract:1'/>")
	late("l3", "three")
	carol.message(alice, carol.element(carol.encrypt(alice, "end")))
	alice.awaitMessage(carol.jid, "end")
	for _, m := range alice.messages(carol.jid) {
		if m.Body == "three" {
			t.Errorf("what its own device took back is %+v", m)
		}
	}
}
