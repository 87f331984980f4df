//go:build !windows && !darwin

package clipboard

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"vouch/ui/uitest"
)

// noise is a picture that cannot be made small.
func noise(t *testing.T, side int) []byte {
	t.Helper()
	m := image.NewNRGBA(image.Rect(0, 0, side, side))
	for i := range m.Pix {
		m.Pix[i] = uint8(rand.Uint32())
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPicturesOfTheClipboard(t *testing.T) {
	uitest.Display(t)
	if _, err := Picture(t.Context()); !errors.Is(err, ErrNone) {
		t.Errorf("where nothing was copied: %v", err)
	}
	for name, side := range map[string]int{"a small one": 8, "one in parts": 1200} {
		want := noise(t, side)
		uitest.CopyAs(t, "image/png", want)
		if got, err := Picture(t.Context()); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %d bytes of %d, %v", name, len(got), len(want), err)
		}
	}
	for name, what := range map[string][2]string{
		"text":                {"UTF8_STRING", "xmpp:bob@example.org"},
		"a kind nobody reads": {"image/x-unknown", "nonsense"},
	} {
		uitest.CopyAs(t, what[0], []byte(what[1]))
		if _, err := Picture(t.Context()); !errors.Is(err, ErrNone) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestFilesAreReadBeforePictures, by what is offered of both; what names no file here is none.
func TestFilesAreReadBeforePictures(t *testing.T) {
	uitest.Display(t)
	uitest.CopyAs(t, "x-special/gnome-copied-files", []byte("copy\nfile:///tmp/a%20b.png\nhttps://example.org/"))
	if got, err := Read(t.Context()); err != nil || !slices.Equal(got.Files, []string{"/tmp/a b.png"}) || got.Left != 1 || got.Picture != nil {
		t.Errorf("%+v, %v", got, err)
	}
	uitest.CopyAs(t, "text/uri-list", []byte("https://example.org/a.png\r\n"))
	if got, err := Read(t.Context()); !errors.Is(err, ErrNone) {
		t.Errorf("%+v, %v", got, err)
	}
	want := noise(t, 8)
	uitest.CopyAs(t, "image/png", want)
	if got, err := Read(t.Context()); err != nil || got.Kind != "image/png" || !bytes.Equal(got.Picture, want) || got.Files != nil {
		t.Errorf("%+v, %v", got, err)
	}
}

// TestTextOfASelection: it is read by the same steps, in whatever kind its owner has.
func TestTextOfASelection(t *testing.T) {
	uitest.Display(t)
	uitest.CopyAs(t, "UTF8_STRING", []byte("xmpp:bob@example.org"))
	if _, got, err := readSelection(t.Context(), "CLIPBOARD", []string{"text/plain", "UTF8_STRING"}, 100); err != nil || string(got) != "xmpp:bob@example.org" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestClipboardIsBounded(t *testing.T) {
	uitest.Display(t)
	for _, size := range []int{2000, 3 << 20} { // whole, and in parts
		uitest.CopyAs(t, "image/png", make([]byte, size))
		if _, _, err := readSelection(t.Context(), "CLIPBOARD", pictures, size-1); !errors.Is(err, ErrTooLarge) {
			t.Errorf("of %d bytes: %v", size, err)
		}
		uitest.CopyAs(t, "image/png", make([]byte, size)) // xclip waits for who went away in the middle
		if _, got, err := readSelection(t.Context(), "CLIPBOARD", pictures, size); err != nil || len(got) != size {
			t.Errorf("of %d bytes: %d, %v", size, len(got), err)
		}
	}
}

// TestAProgramThatDoesNotAnswerIsGivenUp, and so is a server.
func TestAProgramThatDoesNotAnswerIsGivenUp(t *testing.T) {
	uitest.Display(t)
	owner := uitest.CopyAs(t, "image/png", []byte("x"))
	if err := owner.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if _, _, err := copied(ctx, pictures, MaxPicture); !errors.Is(err, ErrSilent) {
		t.Errorf("%v", err)
	}
	t.Setenv("DISPLAY", ":64000")
	if _, err := Picture(t.Context()); err == nil {
		t.Error("without a server there is a picture")
	}
}

// TestTheCompositorIsAsked through the program that can, within the same bounds.
func TestTheCompositorIsAsked(t *testing.T) {
	data := noise(t, 8)
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "picture.png"), data, 0o600); err != nil {
		t.Fatal(err)
	}
	script := "#!/bin/sh\ncase \"$*\" in\n--list-types) echo text/plain; echo image/png ;;\n'--no-newline --type image/png') cat '" + dir + "/picture.png' ;;\n*) exit 1 ;;\nesac\n"
	if err := os.WriteFile(filepath.Join(dir, "wl-paste"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	t.Setenv("WAYLAND_DISPLAY", "wayland-0")
	t.Setenv("DISPLAY", "")
	if got, err := Picture(t.Context()); err != nil || !bytes.Equal(got, data) {
		t.Errorf("%d bytes of %d, %v", len(got), len(data), err)
	}
	if _, _, err := copied(t.Context(), pictures, len(data)-1); !errors.Is(err, ErrTooLarge) {
		t.Errorf("over the bound: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "wl-paste"), []byte("#!/bin/sh\nsleep 60\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if _, _, err := copied(ctx, pictures, MaxPicture); err == nil {
		t.Error("a program that does not answer has answered")
	}
}
