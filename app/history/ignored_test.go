package history_test

import (
	"errors"
	"fmt"
	"testing"

	"vouch/app/history"
)

// Who is ignored is known by address or occupant id, and what is known of them is kept together.
func TestWhoIsIgnored(t *testing.T) {
	var r history.Room
	ignore := func(who history.Ignored, on bool) {
		if err := r.Ignore(who, on); err != nil {
			t.Fatal(err)
		}
	}
	ignore(history.Ignored{Occupant: "o1", Nick: "bobby"}, true)
	ignore(history.Ignored{JID: bob, Occupant: "o1"}, true)
	if len(r.Ignored) != 1 || r.Ignored[0] != (history.Ignored{JID: bob, Occupant: "o1", Nick: "bobby"}) {
		t.Errorf("known twice: %+v", r.Ignored)
	}
	ignore(history.Ignored{Nick: "nobody"}, true)
	for _, row := range []struct {
		jid, occupant string
		want          bool
	}{{bob, "", true}, {tea + "/bobby", "o1", true}, {bob, "o2", true}, {tea + "/bobby", "", false}, {"", "", false}, {"carol@example.org", "o2", false}} {
		if got := r.Ignores(row.jid, row.occupant); got != row.want {
			t.Errorf("%q, %q is ignored: %v", row.jid, row.occupant, got)
		}
	}
	ignore(history.Ignored{Occupant: "o1"}, false)
	if r.Ignores(bob, "") {
		t.Errorf("still ignored: %+v", r.Ignored)
	}
	r = history.Room{}
	for i := range history.MaxIgnored {
		ignore(history.Ignored{Occupant: fmt.Sprint(i)}, true)
	}
	ignore(history.Ignored{Occupant: "0"}, true) // is there already
	if err := r.Ignore(history.Ignored{Occupant: "more"}, true); !errors.Is(err, history.ErrFull) || len(r.Ignored) != history.MaxIgnored {
		t.Errorf("%d ignored, %v", len(r.Ignored), err)
	}
}

// What somebody who is ignored has written counts no longer as unread, nor what they write from then on.
func TestWhatIsIgnoredIsNotUnread(t *testing.T) {
	f := open(t, t.TempDir())
	put := func(from string, more history.Message) {
		more.Chat, more.From, more.Time, more.Kind, more.Body = tea, from, noon, history.KindText, "words"
		f.update(func(h *history.Store) error { return h.Append(&more) })
	}
	unread := func(want, mentions int) {
		t.Helper()
		f.view(func(h *history.Store) error {
			c, err := h.Chat(tea)
			if c.Unread != want || c.Mentions != mentions {
				t.Errorf("%d unread, %d of them name the user; want %d, %d", c.Unread, c.Mentions, want, mentions)
			}
			return err
		})
	}
	put(bob, history.Message{})
	put(bob, history.Message{Mention: true})
	put("carol@example.org", history.Message{Mention: true})
	unread(3, 2)
	for range 2 {
		f.update(func(h *history.Store) error {
			return h.Hush(tea, 100, func(m history.Message) bool { return m.From == bob })
		})
		unread(1, 1)
	}
	put(bob, history.Message{Ignored: true})
	unread(1, 1)
}
