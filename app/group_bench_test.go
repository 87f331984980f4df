package app

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/crypto"
	"vouch/crypto/storetest"
	"vouch/trust"
)

const (
	benchRoom    = "boat@rooms.example.org"
	benchPeople  = 200
	benchDevices = 3 // of each
)

// BenchmarkEncryptForAGroup makes one message to a private group of 200 people with three devices each: it is planned, and encrypted
// and stored in transaction B. In "warm" all devices have answered once; in "cold" their bundles are taken in first, one after the
// other as they come, which begins the sessions. x-ratchets holds each against the same steps of the ratchets in memory, without a
// file: in the same run, so that the ratios hold on any machine.
func BenchmarkEncryptForAGroup(b *testing.B) {
	g := newGroup(b)
	steps := time.Duration(0) // of the ratchets alone
	ratchets := func() {
		begin := time.Now()
		for _, d := range g.devices {
			if _, _, err := crypto.EncryptKey(d.Memory, g.self, g.fingerprint, make([]byte, 32)); err != nil {
				b.Fatal(err)
			}
		}
		steps += time.Since(begin)
	}
	b.Run("warm", func(b *testing.B) {
		steps = 0
		for b.Loop() {
			b.StopTimer()
			e := g.waitingFor(b, "we meet at nine, at the mill")
			ratchets()
			b.StartTimer()
			size := g.makes(b, e)
			b.StopTimer()
			b.ReportMetric(float64(size), "B/message")
			g.a.giveUp(e)
			b.StartTimer()
		}
		g.report(b, steps)
	})
	b.Run("cold", func(b *testing.B) {
		steps = 0
		for b.Loop() {
			b.StopTimer()
			g.forget(b)
			e := g.waitingFor(b, "we meet at nine, at the mill")
			steps += g.begun(b)
			b.StartTimer()
			for i, d := range g.devices {
				if err := g.a.seeBundle(history.Todo{Task: history.FetchBundle, JID: d.at.JID, Device: d.at.Device}, g.bundles[i], nil); err != nil {
					b.Fatal(err)
				}
			}
			taken := time.Now()
			size := g.makes(b, e)
			b.StopTimer()
			b.ReportMetric(float64(time.Since(taken).Microseconds())/1000, "ms/last-message")
			b.ReportMetric(float64(size), "B/message")
			g.a.giveUp(e)
			b.StartTimer()
		}
		g.report(b, steps)
	})
}

// benchGroup is an account in a group, and the devices of all others.
type benchGroup struct {
	a           *account
	self        crypto.Address
	fingerprint string
	devices     []benchDevice
	bundles     []crypto.Bundle
}

type benchDevice struct {
	*storetest.Memory
	at          crypto.Address
	fingerprint string
}

func newGroup(b testing.TB) *benchGroup {
	g := &benchGroup{a: withoutNetwork(b)}
	members := []history.Member{{JID: g.a.jid, Affiliation: "owner"}}
	g.update(b, func(h *history.Store, ts *trust.Store) error {
		if err := ts.CreateOwn(nil, g.a.now()); err != nil {
			return err
		}
		own, _, err := ts.Own()
		g.self, g.fingerprint = crypto.Address{JID: g.a.jid, Device: own.Device}, own.Fingerprint()
		return err
	})
	for i := range benchPeople {
		who := fmt.Sprintf("person%d@example.org", i)
		members = append(members, history.Member{JID: who, Affiliation: "member"})
		g.meet(b, who)
		g.a.facts.lists[who] = g.a.now()
	}
	g.update(b, func(h *history.Store, _ *trust.Store) error {
		kind := history.RoomKind{Asked: g.a.now(), MembersOnly: true, NonAnonymous: true}
		_, begun := h.BeginRoom(benchRoom, kind.Chat(), g.a.now())
		_, _, set := h.SetMembers(benchRoom, []string{"owner", "admin", "member"}, members)
		return errors.Join(begun, set, h.PutRoom(history.Room{JID: benchRoom, Kind: kind, BegunEncrypted: true}))
	})
	g.a.facts.keysSet, g.a.facts.lists[g.a.jid] = true, g.a.now()
	return g
}

func (g *benchGroup) update(b testing.TB, do func(h *history.Store, ts *trust.Store) error) {
	b.Helper()
	if err := g.a.s.update("prepare", func(tx *bbolt.Tx) error { return do(g.a.s.history(tx, g.a.jid), g.a.s.trust(tx, g.a.jid)) }); err != nil {
		b.Fatal(err)
	}
}

// meet makes the devices of somebody known and trusted, and has each answer a first message.
func (g *benchGroup) meet(b testing.TB, who string) {
	b.Helper()
	var theirs []benchDevice
	var ids []uint32
	for range benchDevices {
		d := benchDevice{Memory: storetest.New(b)}
		id, err := d.Identity()
		if err != nil {
			b.Fatal(err)
		}
		d.at, d.fingerprint = crypto.Address{JID: who, Device: id.Device}, id.Fingerprint()
		bundle, err := d.Bundle()
		if err != nil {
			b.Fatal(err)
		}
		theirs, ids, g.bundles = append(theirs, d), append(ids, id.Device), append(g.bundles, bundle)
	}
	g.update(b, func(_ *history.Store, ts *trust.Store) error {
		if _, _, err := ts.SeeList(who, ids, g.a.now()); err != nil {
			return err
		}
		for i, d := range theirs {
			if err := g.meetDevice(ts, d, g.bundles[len(g.devices)+i]); err != nil {
				return err
			}
		}
		return nil
	})
	g.devices = append(g.devices, theirs...)
}

func (g *benchGroup) meetDevice(ts *trust.Store, d benchDevice, bundle crypto.Bundle) error {
	if _, _, err := ts.SeeKey(d.at.JID, d.at.Device, bundle.IdentityKey, g.a.now()); err != nil {
		return err
	}
	if err := ts.Decide(d.at.JID, d.fingerprint, trust.Trusted, trust.ByHand, g.a.now()); err != nil {
		return err
	}
	if err := crypto.StartSession(ts, d.at, bundle); err != nil {
		return err
	}
	data, prekey, err := crypto.EncryptKey(ts, d.at, d.fingerprint, make([]byte, 32))
	if err != nil {
		return err
	}
	if _, err := crypto.DecryptKey(d.Memory, g.self, data, prekey); err != nil {
		return err
	}
	if data, prekey, err = crypto.EncryptKey(d.Memory, g.self, g.fingerprint, make([]byte, 32)); err != nil {
		return err
	}
	_, err = crypto.DecryptKey(ts, d.at, data, prekey)
	return err
}

// waitingFor is the entry of a new message.
func (g *benchGroup) waitingFor(b testing.TB, text string) history.Entry {
	b.Helper()
	if _, err := g.a.queueText(benchRoom, text, ""); err != nil {
		b.Fatal(err)
	}
	return g.a.outbox.queue[len(g.a.outbox.queue)-1]
}

// makes plans a message and makes its stanza, as tryWrite and write do, and gives the size.
func (g *benchGroup) makes(b testing.TB, e history.Entry) (size int) {
	b.Helper()
	p, stale, _, err := g.a.planEntry(e)
	if err != nil || !p.Ready() || len(stale) > 0 || len(p.Targets) != benchPeople*benchDevices {
		b.Fatalf("%d targets, %d stale, %q: %v", len(p.Targets), len(stale), p.Kind, err)
	}
	if err := g.a.s.update("encrypt message", func(tx *bbolt.Tx) error {
		h := g.a.s.history(tx, g.a.jid)
		full, err := h.Entry(e.Seq)
		if err != nil {
			return err
		}
		if full.Stanza, _, err = g.a.makeStanza(tx, &full); err != nil {
			return err
		}
		size = len(full.Stanza)
		return h.PutEntry(full)
	}); err != nil {
		b.Fatal(err)
	}
	return size
}

// begin begins all sessions anew, which nobody has answered then.
func (g *benchGroup) begin(b testing.TB) {
	b.Helper()
	g.update(b, func(_ *history.Store, ts *trust.Store) error {
		for i, d := range g.devices {
			if err := crypto.StartSession(ts, d.at, g.bundles[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

// forget drops all sessions of the account.
func (g *benchGroup) forget(b testing.TB) {
	b.Helper()
	g.update(b, func(_ *history.Store, ts *trust.Store) error {
		for _, d := range g.devices {
			if err := ts.PutSession(d.at, d.fingerprint, nil); err != nil {
				return err
			}
		}
		return nil
	})
}

// begun is how long it takes in memory to begin all sessions and to encrypt the first key.
func (g *benchGroup) begun(b testing.TB) time.Duration {
	b.Helper()
	id, err := g.devices[0].Identity()
	if err != nil {
		b.Fatal(err)
	}
	stores := make([]*storetest.Memory, len(g.devices))
	for i := range stores {
		stores[i] = storetest.From(id, nil, crypto.SignedPreKey{})
	}
	begin := time.Now()
	for i, d := range g.devices {
		if err := crypto.StartSession(stores[i], d.at, g.bundles[i]); err != nil {
			b.Fatal(err)
		}
		if _, _, err := crypto.EncryptKey(stores[i], d.at, d.fingerprint, make([]byte, 32)); err != nil {
			b.Fatal(err)
		}
	}
	return time.Since(begin)
}

func (g *benchGroup) report(b *testing.B, steps time.Duration) {
	b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N), "ms/message")
	b.ReportMetric(float64(b.Elapsed())/float64(steps), "x-ratchets")
}
