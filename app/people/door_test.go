package people

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"go.etcd.io/bbolt"
	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/app/loop"
	"vouch/app/view"
	"vouch/trust"
	"vouch/xmpp"
)

const self = "alice@example.org"

// door is the loop of an account without a network, over a file: whatever runs on the loop runs at once.
type door struct {
	file    *trust.File
	live    view.Live
	sent    []any
	asked   []any                          // payloads
	answer  func(payload any) *xmpp.Answer // nil: the stream has ended
	changed []string
}

func newRoom(t *testing.T) (*Room, *door) {
	t.Helper()
	file, err := trust.Open(t.TempDir(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	d := &door{file: file, live: view.NewLive(view.Settings{})}
	return New(loop.Account{JID: self, Addr: jid.MustParse(self), Log: slog.New(slog.DiscardHandler), Now: time.Now, Door: d}), d
}

func (d *door) Online() bool { return d.answer != nil }

func (d *door) Send(payload any) error {
	if d.answer == nil {
		return errors.New("no stream")
	}
	d.sent = append(d.sent, payload)
	return nil
}

func (d *door) Ask(_ jid.JID, _ bool, payload any, then func(*xmpp.Answer)) {
	d.asked = append(d.asked, payload)
	if d.answer == nil {
		then(&xmpp.Answer{Err: xmpp.ErrClosed})
		return
	}
	then(d.answer(payload))
}

func (d *door) After(time.Duration, func()) {}

func (d *door) Work(f func() func()) { f()() }

func (d *door) Call(_ context.Context, f func()) error { f(); return nil }

func (d *door) Ended() <-chan struct{} { return nil }

func (d *door) Update(_ string, f func(*history.Store) error) error {
	return d.file.Update(func(tx *bbolt.Tx) error { return f(history.In(tx, d.file.Seal(), self)) })
}

func (d *door) View(_ string, f func(*history.Store) error) error {
	return d.file.View(func(tx *bbolt.Tx) error { return f(history.In(tx, d.file.Seal(), self)) })
}

func (d *door) Published(f func(*view.Live)) { f(&d.live) }

func (d *door) Changed(chat string) { d.changed = append(d.changed, chat) }

// put stores a contact.
func (d *door) put(t *testing.T, c history.Contact) {
	t.Helper()
	if err := d.Update("store contact", func(h *history.Store) error { return h.PutContact(c) }); err != nil {
		t.Fatal(err)
	}
}
