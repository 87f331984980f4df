package view_test

import (
	"crypto/sha256"
	"log/slog"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/app/view"
	"vouch/crypto"
	"vouch/trust"
)

const (
	alice = "alice@example.org" // whose profile it is
	bob   = "bob@example.org"
	carol = "carol@example.org"
	dave  = "dave@example.org"
	erin  = "erin@shut.example"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

// profile is a file with alice's account in it. There is no server.
type profile struct {
	*trust.File
	t    *testing.T
	live view.Live
	rows view.Rows
}

func open(t *testing.T) *profile {
	t.Helper()
	file, err := trust.Open(t.TempDir(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	p := &profile{File: file, t: t, live: view.NewLive(view.Settings{Enabled: true, Show: view.ShowAvailable})}
	p.live.Conn.State = view.StateOnline
	p.update(func(_ *history.Store, ts *trust.Store) error { return ts.CreateOwn(nil, noon) })
	return p
}

// update changes the file.
func (p *profile) update(change func(h *history.Store, ts *trust.Store) error) {
	p.t.Helper()
	if err := p.Update(func(tx *bbolt.Tx) error {
		return change(history.In(tx, p.Seal(), alice), trust.In(tx, p.Seal(), alice))
	}); err != nil {
		p.t.Fatal(err)
	}
}

// read reads the file as a snapshot does.
func (p *profile) read(from func(src view.Source) error) {
	p.t.Helper()
	if err := p.View(func(tx *bbolt.Tx) error {
		return from(view.Source{
			History: history.In(tx, p.Seal(), alice), Trust: trust.In(tx, p.Seal(), alice), Live: p.live.Copy(), Now: noon.Add(time.Hour),
		})
	}); err != nil {
		p.t.Fatal(err)
	}
}

func (p *profile) look(v view.View) (out *view.Snapshot) {
	p.t.Helper()
	p.read(func(src view.Source) (err error) {
		out, err = view.Make(v, []view.Source{src}, &p.rows)
		return err
	})
	return out
}

// got stores a text from somebody.
func (p *profile) got(from, body string, at time.Time) history.Message {
	p.t.Helper()
	return p.append(history.Message{Chat: from, From: from, Body: body, Kind: history.KindText, Time: at, Encrypted: true})
}

func (p *profile) append(m history.Message) history.Message {
	p.t.Helper()
	p.update(func(h *history.Store, _ *trust.Store) error { return h.Append(&m) })
	return m
}

// device puts the device of somebody into its list, with a key that level was decided about.
func (p *profile) device(who string, id uint32, level trust.Level) (fingerprint string) {
	p.t.Helper()
	digest := sha256.Sum256([]byte(who + string(rune(id))))
	key := append([]byte{5}, digest[:]...)
	fingerprint = crypto.Fingerprint(key)
	p.update(func(_ *history.Store, ts *trust.Store) error {
		devices, err := ts.Devices(who)
		if err != nil {
			return err
		}
		list := []uint32{id}
		for _, d := range devices {
			list = append(list, d.ID)
		}
		if _, _, err := ts.SeeList(who, list, noon); err != nil {
			return err
		}
		if _, _, err := ts.SeeKey(who, id, key, noon); err != nil || level == trust.Undecided {
			return err
		}
		return ts.Decide(who, fingerprint, level, trust.ByHand, noon)
	})
	return fingerprint
}

// session makes one with a device, so that something can be encrypted for it.
func (p *profile) session(who string, id uint32, fingerprint string) {
	p.t.Helper()
	p.update(func(_ *history.Store, ts *trust.Store) error {
		return ts.PutSession(crypto.Address{JID: who, Device: id}, fingerprint, []byte("session"))
	})
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s:\n%s\nwant\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
