package history

import (
	"errors"
	"fmt"
	"testing"
)

// Messages of one id are told apart by what is in them, however many there are, and the first row of the id is the one that
// is found by it.
func TestMessagesOfOneID(t *testing.T) {
	for _, id := range []string{"m1", ""} {
		inHistory(t, func(h *Store) error {
			rows := map[string]string{}
			first := codecText()
			first.Chat = friend
			if err := h.Append(&first); err != nil {
				return err
			}
			for i := range 3 * mostMarks {
				digest, row := fmt.Sprint("digest ", i), fmt.Sprintf("%032x", i)
				switch i {
				case 1:
					row = first.ID
				case 2, 2 * mostMarks:
					row = ""
				}
				rows[digest] = row
				if got := h.Seen(friend, friend, id, []byte(digest)); got != "" {
					t.Errorf("%q, %s is known as %s before it came", id, digest, got)
				}
				if err := h.MarkSeen(friend, friend, id, []byte(digest), row); err != nil {
					return err
				}
				if id == "" || i == 0 { // the first was not for people
					continue
				}
				if err := h.MarkSent(friend, friend, id, row); err != nil {
					return err
				}
			}
			rows["digest 1"] = "seen again"
			if err := h.MarkSeen(friend, friend, id, []byte("digest 1"), "seen again"); err != nil {
				return err
			}
			for digest, row := range rows {
				if row == "" {
					row = "-"
				}
				if got := h.Seen(friend, friend, id, []byte(digest)); got != row {
					t.Errorf("%q, %s: %s, want %s", id, digest, got, row)
				}
				if got := h.Seen("other@example.org", friend, id, []byte(digest)) + h.Seen(friend, self, id, []byte(digest)); got != "" {
					t.Errorf("%q, %s: known elsewhere", id, digest)
				}
			}
			if id == "" {
				return nil
			}
			if got, err := h.SentBy(friend, friend, id); err != nil || got.ID != first.ID {
				t.Errorf("found by its id: %s, %v; want %s", got.ID, err, first.ID)
			}
			if _, k := h.known(friend, friend, id); len(k.marks) != mostMarks {
				t.Errorf("%d messages in the index row of one id", len(k.marks))
			}
			return nil
		})
	}
}

// What was seen and is not for people is not found by its id.
func TestSeenAloneIsNotSent(t *testing.T) {
	inHistory(t, func(h *Store) error {
		row := codecText()
		row.Chat = friend
		if err := errors.Join(h.Append(&row), h.MarkSeen(friend, friend, "m1", nil, row.ID)); err != nil {
			return err
		}
		if _, err := h.SentBy(friend, friend, "m1"); !errors.Is(err, ErrNotFound) {
			t.Errorf("found: %v", err)
		}
		if err := h.MarkSent(friend, friend, "m2", row.ID); err != nil {
			return err
		}
		if got := h.Seen(friend, friend, "m2", nil); got != "" {
			t.Errorf("what was found by its id was seen as %s", got)
		}
		_, err := h.SentBy(friend, friend, "m2")
		return err
	})
}

// What is absorbed is found as what it stands in, and stays known as it was.
func TestAnAbsorbedRowIsFoundInTheOther(t *testing.T) {
	inHistory(t, func(h *Store) error {
		gone, into := codecText(), codecText()
		gone.Chat, into.Chat = friend, friend
		if err := errors.Join(h.Append(&into), h.Append(&gone), h.MarkSeen(friend, friend, "m1", []byte("d"), gone.ID),
			h.MarkSent(friend, friend, "m1", gone.ID), h.Absorb(gone, into)); err != nil {
			return err
		}
		if got, err := h.SentBy(friend, friend, "m1"); err != nil || got.ID != into.ID {
			t.Errorf("found %s, %v; want %s", got.ID, err, into.ID)
		}
		if got := h.Seen(friend, friend, "m1", []byte("d")); got != gone.ID {
			t.Errorf("seen as %s, want %s", got, gone.ID)
		}
		return nil
	})
}

func TestIndexRowsThatAreCutShort(t *testing.T) {
	whole := known{sent: fmt.Sprintf("%032x", 1), marks: []mark{{[tagLen]byte{1}, fmt.Sprintf("%032x", 1)}, {[tagLen]byte{2}, "-"}, {[tagLen]byte{3}, fmt.Sprintf("%032x", 2)}}}
	b := whole.pack()
	for n := range b {
		if got := parseKnown(b[:n]); len(got.marks) >= len(whole.marks) {
			t.Errorf("%d of %d bytes: %v", n, len(b), got)
		}
	}
	if got := parseKnown(b); fmt.Sprint(got) != fmt.Sprint(whole) {
		t.Errorf("read %v, wrote %v", got, whole)
	}
}

// What index rows hold of a row is read as it was.
func TestRowsInIndexes(t *testing.T) {
	for _, row := range []struct {
		text string
		size int
	}{
		{"-", 1},
		{"", 0},
		{"0123456789abcdef0123456789abcdef", 16},
		{"0123456789ABCDEF0123456789ABCDEF", 32},
		{"-19cb9e4c000-0123456789abcdef0123456789abcdef", 24},
		{"-0-0123456789abcdef0123456789abcdef", 24},
		{"-00-0123456789abcdef0123456789abcdef", 36},
		{"-19CB-0123456789abcdef0123456789abcdef", 38},
		{"row", 3},
	} {
		stored := packRow(row.text)
		if got := unpackRow(stored); got != row.text || len(stored) != row.size {
			t.Errorf("%q is read as %q, in %d bytes", row.text, got, len(stored))
		}
	}
}

// In a history of this version nothing is looked for where 0.1.0 had it.
func TestANewHistoryHasNothingOfBefore(t *testing.T) {
	inHistory(t, func(h *Store) error {
		if err := errors.Join(
			h.put(bktSent, h.formerIndex("sent", friend, "m1"), []byte("-")),
			h.put(bktDedupe, h.formerIndex("dedupe", friend, "m1", "d"), []byte("-")),
			h.putSealed(h.seal, bktLate, h.formerIndex("late", friend, "m1"), []Late{{Chat: friend}}),
			h.MarkOwn(friend, "own", "row"),
		); err != nil {
			return err
		}
		late, err := h.Late(friend, friend, "m1")
		if h.former() || h.formerlySent(friend, friend, "m1") == "" || h.Seen(friend, friend, "m1", []byte("d")) != "" || len(late) > 0 {
			t.Error("it was looked for")
		}
		if h.KnowsOwn("other@example.org", "own") || !h.KnowsOwn(friend, "own") || !h.KnowsOwnAnywhere("own") {
			t.Error("an own id is not known for what it is")
		}
		return err
	})
}
