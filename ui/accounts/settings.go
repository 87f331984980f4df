package accounts

import (
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// ThemeKey is where the preferences keep whether the window is light or dark.
const ThemeKey = "theme"

// settings is the dialog about the program on this computer. What is chosen counts at once.
type settings struct {
	w       *Room
	d       *dialog.Dialog
	auto    bool // whether the program starts by itself
	can     bool // and whether that can be chosen; false until it is known
	failure string
}

// AskSettings shows the settings of the program.
func (w *Room) AskSettings() {
	p := &settings{w: w}
	report := draw.KeyButton{Button: draw.Button{Word: words.Tr("report.menu"), Kind: draw.Outlined}, Key: "report", Tap: w.ReportProblem}
	p.d = &dialog.Dialog{Title: words.Tr("settings.title"), Width: 560, Focus: dialog.CancelKey, Body: p.draw, Buttons: []draw.KeyButton{report, dialog.CloseButton()}}
	w.OpenDialog(p.d)
	p.lookAutostart()
}

// lookAutostart finds out whether the program starts by itself.
func (p *settings) lookAutostart() {
	if p.w.own.Autostart == nil {
		return
	}
	on := false
	p.w.Read(func(shell.Service) (err error) { on, err = p.w.own.Autostart.On(); return err }, func(err error) {
		if err != nil {
			p.w.Log.Info("look for autostart", "err", err)
		}
		p.auto, p.can = on, err == nil
		p.d.Refresh()
	})
}

func (p *settings) setAutostart() {
	want := !p.auto
	p.w.Read(func(shell.Service) error { return p.w.own.Autostart.Set(want) }, func(err error) {
		p.failure = ""
		if err == nil {
			p.auto = want
		} else {
			p.w.Log.Warn("set autostart", "err", err)
			p.failure = words.Tr("settings.autostartFailed") + " " + words.OneLine(err.Error(), 200)
		}
		p.d.Refresh()
	})
}

// option is one of several that a preference can be.
type option struct{ value, word string }

// choose draws the options of a preference under a heading, and gives the lower edge. The first one is what counts while
// nothing was chosen.
func (p *settings) choose(s *draw.Sheet, key, heading string, x, y, w float32, chosen func(), options ...option) float32 {
	y += s.Para(draw.One(heading, draw.B14, draw.Fg), x, y, w, s.K(20)) + 8
	is := p.w.App.Preferences().StringWithFallback(key, options[0].value)
	for _, o := range options {
		y = dialog.Choice(s, key+" "+o.value, o.word, is == o.value, true, x, y, w, func() {
			p.w.App.Preferences().SetString(key, o.value)
			if chosen != nil {
				chosen()
			}
			p.d.Refresh()
		}) + 6
	}
	return y + 12
}

func (p *settings) draw(s *draw.Sheet, x, y, w float32) float32 {
	y = p.choose(s, NotifyKey, words.Tr("settings.notify"), x, y, w, nil,
		option{NotifyAll, words.Tr("settings.notifyAll")}, option{NotifyName, words.Tr("settings.notifyName")}, option{NotifyNone, words.Tr("settings.notifyNone")}) - 12
	y += s.Para(draw.One(words.Tr("settings.notifyAlways"), draw.F12, draw.Muted), x, y, w, s.K(16)) + 18
	y = p.choose(s, shell.SendKey, words.Tr("settings.send"), x, y, w, nil,
		option{shell.SendEnter, words.Tr("settings.sendEnter")}, option{shell.SendCtrl, words.Tr("settings.sendCtrl")})
	y = p.choose(s, shell.MovingKey, words.Tr("settings.moving"), x, y, w, nil,
		option{shell.MovingPress, words.Tr("settings.movingPress")}, option{shell.MovingNever, words.Tr("settings.movingNever")})
	if p.w.own.Tray() {
		y = p.choose(s, CloseKey, words.Tr("settings.close"), x, y, w, nil,
			option{CloseAsk, words.Tr("settings.closeAsk")}, option{CloseHide, words.Tr("settings.closeHide")}, option{CloseQuit, words.Tr("settings.closeQuit")})
	}
	if p.can {
		y = dialog.Choice(s, "autostart", words.Tr("settings.autostart"), p.auto, false, x, y, w, p.setAutostart) + 18
		if p.failure != "" {
			y += dialog.Warning(s, p.failure, x, y-8, w) + 10
		}
	}
	y = p.choose(s, ThemeKey, words.Tr("settings.theme"), x, y, w, p.w.own.Recolour,
		option{"system", words.Tr("settings.themeSystem")}, option{"light", words.Tr("settings.themeLight")}, option{"dark", words.Tr("settings.themeDark")})
	return y + s.Para(draw.One(words.Tr("settings.about", "Version", p.w.own.Version), draw.F12, draw.Muted), x, y, w, s.K(16))
}

// What closing the window does, as the preferences keep it.
const (
	CloseKey  = "close"
	CloseAsk  = ""
	CloseHide = "hide"
	CloseQuit = "quit"
)

// What notifications say, as the preferences keep it.
const (
	NotifyKey  = "notifications"
	NotifyAll  = ""     // who wrote, and what
	NotifyName = "name" // who wrote
	NotifyNone = "none"
)

// Autostart is whether the program starts by itself when its user logs in. Its methods read and write files.
type Autostart interface {
	On() (bool, error)
	Set(on bool) error
}
