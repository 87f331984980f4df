//go:build !windows && !darwin

package clipboard

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"

	"vouch/ui/uitest"
)

// copies copies something and waits until it has the clipboard; ended gets what Copy gave.
func copies(t *testing.T, ctx context.Context, offers ...Offer) (ended chan error) {
	t.Helper()
	before, ended := uitest.ClipboardOwner(t), make(chan error, 1)
	go func() { ended <- Copy(ctx, offers...) }()
	for uitest.ClipboardOwner(t) == before {
		select {
		case err := <-ended:
			t.Fatalf("nothing was copied: %v", err)
		default:
		}
	}
	return ended
}

// Other programs get what was copied in each of its kinds, at once or in parts, more than one at a time; then the next takes its place.
func TestOtherProgramsGetWhatWasCopied(t *testing.T) {
	uitest.Display(t)
	small, large := noise(t, 8), noise(t, 1200)
	ended := copies(t, t.Context(), Offer{"image/png", large}, Offer{"image/webp", small})
	if got := strings.Fields(string(uitest.PasteAs(t, "TARGETS"))); strings.Join(got, " ") != "TARGETS TIMESTAMP image/png image/webp" {
		t.Errorf("offered are %q", got)
	}
	if got := uitest.PasteAs(t, "image/webp"); !bytes.Equal(got, small) {
		t.Errorf("%d bytes of %d", len(got), len(small))
	}
	got := make(chan []byte, 3)
	for range cap(got) {
		go func() {
			_, data, _ := copied(t.Context(), []string{"image/png"}, MaxPicture)
			got <- data
		}()
	}
	if out := uitest.PasteAs(t, "image/png"); !bytes.Equal(out, large) {
		t.Errorf("%d bytes of %d", len(out), len(large))
	}
	for range cap(got) {
		if data := <-got; !bytes.Equal(data, large) {
			t.Errorf("%d bytes of %d", len(data), len(large))
		}
	}
	if _, _, err := copied(t.Context(), []string{"image/gif"}, MaxPicture); !errors.Is(err, ErrNone) {
		t.Errorf("of a kind that is not offered: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	then := copies(t, ctx, FileOffers("/tmp/a b.txt")...)
	if err := <-ended; err != nil {
		t.Errorf("the first ended with %v", err)
	}
	if got, err := Read(t.Context()); err != nil || len(got.Files) != 1 || got.Files[0] != "/tmp/a b.txt" {
		t.Errorf("%+v, %v", got, err)
	}
	if got := uitest.PasteAs(t, gnomeFiles); string(got) != "copy\nfile:///tmp/a%20b.txt" {
		t.Errorf("%q", got)
	}
	cancel()
	if err := <-then; err != nil {
		t.Error(err)
	}
	for begun := time.Now(); uitest.ClipboardOwner(t) != 0; { // the server takes it back as it sees the connection gone
		if time.Since(begun) > time.Minute {
			t.Fatal("after the end it has the clipboard still")
		}
	}
}

// Who goes away in the middle holds up nobody, nor the end.
func TestWhoGoesAwayInTheMiddle(t *testing.T) {
	uitest.Display(t)
	data := make([]byte, 3<<20)
	ended := copies(t, t.Context(), Offer{"image/png", data})
	for range mostSends + 4 {
		if _, _, err := copied(t.Context(), pictures, len(data)-1); !errors.Is(err, ErrTooLarge) { // goes in the middle
			t.Fatal(err)
		}
	}
	if _, got, err := copied(t.Context(), pictures, len(data)); err != nil || len(got) != len(data) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	conn, err := xgb.NewConn()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	name := &selection{conn: conn}
	atom, err := name.atom("CLIPBOARD")
	if err != nil {
		t.Fatal(err)
	}
	xproto.SetSelectionOwner(conn, xproto.WindowNone, atom, xproto.TimeCurrentTime)
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// The compositor is told through the program that can, until the end.
func TestTheCompositorIsTold(t *testing.T) {
	dir := t.TempDir()
	script := "#!/bin/sh\necho \"$*\" >'" + dir + "/kind'; cat >'" + dir + "/part'; mv '" + dir + "/part' '" + dir + "/data'\nexec sleep 60\n"
	if err := os.WriteFile(filepath.Join(dir, "wl-copy"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	t.Setenv("WAYLAND_DISPLAY", "wayland-0")
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- Copy(ctx, Offer{"image/webp", []byte("x")}, Offer{"image/png", []byte("y")}) }()
	for begun := time.Now(); ; {
		if data, err := os.ReadFile(filepath.Join(dir, "data")); err == nil && string(data) == "x" {
			break
		}
		if time.Since(begun) > time.Minute {
			t.Fatal("it was not told")
		}
	}
	if kind, err := os.ReadFile(filepath.Join(dir, "kind")); err != nil || string(kind) != "--foreground --type image/webp\n" {
		t.Errorf("%q, %v", kind, err)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	t.Setenv("WAYLAND_DISPLAY", "")
	t.Setenv("DISPLAY", ":64000")
	if err := Copy(t.Context(), Offer{"image/png", nil}); err == nil {
		t.Error("without a server it was copied")
	}
	if err := Copy(t.Context()); !errors.Is(err, ErrNone) {
		t.Errorf("of nothing: %v", err)
	}
}
