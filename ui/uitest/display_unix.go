//go:build !windows && !darwin

package uitest

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// Display starts an X server for a test and makes it the one to be asked.
func Display(t *testing.T) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	x := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "640x480x24", "-nolisten", "tcp", "-noreset")
	x.ExtraFiles = []*os.File{w}
	if err := x.Start(); err != nil {
		t.Fatalf("%v; make deps installs what the tests need", err)
	}
	w.Close()
	t.Cleanup(func() { x.Process.Kill(); x.Wait() })
	number, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DISPLAY", ":"+strings.TrimSpace(number))
	t.Setenv("WAYLAND_DISPLAY", "")
}

// CopyAs has another program copy data in a kind, and gives that program, which answers until the next copies something.
func CopyAs(t *testing.T, kind string, data []byte) *os.Process {
	t.Helper()
	file := filepath.Join(t.TempDir(), "copied")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	before := ClipboardOwner(t)
	cmd := exec.Command("xclip", "-quiet", "-selection", "clipboard", "-target", kind, "-in", file)
	if err := cmd.Start(); err != nil {
		t.Fatalf("%v; make deps installs what the tests need", err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	for begun := time.Now(); ClipboardOwner(t) == before; {
		if time.Since(begun) > time.Minute {
			t.Fatal("nothing was copied")
		}
	}
	return cmd.Process
}

// PasteAs is what another program pastes in a kind. One that gets no end of it is given up.
func PasteAs(t *testing.T, kind string) []byte {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, "xclip", "-selection", "clipboard", "-target", kind, "-out").Output()
	if err != nil {
		t.Fatalf("paste %s: %v", kind, err)
	}
	return out
}

// ClipboardOwner is the window that has the clipboard, or 0.
func ClipboardOwner(t *testing.T) uint32 {
	t.Helper()
	conn, err := xgb.NewConn()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	name, err := xproto.InternAtom(conn, false, uint16(len("CLIPBOARD")), "CLIPBOARD").Reply()
	if err != nil {
		t.Fatal(err)
	}
	reply, err := xproto.GetSelectionOwner(conn, name.Atom).Reply()
	if err != nil {
		t.Fatal(err)
	}
	return uint32(reply.Owner)
}
