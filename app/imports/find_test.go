package imports_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vouch/app/imports"
)

func TestFind(t *testing.T) {
	home := filepath.Join(t.TempDir(), "a [home]")
	dino := func(parts ...string) { database(t, filepath.Join(append([]string{home}, parts...)...), "dino17.sql") }
	gajim := func(parts ...string) { database(t, filepath.Join(append([]string{home}, parts...)...), "gajim20.sql") }
	dino(".local", "share", "dino", "dino.db")
	dino(".var", "app", "im.dino.Dino", "data", "dino", "dino.db")
	dino("AppData", "Local", "dino", "dino.db")
	gajim(".local", "share", "gajim", "logs.db")
	gajim(".local", "share", "gajim.work", "logs.db")
	gajim(".var", "app", "org.gajim.Gajim", "data", "gajim", "logs.db")
	gajim("AppData", "Roaming", "Gajim", "logs.db")
	broken := filepath.Join(home, "data", "gajim", "logs.db")
	if err := os.MkdirAll(filepath.Dir(broken), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{broken, filepath.Join(home, ".local", "share", "gajim", "logs.db.v7.bak")} {
		if err := os.WriteFile(name, []byte("no database, but as long as the first bytes of one would have to be, which is a hundred bytes at the least"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		places imports.Places
		want   string
	}{
		{imports.Places{System: "linux", Home: home},
			"dino .local/share/dino/dino.db 2 0 true; dino .var/app/im.dino.Dino/data/dino/dino.db 2 0 true; gajim .local/share/gajim/logs.db 1 1 true; " +
				"gajim .local/share/gajim.work/logs.db 1 0 true; gajim .var/app/org.gajim.Gajim/data/gajim/logs.db 1 0 true; "},
		{imports.Places{System: "linux", Home: filepath.Join(home, "nobody"), Data: filepath.Join(home, "data")}, "gajim data/gajim/logs.db 0 0 false; "},
		{imports.Places{System: "windows", Home: home, Roaming: filepath.Join(home, "AppData", "Roaming"), Local: filepath.Join(home, "AppData", "Local")},
			"dino AppData/Local/dino/dino.db 2 0 true; gajim AppData/Roaming/Gajim/logs.db 1 0 true; "},
		{imports.Places{System: "windows"}, ""}, // no environment leads nowhere, and not to what lies here
	} {
		found, err := imports.Find(t.Context(), c.places, t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, f := range found {
			at, _ := filepath.Rel(home, f.Path)
			got += fmt.Sprintf("%s %s %d %d %v; ", f.Program, filepath.ToSlash(at), len(f.Accounts), len(f.Older), f.Err == nil)
			if f.Err != nil && !errors.Is(f.Err, imports.ErrNotTheirs) {
				t.Error(f.Err)
			}
		}
		if got != c.want {
			t.Errorf("on %s\n%s, want\n%s", c.places.System, got, c.want)
		}
	}
}

func TestWhatWasChosen(t *testing.T) {
	folder := t.TempDir()
	database(t, filepath.Join(folder, "dino", "dino.db"), "dino17.sql")
	database(t, filepath.Join(folder, "Portable", "UserData", "logs.db"), "gajim7.sql")
	database(t, filepath.Join(folder, "gajim", "logs.db.v7.bak"), "gajim7.sql")
	backup, err := os.ReadFile(filepath.Join("testdata", "version2.ceb"))
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, "mine"), backup, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"dino": "dino dino/dino.db", "dino/dino.db": "dino dino/dino.db", "Portable": "gajim Portable/UserData/logs.db",
		"gajim/logs.db.v7.bak": "gajim gajim/logs.db.v7.bak", "mine": "conversations mine", "gajim": "", ".": "", "none": "",
	} {
		s, err := imports.At(filepath.Join(folder, filepath.FromSlash(path)))
		got := ""
		if err == nil {
			at, _ := filepath.Rel(folder, s.Path)
			got = string(s.Program) + " " + filepath.ToSlash(at)
		}
		if got != want {
			t.Errorf("%s is %q (%v), want %q", path, got, err, want)
		}
	}
}

// What Gajim made of its tables before it changed them is offered, and read as any other.
func TestOlderCopyOfGajim(t *testing.T) {
	folder := t.TempDir()
	path := database(t, filepath.Join(folder, "logs.db"), "gajim20.sql")
	older := database(t, filepath.Join(folder, "logs.db.v7.bak"), "gajim7.sql", "PRAGMA journal_mode = delete")
	if w := open(t, imports.Source{Program: imports.Gajim, Path: path}, "").Warnings(); len(w) != 1 || !errors.Is(w[0], imports.ErrOlder) {
		t.Errorf("warned of %v", w)
	}
	if got := told(t, open(t, imports.Source{Program: imports.Gajim, Path: older}, "")); !strings.Contains(strings.Join(got, "\n"), "earlier=teh answer") {
		t.Errorf("read %q", got)
	}
}
