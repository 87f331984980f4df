package accounts

import (
	"context"

	"vouch/ui/draw"
	"vouch/ui/shell"
)

// Room is all that is about accounts and contacts: signing in, new accounts, settings, passwords, profiles, invitations.
type Room struct {
	*shell.Shell
	signin *signIn
	own    Options
}

// Options are what the room needs of the program beside the shell.
type Options struct {
	Version   string      // of the program
	Autostart Autostart   // nil: the program cannot be made to start by itself
	Tray      func() bool // there is a place for the icon of the program
	Recolour  func()      // the user has chosen other colours

	ShowFile func(ctx context.Context, path string) error // shows a file or folder in its folder; it waits
}

// New makes the room. Nothing is asked or shown before one of its methods is called.
func New(sh *shell.Shell, own Options) *Room {
	r := &Room{Shell: sh, own: own}
	r.signin = newSignIn(r)
	return r
}

// DrawSignIn draws the page that there is while there is no account, on the whole sheet.
func (r *Room) DrawSignIn(s *draw.Sheet) { r.signin.put(s) }

// SignInField is the field of that page with the keyboard at first.
func (r *Room) SignInField() *draw.Entry { return r.signin.form.first() }
