package app_test

import (
	"fmt"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app"
	"vouch/app/history"
)

// BenchmarkBackup makes a backup of 100,000 messages and restores it into a new profile. It reports how many rows a second, how that is to a
// bare read of all rows in the same run, and how far the memory went above what it was.
func BenchmarkBackup(b *testing.B) {
	const rows = 100_000
	from := newProfile(b, func(p *peer) {
		for begin := 0; begin < rows; begin += 500 {
			p.history(func(h *history.Store) error {
				for i := begin; i < begin+500; i++ {
					m := history.Message{Chat: friendOfAlice, From: friendOfAlice, MessageID: fmt.Sprint("m", i), ArchiveID: fmt.Sprint("a", i), Body: fmt.Sprintf("message %d is about as long as one is", i),
						Time: lately.Add(time.Duration(i) * time.Second), Kind: history.KindText, Encrypted: true}
					if err := h.Append(&m); err != nil {
						return err
					}
				}
				return nil
			})
		}
	})
	for b.Loop() {
		bare := timed(func() {
			if err := from.file.View(func(tx *bbolt.Tx) error {
				h := history.In(tx, from.file.Seal(), from.jid)
				c, err := h.Chat(friendOfAlice)
				if err != nil {
					return err
				}
				return h.EachRow(c, func(history.Message) error { return nil })
			}); err != nil {
				b.Fatal(err)
			}
		})
		var path string
		report := func(what string, f func()) {
			var took time.Duration
			most := above(func() { took = timed(f) })
			b.ReportMetric(rows/took.Seconds(), what+"-rows/s")
			b.ReportMetric(float64(took)/float64(bare), what+"-reads")
			b.ReportMetric(float64(most)/(1<<20), what+"-MiB")
		}
		report("create", func() { path = from.backUp(app.CreateBackup{}).Path })
		to := newProfile(b, nil)
		report("restore", func() {
			if out := to.restore(path); out.New != rows {
				b.Fatalf("%+v", out)
			}
		})
		b.ReportMetric(rows/bare.Seconds(), "bare-rows/s")
	}
}

func timed(f func()) time.Duration {
	begun := time.Now()
	f()
	return time.Since(begun)
}

// above is how many bytes of heap f takes at most above what is there before.
func above(f func()) uint64 {
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapInuse
	}
	runtime.GC()
	before, most, done := heap(), atomic.Uint64{}, make(chan struct{})
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for tick := time.NewTicker(5 * time.Millisecond); ; {
			select {
			case <-tick.C:
				most.Store(max(most.Load(), heap()))
			case <-done:
				return
			}
		}
	}()
	f()
	close(done)
	<-ended
	return most.Load() - min(before, most.Load())
}
