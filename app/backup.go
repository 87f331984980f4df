package app

import (
	"context"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"vouch/app/backup"
)

// createBackup writes all rows out of one View: only so they fit each other (law 2 names the exception).
func (s *Service) createBackup(ctx context.Context, c CreateBackup) (MadeBackup, error) {
	if !filepath.IsAbs(c.Folder) {
		return MadeBackup{}, invalid("folder", "not an absolute path")
	}
	if c.Keep < 0 {
		return MadeBackup{}, invalid("keep", "not less than 0")
	}
	accounts, err := s.accountsOf(c.Accounts)
	if err != nil {
		return MadeBackup{}, err
	}
	if !s.backing.TryLock() {
		return MadeBackup{}, &Error{Kind: KindBusy, Why: "another backup is being made or restored"}
	}
	defer s.backing.Unlock()
	m := backup.Manifest{Program: "vouch", Version: s.opt.Version, Profile: s.profileID(), Time: s.opt.Now(), Accounts: accounts,
		Parts: []backup.Kind{backup.Accounts, backup.Settings, backup.Roster, backup.Trust, backup.Chats, backup.Messages, backup.Files}}
	if c.NoFiles {
		m.Parts = slices.DeleteFunc(m.Parts, func(k backup.Kind) bool { return k == backup.Files })
	}
	f := &filling{s: s, ctx: ctx, accounts: accounts, files: !c.NoFiles}
	path, err := backup.Create(ctx, c.Folder, c.Passphrase, m, backup.Options{WorkFactor: s.opt.BackupWork}, f.fill)
	if err != nil {
		return MadeBackup{}, backupError("folder", err)
	}
	out := MadeBackup{Path: path, Messages: f.messages, Files: f.written, Missing: f.missing, Removed: []string{}}
	if info, err := os.Stat(path); err == nil {
		out.Bytes = info.Size()
	}
	if c.Keep > 0 {
		removed, err := backup.Rotate(c.Folder, m.Profile, c.Keep, path)
		out.Removed = append(out.Removed, removed...)
		if err != nil {
			return out, backupError("folder", err)
		}
	}
	s.log.Info("backup made", "messages", out.Messages, "files", out.Files, "missing", out.Missing, "bytes", out.Bytes)
	return out, nil
}

// accountsOf are the accounts that were named, or all.
func (s *Service) accountsOf(named []string) (out []string, err error) {
	for _, n := range named {
		a, err := s.account(n)
		if err != nil {
			return nil, notFound("accounts", n)
		}
		if !slices.Contains(out, a.jid) {
			out = append(out, a.jid)
		}
	}
	if len(named) == 0 {
		for _, a := range s.list() {
			out = append(out, a.jid)
		}
	}
	return out, nil
}

// profileID is a name of the profile that only its master key gives, and that says nothing about it.
func (s *Service) profileID() string {
	name := s.file.Seal().Name("profile")
	return hex.EncodeToString(name[:])
}

func (s *Service) listBackups(_ context.Context, c ListBackups) ([]FoundBackup, error) {
	if !filepath.IsAbs(c.Folder) {
		return nil, invalid("folder", "not an absolute path")
	}
	found, err := backup.List(c.Folder, s.profileID())
	if err != nil {
		return nil, backupError("folder", err)
	}
	out := []FoundBackup{}
	for _, f := range found {
		out = append(out, FoundBackup{f.Path, f.Time, f.Size})
	}
	return out, nil
}

func (s *Service) verifyBackup(ctx context.Context, c VerifyBackup) (CheckedBackup, error) {
	f, err := openBackup(c.Path)
	if err != nil {
		return CheckedBackup{}, err
	}
	defer f.Close()
	return checkBackup(ctx, f, c.Passphrase)
}

func openBackup(path string) (*os.File, error) {
	if !filepath.IsAbs(path) {
		return nil, invalid("path", "not an absolute path")
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, backupError("path", err)
	}
	return f, nil
}

// checkBackup reads all of a backup; of one that is damaged it reads again what can be had.
func checkBackup(ctx context.Context, f *os.File, passphrase string) (CheckedBackup, error) {
	sum, err := backup.Verify(ctx, f, passphrase, nil)
	var damage *backup.Damage
	if err != nil && !errors.As(err, &damage) {
		return CheckedBackup{}, backupError("path", err)
	}
	report := backup.Report{Manifest: sum.Manifest, Whole: sum.Members, Left: sum.Left, Ended: true}
	if damage != nil {
		if report, err = salvage(ctx, f, passphrase, func(backup.Member, *backup.Reader) error { return nil }); err != nil {
			return CheckedBackup{}, err
		}
	}
	out := CheckedBackup{Whole: damage == nil, Version: report.Manifest.Version, Time: report.Manifest.Time, Members: len(report.Whole),
		Accounts: append([]string{}, report.Manifest.Accounts...), Unknown: append([]string{}, report.Left...), Damage: damageOf(report)}
	for _, m := range report.Whole {
		out.Bytes += m.Size
	}
	return out, nil
}

func salvage(ctx context.Context, f *os.File, passphrase string, each func(backup.Member, *backup.Reader) error) (backup.Report, error) {
	info, err := f.Stat()
	if err != nil {
		return backup.Report{}, backupError("path", err)
	}
	report, err := backup.Salvage(ctx, f, info.Size(), passphrase, each)
	if err != nil {
		return report, backupError("path", err)
	}
	return report, nil
}

func damageOf(r backup.Report) []BackupDamage {
	out := []BackupDamage{}
	for _, d := range r.Broken {
		out = append(out, BackupDamage{Member: d.Member, Good: d.Good, Why: d.Err.Error()})
	}
	if len(out) == 0 && !r.Ended {
		out = append(out, BackupDamage{Why: backup.ErrCut.Error()})
	}
	return out
}

// backupError is what an error of the file form means. param names the path that was given.
func backupError(param string, err error) error {
	var damage *backup.Damage
	switch {
	case KindOf(err) != "":
		return err
	case errors.Is(err, backup.ErrPassphrase), errors.Is(err, backup.ErrNoPassphrase):
		return &Error{Kind: KindInvalid, Param: "passphrase", Err: err}
	case errors.Is(err, backup.ErrNewer):
		return &Error{Kind: KindNewer, Param: param, Err: err}
	case errors.Is(err, backup.ErrNotBackup), errors.Is(err, backup.ErrCostly):
		return &Error{Kind: KindInvalid, Param: param, Err: err}
	case errors.As(err, &damage):
		return &Error{Kind: KindDamaged, Param: param, About: damage.Member, Err: err}
	case errors.Is(err, fs.ErrNotExist):
		return &Error{Kind: KindNotFound, Param: param, Err: err}
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return &Error{Kind: KindBusy, Err: err}
	}
	return &Error{Kind: KindDisk, Err: err}
}
