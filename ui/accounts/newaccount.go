package accounts

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"fyne.io/fyne/v2"
	"mellium.im/xmpp/jid"

	"vouch/app"
	"vouch/app/input"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/forms"
	"vouch/ui/shell"
	"vouch/ui/words"
)

var errLeft = errors.New("the form was left")

// newAccount makes an account on a server: it asks for the server, then what the server asks. What was typed stays through
// everything that goes wrong.
type newAccount struct {
	w       *Room
	server  *draw.Entry
	reach   *reach
	page    *forms.Page       // nil until the server has answered
	typed   map[string]string // what was typed on pages before, by field
	by      input.Link        // the invitation that it is made by
	open    *inquiry          // nil while the server waits for nothing
	busy    bool
	sending bool // what is on the page goes out as soon as the server asks for it again
	failure string
	link    *url.URL // a web page that the server names, or nil
	refresh func()
	front   func() bool // whether it is what is shown
	done    func(account string)
	key     func(*fyne.KeyEvent) bool
}

// inquiry is one conversation with a server, which waits for the answers to its form.
type inquiry struct {
	host    string
	answers chan map[string]string // one slot
	left    chan struct{}          // closed when nobody will answer
	sent    bool
}

func newNewAccount(w *Room, r *reach, refresh func(), done func(string), key func(*fyne.KeyEvent) bool) *newAccount {
	n := &newAccount{w: w, server: draw.NewEntry(false), reach: r, typed: map[string]string{}, refresh: refresh, done: done, key: key}
	n.server.SetPlaceHolder("example.org")
	n.server.OnSubmitted = func(string) { n.submit() }
	n.server.OnChanged = func(string) { refresh() }
	n.server.Key = key
	return n
}

// invited fills in what an invitation says.
func (n *newAccount) invited(l input.Link) {
	n.leave()
	n.page, n.failure, n.by = nil, "", l
	n.server.SetText(l.Server)
	if name, _, found := strings.Cut(l.JID, "@"); found && l.Account {
		n.typed["username"] = name
	}
	n.refresh()
	n.w.Win.Canvas().Focus(n.server)
}

// first is the field with the keyboard at first.
func (n *newAccount) first() *draw.Entry {
	if n.page != nil {
		if e := n.page.First(); e != nil {
			return e
		}
	}
	return n.server
}

// submit goes on: to the server's form, or with what it holds.
func (n *newAccount) submit() {
	switch {
	case n.busy:
	case n.page == nil:
		n.ask()
	default:
		n.send()
	}
}

// host is the server that was typed, or "" when that is none.
func (n *newAccount) host() string {
	j, err := jid.Parse(strings.TrimSpace(n.server.Text))
	if err != nil || j.Localpart() != "" || j.Resourcepart() != "" {
		return ""
	}
	return j.String()
}

// ask asks the server what it wants to know.
func (n *newAccount) ask() {
	c := app.AddAccount{JID: n.host()}
	if c.JID == n.by.Server {
		c.Invitation = n.by.Token
	}
	n.link, n.failure = nil, ""
	if c.JID == "" {
		n.failure = words.Tr("newaccount.noServer")
	} else {
		n.failure = n.reach.fill(&c)
	}
	if n.failure != "" {
		n.sending = false
		n.refresh()
		return
	}
	c.CertFile = ""
	q := &inquiry{host: c.JID, answers: make(chan map[string]string, 1), left: make(chan struct{})}
	n.open, n.busy = q, true
	n.refresh()
	n.w.Ask(func(ctx context.Context, s shell.Service) error {
		return s.Register(ctx, c, func(f app.RegistrationForm) (map[string]string, error) {
			pictures := forms.ReadPictures(f.Form)
			n.w.Later(func() { n.asked(q, f, pictures) })
			select {
			case answers := <-q.answers:
				return answers, nil
			case <-q.left:
				return nil, errLeft
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		})
	}, func(err error) { n.ended(q, err) })
}

// asked shows the form of the server.
func (n *newAccount) asked(q *inquiry, f app.RegistrationForm, pictures forms.Pictures) {
	if n.open != q {
		return
	}
	n.busy = false
	before, again := n.page, n.page != nil
	if again {
		n.page.Keep(n.typed)
	}
	n.page = forms.NewPage(&forms.Asker{Win: n.w.Shell, Refresh: n.refresh, Submit: n.submit, Key: n.key, Account: true}, q.host, f.Form, pictures, n.typed)
	sending := n.sending && n.page.AsksAs(before)
	n.sending = false
	if sending && n.page.Missing() == nil {
		n.send()
		return
	}
	n.link = forms.WebPage(f.URL)
	n.refresh()
	if n.front() {
		if m := n.page.Missing(); again && m != nil && m.Entry != nil {
			n.w.Win.Canvas().Focus(m.Entry)
		} else if e := n.page.First(); !again && e != nil {
			n.w.Win.Canvas().Focus(e)
		}
	}
}

// send answers the form, or asks for it anew where the server no longer waits.
func (n *newAccount) send() {
	if m := n.page.Missing(); m != nil {
		n.failure = words.Tr("newaccount.missing", "Field", m.Word)
		n.refresh()
		if m.Entry != nil {
			n.w.Win.Canvas().Focus(m.Entry)
		}
		return
	}
	n.failure = ""
	if n.open == nil || n.open.sent {
		n.sending = true
		n.ask()
		return
	}
	n.busy, n.open.sent = true, true
	n.open.answers <- n.page.Answers()
	n.refresh()
}

// ended takes what became of it.
func (n *newAccount) ended(q *inquiry, err error) {
	if n.open != q {
		return
	}
	n.open, n.busy, n.sending = nil, false, false
	if err == nil {
		account := n.page.Address()
		n.page, n.typed = nil, map[string]string{} // there is a password in it
		n.done(account)
		return
	}
	n.failure, n.link = n.text(err, q), elsewhere(err)
	if failure := n.failure; n.page != nil && n.page.Pictured() && q.sent {
		n.page.ForgetPictured()
		n.ask() // an answer to a picture counts once
		n.failure = failure
	}
	n.refresh()
}

// leave gives up the server's question.
func (n *newAccount) leave() {
	if n.open != nil {
		close(n.open.left)
	}
	n.open, n.busy = nil, false
}

// elseServer goes back to the field for the server.
func (n *newAccount) elseServer() {
	n.page.Keep(n.typed)
	n.leave()
	n.page, n.failure, n.link = nil, "", nil
	n.refresh()
	n.w.Win.Canvas().Focus(n.server)
}

// draw gives the lower edge.
func (n *newAccount) draw(s *draw.Sheet, x, y, w float32) float32 {
	word := words.Tr("newaccount.ask")
	if n.page == nil {
		y = dialog.Field(s, n.server, words.Tr("newaccount.server"), x, y, w) + 16
	} else {
		y = n.page.Draw(s, x, n.page.DrawHead(s, x, y, w, n.elseServer), w)
		word = words.Tr("newaccount.make")
	}
	if n.failure != "" {
		y += dialog.Warning(s, n.failure, x, y, w) + 16
	}
	if n.link != nil {
		y = n.drawLink(s, x, y, w) + 16
	}
	if n.page == nil {
		y = n.reach.draw(s, x, y, w, false) + 16
	}
	tap := n.submit
	switch {
	case n.busy && (n.open == nil || !n.open.sent):
		word, tap = words.Tr("newaccount.asking"), nil
	case n.busy:
		word, tap = words.Tr("newaccount.making"), nil
	case n.page == nil && strings.TrimSpace(n.server.Text) == "":
		tap = nil
	}
	s.Button("submit", draw.Button{Word: word, Kind: draw.Primary, Height: s.K(42), Wide: w}, x, y, tap)
	y += s.K(42) + 16
	return y + s.ParaMid(draw.One(words.Tr("newaccount.sees"), draw.F12, draw.Muted), x, y, w, s.K(16))
}

// drawLink draws the web page that the server names; its address stands there, so that nobody is led astray.
func (n *newAccount) drawLink(s *draw.Sheet, x, y, w float32) float32 {
	s.Link("web", s.Clip(words.Tr("newaccount.web", "Where", words.OneLine(n.link.String(), 200)), w, draw.F14), x, y, s.K(20), draw.F14, func() {
		if err := n.w.App.OpenURL(n.link); err != nil {
			n.w.Log.Warn("open link", "err", err)
			n.failure = words.Tr("row.linkFailed")
			n.refresh()
		}
	})
	return y + s.K(20)
}
