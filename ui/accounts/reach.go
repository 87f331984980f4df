package accounts

import (
	"strconv"
	"strings"

	"vouch/app"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// reach are the fields about how a server is reached: what most people do not need, folded at first.
type reach struct {
	w                       *Room
	host, port, caCer, cert *draw.Entry
	proxy                   *proxyFields
	direct, more            bool
	refresh                 func()
}

func newReach(w *Room) *reach {
	return &reach{w: w, host: draw.NewEntry(false), port: draw.NewEntry(false), caCer: dialog.NewRoomy(28), cert: dialog.NewRoomy(28), proxy: newProxyFields()}
}

func (r *reach) entries() []*draw.Entry {
	return append([]*draw.Entry{r.host, r.port, r.caCer, r.cert}, r.proxy.entries()...)
}

// draw gives the lower edge. A certificate of the user's own is of no use for an account that is not there yet.
func (r *reach) draw(s *draw.Sheet, x, y, w float32, certificate bool) float32 {
	y = dialog.Fold(s, "more", words.Tr("signin.more"), r.more, x, y, func() { r.more = !r.more; r.refresh() })
	if !r.more {
		return y
	}
	pw := s.K(100)
	dialog.Field(s, r.host, words.Tr("signin.host"), x, y+8, w-pw-12)
	y = dialog.Field(s, r.port, words.Tr("signin.port"), x+w-pw, y+8, pw) + 12
	b := s.Box()
	s.Check("direct", r.direct, draw.Ctl, x, y+(s.K(20)-b)/2, func() { r.direct = !r.direct; r.refresh() })
	y += s.Para(draw.One(words.Tr("signin.direct"), draw.F14, draw.Fg), x+b+12, y, w-b-12, s.K(20)) + 12
	y = r.w.LabelledFile(s, "ca", r.caCer, words.Tr("signin.ca"), shell.PEMFiles, x, y, w) + 12
	if certificate {
		y = r.w.LabelledFile(s, "cert", r.cert, words.Tr("signin.cert"), shell.PEMFiles, x, y, w) + 12
	}
	return r.proxy.draw(s, x, y, w, r.refresh)
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
