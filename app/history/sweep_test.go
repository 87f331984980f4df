package history_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"vouch/app/history"
)

// swept deletes in slices until nothing is left to delete.
func (f *file) swept(chat string, before uint64, read bool) (n int) {
	f.t.Helper()
	for more := true; more; {
		f.update(func(h *history.Store) error {
			one := 0
			var err error
			one, more, err = h.Sweep(chat, before, read, 7)
			n += one
			return err
		})
	}
	return n
}

// What is older goes, in slices, and what is newer, unread where that counts, or on its way stays; copies of it stay known.
func TestSweep(t *testing.T) {
	f := open(t, t.TempDir())
	var all []history.Message
	for i := range 40 {
		all = append(all, f.append(bob, fmt.Sprint("m", i), noon.Add(time.Duration(i)*time.Hour)))
	}
	f.update(func(h *history.Store) error {
		c, err := h.Chat(bob)
		c.ReadTo, c.Unread = all[29].Sort, 10
		return errors.Join(err, h.PutChat(c), h.MarkArchived(alice, "a3", all[3].ID), h.Queue(&history.Entry{Purpose: history.ForMessage, Chat: bob, Row: all[5].ID}))
	})
	left := func(want int) history.Chat {
		t.Helper()
		var c history.Chat
		f.view(func(h *history.Store) (err error) {
			rows, err := h.Before(bob, nil, 100)
			if len(rows) != want {
				t.Errorf("%d rows are left, want %d", len(rows), want)
			}
			if err == nil {
				c, err = h.Chat(bob)
			}
			return err
		})
		return c
	}
	if n := f.swept(bob, all[10].SortTime(), false); n != 9 {
		t.Errorf("%d went", n)
	}
	if c := left(31); c.Unread != 10 || !c.Older.All {
		t.Errorf("%d are unread, older: %+v", c.Unread, c.Older)
	}
	f.view(func(h *history.Store) error {
		if h.SeenArchived(alice, "a3") == "" {
			t.Error("a copy of what went is new")
		}
		return nil
	})
	if n := f.swept(bob, history.Everything, true); n != 20 {
		t.Errorf("of what was read %d went", n)
	}
	left(11)
	if n := f.swept(bob, all[35].SortTime(), false); n != 5 {
		t.Errorf("of what is unread %d went", n)
	}
	if c := left(6); c.Unread != 5 {
		t.Errorf("%d are unread", c.Unread)
	}
	if n := f.swept(bob, history.Everything, false); n != 5 {
		t.Errorf("%d went", n)
	}
	if c := left(1); c.Unread != 0 {
		t.Errorf("%d are unread", c.Unread)
	}
	if got := f.found(history.Wanted{Most: 100}, nil); len(got) != 1 || got[0] != all[5].ID {
		t.Errorf("found are %q", got)
	}
	f.update(func(h *history.Store) error {
		_, _, err := h.Sweep(carol, history.Everything, false, 10)
		if !errors.Is(err, history.ErrNotFound) {
			t.Errorf("of no chat: %v", err)
		}
		return nil
	})
}
