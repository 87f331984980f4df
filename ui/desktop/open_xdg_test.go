//go:build linux

package desktop

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// opener puts a program first on the path that stands for xdg-open: it writes down what it is to open, and then does then.
func opener(t *testing.T, then string) (opened func() string) {
	t.Helper()
	dir := t.TempDir()
	script := "#!/bin/sh\nprintf '%s|' \"$@\" >" + dir + "/part; mv " + dir + "/part " + dir + "/opened; " + then + "\n"
	if err := os.WriteFile(filepath.Join(dir, "xdg-open"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	return func() string {
		for begun := time.Now(); time.Since(begun) < patience; time.Sleep(time.Millisecond) {
			if data, err := os.ReadFile(filepath.Join(dir, "opened")); err == nil {
				return string(data)
			}
		}
		t.Fatal("nothing was opened")
		return ""
	}
}

func desktopOf(t *testing.T) *Desktop {
	t.Helper()
	return New(Options{Log: slog.New(slog.DiscardHandler)})
}

func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// A file is opened by the program of the desktop, by its path alone; that it cannot is told, and that it shows the file itself and goes
// on is none of our business.
func TestFilesAreOpened(t *testing.T) {
	path := file(t, "a $(b) c.pdf", "x")
	opened := opener(t, "exit 0")
	if err := desktopOf(t).OpenFile(t.Context(), path, false); err != nil || opened() != path+"|" {
		t.Errorf("%q, %v", opened(), err)
	}
	opener(t, "exit 3")
	if err := desktopOf(t).OpenFile(t.Context(), path, false); err == nil {
		t.Error("that it could not be opened is not told")
	}
	opened = opener(t, "exec sleep 20")
	ctx, cancel := context.WithCancel(t.Context())
	go func() { opened(); cancel() }()
	if err := desktopOf(t).OpenFile(ctx, path, false); err != nil {
		t.Errorf("of a viewer that goes on: %v", err)
	}
}

// asker is a portal that writes down what it is to ask about, and answers.
type asker struct {
	conn    *dbus.Conn
	outcome chan uint32 // of the next request
	asked   chan string // what was asked, and about what
}

func (a *asker) OpenFile(_ string, fd dbus.UnixFD, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	f := os.NewFile(uintptr(fd), "asked")
	defer f.Close()
	text, _ := io.ReadAll(f)
	a.asked <- fmt.Sprint(options["ask"].Value(), " ", string(text))
	request := dbus.ObjectPath("/org/freedesktop/portal/desktop/request/1_1/t")
	a.conn.Emit(request+"x", portalAsked+".Response", uint32(2), map[string]dbus.Variant{}) // about another
	a.conn.Emit(request, portalAsked+".Response", <-a.outcome, map[string]dbus.Variant{})
	return request, nil
}

// Which program is to open a file is asked by the portal, which gets it open.
func TestTheUserPicksAProgram(t *testing.T) {
	path := file(t, "a.pdf", "the plan")
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
	if err := desktopOf(t).OpenFile(t.Context(), path, true); !errors.Is(err, ErrNoChooser) {
		t.Errorf("without a bus: %v", err)
	}
	startBus(t)
	if err := desktopOf(t).OpenFile(t.Context(), path, true); !errors.Is(err, ErrNoChooser) {
		t.Errorf("without a portal: %v", err)
	}
	a := &asker{connect(t), make(chan uint32, 1), make(chan string, 1)}
	if err := a.conn.Export(a, portalAt, "org.freedesktop.portal.OpenURI"); err != nil {
		t.Fatal(err)
	}
	(&shell{conn: a.conn}).own(t, portal)
	for outcome, fails := range []bool{false, false, true} {
		a.outcome <- uint32(outcome)
		if err := desktopOf(t).OpenFile(t.Context(), path, true); (err != nil) != fails {
			t.Errorf("outcome %d: %v", outcome, err)
		}
		if got := <-a.asked; got != "true the plan" {
			t.Errorf("asked %q", got)
		}
	}
	t.Setenv("PATH", t.TempDir()) // no xdg-open: the portal opens it without a question
	a.outcome <- 0
	if err := desktopOf(t).OpenFile(t.Context(), path, false); err != nil || <-a.asked != "false the plan" {
		t.Errorf("without xdg-open: %v", err)
	}
}

// pointer is a file manager that writes down what it is to point at.
type pointer struct{ at chan string }

func (p pointer) ShowItems(uris []string, _ string) *dbus.Error {
	p.at <- strings.Join(uris, "|")
	return nil
}

// A saved file is pointed at in its folder; where nobody can, the folder is opened.
func TestAFileIsShownInItsFolder(t *testing.T) {
	path := file(t, "a b.pdf", "x")
	opened := opener(t, "exit 0")
	startBus(t)
	if err := desktopOf(t).ShowFile(t.Context(), path); err != nil || opened() != filepath.Dir(path)+"|" {
		t.Errorf("%q, %v", opened(), err)
	}
	conn, p := connect(t), pointer{make(chan string, 1)}
	if err := conn.Export(p, foldersAt, folders); err != nil {
		t.Fatal(err)
	}
	(&shell{conn: conn}).own(t, folders)
	if err := desktopOf(t).ShowFile(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	if got := <-p.at; got != "file://"+filepath.Dir(path)+"/a%20b.pdf" {
		t.Errorf("it points at %s", got)
	}
}
