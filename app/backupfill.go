package app

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"slices"

	"go.etcd.io/bbolt"

	"vouch/app/backup"
	"vouch/app/files/aesgcm"
	"vouch/app/history"
	"vouch/trust"
)

// filling hands the rows of a profile to a backup, out of one View, a row at a time. What stays here is left out by name: passwords
// and tokens, what signs in, own keys and sessions, the keys of chats, the outbox and what is still to be asked, and whatever only
// follows from the rest: index rows, searched texts, pictures of people.
type filling struct {
	s        *Service
	ctx      context.Context
	accounts []string
	files    bool

	found    []keptFile
	known    map[string]bool // their digests
	messages int
	written  int
	missing  int
}

// keptFile is a file that rows have named by its digest.
type keptFile struct {
	stored string
	key    aesgcm.Key
	sum    [sha256.Size]byte
	size   int64
}

func (f *filling) fill(w *backup.Writer) error {
	f.known = map[string]bool{}
	return f.s.file.View(func(tx *bbolt.Tx) error {
		if err := f.documents(tx, w); err != nil {
			return err
		}
		for _, rows := range []func(*bbolt.Tx, *backup.Writer, string) error{f.roster, f.trust, f.chats, f.rows} {
			for _, account := range f.accounts {
				if err := rows(tx, w, account); err != nil {
					return fmt.Errorf("back up %s: %w", account, err)
				}
			}
		}
		return f.contents(w)
	})
}

func (f *filling) documents(tx *bbolt.Tx, w *backup.Writer) error {
	all, err := trust.Accounts(tx, f.s.file.Seal())
	if err != nil {
		return err
	}
	accounts, settings := []keptAccount{}, []keptSettings{}
	for _, a := range all {
		if !slices.Contains(f.accounts, a.JID) {
			continue
		}
		own, have, err := f.s.trust(tx, a.JID).Own()
		if err != nil {
			return err
		}
		k := keptAccount{JID: a.JID, Added: a.Added, Host: a.Host, Port: a.Port, DirectTLS: a.DirectTLS, Proxy: withoutPassword(a.Proxy), CAs: a.CAs, Strongest: a.Strongest}
		if have {
			k.Device, k.Key = own.Device, own.Fingerprint()
		}
		accounts = append(accounts, k)
		settings = append(settings, keptSettings{Account: a.JID, Show: a.Show, Words: a.Words, NoReceipts: a.NoReceipts, NoMarkers: a.NoMarkers, NoTyping: a.NoTyping,
			NoDisplayed: a.NoDisplayed, IdleAfter: a.IdleAfter, FetchUpTo: a.FetchUpTo, Highlights: a.Highlights})
	}
	return cmp.Or(w.Document(backup.Accounts, accounts), w.Document(backup.Settings, settings))
}

// withoutPassword is the URL of a proxy without what signs in there.
func withoutPassword(proxy string) string {
	u, err := url.Parse(proxy)
	if err != nil {
		return ""
	}
	if u.User != nil {
		u.User = url.User(u.User.Username())
	}
	return u.String()
}

func (f *filling) roster(tx *bbolt.Tx, w *backup.Writer, account string) error {
	contacts, err := f.s.history(tx, account).Roster()
	for _, c := range contacts {
		err = cmp.Or(err, w.Row(backup.Roster, keptContact{account, c}))
	}
	return err
}

func (f *filling) trust(tx *bbolt.Tx, w *backup.Writer, account string) error {
	return f.s.trust(tx, account).Records(func(r trust.Record) error { return w.Row(backup.Trust, keptRecord{account, r}) })
}

func (f *filling) chats(tx *bbolt.Tx, w *backup.Writer, account string) error {
	h := f.s.history(tx, account)
	rooms, err := h.Rooms()
	if err != nil {
		return err
	}
	places := []string{account}
	for _, r := range rooms {
		r.Password = ""
		if err := w.Row(backup.Chats, keptChat{Account: account, Room: &r}); err != nil {
			return err
		}
		places = append(places, r.JID)
	}
	chats, err := h.Chats()
	for _, c := range chats {
		k := keptChat{Account: account, Chat: &c}
		if k.ReadTo, err = placeOf(h, c); err != nil {
			return err
		}
		c.Key, c.ReadTo, c.Restoring = nil, nil, false
		if err := w.Row(backup.Chats, k); err != nil {
			return err
		}
	}
	for _, of := range places {
		a, aErr := h.Archive(of)
		if err = cmp.Or(err, aErr); err == nil && a.Begun {
			err = w.Row(backup.Chats, keptChat{Account: account, Of: of, Archive: &a})
		}
	}
	return err
}

// placeOf is up to where a chat was read.
func placeOf(h *history.Store, c history.Chat) (*keptPlace, error) {
	if len(c.ReadTo) != history.SortLen {
		return nil, nil
	}
	p := &keptPlace{Sort: binary.BigEndian.Uint64(c.ReadTo[history.SortLen-16:])}
	rows, err := h.UpTo(c.JID, c.ReadTo, 1)
	if len(rows) == 1 && string(rows[0].Sort) == string(c.ReadTo) {
		p.Row = rows[0].ID
	}
	return p, err
}

func (f *filling) rows(tx *bbolt.Tx, w *backup.Writer, account string) error {
	h := f.s.history(tx, account)
	chats, err := h.Chats()
	if err != nil {
		return err
	}
	for _, c := range chats {
		if err := h.EachRow(c, func(m history.Message) error {
			k := keptMessage{Account: account, Sort: m.SortTime(), Message: m}
			if err := f.name(&k); err != nil {
				return err
			}
			f.messages++
			return w.Row(backup.Messages, k)
		}); err != nil {
			return err
		}
	}
	return nil
}

// name gives the file of a row its digest, if it is here.
func (f *filling) name(k *keptMessage) error {
	file := k.Message.File
	if file == nil || file.Stored == "" {
		return nil
	}
	if f.files && file.State == history.FileHere {
		n := keptFile{stored: file.Stored, key: file.AESGCM()}
		sum := sha256.New()
		var err error
		if n.size, err = f.read(n, func(r io.Reader, _ int64) (int64, error) { return io.Copy(sum, r) }); err == nil {
			copy(n.sum[:], sum.Sum(nil))
			if k.File = hex.EncodeToString(n.sum[:]); !f.known[k.File] {
				f.known[k.File] = true
				f.found = append(f.found, n)
			}
		} else if !lost(err) {
			return err
		} else {
			f.missing++
		}
	}
	file.Stored = "" // a name of this store
	return nil
}

// lost tells a file that is not there, or not what it was, from what ends a backup.
func lost(err error) bool { return errors.Is(err, fs.ErrNotExist) || errors.Is(err, aesgcm.ErrDamaged) }

func (f *filling) read(n keptFile, take func(io.Reader, int64) (int64, error)) (int64, error) {
	in, err := f.s.files.Clear(f.ctx, n.stored, n.key)
	if err != nil {
		return 0, err
	}
	defer in.Close()
	return take(in, n.size)
}

// contents writes what the files hold, in clear: within the encryption of the backup, so that they can be used without Vouch.
func (f *filling) contents(w *backup.Writer) error {
	for _, n := range f.found {
		_, err := f.read(n, func(r io.Reader, size int64) (int64, error) { return size, w.File(n.sum, size, r) })
		switch {
		case err == nil:
			f.written++
		case lost(err): // cleared meanwhile: its row says where it is
			f.missing++
		default:
			return err
		}
	}
	return nil
}
