package qr

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// link is a text like those that are verified with, with n keys.
func link(n int) string {
	var b strings.Builder
	b.WriteString("xmpp:alice@example.org")
	for i := range n {
		b.WriteString("?;"[min(i, 1):][:1] + "omemo-sid-118462599" + string(rune('0'+i)) + "=" + strings.Repeat("0123456789abcdef", 4))
	}
	return b.String()
}

// TestWhatIsDrawnIsRead reads our pictures ourselves and by zbarimg.
func TestWhatIsDrawnIsRead(t *testing.T) {
	dir := t.TempDir()
	for n := 1; n <= 10; n += 3 {
		text := link(n)
		picture, err := PNG(text, 700)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(dir, "code.png")
		if err := os.WriteFile(file, picture, 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := ReadFile(file); err != nil || len(got) != 1 || got[0] != text {
			t.Errorf("%d keys: %q, %v", n, got, err)
		}
		if got, err := exec.Command("zbarimg", "--quiet", "--raw", file).Output(); err != nil || strings.TrimSpace(string(got)) != text {
			t.Errorf("%d keys: zbarimg reads %q, %v", n, got, err)
		}
	}
}

// TestACodeInPartsIsOnePicture reads all parts of a code from the picture that is made of them, here and by zbarimg.
func TestACodeInPartsIsOnePicture(t *testing.T) {
	parts := []string{link(4) + ";part=1-3", link(4) + ";part=2-3", link(1) + ";part=3-3"}
	picture, err := PNGs(parts, 600)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "code.png")
	if err := os.WriteFile(file, picture, 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := ReadFile(file)
	slices.Sort(got)
	if err != nil || !slices.Equal(got, slices.Sorted(slices.Values(parts))) {
		t.Errorf("%q, %v", got, err)
	}
	out, err := exec.Command("zbarimg", "--quiet", "--raw", file).Output()
	theirs := strings.Fields(string(out))
	slices.Sort(theirs)
	if err != nil || !slices.Equal(theirs, slices.Sorted(slices.Values(parts))) {
		t.Errorf("zbarimg reads %q, %v", theirs, err)
	}
}

// TestSeveralCodesInOnePicture reads a code in parts from one page.
func TestSeveralCodesInOnePicture(t *testing.T) {
	page := image.NewRGBA(image.Rect(0, 0, 1500, 800))
	for i := range page.Pix {
		page.Pix[i] = 0xff
	}
	for i := range 2 {
		one, err := PNG(link(i+1), 600)
		if err != nil {
			t.Fatal(err)
		}
		picture, err := png.Decode(bytes.NewReader(one))
		if err != nil {
			t.Fatal(err)
		}
		b := picture.Bounds()
		for y := range b.Dy() {
			for x := range b.Dx() {
				page.Set(50+i*720+x, 50+y, picture.At(x, y))
			}
		}
	}
	if got := Read(page); len(got) != 2 || got[0] == got[1] {
		t.Errorf("%q", got)
	}
}

func TestReadFromRefuses(t *testing.T) {
	blank := image.NewGray(image.Rect(0, 0, 200, 200))
	blank.SetGray(5, 5, color.Gray{Y: 255})
	var empty bytes.Buffer
	if err := png.Encode(&empty, blank); err != nil {
		t.Fatal(err)
	}
	huge := bytes.Clone(empty.Bytes())
	copy(huge[16:24], []byte{0, 1, 0, 0, 0, 1, 0, 0}) // 65536 by 65536
	binary.BigEndian.PutUint32(huge[29:], crc32.ChecksumIEEE(huge[12:29]))
	for _, c := range []struct {
		name    string
		content []byte
		want    error
	}{
		{"nothing", nil, ErrNoPicture}, {"a text", []byte("xmpp:alice@example.org"), ErrNoPicture},
		{"half a picture", empty.Bytes()[:60], ErrNoPicture}, {"no code", empty.Bytes(), ErrNoCode}, {"a bomb", huge, ErrTooLarge},
	} {
		if got, err := ReadFrom(bytes.NewReader(c.content)); !errors.Is(err, c.want) || got != nil {
			t.Errorf("%s: %q, %v", c.name, got, err)
		}
	}
	if _, err := ReadFile(t.TempDir()); !errors.Is(err, ErrNoPicture) {
		t.Errorf("a folder: %v", err)
	}
}
