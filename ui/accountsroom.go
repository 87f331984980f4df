package ui

import (
	"vouch/ui/draw"
	"vouch/ui/shell"
)

// accountsRoom is all that is about accounts and contacts: signing in, new accounts, settings, passwords, profiles, invitations.
type accountsRoom struct {
	*shell.Shell
	signin *signIn
	own    accountsOptions
}

// accountsOptions are what the room needs of the program beside the shell.
type accountsOptions struct {
	version   string      // of the program
	autostart Autostart   // nil: the program cannot be made to start by itself
	tray      func() bool // there is a place for the icon of the program
	recolour  func()      // the user has chosen other colours
}

func newAccountsRoom(sh *shell.Shell, own accountsOptions) *accountsRoom {
	r := &accountsRoom{Shell: sh, own: own}
	r.signin = newSignIn(r)
	return r
}

// drawSignIn draws the page that there is while there is no account, on the whole sheet.
func (r *accountsRoom) drawSignIn(s *draw.Sheet) { r.signin.put(s) }

// signInField is the field of that page with the keyboard at first.
func (r *accountsRoom) signInField() *draw.Entry { return r.signin.form.first() }
