package app_test

import (
	"fmt"
	"log/slog"
	"os"
	"runtime"
	"testing"
	"time"

	"go.etcd.io/bbolt"
	"mellium.im/xmpp/jid"

	"vouch/app"
	"vouch/crypto"
	"vouch/trust"
	"vouch/xmpp/omemo"
	"vouch/xmpp/ping"
	"vouch/xmpp/xmpptest"
)

// BenchmarkCatchUp takes in a backlog, every other message of it encrypted, beside what the server alone needs to page it
// out to a client that stores nothing, and beside what decrypting alone costs in transactions of the same size: in the same
// run, so that the ratios hold on any machine. Prosody gives fifty a page at the most.
func BenchmarkCatchUp(b *testing.B) {
	quiet := app.Options{Log: slog.New(slog.DiscardHandler)}
	b.Run("scripted", func(b *testing.B) {
		server := xmpptest.StartScripted(b, xmpptest.Friends("bob", "carol"), xmpptest.Archive())
		catchUp(b, server, quiet, 10_000, func(carol *raw, bob *peer, stanzas []string) {
			for _, s := range stanzas {
				server.Keep("bob", carol.jid, s, time.Now())
			}
		})
	})
	b.Run("prosody", func(b *testing.B) {
		server := xmpptest.StartProsody(b, xmpptest.Friends("bob", "carol"), xmpptest.Archive(), xmpptest.Without("offline"))
		catchUp(b, server, quiet, 2000, func(carol *raw, bob *peer, stanzas []string) {
			for _, s := range stanzas {
				carol.send(s)
			}
			carol.ask(jid.JID{}, false, ping.Ping{}) // answered when all before it is in the archive
		})
	})
}

func catchUp(b *testing.B, server xmpptest.Server, opt app.Options, n int, fill func(carol *raw, bob *peer, stanzas []string)) {
	bob, carol := newPeer(b, server, "bob", opt), newRaw(b, server, "carol")
	carol.meet(bob)
	carol.say(bob, "hello")
	bob.awaitMessage(carol.jid, "hello")
	stanzas, elements := carol.stanzas(bob, n)
	bob.stop()
	fill(carol, bob, stanzas)
	profile := bob.dir

	begin := time.Now()
	all := len(xmpptest.ArchiveOf(b, server, "bob"))
	if all < n {
		b.Fatalf("the archive has %d messages of %d", all, n)
	}
	paging := time.Since(begin).Seconds() / float64(all)
	decrypting := decryptAll(b, carol, copyOf(b, profile), elements)

	var memory runtime.MemStats
	for b.Loop() {
		b.StopTimer()
		bob.dir = copyOf(b, profile)
		b.StartTimer()
		bob.start()
		bob.awaitNewest(carol.jid, fmt.Sprint("kept ", n-1))
		b.StopTimer()
		runtime.GC()
		runtime.ReadMemStats(&memory)
		bob.stop()
		b.StartTimer()
	}
	each := b.Elapsed().Seconds() / float64(b.N*n)
	b.ReportMetric(1/each, "messages/s")
	b.ReportMetric(each/paging, "x-paging")
	b.ReportMetric(each/(decrypting/2), "x-decrypting") // half of them are encrypted
	b.ReportMetric(float64(memory.HeapInuse)/1e6, "MB-heap")
}

// decryptAll decrypts over a profile, 64 messages a transaction, and gives the seconds that one takes.
func decryptAll(b *testing.B, from *raw, profile string, elements []omemo.Encrypted) float64 {
	file, err := trust.Open(profile, slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	var encrypted []omemo.Encrypted
	for i := 0; i < len(elements); i += 2 {
		encrypted = append(encrypted, elements[i])
	}
	begin := time.Now()
	for done := 0; done < len(encrypted); {
		part := encrypted[done:min(done+64, len(encrypted))]
		done += len(part)
		if err := file.Update(func(tx *bbolt.Tx) error {
			s := trust.In(tx, file.Seal(), "bob@localhost")
			for _, e := range part {
				opened, err := crypto.DecryptKey(s, crypto.Address{JID: from.jid, Device: e.SenderID}, e.Keys[0].Data, e.Keys[0].PreKey)
				if err != nil {
					return err
				}
				if _, err := crypto.OpenPayload(opened.Key, e.IV, e.Payload); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			b.Fatal(err)
		}
	}
	return time.Since(begin).Seconds() / float64(len(encrypted))
}

// copyOf is a copy of a profile at rest.
func copyOf(b *testing.B, profile string) string {
	dir := b.TempDir()
	if err := os.CopyFS(dir, os.DirFS(profile)); err != nil {
		b.Fatal(err)
	}
	for _, name := range []string{"vouch.db", "vouch.key"} {
		if err := os.Chmod(dir+"/"+name, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	return dir
}
