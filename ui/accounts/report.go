package accounts

import (
	"fmt"
	"strconv"

	"fyne.io/fyne/v2"

	"vouch/app/report"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// reportHeight is how high the text of a report is at normal size, in a window that has the room.
const reportHeight = 380

// ReportProblem shows what helps with a problem, for the user to read, to shorten, and to copy. Nothing is sent.
func (w *Room) ReportProblem() {
	text, said := draw.NewEntry(true), words.Tr("report.gathering")
	text.TextStyle.Monospace, text.Wrapping = true, fyne.TextWrapOff
	d := &dialog.Dialog{Title: words.Tr("report.title"), Text: words.Tr("report.text"), Width: 760, Focus: dialog.CancelKey, Stays: map[string]bool{"copy": true, "save": true}}
	say := func(words string) { said = words; d.Refresh() }
	d.Body = func(s *draw.Sheet, x, y, bw float32) float32 {
		h := max(120, min(s.K(reportHeight), w.Win.Canvas().Size().Height-s.K(300)))
		s.Entry(text, x, y, bw, h, draw.Ctl, 8, 8)
		return y + h + 10 + s.Para(draw.One(said, draw.F13, draw.Fg), x, y+h+10, bw, s.K(18))
	}
	d.Buttons = []draw.KeyButton{
		dialog.CloseButton(),
		{Button: draw.Button{Icon: "download", Word: words.Tr("makepage.save")}, Key: "save", Tap: func() {
			w.SaveData(words.Tr("report.title"), "vouch-report.txt", []byte(text.Text), say)
		}},
		{Button: draw.Button{Icon: "copy", Word: words.Tr("report.copy"), Kind: draw.Primary}, Key: "copy", Tap: func() {
			w.App.Clipboard().SetContent(text.Text)
			say(words.Tr("makepage.copied"))
		}},
	}
	d.Escapable(text)
	w.OpenDialog(d)
	got, window := "", w.reportLines()
	w.Read(func(s shell.Service) (err error) {
		got, err = s.Report(window)
		return err
	}, func(err error) {
		if err != nil {
			say(words.ErrText(err, ""))
			return
		}
		text.SetText(got)
		say(words.Tr("report.gathered"))
	})
}

// reportLines are the settings of the window.
func (w *Room) reportLines() []report.Line {
	prefs, size := w.App.Preferences(), w.Win.Canvas().Size()
	choice := func(key, none string) string { return prefs.StringWithFallback(key, none) }
	return []report.Line{
		{Name: "size", Value: fmt.Sprintf("%.0f×%.0f, scale %.2f", size.Width, size.Height, w.Win.Canvas().Scale())},
		{Name: "text", Value: fmt.Sprintf("%.0f %%", 100*draw.Now().Text)},
		{Name: "colours", Value: choice(ThemeKey, "system")},
		{Name: "notifications", Value: choice(NotifyKey, "all")},
		{Name: "tray", Value: strconv.FormatBool(w.own.Tray())},
		{Name: "closing", Value: choice(CloseKey, "ask")},
	}
}
