package app_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"vouch/app"
	"vouch/app/history"
	"vouch/xmpp/xmpptest"
)

// Files go both ways between Vouch and a real Profanity in an encrypted chat, byte for byte.
func TestFilesWithProfanity(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"), xmpptest.Uploads(1<<20))
	authority, err := os.ReadFile(server.CAFile)
	if err != nil {
		t.Fatal(err)
	}
	alice, bob := acquaintedAt(t, server)
	bob.write(filepath.Dir(bob.socket), "data/profanity/certs/CAfile.pem", string(authority)) // which it fetches by

	theirs := bytes.Repeat([]byte("from Profanity "), 4000)
	bob.enter("/sendfile " + fileOf(t, "theirs.txt", theirs))
	row := alice.awaitFile(bob.jid, 0, history.FileHere)
	if got := alice.saved(bob.jid, row.ID); !bytes.Equal(got, theirs) || !row.Encrypted {
		t.Errorf("of Profanity's file alice saves %d bytes; %+v", len(got), row.File)
	}

	ours := bytes.Repeat([]byte("from Vouch "), 3000)
	alice.sendsFile(app.SendFile{Chat: bob.jid, Path: fileOf(t, "ours.txt", ours)})
	link := bob.see(`aesgcm://localhost:\d+/\S+/[A-Za-z0-9_-]{16}\.txt#[0-9a-f]{88}`)
	to := filepath.Join(t.TempDir(), "saved.txt")
	bob.enter("/url save " + link + " " + to)
	bob.poll("the file that it saves", func() bool { got, err := os.ReadFile(to); return err == nil && bytes.Equal(got, ours) })
}
