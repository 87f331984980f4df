package app_test

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path"
	"slices"
	"testing"

	"vouch/app"
	"vouch/app/history"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// Pictures go both ways between Vouch and a real Gajim, encrypted and in clear, byte for byte, and each sees those of the other.
func TestFilesWithGajim(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"), xmpptest.Uploads(1<<20))
	alice, bob := newPeer(t, server, "alice", app.Options{}), newGajim(t, server, "bob")
	alice.must(app.OpenChat{Account: alice.jid, JID: bob.jid})
	alice.awaitDevice(bob.jid, bob.key(), view.TrustTrusted)
	bob.until("server that takes files", "uploads", nil, func(e gajimEvent) bool { return e.Taken })

	for n, c := range []struct {
		name          string
		encrypted     bool
		width, height int
	}{{"encrypted", true, 40, 30}, {"in clear", false, 30, 40}} {
		t.Run(c.name, func(t *testing.T) {
			alice.encryption(bob.jid, c.encrypted)
			bob.do("chat", map[string]any{"jid": alice.jid, "encrypted": c.encrypted})

			ours := pictureOf(t, c.width, c.height)
			id := alice.sendsFile(app.SendFile{Chat: bob.jid, Path: fileOf(t, "our boat.png", ours)})
			sent := alice.awaitState(bob.jid, id, view.MessageSent, view.MessageDelivered)
			name := path.Base(sent.File.URL)
			if !c.encrypted {
				name = "our boat.png"
			}
			bob.awaitPicture(name, ours)

			bob.until("session with alice", "devices", map[string]any{"jid": alice.jid}, func(e gajimEvent) bool { return slices.Contains(e.IDs, alice.status().DeviceID) })
			theirs := pictureOf(t, c.width+1, c.height)
			bob.do("attach", map[string]any{"jid": alice.jid, "path": fileOf(t, "theirs.png", theirs)})
			row := alice.awaitFile(bob.jid, 2*n+1, history.FileHere)
			if row.Encrypted != c.encrypted || row.From != bob.jid || row.File.Name != "theirs.png" || row.File.Width != c.width+1 || row.File.Height != c.height {
				t.Errorf("alice has %+v, %+v", row, row.File)
			}
			if data := alice.saved(bob.jid, row.ID); !bytes.Equal(data, theirs) {
				t.Errorf("alice saves %d other bytes", len(data))
			}
		})
	}
}

// pictureOf is a picture as large as that.
func pictureOf(t testing.TB, width, height int) []byte {
	t.Helper()
	m := image.NewNRGBA(image.Rect(0, 0, width, height))
	for i := range m.Pix {
		m.Pix[i] = byte(i * i)
	}
	var data bytes.Buffer
	if err := png.Encode(&data, m); err != nil {
		t.Fatal(err)
	}
	return data.Bytes()
}

// awaitPicture waits until Gajim shows a picture, and has it as it was sent, byte for byte.
func (g *gajim) awaitPicture(name string, sent []byte) {
	g.t.Helper()
	g.until("picture "+name, "files", nil, func(e gajimEvent) bool {
		return slices.ContainsFunc(e.Files, func(f gajimFile) bool {
			if f.Name != name || !f.Shown || f.Path == "" {
				return false
			}
			got, err := os.ReadFile(f.Path)
			return err == nil && bytes.Equal(got, sent)
		})
	})
}
