package keys_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app/fault"
	"vouch/app/history"
	"vouch/app/keys"
	"vouch/crypto"
	"vouch/trust"
)

const (
	alice = "alice@example.org" // whose keyring it is
	bob   = "bob@example.org"
	carol = "carol@example.org"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

// profile is a file with the keys of this device in it. There is no server.
type profile struct {
	*trust.File
	t   *testing.T
	now time.Time
}

// empty is a profile without keys.
func empty(t *testing.T) *profile {
	t.Helper()
	file, err := trust.Open(t.TempDir(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	return &profile{File: file, t: t, now: noon}
}

func open(t *testing.T) *profile {
	t.Helper()
	p := empty(t)
	p.must(func(k keys.Keyring) error { return k.Trust.CreateOwn(nil, p.now) })
	return p
}

// in runs f on alice's keyring in a transaction that commits when f returns nil.
func (p *profile) in(f func(k keys.Keyring) error) error {
	return p.as(alice, f)
}

func (p *profile) as(account string, f func(k keys.Keyring) error) error {
	return p.Update(func(tx *bbolt.Tx) error {
		return f(keys.Keyring{Trust: trust.In(tx, p.Seal(), account), History: history.In(tx, p.Seal(), account), Now: p.now})
	})
}

func (p *profile) must(f func(k keys.Keyring) error) {
	p.t.Helper()
	if err := p.in(f); err != nil {
		p.t.Fatal(err)
	}
}

// refuses wants an error of a kind about a parameter.
func (p *profile) refuses(kind fault.Kind, param string, f func(k keys.Keyring) error) {
	p.t.Helper()
	if err := p.in(f); !isFault(err, kind, param) {
		p.t.Errorf("%v, want %s %s", err, kind, param)
	}
}

// this is this device.
func (p *profile) this() (own crypto.Identity) {
	p.t.Helper()
	p.must(func(k keys.Keyring) (err error) {
		own, _, err = k.Trust.Own()
		return err
	})
	return own
}

// publicKey is a key that nobody has the private part of.
func publicKey(name string) (key []byte, fingerprint string) {
	digest := sha256.Sum256([]byte(name))
	key = append([]byte{5}, digest[:]...)
	return key, crypto.Fingerprint(key)
}

// device puts a device of who into their list, with a key that level was decided about.
func (p *profile) device(who string, id uint32, level trust.Level) (fingerprint string) {
	p.t.Helper()
	fingerprint = p.shows(who, id, fmt.Sprint(who, id))
	if level != trust.Undecided {
		p.must(func(k keys.Keyring) error { return k.Trust.Decide(who, fingerprint, level, trust.ByHand, p.now) })
	}
	return fingerprint
}

// shows puts a device of who into their list, where it shows the key of that name.
func (p *profile) shows(who string, id uint32, name string) (fingerprint string) {
	p.t.Helper()
	key, fingerprint := publicKey(name)
	p.must(func(k keys.Keyring) error {
		devices, err := k.Trust.Devices(who)
		if err != nil {
			return err
		}
		list := []uint32{id}
		for _, d := range devices {
			if d.Active {
				list = append(list, d.ID)
			}
		}
		if _, _, err := k.Trust.SeeList(who, list, p.now); err != nil {
			return err
		}
		_, _, err = k.Trust.SeeKey(who, id, key, p.now)
		return err
	})
	return fingerprint
}

func (p *profile) level(who, fingerprint string) (level trust.Level) {
	p.t.Helper()
	p.must(func(k keys.Keyring) (err error) {
		level, err = k.Trust.Level(who, fingerprint)
		return err
	})
	return level
}

// decides does what the loop does around a decision, and gives the rows that are then in the chat.
func (p *profile) decides(who string, f func(k keys.Keyring) error) (notices []history.Message) {
	p.t.Helper()
	p.must(func(k keys.Keyring) (err error) {
		if notices, err = k.Deciding(who, func() error { return f(k) }); err != nil {
			return err
		}
		for i := range notices {
			if err := k.History.Append(&notices[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return notices
}

// wrote stores an own encrypted message that was for those keys.
func (p *profile) wrote(to, body string, fingerprints ...string) {
	p.t.Helper()
	m := history.Message{Chat: to, From: alice, Own: true, Body: body, Kind: history.KindText, Time: p.now, Encrypted: true, State: history.StateSent}
	for _, fp := range fingerprints {
		m.Recipients = append(m.Recipients, history.Recipient{JID: to, Fingerprint: fp})
	}
	p.must(func(k keys.Keyring) error { return k.History.Append(&m) })
}

// todos are what is to be done, in words.
func (p *profile) todos() (out []string) {
	p.t.Helper()
	p.must(func(k keys.Keyring) error {
		all, err := k.History.Todos()
		for _, t := range all {
			line := string(t.Task)
			if t.Device != 0 {
				line += fmt.Sprint(" ", t.Device)
			}
			if t.JID != "" {
				line += " " + t.JID
			}
			out = append(out, line)
		}
		return err
	})
	return out
}

func isFault(err error, kind fault.Kind, param string) bool {
	var e *fault.Error
	return errors.As(err, &e) && e.Kind == kind && e.Param == param
}
