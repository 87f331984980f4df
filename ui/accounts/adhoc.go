package accounts

import (
	"context"
	"errors"
	"slices"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/forms"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// mostCommands is how many commands stand in the list; those beyond are counted.
const mostCommands = 30

// commander is the dialog of ad-hoc commands, in which a server is told to do something: the list of what it offers, then its forms one after
// the other, then what came of it.
type commander struct {
	w       *Room
	account string
	all     []app.AdHocCommand // nil while the server has not answered, and for none
	command app.AdHocCommand   // the one that is carried out
	step    *app.AdHocStep     // nil while the list is shown
	page    *forms.Page        // of the step; nil for one without a form to fill in
	busy    bool
	failure string
	number  int // of the question to the server: an answer to an older one is dropped
	d       *dialog.Dialog
}

// ServerCommands asks the account's server what it can be told to do.
func (w *Room) ServerCommands() {
	if a := w.Account(); a != nil {
		newCommander(w, a.JID).list()
	}
}

// newCommander opens an empty dialog.
func newCommander(w *Room, account string) *commander {
	c := &commander{w: w, account: account}
	c.d = &dialog.Dialog{Title: words.Tr("commands.title", "Who", words.HostOf(account)), Width: 520, Body: c.draw, Left: c.leave, Stays: map[string]bool{}}
	c.arrange()
	w.OpenDialog(c.d)
	return c
}

func (c *commander) list() {
	var all []app.AdHocCommand
	c.ask(func(ctx context.Context, s shell.Service) (err error) {
		all, err = s.AdHocCommands(ctx, c.account, "")
		return err
	}, func() { c.all = all })
	c.d.Refresh()
}

// ask has something asked over the network, and the dialog go on with the answer.
func (c *commander) ask(question func(context.Context, shell.Service) error, then func()) {
	c.number++
	number := c.number
	c.busy, c.failure = true, ""
	c.w.Ask(question, func(err error) {
		if number != c.number {
			return
		}
		c.busy = false
		if err != nil {
			c.failure = commandText(err, words.HostOf(c.account), c.page)
		} else {
			then()
		}
		c.arrange()
	})
}

func aboutOf(err error) string {
	var e *app.Error
	if errors.As(err, &e) {
		return e.About
	}
	return ""
}

// commandText says why a command was not carried out.
func commandText(err error, who string, page *forms.Page) string {
	if app.KindOf(err) == app.KindInvalid {
		return words.Tr("commands.missing", "Field", page.Label(aboutOf(err)))
	}
	return words.ErrText(err, who)
}

// run takes the command a step on.
func (c *commander) run(action app.AdHocAction) {
	if c.busy {
		return
	}
	order := app.AdHocRun{Account: c.account, Command: c.command, Action: action}
	if c.step != nil {
		order.Step = *c.step
	}
	if c.page != nil {
		order.Answers = c.page.Answers()
	}
	var next app.AdHocStep
	var shown forms.Pictures
	c.ask(func(ctx context.Context, s shell.Service) (err error) {
		next, err = s.RunAdHoc(ctx, order)
		if err == nil && next.Form != nil {
			shown = forms.ReadPictures(*next.Form)
		}
		return err
	}, func() { c.show(next, shown) })
	c.arrange()
}

// show shows where the command stands.
func (c *commander) show(next app.AdHocStep, shown forms.Pictures) {
	c.step, c.page = &next, nil
	if next.Form != nil && next.Status == "executing" {
		by := &forms.Asker{Win: c.w.Shell, Refresh: func() { c.d.Refresh() }, Submit: func() { c.run(next.Default) }}
		c.page = forms.NewPage(by, words.HostOf(c.account), *next.Form, shown, nil)
		for _, q := range c.page.Asked {
			if q.Entry != nil {
				c.d.Escapable(q.Entry)
			}
		}
	}
}

// arrange sets the buttons that fit, and puts the keyboard where one goes on.
func (c *commander) arrange() {
	c.d.Buttons = c.buttons()
	for _, b := range c.d.Buttons {
		c.d.Stays[b.Key] = b.Key != "cancel"
	}
	if !c.d.Opened() {
		return
	}
	c.d.Refresh()
	canvas := c.w.Win.Canvas()
	if c.page != nil {
		if e := c.page.First(); e != nil {
			canvas.Focus(e)
			return
		}
	}
	if f, ok := c.d.Find(c.d.Buttons[len(c.d.Buttons)-1].Key).(fyne.Focusable); ok {
		canvas.Focus(f)
	}
}

func (c *commander) buttons() []draw.KeyButton {
	if c.step == nil || c.step.Status != "executing" {
		return []draw.KeyButton{dialog.CloseButton()}
	}
	out := []draw.KeyButton{dialog.CancelButton()}
	words := map[app.AdHocAction]string{"prev": words.Tr("commands.back"), "next": words.Tr("commands.next"), "complete": words.Tr("commands.complete")}
	order := append(slices.DeleteFunc(slices.Clone(c.step.Actions), func(a app.AdHocAction) bool { return a == c.step.Default }), c.step.Default)
	for _, action := range order {
		b := draw.KeyButton{Button: draw.Button{Word: words[action]}, Key: string(action)}
		if action == c.step.Default {
			b.Kind = draw.Primary
		}
		if !c.busy {
			b.Tap = func() { c.run(action) }
		}
		out = append(out, b)
	}
	return out
}

// leave ends a command that is under way: the server need not keep it.
func (c *commander) leave() {
	c.number++
	if c.step == nil || c.step.Status != "executing" {
		return
	}
	cancel := app.AdHocRun{Account: c.account, Command: c.command, Step: *c.step, Action: "cancel"}
	c.w.Ask(func(ctx context.Context, s shell.Service) error { _, err := s.RunAdHoc(ctx, cancel); return err }, func(error) {})
}

// draw gives the lower edge.
func (c *commander) draw(s *draw.Sheet, x, y, w float32) float32 {
	switch {
	case c.step != nil:
		y = c.drawStep(s, x, y, w)
	case !c.busy && c.failure == "":
		y = c.drawList(s, x, y, w)
	}
	if c.busy {
		y += s.Para(draw.One(words.Tr("commands.asking"), draw.F13, draw.Muted), x, y, w, s.K(18)) + 4
	}
	if c.failure != "" {
		y += dialog.Warning(s, c.failure, x, y+4, w) + 4
	}
	return y
}

func (c *commander) drawList(s *draw.Sheet, x, y, w float32) float32 {
	if len(c.all) == 0 {
		return y + s.Para(draw.One(words.Tr("commands.none"), draw.F14, draw.Fg), x, y, w, s.K(20))
	}
	for _, one := range c.all[:min(len(c.all), mostCommands)] {
		s.Button("command "+one.Node, draw.Button{Word: s.Clip(words.OneLine(one.Name, 200), w-40, draw.F14), Wide: w}, x, y, func() {
			c.command = one
			c.run("execute")
		})
		y += s.K(36) + 8
	}
	if more := len(c.all) - mostCommands; more > 0 {
		y += s.Para(draw.One(words.Trn("commands.more", more), draw.F13, draw.Muted), x, y, w, s.K(18))
	}
	return y
}

// drawStep draws a form, or what came of the command.
func (c *commander) drawStep(s *draw.Sheet, x, y, w float32) float32 {
	y += s.Para(draw.One(words.OneLine(c.command.Name, 200), draw.B15, draw.Fg), x, y, w, s.K(22)) + 4
	for _, n := range c.step.Notes {
		color := draw.Fg
		if n.Type == "error" {
			color = draw.Rejected
		}
		y += s.Para(draw.One(forms.ShortText(n.Text), draw.F14, color), x, y, w, s.K(20)) + 4
	}
	switch {
	case c.page != nil:
		return c.page.Draw(s, x, y, w)
	case c.step.Form != nil:
		return drawResult(s, *c.step.Form, x, y, w)
	case c.step.Status == "completed" && len(c.step.Notes) == 0:
		y += s.Para(draw.One(words.Tr("commands.done"), draw.F14, draw.Fg), x, y, w, s.K(20))
	}
	return y
}

// drawResult draws what came out of a command: fields, or a table with a block for each row.
func drawResult(s *draw.Sheet, f app.DataForm, x, y, w float32) float32 {
	for _, words := range []string{words.OneLine(f.Title, 200), forms.ShortText(f.Instructions)} {
		if words != "" {
			y += s.Para(draw.One(words, draw.F13, draw.Muted), x, y, w, s.K(18)) + 4
		}
	}
	if len(f.Rows) == 0 {
		return drawFields(s, f.Fields, f.Fields, x, y, w)
	}
	for _, row := range f.Rows[:min(len(f.Rows), mostCommands)] {
		y = drawFields(s, row, f.Fields, x, y, w) + 8
	}
	if more := len(f.Rows) - mostCommands; more > 0 {
		y += s.Para(draw.One(words.Trn("commands.rows", more), draw.F13, draw.Muted), x, y, w, s.K(18))
	}
	return y
}

// drawFields draws fields with their values; the labels are those of named.
func drawFields(s *draw.Sheet, fields, named []app.DataField, x, y, w float32) float32 {
	for _, f := range fields {
		if f.Hidden() || f.Value == "" && f.Type != "fixed" {
			continue
		}
		label := words.OneLine(f.Label, 200)
		for _, n := range named {
			if n.Var == f.Var && label == "" {
				label = forms.FieldLabel(n, false)
			}
		}
		if f.Type != "fixed" {
			y += s.Para(draw.One(label, draw.F12, draw.Muted), x, y, w, s.K(16))
		}
		y += s.Para(draw.One(forms.ShortText(f.Value), draw.F14, draw.Fg), x, y, w, s.K(20)) + 8
	}
	return y
}
