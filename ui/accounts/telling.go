package accounts

import (
	"context"
	"errors"
	"strings"

	"vouch/app"
	"vouch/app/keys"
	"vouch/app/view"
	"vouch/ui/bidi"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// telling asks which contacts to tell about the own devices, and in which words. Nothing leaves before its button is
// pressed.
type telling struct {
	*dialog.Dialog
	w       *Room
	account string
	search  *draw.Entry
	words   *draw.Entry
	plain   []string // names of those in whose chats encryption is off
}

// TellContacts has a message made with the account's link in it, for contacts whom the user chooses.
func (w *Room) TellContacts() {
	a := w.Account()
	if a == nil {
		return
	}
	var code *keys.Code
	w.Read(func(s shell.Service) (err error) {
		code, err = s.Code(a.JID, a.JID, keys.IncludeVerified)
		return err
	}, func(err error) {
		if err != nil {
			w.Fail(words.ErrText(err, words.HostOf(a.JID)))
			return
		}
		w.openTelling(a.JID, code.Link)
	})
}

func (w *Room) openTelling(account, link string) *telling {
	t := &telling{w: w, account: account, search: draw.NewEntry(false), words: draw.NewEntry(true)}
	t.Dialog = &dialog.Dialog{Title: words.Tr("tell.title"), Text: words.Tr("tell.text"), Width: 560, Focus: dialog.CancelKey}
	items, plain := w.tellable(account)
	t.List, t.plain = dialog.NewPickList(items), plain
	t.List.None = words.Tr("tell.nobody")
	t.List.Shown = func(i dialog.PickItem) bool {
		return strings.Contains(strings.ToLower(i.Word+" "+i.Key), strings.ToLower(strings.TrimSpace(t.search.Text)))
	}
	t.List.Ticked = t.changed
	t.search.SetPlaceHolder(words.Tr("tell.find"))
	t.search.OnChanged = func(string) { t.changed() }
	t.words.SetMinRowsVisible(4)
	t.words.SetText(words.Tr("tell.words", "Link", link))
	t.words.OnChanged = func(string) { t.changed() }
	t.Escapable(t.search, t.words)
	t.Body = t.draw
	t.changed()
	w.OpenDialog(t.Dialog)
	return t
}

// tellable are the contacts of the account that can be told, those with messages first, and the names of those in whose
// chats encryption is off.
func (w *Room) tellable(account string) (items []dialog.PickItem, plain []string) {
	var quiet []dialog.PickItem
	for _, row := range w.Shown.Chats {
		name := words.NameOf(row.Name, row.Chat)
		switch {
		case row.Chat == account || row.Blocked != "":
		case !row.Encrypted:
			plain = append(plain, name)
		case row.Time.IsZero():
			quiet = append(quiet, dialog.PickItem{Key: row.Chat, Word: name})
		default:
			items = append(items, dialog.PickItem{Key: row.Chat, Word: name})
		}
	}
	return append(items, quiet...), plain
}

// changed makes the button say how many are told. Without the words, or without anybody, it cannot be pressed.
func (t *telling) changed() {
	b := draw.KeyButton{Button: draw.Button{Icon: "send", Word: words.Tr("tell.button"), Kind: draw.Primary}, Key: "tell"}
	if to := t.List.Picked(); len(to) > 0 && !view.Blank(t.words.Text) {
		b.Word, b.Tap = words.Trn("tell.buttonMany", len(to)), func() { t.send(to) }
	}
	t.Buttons = []draw.KeyButton{dialog.CancelButton(), b}
	t.Refresh()
}

func (t *telling) draw(s *draw.Sheet, x, y, w float32) float32 {
	s.Entry(t.search, x, y, w, 20+s.K(20), draw.Ctl, 8, 10)
	y += 20 + s.K(20) + 8
	y = t.List.Draw(s, x, y, w, s.K(130)) + 12
	if len(t.plain) > 0 {
		y += s.Para(draw.One(words.Tr("tell.plain", "Names", strings.Join(t.plain, ", ")), draw.F12, draw.Muted), x, y, w, s.K(16)) + 12
	}
	s.Word(words.Tr("tell.label"), x, y, s.K(16), draw.F12, draw.Muted)
	y += s.K(16) + 4
	h := 20 + 4*s.K(20)
	s.Entry(t.words, x, y, w, h, draw.Ctl, 8, 10)
	return y + h
}

// send has the contacts told, and says who was left out.
func (t *telling) send(to []string) {
	said := strings.TrimSpace(t.words.Text)
	var left []string
	t.w.Ask(func(ctx context.Context, s shell.Service) (err error) {
		left, err = s.Tell(ctx, t.account, to, said)
		return err
	}, func(err error) {
		d := &dialog.Dialog{Title: words.Trn("tell.done", len(to)-len(left)), Text: words.Tr("tell.doneText"), Focus: dialog.CancelKey, Buttons: []draw.KeyButton{dialog.CloseButton()}}
		var e *app.Error
		switch {
		case errors.As(err, &e) && e.Kind == app.KindInvalid && e.Param == "link":
			d.Title, d.Text = words.Tr("tell.failed"), words.Tr("tell.oldLink")
		case err != nil:
			d.Title, d.Text = words.Tr("tell.failed"), words.ErrText(err, words.HostOf(t.account))
		case len(left) > 0:
			d.Text += " " + words.Tr("tell.left", "Names", strings.Join(t.w.namesOf(left), ", "))
		}
		t.w.OpenDialog(d)
	})
}

// namesOf are the names of chats.
func (w *Room) namesOf(chats []string) (out []string) {
	for _, chat := range chats {
		out = append(out, bidi.Isolate(words.NameOf(w.RowOf(chat).Name, chat)))
	}
	return out
}
