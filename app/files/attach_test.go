package files_test

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vouch/app/files"
)

func write(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func photo(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 40, 30)), nil); err != nil {
		t.Fatal(err)
	}
	exif := "Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00at home"
	return append(append([]byte{0xFF, 0xD8, 0xFF, 0xE1, 0, byte(len(exif) + 2)}, exif...), b.Bytes()[2:]...)
}

func TestAttachedFileIsTheFile(t *testing.T) {
	s, _ := store(t)
	text := strings.Repeat("a text of the user's\n", 50_000)
	for name, data := range map[string]string{"empty.txt": "", "one": "1", "notes.txt": text} {
		got, err := s.Attach(t.Context(), write(t, name, []byte(data)), files.AsCleaned)
		if err != nil {
			t.Fatal(err)
		}
		if got.Name != name || got.Size != int64(len(data)) || got.Origin || got.Width != 0 {
			t.Errorf("%s: %+v", name, got)
		}
		if back, err := clear(t, s, got.Stored, got.Key); back != data || err != nil {
			t.Errorf("%s comes back as %d bytes, %v", name, len(back), err)
		}
	}
	if got, err := s.Attach(t.Context(), write(t, "scan.PDF", []byte("%PDF-1.7")), files.AsCleaned); err != nil || !got.Origin {
		t.Errorf("a PDF says nothing: %+v, %v", got, err)
	}
}

// What was pasted is cleaned as what lies in a file is, and what the caller has of it stays as it was.
func TestAttachedBytes(t *testing.T) {
	s, _ := store(t)
	data := photo(t)
	before := bytes.Clone(data)
	got, err := s.AttachBytes(t.Context(), "../Picture 1.jpg", data, files.AsCleaned)
	if err != nil {
		t.Fatal(err)
	}
	back, err := clear(t, s, got.Stored, got.Key)
	if err != nil || got.Name != "Picture 1.jpg" || got.Size != int64(len(back)) || got.Width != 30 || strings.Contains(back, "at home") || !bytes.Equal(data, before) {
		t.Errorf("%+v, %v", got, err)
	}
	if kept, err := s.AttachBytes(t.Context(), "a.jpg", data, files.AsOriginal); err != nil || !kept.Origin || kept.Size != int64(len(data)) {
		t.Errorf("the original is %+v, %v", kept, err)
	}
}

// A picture does not say where it was taken, unless the user wants so; it stands upright when its size is told.
func TestAttachedPictureIsClean(t *testing.T) {
	s, _ := store(t)
	path := write(t, "IMG 1.jpg", photo(t))
	got, err := s.Attach(t.Context(), path, files.AsCleaned)
	if err != nil {
		t.Fatal(err)
	}
	back, err := clear(t, s, got.Stored, got.Key)
	if err != nil || strings.Contains(back, "at home") || got.Origin || got.Size != int64(len(back)) {
		t.Errorf("%+v, %v: %q", got, err, back)
	}
	if got.Width != 30 || got.Height != 40 {
		t.Errorf("it is %d by %d", got.Width, got.Height)
	}
	if got, err = s.Attach(t.Context(), path, files.AsOriginal); err != nil {
		t.Fatal(err)
	}
	if back, err := clear(t, s, got.Stored, got.Key); err != nil || back != string(photo(t)) || !got.Origin {
		t.Errorf("the original is another: %v", err)
	}
	half := photo(t)[:200]
	if got, err = s.Attach(t.Context(), write(t, "half.jpg", half), files.AsCleaned); err != nil || !got.Origin || got.Size != int64(len(half)) {
		t.Errorf("half a picture: %+v, %v", got, err)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 7, 5))); err != nil {
		t.Fatal(err)
	}
	if got, err = s.Attach(t.Context(), write(t, "a.png", b.Bytes()), files.AsCleaned); err != nil || got.Width != 7 || got.Height != 5 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestWhatIsNoFileIsNotAttached(t *testing.T) {
	s, dir := store(t)
	for name, path := range map[string]string{"a folder": t.TempDir(), "nothing": filepath.Join(t.TempDir(), "none"), "a device": os.DevNull} {
		if _, err := s.Attach(t.Context(), path, files.AsCleaned); !errors.Is(err, files.ErrNoFile) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := names(t, dir); len(got) > 0 {
		t.Errorf("there are %q", got)
	}
}
