package app

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app/backup"
	"vouch/trust"
)

// How much of a backup is taken in at once: so many rows are read, and put into Updates that hold nobody up (law 2).
const (
	restoreRows  = 128
	restoreSlice = 25 * time.Millisecond
)

// restoring is a restore under way. Nothing of it has to outlive it: what is in the file says how far it has come, and whatever is taken
// in twice is known the second time. So one that was killed is run again from the beginning.
type restoring struct {
	s        *Service
	ctx      context.Context
	only     []string // accounts that were asked for; none: all
	accounts map[string]*restoredAccount
	order    []string
	began    bool                 // the accounts are in the file
	wanted   map[string][]fileRow // rows that want a file, by its digest
	rows     []restoredRow        // read and not yet in the file
	lenient  bool                 // what is damaged ends a member, not the restore
	out      RestoredBackup
}

// restoredAccount is an account of a backup.
type restoredAccount struct {
	kept     keptAccount
	settings keptSettings
	fresh    bool // it never signed in here, so what its server says is not known here
	lines    trust.Lines
	twins    map[string]string // rows here by the ids of those of the backup that are the same
	ends     []restoredRow     // what is done once all rows are here
}

// restoredRow is a row that goes into the file, in a transaction with others.
type restoredRow interface {
	restore(r *restoring, tx *bbolt.Tx, a *restoredAccount) error
	account() string
}

// restoreBackup reads all of a backup before anything of it counts, and then again.
func (s *Service) restoreBackup(ctx context.Context, c RestoreBackup) (RestoredBackup, error) {
	f, err := openBackup(c.Path)
	if err != nil {
		return RestoredBackup{}, err
	}
	defer f.Close()
	if !s.backing.TryLock() {
		return RestoredBackup{}, &Error{Kind: KindBusy, Why: "another backup is being made or restored"}
	}
	defer s.backing.Unlock()
	is, err := checkBackup(ctx, f, c.Passphrase)
	if err != nil {
		return RestoredBackup{}, err
	}
	if !is.Whole && !c.Damaged {
		return RestoredBackup{}, &Error{Kind: KindDamaged, Param: "path", About: is.Damage[0].Member, Why: is.Damage[0].Why}
	}
	r := &restoring{s: s, ctx: ctx, accounts: map[string]*restoredAccount{}, wanted: map[string][]fileRow{}, lenient: !is.Whole}
	r.out = RestoredBackup{Accounts: []string{}, OldDevices: []OldDevice{}, Damage: is.Damage, Unknown: is.Unknown}
	if err := r.choose(c.Accounts, is.Accounts); err != nil {
		return RestoredBackup{}, err
	}
	err = r.read(f, c.Passphrase)
	if err == nil {
		err = r.finish()
	}
	r.launch() // also what was cut short is shown as it is
	if err != nil {
		return r.out, restoreError(err)
	}
	s.log.Info("backup restored", "new", r.out.New, "known", r.out.Known, "changed", r.out.Changed, "files", r.out.Files, "skipped", r.out.Skipped)
	return r.out, nil
}

// restoreError tells what ended a restore: the backup, the file of the profile, or who asked for it.
func restoreError(err error) error {
	if errors.Is(err, trust.ErrFile) {
		return disk("restore backup", err)
	}
	return backupError("path", err)
}

// choose notes the accounts of the backup that are wanted.
func (r *restoring) choose(named, has []string) error {
	for _, n := range named {
		who, err := bareJID("accounts", n)
		if err != nil {
			return err
		}
		if len(has) > 0 && !slices.Contains(has, who) {
			return notFound("accounts", n)
		}
		r.only = append(r.only, who)
	}
	for _, jid := range has {
		r.add(keptAccount{JID: jid})
	}
	return nil
}

// add notes an account, or what else is known of it.
func (r *restoring) add(k keptAccount) {
	if who, err := bareJID("jid", k.JID); err != nil || who != k.JID || len(r.only) > 0 && !slices.Contains(r.only, who) {
		return
	}
	if a := r.accounts[k.JID]; a != nil {
		a.kept = k
		return
	}
	r.accounts[k.JID] = &restoredAccount{kept: k, twins: map[string]string{}}
	r.order = append(r.order, k.JID)
}

// read takes in the members of the backup, one after the other.
func (r *restoring) read(f *os.File, passphrase string) error {
	if r.lenient {
		_, err := salvage(r.ctx, f, passphrase, r.member)
		return err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	in, err := backup.Open(r.ctx, f, passphrase)
	if err != nil {
		return err
	}
	for {
		m, err := in.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = r.member(m, in)
		}
		if err != nil {
			return err
		}
	}
}

// member takes in one. Of one that is damaged everything before the damage is good.
func (r *restoring) member(m backup.Member, in *backup.Reader) error {
	err := r.take(m, in)
	var damage *backup.Damage
	if r.lenient && errors.As(err, &damage) {
		return r.flush()
	}
	return err
}

func (r *restoring) take(m backup.Member, in *backup.Reader) error {
	switch m.Kind {
	case backup.Accounts:
		var all []keptAccount
		if err := in.Decode(&all); err != nil {
			return err
		}
		for _, k := range all {
			r.add(k)
		}
		return nil
	case backup.Settings:
		var all []keptSettings
		if err := in.Decode(&all); err != nil {
			return err
		}
		for _, k := range all {
			if a := r.accounts[k.Account]; a != nil {
				a.settings = k
			}
		}
		return nil
	case backup.Files:
		if err := r.begin(); err != nil {
			return err
		}
		return r.file(m, in)
	}
	if err := r.begin(); err != nil {
		return err
	}
	for text, err := range in.Rows() {
		if err != nil {
			return err
		}
		row := rowOf(m.Kind)
		if json.Unmarshal(text, row) != nil {
			r.out.Skipped++
			continue
		}
		if err := r.queue(row); err != nil {
			return err
		}
	}
	return r.flush()
}

// rowOf is what a row of a kind is read into.
func rowOf(k backup.Kind) restoredRow {
	switch k {
	case backup.Roster:
		return &keptContact{}
	case backup.Trust:
		return &keptRecord{}
	case backup.Chats:
		return &keptChat{}
	}
	return &keptMessage{}
}

// queue has a row go into the file with the next ones.
func (r *restoring) queue(row restoredRow) error {
	if r.accounts[row.account()] == nil {
		if len(r.only) == 0 {
			r.out.Skipped++
		}
		return nil
	}
	if r.rows = append(r.rows, row); len(r.rows) < restoreRows {
		return nil
	}
	return r.flush()
}

// flush puts what was read into the file, in Updates that end soon.
func (r *restoring) flush() error {
	for len(r.rows) > 0 {
		if err := context.Cause(r.ctx); err != nil {
			return err
		}
		n, before, begun := 0, r.out, time.Now()
		err := r.s.file.Update(func(tx *bbolt.Tx) error {
			for n == 0 || n < len(r.rows) && time.Since(begun) < restoreSlice {
				row := r.rows[n]
				if err := row.restore(r, tx, r.accounts[row.account()]); err != nil {
					return err
				}
				n++
			}
			return nil
		})
		if err != nil {
			r.out = before
			return err
		}
		r.rows = r.rows[n:]
	}
	return nil
}
