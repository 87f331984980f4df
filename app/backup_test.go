package app_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"filippo.io/age"
	"go.etcd.io/bbolt"

	"vouch/app"
	"vouch/app/history"
	"vouch/trust"
	"vouch/xmpp/xmpptest"
)

const (
	passphrase = "correct horse battery staple"
	cheap      = 4 // of scrypt
)

// backUp makes a backup of a peer in a new folder.
func (p *peer) backUp(c app.CreateBackup) app.MadeBackup {
	p.t.Helper()
	if c.Folder == "" {
		c.Folder = p.t.TempDir()
	}
	c.Passphrase = passphrase
	answer, err := p.Call(p.t.Context(), c)
	if err != nil {
		p.t.Fatal(err)
	}
	return answer.(app.MadeBackup)
}

// unpacked are the members of a backup, read without any code of this program.
func unpacked(t testing.TB, path string) map[string][]byte {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	id, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := age.Decrypt(f, id)
	if err != nil {
		t.Fatal(err)
	}
	zip, err := gzip.NewReader(plain)
	if err != nil {
		t.Fatal(err)
	}
	out, in := map[string][]byte{}, tar.NewReader(zip)
	for {
		head, err := in.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		if out[head.Name], err = io.ReadAll(in); err != nil {
			t.Fatal(err)
		}
	}
}

// secretsOf are what no backup of a peer may have, as it may be written.
func secretsOf(t testing.TB, p *peer, password string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{"password": []byte(password)}
	add := func(name string, key []byte) {
		out[name], out[name+" in hex"] = key, []byte(hex.EncodeToString(key))
		text, err := json.Marshal(key)
		if err != nil {
			t.Fatal(err)
		}
		out[name+" in base64"] = text[1 : len(text)-3] // its last letter depends on what follows
	}
	if err := p.file.View(func(tx *bbolt.Tx) error {
		s := trust.In(tx, p.file.Seal(), p.jid)
		own, err := s.Identity()
		if err != nil {
			return err
		}
		add("identity key", own.Private[:])
		accounts, err := trust.Accounts(tx, p.file.Seal())
		if err != nil {
			return err
		}
		for _, a := range accounts {
			if a.Token.Secret != "" {
				add("token", []byte(a.Token.Secret))
			}
			out["installation"] = []byte(a.Agent)
		}
		chats, err := history.In(tx, p.file.Seal(), p.jid).Chats()
		for _, c := range chats {
			add("key of a chat", c.Key)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestABackupHoldsWhatIsThereAndNoSecret(t *testing.T) {
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive())
	alice, bob := newPeer(t, server, "alice", app.Options{BackupWork: cheap}), newPeer(t, server, "bob", app.Options{})
	friends(t, server, alice, bob)
	alice.must(app.SetProxy{Account: alice.jid, Proxy: ""})
	made := alice.backUp(app.CreateBackup{})
	members := unpacked(t, made.Path)
	for _, name := range []string{"manifest.json", "accounts.json", "settings.json", "roster.jsonl", "trust.jsonl", "chats.jsonl", "messages/000001.jsonl", "end.json"} {
		if len(members[name]) == 0 {
			t.Errorf("no %s", name)
		}
	}
	all := bytes.Join([][]byte{members["messages/000001.jsonl"], members["accounts.json"], members["trust.jsonl"]}, nil)
	for _, want := range []string{"hello bob", "hello alice", alice.jid, alice.key(), bob.key()} {
		if !bytes.Contains(all, []byte(want)) {
			t.Errorf("%q is not in the backup", want)
		}
	}
	if made.Messages != len(alice.all(bob.jid)) || made.Bytes == 0 {
		t.Errorf("made %+v", made)
	}
	for name, secret := range secretsOf(t, alice, "alicepass") {
		if len(secret) < 8 {
			t.Fatalf("%s is %d bytes: nothing is looked for", name, len(secret))
		}
		for member, text := range members {
			if bytes.Contains(text, secret) {
				t.Errorf("%s: the %s is in it", member, name)
			}
		}
	}
}

func TestBackupsAreListedVerifiedAndRotated(t *testing.T) {
	server := xmpptest.StartScripted(t, xmpptest.Users("alice"))
	var hours atomic.Int64
	alice := newPeer(t, server, "alice", app.Options{BackupWork: cheap, Now: func() time.Time {
		return time.Date(2026, 5, 1, int(12+hours.Load()), 0, 0, 0, time.UTC)
	}})
	dir := t.TempDir()
	var paths []string
	for range 3 {
		hours.Add(1)
		paths = append(paths, alice.backUp(app.CreateBackup{Folder: dir}).Path)
	}
	hours.Add(1)
	made := alice.backUp(app.CreateBackup{Folder: dir, Keep: 2})
	if !slices.Equal(made.Removed, []string{paths[1], paths[0]}) && !slices.Equal(made.Removed, paths[:2]) {
		t.Errorf("removed %q of %q", made.Removed, paths)
	}
	listed, err := alice.Call(t.Context(), app.ListBackups{Folder: dir})
	if found, _ := listed.([]app.FoundBackup); err != nil || len(found) != 2 || found[0].Path != made.Path || found[1].Path != paths[2] {
		t.Errorf("listed %+v, %v", listed, err)
	}
	checked, err := alice.Call(t.Context(), app.VerifyBackup{Path: made.Path, Passphrase: passphrase})
	if c, _ := checked.(app.CheckedBackup); err != nil || !c.Whole || !slices.Equal(c.Accounts, []string{alice.jid}) || len(c.Damage) != 0 {
		t.Errorf("checked %+v, %v", checked, err)
	}
}

func TestWhatIsWrongWithABackupIsSaid(t *testing.T) {
	server := xmpptest.StartScripted(t, xmpptest.Users("alice"))
	alice := newPeer(t, server, "alice", app.Options{BackupWork: cheap})
	dir := t.TempDir()
	path := alice.backUp(app.CreateBackup{Folder: dir}).Path
	note := filepath.Join(dir, "note.txt")
	if err := os.WriteFile(note, []byte(strings.Repeat("no backup\n", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name  string
		c     app.Command
		kind  app.Kind
		param string
	}{
		{"a wrong passphrase", app.VerifyBackup{Path: path, Passphrase: "wrong"}, app.KindInvalid, "passphrase"},
		{"no passphrase", app.CreateBackup{Folder: dir}, app.KindInvalid, "passphrase"},
		{"another file", app.VerifyBackup{Path: note, Passphrase: passphrase}, app.KindInvalid, "path"},
		{"no file", app.VerifyBackup{Path: path + "x", Passphrase: passphrase}, app.KindNotFound, "path"},
		{"a path from somewhere", app.VerifyBackup{Path: "x.age", Passphrase: passphrase}, app.KindInvalid, "path"},
		{"no folder", app.CreateBackup{Folder: filepath.Join(dir, "none"), Passphrase: passphrase}, app.KindNotFound, "folder"},
		{"an account that is not there", app.CreateBackup{Folder: dir, Passphrase: passphrase, Accounts: []string{"carol@example.org"}}, app.KindNotFound, "accounts"},
	} {
		t.Run(row.name, func(t *testing.T) {
			err := alice.Do(t.Context(), row.c)
			var e *app.Error
			if !errors.As(err, &e) || e.Kind != row.kind || e.Param != row.param {
				t.Errorf("%v, want %s %s", err, row.kind, row.param)
			}
			if err != nil && strings.Contains(err.Error(), passphrase) {
				t.Errorf("the passphrase is in %v", err)
			}
		})
	}
}
