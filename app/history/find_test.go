package history_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"
	bbolterrors "go.etcd.io/bbolt/errors"

	"vouch/app/history"
	"vouch/app/search"
)

// everything reads all that can be searched, row by row: plain, slow, and obviously right.
func everything(h *history.Store, w history.Wanted) (ids []string, err error) {
	chats, err := h.Chats()
	if err != nil {
		return nil, err
	}
	var rows []history.Message
	for _, c := range chats {
		if w.Chat != "" && c.JID != w.Chat {
			continue
		}
		all, err := h.After(c.JID, nil, 1<<30)
		if err != nil {
			return nil, err
		}
		for _, m := range all {
			sort := m.SortTime()
			if m.Kind != history.KindText || m.Retracted() || m.Body == "" || sort < w.From || w.Until > 0 && sort >= w.Until ||
				w.Flags&search.Own != 0 && !m.Own || w.Flags&search.Link != 0 && !strings.Contains(m.Body, "https://") ||
				!w.Query.Fits([]byte(search.Fold(m.Body))) || w.Fits != nil && !w.Fits(&m) {
				continue
			}
			rows = append(rows, m)
		}
	}
	slices.SortFunc(rows, func(a, b history.Message) int {
		if c := bytes.Compare(b.Sort[16:], a.Sort[16:]); c != 0 {
			return c
		}
		return bytes.Compare(a.Sort[:16], b.Sort[:16])
	})
	for _, m := range rows {
		ids = append(ids, m.ID)
	}
	return ids, nil
}

// found finds the same by pages of so many, pausing at every block, and has between happen at each pause.
func (f *file) found(w history.Wanted, between func()) (ids []string) {
	f.t.Helper()
	for {
		finding := history.Find(w)
		var rows []history.Message
		for done := false; !done; {
			f.view(func(h *history.Store) (err error) {
				if done, err = h.Search(finding, func() bool { return true }); done && err == nil {
					rows, w.After, err = h.Found(finding)
				}
				return err
			})
			if !done && between != nil {
				between()
			}
		}
		for _, m := range rows {
			ids = append(ids, m.ID)
		}
		if w.After == nil {
			return ids
		}
	}
}

// talker writes random histories.
type talker struct {
	*file
	*rand.Rand
	rows []history.Message
	now  time.Time
}

func (k *talker) words() string {
	words := []string{"hello", "the", "boat", "Krankenhaus", "Größe", "喜歡用", "привет", "Café", "x", "https://example.org/a", "\n", strings.Repeat("long ", 200)}
	var out []string
	for range 1 + k.IntN(8) {
		out = append(out, words[k.IntN(len(words))])
	}
	return strings.Join(out, " ")
}

// step changes something, in whatever way a history changes.
func (k *talker) step(h *history.Store) (err error) {
	chat := []string{alice, bob, carol}[k.IntN(3)]
	k.now = k.now.Add(time.Duration(k.IntN(5)) * time.Second)
	m := history.Message{Chat: chat, From: chat, Own: k.IntN(3) == 0, Kind: history.KindText, Body: k.words(), Time: k.now}
	if len(k.rows) == 0 {
		m.Own = true
	}
	var old *history.Message
	if len(k.rows) > 0 {
		if i := k.IntN(len(k.rows)); k.rows[i].Kind == history.KindText {
			if got, err := h.Get(k.rows[i].ID); err == nil {
				old = &got
			}
		}
	}
	switch what := k.IntN(20); {
	case what < 9 || old == nil:
		err = h.Append(&m)
		k.rows = append(k.rows, m)
	case what < 11:
		m.Time = k.now.Add(-time.Duration(k.IntN(100_000)) * time.Second)
		err = h.Insert(&m, history.Place{Quiet: true})
		k.rows = append(k.rows, m)
	case what < 13:
		old.Revise(k.words(), history.NewID(), k.now)
		err = h.Put(*old)
	case what == 13:
		err = h.Erase(old, old.From, k.now)
	case what == 14:
		err = h.Move(old, uint64(k.now.Add(-time.Duration(k.IntN(10_000))*time.Second).UnixMilli()))
	case what == 15:
		err = h.Delete(*old)
	case what == 16:
		old.State = history.StateSent
		err = h.Put(*old)
	case what == 18 && k.IntN(4) == 0:
		_, _, err = h.Sweep(chat, uint64(k.now.Add(-time.Duration(k.IntN(200))*time.Second).UnixMilli()), k.IntN(2) == 0, 1+k.IntN(30))
		if errors.Is(err, history.ErrNotFound) {
			err = nil
		}
	case what == 17 && k.IntN(20) == 0:
		_, err = h.Clear(chat)
		if errors.Is(err, history.ErrNotFound) {
			err = nil
		}
	default:
		_, err = h.FlushTexts(1 + k.IntN(40))
	}
	return err
}

// The same is found as by reading every row, whatever has happened to them, and in whichever order; also while it happens.
func TestWhatIsFoundIsWhatIsThere(t *testing.T) {
	for seed := range uint64(6) {
		f := open(t, t.TempDir())
		k := &talker{file: f, Rand: rand.New(rand.NewPCG(seed, 9)), now: noon}
		for round := range 12 {
			if round == 6 && seed%2 == 0 {
				f.forgetTexts()
			}
			f.update(func(h *history.Store) error {
				for range 60 {
					if err := k.step(h); err != nil {
						return err
					}
				}
				return nil
			})
			for n := range 4 {
				w := history.Wanted{Query: search.Parse([]string{"", "boat", "haus x", "喜歡", "grosse \"the boat\"", "none"}[k.IntN(6)]), Most: 1 + k.IntN(30)}
				w.Chat = []string{"", alice, bob, carol}[k.IntN(4)]
				w.Flags = []search.Flags{0, 0, search.Own, search.Link}[k.IntN(4)]
				if k.IntN(3) == 0 {
					w.From, w.Until = uint64(k.now.Add(-time.Hour).UnixMilli()), uint64(k.now.Add(-time.Duration(k.IntN(60))*time.Minute).UnixMilli())
				}
				if k.IntN(4) == 0 {
					w.Fits = func(m *history.Message) bool { return !m.Own }
				}
				f.wholeTexts()
				var want []string
				f.view(func(h *history.Store) (err error) { want, err = everything(h, w); return err })
				flush := func() {
					f.update(func(h *history.Store) error { _, err := h.FlushTexts(3); return err })
				}
				if got := f.found(w, flush); !slices.Equal(got, want) {
					t.Fatalf("seed %d, round %d, %d, %+v: found %d, want %d\n%q\n%q", seed, round, n, w, len(got), len(want), got, want)
				}
			}
		}
	}
}

// forgetTexts has the file be as an earlier version left it, which knew no texts.
func (f *file) forgetTexts() {
	f.t.Helper()
	if err := f.Update(func(tx *bbolt.Tx) error {
		name := f.Seal().Name("history", alice)
		top := tx.Bucket([]byte("history")).Bucket(name[:])
		for _, b := range []string{"text", "textdir", "fresh"} {
			if err := top.DeleteBucket([]byte(b)); err != nil && !errors.Is(err, bbolterrors.ErrBucketNotFound) {
				return err
			}
		}
		h := history.In(tx, f.Seal(), alice)
		chats, err := h.Chats()
		for _, c := range chats {
			c.Text = false
			err = errors.Join(err, h.PutChat(c))
		}
		return err
	}); err != nil {
		f.t.Fatal(err)
	}
}

// wholeTexts builds what an earlier version left without texts, by a few rows at a time.
func (f *file) wholeTexts() {
	f.t.Helper()
	for done := false; !done; {
		f.update(func(h *history.Store) (err error) { done, err = h.BuildTexts(50); return err })
	}
	f.view(func(h *history.Store) error {
		n, err := h.Unsearched()
		if n > 0 {
			f.t.Errorf("%d chats are not searched", n)
		}
		return err
	})
}

// What was taken back, or cleared, is in no block any more: the blocks that are left hold nothing of it.
func TestNothingOfATextStaysInItsBlock(t *testing.T) {
	f := open(t, t.TempDir())
	var secret history.Message
	for i := range 100 {
		m := f.append(bob, fmt.Sprint("number ", i), noon)
		if i == 50 {
			secret = m
		}
	}
	f.update(func(h *history.Store) error { _, err := h.FlushTexts(1000); return err })
	f.update(func(h *history.Store) error {
		m, err := h.Get(secret.ID)
		if err != nil {
			return err
		}
		return h.Erase(&m, bob, noon)
	})
	f.view(func(h *history.Store) error {
		if h.Fresh() != 0 {
			t.Errorf("%d are fresh", h.Fresh())
		}
		return nil
	})
	all := history.Wanted{Most: 1000}
	if got := f.found(all, nil); len(got) != 99 || slices.Contains(got, secret.ID) {
		t.Errorf("%d are found", len(got))
	}
	f.update(func(h *history.Store) error { _, err := h.Clear(bob); return err })
	if got := f.found(all, nil); len(got) != 0 {
		t.Errorf("after clearing %q are found", got)
	}
	if err := f.View(func(tx *bbolt.Tx) error {
		name := f.Seal().Name("history", alice)
		top := tx.Bucket([]byte("history")).Bucket(name[:])
		for _, b := range []string{"text", "textdir", "fresh"} {
			if n := top.Bucket([]byte(b)).Stats().KeyN; n != 0 {
				t.Errorf("%s has %d rows", b, n)
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// Who fills the fresh rows is told, once for so many.
func TestFreshRowsAreTold(t *testing.T) {
	f, told := open(t, t.TempDir()), 0
	for range 3 {
		if err := f.Update(func(tx *bbolt.Tx) error {
			h := history.In(tx, f.Seal(), alice).Filling(func() { told++ })
			for range history.MostFresh / 2 {
				if err := h.Append(&history.Message{Chat: bob, From: bob, Body: "word", Kind: history.KindText, Time: noon}); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	if told != 1 {
		t.Errorf("told %d times", told)
	}
}

// A block that is damaged is an error of the search, not a chat without that word.
func TestDamagedTextsAreTold(t *testing.T) {
	f := open(t, t.TempDir())
	f.append(bob, "word", noon)
	f.update(func(h *history.Store) error { _, err := h.FlushTexts(10); return err })
	if err := f.Update(func(tx *bbolt.Tx) error {
		name := f.Seal().Name("history", alice)
		text := tx.Bucket([]byte("history")).Bucket(name[:]).Bucket([]byte("text"))
		k, v := text.Cursor().First()
		v = bytes.Clone(v)
		v[len(v)-1] ^= 1
		return text.Put(bytes.Clone(k), v)
	}); err != nil {
		t.Fatal(err)
	}
	if err := f.View(func(tx *bbolt.Tx) error {
		_, err := history.In(tx, f.Seal(), alice).Search(history.Find(history.Wanted{Query: search.Parse("word")}), func() bool { return false })
		return err
	}); err == nil {
		t.Error("nothing is found, and nobody says why")
	}
}
