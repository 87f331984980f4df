package history

import (
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app/search"
	"vouch/trust"
)

var searchMessages = flag.Int("search.messages", 1_000_000, "how many messages BenchmarkSearch looks through")

// BenchmarkSearch stores messages as a catch-up does, with words as English, German, Russian and Chinese have them, in 400 chats of
// which the largest has an eighth of them, and asks for first pages of 50. It says how long they take by kind of query, the p95 of all
// beside the time in which all blocks are unsealed (x-unseal, of which a query that finds nothing needs 1), what storing costs beside
// rows that are not searched (x-rows), and how much a text takes beside its row.
func BenchmarkSearch(b *testing.B) {
	file, err := trust.Open(b.TempDir(), slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	for b.Loop() {
		w := newWriter(file)
		w.fill(b, *searchMessages, KindText)
		var plain, took time.Duration
		for range 10 { // in turn, since a larger file takes longer
			plain += w.fill(b, 1024, KindNotice)
			took += w.fill(b, 1024, KindText)
		}
		b.ReportMetric(took.Seconds()/plain.Seconds(), "x-rows")
		var all []time.Duration
		for _, class := range []string{"common", "rare", "absent", "part", "two", "chinese"} {
			times := w.ask(b, class)
			all = append(all, times...)
			b.ReportMetric(ms(quantile(times, 0.95)), "ms-p95-"+class)
		}
		unseal := w.unseal(b)
		b.ReportMetric(ms(quantile(all, 0.5)), "ms-p50")
		b.ReportMetric(ms(quantile(all, 0.95)), "ms-p95")
		b.ReportMetric(ms(quantile(all, 1)), "ms-max")
		b.ReportMetric(float64(quantile(all, 0.95))/float64(unseal), "x-unseal")
		b.ReportMetric(float64(w.texts(b))/float64(*searchMessages), "B-text/message")
	}
}

// writer writes messages of people who say what is likely.
type writer struct {
	file *trust.File
	*rand.Rand
	languages [][]string // words, the most common first
	chats     *rand.Zipf
	often     []*rand.Zipf
	at        time.Time
}

func newWriter(file *trust.File) *writer {
	r := rand.New(rand.NewPCG(11, 12))
	w := &writer{file: file, Rand: r, at: midday, chats: rand.NewZipf(r, 1.2, 4, 399)}
	for n, letters := range []string{"etaoinshrdlucmfwypvbgk", "enisratdhulcgmobwfkzüäö", "оеаинтсрвлкмдпуяыьгзб", "的一是不了人我在有他这为之大来以个中上们到说国和地也子时道出而要于就下得可你年生"} {
		var words []string
		for range 20_000 {
			length := 2 + r.IntN(9)
			if n == 3 {
				length = 1 + r.IntN(3)
			}
			words = append(words, w.word([]rune(letters), length))
		}
		w.languages = append(w.languages, words)
		w.often = append(w.often, rand.NewZipf(r, 1.1, 3, uint64(len(words)-1)))
	}
	return w
}

func (w *writer) word(letters []rune, n int) string {
	out := make([]rune, n)
	for i := range out {
		out[i] = letters[min(w.IntN(len(letters)), w.IntN(len(letters)))]
	}
	return string(out)
}

func (w *writer) text() string {
	n := []int{0, 0, 0, 0, 1, 1, 2, 2, 3, 0}[w.IntN(10)]
	glue := " "
	if n == 3 {
		glue = ""
	}
	words := make([]string, 3+w.IntN(17))
	for i := range words {
		words[i] = w.languages[n][w.often[n].Uint64()]
	}
	return strings.Join(words, glue)
}

// fill stores n messages, 64 in a transaction, and says how long that took; texts are put into blocks as they come.
func (w *writer) fill(b *testing.B, n int, kind Kind) time.Duration {
	b.Helper()
	bodies := make([]string, 64)
	took := time.Duration(0)
	for i := 0; i < n; i += len(bodies) {
		for j := range bodies {
			bodies[j] = w.text()
		}
		begin := time.Now()
		full := false
		err := w.file.Update(func(tx *bbolt.Tx) error {
			h := In(tx, w.file.Seal(), self).Filling(func() { full = true })
			for _, body := range bodies {
				chat := fmt.Sprintf("friend%d@example.org", w.chats.Uint64())
				w.at = w.at.Add(20 * time.Second)
				if err := h.Append(&Message{Chat: chat, From: chat, Body: body, Kind: kind, Time: w.at, Encrypted: true}); err != nil {
					return err
				}
			}
			return nil
		})
		for done := !full; err == nil && !done; {
			err = w.file.Update(func(tx *bbolt.Tx) (err error) {
				done, err = In(tx, w.file.Seal(), self).FlushTexts(MostFresh)
				return err
			})
		}
		if err != nil {
			b.Fatal(err)
		}
		took += time.Since(begin)
	}
	return took
}

// query is one of a kind.
func (w *writer) query(class string) string {
	word := func(from, to int) string {
		n := w.IntN(3)
		return w.languages[n][from+w.IntN(to-from)]
	}
	switch class {
	case "common":
		return word(0, 50)
	case "rare":
		return word(15_000, 20_000)
	case "absent":
		return "q" + word(0, 20_000) + "qj"
	case "part":
		r := []rune(word(200, 5000))
		return string(r[len(r)/3:])
	case "two":
		return word(0, 200) + " " + word(200, 5000)
	}
	return w.languages[3][w.IntN(5000)]
}

// ask asks for the first pages of 60 queries of a kind.
func (w *writer) ask(b *testing.B, class string) (times []time.Duration) {
	b.Helper()
	for range 60 {
		f := Find(Wanted{Query: search.Parse(w.query(class)), Most: 50})
		begin := time.Now()
		if err := w.file.View(func(tx *bbolt.Tx) error {
			h := In(tx, w.file.Seal(), self)
			if _, err := h.Search(f, func() bool { return false }); err != nil {
				return err
			}
			_, _, err := h.Found(f)
			return err
		}); err != nil {
			b.Fatal(err)
		}
		times = append(times, time.Since(begin))
	}
	return times
}

// unseal opens all blocks, and does nothing with them.
func (w *writer) unseal(b *testing.B) (took time.Duration) {
	b.Helper()
	if err := w.file.View(func(tx *bbolt.Tx) error {
		h := In(tx, w.file.Seal(), self)
		chats, err := h.Chats()
		if err != nil {
			return err
		}
		var buffer []byte
		begin := time.Now()
		for _, c := range chats {
			name := h.seal.Name("chat", self, c.JID)
			for _, k := range keysOf(h.bucket(bktTextDir), name[:], 1<<30) {
				if buffer, err = h.unboxBlock(c, k, h.get(bktText, k), buffer); err != nil {
					return err
				}
			}
		}
		took = time.Since(begin)
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	return took
}

// texts is how many bytes the pages of texts take.
func (w *writer) texts(b *testing.B) (bytes int) {
	b.Helper()
	if err := w.file.View(func(tx *bbolt.Tx) error {
		h := In(tx, w.file.Seal(), self)
		for _, name := range [][]byte{bktText, bktTextDir, bktFresh} {
			stats := h.bucket(name).Stats()
			bytes += stats.LeafAlloc + stats.BranchAlloc
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	return bytes
}

func quantile(times []time.Duration, q float64) time.Duration {
	sorted := slices.Sorted(slices.Values(times))
	return sorted[min(int(q*float64(len(sorted))), len(sorted)-1)]
}

func ms(d time.Duration) float64 { return d.Seconds() * 1000 }
