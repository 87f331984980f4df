package ui

import (
	"image/color"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"vouch/app"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// reach are the fields about how a server is reached: what most people do not need, folded at first.
type reach struct {
	w                       *Window
	host, port, caCer, cert *draw.Entry
	proxy                   *proxyFields
	direct, more            bool
	refresh                 func()
}

func newReach(w *Window) *reach {
	return &reach{w: w, host: draw.NewEntry(false), port: draw.NewEntry(false), caCer: roomy(28), cert: roomy(28), proxy: newProxyFields()}
}

func (r *reach) entries() []*draw.Entry {
	return append([]*draw.Entry{r.host, r.port, r.caCer, r.cert}, r.proxy.entries()...)
}

// roomy makes a text field that leaves room at its right end for something of ours, which the keyboard reaches.
func roomy(width float32) *draw.Entry {
	e := draw.NewEntry(false)
	room := canvas.NewRectangle(color.Transparent)
	room.SetMinSize(fyne.NewSize(width, 20))
	e.ActionItem = room
	return e
}

// draw gives the lower edge. A certificate of the user's own is of no use for an account that is not there yet.
func (r *reach) draw(s *draw.Sheet, x, y, w float32, certificate bool) float32 {
	y = fold(s, "more", words.Tr("signin.more"), r.more, x, y, func() { r.more = !r.more; r.refresh() })
	if !r.more {
		return y
	}
	pw := s.K(100)
	labelled(s, r.host, words.Tr("signin.host"), x, y+8, w-pw-12)
	y = labelled(s, r.port, words.Tr("signin.port"), x+w-pw, y+8, pw) + 12
	b := s.Box()
	s.Check("direct", r.direct, draw.Ctl, x, y+(s.K(20)-b)/2, func() { r.direct = !r.direct; r.refresh() })
	y += s.Para(draw.One(words.Tr("signin.direct"), draw.F14, draw.Fg), x+b+12, y, w-b-12, s.K(20)) + 12
	y = r.w.labelledFile(s, "ca", r.caCer, words.Tr("signin.ca"), pemFiles, x, y, w) + 12
	if certificate {
		y = r.w.labelledFile(s, "cert", r.cert, words.Tr("signin.cert"), pemFiles, x, y, w) + 12
	}
	return r.proxy.draw(s, x, y, w, r.refresh)
}

// fold draws a line that unfolds what stands below it, and gives the lower edge.
func fold(s *draw.Sheet, key, word string, open bool, x, y float32, tap func()) float32 {
	icon := "right"
	if open {
		icon = "down"
	}
	h := s.K(24)
	s.Hit(key, x, y, s.K(16)+8+s.Width(word, draw.F14), h, func(s *draw.Sheet, hover, focus bool) {
		if focus {
			s.Ring(2, 2, s.W-4, s.H-4, 4)
		}
		fg := draw.Muted
		if hover {
			fg = draw.Fg
		}
		s.Icon(icon, fg, 0, (s.H-s.K(16))/2, s.K(16))
		s.Word(word, s.K(16)+8, 0, s.H, draw.F14, fg)
	}, tap)
	return y + h
}

// fill adds to a command what the fields ask for, or gives the words for what is wrong with them.
func (r *reach) fill(c *app.AddAccount) (wrong string) {
	c.Host, c.CAFile, c.CertFile = strings.TrimSpace(r.host.Text), strings.TrimSpace(r.caCer.Text), strings.TrimSpace(r.cert.Text)
	if c.Proxy, wrong = r.proxy.url(); wrong != "" {
		return wrong
	}
	port := strings.TrimSpace(r.port.Text)
	if c.Host == "" {
		if port != "" || r.direct {
			return words.Tr("signin.hostMissing")
		}
		return ""
	}
	c.DirectTLS, c.Port = r.direct, 5222
	if r.direct {
		c.Port = 5223
	}
	if port != "" {
		n, err := strconv.ParseUint(port, 10, 16)
		if err != nil || n == 0 {
			return words.Tr("signin.portWrong")
		}
		c.Port = uint16(n)
	}
	return ""
}
