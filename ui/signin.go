package ui

import (
	"errors"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"mellium.im/xmpp/jid"

	"vouch/app"
	"vouch/assets"
	"vouch/ui/draw"
)

var errNoLocalpart = errors.New("address without a name before the @")

// signInForm asks for an account. It is the first window and a dialog.
type signInForm struct {
	w                              *Window
	address, password, host, caCer *draw.Entry
	port                           *draw.Entry
	direct, more, busy             bool
	failure                        string
	refresh                        func()
	done                           func(account string)
}

func newSignInForm(w *Window) *signInForm {
	f := &signInForm{w: w, address: draw.NewEntry(false), password: newPassword(), host: draw.NewEntry(false), port: draw.NewEntry(false), caCer: draw.NewEntry(false)}
	for _, e := range f.entries() {
		e.OnSubmitted = func(string) { f.submit() }
		e.OnChanged = func(string) { f.refresh() }
	}
	return f
}

func (f *signInForm) entries() []*draw.Entry {
	return []*draw.Entry{f.address, f.password, f.host, f.port, f.caCer}
}

// signIn is the window while there is no account.
type signIn struct {
	pane   *draw.Pane // scrolled, where window or text do not leave the room
	scroll *container.Scroll
	form   *signInForm
}

func newSignIn(w *Window) *signIn {
	p := &signIn{form: newSignInForm(w)}
	p.pane = w.pane(p.draw)
	p.scroll = container.NewVScroll(p.pane)
	p.form.refresh = p.pane.Refresh
	p.form.done = w.use
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
	if s.W >= 900 {
		left = min(500, s.W*.42)
		high = p.welcome(s, left)
	}
	w := min(s.K(420), s.W-left-48)
	t := s.Sub(w, 0)
	y := float32(0)
	if left == 0 {
		t.Picture(assets.Drawing(), (w-56)/2, 0, 56, 56)
		y = 72 + t.ParaMid(draw.One(tr("signin.welcome"), draw.B24, draw.Fg), 0, 72, w, s.K(32)) + 16
	} else {
		y = t.Para(draw.One(tr("signin.title"), draw.B18, draw.Fg), 0, 0, w, s.K(24)) + 16
	}
	y = p.form.draw(t, 0, y, w)
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
	y += s.Para(draw.One(tr("signin.welcome"), draw.B24, draw.Fg), x, y, in, s.K(32))
	y += s.Para(draw.One(tr("signin.claim"), draw.F14, draw.Muted), x, y, in, s.K(20)) + 22
	for _, c := range []struct {
		icon        string
		color       draw.Token
		title, text string
	}{
		{"undecided", draw.Undecided, tr("signin.nobodyTitle"), tr("signin.nobodyText")},
		{"verified", draw.Verified, tr("signin.compareTitle"), tr("signin.compareText")},
		{"history", draw.Acc, tr("signin.lookTitle"), tr("signin.lookText")},
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
	y = labelled(s, f.address, tr("signin.address"), x, y, w) + 16
	y = labelledPassword(s, f.password, tr("signin.password"), x, y, w, f.refresh) + 16
	if f.failure != "" {
		y += warning(s, f.failure, x, y, w) + 16
	}
	y = f.drawMore(s, x, y, w) + 16
	word := tr("signin.button")
	if f.busy {
		word = tr("signin.busy")
	}
	var tap func()
	if !f.busy && strings.TrimSpace(f.address.Text) != "" && f.password.Text != "" {
		tap = f.submit
	}
	b := draw.Button{Word: word, Kind: draw.Primary, Height: s.K(42), Wide: w}
	s.Button("submit", b, x, y, tap)
	y += s.K(42) + 16
	return y + s.ParaMid(draw.One(tr("signin.newDevice"), draw.F12, draw.Muted), x, y, w, s.K(16))
}

// drawMore draws what most people do not need, folded at first.
func (f *signInForm) drawMore(s *draw.Sheet, x, y, w float32) float32 {
	icon := "right"
	if f.more {
		icon = "down"
	}
	h := s.K(24)
	word := tr("signin.more")
	s.Hit("more", x, y, s.K(16)+8+s.Width(word, draw.F14), h, func(s *draw.Sheet, hover, focus bool) {
		if focus {
			s.Ring(2, 2, s.W-4, s.H-4, 4)
		}
		fg := draw.Muted
		if hover {
			fg = draw.Fg
		}
		s.Icon(icon, fg, 0, (s.H-s.K(16))/2, s.K(16))
		s.Word(word, s.K(16)+8, 0, s.H, draw.F14, fg)
	}, func() { f.more = !f.more; f.refresh() })
	y += h
	if !f.more {
		return y
	}
	pw := s.K(100)
	labelled(s, f.host, tr("signin.host"), x, y+8, w-pw-12)
	y = labelled(s, f.port, tr("signin.port"), x+w-pw, y+8, pw) + 12
	y = labelled(s, f.caCer, tr("signin.ca"), x, y, w) + 12
	b := s.Box()
	s.Check("direct", f.direct, draw.Ctl, x, y+(s.K(20)-b)/2, func() { f.direct = !f.direct; f.refresh() })
	return y + s.Para(draw.One(tr("signin.direct"), draw.F14, draw.Fg), x+b+12, y, w-b-12, s.K(20))
}

func (f *signInForm) fail(text string) { f.failure = text; f.refresh() }

// command is what the fields ask for, or the words for what is wrong with them.
func (f *signInForm) command() (c app.AddAccount, wrong string) {
	j, err := jid.Parse(strings.TrimSpace(f.address.Text))
	if err != nil || j.Localpart() == "" {
		return c, tr("signin.invalid")
	}
	c = app.AddAccount{JID: j.Bare().String(), Password: f.password.Text, Host: strings.TrimSpace(f.host.Text), CAFile: strings.TrimSpace(f.caCer.Text)}
	port := strings.TrimSpace(f.port.Text)
	if c.Host == "" {
		if port != "" || f.direct {
			return c, tr("signin.hostMissing")
		}
		return c, ""
	}
	c.DirectTLS, c.Port = f.direct, 5222
	if f.direct {
		c.Port = 5223
	}
	if port != "" {
		n, err := strconv.ParseUint(port, 10, 16)
		if err != nil || n == 0 {
			return c, tr("signin.portWrong")
		}
		c.Port = uint16(n)
	}
	return c, ""
}

func (f *signInForm) submit() {
	if f.busy || strings.TrimSpace(f.address.Text) == "" {
		return
	}
	if f.password.Text == "" {
		f.w.win.Canvas().Focus(f.password)
		return
	}
	c, wrong := f.command()
	if wrong != "" {
		f.fail(wrong)
		return
	}
	f.busy, f.failure = true, ""
	f.refresh()
	f.w.do(c, func(err error) {
		f.busy = false
		if err != nil && app.KindOf(err) != app.KindNotConnected { // not connected: kept, and tried again
			f.fail(signInText(err, hostOf(c.JID)))
			return
		}
		f.password.SetText("")
		f.done(c.JID)
	})
}

// addAccount is the dialog for one more account.
func (w *Window) addAccount() {
	f := newSignInForm(w)
	d := &dialog{title: tr("signin.add"), first: f.address, buttons: []draw.KeyButton{cancelButton()}}
	d.body = f.draw
	f.refresh = func() {
		if d.pane != nil {
			d.pane.Refresh()
		}
	}
	f.done = func(account string) { d.close(); w.use(account) }
	d.escapable(f.entries()...)
	w.openDialog(d)
}

// escapable makes Escape in the text fields put the dialog away.
func (d *dialog) escapable(entries ...*draw.Entry) {
	for _, e := range entries {
		e.Key = func(k *fyne.KeyEvent) bool {
			if k.Name == fyne.KeyEscape {
				d.close()
				return true
			}
			return false
		}
	}
}
