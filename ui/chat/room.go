package chat

import (
	"context"

	"fyne.io/fyne/v2"

	"vouch/app/view"
	"vouch/ui/audio"
	"vouch/ui/draw"
)

// Elsewhere is where a conversation leads beyond itself.
type Elsewhere struct {
	Moved         func()                                                            // its rows were scrolled
	Link          func(link string) error                                           // an xmpp link was pressed
	NewChat       func()                                                            // a chat with somebody new
	Menu          func(chat, name string, encrypted, inside bool, at fyne.Position) // the menu of the chat
	EncryptionOff func(chat, name string)                                           // asks whether encryption is to be turned off
	AccountAct    func(a *view.AccountView) (word string, tap func())               // what is offered beside a line about the connection
	Back          func() func()                                                     // goes back to what led here, or nil: nothing did
	Compare       func(d *view.DeviceView, name string)                             // shows a fingerprint of name's, to be compared
	DoubtButtons  func() []draw.KeyButton                                           // the ways out where own keys may be in use elsewhere
	ShowCode      func(jid string)                                                  // the code of an account or contact
	EnterRoom     func(room string)                                                 // comes back into a room that we are out of
	SolvePuzzle   func(room string)                                                 // shows what a room wants solved before it lets us in
	JoinRoom      func(room string)                                                 // asks whether to join a room
	Members       func()                                                            // the people of the room that is shown
	Person        func(r *view.Row, at fyne.Position)                               // offers what may be done about who wrote a row in a room
	OpenFile      func(ctx context.Context, path string, ask bool) error            // opens a file in another program, which the user picks with ask; it waits. errors.ErrUnsupported: nobody asks
	ShowFile      func(ctx context.Context, path string) error                      // shows a file in its folder; it waits
	Audio         audio.Backend                                                     // microphone and loudspeaker; nil: no voice message is made
}
