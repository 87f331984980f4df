package app_test

import (
	"testing"

	"vouch/app"
	"vouch/xmpp/xmpptest"
)

// The owner of a room gives it a picture, which all see who look; who has not looked has asked for none.
func TestPicturesOfRooms(t *testing.T) {
	inRooms(t, func(t *testing.T, server xmpptest.Server, alice, bob, carol *peer) {
		room := alice.makes(app.CreateRoom{Name: "Harbour", Public: true})
		enters(room, bob)
		set := func(p *peer, path string) app.SetRoomAvatar {
			return app.SetRoomAvatar{Account: p.jid, Room: room, Path: path}
		}
		for _, p := range []*peer{alice, bob} {
			p.inside(room)
		}
		path := photograph(t)
		if _, bare := server.(*xmpptest.Prosody); bare { // without mod_vcard_muc
			alice.refuse(set(alice, path), app.KindNotOffered)
			if alice.sees(room).Room.Pictures {
				t.Error("a room without a card is said to have pictures")
			}
			return
		}
		bob.refuse(set(bob, path), app.KindNotAllowed)
		alice.refuse(set(alice, path+"x"), app.KindInvalid)
		alice.must(set(alice, path))
		for _, p := range []*peer{alice, bob} {
			p.await("the picture of the room", func() bool { return p.sees(room).Picture != nil })
			if snap := p.look(room); snap.Chats[0].Picture != snap.Chat.Picture {
				t.Errorf("the list of %s has %v", p.jid, snap.Chats[0].Picture)
			}
		}
		hash := bob.sees(room).Picture.Hash

		enters(room, carol)
		alice.send(room, "hello")
		carol.awaitMessage(room, "hello")
		if got := carol.avatar(room); got.Hash != "" {
			t.Error("carol, who has not looked, has fetched the picture")
		}
		carol.await("the picture", func() bool { p := carol.sees(room).Picture; return p != nil && p.Hash == hash })

		bob.stop()
		bob.start()
		bob.await("the picture that was kept", func() bool { p := bob.sees(room).Picture; return p != nil && p.Hash == hash })
		alice.must(set(alice, ""))
		for _, p := range []*peer{alice, bob, carol} {
			p.await("that there is no picture", func() bool { return p.sees(room).Picture == nil })
		}
	})
}
