package app_test

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vouch/app"
	"vouch/app/files/sound"
	"vouch/app/history"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// withUploads runs a test of two friends on each server that takes files.
func withUploads(t *testing.T, most int64, test func(t *testing.T, server xmpptest.Server, alice, bob *peer)) {
	options := []xmpptest.Option{xmpptest.Friends("alice", "bob"), xmpptest.Archive(), xmpptest.Uploads(most)}
	people := func(t *testing.T, server xmpptest.Server) (alice, bob *peer) {
		alice, bob = newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
		for _, p := range []*peer{alice, bob} {
			p.await(p.jid+" online", p.online)
		}
		return alice, bob
	}
	t.Run("prosody", func(t *testing.T) {
		server := xmpptest.StartProsody(t, options...)
		alice, bob := people(t, server)
		test(t, server, alice, bob)
	})
	t.Run("ejabberd", func(t *testing.T) {
		server := xmpptest.StartEjabberd(t, options...)
		alice, bob := people(t, server)
		test(t, server, alice, bob)
	})
}

// fileOf writes a file of the user's.
func fileOf(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// sendsFile has p send a file, and gives the id of its row.
func (p *peer) sendsFile(c app.SendFile) string {
	p.t.Helper()
	c.Account = p.jid
	stored, err := p.Call(p.t.Context(), c)
	if err != nil {
		p.t.Fatal(err)
	}
	return stored.(app.Stored).ID
}

// awaitFile waits for the n-th row of a chat with a file to be in a state.
func (p *peer) awaitFile(with string, n int, state history.FileState) (row history.Message) {
	p.t.Helper()
	var last history.File
	if !p.inTime(func() bool {
		seen := 0
		for _, m := range p.messages(with) {
			if f := m.Attachment(); f != nil {
				if seen == n {
					row, last = m, *f
					return f.State == state
				}
				seen++
			}
		}
		return false
	}) {
		p.t.Fatalf("%s: file %d of %s is not %s but %s: %s %q, at %q", p.jid, n, with, state, last.State, row.ErrKind, row.ErrText, last.URL)
	}
	return row
}

// saved is the file of a row, as it is saved.
func (p *peer) saved(with, id string) []byte {
	p.t.Helper()
	path := filepath.Join(p.t.TempDir(), "saved")
	p.must(app.SaveFile{Account: p.jid, Chat: with, ID: id, Path: path})
	data, err := os.ReadFile(path)
	if err != nil {
		p.t.Fatal(err)
	}
	return data
}

// A file goes encrypted, is fetched by itself, and is what was sent: byte for byte, whatever its size. No server reads a byte of it,
// nor its name.
func TestFileUnderEncryption(t *testing.T) {
	withUploads(t, 20<<20, func(t *testing.T, server xmpptest.Server, alice, bob *peer) {
		alice.trustKey(bob)
		bob.trustKey(alice)
		for n, size := range []int{0, 1, 70_000, 3 << 20} {
			secret := bytes.Repeat([]byte("only bob reads this. "), size/21+1)[:size]
			id := alice.sendsFile(app.SendFile{Chat: bob.jid, Path: fileOf(t, "Plan for Sunday.pdf", secret)})
			alice.awaitState(bob.jid, id, view.MessageSent, view.MessageDelivered)
			row := bob.awaitFile(alice.jid, n, history.FileHere)
			if !row.Encrypted || row.Body != "" || row.From != alice.jid || row.File.Size != int64(size) {
				t.Errorf("%d bytes: bob has %+v, %+v", size, row, row.File)
			}
			if got := bob.saved(alice.jid, row.ID); !bytes.Equal(got, secret) {
				t.Errorf("%d bytes: bob saves %d others", size, len(got))
			}
			if strings.Contains(row.File.URL, "Sunday") || !strings.HasSuffix(row.File.URL, ".pdf") {
				t.Errorf("its address is %s", row.File.URL)
			}
		}
	})
}

// In a chat that is not encrypted a file is where everybody may read it, said thrice: as words, out of band, and as a file.
func TestFileInClear(t *testing.T) {
	withUploads(t, 1<<20, func(t *testing.T, server xmpptest.Server, alice, bob *peer) {
		alice.encryption(bob.jid, false)
		id := alice.sendsFile(app.SendFile{Chat: bob.jid, Path: fileOf(t, "notes.txt", []byte("for all")), Caption: "look", Named: true})
		alice.awaitState(bob.jid, id, view.MessageSent, view.MessageDelivered)
		row := bob.awaitFile(alice.jid, 0, history.FileHere)
		if row.Encrypted || !row.PlainIn || row.File.Sealed {
			t.Errorf("bob has %+v, %+v", row, row.File)
		}
		if row.File.Name != "notes.txt" || row.File.Size != 7 || len(row.File.Hash) != 32 || !strings.HasSuffix(row.File.URL, "/notes.txt") {
			t.Errorf("of the file he was told %+v", row.File)
		}
		if got := bob.saved(alice.jid, row.ID); string(got) != "for all" {
			t.Errorf("bob saves %q", got)
		}
		bob.awaitMessage(alice.jid, "look\nnotes.txt")
	})
}

// What is larger than the server takes is not sent, and says how much it takes. Another try may find another limit.
func TestFileLargerThanTheServerTakes(t *testing.T) {
	withUploads(t, 20_000, func(t *testing.T, server xmpptest.Server, alice, bob *peer) {
		alice.trustKey(bob)
		id := alice.sendsFile(app.SendFile{Chat: bob.jid, Path: fileOf(t, "large.bin", make([]byte, 20_000))})
		row := alice.awaitState(bob.jid, id, view.MessageFailed)
		if row.ErrKind != app.KindTooBig || row.ErrText != "20000" {
			t.Errorf("it failed with %s %q", row.ErrKind, row.ErrText)
		}
		alice.must(app.SendAgain{Account: alice.jid, Chat: bob.jid, ID: id})
		if row = alice.awaitState(bob.jid, id, view.MessageFailed); row.File.State != history.FileHere {
			t.Errorf("then %+v", row.File)
		}
		fits := alice.sendsFile(app.SendFile{Chat: bob.jid, Path: fileOf(t, "fits.bin", make([]byte, 20_000-16))})
		alice.awaitState(bob.jid, fits, view.MessageSent, view.MessageDelivered)
		alice.must(app.TakeBack{Account: alice.jid, Chat: bob.jid, ID: id})
		alice.await("it is gone", func() bool { return len(alice.messages(bob.jid)) == 1 })
	})
}

// Where the server takes no files the message says so, and is not lost.
func TestServerThatTakesNoFiles(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
	alice := newPeer(t, server, "alice", app.Options{})
	alice.await("online", alice.online)
	id := alice.sendsFile(app.SendFile{Chat: "bob@localhost", Path: fileOf(t, "a.txt", []byte("a"))})
	if row := alice.awaitState("bob@localhost", id, view.MessageFailed); row.ErrKind != app.KindNotOffered {
		t.Errorf("it failed with %s", row.ErrKind)
	}
}

// A file that was attached without a stream survives the end of the program, and leaves when there is one. What is written meanwhile
// does not wait for it.
func TestFileSurvivesRestart(t *testing.T) {
	withUploads(t, 1<<20, func(t *testing.T, server xmpptest.Server, alice, bob *peer) {
		alice.trustKey(bob)
		bob.trustKey(alice)
		alice.must(app.EnableAccount{Account: alice.jid, On: false})
		alice.await("offline", func() bool { return !alice.online() })
		stopped := alice.sendsFile(app.SendFile{Chat: bob.jid, Path: fileOf(t, "no.txt", []byte("better not"))})
		alice.must(app.StopFile{Account: alice.jid, Chat: bob.jid, ID: stopped})
		alice.await("what was stopped is gone", func() bool { return len(alice.messages(bob.jid)) == 0 && len(alice.kept()) == 0 })
		nobodys := filepath.Join(alice.dir, "files", strings.Repeat("0f", 16))
		if err := os.WriteFile(nobodys, []byte("of a run that was killed"), 0o600); err != nil {
			t.Fatal(err)
		}
		path := fileOf(t, "plan.txt", []byte("the plan"))
		id := alice.sendsFile(app.SendFile{Chat: bob.jid, Path: path})
		if err := os.Remove(path); err != nil { // it was read
			t.Fatal(err)
		}
		alice.restart()
		if _, err := os.Stat(nobodys); !os.IsNotExist(err) || len(alice.kept()) != 1 {
			t.Errorf("after a restart the store has %q", alice.kept())
		}
		alice.must(app.EnableAccount{Account: alice.jid, On: true})
		alice.awaitState(bob.jid, id, view.MessageSent, view.MessageDelivered)
		row := bob.awaitFile(alice.jid, 0, history.FileHere)
		if got := bob.saved(alice.jid, row.ID); string(got) != "the plan" {
			t.Errorf("bob saves %q", got)
		}
		bob.restart()
		if got := bob.saved(alice.jid, row.ID); string(got) != "the plan" {
			t.Errorf("after a restart bob saves %q", got)
		}
	})
}

// A copy is taken away and fetched again; what its server has damaged or no longer has is said to be so, and nothing of it is kept.
func TestFileIsFetchedAgain(t *testing.T) {
	withUploads(t, 1<<20, func(t *testing.T, server xmpptest.Server, alice, bob *peer) {
		alice.trustKey(bob)
		bob.trustKey(alice)
		secret := bytes.Repeat([]byte{7}, 54_321)
		alice.sendsFile(app.SendFile{Chat: bob.jid, Path: fileOf(t, "a.bin", secret)})
		row := bob.awaitFile(alice.jid, 0, history.FileHere)
		bob.must(app.DropFile{Account: bob.jid, Chat: alice.jid, ID: row.ID})
		bob.awaitFile(alice.jid, 0, history.FileOffered)
		bob.refuse(app.SaveFile{Account: bob.jid, Chat: alice.jid, ID: row.ID, Path: filepath.Join(t.TempDir(), "x")}, app.KindConflict)
		bob.must(app.FetchFile{Account: bob.jid, Chat: alice.jid, ID: row.ID})
		bob.awaitFile(alice.jid, 0, history.FileHere)
		if got := bob.saved(alice.jid, row.ID); !bytes.Equal(got, secret) {
			t.Errorf("fetched again it has %d bytes", len(got))
		}

		lies := uploaded(t, server, int64(len(secret)+16))
		raw, err := os.ReadFile(lies)
		if err != nil {
			t.Fatal(err)
		}
		raw[100] ^= 1
		if err := os.WriteFile(lies, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		bob.must(app.DropFile{Account: bob.jid, Chat: alice.jid, ID: row.ID})
		bob.must(app.FetchFile{Account: bob.jid, Chat: alice.jid, ID: row.ID})
		if row = bob.awaitFile(alice.jid, 0, history.FileDamaged); row.File.Stored != "" {
			t.Errorf("of the damaged one there is %+v", row.File)
		}
		if err := os.Remove(lies); err != nil {
			t.Fatal(err)
		}
		bob.must(app.FetchFile{Account: bob.jid, Chat: alice.jid, ID: row.ID})
		bob.awaitFile(alice.jid, 0, history.FileGone)
	})
}

// uploaded is where a server keeps the file of that size.
func uploaded(t testing.TB, server xmpptest.Server, size int64) (found string) {
	t.Helper()
	err := filepath.WalkDir(filepath.Dir(server.Place().CAFile), func(path string, d os.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		if info, err := d.Info(); err == nil && info.Size() == size {
			found = path
		}
		return nil
	})
	if err != nil || found == "" {
		t.Fatalf("the server has no file of %d bytes: %v", size, err)
	}
	return found
}

// Of a stranger nothing is fetched unasked: their server would learn where we are.
func TestFileOfStrangerIsNotFetched(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Users("alice", "bob"), xmpptest.Uploads(1<<20))
	alice, bob := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
	for _, p := range []*peer{alice, bob} {
		p.await(p.jid+" online", p.online)
	}
	alice.encryption(bob.jid, false)
	alice.sendsFile(app.SendFile{Chat: bob.jid, Path: fileOf(t, "a.txt", []byte("who are you?"))})
	row := bob.awaitFile(alice.jid, 0, history.FileOffered)
	bob.must(app.FetchFile{Account: bob.jid, Chat: alice.jid, ID: row.ID})
	bob.awaitFile(alice.jid, 0, history.FileHere)
	if got := bob.saved(alice.jid, row.ID); string(got) != "who are you?" {
		t.Errorf("bob saves %q", got)
	}
	bob.must(app.ClearChat{Account: bob.jid, Chat: alice.jid})
	bob.await("nothing is kept", func() bool { return len(bob.kept()) == 0 })
}

// kept are the files that the profile of p has in its store.
func (p *peer) kept() (names []string) {
	p.t.Helper()
	entries, err := os.ReadDir(filepath.Join(p.dir, "files"))
	if err != nil {
		p.t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// What is larger than what is fetched unasked waits for the user; then it comes, whatever its size.
func TestLargeFileIsNotFetchedUnasked(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"), xmpptest.Uploads(20<<20), xmpptest.Config(`network_settings = { read_size = 65536, min_wait = 0 }`))
	alice, bob := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
	for _, p := range []*peer{alice, bob} {
		p.await(p.jid+" online", p.online)
	}
	alice.encryption(bob.jid, false)
	large := make([]byte, 10<<20+1)
	alice.sendsFile(app.SendFile{Chat: bob.jid, Path: fileOf(t, "large.bin", large)})
	row := bob.awaitFile(alice.jid, 0, history.FileOffered)
	if row.ErrKind != "" || len(bob.kept()) > 0 {
		t.Errorf("bob has %+v, and in the store %q", row, bob.kept())
	}
	bob.must(app.FetchFile{Account: bob.jid, Chat: alice.jid, ID: row.ID})
	bob.awaitFile(alice.jid, 0, history.FileHere)
	if got := bob.saved(alice.jid, row.ID); len(got) != len(large) {
		t.Errorf("bob saves %d bytes", len(got))
	}
}

// A picture is shown upright, in the pixels that are asked for, as large as it is and not as somebody says; what is none is not.
func TestPictureIsShown(t *testing.T) {
	withUploads(t, 1<<20, func(t *testing.T, server xmpptest.Server, alice, bob *peer) {
		alice.trustKey(bob)
		bob.trustKey(alice)
		for n, row := range []struct {
			name          string
			data          []byte
			width, height int
		}{{"boat.jpg", lying(t), 30, 40}, {"boat.txt", lying(t), 30, 40}, {"words.png", []byte("no picture"), 0, 0}, {"broken.jpg", lying(t)[:420], 30, 40}} {
			alice.sendsFile(app.SendFile{Chat: bob.jid, Path: fileOf(t, row.name, row.data)})
			got := bob.awaitFile(alice.jid, n, history.FileHere)
			if got.File.Width != row.width || got.File.Height != row.height {
				t.Errorf("%s: %d×%d", row.name, got.File.Width, got.File.Height)
			}
			m, err := bob.FilePicture(t.Context(), app.PictureOf{Account: bob.jid, Chat: alice.jid, ID: got.ID, Width: 15, Height: 90})
			switch shown := strings.HasPrefix(row.name, "boat"); {
			case !shown && app.KindOf(err) != app.KindInvalid:
				t.Errorf("%s: %v", row.name, err)
			case shown && (err != nil || m.Bounds().Size() != image.Pt(15, 20)):
				t.Errorf("%s: %v", row.name, err)
			}
		}
		gone := bob.awaitFile(alice.jid, 0, history.FileHere)
		bob.must(app.DropFile{Account: bob.jid, Chat: alice.jid, ID: gone.ID})
		if _, err := bob.FilePicture(t.Context(), app.PictureOf{Account: bob.jid, Chat: alice.jid, ID: gone.ID, Width: 1, Height: 1}); app.KindOf(err) != app.KindConflict {
			t.Errorf("what is not here: %v", err)
		}
	})
}

// lying is a JPEG of 40 by 30 pixels that stands on its side.
func lying(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 40, 30)), nil); err != nil {
		t.Fatal(err)
	}
	exif := "Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"
	return append(append([]byte{0xFF, 0xD8, 0xFF, 0xE1, 0, byte(len(exif) + 2)}, exif...), b.Bytes()[2:]...)
}

// Sound has its length and its waveform on both sides, and is played from the store; what is no sound stays a file.
func TestSoundIsPlayed(t *testing.T) {
	withUploads(t, 1<<20, func(t *testing.T, server xmpptest.Server, alice, bob *peer) {
		alice.trustKey(bob)
		bob.trustKey(alice)
		var spoken bytes.Buffer
		w, err := sound.NewOpusWriter(&spoken)
		if err == nil {
			err = errors.Join(w.Write(make([]int16, sound.RecordRate/2)), w.Close())
		}
		if err != nil {
			t.Fatal(err)
		}
		for n, row := range []struct {
			name   string
			data   []byte
			length int64
		}{{"a.oga", spoken.Bytes(), 500}, {"b.oga", []byte("words"), 0}, {"c.pdf", spoken.Bytes(), 0}} {
			id := alice.sendsFile(app.SendFile{Chat: bob.jid, Path: fileOf(t, row.name, row.data)})
			own := alice.awaitState(bob.jid, id, view.MessageSent, view.MessageDelivered)
			got := bob.awaitFile(alice.jid, n, history.FileHere)
			for _, f := range []*history.File{own.File, got.File} {
				if f.Length != row.length || (len(f.Peaks) == sound.NumPeaks) != (row.length > 0) {
					t.Errorf("%s: %d ms, %d peaks", row.name, f.Length, len(f.Peaks))
				}
			}
			s, err := bob.FileSound(t.Context(), app.SoundOf{Account: bob.jid, Chat: alice.jid, ID: got.ID})
			if row.name == "b.oga" {
				if app.KindOf(err) != app.KindInvalid {
					t.Errorf("%s: %v", row.name, err)
				}
				continue
			}
			if err != nil {
				t.Errorf("%s: %v", row.name, err)
				continue
			}
			if s.Duration() != 500*time.Millisecond || s.Close() != nil {
				t.Errorf("%s plays %v", row.name, s.Duration())
			}
		}
	})
}

// A file that is forwarded is encrypted anew, under another key and in another place; what is not here is not forwarded.
func TestFileIsForwarded(t *testing.T) {
	withUploads(t, 1<<20, func(t *testing.T, server xmpptest.Server, alice, bob *peer) {
		alice.trustKey(bob)
		bob.trustKey(alice)
		alice.sendsFile(app.SendFile{Chat: bob.jid, Path: fileOf(t, "plan.pdf", []byte("the plan"))})
		first := bob.awaitFile(alice.jid, 0, history.FileHere)
		stored, err := bob.Call(t.Context(), app.ForwardFile{Account: bob.jid, Chat: alice.jid, ID: first.ID, To: alice.jid})
		if err != nil {
			t.Fatal(err)
		}
		bob.awaitState(alice.jid, stored.(app.Stored).ID, view.MessageSent, view.MessageDelivered)
		second := alice.awaitFile(bob.jid, 1, history.FileHere)
		if got := alice.saved(bob.jid, second.ID); string(got) != "the plan" {
			t.Errorf("it comes as %q", got)
		}
		if bytes.Equal(second.File.Key, first.File.Key) || second.File.URL == first.File.URL {
			t.Error("it goes under the same key, or is in the same place")
		}
		bob.must(app.DropFile{Account: bob.jid, Chat: alice.jid, ID: first.ID})
		if _, err := bob.Call(t.Context(), app.ForwardFile{Account: bob.jid, Chat: alice.jid, ID: first.ID, To: alice.jid}); app.KindOf(err) != app.KindConflict {
			t.Errorf("what is not here: %v", err)
		}
	})
}
