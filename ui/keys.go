package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"vouch/app/view"
)

// pressed is called after something was pressed by the pointer: the keyboard belongs to the composer.
func (w *Window) pressed() {
	w.used()
	w.tip.clear()
	if c := w.Win.Canvas(); c.Overlays().Top() == nil && c.Focused() == nil {
		w.focusComposer()
	}
}

func (w *Window) focusComposer() {
	if w.Shown != nil && w.Shown.Chat != nil && w.Page() == view.PageChat {
		w.chat.Focus()
	}
	if w.Shown != nil && w.Shown.Chat != nil && w.Page() == view.PageMembers {
		w.rooms.Focus()
	}
	if w.Shown != nil && w.Shown.Chat != nil && w.Page() == view.PageFiles {
		w.media.Focus()
	}
	if w.Shown != nil && w.Page() == view.PageSearch {
		w.search.Focus()
	}
}

func (w *Window) shortcuts() {
	c := w.Win.Canvas()
	for _, k := range []fyne.KeyName{fyne.KeyN, fyne.KeyK, fyne.KeyF, fyne.KeyComma} {
		c.AddShortcut(&desktop.CustomShortcut{KeyName: k, Modifier: fyne.KeyModifierShortcutDefault}, func(s fyne.Shortcut) { w.shortcut(s) })
	}
	for _, s := range textShortcuts() {
		c.AddShortcut(s, func(s fyne.Shortcut) { w.shortcut(s) })
	}
	c.SetOnTypedKey(w.key)
	c.SetOnTypedRune(func(r rune) { // nothing has the keyboard: what is typed is meant for the composer
		w.focusComposer()
		w.chat.TypeRune(r)
	})
}

// shortcut takes the shortcuts of the window and says whether s is one.
func (w *Window) shortcut(s fyne.Shortcut) bool {
	k, ok := s.(fyne.KeyboardShortcut)
	if ok && w.textShortcut(k) {
		return true
	}
	if !ok || k.Mod() != fyne.KeyModifierShortcutDefault {
		return false
	}
	does := map[fyne.KeyName]func(){fyne.KeyN: w.accounts.NewChat, fyne.KeyK: w.side.focusFilter, fyne.KeyF: w.searchHere, fyne.KeyComma: w.accounts.AskSettings}[k.Key()]
	if does != nil && w.Account() != nil && w.Win.Canvas().Overlays().Top() == nil {
		does()
	}
	return does != nil
}

// searchHere looks for messages: in the chat that is shown, else in all of them.
func (w *Window) searchHere() {
	if w.Page() == view.PageSearch {
		w.search.Focus()
		return
	}
	w.search.Open(w.View().Chat, "")
}

// key takes the keys that no control has a use for.
func (w *Window) key(e *fyne.KeyEvent) {
	w.used()
	switch e.Name {
	case fyne.KeyF6:
		w.nextArea()
	case fyne.KeyEscape:
		w.escape()
	default:
		w.keys.ScrollPage(e.Name)
	}
}

// escape leaves what was opened last.
func (w *Window) escape() {
	switch {
	case w.Shown == nil:
	case w.side.filter.Text != "":
		w.side.filter.SetText("")
		w.focusComposer()
	case w.Page() == view.PageMembers:
		w.rooms.Back()
	case w.Page() == view.PageFiles:
		w.media.Back()
	case w.Page() == view.PageSearch:
		w.search.Leave()
	case w.Page() != view.PageChat:
		w.keys.Back()
	case w.search.Back() != nil:
		w.search.Back()()
	case w.Narrow() && w.Shown.Chat != nil:
		w.OpenChat("")
	default:
		w.focusComposer()
	}
}

// nextArea moves the keyboard on: list of chats, header, timeline, composer.
func (w *Window) nextArea() {
	if w.Shown == nil || w.Account() == nil {
		return
	}
	var areas []fyne.Focusable
	if w.side.visible() {
		areas = append(areas, w.side.list)
	}
	if w.Page() == view.PageMembers {
		areas = w.rooms.Areas(areas)
	} else if w.Page() == view.PageFiles {
		areas = w.media.Areas(areas)
	} else if w.Page() == view.PageSearch {
		areas = w.search.Areas(areas)
	} else if w.Page() != view.PageChat {
		areas = w.keys.Areas(areas)
	} else if w.Shown.Chat != nil {
		areas = w.chat.Areas(areas)
	}
	if len(areas) == 0 {
		return
	}
	focused := w.Win.Canvas().Focused()
	for i, a := range areas {
		if a == focused {
			w.Win.Canvas().Focus(areas[(i+1)%len(areas)])
			return
		}
	}
	w.Win.Canvas().Focus(areas[0])
}
