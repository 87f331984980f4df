package rooms

import (
	"errors"

	"vouch/app"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// Room is all that is about rooms beside their conversations.
type Room struct {
	*shell.Shell
	page     *page
	entering map[string]int // rooms that the user waits to be let in to, by how often
	seen     map[string]int // what they want solved that was shown, by its number
}

// New makes the room. Nothing is asked or shown before one of its methods is called.
func New(sh *shell.Shell) *Room {
	r := &Room{Shell: sh, entering: map[string]int{}, seen: map[string]int{}}
	r.page = newPage(r)
	return r
}

// about is the word for what is in the way, by the service; "" for none.
func about(err error) string {
	var e *app.Error
	if errors.As(err, &e) {
		return e.About
	}
	return ""
}

// joinText says why a room could not be entered or made.
func joinText(err error, room string) string {
	if text, ok := words.RefusedText(about(err)); ok {
		return words.WithDetail(text, err)
	}
	if app.KindOf(err) == app.KindNotAllowed {
		return words.WithDetail(words.Tr("room.notAllowed"), err)
	}
	return words.ErrText(err, words.HostOf(room))
}

// primary is the button of a dialog that does what it is for; without tap it cannot be pressed.
func primary(key, word string, tap func()) draw.KeyButton {
	return draw.KeyButton{Button: draw.Button{Word: word, Kind: draw.Primary}, Key: key, Tap: tap}
}
