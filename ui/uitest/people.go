package uitest

import (
	"bytes"
	"image"
	"image/color"
	"image/png"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/shell"
)

// BlockedScene is a chat with somebody who is blocked by an entry of the list.
func BlockedScene(by string) *view.Snapshot {
	s := MainScene()
	s.Chat.Blocked, s.Chats[0].Blocked = by, by
	return s
}

// InGroups is the main scene with Bob in groups.
func InGroups() *view.Snapshot {
	s := MainScene()
	s.Chats[0].Given, s.Chats[0].Subscription, s.Chats[0].Groups = "Bob", "both", []string{"friends", "climbing"}
	return s
}

// FacesScene is the main scene with pictures of Bob and of the account.
func FacesScene() *view.Snapshot {
	s := MainScene()
	picture := func(hue uint8) *view.Picture {
		m := image.NewNRGBA(image.Rect(0, 0, 96, 96))
		for i := range 96 * 96 {
			m.Set(i%96, i/96, color.NRGBA{hue, uint8(i / 96 * 2), uint8(i % 96 * 2), 255})
		}
		var buf bytes.Buffer
		if err := png.Encode(&buf, m); err != nil {
			panic(err)
		}
		return &view.Picture{Hash: "h", PNG: buf.Bytes()}
	}
	p := picture(200)
	s.Chat.Picture, s.Chats[0].Picture, s.Accounts[0].Picture = p, p, picture(20)
	return s
}

// FacedEnc is the Encryption tab of a contact with a picture.
func FacedEnc() *view.Snapshot {
	s := EncScene()
	s.Chat.Picture = FacesScene().Chat.Picture
	s.Devices.Picture = s.Chat.Picture
	return s
}

// RefusedScene is a window whose account the server refuses.
func RefusedScene() *view.Snapshot {
	s := MainScene()
	s.Accounts[0].State, s.Accounts[0].Err = view.StateError, &app.Error{Kind: app.KindAuth}
	return s
}

// Asking makes the contact of a scene ask to see when the user is online.
func Asking(snap *view.Snapshot) *view.Snapshot {
	snap.Chat.Wants = true
	for _, c := range snap.Chats {
		c.Wants = c.Chat == snap.View.Chat
	}
	return snap
}

// Account is Alice’s account, connected.
func Account() *view.AccountView {
	return &view.AccountView{JID: Alice, Name: "Alice", Enabled: true, State: view.StateOnline, Unasked: 10, DeviceID: 1184625991, Fingerprint: PrintDesk}
}

// Nobody is what is shown before there is an account.
func Nobody() *view.Snapshot {
	return &view.Snapshot{View: view.View{Before: shell.FirstRows}, Number: 1}
}

// OwnLink is the code of Alice’s devices as a link.
const OwnLink = "xmpp:alice@example.org?omemo-sid-1184625991=" + PrintDesk + ";omemo-sid-331=" + PrintPhone

// TellScene has contacts with and without messages, and one whose chat is not encrypted.
func TellScene() *view.Snapshot {
	s := MainScene()
	s.Chats = append(s.Chats, &view.ChatRow{Chat: "erin@example.org", Name: "Erin", Encrypted: true}, &view.ChatRow{Chat: "frank@example.org", Name: "Frank", Encrypted: true, Blocked: "frank@example.org"})
	return s
}

// WeakerScene is a window whose account the server wants to sign in less safely than before.
func WeakerScene() *view.Snapshot {
	s := MainScene()
	a := s.Accounts[0]
	a.State, a.LoginBefore, a.Err = view.StateError, "SCRAM-SHA-512-PLUS", &app.Error{Kind: app.KindDowngrade, About: "PLAIN"}
	return s
}
