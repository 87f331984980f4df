package ui

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"vouch/ui/accounts"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// textSizes are the sizes of text to choose from; 1 is normal.
var textSizes = []float32{.8, 1, 1.25, 1.5, 1.75, 2}

// textSizeKey is where the preferences of the program keep it.
const textSizeKey = "text size"

// textKeys are the keys that, with Ctrl, make text larger (1), smaller (-1) or normal (0). On some keyboards plus is
// reached by Shift, and its key is called equal.
var textKeys = map[fyne.KeyName]int{fyne.KeyPlus: 1, fyne.KeyEqual: 1, fyne.KeyMinus: -1, fyne.Key0: 0}

// textShortcuts are the shortcuts of textKeys.
func textShortcuts() (out []*desktop.CustomShortcut) {
	for k := range textKeys {
		out = append(out, &desktop.CustomShortcut{KeyName: k, Modifier: fyne.KeyModifierShortcutDefault},
			&desktop.CustomShortcut{KeyName: k, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift})
	}
	return out
}

// textShortcut changes the size of text and says whether s is one of the shortcuts for it.
func (w *Window) textShortcut(s fyne.KeyboardShortcut) bool {
	by, ok := textKeys[s.Key()]
	if !ok || s.Mod()&^fyne.KeyModifierShift != fyne.KeyModifierShortcutDefault {
		return false
	}
	i := 1
	if by != 0 {
		at := slices.IndexFunc(textSizes, func(size float32) bool { return size >= draw.Now().Text })
		i = max(0, min(at+by, len(textSizes)-1))
	}
	w.setTextSize(textSizes[i])
	return true
}

// setTextSize changes the size of text, for this start of the program and later ones.
func (w *Window) setTextSize(size float32) {
	w.App.Preferences().SetFloat(textSizeKey, float64(size))
	w.options.TextScale = size
	w.App.Settings().SetTheme(w.theme())
	w.root.Refresh()
}

// theme is the look that the options and the preferences ask for.
func (w *Window) theme() draw.Theme { return themeOf(w.App, w.options) }

func themeOf(a fyne.App, o Options) draw.Theme {
	mode, size := o.Theme, o.TextScale
	if mode == "" {
		mode = a.Preferences().String(accounts.ThemeKey)
	}
	if size == 0 {
		size = float32(a.Preferences().FloatWithFallback(textSizeKey, 1))
	}
	return draw.Theme{Mode: mode, Text: size}
}

// textSizeItem is the item of the menu of the program.
func (w *Window) textSizeItem() *fyne.MenuItem {
	var sizes []*fyne.MenuItem
	for _, size := range textSizes {
		item := fyne.NewMenuItem(words.Tr("menu.percent", "N", fmt.Sprintf("%.0f", 100*size)), func() { w.setTextSize(size) })
		item.Checked = size == draw.Now().Text
		sizes = append(sizes, item)
	}
	item := fyne.NewMenuItem(words.Tr("menu.textSize"), nil)
	item.ChildMenu = fyne.NewMenu("", sizes...)
	return item
}

// recolour takes over the colours that were chosen, also where the program was started with others.
func (w *Window) recolour() {
	w.options.Theme = ""
	w.App.Settings().SetTheme(w.theme())
	w.root.Refresh()
}
