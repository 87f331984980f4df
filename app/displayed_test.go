package app_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"mellium.im/xmpp/jid"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/displayed"
	"vouch/xmpp/pep"
	"vouch/xmpp/xmpptest"
)

// unread is how many messages of a chat nobody has read here.
func (p *peer) unread(with string) int {
	p.t.Helper()
	for _, c := range mustChats(p.t, p) {
		if c.Chat == with {
			return c.Unread
		}
	}
	return 0
}

// What was read on one device is read on the others, without a word to the contact: on those that are there, and on those
// that come back, for more than one chat.
func TestWhatIsReadOnOneDeviceIsReadOnAll(t *testing.T) {
	onEach(t, func(t *testing.T, server xmpptest.Server) {
		alice, phone, tablet := twoDevices(t, server)
		carol := newPeer(t, server, "carol", app.Options{})
		carol.must(app.SetEncryption{Account: carol.jid, Chat: phone.jid})
		quiet := view.Privacy{Devices: true}
		phone.must(app.SetPrivacy{Account: phone.jid, Privacy: quiet})
		read := func(who string) { phone.must(app.MarkRead{Account: phone.jid, Chat: who}) }
		write := func(from *peer, body string, to ...*peer) {
			from.send(phone.jid, body)
			for _, p := range to {
				p.awaitMessage(from.jid, body)
			}
		}
		for _, body := range []string{"one", "two", "three"} {
			write(alice, body, phone, tablet)
		}
		if tablet.unread(alice.jid) < 3 {
			t.Fatalf("%d unread on the tablet", tablet.unread(alice.jid))
		}
		read(alice.jid)
		tablet.await("what the phone has read", func() bool { return tablet.unread(alice.jid) == 0 })
		write(alice, "four", phone, tablet)
		if got := tablet.unread(alice.jid); got != 1 {
			t.Errorf("%d unread after another message", got)
		}
		tablet.stop()
		write(alice, "five", phone)
		write(carol, "six", phone)
		read(alice.jid)
		read(carol.jid)
		write(alice, "seven", phone) // not read on the phone
		watcher := signInRaw(t, server, "bob")
		watcher.until("both places on the server", func() bool { return len(displayedItems(watcher)) == 2 })
		tablet.start()
		tablet.awaitMessage(alice.jid, "seven")
		tablet.awaitMessage(carol.jid, "six")
		tablet.await("what the phone has read", func() bool { return tablet.unread(alice.jid) == 1 && tablet.unread(carol.jid) == 0 })
		for _, m := range alice.messages(phone.jid) {
			if m.State == view.MessageRead {
				t.Errorf("alice was told that %q was read", m.Body)
			}
		}
		phone.must(app.SetPrivacy{Account: phone.jid, Privacy: view.Privacy{}})
		before := displayedItems(watcher)
		read(alice.jid)
		write(alice, "eight", phone, tablet)
		if got := tablet.unread(alice.jid); got != 2 {
			t.Errorf("%d unread though the phone tells nothing", got)
		}
		if after := displayedItems(watcher); !slices.Equal(before, after) {
			t.Errorf("the phone has told %q", after)
		}
	}, xmpptest.Friends("alice", "bob", "carol"))
}

// displayedItems are the places that a server keeps: chat and archive id.
func displayedItems(r *raw) (out []string) {
	r.t.Helper()
	answer := r.tryAsk(jid.JID{}, pep.Items(displayed.Node, 0))
	if answer.Err != nil {
		return nil
	}
	items, _, err := pep.ParseItems(answer.Payload)
	if err != nil {
		r.t.Fatal(err)
	}
	for _, i := range items {
		id, err := displayed.Parse(i.Payload, jid.MustParse(r.jid))
		if err != nil {
			r.t.Error(err)
		}
		out = append(out, i.ID+" "+id)
	}
	slices.Sort(out)
	return out
}

var stanzaID = regexp.MustCompile(`<stanza-id [^>]* id='([^']*)'`)

// told is how often alice has told her devices what she has read.
func (l *liar) told() (n int) {
	for _, w := range l.server.Written("alice") {
		if strings.Contains(w, `<publish node="urn:xmpp:mds:displayed:0"`) {
			n++
		}
	}
	return n
}

// One place a chat, told once however often it moves meanwhile, and not during a catch-up.
func TestWhatIsReadIsToldSparingly(t *testing.T) {
	l := newLiarWith(t, app.Options{})
	watcher := signInRaw(t, l.server, "alice")
	read := func() { l.must(app.MarkRead{Account: l.jid, Chat: bobs}) }
	awaitTold := func(live string) {
		t.Helper()
		want := []string{bobs + " " + stanzaID.FindStringSubmatch(live)[1]}
		watcher.until("the place on the server", func() bool { return slices.Equal(displayedItems(watcher), want) })
	}
	live, began := "", time.Now()
	for i := range 20 {
		live = l.kept(fmt.Sprint("live ", i), "")
		l.tell(live)
		l.awaitMessage(bobs, fmt.Sprint("live ", i))
		read()
	}
	awaitTold(live)
	if n, most := l.told(), int(time.Since(began)/time.Second)+2; n > most {
		t.Errorf("twenty messages were told of %d times, want at most %d", n, most)
	}
	before := l.told()
	l.server.PageCap(2)
	for i := range 10 {
		live = l.kept(fmt.Sprint("missed ", i), "")
	}
	fin := l.server.Inject(xmpptest.Fault{Step: "archive fin", User: "alice", Skip: 3, Deed: xmpptest.Lie, Lie: func(_, _ string) string { return "" }})
	l.server.Forget("alice", false)
	struck(t, fin)
	l.awaitMessage(bobs, "missed 3")
	<-time.After(1100 * time.Millisecond) // the event is the clock's: until then it would not be told anyway
	read()
	l.settled()
	if n := l.told() - before; n != 0 {
		t.Errorf("told of %d times during a catch-up", n)
	}
	l.reconnect()
	l.awaitMessage(bobs, "missed 9")
	read()
	watcher = signInRaw(t, l.server, "alice")
	awaitTold(live)
}

// What others claim about how far alice has read.
func TestLiesAboutWhatWasRead(t *testing.T) {
	l := newLiar(t)
	var ids []string
	for i := range 4 {
		live := l.kept(fmt.Sprint("mine ", i), "")
		ids = append(ids, stanzaID.FindStringSubmatch(live)[1])
		l.tell(live)
		l.awaitMessage(bobs, fmt.Sprint("mine ", i))
	}
	event := func(from, chat, by, id string) string {
		return "<message type='headline' from='" + from + "' to='%s/~'><event xmlns='http://jabber.org/protocol/pubsub#event'><items node='urn:xmpp:mds:displayed:0'>" +
			"<item id='" + chat + "'><displayed xmlns='urn:xmpp:mds:displayed:0'><stanza-id xmlns='urn:xmpp:sid:0' by='" + by + "' id='" + id + "'/></displayed></item></items></event></message>"
	}
	for _, row := range []struct {
		name, event string
		read        bool
	}{
		{"of a contact", event(bobs, bobs, l.jid, ids[3]), false},
		{"of a contact about itself", event(bobs, l.jid, bobs, ids[3]), false},
		{"of our own client, not our account", event(l.jid+"/other", bobs, l.jid, ids[3]), false},
		{"of our server", event("localhost", bobs, l.jid, ids[3]), false},
		{"an id that somebody else gave", event(l.jid, bobs, bobs, ids[3]), false},
		{"a message of another chat", event(l.jid, "carol@localhost", l.jid, ids[3]), false},
		{"no address", event(l.jid, "@", l.jid, ids[3]), false},
		{"a client's address", event(l.jid, bobs+"/x", l.jid, ids[3]), false},
		{"a message that never was", event(l.jid, bobs, l.jid, "unknown"), false},
		{"our account", event(l.jid, bobs, l.jid, ids[3]), true},
		{"our account, further back", event(l.jid, bobs, l.jid, ids[0]), false},
	} {
		t.Run(row.name, func(t *testing.T) {
			before := l.unread(bobs)
			rows, written := l.between(t, func() { l.tell(row.event) })
			want := before + 2
			if row.read {
				want -= 4 // all up to the last of the four
			}
			if got := l.unread(bobs); got > want || !row.read && got != want || row.read && got == before+2 {
				t.Errorf("%d unread, %d before", got, before)
			}
			if len(rows) != 0 {
				t.Errorf("new rows %q", rows)
			}
			for _, w := range written {
				if strings.Contains(w, "pubsub") {
					t.Errorf("alice wrote %s", w)
				}
			}
		})
	}
}

// Another device has read a message that has not come here yet: it is read when it comes, and all before it.
func TestWhatWasReadBeforeItCame(t *testing.T) {
	l := newLiarWith(t, app.Options{})
	l.say("before")
	if l.unread(bobs) != 1 {
		t.Fatalf("%d unread", l.unread(bobs))
	}
	first, second, third := l.kept("first", ""), l.kept("second", ""), l.kept("third", "")
	l.tell("<message type='headline' from='%s' to='%s/~'><event xmlns='http://jabber.org/protocol/pubsub#event'><items node='urn:xmpp:mds:displayed:0'><item id='" + bobs + "'>" +
		"<displayed xmlns='urn:xmpp:mds:displayed:0'><stanza-id xmlns='urn:xmpp:sid:0' by='%s' id='" + stanzaID.FindStringSubmatch(second)[1] + "'/></displayed></item></items></event></message>")
	l.settled()
	for i, live := range []string{first, second, third} {
		l.tell(live)
		l.awaitMessage(bobs, []string{"first", "second", "third"}[i])
		if got, want := l.unread(bobs), []int{2, 0, 1}[i]; got != want {
			t.Errorf("%d unread after message %d, want %d", got, i, want)
		}
	}
	// A message without a row of its own has a place all the same.
	correction := l.kept("third again", "<replace xmlns='urn:xmpp:message-correct:0' id='third'/>")
	l.tell(correction)
	l.awaitMessage(bobs, "third again")
	if l.unread(bobs) != 1 {
		t.Errorf("%d unread after a correction", l.unread(bobs))
	}
	l.tell("<message type='headline' from='%s' to='%s/~'><event xmlns='http://jabber.org/protocol/pubsub#event'><items node='urn:xmpp:mds:displayed:0'><item id='" + bobs + "'>" +
		"<displayed xmlns='urn:xmpp:mds:displayed:0'><stanza-id xmlns='urn:xmpp:sid:0' by='%s' id='" + stanzaID.FindStringSubmatch(correction)[1] + "'/></displayed></item></items></event></message>")
	l.settled()
	if l.unread(bobs) != 0 {
		t.Errorf("%d unread after the correction was read elsewhere", l.unread(bobs))
	}
}
