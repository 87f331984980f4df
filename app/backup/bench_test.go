package backup

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"testing"
	"time"
)

type benchRow struct {
	ID, Chat, From, Text, Trust string
	At                          int64
	Archive, Origin             uint64
	Device                      uint32
	Encrypted                   bool
}

// benchRows are rows as a chat has them, about 350 bytes each.
func benchRows() []benchRow {
	r := rand.New(rand.NewPCG(1, 1))
	rows := make([]benchRow, 1000)
	for i := range rows {
		words := ""
		for range 12 + r.IntN(20) {
			words += []string{"I", "will", "come", "tomorrow", "with", "carol", "and", "the", "bicycle", "perhaps", "früher", "?"}[r.IntN(12)] + " "
		}
		rows[i] = benchRow{text(r, 24)[:24], "bob@example.org", "bob@example.org/phone", words, "verified", 1_790_000_000_000 + r.Int64N(1e9), r.Uint64(), r.Uint64(), r.Uint32(), true}
	}
	return rows
}

// BenchmarkBackup writes 100,000 rows, creates a file of them with the passphrase costing nothing, and reads it; x-gzip is how much
// longer that takes than gzip 1 of the same bytes, in the same run; peak is the heap above what there was before.
func BenchmarkBackup(b *testing.B) {
	const n = 100_000
	rows := benchRows()
	fill := func(w *Writer) error {
		for i := range n {
			if err := w.Row(Messages, rows[i%len(rows)]); err != nil {
				return err
			}
		}
		return nil
	}
	var clear bytes.Buffer
	for _, row := range rows {
		if err := encode(&clear, row); err != nil {
			b.Fatal(err)
		}
	}
	size := float64(clear.Len()) * n / float64(len(rows))
	bare := took(b, func() error {
		z, _ := gzip.NewWriterLevel(io.Discard, gzip.BestSpeed)
		for range n / len(rows) {
			if _, err := z.Write(clear.Bytes()); err != nil {
				return err
			}
		}
		return z.Close()
	})
	var file bytes.Buffer
	if _, err := Write(b.Context(), &file, password, manifest(), quick, fill); err != nil {
		b.Fatal(err)
	}
	for name, do := range map[string]func() error{
		"write": func() error {
			_, err := Write(b.Context(), io.Discard, password, manifest(), quick, fill)
			return err
		},
		"create": func() error {
			path, err := Create(b.Context(), b.TempDir(), password, manifest(), quick, fill)
			return errors.Join(err, os.Remove(path))
		},
		"verify": func() error {
			_, err := Verify(b.Context(), bytes.NewReader(file.Bytes()), password, nil)
			return err
		},
		"rows": func() error {
			r, err := Open(b.Context(), bytes.NewReader(file.Bytes()), password)
			for err == nil {
				if _, err = r.Next(); err == nil {
					for range r.Rows() {
					}
				}
			}
			return ignoreEOF(err)
		},
	} {
		b.Run(name, func(b *testing.B) {
			peak, stop := watchHeap()
			for b.Loop() {
				if err := do(); err != nil {
					b.Fatal(err)
				}
			}
			stop()
			each := b.Elapsed() / time.Duration(b.N)
			b.ReportMetric(size/(1<<20)/each.Seconds(), "MiB/s")
			b.ReportMetric(each.Seconds()/bare.Seconds(), "x-gzip")
			b.ReportMetric(float64(*peak)/(1<<20), "peak-MiB")
		})
	}
}

// BenchmarkPassphrase is what trying one costs, at the factor that is written.
func BenchmarkPassphrase(b *testing.B) {
	for b.Loop() {
		if _, err := Write(b.Context(), io.Discard, password, manifest(), Options{}, content{}.fill); err != nil {
			b.Fatal(err)
		}
	}
}

func ignoreEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

func took(b *testing.B, do func() error) time.Duration {
	b.Helper()
	best := time.Duration(1<<63 - 1)
	for range 3 {
		start := time.Now()
		if err := do(); err != nil {
			b.Fatal(err)
		}
		best = min(best, time.Since(start))
	}
	return best
}

// watchHeap looks every few milliseconds how far the heap is above what it is now.
func watchHeap() (peak *uint64, stop func()) {
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	runtime.GC()
	before, peak := heap(), new(uint64)
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-done:
				return
			case <-time.After(5 * time.Millisecond):
				if now := heap(); now > before {
					*peak = max(*peak, now-before)
				}
			}
		}
	}()
	return peak, func() { close(done); <-ended }
}
