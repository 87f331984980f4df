package app_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"filippo.io/age"

	"vouch/app"
	"vouch/app/backup"
	"vouch/app/history"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// text is a row of bob's.
func text(id, archive, body string, at time.Time) history.Message {
	return history.Message{Chat: friendOfAlice, From: friendOfAlice, MessageID: id, ArchiveID: archive, Body: body, Time: at, Kind: history.KindText, Encrypted: true}
}

// holding is a profile with these rows.
func holding(t *testing.T, rows ...history.Message) *peer {
	return newProfile(t, func(p *peer) {
		p.history(func(h *history.Store) error {
			for _, m := range rows {
				if err := h.Append(&m); err != nil {
					return err
				}
				c, err := h.Chat(m.Chat)
				if err != nil {
					return err
				}
				if err := h.Name(c, &m); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

func with(m history.Message, change func(*history.Message)) history.Message {
	change(&m)
	return m
}

func TestARowBesideTheSameMessage(t *testing.T) {
	tea := text("m1", "a1", "tea?", lately)
	edited := func(body string, minutes int) history.Message {
		return with(tea, func(m *history.Message) {
			m.Revise(body, fmt.Sprint("e", minutes), lately.Add(time.Duration(minutes)*time.Minute))
		})
	}
	unread := with(tea, func(m *history.Message) {
		m.Kind, m.Body, m.ErrKind = history.KindUnreadable, "", app.KindNotForThisDevice
	})
	own := with(tea, func(m *history.Message) { m.Own, m.From, m.State = true, restoredAccount, history.StateSent })
	gone := with(tea, func(m *history.Message) {
		m.Body, m.RetractedAt, m.RetractedBy = "", lately.Add(time.Hour), friendOfAlice
	})
	for _, row := range []struct {
		name         string
		here, backup history.Message
		want         string // bodies, or the state of an own one
		changed      int
		earlier      int
	}{
		{"the same archive id", tea, with(tea, func(m *history.Message) { m.MessageID = "" }), "[tea?]", 0, 0},
		{"the same id of its sender", with(tea, func(m *history.Message) { m.ArchiveID = "" }), tea, "[tea?]", 1, 0},
		{"the same id, and another text", with(tea, func(m *history.Message) { m.ArchiveID, m.Body = "", "coffee?" }), with(tea, func(m *history.Message) { m.ArchiveID = "" }), "[coffee? tea?]", 0, 0},
		{"no id at all", with(tea, func(m *history.Message) { m.ArchiveID, m.MessageID = "", "" }), with(tea, func(m *history.Message) { m.ArchiveID, m.MessageID = "", "" }), "[tea?]", 0, 0},
		{"an own one that has arrived", own, with(own, func(m *history.Message) { m.State, m.ArchiveID = history.StateRead, "" }), "read", 1, 0},
		{"the backup has the later text", edited("green", 1), edited("black", 2), "[black]", 1, 2},
		{"the backup has the earlier text", edited("black", 2), edited("green", 1), "[black]", 1, 2},
		{"the backup has no other text", edited("black", 2), tea, "[black]", 0, 1},
		{"not readable here", unread, tea, "[tea?]", 1, 0},
		{"not readable there", tea, unread, "[tea?]", 0, 0},
		{"taken back there", tea, gone, "[]", 1, 0},
		{"taken back here", gone, tea, "[]", 0, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			path := holding(t, row.backup).backUp(app.CreateBackup{}).Path
			p := holding(t, row.here)
			out := p.restore(path)
			rows := p.all(friendOfAlice)
			got := fmt.Sprint(bodiesOf(rows))
			if len(rows) == 1 && rows[0].Own {
				got = string(rows[0].State)
			}
			if got != row.want || out.Changed != row.changed || len(rows[0].Earlier) != row.earlier {
				t.Errorf("%s, %+v, earlier %+v", got, out, rows[0].Earlier)
			}
			before := p.dumped()
			if again := p.restore(path); again.New+again.Changed != 0 {
				t.Errorf("the second time %+v", again)
			}
			differs(t, "the second time", p.dumped(), before)
		})
	}
}

// What the user has cleared stays away, whatever a backup has of it, and so it stays in the profile of a restored backup.
func TestAClearedChatStaysCleared(t *testing.T) {
	p := holding(t, text("m1", "a1", "one", lately), text("", "", "two", lately.Add(time.Second)),
		with(text("", "", "", lately), func(m *history.Message) { m.Kind, m.Notice = history.KindNotice, history.NoticeKeyChanged }))
	full := p.backUp(app.CreateBackup{}).Path
	p.must(app.ClearChat{Account: p.jid, Chat: friendOfAlice})
	if out := p.restore(full); out.Cleared != 3 || len(p.all(friendOfAlice)) != 0 {
		t.Errorf("%+v, rows %q", out, bodiesOf(p.all(friendOfAlice)))
	}
	to := newProfile(t, nil)
	to.restore(p.backUp(app.CreateBackup{}).Path)
	if rows := to.all(friendOfAlice); len(rows) != 0 {
		t.Errorf("rows %q", bodiesOf(rows))
	}
	to.view(func(h *history.Store) error {
		c, err := h.Chat(friendOfAlice)
		if !c.Older.All || c.Cleared == 0 {
			t.Errorf("chat %+v", c)
		}
		return err
	})
	if out := to.restore(full); out.New != 0 || out.Cleared != 3 {
		t.Errorf("%+v", out)
	}
}

// Older messages are asked for from where the archive's own rows began, not from where those of a backup do.
func TestARestoreLeavesNoHole(t *testing.T) {
	path := holding(t, text("m1", "a1", "long ago", lately)).backUp(app.CreateBackup{}).Path
	p := holding(t, text("m9", "a9", "today", lately.AddDate(0, 0, 20)))
	p.restore(path)
	if got := fmt.Sprint(bodiesOf(p.all(friendOfAlice))); got != "[long ago today]" {
		t.Errorf("rows %s", got)
	}
	p.view(func(h *history.Store) error {
		c, err := h.Chat(friendOfAlice)
		if c.Older.ID != "a9" || c.Older.All {
			t.Errorf("older ones are asked for from %+v", c.Older)
		}
		return err
	})
}

// Of a damaged backup nothing is taken unasked, and then what can be had.
func TestOfADamagedBackupIsTakenWhatCanBeHad(t *testing.T) {
	from := newProfile(t, randomHistory(rand.New(rand.NewPCG(7, 7)), 4000))
	path := from.backUp(app.CreateBackup{NoFiles: true}).Path
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	cut := filepath.Join(t.TempDir(), "cut.age")
	if err := os.WriteFile(cut, whole[:len(whole)*3/4], 0o600); err != nil {
		t.Fatal(err)
	}
	to := newProfile(t, nil)
	to.refuse(app.RestoreBackup{Path: cut, Passphrase: passphrase}, app.KindDamaged)
	if to.status().JID != "" {
		t.Error("an account was made")
	}
	answer, err := to.Call(t.Context(), app.RestoreBackup{Path: cut, Passphrase: passphrase, Damaged: true})
	out, _ := answer.(app.RestoredBackup)
	if err != nil || out.New == 0 || len(out.Damage) == 0 || out.Damage[0].Member != "messages/000001.jsonl" || out.Damage[0].Good == 0 {
		t.Fatalf("%+v, %v", out, err)
	}
	rest := to.restore(path)
	if rest.New == 0 || rest.Known != out.New {
		t.Errorf("the rest: %+v", rest)
	}
}

// sealed is a file as age, gzip and tar make one, with a manifest alone.
func sealed(t *testing.T, manifest string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "by hand.age")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	to, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		t.Fatal(err)
	}
	to.SetWorkFactor(cheap)
	enc, err := age.Encrypt(f, to)
	if err != nil {
		t.Fatal(err)
	}
	zip := gzip.NewWriter(enc)
	out := tar.NewWriter(zip)
	err = out.WriteHeader(&tar.Header{Name: "manifest.json", Mode: 0o600, Size: int64(len(manifest))})
	if err == nil {
		_, err = out.Write([]byte(manifest))
	}
	if err := errors.Join(err, out.Close(), zip.Close(), enc.Close(), f.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestABackupOfALaterFormatIsRefused(t *testing.T) {
	p := newProfile(t, nil)
	path := sealed(t, `{"format":2,"accounts":["alice@example.org"]}`)
	p.refuse(app.VerifyBackup{Path: path, Passphrase: passphrase}, app.KindNewer)
	p.refuse(app.RestoreBackup{Path: path, Passphrase: passphrase, Damaged: true}, app.KindNewer)
	if p.status().JID != "" {
		t.Error("an account was made")
	}
}

func TestRowsThatMakeNoSenseAreSkipped(t *testing.T) {
	p := newProfile(t, nil)
	path, err := backup.Create(t.Context(), t.TempDir(), passphrase, backup.Manifest{Profile: "x", Time: lately, Accounts: []string{restoredAccount}}, backup.Options{WorkFactor: cheap},
		func(w *backup.Writer) error {
			for _, row := range []any{map[string]any{"account": restoredAccount, "message": map[string]any{"id": ""}}, 5, map[string]any{"account": "carol@example.org"}} {
				if err := w.Row(backup.Messages, row); err != nil {
					return err
				}
			}
			return nil
		})
	if err != nil {
		t.Fatal(err)
	}
	if out := p.restore(path); out.Skipped != 3 || out.New != 0 {
		t.Errorf("%+v", out)
	}
}

// restoredFrom is a peer of the same account over a new profile, into which a backup of p is restored and then signed in.
func restoredFrom(p *peer, server xmpptest.Server, path string) *peer {
	p.t.Helper()
	q := &peer{t: p.t, jid: p.jid, dir: p.t.TempDir(), opt: app.Options{}}
	q.start()
	out := q.restore(path)
	if len(out.OldDevices) != 1 || out.OldDevices[0].Fingerprint != p.key() {
		p.t.Errorf("old devices %+v, want %s", out.OldDevices, p.key())
	}
	q.signIn()
	return q
}

func (p *peer) signIn() {
	p.t.Helper()
	name, _, _ := bytes.Cut([]byte(p.jid), []byte("@"))
	p.must(app.ChangePassword{Account: p.jid, Password: string(name) + "pass"})
	p.await("keys published", func() bool {
		return p.online() && slices.ContainsFunc(p.devices(p.jid), func(d *view.DeviceView) bool { return d.This })
	})
}

// After a restore the archive gives the same messages again, its cursor forgotten: nothing is doubled, what was cleared stays away, what
// waited is not sent, and this is a new device. What is written then is read.
func TestTheArchiveAfterARestore(t *testing.T) {
	onEach(t, func(t *testing.T, server xmpptest.Server) {
		alice, bob := newPeer(t, server, "alice", app.Options{BackupWork: cheap}), newPeer(t, server, "bob", app.Options{})
		friends(t, server, alice, bob)
		for i := range 20 {
			bob.send(alice.jid, fmt.Sprint("bob ", i))
			alice.send(bob.jid, fmt.Sprint("alice ", i))
		}
		alice.awaitMessage(bob.jid, "bob 19")
		alice.awaitState(bob.jid, alice.idOf(bob.jid, "alice 19"), history.StateDelivered, history.StateRead)
		path := alice.backUp(app.CreateBackup{}).Path
		want, old := bodiesOf(alice.all(bob.jid)), alice.key()
		restored := restoredFrom(alice, server, path)
		if restored.key() == old || restored.key() == "" {
			t.Errorf("the device is %q, was %q", restored.key(), old)
		}
		bob.trustKey(restored)
		alice.stop() // not before: ejabberd tells of a new list through the first session of an account, and forgets it if that ends
		last := bob.send(alice.jid, "to the new device")
		bob.awaitState(alice.jid, last, history.StateSent, history.StateDelivered)
		restored.awaitMessage(bob.jid, "to the new device")
		if got := bodiesOf(restored.all(bob.jid)); !slices.Equal(got[:len(got)-1], want) {
			t.Errorf("after the archive\n%q\nwant\n%q", got, want)
		}
		level := slices.ContainsFunc(restored.devices(bob.jid), func(d *view.DeviceView) bool { return d.Fingerprint == bob.key() && d.Trust == view.TrustTrusted })
		if !level {
			t.Errorf("devices of bob: %+v", restored.devices(bob.jid))
		}
	}, xmpptest.Friends("alice", "bob"))
}

// The archive has given all it has to a new device, which can read none of it, before the backup is restored.
func TestTheArchiveBeforeARestore(t *testing.T) {
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive())
	alice, bob := newPeer(t, server, "alice", app.Options{BackupWork: cheap}), newPeer(t, server, "bob", app.Options{})
	friends(t, server, alice, bob)
	alice.encryption(bob.jid, false)
	for i := range 5 {
		bob.send(alice.jid, fmt.Sprint("bob ", i))
		alice.awaitMessage(bob.jid, fmt.Sprint("bob ", i))
		alice.awaitState(bob.jid, alice.send(bob.jid, fmt.Sprint("clear ", i)), history.StateSent, history.StateDelivered, history.StateRead)
	}
	want := bodiesOf(alice.all(bob.jid))
	path := alice.backUp(app.CreateBackup{}).Path
	alice.stop()
	later := newPeer(t, server, "alice", app.Options{})
	later.awaitMessage(bob.jid, "clear 4")
	later.await("earlier ones are counted", func() bool {
		return slices.ContainsFunc(later.all(bob.jid), func(m history.Message) bool { return m.Notice == history.NoticeEarlier && m.Count == 6 })
	})
	later.restore(path)
	rows := later.all(bob.jid)
	if got := bodiesOf(rows); !slices.Equal(got, want) {
		t.Errorf("rows\n%q\nwant\n%q", got, want)
	}
	if i := slices.IndexFunc(rows, func(m history.Message) bool { return m.Notice == history.NoticeEarlier }); i >= 0 {
		t.Errorf("%d earlier messages are counted that are here", rows[i].Count)
	}
}

// The archive no longer knows the cursor, and gives all again to a profile whose backup knew the archive's name of nothing: by sender, id
// and stamp each is what it was, also what was changed and taken back. What was cleared stays away.
func TestTheArchiveGivesAllAgainAfterARestore(t *testing.T) {
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob", "carol"), xmpptest.Archive())
	alice, bob, carol := newPeer(t, server, "alice", app.Options{BackupWork: cheap}), newPeer(t, server, "bob", app.Options{}), newPeer(t, server, "carol", app.Options{})
	friends(t, server, alice, bob)
	friends(t, server, alice, carol)
	carol.encryption(alice.jid, false)
	carol.send(alice.jid, "in clear")
	alice.awaitMessage(carol.jid, "in clear")
	alice.must(app.ClearChat{Account: alice.jid, Chat: carol.jid})
	wrong, gone := bob.send(alice.jid, "wrnog"), bob.send(alice.jid, "gone")
	alice.awaitMessage(bob.jid, "gone")
	bob.awaitState(alice.jid, gone, history.StateDelivered, history.StateRead)
	bob.must(app.CorrectText{Account: bob.jid, Chat: alice.jid, ID: wrong, Body: "right"})
	alice.awaitMessage(bob.jid, "right")
	bob.must(app.Retract{Account: bob.jid, Chat: alice.jid, ID: gone})
	alice.await("retraction", func() bool {
		return slices.ContainsFunc(alice.all(bob.jid), func(m history.Message) bool { return m.Retracted() })
	})
	alice.history(func(h *history.Store) error {
		rows, err := h.Before(bob.jid, nil, 100)
		for _, m := range rows {
			m.ArchiveID = ""
			if err := h.Put(m); err != nil {
				return err
			}
		}
		return err
	})
	want := bodiesOf(alice.all(bob.jid))
	path := alice.backUp(app.CreateBackup{}).Path
	alice.stop()
	p := &peer{t: t, jid: alice.jid, dir: t.TempDir(), opt: app.Options{}}
	p.start()
	p.restore(path)
	p.history(func(h *history.Store) error {
		at, err := h.Archive(p.jid)
		if !at.Begun || at.Cursor == "" {
			t.Errorf("no cursor was restored: %+v", at)
		}
		at.Cursor = "nobody knows"
		if err != nil {
			return err
		}
		return h.PutArchive(p.jid, at)
	})
	p.signIn()
	bob.trustKey(p)
	bob.send(alice.jid, "the last")
	p.awaitMessage(bob.jid, "the last")
	got := p.all(bob.jid)
	if bodies := bodiesOf(got); !slices.Equal(bodies[:len(bodies)-1], want) {
		t.Errorf("after the archive\n%q\nwant\n%q", bodies, want)
	}
	named := 0
	for _, m := range got {
		if m.ArchiveID != "" {
			named++
		}
		if m.Body == "right" && len(m.Earlier) != 1 || m.Notice == history.NoticeEarlier {
			t.Errorf("a change came again: %+v", m)
		}
	}
	if named < 4 {
		t.Errorf("the archive has given %d rows their names: it was not asked again", named)
	}
	for _, m := range p.all(carol.jid) {
		if m.Kind != history.KindNotice || m.Notice == history.NoticeEarlier {
			t.Errorf("cleared, and back: %+v", m)
		}
	}
}
