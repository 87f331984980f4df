package app_test

import (
	"fmt"
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// Where files can go, and how large ones, is known before one is picked: on each server, and again on each stream.
func TestWhereFilesGoIsKnownBefore(t *testing.T) {
	withUploads(t, 20_000, func(t *testing.T, server xmpptest.Server, alice, bob *peer) {
		offered := view.Files{State: view.FilesOffered, Limit: 20_000}
		alice.await("the limit", func() bool { return alice.status().Files == offered })
		alice.restart()
		if got := alice.status().Files; got.State == view.FilesNone {
			t.Errorf("before the server was asked: %+v", got)
		}
		alice.await("the limit again", func() bool { return alice.status().Files == offered })
	})
	none := newPeer(t, xmpptest.StartProsody(t, xmpptest.Users("alice")), "alice", app.Options{})
	none.await("that it takes none", func() bool { return none.status().Files.State == view.FilesNone })
}

// A server that has not answered is none that takes nothing, dino#1568; and after a refusal it is asked again.
func TestNotKnownYetIsNotNo(t *testing.T) {
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"), xmpptest.Features("urn:xmpp:http:upload:0"))
	silent := server.Inject(xmpptest.Fault{Step: "disco in", Has: "disco#items", Deed: xmpptest.Lie, Lie: func(string, string) string { return "" }})
	l := newLiarOn(t, server, app.Options{Timing: impatient})
	struck(t, silent)
	l.settled()
	if got := l.status().Files; got != (view.Files{}) {
		t.Errorf("nobody has answered: %+v", got)
	}
	silent.End()
	l.restart()
	l.await("an answer on the next stream", func() bool { return l.status().Files.State == view.FilesOffered })

	l.encryption(bobs, false)
	asked := make(chan string, 1)
	slot := server.Inject(xmpptest.Fault{Step: "iq in", Has: `<request xmlns="urn:xmpp:http:upload:0"`, Deed: xmpptest.Lie, Lie: func(_, stanza string) string {
		asked <- idOfIQ.FindStringSubmatch(stanza)[1]
		return ""
	}})
	file := l.sendsFile(app.SendFile{Chat: bobs, Path: fileOf(t, "a.txt", []byte("the file"))})
	struck(t, slot)
	again := server.Inject(xmpptest.Fault{Step: "disco in", Has: "disco#items", Deed: xmpptest.Lie, Lie: honestly})
	l.tell(fmt.Sprintf("<iq type='error' id='%s' from='localhost' to='%%s/~'><error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>", <-asked))
	l.awaitState(bobs, file, view.MessageFailed)
	struck(t, again)
}

// What a window holds a file against before it goes.
func TestWhatAServerTakes(t *testing.T) {
	for _, row := range []struct {
		name      string
		files     view.Files
		size      int64
		encrypted bool
		takes     bool
	}{
		{"nothing is known", view.Files{}, 1 << 40, true, true},
		{"no limit is said", view.Files{State: view.FilesOffered}, 1 << 40, true, true},
		{"as large as may be", view.Files{State: view.FilesOffered, Limit: 100}, 100, false, true},
		{"one more", view.Files{State: view.FilesOffered, Limit: 100}, 101, false, false},
		{"with its tag", view.Files{State: view.FilesOffered, Limit: 100}, 84, true, true},
		{"one more with its tag", view.Files{State: view.FilesOffered, Limit: 100}, 85, true, false},
		{"it takes none", view.Files{State: view.FilesNone}, 0, false, false},
	} {
		if got := row.files.Takes(row.size, row.encrypted); got != row.takes {
			t.Errorf("%s: %v", row.name, got)
		}
	}
}
