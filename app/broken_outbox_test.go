package app_test

import (
	"encoding/binary"
	"testing"

	"go.etcd.io/bbolt"

	"vouch/app"
	"vouch/app/history"
	"vouch/xmpp/xmpptest"
)

// damage ends the program, overwrites what is stored under a key of a bucket of alice's history, and starts it again.
func (p *peer) damage(bucket string, key func(h *history.Store) []byte) {
	p.t.Helper()
	p.damageBy(func(tx *bbolt.Tx, h *history.Store) error {
		name := p.file.Seal().Name("history", p.jid)
		return tx.Bucket([]byte("history")).Bucket(name[:]).Bucket([]byte(bucket)).Put(key(h), []byte("damaged"))
	})
}

func (p *peer) damageBy(do func(tx *bbolt.Tx, h *history.Store) error) {
	p.t.Helper()
	if err := p.file.Update(func(tx *bbolt.Tx) error { return do(tx, history.In(tx, p.file.Seal(), p.jid)) }); err != nil {
		p.t.Fatal(err)
	}
	p.restart()
}

// view looks at what the file has, beside the program.
func (p *peer) view(look func(h *history.Store) error) {
	p.t.Helper()
	if err := p.file.View(func(tx *bbolt.Tx) error { return look(history.In(tx, p.file.Seal(), p.jid)) }); err != nil {
		p.t.Fatal(err)
	}
}

// outbox is how many entries wait that can be read.
func (p *peer) outbox() (n int) {
	p.t.Helper()
	if err := p.file.View(func(tx *bbolt.Tx) error {
		entries, _ := history.In(tx, p.file.Seal(), p.jid).Outbox()
		n = len(entries)
		return nil
	}); err != nil {
		p.t.Fatal(err)
	}
	return n
}

// awaitNothingWaits waits for an empty outbox, of which nobody is told.
func (p *peer) awaitNothingWaits() {
	p.t.Helper()
	(&raw{t: p.t}).until("empty outbox", func() bool { return p.outbox() == 0 })
}

// An entry that cannot be made, for a reason that does not go away, is given up after some tries, and holds up nothing else.
func TestEntryThatCannotBeMade(t *testing.T) {
	sort := func(id string) func(h *history.Store) []byte {
		return func(h *history.Store) []byte { m, _ := h.Get(id); return m.Sort }
	}
	for _, row := range []struct {
		name string
		left int // entries, of those that can be read
		do   func(alice *peer, bob, theirs string)
	}{
		{"its row is damaged", 1, func(alice *peer, bob, theirs string) { alice.damage("messages", sort(alice.send(bob, "never"))) }},
		{"what it reacts to is damaged", 1, func(alice *peer, bob, theirs string) {
			alice.must(app.React{Account: alice.jid, Chat: bob, ID: theirs, Emoji: "👍", On: true})
			alice.damage("messages", sort(theirs))
		}},
		{"its row is gone", 1, func(alice *peer, bob, theirs string) {
			id := alice.send(bob, "never")
			alice.damageBy(func(_ *bbolt.Tx, h *history.Store) error { m, _ := h.Get(id); return h.Delete(m) })
		}},
		{"it is damaged itself", 0, func(alice *peer, bob, theirs string) {
			alice.send(bob, "never")
			alice.damage("outbox", func(h *history.Store) []byte {
				entries, _ := h.Outbox()
				return binary.BigEndian.AppendUint64(nil, entries[len(entries)-1].Seq)
			})
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			_, alice, bob, carol := three(t, app.Options{}, xmpptest.Archive())
			bob.encryption(alice.jid, false)
			bob.send(alice.jid, "hello")
			theirs := alice.idOf(bob.jid, "hello")
			alice.awaitNothingWaits()
			alice.must(app.EnableAccount{Account: alice.jid})
			row.do(alice, bob.jid, theirs)
			if n := alice.outbox(); n != row.left {
				t.Errorf("%d entries wait", n)
			}
			alice.must(app.EnableAccount{Account: alice.jid, On: true})
			alice.send(carol.jid, "to somebody else")
			carol.awaitMessage(alice.jid, "to somebody else")
			alice.awaitNothingWaits()
		})
	}
}
