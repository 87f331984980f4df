package people

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/png"
	"testing"

	"vouch/app/history"
	"vouch/xmpp"
	"vouch/xmpp/avatar"
	"vouch/xmpp/xmpptest"
)

// TestThePictureOfARoomIsHeldAgainstItsHash, kept although nobody has a room for a contact, asked for once, and forgotten when the room
// says that it has none.
func TestThePictureOfARoomIsHeldAgainstItsHash(t *testing.T) {
	const room = "harbour@rooms.example.org"
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 200, 100))); err != nil {
		t.Fatal(err)
	}
	hash := avatar.ID(picture.Bytes())
	r, d := newRoom(t)
	r.Rooms = func(bare string) bool { return bare == room }
	d.answer = func(any) *xmpp.Answer {
		card := xmpptest.Element(t, fmt.Sprintf("<vCard xmlns='vcard-temp'><PHOTO><BINVAL>%s</BINVAL></PHOTO></vCard>", base64.StdEncoding.EncodeToString(picture.Bytes())))
		return &xmpp.Answer{Payload: &card}
	}
	say := func(hash string) {
		t.Helper()
		if err := r.RoomPicture(room, hash); err != nil {
			t.Fatal(err)
		}
	}
	say("0123456789abcdef0123456789abcdef01234567")
	if d.live.People.Faces[room] != nil {
		t.Error("a picture of another hash is shown")
	}
	say(hash)
	say(hash)
	p := d.live.People.Faces[room]
	if p == nil || p.Hash != hash || len(d.asked) != 2 {
		t.Fatalf("shown is %+v, asked %d times", p, len(d.asked))
	}
	if m, err := png.Decode(bytes.NewReader(p.PNG)); err != nil || m.Bounds().Dx() != faceSide || m.Bounds().Dy() != faceSide {
		t.Errorf("it is %v, %v", m, err)
	}
	if err := r.forgetStrangers(); err != nil || d.live.People.Faces[room] == nil {
		t.Errorf("it is gone with the strangers: %v", err)
	}
	if err := r.Load(); err != nil || d.live.People.Faces[room] == nil {
		t.Errorf("it is not kept: %v", err)
	}
	say("")
	kept := 0
	if err := d.View("read pictures", func(h *history.Store) error {
		faces, err := h.Faces()
		kept = len(faces)
		return err
	}); err != nil || kept > 0 || d.live.People.Faces[room] != nil {
		t.Errorf("%d pictures are kept, %v", kept, err)
	}
}
