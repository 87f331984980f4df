package ui

import (
	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/ui/draw"
)

// chatTo is where a conversation leads beyond itself.
type chatTo struct {
	moved         func()                                                            // its rows were scrolled
	link          func(link string) error                                           // an xmpp link was pressed
	newChat       func()                                                            // a chat with somebody new
	chatMenu      func(chat, name string, encrypted, inside bool, at fyne.Position) // the menu of the chat
	encryptionOff func(chat, name string)                                           // asks whether encryption is to be turned off
	accountAct    func(a *app.AccountView) (word string, tap func())                // what is offered beside a line about the connection
	compare       func(d *app.DeviceView, name string)                              // shows a fingerprint of name's, to be compared
	doubtButtons  func() []draw.KeyButton                                           // the ways out where own keys may be in use elsewhere
	showCode      func(jid string)                                                  // the code of an account or contact
}
