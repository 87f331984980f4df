//go:build linux

package desktop

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestAutostartIsAnEntry switches it on and off, here and as desktops do.
func TestAutostartIsAnEntry(t *testing.T) {
	a := Autostart{Args: []string{"--background", "--profile", `/home/bob/my "100%" \profile`}, home: t.TempDir()}
	is := func(want bool) {
		t.Helper()
		if on, err := a.On(); on != want || err != nil {
			t.Errorf("on %t, %v", on, err)
		}
	}
	set := func(on bool) {
		t.Helper()
		if err := a.Set(on); err != nil {
			t.Fatal(err)
		}
		is(on)
	}
	is(false)
	set(false)
	set(true)
	set(true)
	file := filepath.Join(a.home, "autostart", "im.vouch.Vouch.desktop")
	entry, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if want := ` --background --profile "/home/bob/my \\"100%%\\" \\\\profile"`; !strings.Contains(string(entry), want+"\n") {
		t.Errorf("entry without %s:\n%s", want, entry)
	}
	if out, err := exec.Command("desktop-file-validate", file).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("desktop-file-validate: %v\n%s", err, out)
	}
	for _, line := range []string{"Hidden=true", "X-GNOME-Autostart-enabled=false"} {
		if err := os.WriteFile(file, append(entry, line+"\n"...), 0o600); err != nil {
			t.Fatal(err)
		}
		is(false)
	}
	set(true)
	set(false)
	if left, _ := os.ReadDir(filepath.Dir(file)); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestAutostartStartsWhatStays(t *testing.T) {
	t.Setenv("APPIMAGE", "/opt/Vouch.AppImage")
	if argv, err := (Autostart{Args: []string{"--background"}}).command(); err != nil || argv[0] != "/opt/Vouch.AppImage" || argv[1] != "--background" {
		t.Errorf("%q, %v", argv, err)
	}
}
