package app

import (
	"bytes"
	"encoding/hex"
	"errors"
	"io"
	"strings"

	"go.etcd.io/bbolt"

	"vouch/app/backup"
	"vouch/app/files/aesgcm"
	"vouch/app/history"
)

// fileRow is a row whose file a backup has.
type fileRow struct {
	account, chat, id string
}

// want notes that a row would have the file of that digest, if it is not here.
func (r *restoring) want(account, digest string, m history.Message) {
	f := m.File
	if digest == "" || f == nil || f.Stored != "" || m.Retracted() {
		return
	}
	if sum, err := hex.DecodeString(digest); err != nil || f.Hash != nil && !bytes.Equal(f.Hash, sum) {
		return // its sender has told of another one
	}
	r.wanted[digest] = append(r.wanted[digest], fileRow{account, m.Chat, m.ID})
}

// file takes a file into the store, once for each row that wants it, under the key of the row.
func (r *restoring) file(m backup.Member, in *backup.Reader) error {
	first, key := "", aesgcm.Key{}
	for _, row := range r.wanted[strings.TrimPrefix(m.Name, string(backup.Files)+"/")] {
		from := io.Reader(in)
		if first != "" {
			kept, err := r.s.files.Clear(r.ctx, first, key)
			if err != nil {
				return err
			}
			defer kept.Close()
			from = kept
		}
		stored, k, err := r.store(row, from)
		if err != nil {
			return err
		}
		if first == "" && stored != "" {
			first, key = stored, k
		}
	}
	return nil
}

// store keeps what a row wants. The row names it once it is whole and on the disk; what was kept before and is not named goes at the
// next start.
func (r *restoring) store(row fileRow, from io.Reader) (stored string, k aesgcm.Key, err error) {
	f, err := r.wants(row)
	if f == nil || err != nil {
		return "", k, err
	}
	if k = f.AESGCM(); len(f.Key) != len(k.Key) || len(f.IV) == 0 {
		k = aesgcm.NewKey()
		if f.Sealed {
			return "", k, nil // a key of another form cannot be used
		}
	}
	stored, size, err := r.s.files.Add(r.ctx, from, k)
	if err != nil {
		return "", k, err
	}
	taken := false
	err = r.s.file.Update(func(tx *bbolt.Tx) error {
		h := r.s.history(tx, row.account)
		m, err := h.InChat(row.chat, row.id)
		if errors.Is(err, history.ErrNotFound) || err == nil && (m.File == nil || m.File.Stored != "") {
			return nil
		} else if err != nil {
			return err
		}
		taken = true
		m.File.SetKey(k)
		m.File.Stored, m.File.State, m.File.Size = stored, history.FileHere, size
		return h.PutFile(m)
	})
	if err != nil || !taken {
		return "", k, errors.Join(err, r.s.files.Remove(stored))
	}
	r.out.Files++
	return stored, k, nil
}

// wants is the file of a row that is still without one.
func (r *restoring) wants(row fileRow) (f *history.File, err error) {
	err = r.s.file.View(func(tx *bbolt.Tx) error {
		m, err := r.s.history(tx, row.account).InChat(row.chat, row.id)
		if errors.Is(err, history.ErrNotFound) {
			return nil
		}
		if err == nil && m.File != nil && m.File.Stored == "" {
			f = m.File
		}
		return err
	})
	return f, err
}
