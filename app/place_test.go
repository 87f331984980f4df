package app_test

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"testing"

	"vouch/app"
	"vouch/app/history"
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
	items := make(chan string, 1)
	silent := server.Inject(xmpptest.Fault{Step: "disco in", Has: "disco#items", Deed: xmpptest.Lie, Lie: func(_, stanza string) string {
		items <- idOfIQ.FindStringSubmatch(stanza)[1]
		return ""
	}})
	l := newLiarOn(t, server, app.Options{Timing: impatient})
	struck(t, silent)
	unknown := func(why string) {
		t.Helper()
		l.settled()
		if got := l.status().Files; got != (view.Files{}) {
			t.Errorf("%s: %+v", why, got)
		}
	}
	unknown("no answer")
	l.tell(fmt.Sprintf("<iq type='error' id='%s' from='localhost' to='%%s/~'><error type='wait'><remote-server-timeout xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>", <-items))
	unknown("an answer that says nothing")
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

// A picture that the server does not take goes when it is scaled: as large as was said before, and no larger than it comes.
func TestScaledPictureGoesWhereTheWholeDoesNot(t *testing.T) {
	withUploads(t, 60_000, func(t *testing.T, server xmpptest.Server, alice, bob *peer) {
		alice.trustKey(bob)
		bob.trustKey(alice)
		path := fileOf(t, "wide.jpg", wide(t))
		weighed, err := alice.Weigh(t.Context(), app.Weigh{Path: path, Side: 32})
		if err != nil {
			t.Fatal(err)
		}
		takes := alice.status().Files
		if takes.Takes(weighed.Cleaned, true) || weighed.Scaled == 0 || !takes.Takes(weighed.Scaled, true) {
			t.Fatalf("of %+v it takes %+v", weighed, takes)
		}
		alice.refuse(app.SendFile{Account: alice.jid, Chat: bob.jid, Path: path, Original: true, Scaled: true}, app.KindInvalid)
		alice.sendsFile(app.SendFile{Chat: bob.jid, Path: path, Scaled: true})
		got := bob.awaitFile(alice.jid, 0, history.FileHere)
		if got.File.Size != weighed.Scaled || got.File.Width != 1920 || got.File.Height != 320 {
			t.Errorf("bob has %+v; said were %d bytes", got.File, weighed.Scaled)
		}
		id := alice.sendsFile(app.SendFile{Chat: bob.jid, Path: path})
		alice.awaitKind(bob.jid, id, app.KindTooBig)
	})
}

// wide is a JPEG of 2400 by 400 pixels that is large for what it shows.
func wide(t testing.TB) []byte {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, 2400, 400))
	for i := range m.Pix {
		m.Pix[i] = uint8(i % 2400 / 10 * i % 7)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 100}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
