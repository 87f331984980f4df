package history_test

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/trust"
)

const (
	alice = "alice@example.org"
	bob   = "bob@example.org"
	carol = "carol@example.org"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

// file is a real profile.
type file struct {
	*trust.File
	t   *testing.T
	dir string
}

func open(t *testing.T, dir string) *file {
	t.Helper()
	f, err := trust.Open(dir, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return &file{f, t, dir}
}

func (f *file) update(do func(h *history.Store) error) {
	f.t.Helper()
	if err := f.Update(func(tx *bbolt.Tx) error { return do(history.In(tx, f.Seal(), alice)) }); err != nil {
		f.t.Fatal(err)
	}
}

func (f *file) view(do func(h *history.Store) error) {
	f.t.Helper()
	if err := f.View(func(tx *bbolt.Tx) error { return do(history.In(tx, f.Seal(), alice)) }); err != nil {
		f.t.Fatal(err)
	}
}

func (f *file) append(chat, body string, at time.Time) (m history.Message) {
	f.t.Helper()
	m = history.Message{Chat: chat, From: chat, Body: body, Kind: history.KindText, Time: at}
	f.update(func(h *history.Store) error { return h.Append(&m) })
	return m
}

func bodies(rows []history.Message) string {
	var out []string
	for _, m := range rows {
		out = append(out, m.Body)
	}
	return strings.Join(out, " ")
}

func TestRowsStandInTheOrderOfArrival(t *testing.T) {
	f := open(t, t.TempDir())
	f.append(bob, "one", noon)
	f.append(bob, "two", noon.Add(time.Second))
	f.append(bob, "three", noon.Add(-time.Hour)) // a clock that went back
	f.append(bob, "four", noon.Add(time.Second)) // the same millisecond
	f.append(carol, "other", noon)
	f.append(bob, "five", time.Time{})
	f.view(func(h *history.Store) error {
		rows, err := h.Before(bob, nil, 10)
		if got := bodies(rows); got != "one two three four five" {
			t.Errorf("got %q", got)
		}
		return err
	})
}

func TestPaging(t *testing.T) {
	f := open(t, t.TempDir())
	var rows []history.Message
	for i := range 10 {
		rows = append(rows, f.append(bob, fmt.Sprint(i), noon.Add(time.Duration(i)*time.Second)))
		f.append(carol, "c", noon.Add(time.Duration(i)*time.Second))
	}
	f.view(func(h *history.Store) error {
		for _, row := range []struct {
			name string
			got  func() ([]history.Message, error)
			want string
		}{
			{"the newest three", func() ([]history.Message, error) { return h.Before(bob, nil, 3) }, "7 8 9"},
			{"three before the fifth", func() ([]history.Message, error) { return h.Before(bob, rows[4].Sort, 3) }, "1 2 3"},
			{"more than there are before", func() ([]history.Message, error) { return h.Before(bob, rows[1].Sort, 30) }, "0"},
			{"nothing before the first", func() ([]history.Message, error) { return h.Before(bob, rows[0].Sort, 3) }, ""},
			{"three after the fifth", func() ([]history.Message, error) { return h.After(bob, rows[4].Sort, 3) }, "5 6 7"},
			{"the oldest two", func() ([]history.Message, error) { return h.After(bob, nil, 2) }, "0 1"},
			{"nothing after the last", func() ([]history.Message, error) { return h.After(bob, rows[9].Sort, 3) }, ""},
			{"none", func() ([]history.Message, error) { return h.Before(bob, nil, 0) }, ""},
		} {
			got, err := row.got()
			if err != nil || bodies(got) != row.want {
				t.Errorf("%s: got %q, %v; want %q", row.name, bodies(got), err, row.want)
			}
		}
		if _, err := h.Before("nobody@example.org", nil, 3); !errors.Is(err, history.ErrNotFound) {
			t.Errorf("rows of a chat that is not there: %v", err)
		}
		if _, err := h.InChat(carol, rows[0].ID); !errors.Is(err, history.ErrNotFound) {
			t.Errorf("a row of another chat: %v", err)
		}
		return nil
	})
}

func TestClearedRowsAreGoneAndStayKnown(t *testing.T) {
	dir := t.TempDir()
	f := open(t, dir)
	m := f.append(bob, "MARKER-to-be-cleared", noon)
	waiting := history.Message{Chat: bob, From: alice, Own: true, Body: "still waits", Kind: history.KindText, Time: noon}
	f.update(func(h *history.Store) error {
		if err := h.MarkSeen(bob, bob, "id1", []byte("digest"), m.ID); err != nil {
			return err
		}
		if err := h.Append(&waiting); err != nil {
			return err
		}
		return h.Queue(&history.Entry{Purpose: history.ForMessage, Chat: bob, Row: waiting.ID})
	})
	var before history.Chat
	f.update(func(h *history.Store) (err error) {
		if before, err = h.Chat(bob); err != nil {
			return err
		}
		removed, err := h.Clear(bob)
		if removed != 1 {
			t.Errorf("%d rows removed, want 1", removed)
		}
		return err
	})
	f.view(func(h *history.Store) error {
		rows, err := h.Before(bob, nil, 10)
		if bodies(rows) != "still waits" {
			t.Errorf("left: %q, want what waits to be sent", bodies(rows))
		}
		if h.Seen(bob, bob, "id1", []byte("digest")) != m.ID {
			t.Error("a copy of the cleared message would not be known")
		}
		if _, err := h.Get(m.ID); !errors.Is(err, history.ErrNotFound) {
			t.Errorf("the cleared row: %v", err)
		}
		c, _ := h.Chat(bob)
		if string(c.Key) == string(before.Key) {
			t.Error("the key of the cleared rows is still there")
		}
		return err
	})
	f.Close()
	f = open(t, dir) // compacts
	f.view(func(h *history.Store) error {
		rows, err := h.Before(bob, nil, 10)
		if bodies(rows) != "still waits" {
			t.Errorf("after compaction: %q", bodies(rows))
		}
		return err
	})
}

func TestSeenTellsMessagesApart(t *testing.T) {
	f := open(t, t.TempDir())
	f.update(func(h *history.Store) error { return h.MarkSeen(bob, bob, "id", []byte("one"), "row") })
	f.view(func(h *history.Store) error {
		for _, row := range []struct {
			name, sender, id, digest string
			want                     string
		}{
			{"the same message", bob, "id", "one", "row"},
			{"the same id with other content", bob, "id", "two", ""},
			{"the same id of somebody else", carol, "id", "one", ""},
			{"another id", bob, "id2", "one", ""},
			{"parts that run together the same way", bob + "i", "d", "one", ""},
		} {
			if got := h.Seen(bob, row.sender, row.id, []byte(row.digest)); got != row.want {
				t.Errorf("%s: got %q, want %q", row.name, got, row.want)
			}
		}
		return nil
	})
}

func TestOutboxKeepsTheOrderOfWriting(t *testing.T) {
	dir := t.TempDir()
	f := open(t, dir)
	var first uint64
	f.update(func(h *history.Store) error {
		for i := range 5 {
			e := history.Entry{Purpose: history.ForMessage, Chat: bob, Row: fmt.Sprint(i)}
			if err := h.Queue(&e); err != nil {
				return err
			}
			if i == 0 {
				first = e.Seq
			}
		}
		return h.Unqueue(first)
	})
	f.Close()
	f = open(t, dir)
	f.update(func(h *history.Store) error { return h.Queue(&history.Entry{Chat: bob, Row: "5"}) })
	f.view(func(h *history.Store) error {
		entries, err := h.Outbox()
		got := ""
		for _, e := range entries {
			got += e.Row
		}
		if got != "12345" {
			t.Errorf("outbox %q", got)
		}
		if _, err := h.Entry(first); !errors.Is(err, history.ErrNotFound) {
			t.Errorf("an entry that was removed: %v", err)
		}
		return err
	})
}

func TestTodoAskedForAgainSurvivesTheOldAnswer(t *testing.T) {
	f := open(t, t.TempDir())
	var asked history.Todo
	count := func() (n int) {
		f.view(func(h *history.Store) error {
			todos, err := h.Todos()
			n = len(todos)
			if n > 0 {
				asked = todos[0]
			}
			return err
		})
		return n
	}
	need := func() {
		f.update(func(h *history.Store) error {
			return h.Need(history.Todo{Task: history.FetchBundle, JID: bob, Device: 7})
		})
	}
	done := func(t history.Todo) { f.update(func(h *history.Store) error { return h.Done(t) }) }
	need()
	need()
	if count() != 1 {
		t.Fatalf("%d todos, want one", count())
	}
	old := asked
	need()
	done(old)
	if count() != 1 {
		t.Error("an old answer ended a newer todo")
	}
	done(asked)
	if count() != 0 {
		t.Error("the todo is still there")
	}
	done(asked)
}

// Whatever step a transaction is cut at, nothing of it is left.
func TestAbortLeavesNothing(t *testing.T) {
	stop := errors.New("stop")
	steps := []func(h *history.Store) error{
		func(h *history.Store) error {
			return h.Append(&history.Message{Chat: bob, From: bob, Body: "x", Kind: history.KindText, Time: noon})
		},
		func(h *history.Store) error { return h.MarkSeen(bob, bob, "id", nil, "row") },
		func(h *history.Store) error { return h.MarkOwn(bob, "id", "row") },
		func(h *history.Store) error { return h.Queue(&history.Entry{Chat: bob}) },
		func(h *history.Store) error { return h.Need(history.Todo{Task: history.PublishList}) },
		func(h *history.Store) error { return h.PutContact(history.Contact{JID: bob}) },
	}
	dir := t.TempDir()
	for cut := range steps {
		f := open(t, dir)
		err := f.Update(func(tx *bbolt.Tx) error {
			h := history.In(tx, f.Seal(), alice)
			h.OnCommit(func() { t.Error("told about a commit that never was") })
			for _, step := range steps[:cut+1] {
				if err := step(h); err != nil {
					t.Fatal(err)
				}
			}
			return stop
		})
		if !errors.Is(err, stop) {
			t.Fatal(err)
		}
		f.Close()
		f = open(t, dir)
		f.view(func(h *history.Store) error {
			chats, err := h.Chats()
			entries, err2 := h.Outbox()
			todos, err3 := h.Todos()
			roster, err4 := h.Roster()
			if len(chats)+len(entries)+len(todos)+len(roster) != 0 || h.Seen(bob, bob, "id", nil) != "" {
				t.Errorf("cut at step %d: something is left", cut)
			}
			return errors.Join(err, err2, err3, err4)
		})
		f.Close()
	}
}

func TestAccountsDoNotSeeEachOther(t *testing.T) {
	f := open(t, t.TempDir())
	f.append(bob, "for alice", noon)
	if err := f.Update(func(tx *bbolt.Tx) error {
		h := history.In(tx, f.Seal(), carol)
		if _, err := h.Chat(bob); !errors.Is(err, history.ErrNotFound) {
			t.Errorf("carol sees alice's chat: %v", err)
		}
		return history.Remove(tx, f.Seal(), carol)
	}); err != nil {
		t.Fatal(err)
	}
	f.view(func(h *history.Store) error {
		rows, err := h.Before(bob, nil, 1)
		if bodies(rows) != "for alice" {
			t.Error("removing one account took another's history")
		}
		return err
	})
}

func TestFileShowsNothing(t *testing.T) {
	dir := t.TempDir()
	f := open(t, dir)
	f.append(bob, "MARKER-of-a-body", noon)
	f.update(func(h *history.Store) error {
		return errors.Join(h.PutContact(history.Contact{JID: carol, Name: "MARKER-of-a-name"}),
			h.Queue(&history.Entry{Chat: bob, Stanza: []byte("MARKER-of-a-stanza")}),
			h.Need(history.Todo{Task: history.FetchList, JID: bob}))
	})
	f.Close()
	data, err := os.ReadFile(filepath.Join(dir, "vouch.db"))
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"MARKER", bob, carol, alice} {
		if strings.Contains(string(data), secret) {
			t.Errorf("the file shows %q", secret)
		}
	}
}

// A row of the past that comes in where all is in order does not make what is here look as if it were not: what the archive
// brings after it belongs behind.
func TestRowsOfThePastLeaveTheChatSettled(t *testing.T) {
	f := open(t, t.TempDir())
	f.update(func(h *history.Store) error {
		old := history.Message{Chat: bob, From: bob, Body: "old", Kind: history.KindText, Time: noon}
		own := history.Message{Chat: bob, From: alice, Own: true, Body: "own", Kind: history.KindText, Time: noon.Add(-time.Hour)}
		unread := history.Message{Chat: bob, From: bob, Body: "unread", Kind: history.KindText, Time: noon.Add(time.Hour)}
		return errors.Join(h.Insert(&old, history.Place{Quiet: true}), h.Append(&unread),
			h.Insert(&own, history.Place{Quiet: true, Ceil: old.SortTime() - 1}))
	})
	f.view(func(h *history.Store) error {
		c, err := h.Chat(bob)
		if loose, err := h.Unsettled(c, 10); err != nil || len(loose) != 0 {
			t.Errorf("%q are not settled, %v", bodies(loose), err)
		}
		if c.Unread != 1 {
			t.Errorf("%d unread: an answer of the past says nothing about what came since", c.Unread)
		}
		return err
	})
	f.update(func(h *history.Store) error {
		return h.Insert(&history.Message{Chat: carol, From: carol, Body: "old", Kind: history.KindText, Time: noon}, history.Place{Quiet: true})
	})
	f.view(func(h *history.Store) error {
		c, err := h.Chat(carol)
		if loose, err := h.Unsettled(c, 10); err != nil || len(loose) != 0 {
			t.Errorf("%q are not settled in a chat of the past alone, %v", bodies(loose), err)
		}
		return err
	})
}
