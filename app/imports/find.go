package imports

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// Places are the folders in which programs keep their histories on a system.
type Places struct {
	System  string // as runtime.GOOS
	Home    string
	Data    string // XDG_DATA_HOME, or "" for .local/share below Home
	Roaming string // Windows: APPDATA
	Local   string // Windows: LOCALAPPDATA
}

// Here are the places of this user.
func Here() (Places, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		return Places{}, fmt.Errorf("find home: %w", err)
	}
	return Places{runtime.GOOS, home, os.Getenv("XDG_DATA_HOME"), os.Getenv("APPDATA"), os.Getenv("LOCALAPPDATA")}, nil
}

// Found is a history that lies on this machine.
type Found struct {
	Source
	Accounts []Account
	Older    []string // Gajim: copies from before it changed its tables, which have the corrected texts; open them as Sources
	Err      error    // why it cannot be read
}

// Find lists the histories of Dino and Gajim at the places where these programs keep them, also from Flatpak and with Gajim's profiles.
// Backups lie where people put them: see At. The error is the context's.
func Find(ctx context.Context, p Places, copies string) ([]Found, error) {
	var out []Found
	for _, s := range p.sources() {
		if info, err := os.Stat(s.Path); err != nil || !info.Mode().IsRegular() {
			continue
		}
		f := Found{Source: s}
		if s.Program == Gajim {
			f.Older = gajimOlder(s.Path)
		}
		f.Accounts, f.Err = accountsOf(ctx, s, copies)
		if cause := context.Cause(ctx); cause != nil {
			return nil, cause
		}
		out = append(out, f)
	}
	return out, nil
}

func accountsOf(ctx context.Context, s Source, copies string) (accounts []Account, err error) {
	h, err := Open(ctx, s, Options{Copies: copies})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	accounts, _, err = h.List(ctx)
	return accounts, err
}

func (p Places) sources() (out []Source) {
	dino, gajim := []string{}, []string{}
	if p.System == "windows" {
		dino = append(dino, filepath.Join(p.Local, "dino"))
		gajim = append(gajim, filepath.Join(p.Roaming, "Gajim"))
	} else {
		data := p.Data
		if data == "" {
			data = filepath.Join(p.Home, ".local", "share")
		}
		flatpak := filepath.Join(p.Home, ".var", "app")
		for _, d := range []string{data, filepath.Join(p.Home, ".local", "share"), filepath.Join(flatpak, "im.dino.Dino", "data")} {
			dino = append(dino, filepath.Join(d, "dino"))
		}
		for _, d := range []string{data, filepath.Join(p.Home, ".local", "share"), filepath.Join(flatpak, "org.gajim.Gajim", "data")} {
			gajim = append(gajim, filepath.Join(d, "gajim"))
			if profiles, err := filepath.Glob(escaped(filepath.Join(d, "gajim")) + ".*"); err == nil {
				gajim = append(gajim, profiles...)
			}
		}
	}
	add := func(program Program, folders []string, file string) {
		for _, f := range folders {
			if s := (Source{program, filepath.Join(f, file)}); filepath.IsAbs(f) && !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	add(Dino, dino, "dino.db")
	add(Gajim, gajim, "logs.db")
	return out
}

// At tells what somebody has chosen: a backup, a database, or the folder that it lies in. Only names and first bytes are looked at.
func At(path string) (Source, error) {
	info, err := os.Stat(path)
	if err != nil {
		return Source{}, err
	}
	if info.IsDir() {
		for _, s := range []Source{{Dino, "dino.db"}, {Gajim, "logs.db"}, {Gajim, filepath.Join("UserData", "logs.db")}} {
			s.Path = filepath.Join(path, s.Path)
			if info, err := os.Stat(s.Path); err == nil && info.Mode().IsRegular() {
				return s, nil
			}
		}
		return Source{}, fmt.Errorf("%w: nothing known lies in %s", ErrNotTheirs, path)
	}
	switch name := filepath.Base(path); {
	case name == "dino.db":
		return Source{Dino, path}, nil
	case name == "logs.db", strings.HasPrefix(name, "logs.db.") && strings.HasSuffix(name, ".bak"):
		return Source{Gajim, path}, nil
	}
	if _, err := ReadBackup(path); err != nil {
		return Source{}, err
	}
	return Source{Conversations, path}, nil
}
