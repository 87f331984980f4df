package draw

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Theme is the look of the program as Fyne asks for it. The zero Theme follows the system at normal text size.
type Theme struct {
	Mode string  // "light", "dark"; anything else follows the system
	Text float32 // text size, 1 is normal; 0 stands for 1
}

// Look is a Theme as it is now.
type Look struct {
	Dark bool
	Text float32
}

// Now is the look of the running program; a foreign theme is taken for the light one.
func Now() Look {
	settings := fyne.CurrentApp().Settings()
	t, _ := settings.Theme().(Theme)
	return Look{Dark: t.dark(settings.ThemeVariant()), Text: t.scale()}
}

// Color answers for the tokens and for Fyne's own names.
func (t Theme) Color(n fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	l := Look{Dark: t.dark(v), Text: 1}
	if to, ok := fyneNames[n]; ok {
		n = to
	}
	if _, ok := tokens[n]; ok {
		return l.Color(n)
	}
	switch n { // blended over the control's own colour, so they must let it through
	case theme.ColorNameFocus:
		return through(l.Color(Acc), 0x40)
	case theme.ColorNameHover, theme.ColorNamePressed:
		return through(l.Color(Fg), 0x14)
	case theme.ColorNameScrollBar:
		return through(l.Color(Ctl), 0x90)
	case theme.ColorNameScrollBarBackground:
		return color.Transparent
	case theme.ColorNameShadow:
		return color.NRGBA{R: 18, G: 18, B: 28, A: 0x40}
	}
	v = theme.VariantLight
	if l.Dark {
		v = theme.VariantDark
	}
	return theme.DefaultTheme().Color(n, v)
}

// Font gives the fonts that are bundled with Fyne.
func (t Theme) Font(s fyne.TextStyle) fyne.Resource { return theme.DefaultTheme().Font(s) }

// Icon gives Fyne's icons, which its own controls use.
func (t Theme) Icon(n fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(n) }

// Size scales text and what holds text, nothing else.
func (t Theme) Size(n fyne.ThemeSizeName) float32 {
	switch n {
	case theme.SizeNameText:
		return 14 * t.scale()
	case theme.SizeNameCaptionText:
		return 12 * t.scale()
	case theme.SizeNameSubHeadingText:
		return 18 * t.scale()
	case theme.SizeNameHeadingText:
		return 24 * t.scale()
	case theme.SizeNameInlineIcon:
		return 20 * t.scale()
	case theme.SizeNamePadding:
		return 4
	case theme.SizeNameInnerPadding, theme.SizeNameButtonRadius, theme.SizeNameInputRadius, theme.SizeNameMenuRadius, theme.SizeNamePopupRadius:
		return 8
	case theme.SizeNameDialogRadius:
		return 16
	case theme.SizeNameModalBlurRadius:
		return 0
	case theme.SizeNameScrollBar:
		return 10
	case theme.SizeNameScrollBarSmall:
		return 3
	}
	return theme.DefaultTheme().Size(n)
}

func (t Theme) dark(system fyne.ThemeVariant) bool {
	switch t.Mode {
	case "light":
		return false
	case "dark":
		return true
	}
	return system == theme.VariantDark
}

func (t Theme) scale() float32 {
	if t.Text == 0 {
		return 1
	}
	return max(.8, min(2, t.Text))
}

func through(c color.Color, alpha uint8) color.Color {
	n := c.(color.NRGBA)
	n.A = alpha
	return n
}
