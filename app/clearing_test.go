package app_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app"
	"vouch/app/history"
)

// lived has a chat have n messages, one a day up to yesterday, all read but the last unread.
func (p *peer) lived(chat string, n, unread int) {
	p.t.Helper()
	p.damageBy(func(_ *bbolt.Tx, h *history.Store) error {
		var read []byte
		for i := range n {
			m := history.Message{Chat: chat, From: chat, Kind: history.KindText, Body: fmt.Sprint("day ", n-i), Time: time.Now().AddDate(0, 0, i-n)}
			if err := h.Append(&m); err != nil {
				return err
			}
			if i == n-1-unread {
				read = m.Sort
			}
		}
		c, err := h.Chat(chat)
		c.Unread, c.ReadTo = unread, read
		return errors.Join(err, h.PutChat(c))
	})
}

func (p *peer) count(chat string) (n int) {
	p.t.Helper()
	p.view(func(h *history.Store) error {
		rows, err := h.Before(chat, nil, 1<<20)
		n = len(rows)
		return err
	})
	return n
}

func (p *peer) clears(c app.Command) int {
	p.t.Helper()
	got, err := p.Call(p.t.Context(), c)
	if err != nil {
		p.t.Fatal(err)
	}
	return got.(app.Cleared).Removed
}

// What is older than a day goes, of one chat or of all; everything goes with the key of the chat, however much it is.
func TestClearing(t *testing.T) {
	l := newLiar(t)
	for _, chat := range []string{bobs, "carol@example.org"} {
		l.lived(chat, 500, 0)
	}
	day := func(ago int) string { return time.Now().AddDate(0, 0, -ago).Format(time.RFC3339) }
	if n := l.clears(app.ClearChat{Account: l.jid, Chat: bobs, Before: day(400)}); n != 100 && n != 101 || l.count(bobs) != 500-n {
		t.Errorf("%d went, %d are left", n, l.count(bobs))
	}
	if n := l.clears(app.ClearHistory{Account: l.jid, Before: day(300)}); n < 298 || n > 302 {
		t.Errorf("%d went", n)
	}
	key := func() (key string) {
		l.view(func(h *history.Store) error {
			c, err := h.Chat(bobs)
			key = string(c.Key)
			if c.Clearing != 0 {
				t.Error("it is being cleared still")
			}
			return err
		})
		return key
	}
	before := key()
	if n := l.clears(app.ClearChat{Account: l.jid, Chat: bobs}); n < 298 || l.count(bobs) != 0 || key() == before {
		t.Errorf("%d went, %d are left", n, l.count(bobs))
	}
	if n := l.clears(app.ClearHistory{Account: l.jid}); n < 298 || l.count("carol@example.org") != 0 {
		t.Errorf("%d went", n)
	}
	l.refuse(app.ClearChat{Account: l.jid, Chat: bobs, Before: "yesterday"}, app.KindInvalid)
	l.refuse(app.ClearChat{Account: l.jid, Chat: "nobody@example.org"}, app.KindNotFound)
}

// What comes after a chat was cleared is there, whatever the clock said of the rows that went: rows may stand in the future.
func TestNothingIsLostBehindAClearedChat(t *testing.T) {
	for name, clear := range map[string]func(l *liar){
		"cleared": func(l *liar) { l.clears(app.ClearChat{Account: l.jid, Chat: bobs}) },
		"before a day": func(l *liar) {
			l.clears(app.ClearChat{Account: l.jid, Chat: bobs, Before: time.Now().AddDate(0, 0, 2).Format(time.RFC3339)})
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLiar(t)
			l.damageBy(func(_ *bbolt.Tx, h *history.Store) error {
				return h.Append(&history.Message{Chat: bobs, From: bobs, Kind: history.KindText, Body: "tomorrow", Time: time.Now().AddDate(0, 0, 1)})
			})
			clear(l)
			l.kept("missed meanwhile", "")
			l.reconnect()
			l.awaitMessage(bobs, "missed meanwhile")
		})
	}
}

// What was being cleared when the program ended goes with the next one.
func TestClearingGoesOn(t *testing.T) {
	l := newLiar(t)
	l.lived(bobs, 900, 0)
	l.damageBy(func(_ *bbolt.Tx, h *history.Store) error {
		c, err := h.Chat(bobs)
		c.Clearing = history.Everything
		return errors.Join(err, h.PutChat(c))
	})
	l.await("the rest has gone", func() bool { return l.count(bobs) == 0 })
}

// What is older than the user wants goes by itself, of all chats or of one, but for what is unread.
func TestMessagesAreKeptForAWhile(t *testing.T) {
	l := newLiar(t)
	carol := "carol@example.org"
	l.lived(bobs, 300, 0)
	l.lived(carol, 300, 60)
	l.must(app.SetKeep{Account: l.jid, Chat: bobs, Days: 90})
	l.await("the old ones have gone", func() bool { return l.count(bobs) < 300 && l.count(bobs) <= 91 })
	if n := l.count(carol); n != 300 {
		t.Errorf("of another chat %d are left", n)
	}
	l.must(app.SetKeep{Account: l.jid, Chat: bobs, Days: app.Forever})
	l.must(app.SetKeep{Account: l.jid, Days: 30})
	l.await("those that were read have gone", func() bool { return l.count(carol) <= 61 })
	if n := l.count(carol); n < 60 {
		t.Errorf("of what is unread %d are left", n)
	}
	if n := l.count(bobs); n < 88 {
		t.Errorf("of what is kept for ever %d are left", n)
	}
	if got := l.status().Keep; got != 30 {
		t.Errorf("it says %d days", got)
	}
	l.restart()
	if got := l.status().Keep; got != 30 {
		t.Errorf("in another run it says %d days", got)
	}
	for _, days := range []int{-2, 36501} {
		l.refuse(app.SetKeep{Account: l.jid, Days: days}, app.KindInvalid)
	}
}
