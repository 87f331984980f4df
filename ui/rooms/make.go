package rooms

import (
	"context"
	"strings"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/bidi"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// making asks what room to make, and whom to invite.
type making struct {
	*dialog.Dialog
	w            *Room
	account      string
	name, search *draw.Entry
	public, busy bool
	failure      string
}

// Make asks for name, kind and people of a room, and makes it.
func (w *Room) Make() {
	a := w.Account()
	if a == nil {
		return
	}
	m := &making{w: w, account: a.JID, name: draw.NewEntry(false), search: draw.NewEntry(false)}
	m.Dialog = &dialog.Dialog{Title: words.Tr("make.title"), Text: words.Tr("make.text"), Width: 520, First: m.name, Body: m.draw, List: dialog.NewPickList(w.people()),
		Stays: map[string]bool{"make": true}}
	m.List.None = words.Tr("tell.nobody")
	m.List.Shown = func(i dialog.PickItem) bool { return fits(m.search.Text, i.Word, i.Key) }
	m.List.Ticked = m.arrange
	m.search.SetPlaceHolder(words.Tr("tell.find"))
	m.search.OnChanged = func(string) { m.arrange() }
	m.name.OnChanged = func(string) { m.arrange() }
	m.name.OnSubmitted = func(string) { m.make() }
	m.Escapable(m.name, m.search)
	m.arrange()
	w.OpenDialog(m.Dialog)
}

// people are those whom the account knows, for picking.
func (w *Room) people() (out []dialog.PickItem) {
	a := w.Account()
	for _, row := range w.Shown.Chats {
		if (row.Of == view.ChatContact || row.Of == "") && row.Chat != a.JID && row.Blocked == "" {
			out = append(out, dialog.PickItem{Key: row.Chat, Word: words.NameOf(row.Name, row.Chat)})
		}
	}
	return out
}

// fits says whether one of the texts holds what was typed.
func fits(typed string, texts ...string) bool {
	typed = strings.ToLower(strings.TrimSpace(typed))
	for _, t := range texts {
		if strings.Contains(strings.ToLower(t), typed) {
			return true
		}
	}
	return false
}

// arrange makes the button say what is made. Without a name it cannot be pressed.
func (m *making) arrange() {
	word := words.Tr("make.group")
	if m.public {
		word = words.Tr("make.channel")
	}
	b := primary("make", word, nil)
	switch {
	case m.busy:
		b.Word = words.Tr("make.busy")
	case !view.Blank(m.name.Text):
		b.Tap = m.make
	}
	m.Buttons = []draw.KeyButton{dialog.CancelButton(), b}
	m.Refresh()
}

func (m *making) draw(s *draw.Sheet, x, y, w float32) float32 {
	y = dialog.Field(s, m.name, words.Tr("make.name"), x, y, w) + 14
	kind := func(public bool) func() { return func() { m.public = public; m.arrange() } }
	y = dialog.Choice(s, "private", words.Tr("make.private"), !m.public, true, x, y, w, kind(false)) + 8
	y = dialog.Choice(s, "public", words.Tr("make.public"), m.public, true, x, y, w, kind(true)) + 14
	s.Word(words.Tr("make.people"), x, y, s.K(16), draw.F12, draw.Muted)
	y += s.K(16) + 4
	s.Entry(m.search, x, y, w, 20+s.K(20), draw.Ctl, 8, 10)
	y = m.List.Draw(s, x, y+20+s.K(20)+8, w, s.K(150))
	if m.failure != "" {
		y += 10 + dialog.Warning(s, m.failure, x, y+10, w)
	}
	return y
}

func (m *making) make() {
	if m.busy || view.Blank(m.name.Text) {
		return
	}
	m.busy, m.failure = true, ""
	m.arrange()
	c := app.CreateRoom{Account: m.account, Name: strings.TrimSpace(m.name.Text), Public: m.public, People: m.List.Picked()}
	var made app.MadeRoom
	m.w.Ask(func(ctx context.Context, s shell.Service) error {
		answer, err := s.Call(ctx, c)
		if err == nil {
			made = answer.(app.MadeRoom)
		}
		return err
	}, func(err error) {
		m.busy = false
		if err != nil {
			m.failure = makeText(err, m.account)
			m.arrange()
			return
		}
		if m.OnTop() {
			m.Close()
			m.w.OpenChat(made.Room)
		}
		m.w.sayMade(c, made)
	})
}

// makeText says why a room was not made.
func makeText(err error, account string) string {
	if app.KindOf(err) == app.KindNotOffered {
		return words.WithDetail(words.Tr("make.notOffered", "Who", words.HostOf(account)), err)
	}
	return joinText(err, account)
}

// sayMade says what of a new room is not as it was wished: who could not be invited, and that nothing is kept.
func (w *Room) sayMade(c app.CreateRoom, made app.MadeRoom) {
	var said []string
	if len(made.Left) > 0 {
		var names []string
		for _, who := range made.Left {
			names = append(names, bidi.Isolate(w.PersonName(who)))
		}
		said = append(said, words.Tr("make.left", "Names", strings.Join(names, ", ")))
	}
	if !made.Archive {
		said = append(said, words.Tr("make.noArchive"))
	}
	if len(said) > 0 {
		w.OpenDialog(&dialog.Dialog{Title: words.Tr("make.done", "Name", words.OneLine(c.Name, words.NameRunes)), Text: strings.Join(said, "\n"), Focus: dialog.CancelKey,
			Buttons: []draw.KeyButton{dialog.CloseButton()}})
	}
}
