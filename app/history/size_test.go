package history

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"vouch/trust"
)

// A message costs its text, what is known about it, and the index rows that find it again: its ids, the key that it came
// under, two seals' worth of keys, and its text once more, to be searched. The bound has a tenth to spare.
func TestAMessageIsSmall(t *testing.T) {
	const n, allowance = 5000, 610
	sizes := filled(t, n)
	if sizes.total(n) > float64(len(sizeBody)+allowance) {
		t.Errorf("%d bytes of text cost %.0f bytes, want up to %d more than the text: %v", len(sizeBody), sizes.total(n), allowance, sizes.bytes)
	}
}

// BenchmarkStore stores messages as a catch-up does, and says what one costs in the file: in the pages of each bucket, and of
// what the file has used of its length.
func BenchmarkStore(b *testing.B) {
	const n = 20_000
	var sizes sizes
	for b.Loop() {
		sizes = filled(b, n)
	}
	b.ReportMetric(b.Elapsed().Seconds()*1e6/float64(b.N*n), "µs/message")
	for bucket, bytes := range sizes.bytes {
		b.ReportMetric(float64(bytes)/n, "B-"+bucket+"/message")
	}
	b.ReportMetric(sizes.total(n), "B/message")
	b.ReportMetric(float64(sizes.used)/n, "B-used/message")
	b.ReportMetric(float64(sizes.file)/n, "B-file/message")
}

var sizeBody = strings.Repeat("word ", 14) + "xx"

// sizes are bytes in a file.
type sizes struct {
	bytes map[string]int // of pages, by bucket
	used  int64          // with free pages
	file  int64          // the database grows its file in large steps
}

func (s sizes) total(n int) float64 {
	sum := 0
	for _, bytes := range s.bytes {
		sum += bytes
	}
	return float64(sum) / float64(n)
}

// filled stores n messages of five people, 64 in a transaction.
func filled(tb testing.TB, n int) (s sizes) {
	file, err := trust.Open(tb.TempDir(), slog.New(slog.DiscardHandler))
	if err != nil {
		tb.Fatal(err)
	}
	defer file.Close()
	for i := 0; i < n; i += 64 {
		if err := file.Update(func(tx *bbolt.Tx) error {
			h := In(tx, file.Seal(), self)
			for j := i; j < min(i+64, n); j++ {
				if err := storeOne(h, j); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			tb.Fatal(err)
		}
	}
	for done := false; !done; {
		if err := file.Update(func(tx *bbolt.Tx) (err error) {
			done, err = In(tx, file.Seal(), self).FlushTexts(MostFresh)
			return err
		}); err != nil {
			tb.Fatal(err)
		}
	}
	s.bytes = map[string]int{}
	if err := file.View(func(tx *bbolt.Tx) error {
		s.used = tx.Size()
		return tx.Bucket(root).ForEachBucket(func(account []byte) error {
			top := tx.Bucket(root).Bucket(account)
			return top.ForEachBucket(func(name []byte) error {
				stats := top.Bucket(name).Stats()
				s.bytes[string(name)] = stats.LeafAlloc + stats.BranchAlloc
				return nil
			})
		})
	}); err != nil {
		tb.Fatal(err)
	}
	info, err := os.Stat(file.Path())
	if err != nil {
		tb.Fatal(err)
	}
	s.file = info.Size()
	return s
}

func storeOne(h *Store, i int) error {
	chat, digest := fmt.Sprintf("friend%d@example.org", i%5), sha256.Sum256([]byte(fmt.Sprint(i)))
	m := Message{MessageID: NewID(), ArchiveID: NewID()[:20], Chat: chat, From: chat, Time: midday.Add(time.Duration(i) * time.Second), Kind: KindText, Encrypted: true,
		Device: 123456789, Fingerprint: strings.Repeat("ab", 32), Trust: trust.Trusted, Body: sizeBody}
	if h.Seen(chat, chat, m.MessageID, digest[:]) != "" {
		return errors.New("seen before it came")
	}
	return errors.Join(h.Append(&m), h.MarkSeen(chat, chat, m.MessageID, digest[:], m.ID), h.MarkArchived(self, m.ArchiveID, m.ID), h.MarkSent(chat, chat, m.MessageID, m.ID))
}
