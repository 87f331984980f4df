package history

import (
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"vouch/trust"
)

// What an earlier version stored is read as it was while it is rewritten, after a slice that was rolled back, and when all
// is done; and new rows come between.
func TestMigratingLosesNothing(t *testing.T) {
	dir := t.TempDir()
	file := oldFile(t, dir)
	var want string
	do(t, file, func(h *Store) error {
		if want = readOld(t, h); h.oldRows(t) < 60 {
			t.Errorf("%d rows as earlier versions wrote them", h.oldRows(t))
		}
		return nil
	})
	stop := errors.New("stop")
	slices, done := 0, false
	for !done {
		slices++
		if err := file.Update(func(tx *bbolt.Tx) error {
			_, err := In(tx, file.Seal(), self).Migrate(3)
			return errors.Join(err, stop)
		}); !errors.Is(err, stop) || errors.Is(err, trust.ErrFile) {
			t.Fatal(err)
		}
		do(t, file, func(h *Store) (err error) {
			if got := readOld(t, h); got != want {
				t.Errorf("after %d slices, and one that was rolled back:\n%s\nwant\n%s", slices-1, got, want)
			}
			if h.Migrated() {
				t.Error("done before the last slice")
			}
			done, err = h.Migrate(3)
			return err
		})
		do(t, file, func(h *Store) error {
			if got := readOld(t, h); got != want {
				t.Errorf("after %d slices:\n%s\nwant\n%s", slices, got, want)
			}
			m := Message{Chat: "carol@example.org", From: "carol@example.org", Kind: KindText, Body: "new", Time: midday}
			return errors.Join(h.Append(&m), h.MarkSeen(m.Chat, m.From, fmt.Sprint("n", slices), nil, m.ID))
		})
	}
	if slices < 10 {
		t.Errorf("%d slices of 3", slices)
	}
	do(t, file, func(h *Store) error {
		if left := h.oldRows(t); left != 0 {
			t.Errorf("%d rows as earlier versions wrote them", left)
		}
		sequence := h.bucket(bktRows).Sequence()
		done, err := h.Migrate(1)
		if !done || !h.Migrated() || h.bucket(bktRows).Sequence() != sequence {
			t.Error("once more is not nothing")
		}
		return err
	})
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := trust.Open(dir, slog.New(slog.DiscardHandler)) // compacts
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	do(t, file, func(h *Store) error {
		if got := readOld(t, h); got != want {
			t.Errorf("after compaction:\n%s\nwant\n%s", got, want)
		}
		return nil
	})
}

// A history of this version, and none at all, have nothing to rewrite.
func TestNothingToMigrate(t *testing.T) {
	inHistory(t, func(h *Store) error {
		if !h.Migrated() {
			t.Error("of an account without history")
		}
		m := codecText()
		m.Chat = friend
		if err := h.Append(&m); err != nil {
			return err
		}
		if done, err := h.Migrate(1); !done || err != nil || !h.Migrated() {
			t.Errorf("%t, %v", done, err)
		}
		return nil
	})
}

// A row that does not open stays as it is, and holds nobody up.
func TestMigratingLeavesWhatDoesNotOpen(t *testing.T) {
	file := oldFile(t, t.TempDir())
	defer file.Close()
	do(t, file, func(h *Store) error {
		key, _ := h.bucket(bktRows).Cursor().First()
		broken := append([]byte{rowFormat}, make([]byte, 60)...)
		if err := h.put(bktRows, append([]byte(nil), key...), broken); err != nil {
			return err
		}
		for slices, done := 0, false; !done; slices++ {
			var err error
			if done, err = h.Migrate(1); err != nil || slices > 100 {
				return fmt.Errorf("slice %d: %w", slices, err)
			}
		}
		if _, value := h.bucket(bktRows).Cursor().First(); string(value) != string(broken) {
			t.Error("it was changed")
		}
		return nil
	})
}

// oldFile is a profile as earlier versions wrote it: rows with all that they say, ids in hex, index rows of two kinds.
func oldFile(t *testing.T, dir string) *trust.File {
	t.Helper()
	file, err := trust.Open(dir, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Update(func(tx *bbolt.Tx) error {
		h := former(t, tx, file.Seal(), self)
		for i := range 10 {
			m := Message{ID: fmt.Sprintf("%032x", 77*i+1), Chat: friend, From: friend, MessageID: fmt.Sprint("m", i), Kind: KindText, Body: fmt.Sprint("body ", i), Time: midday.Add(time.Duration(i) * 1234567)}
			if i == 3 {
				m.From, m.Own = self, true
			}
			c, err := h.Begin(friend, midday)
			if err != nil {
				return err
			}
			key, err := h.newKey(friend, milliseconds(m.Time))
			if err != nil {
				return err
			}
			archive := h.seal.Name("archive", self, fmt.Sprint("a", i))
			seen, sent := h.index("dedupe", friend, m.From, m.MessageID, "d"), h.index("sent", friend, m.From, m.MessageID)
			if i < 5 { // of 0.1.0
				seen, sent = h.formerIndex("dedupe", m.From, m.MessageID, "d"), h.formerIndex("sent", m.From, m.MessageID)
			}
			id := []byte(m.ID)
			if err := errors.Join(h.putSealed(h.sealOf(c), bktRows, key, m), h.put(bktIDs, id, key), h.put(bktArchive, archive[:], id),
				h.put(bktDedupe, seen, id), h.put(bktSent, sent, id), h.put(bktOwn, h.formerIndex("own", m.MessageID), id)); err != nil {
				return err
			}
		}
		name := h.seal.Name("chat", h.account, friend)
		bare := h.seal.Name("archive", self, "bare")
		return errors.Join(h.put(bktArchive, bare[:], fmt.Appendf(nil, "-%x-%x", 12345, name)),
			h.put(bktDedupe, h.formerIndex("dedupe", friend, "transport", "d"), []byte("-")))
	}); err != nil {
		t.Fatal(err)
	}
	return file
}

// readOld is all that can be read of it.
func readOld(t *testing.T, h *Store) string {
	t.Helper()
	var out string
	rows, err := h.Before(friend, nil, 100)
	if err != nil || len(rows) != 10 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for i, m := range rows {
		got, err := h.Get(m.ID)
		sent, err2 := h.SentBy(friend, m.From, m.MessageID)
		own, err3 := h.OwnByMessageID(friend, m.MessageID)
		if err := errors.Join(err, err2, err3); err != nil {
			t.Fatal(err)
		}
		out += fmt.Sprintf("%s %x %s %s %s %s %s\n", text(t, got), got.Sort, text(t, m)[:40], sent.ID, own.ID, h.SeenArchived(self, fmt.Sprint("a", i)), h.Seen(friend, m.From, m.MessageID, []byte("d")))
	}
	at, ok := h.Bare(friend, h.SeenArchived(self, "bare"))
	return out + fmt.Sprint(at, ok, h.Seen(friend, friend, "transport", []byte("d")), h.Seen(friend, friend, "transport", []byte("e")), h.KnowsOwnAnywhere("m3"))
}

// oldRows counts what stands as earlier versions wrote it.
func (s *Store) oldRows(t *testing.T) (n int) {
	t.Helper()
	for bucket, old := range map[string]func(k, v []byte) bool{
		"messages": func(_, v []byte) bool { return v[0] != messageFormat },
		"ids":      func(k, _ []byte) bool { return len(k) != 16 },
		"archive":  func(_, v []byte) bool { return len(v) > 24 },
		"dedupe":   func(_, v []byte) bool { return len(v) > 24 },
		"own":      func(_, v []byte) bool { return len(v) > 24 },
		"sent":     func(_, v []byte) bool { return len(v) > 24 },
	} {
		err := s.bucket([]byte(bucket)).ForEach(func(k, v []byte) error {
			if old(k, v) {
				n++
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return n
}

func do(t *testing.T, file *trust.File, f func(h *Store) error) {
	t.Helper()
	if err := file.Update(func(tx *bbolt.Tx) error { return f(In(tx, file.Seal(), self)) }); err != nil {
		t.Fatal(err)
	}
}
