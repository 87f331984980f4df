package qr

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	codes "vouch/trust/qr"
)

// The size of what the fake camera films.
const (
	filmWidth  = 1280
	filmHeight = 720
)

// Set in the process that the fake camera is in front of.
const inFront = "VOUCH_TEST_CAMERA"

const linkOfBob = "xmpp:bob@example.org?omemo-sid-7=9c39fabc06f8d86d7cca4e3917e078a07f543b6789e66ce25a4d5a0f9cea57f2"

// TestCameraIsRead films a code with a camera that is a program: it answers what the driver asks of /dev/video0, from a
// file. In front of it this test runs once more, in name spaces of its own in which /dev holds nothing else.
func TestCameraIsRead(t *testing.T) {
	dir := t.TempDir()
	fake := filepath.Join(dir, "fakev4l")
	if out, err := exec.Command("gcc", "-O1", "-w", "-o", fake, filepath.Join("testdata", "fakev4l.c")).CombinedOutput(); err != nil {
		t.Fatalf("compile the camera (make deps installs gcc and libc6-dev): %v\n%s", err, out)
	}
	film := filepath.Join(dir, "film.yuyv")
	if err := os.WriteFile(film, frames(t), 0o600); err != nil {
		t.Fatal(err)
	}
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	script := `mount -t tmpfs none /dev && mknod /dev/null c 1 3 2>/dev/null || touch /dev/null; touch /dev/video0 && exec "$@"`
	spaces := []string{"--user", "--map-root-user", "--mount"}
	if exec.Command("unshare", append(spaces, "true")...).Run() != nil {
		spaces = []string{"--mount"} // root where users may not make name spaces
	}
	cmd := exec.Command("unshare", append(spaces, "sh", "-c", script, "sh",
		fake, "/dev/video0", film, strconv.Itoa(filmWidth), strconv.Itoa(filmHeight), "yuyv", "--", binary, "-test.run=^TestInFrontOfTheCamera$", "-test.v")...)
	cmd.Env = append(os.Environ(), inFront+"=1")
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS: TestInFrontOfTheCamera") {
		t.Fatalf("in front of the camera (needs unshare, of util-linux, and name spaces for users or root): %v\n%s", err, out)
	}
}

// TestInFrontOfTheCamera is run by TestCameraIsRead.
func TestInFrontOfTheCamera(t *testing.T) {
	if os.Getenv(inFront) == "" {
		return
	}
	all := Cameras()
	if len(all) != 1 || all[0].Name != "Fake camera" {
		t.Fatalf("cameras: %+v", all)
	}
	for _, id := range []string{"", Cameras()[0].ID} { // a second time: it was freed
		source, err := OpenCamera(id)
		if err != nil {
			t.Fatal(err)
		}
		if len(Cameras()) != 1 {
			t.Error("the camera that films is not listed")
		}
		pictures := 0
		var got []string
		err = Scan(t.Context(), source, func(m image.Image) {
			if m.Bounds().Dx() != filmWidth || m.Bounds().Dy() != filmHeight {
				t.Errorf("a frame of %v", m.Bounds())
			}
			pictures++
		}, func(texts []string) bool { got = texts; return false })
		if err != nil || len(got) != 1 || got[0] != linkOfBob || pictures == 0 {
			t.Errorf("read %q from %d frames, %v", got, pictures, err)
		}
	}
	source, err := OpenCamera("")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	if err := Scan(ctx, source, func(image.Image) { cancel() }, func([]string) bool { return true }); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if source, err = OpenCamera(""); err != nil { // free again
		t.Fatal(err)
	}
	if err := source.Close(); err != nil {
		t.Error(err)
	}
	if err := source.Close(); err != nil {
		t.Errorf("closed twice: %v", err)
	}
	if err := os.Remove("/dev/video0"); err != nil {
		t.Fatal(err)
	}
	if got := Cameras(); got != nil {
		t.Errorf("a camera that was unplugged: %+v", got)
	}
	if _, err := OpenCamera(""); !errors.Is(err, ErrNoCamera) {
		t.Errorf("without a camera: %v", err)
	}
}

// frames is a film: two frames of a gray wall, two of a code.
func frames(t *testing.T) []byte {
	t.Helper()
	data, err := codes.PNG(linkOfBob, 600)
	if err != nil {
		t.Fatal(err)
	}
	code, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	var film []byte
	for frame := range 4 {
		for y := range filmHeight {
			for x := range filmWidth {
				level := byte(120 + (x+y)%7)
				if at := image.Pt(x-300, y-40); frame > 1 && at.In(code.Bounds()) {
					r, _, _, _ := code.At(at.X, at.Y).RGBA()
					level = byte(40 + r>>8*170/255)
				}
				film = append(film, level, 128)
			}
		}
	}
	return film
}

func TestWhyACameraIsNotOpened(t *testing.T) {
	for _, c := range []struct{ err, want error }{
		{fmt.Errorf("open: %w", syscall.EACCES), ErrDenied},
		{syscall.EPERM, ErrDenied},
		{syscall.EBUSY, ErrBusy},
		{syscall.ENOENT, ErrNoCamera},
	} {
		if got := cameraError(c.err); !errors.Is(got, c.want) {
			t.Errorf("%v is %v", c.err, got)
		}
	}
}
