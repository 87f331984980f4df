//go:build !windows && !darwin

package qr

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"
)

// What was copied is a source of one picture, and what cannot be one is said to be none.
func TestPictureOfTheClipboard(t *testing.T) {
	dir := t.TempDir()
	script := "#!/bin/sh\ncase \"$*\" in\n--list-types) echo image/png ;;\n*) cat '" + dir + "/copied' ;;\nesac\n"
	if err := os.WriteFile(filepath.Join(dir, "wl-paste"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	t.Setenv("WAYLAND_DISPLAY", "wayland-0")
	var drawn bytes.Buffer
	if err := png.Encode(&drawn, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"a picture": drawn.Bytes(), "none": []byte("nonsense")} {
		if err := os.WriteFile(filepath.Join(dir, "copied"), data, 0o600); err != nil {
			t.Fatal(err)
		}
		source, err := Clipboard()
		if name == "none" {
			if !errors.Is(err, ErrNoPicture) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if m, err := source.Frame(t.Context()); err != nil || m.Bounds().Dx() != 8 {
			t.Errorf("%s: %v", name, err)
		}
	}
}
