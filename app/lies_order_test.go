package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"vouch/app"
	"vouch/app/history"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// kept puts a message of bob into alice's archive, and gives the live copy of it, with what else the server says about it.
func (l *liar) kept(body, more string) (live string) {
	message := "<message xmlns='jabber:client' from='" + bobs + "/x' to='alice@localhost' type='chat' id='" + strings.ReplaceAll(body, " ", "-") + "'><body>" + body + "</body>"
	id := l.server.Keep("alice", bobs, message+"</message>", time.Now())
	return message + "<stanza-id xmlns='urn:xmpp:sid:0' by='alice@localhost' id='" + id + "'/>" + more + "</message>"
}

// texts are the texts of the chat with bob that begin so, in order.
func (l *liar) texts(prefix string) (out []string) {
	for _, m := range l.messages(bobs) {
		if strings.HasPrefix(m.Body, prefix) {
			out = append(out, m.Body)
		}
	}
	return out
}

// mam-live: what comes in live while the archive is being read is there once, and behind what the archive has before it.
func TestLiveMessageDuringCatchUpKeepsItsPlace(t *testing.T) {
	l := newLiar(t)
	l.say("before")
	l.server.PageCap(2)
	for i := range 5 {
		l.kept(fmt.Sprint("mine ", i), "")
	}
	live := l.kept("mine 5", "")
	l.server.Inject(xmpptest.Fault{Step: "archive fin", User: "alice", Deed: xmpptest.Lie, Lie: func(_, fin string) string { return live + fin }})
	l.reconnect()
	l.say("after")
	if got, want := l.texts("mine"), []string{"mine 0", "mine 1", "mine 2", "mine 3", "mine 4", "mine 5"}; !slices.Equal(got, want) {
		t.Errorf("rows %q, want %q", got, want)
	}
}

// What the server sends again after a cut in another order than it took in moves to its place, as the archive says.
func TestArchiveSaysTheOrderOfWhatIsSentAgain(t *testing.T) {
	l := newLiar(t)
	l.say("before")
	l.server.Cut("alice")
	l.await("the stream resumed", func() bool { return l.status().Resumed && l.online() })
	late := "<delay xmlns='urn:xmpp:delay' from='localhost' stamp='" + time.Now().Add(-time.Second).UTC().Format(time.RFC3339Nano) + "'/>"
	var lives []string
	for i := range 5 {
		lives = append(lives, l.kept(fmt.Sprint("again ", i), late))
	}
	for _, i := range []int{0, 2, 1, 4, 3} {
		l.tell(lives[i])
	}
	l.awaitMessage(bobs, "again 3")
	want := []string{"again 0", "again 1", "again 2", "again 3", "again 4"}
	if !l.inTime(func() bool { return slices.Equal(l.texts("again"), want) }) {
		t.Errorf("rows %q, want %q", l.texts("again"), want)
	}
}

// An own message that arrived and was not acknowledged is not sent again: not when something that came in live after it has
// moved the cursor past it, and not when its receiver has said that it is there, even if the archive does not have it.
func TestWhatArrivedIsNotSentAgain(t *testing.T) {
	for _, row := range []struct {
		name  string
		after func(l *liar, m history.Message)
	}{
		{"a later message moved the cursor", func(l *liar, _ history.Message) {
			l.tell(l.kept("later", ""))
			l.awaitMessage(bobs, "later")
		}},
		{"its receiver has it", func(l *liar, m history.Message) {
			l.server.DropArchive("alice")
			l.tell("<message from='" + bobs + "/x' to='%s' type='chat' id='r'><received xmlns='urn:xmpp:receipts' id='" + m.MessageID + "'/></message>")
			l.awaitState(bobs, m.ID, view.MessageDelivered)
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			l := newLiarWith(t, app.Options{}) // patient: the silence must not end the stream first
			l.must(app.SetEncryption{Account: l.jid, Chat: bobs})
			first := l.send(bobs, "seen by the archive") // so that it is known to keep what alice sends
			l.awaitState(bobs, first, view.MessageSent)
			l.reconnect()
			mute := l.server.Inject(xmpptest.Fault{Step: "ack out", User: "alice", Times: -1, Deed: xmpptest.Lie, Lie: func(_, _ string) string { return "" }})
			taken := l.server.Inject(xmpptest.Fault{Step: "message in", Has: "not twice", Deed: xmpptest.Lie, Lie: honestly})
			id := l.send(bobs, "not twice")
			struck(t, taken)
			row.after(l, l.awaitState(bobs, id, view.MessageSending))
			l.reconnect()
			mute.End() // not before: an acknowledgement may be on its way
			l.awaitState(bobs, id, view.MessageSent, view.MessageDelivered)
			last := l.send(bobs, "the next one")
			l.awaitState(bobs, last, view.MessageSent)
			written := 0
			for _, stanza := range l.server.Written("alice") {
				if strings.Contains(stanza, "not twice") {
					written++
				}
			}
			if written != 1 {
				t.Errorf("written %d times", written)
			}
		})
	}
}
