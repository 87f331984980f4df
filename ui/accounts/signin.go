package accounts

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vouch/app"
	"vouch/app/input"
	"vouch/assets"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// signInForm asks for an account: one that is there, or a new one. It is the first window and a dialog.
type signInForm struct {
	w                 *Room
	address, password *draw.Entry
	reach             *reach // for both
	fresh             *newAccount
	making            bool // the new account is in front
	busy              bool
	failure           string
	refresh           func()
	done              func(account string)
}

// newSignInForm makes a form that shows itself by refresh and says by done which account there is. Key gets the keys of the
// text fields first.
func newSignInForm(w *Room, refresh func(), done func(account string), key func(*fyne.KeyEvent) bool) *signInForm {
	f := &signInForm{w: w, address: draw.NewEntry(false), password: dialog.NewPassword(), reach: newReach(w), refresh: refresh, done: done}
	f.reach.refresh = refresh
	f.fresh = newNewAccount(w, f.reach, refresh, done, key)
	f.fresh.front = func() bool { return f.making }
	for _, e := range append(f.reach.entries(), f.address, f.password) {
		e.OnSubmitted = func(string) { f.submit() }
		e.OnChanged = func(string) { refresh() }
		e.Key = key
	}
	return f
}

// invited turns to a new account, as a link says that somebody may make; nothing is sent before the user goes on.
func (f *signInForm) invited(l input.Link) {
	if l.Server == "" { // to a contact of another server: an account comes first
		f.fail(words.Tr("invited.first", "Address", words.OneLine(l.JID, words.NameRunes)))
		return
	}
	f.turn(true)
	f.fresh.invited(l)
}

// first is the field with the keyboard at first.
func (f *signInForm) first() *draw.Entry {
	if f.making {
		return f.fresh.first()
	}
	return f.address
}

// signIn is the window while there is no account.
type signIn struct {
	pane   *draw.Pane // scrolled, where window or text do not leave the room
	scroll *container.Scroll
	form   *signInForm
}

func newSignIn(w *Room) *signIn {
	p := &signIn{}
	p.pane = w.Pane(p.draw)
	p.scroll = container.NewVScroll(p.pane)
	p.form = newSignInForm(w, p.pane.Refresh, w.Use, nil)
	return p
}

// put places it on the whole window.
func (p *signIn) put(s *draw.Sheet) {
	p.pane.SetMin(fyne.NewSize(100, p.pane.HeightFor(s.W)))
	s.Put(p.scroll, 0, 0, s.W, s.H)
	p.pane.Refresh()
	p.scroll.Refresh()
}

// draw sets the height to what is needed, where there is less.
func (p *signIn) draw(s *draw.Sheet) {
	left, high := float32(0), float32(0)
	if s.W >= 700+s.K(200) {
		left = min(500, s.W*.42)
		high = p.welcome(s, left)
	}
	w := min(s.K(420), s.W-left-48)
	t := s.Sub(w, 0)
	y := float32(0)
	if left == 0 {
		t.Picture(assets.Drawing(), (w-56)/2, 0, 56, 56)
		y = 72 + t.ParaMid(draw.One(words.Tr("signin.welcome"), draw.B24, draw.Fg), 0, 72, w, s.K(32)) + 16
	}
	y = p.form.draw(t, 0, y, w) + 20
	t.Link("report", words.Tr("report.menu"), 0, y, s.K(18), draw.F13, p.form.w.ReportProblem) // who cannot sign in has no menu
	y += s.K(18)
	s.Add(t, left+(s.W-left-w)/2, max(24, (p.scroll.Size().Height-y)/2))
	s.H = max(s.H, y+48, high)
}

// welcome says at the left what the program is about, and gives the height that it needs.
func (p *signIn) welcome(s *draw.Sheet, w float32) float32 {
	s.Rect(0, 0, w, s.H, draw.Side)
	s.Rect(w-1, 0, 1, s.H, draw.Line)
	const x = 56
	in := w - 2*x
	y := float32(72)
	s.Picture(assets.Drawing(), x, y, 72, 72)
	y += 72 + 22
	y += s.Para(draw.One(words.Tr("signin.welcome"), draw.B24, draw.Fg), x, y, in, s.K(32))
	y += s.Para(draw.One(words.Tr("signin.claim"), draw.F14, draw.Muted), x, y, in, s.K(20)) + 22
	for _, c := range []struct {
		icon        string
		color       draw.Token
		title, text string
	}{
		{"undecided", draw.Undecided, words.Tr("signin.nobodyTitle"), words.Tr("signin.nobodyText")},
		{"verified", draw.Verified, words.Tr("signin.compareTitle"), words.Tr("signin.compareText")},
		{"history", draw.Acc, words.Tr("signin.lookTitle"), words.Tr("signin.lookText")},
	} {
		s.Icon(c.icon, c.color, x, y, s.K(24))
		tx := x + s.K(24) + 16
		y += s.Para(draw.One(c.title, draw.B14, draw.Fg), tx, y, w-x-tx, s.K(20))
		y += s.Para(draw.One(c.text, draw.F14, draw.Muted), tx, y, w-x-tx, s.K(20)) + 22
	}
	return y + 2
}

// draw gives the lower edge of the form.
func (f *signInForm) draw(s *draw.Sheet, x, y, w float32) float32 {
	y = f.drawTabs(s, x, y, w) + 16
	if f.making {
		return f.fresh.draw(s, x, y, w)
	}
	y = dialog.Field(s, f.address, words.Tr("signin.address"), x, y, w) + 16
	y = dialog.Password(s, f.password, words.Tr("signin.password"), x, y, w, f.refresh) + 16
	if f.failure != "" {
		y += dialog.Warning(s, f.failure, x, y, w) + 16
	}
	y = f.reach.draw(s, x, y, w, true) + 16
	word := words.Tr("signin.button")
	if f.busy {
		word = words.Tr("signin.busy")
	}
	var tap func()
	if !f.busy && strings.TrimSpace(f.address.Text) != "" && f.secret() {
		tap = f.submit
	}
	b := draw.Button{Word: word, Kind: draw.Primary, Height: s.K(42), Wide: w}
	s.Button("submit", b, x, y, tap)
	y += s.K(42) + 16
	return y + s.ParaMid(draw.One(words.Tr("signin.newDevice"), draw.F12, draw.Muted), x, y, w, s.K(16))
}

// secret says whether there is something to sign in with.
func (f *signInForm) secret() bool {
	return f.password.Text != "" || strings.TrimSpace(f.reach.cert.Text) != ""
}

// drawTabs draws the two ways to an account side by side, and gives the lower edge.
func (f *signInForm) drawTabs(s *draw.Sheet, x, y, w float32) float32 {
	h := s.K(40)
	s.Rect(x, y, w, h, draw.FieldGround, 10)
	for i, tab := range []struct{ key, word string }{{"tab signin", words.Tr("signin.button")}, {"tab new", words.Tr("newaccount.tab")}} {
		making := i == 1
		half := (w - 6) / 2
		s.Hit(tab.key, x+3+float32(i)*half, y+3, half, h-6, func(s *draw.Sheet, hover, focus bool) {
			font, fg := draw.F14, draw.Muted
			if f.making == making {
				font, fg = draw.B14, draw.Fg
				s.Rect(0, 0, s.W, s.H, draw.Bg, 8)
			} else if hover {
				s.Rect(0, 0, s.W, s.H, draw.Hover, 8)
			}
			if focus {
				s.Ring(4, 4, s.W-8, s.H-8, 4)
			}
			word := s.Clip(tab.word, s.W-8, font)
			s.Word(word, (s.W-s.Width(word, font))/2, 0, s.H, font, fg)
		}, func() { f.turn(making) })
	}
	return y + h
}

// turn brings one of the two ways to the front. What was typed for the other stays.
func (f *signInForm) turn(making bool) {
	f.making = making
	f.refresh()
}

func (f *signInForm) fail(text string) { f.failure = text; f.refresh() }

// command is what the fields ask for, or the words for what is wrong with them.
func (f *signInForm) command() (c app.AddAccount, wrong string) {
	who, err := input.ParseAddress(f.address.Text)
	if err != nil || !strings.Contains(who, "@") {
		return c, words.Tr("signin.invalid")
	}
	c = app.AddAccount{JID: who, Password: f.password.Text}
	return c, f.reach.fill(&c)
}

func (f *signInForm) submit() {
	if f.making {
		f.fresh.submit()
		return
	}
	if f.busy || strings.TrimSpace(f.address.Text) == "" {
		return
	}
	if !f.secret() {
		f.w.Win.Canvas().Focus(f.password)
		return
	}
	c, wrong := f.command()
	if wrong != "" {
		f.fail(wrong)
		return
	}
	f.busy, f.failure = true, ""
	f.refresh()
	f.w.Do(c, func(err error) {
		f.busy = false
		if err != nil && app.KindOf(err) != app.KindNotConnected { // not connected: kept, and tried again
			f.fail(words.SignInText(err, words.HostOf(c.JID)))
			return
		}
		f.password.SetText("")
		f.done(c.JID)
	})
}

// AddAccount opens the dialog for one more account.
func (w *Room) AddAccount() *signInForm {
	d := &dialog.Dialog{Title: words.Tr("signin.add"), Buttons: []draw.KeyButton{dialog.CancelButton()}}
	f := newSignInForm(w, d.Refresh, func(account string) { d.Close(); w.Use(account) }, d.Escape)
	d.First, d.Body, d.Left = f.address, f.draw, f.fresh.leave
	w.OpenDialog(d)
	return f
}
