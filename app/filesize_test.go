package app_test

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"vouch/app"
	"vouch/app/history"
	"vouch/xmpp/xmpptest"
)

var fileSize = flag.Int64("files.size", 16, "MiB of the file that TestFileOfAnySize sends; make large takes 1024")

const mostMemory = 64 << 20 // bytes above what the program has before

// A file goes from one side to the other, byte for byte, through each server, and however large it is it costs no more memory.
func TestFileOfAnySize(t *testing.T) {
	size := *fileSize << 20
	options := []xmpptest.Option{xmpptest.Friends("alice", "bob"), xmpptest.Uploads(2 * size), xmpptest.Config(`network_settings = { read_size = 65536, min_wait = 0 }`)}
	path := filepath.Join(t.TempDir(), "large.bin")
	want := writeLarge(t, path, size)
	for name, start := range map[string]func() xmpptest.Server{
		"prosody":  func() xmpptest.Server { return xmpptest.StartProsody(t, options...) },
		"ejabberd": func() xmpptest.Server { return xmpptest.StartEjabberd(t, options...) },
	} {
		t.Run(name, func(t *testing.T) {
			server := start()
			alice, bob := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
			friends(t, server, alice, bob)
			bob.must(app.SetUnasked{Account: bob.jid, Megabytes: 4096})
			peak := watchMemory(t)
			alice.sendsFile(app.SendFile{Chat: bob.jid, Path: path})
			for range *fileSize >> 8 { // each 256 MiB may take as long as anything else
				if bob.inTime(func() bool { return slices.ContainsFunc(bob.messages(alice.jid), isHere) }) {
					break
				}
			}
			row := bob.awaitFile(alice.jid, 0, history.FileHere)
			saved := filepath.Join(t.TempDir(), "saved")
			bob.must(app.SaveFile{Account: bob.jid, Chat: alice.jid, ID: row.ID, Path: saved})
			if most := peak(); most > mostMemory {
				t.Errorf("it takes %d MiB of memory", most>>20)
			} else {
				t.Logf("%d MiB, with %d MiB of memory", *fileSize, most>>20)
			}
			f, err := os.Open(saved)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			sum := sha256.New()
			if n, err := io.Copy(sum, f); n != size || err != nil || fmt.Sprintf("%x", sum.Sum(nil)) != want {
				t.Errorf("bob saves %d other bytes, %v", n, err)
			}
		})
	}
}

func isHere(m history.Message) bool { return m.File != nil && m.File.State == history.FileHere }

// writeLarge writes a file that nothing packs, and gives its SHA-256.
func writeLarge(t testing.TB, path string, size int64) string {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.New()
	_, err = io.CopyN(io.MultiWriter(f, sum), rand.NewChaCha8([32]byte{18}), size)
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%x", sum.Sum(nil))
}

// watchMemory looks at the memory of the program now and then, and gives what ends it and tells how much more it has had than now.
func watchMemory(t testing.TB) (peak func() int64) {
	debug.FreeOSMemory()
	before, most := memory(), &atomic.Int64{}
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		ticks := time.NewTicker(50 * time.Millisecond)
		defer ticks.Stop()
		for {
			most.Store(max(most.Load(), memory()-before))
			select {
			case <-ticks.C:
			case <-stop:
				return
			}
		}
	}()
	return func() int64 {
		close(stop)
		<-stopped
		return most.Load()
	}
}

// memory is what the system has given the program and not got back, in bytes.
func memory() int64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.Sys - m.HeapReleased)
}
