package main

import (
	"os"
	"path/filepath"
)

// profile is a folder with a home in it, of one program.
type profile struct {
	dir  string
	kept string
}

func (p *profile) make(s *stage, name string) (err error) {
	if p.dir, err = s.folder(name); err != nil {
		return err
	}
	for _, sub := range []string{".cache", ".config", ".local/share", ".run"} {
		if err := os.MkdirAll(filepath.Join(p.dir, "home", sub), 0o700); err != nil {
			return err
		}
	}
	return nil
}

// homed is an environment in which nothing outside the profile is home.
func (p *profile) homed(env []string) []string {
	home := filepath.Join(p.dir, "home")
	return append(env[:len(env):len(env)], "HOME="+home, "XDG_CONFIG_HOME="+filepath.Join(home, ".config"), "XDG_CACHE_HOME="+filepath.Join(home, ".cache"),
		"XDG_DATA_HOME="+filepath.Join(home, ".local/share"), "XDG_RUNTIME_DIR="+filepath.Join(home, ".run"))
}

func (p *profile) keep() error {
	p.kept = p.dir + "-kept"
	return copyTree(p.kept, p.dir)
}

func (p *profile) back() error { return copyTree(p.dir, p.kept) }

// copyTree puts a copy of a folder, modes and all, in the place of another one.
func copyTree(to, from string) error {
	if err := os.RemoveAll(to); err != nil {
		return err
	}
	return filepath.WalkDir(from, func(path string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, relative)
		switch {
		case entry.IsDir():
			return os.MkdirAll(target, 0o700)
		case entry.Type().IsRegular():
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			return os.WriteFile(target, text, 0o600)
		}
		return nil // sockets and links are of a process that has ended
	})
}
