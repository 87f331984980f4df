package app_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/xml"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"mellium.im/xmpp/jid"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/avatar"
	"vouch/xmpp/pep"
	"vouch/xmpp/xmpptest"
)

func paint(w, h int, c color.Color) image.Image {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.Set(x, y, c)
		}
	}
	return m
}

func pngOf(t *testing.T, m image.Image) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := png.Encode(&buf, m); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// photograph is a JPEG file with what a camera notes in it.
func photograph(t *testing.T) (path string) {
	t.Helper()
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, paint(640, 480, color.NRGBA{200, 30, 30, 255}), nil); err != nil {
		t.Fatal(err)
	}
	note := append([]byte("Exif\x00\x00"), "GPS 48.1N 11.5E"...)
	with := append([]byte{0xff, 0xd8, 0xff, 0xe1, 0, byte(len(note) + 2)}, note...)
	path = filepath.Join(t.TempDir(), "photo.jpg")
	if err := os.WriteFile(path, append(with, buf.Bytes()[2:]...), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func (p *peer) avatar(who string) view.Picture {
	p.t.Helper()
	picture, err := p.Avatar(p.jid, who)
	if err != nil {
		p.t.Fatal(err)
	}
	return picture
}

func (p *peer) awaitAvatar(who, hash string) {
	p.t.Helper()
	p.await("picture "+hash, func() bool { return p.avatar(who).Hash == hash })
}

func TestPicturesOfContacts(t *testing.T) {
	onEach(t, func(t *testing.T, server xmpptest.Server) {
		alice, bob := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
		alice.await("bob online", func() bool { return alice.look(bob.jid).Chat.Presence == view.PresenceOnline })
		bob.must(app.SetAvatar{Account: bob.jid, Path: photograph(t)})
		for _, p := range []*peer{alice, bob} {
			p.await("bob's picture", func() bool { return p.avatar(bob.jid).Hash != "" })
		}
		got := alice.avatar(bob.jid)
		m, err := png.Decode(bytes.NewReader(got.PNG))
		if err != nil || m.Bounds() != image.Rect(0, 0, 96, 96) {
			t.Fatalf("%v, %v", m, err)
		}
		if r, g, _, _ := m.At(48, 48).RGBA(); r>>8 < 180 || g>>8 > 60 {
			t.Errorf("its middle is %v", m.At(48, 48))
		}
		snap := alice.look(bob.jid)
		if snap.Chat.Picture == nil || snap.Chats[0].Picture != snap.Chat.Picture || bob.look("").Accounts[0].Picture == nil {
			t.Error("the window does not show it")
		}
		alice.stop()
		alice.start()
		alice.awaitAvatar(bob.jid, got.Hash)
		bob.must(app.SetAvatar{Account: bob.jid})
		alice.awaitAvatar(bob.jid, "")
		bob.must(app.SetAvatar{Account: bob.jid, Path: photograph(t)})
		alice.awaitAvatar(bob.jid, got.Hash)
		alice.must(app.RemoveContact{Account: alice.jid, JID: bob.jid})
		alice.awaitAvatar(bob.jid, "")
	}, xmpptest.Friends("alice", "bob"), xmpptest.RosterVersions())
}

// What is published has the size it should have, and nothing of what the camera noted.
func TestOwnPictureIsOnlyAPicture(t *testing.T) {
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive())
	alice := newPeer(t, server, "alice", app.Options{})
	alice.must(app.SetAvatar{Account: alice.jid, Path: photograph(t)})
	const data = `<data xmlns="urn:xmpp:avatar:data">` // she may ask for it as well
	_, rest, _ := strings.Cut(lastContaining(server.Written("alice"), data), data)
	text, _, _ := strings.Cut(rest, "<")
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil || bytes.Contains(raw, []byte("GPS")) || bytes.Contains(raw, []byte("Exif")) {
		t.Fatalf("%v, published %q", err, raw)
	}
	if m, err := png.Decode(bytes.NewReader(raw)); err != nil || m.Bounds() != image.Rect(0, 0, 192, 192) {
		t.Errorf("published %v", err)
	}
	text = filepath.Join(t.TempDir(), "text.png")
	if err := os.WriteFile(text, []byte("<svg/>"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/nowhere", t.TempDir(), "/dev/zero", text} {
		alice.refuse(app.SetAvatar{Account: alice.jid, Path: path}, app.KindInvalid)
	}
}

// notes counts what is logged about pictures that are not shown.
type notes struct{ said chan string }

func (n notes) Write(p []byte) (int, error) {
	if strings.Contains(string(p), "picture not shown") {
		n.said <- string(p)
	}
	return len(p), nil
}

// scans is a progressive JPEG of n scans that say nothing.
func scans(side, n int) []byte {
	head := bytes.Join([][]byte{{0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0}, bytes.Repeat([]byte{1}, 64),
		{0xFF, 0xC2, 0, 11, 8, byte(side >> 8), byte(side), byte(side >> 8), byte(side), 1, 1, 0x11, 0, 0xFF, 0xC4, 0, 20, 0x10, 1}, make([]byte, 15), {0xE0}}, nil)
	return slices.Concat(head, bytes.Repeat([]byte{0xFF, 0xDA, 0, 8, 1, 1, 0, 1, 63, 0, 0x7E, 0xFC, 0xFD, 0xF9, 0xFB, 0xF3, 0xF7, 0xE7}, n), []byte{0xFF, 0xD9})
}

// avatar-bomb: pictures that are too large in bytes or pixels, drawings, and such as are not what they say they are.
func TestPicturesThatAreNoPictures(t *testing.T) {
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive())
	bob := signInRaw(t, server, "bob")
	n := notes{make(chan string, 100)}
	alice := newPeer(t, server, "alice", app.Options{Log: slog.New(slog.NewTextHandler(n, nil))})
	show := func(id string, claimed int, kind string, picture []byte) {
		bob.ask(jid.JID{}, true, pep.Publish(avatar.NodeData, id, avatar.Data(picture), pep.Options{}))
		bob.ask(jid.JID{}, true, pep.Publish(avatar.NodeMetadata, id, avatar.Metadata(&avatar.Info{ID: id, Type: kind, Bytes: claimed}), pep.Options{}))
	}
	last := ""
	honest := func(c color.Color) {
		picture := pngOf(t, paint(8, 8, c))
		last = avatar.ID(picture)
		show(last, len(picture), "image/png", picture)
		alice.awaitAvatar(bob.jid, last)
	}
	honest(color.Black)
	small, noise := pngOf(t, paint(8, 8, color.White)), bytes.Repeat([]byte("0123456789abcdef"), 40<<10)
	var moving bytes.Buffer
	frame := image.NewPaletted(image.Rect(0, 0, 2000, 2000), color.Palette{color.Black, color.White})
	all := &gif.GIF{}
	for range 30 {
		all.Image, all.Delay = append(all.Image, frame), append(all.Delay, 1)
	}
	if err := gif.EncodeAll(&moving, all); err != nil {
		t.Fatal(err)
	}
	for i, row := range []struct {
		name, kind string
		picture    []byte
		id         string // "" for the right one
		says       string // "" where it is shown
	}{
		{"50,000 pixels each way", "image/png", resized(small, 50_000, 50_000), "", "50000×50000 pixels"},
		{"one column too many", "image/png", pngOf(t, paint(2049, 1, color.White)), "", "2049×1 pixels"},
		{"no pixels", "image/png", resized(small, 0, 0), "", "look at picture"},
		{"another picture under the hash", "image/png", small, avatar.ID([]byte("other")), "not the picture with that hash"},
		{"a drawing that says it is none", "image/png", []byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), "", "look at picture"},
		{"cut short", "image/png", small[:len(small)/2], "", "picture"},
		{"more bytes than allowed", "image/png", noise, "", "too large"},
		{"of a thousand scans", "image/jpeg", scans(2048, 1000), "", "more than 50 scans"},
		{"moving: the first frame alone", "image/gif", moving.Bytes(), "", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			id := row.id
			if id == "" {
				id = avatar.ID(row.picture)
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			show(id, 100, row.kind, row.picture)
			if row.says == "" {
				alice.awaitAvatar(bob.jid, id)
			} else {
				select {
				case said := <-n.said:
					if !strings.Contains(said, row.says) {
						t.Errorf("said %s, want %s", said, row.says)
					}
				case <-time.After(patience):
					t.Fatalf("nothing was said, want %s", row.says)
				}
			}
			runtime.ReadMemStats(&after)
			if spent := after.TotalAlloc - before.TotalAlloc; strings.Contains(row.says, "×") && spent > 64<<20 {
				t.Errorf("cost %d MB", spent>>20)
			}
			if row.says != "" && alice.avatar(bob.jid).Hash != last {
				t.Error("another picture is shown")
			}
			honest(color.Gray{uint8(10 * i)})
		})
	}
	for name, metadata := range map[string]string{
		"a drawing":   "<info bytes='10' id='" + avatar.ID([]byte("a")) + "' type='image/svg+xml'/>",
		"50 MB":       "<info bytes='52428800' id='" + avatar.ID([]byte("b")) + "' type='image/png'/>",
		"elsewhere":   "<info bytes='10' id='" + avatar.ID([]byte("c")) + "' type='image/png' url='http://127.0.0.1/a'/>",
		"a bad hash":  "<info bytes='10' id='../a' type='image/png'/>",
		"not to read": "",
	} {
		before := len(server.Written("alice"))
		bob.ask(jid.JID{}, true, pep.Publish(avatar.NodeMetadata, "x", struct {
			XMLName xml.Name `xml:"urn:xmpp:avatar:metadata metadata"`
			Inner   string   `xml:",innerxml"`
		}{Inner: metadata}, pep.Options{}))
		alice.awaitAvatar(bob.jid, "")
		for _, w := range server.Written("alice")[before:] {
			if strings.Contains(w, "avatar:data") {
				t.Errorf("%s: alice wrote %s", name, w)
			}
		}
		honest(color.White)
	}
}

// resized is a PNG whose head claims another size.
func resized(picture []byte, w, h uint32) []byte {
	out := bytes.Clone(picture)
	binary.BigEndian.PutUint32(out[16:], w)
	binary.BigEndian.PutUint32(out[20:], h)
	binary.BigEndian.PutUint32(out[29:], crc32.ChecksumIEEE(out[12:29]))
	return out
}

// Pictures of strangers are not asked for, and a picture is its sender's, whatever the event says.
func TestPicturesOfStrangersAreNotFetched(t *testing.T) {
	l := newLiar(t)
	event := func(from string) string {
		return "<message type='headline' from='" + from + "' to='%s/~'><event xmlns='http://jabber.org/protocol/pubsub#event'><items node='urn:xmpp:avatar:metadata'>" +
			"<item id='a' publisher='" + bobs + "'><metadata xmlns='urn:xmpp:avatar:metadata' jid='" + bobs + "'><info bytes='10' id='" + avatar.ID([]byte("a")) + "' type='image/png'/></metadata></item></items></event></message>"
	}
	for _, stanza := range []string{event(strangers), event("localhost"),
		"<presence from='" + strangers + "/x' to='%s/~'><x xmlns='vcard-temp:x:update'><photo>" + avatar.ID([]byte("a")) + "</photo></x></presence>"} {
		_, written := l.between(t, func() { l.tell(stanza) })
		for _, w := range written {
			if strings.Contains(w, "avatar") || strings.Contains(w, "vcard-temp") {
				t.Errorf("alice wrote %s", w)
			}
		}
	}
	_, written := l.between(t, func() { l.tell(event(bobs)); l.settled() })
	if w := lastContaining(written, "avatar:data"); !strings.Contains(w, `to="`+bobs+`"`) {
		t.Errorf("for bob's picture alice wrote %s", w)
	}
}

// Older clients keep their picture in the vCard, and presence says which one it is.
func TestPicturesInVCards(t *testing.T) {
	for name, start := range map[string]func(t *testing.T) xmpptest.Server{
		"prosody": func(t *testing.T) xmpptest.Server {
			return xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"), xmpptest.With("vcard"))
		},
		"ejabberd": func(t *testing.T) xmpptest.Server { return xmpptest.StartEjabberd(t, xmpptest.Friends("alice", "bob")) },
	} {
		t.Run(name, func(t *testing.T) {
			server := start(t)
			alice, bob := newPeer(t, server, "alice", app.Options{}), signInRaw(t, server, "bob")
			picture := pngOf(t, paint(300, 200, color.Black))
			bob.ask(jid.JID{}, true, struct {
				XMLName xml.Name `xml:"vcard-temp vCard"`
				Inner   string   `xml:",innerxml"`
			}{Inner: "<PHOTO><TYPE>image/png</TYPE><BINVAL>" + base64.StdEncoding.EncodeToString(picture) + "</BINVAL></PHOTO>"})
			hash := avatar.ID(picture)
			tell := func(photo string) {
				bob.send(fmt.Sprintf("<presence><x xmlns='vcard-temp:x:update'>%s</x></presence>", photo))
			}
			tell("<photo>" + hash + "</photo>")
			alice.awaitAvatar(bob.jid, hash)
			tell("")
			tell("<photo/>")
			alice.awaitAvatar(bob.jid, "")
		})
	}
}
