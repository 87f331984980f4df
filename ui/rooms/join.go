package rooms

import (
	"errors"
	"strings"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// joining asks for what it takes to join a room, and says what is in the way.
type joining struct {
	*dialog.Dialog
	w                       *Room
	account                 string
	address, nick, password *draw.Entry
	secret, busy            bool // the room wants a password; it is being entered
	failure, instead        string
}

// AskJoin asks whether to join a room, whose address may be "" for one to be typed. A room that we are in is shown. A second
// press is needed for nothing: this is the one question about an invitation.
func (w *Room) AskJoin(room string) { w.AskJoinWith(room, "") }

// AskJoinWith is AskJoin for a room whose password a link has told, or "": it stands in the dialog.
func (w *Room) AskJoinWith(room, password string) {
	a := w.Account()
	if a == nil {
		return
	}
	if row := w.RowOf(room); room != "" && row.Of.Room() && !row.Away {
		w.OpenChat(room)
		return
	}
	w.openJoining(a, room, password)
}

// Enter comes back into a room under what is known of it. Where the room asks for more, so does a dialog.
func (w *Room) Enter(room string) {
	a := w.Account()
	if a == nil {
		return
	}
	w.enter(app.JoinRoom{Account: a.JID, Room: room}, func(err error) {
		switch about(err) {
		case "password", "nick", "reserved", "gone":
			w.openJoining(a, room, "").refused(err)
			return
		}
		if err != nil {
			w.Fail(joinText(err, room))
		}
	})
}

func (w *Room) openJoining(a *view.AccountView, room, password string) *joining {
	j := &joining{w: w, account: a.JID, address: draw.NewEntry(false), nick: draw.NewEntry(false), password: dialog.NewPassword()}
	j.Dialog = &dialog.Dialog{Title: words.Tr("join.title"), Text: words.Tr("join.text"), First: j.address, Stays: map[string]bool{"join": true}, Body: j.draw}
	j.address.SetText(room)
	j.offer(password)
	j.address.SetPlaceHolder(words.Tr("join.addressHint", "Host", words.HostOf(a.JID)))
	j.nick.SetPlaceHolder(draw.Turned(words.OneLine(view.Localpart(a.JID), words.NameRunes)))
	if room != "" {
		j.Title = words.Tr("join.titleRoom", "Room", words.OneLine(room, words.NameRunes))
		j.First = j.nick
	}
	for _, e := range []*draw.Entry{j.address, j.nick, j.password} {
		e.OnSubmitted = func(string) { j.join() }
	}
	j.Escapable(j.address, j.nick, j.password)
	j.arrange()
	w.OpenDialog(j.Dialog)
	return j
}

// arrange sets the buttons that fit, and draws anew.
func (j *joining) arrange() {
	j.Buttons = []draw.KeyButton{dialog.CancelButton()}
	if to := j.instead; to != "" {
		j.Buttons = append(j.Buttons, draw.KeyButton{Button: draw.Button{Word: words.Tr("room.goTo", "Room", words.OneLine(to, 40))}, Key: "instead", Tap: func() { j.w.AskJoin(to) }})
	} else {
		j.Buttons = append(j.Buttons, draw.KeyButton{Button: draw.Button{Icon: "search", Word: words.Tr("join.browse")}, Key: "browse", Tap: j.w.Browse})
	}
	enter := primary("join", words.Tr("join.deed"), j.join)
	if j.busy {
		enter.Word, enter.Tap = words.Tr("room.entering"), nil
	}
	j.Buttons = append(j.Buttons, enter)
	j.Refresh()
}

func (j *joining) join() {
	if j.busy {
		return
	}
	room, told, err := words.RoomAddress(j.address.Text)
	j.offer(told)
	if err != nil {
		j.failure = words.Tr("refused.address")
		j.arrange()
		return
	}
	j.busy, j.failure, j.instead = true, "", ""
	j.arrange()
	j.w.enter(app.JoinRoom{Account: j.account, Room: room, Nick: strings.TrimSpace(j.nick.Text), Password: j.password.Text}, func(err error) {
		j.busy = false
		if err != nil {
			j.refused(err)
			return
		}
		if j.OnTop() {
			j.Close()
			j.w.OpenChat(room)
		}
	})
}

// offer fills in a password that a link has told, where none was typed.
func (j *joining) offer(password string) {
	if password != "" && j.password.Text == "" {
		j.secret = true
		j.password.SetText(password)
	}
}

// refused says why the room did not let us in, and puts the keyboard where that can be helped.
func (j *joining) refused(err error) {
	j.failure, j.instead = joinText(err, j.address.Text), elsewhere(err)
	first := j.address
	switch about(err) {
	case "password":
		j.secret, first = true, j.password
	case "nick", "reserved":
		first = j.nick
	}
	j.arrange()
	if j.OnTop() {
		j.w.Win.Canvas().Focus(first)
	}
}

// elsewhere is the room that has taken the place of one that is gone, or "".
func elsewhere(err error) string {
	var to interface{ Instead() string }
	if errors.As(err, &to) {
		return to.Instead()
	}
	return ""
}

func (j *joining) draw(s *draw.Sheet, x, y, w float32) float32 {
	y = dialog.Field(s, j.address, words.Tr("join.address"), x, y, w) + 12
	y = dialog.Field(s, j.nick, words.Tr("join.nick"), x, y, w)
	if j.secret {
		y = dialog.Password(s, j.password, words.Tr("join.password"), x, y+12, w, j.Refresh)
	}
	if j.failure != "" {
		y += 10 + dialog.Warning(s, j.failure, x, y+10, w)
	}
	return y
}
