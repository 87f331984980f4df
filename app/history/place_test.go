package history_test

import (
	"errors"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app/history"
)

func TestRowsAreFoundByTheirID(t *testing.T) {
	f := open(t, t.TempDir())
	first := f.append(bob, "first", noon)
	moved := f.append(bob, "moved", noon)
	gone := f.append(bob, "gone", noon)
	other := f.append(carol, "other", noon)
	far := f.append(carol, "far", time.Date(20000, 1, 1, 0, 0, 0, 0, time.UTC))
	f.update(func(h *history.Store) error {
		at := moved.SortTime()
		return errors.Join(h.Move(&moved, at-5), h.Move(&moved, at+5), h.Delete(gone))
	})
	f.view(func(h *history.Store) error {
		for _, m := range []history.Message{first, moved, other, far} {
			got, err := h.InChat(m.Chat, m.ID)
			if len(m.ID) != 32 || err != nil || got.Body != m.Body || got.ID != m.ID || string(got.Sort) != string(m.Sort) {
				t.Errorf("%s: %q at %x, %v", m.Body, got.Body, got.Sort, err)
			}
		}
		for name, id := range map[string]string{"deleted": gone.ID, "never there": first.ID[:31] + "f", "short": first.ID[:30], "empty": "", "no hex": "zz"} {
			if _, err := h.Get(id); !errors.Is(err, history.ErrNotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		return nil
	})
	f.update(func(h *history.Store) error {
		if err := h.Put(gone); !errors.Is(err, history.ErrNotFound) {
			t.Errorf("put of a row that was deleted: %v", err)
		}
		return h.Delete(gone)
	})
}

// A row whose transaction was rolled back is stored again as one that never was.
func TestAnIDThatWasRolledBackIsNobodys(t *testing.T) {
	f := open(t, t.TempDir())
	f.append(bob, "zero", noon)
	again := history.Message{Chat: bob, From: bob, Body: "again", Kind: history.KindText, Time: noon}
	stop := errors.New("stop")
	if err := f.Update(func(tx *bbolt.Tx) error {
		return errors.Join(history.In(tx, f.Seal(), alice).Append(&again), stop)
	}); !errors.Is(err, stop) {
		t.Fatal(err)
	}
	between := f.append(bob, "between", noon)
	f.update(func(h *history.Store) error { return h.Append(&again) })
	f.view(func(h *history.Store) error {
		for _, m := range []history.Message{between, again} {
			if got, err := h.Get(m.ID); err != nil || got.Body != m.Body {
				t.Errorf("%s: found %q, %v", m.Body, got.Body, err)
			}
		}
		return nil
	})
}

// The id of a place is not that of a row which has one of its own.
func TestARowWithAnIDOfItsOwnIsNotFoundByItsPlace(t *testing.T) {
	f := open(t, t.TempDir())
	placed := f.append(bob, "placed", noon)
	own := history.Message{ID: "000000000000000000000000000000aa", Chat: bob, From: bob, Body: "own", Kind: history.KindText, Time: noon}
	f.update(func(h *history.Store) error { return h.Append(&own) })
	tie := placed.ID[:30] + "02"
	f.view(func(h *history.Store) error {
		if _, err := h.Get(tie); !errors.Is(err, history.ErrNotFound) {
			t.Errorf("found by its place: %v", err)
		}
		_, err := h.Get(own.ID)
		return err
	})
}
