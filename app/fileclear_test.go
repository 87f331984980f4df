package app_test

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"vouch/app"
	"vouch/app/history"
	"vouch/xmpp/xmpptest"
)

// opens has p make the copy of a file for another program, and gives where it is.
func (p *peer) opens(with, id string) string {
	p.t.Helper()
	got, err := p.Call(p.t.Context(), app.OpenFile{Account: p.jid, Chat: with, ID: id})
	if err != nil {
		p.t.Fatal(err)
	}
	return got.(app.Opened).Path
}

// What other programs open is a copy, which goes with the file, when the program ends, and when it starts after it was killed. What may
// run is not opened, whether its name says so or its beginning.
func TestOpenedCopiesDoNotStay(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"), xmpptest.Uploads(1<<20))
	alice, bob := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
	for _, p := range []*peer{alice, bob} {
		p.await(p.jid+" online", p.online)
	}
	alice.trustKey(bob)
	bob.trustKey(alice)
	secret := bytes.Repeat([]byte("only bob reads this. "), 5000)
	alice.sendsFile(app.SendFile{Chat: bob.jid, Path: fileOf(t, "plan.pdf", secret)})
	row := bob.awaitFile(alice.jid, 0, history.FileHere)
	path := bob.opens(alice.jid, row.ID)
	if data, err := os.ReadFile(path); err != nil || !bytes.Equal(data, secret) || filepath.Ext(path) != ".pdf" {
		t.Errorf("%s has %d bytes, %v", path, len(data), err)
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	is := func(path string) bool { _, err := os.Stat(path); return err == nil }
	bob.stop()
	if is(path) {
		t.Error("it is there after the end")
	}
	if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil { // as a run leaves it that is killed
		t.Fatal(err)
	}
	if err := os.WriteFile(path, secret, 0o600); err != nil {
		t.Fatal(err)
	}
	bob.start()
	if is(path) {
		t.Error("it is there after the start")
	}
	path = bob.opens(alice.jid, row.ID)
	bob.must(app.DropFile{Account: bob.jid, Chat: alice.jid, ID: row.ID})
	bob.await("the copy goes with the file", func() bool { return !is(path) })
	bob.refuse(app.OpenFile{Account: bob.jid, Chat: alice.jid, ID: row.ID}, app.KindConflict)

	for n, program := range [][2]string{{"drawing.svg", "x"}, {"notes.txt", "#!/bin/sh\n"}} {
		alice.sendsFile(app.SendFile{Chat: bob.jid, Path: fileOf(t, program[0], []byte(program[1]))})
		row := bob.awaitFile(alice.jid, n+1, history.FileHere)
		bob.refuse(app.OpenFile{Account: bob.jid, Chat: alice.jid, ID: row.ID}, app.KindProgram)
		saved := filepath.Join(t.TempDir(), "saved")
		if err := os.WriteFile(saved, nil, 0o755); err != nil { // what is there is replaced, with its bits
			t.Fatal(err)
		}
		bob.must(app.SaveFile{Account: bob.jid, Chat: alice.jid, ID: row.ID, Path: saved})
		if info, err := os.Stat(saved); err != nil || runtime.GOOS != "windows" && info.Mode() != 0o600 {
			t.Errorf("saved is %v, %v", info, err)
		}
	}
}

// What was pasted is sent as a file is, and nothing of it is in clear beside the store.
func TestPastedPictureIsSent(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"), xmpptest.Uploads(1<<20))
	alice, bob := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
	for _, p := range []*peer{alice, bob} {
		p.await(p.jid+" online", p.online)
	}
	alice.trustKey(bob)
	bob.trustKey(alice)
	content := bytes.Repeat([]byte("copied "), 3000)
	alice.must(app.SendContent{Account: alice.jid, Chat: bob.jid, Name: "Picture 2026-11-30 16.20.png", Content: content, Caption: "look"})
	row := bob.awaitFile(alice.jid, 0, history.FileHere)
	if got := bob.saved(alice.jid, row.ID); !bytes.Equal(got, content) || filepath.Ext(row.File.Name) != ".png" {
		t.Errorf("bob saves %d bytes of %+v", len(got), row.File)
	}
	bob.awaitMessage(alice.jid, "look")
	alice.refuse(app.SendContent{Account: alice.jid, Chat: bob.jid, Name: "a.png", Content: make([]byte, app.MostContent+1)}, app.KindTooBig)
}
