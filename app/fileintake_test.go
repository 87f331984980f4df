package app_test

import (
	"fmt"
	"testing"
	"time"

	"vouch/app"
	"vouch/app/history"
	"vouch/xmpp/xmpptest"
)

// offer is bob's message with an address that is a file.
func offer(id, address string) string {
	return fmt.Sprintf("<message from='%s/x' to='%%s' type='chat' id='%s'><body>%s</body><x xmlns='jabber:x:oob'><url>%s</url></x></message>", bobs, id, address, address)
}

// An address of somebody does not lead into this machine, also when our own server is there; the user is told.
func TestFileDoesNotLeadInside(t *testing.T) {
	l := newLiar(t)
	for n, address := range []string{"https://127.0.0.1/a.jpg", "https://[::1]/b.jpg", "https://10.0.0.1/c.jpg"} {
		l.tell(offer(fmt.Sprint("inside-", n), address))
		row := l.awaitFile(bobs, n, history.FileFailed) // unasked, since he is a contact
		if row.ErrKind != app.KindRefused {
			t.Errorf("%s: %s %q", address, row.ErrKind, row.ErrText)
		}
	}
}

// What was sent long ago is not fetched unasked.
func TestOldFileIsNotFetchedUnasked(t *testing.T) {
	for days, want := range map[int]history.FileState{6: history.FileFailed, 8: history.FileOffered} {
		t.Run(fmt.Sprint(days, " days ago"), func(t *testing.T) {
			server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive())
			caughtUp := server.Inject(xmpptest.Fault{Step: "archive fin", Has: "<fin", Skip: 1, Deed: xmpptest.Lie, Lie: honestly}) // what a first sign-in finds is old
			l := newLiarOn(t, server, app.Options{Timing: impatient})
			struck(t, caughtUp)
			l.settled()
			l.stop()
			l.server.Keep("alice", bobs, fmt.Sprintf(offer("old", "https://127.0.0.1/a.jpg"), l.jid), time.Now().AddDate(0, 0, -days))
			l.start()
			l.awaitFile(bobs, 0, want)
		})
	}
}
