//go:build !windows && !darwin

package chat

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"vouch/ui/clipboard"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

// kindsOf are the media types of offers.
func kindsOf(offers []clipboard.Offer) (kinds []string) {
	for _, o := range offers {
		kinds = append(kinds, o.Kind)
	}
	return kinds
}

// A picture is offered as such, as a PNG too unless it is to be turned; all else as a file.
func TestWhatACopiedFileIsOfferedAs(t *testing.T) {
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, image.NewGray(image.Rect(0, 0, 40, 30)), nil); err != nil {
		t.Fatal(err)
	}
	exif := "Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"
	turned := append(append([]byte{0xFF, 0xD8, 0xFF, 0xE1, 0, byte(len(exif) + 2)}, exif...), photo.Bytes()[2:]...)
	lists := []string{"text/uri-list", "x-special/gnome-copied-files"}
	for name, c := range map[string]struct {
		data []byte
		want []string
	}{
		"photo.jpg": {photo.Bytes(), append([]string{"image/png", "image/jpeg"}, lists...)}, "turned.jpg": {turned, append([]string{"image/jpeg"}, lists...)},
		"broken.jpg": {photo.Bytes()[:20], lists}, "plan.pdf": {[]byte("%PDF"), lists}, "picture.png": {[]byte("text"), lists}, "empty": {nil, lists},
		"large.jpg": {append(bytes.Clone(photo.Bytes()), make([]byte, clipboard.MaxPicture)...), lists},
	} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, c.data, 0o600); err != nil {
			t.Fatal(err)
		}
		if got := kindsOf(fileOffers(path)); !slices.Equal(got, c.want) {
			t.Errorf("%s is offered as %q, want %q", name, got, c.want)
		}
	}
	if got := kindsOf(fileOffers("/nowhere")); !slices.Equal(got, lists) {
		t.Errorf("%q", got)
	}
}

// What is copied from the menu of a file another program gets, and the window does not wait for it.
func TestAFileIsCopied(t *testing.T) {
	uitest.Display(t)
	w, s := window(t)
	see(w, uitest.FilesScene())
	picture := image.NewGray(image.Rect(0, 0, 40, 30))
	picture.SetGray(1, 1, color.Gray{Y: 200})
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, picture, nil); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "photo.jpg")
	if err := os.WriteFile(path, photo.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	s.Copies = map[string]string{"1": path}
	uitest.Choose(t, w.chat.fileItems(w.chat.row("1")), words.Tr("file.copy"))
	for _, o := range w.Queue.TakeOrders() {
		go w.Queue.CarryOut(t.Context(), o)
	}
	for uitest.ClipboardOwner(t) == 0 {
		if len(w.Queue.TakeOutcomes()) > 0 {
			t.Fatal("it was not copied")
		}
	}
	if out := uitest.PasteAs(t, "image/jpeg"); !bytes.Equal(out, photo.Bytes()) {
		t.Errorf("%d bytes of %d", len(out), photo.Len())
	}
	if out := uitest.PasteAs(t, "image/png"); !bytes.HasPrefix(out, []byte("\x89PNG")) {
		t.Errorf("as a PNG it begins with %q", out[:min(8, len(out))])
	}
	pastes(w) // into another chat of this window: as the file that it is
	previewed(t, w)
	if !uitest.Shows(w.Shell, words.Tr("attach.title", "Name", "Bob")) {
		t.Error("it cannot be pasted here")
	}
}
