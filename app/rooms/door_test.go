package rooms

import (
	"context"
	"encoding/xml"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"
	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/app/loop"
	"vouch/app/view"
	"vouch/trust"
	"vouch/xmpp"
	"vouch/xmpp/xmpptest"
)

const (
	self = "alice@example.org"
	grp  = "grp@r.example.org"
	bobs = "bob@example.org"

	nsUser = "http://jabber.org/protocol/muc#user"
)

// script is the loop of an account whose server says what the test says, over a file, at a time that the test sets. Whatever
// runs on the loop runs at once; an answer comes when the test lets it.
type script struct {
	t testing.TB
	*Rooms
	file    *trust.File
	live    view.Live
	now     time.Time
	offline bool
	sent    []string
	asked   []*question
	timers  []timer
	updates int
	news    []News
	replies []string // what comes in for what we sent
	reply   func(sent string) []string
	answer  func(q *question) string // what the room answers: the payload, an error with its <error/>, or "" for nothing as yet
}

type question struct {
	to      string
	set     bool
	payload string
	then    func(*xmpp.Answer)
}

type timer struct {
	at time.Time
	f  func()
}

func newScript(t testing.TB) *script {
	t.Helper()
	file, err := trust.Open(t.TempDir(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	s := &script{t: t, file: file, live: view.NewLive(view.Settings{}), now: time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)}
	s.begin()
	s.Rooms.Began()
	return s
}

// begin is the program that starts, over the same file.
func (s *script) begin() {
	s.t.Helper()
	s.Rooms = New(loop.Account{JID: self, Addr: jid.MustParse(self), Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return s.now }, Door: door{s}})
	s.Tell = func(_ *history.Store, n News) error { s.news = append(s.news, n); return nil }
	if err := s.Load(); err != nil {
		s.t.Fatal(err)
	}
}

// door is script as a loop.Door, whose names it does not share.
type door struct{ s *script }

func (d door) Online() bool { return !d.s.offline }

func (d door) Send(payload any) error {
	if d.s.offline {
		return errors.New("no stream")
	}
	text := written(d.s.t, payload)
	d.s.sent = append(d.s.sent, text)
	if d.s.reply != nil {
		d.s.replies = append(d.s.replies, d.s.reply(text)...)
	}
	return nil
}

func (d door) Ask(to jid.JID, set bool, payload any, then func(*xmpp.Answer)) {
	d.s.asked = append(d.s.asked, &question{to.String(), set, written(d.s.t, payload), then})
}

func (d door) After(pause time.Duration, f func()) {
	d.s.timers = append(d.s.timers, timer{d.s.now.Add(pause), f})
}

func (d door) Work(f func() func()) { f()() }

func (d door) Call(_ context.Context, f func()) error {
	f()
	d.s.settle()
	return nil
}

func (d door) Ended() <-chan struct{} { return nil }

func (d door) Update(_ string, f func(*history.Store) error) error {
	d.s.updates++
	return d.s.file.Update(func(tx *bbolt.Tx) error { return f(history.In(tx, d.s.file.Seal(), self)) })
}

func (d door) View(_ string, f func(*history.Store) error) error {
	return d.s.file.View(func(tx *bbolt.Tx) error { return f(history.In(tx, d.s.file.Seal(), self)) })
}

func (d door) Published(f func(*view.Live)) { f(&d.s.live) }

func (d door) Changed(string) {}

func written(t testing.TB, payload any) string {
	t.Helper()
	b, err := xml.Marshal(payload)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// settle has the server answer what we asked and sent, as long as there are answers.
func (s *script) settle() {
	for s.answer != nil {
		answered := false
		if len(s.replies) > 0 {
			text := s.replies[0]
			s.replies = s.replies[1:]
			s.receive(text)
			continue
		}
		for i, q := range s.asked {
			if text := s.answer(q); text != "" {
				s.asked = append(s.asked[:i:i], s.asked[i+1:]...)
				q.then(answerOf(s, q, text))
				answered = true
				break
			}
		}
		if !answered {
			return
		}
	}
}

func answerOf(s *script, q *question, text string) *xmpp.Answer {
	a := &xmpp.Answer{}
	a.From, _ = jid.Parse(q.to)
	if strings.HasPrefix(text, "<error") {
		e := xmpptest.Message(s.t, "<message type='error' from='"+q.to+"'>"+text+"</message>").Failure
		a.Err = e
		return a
	}
	payload := xmpptest.Element(s.t, text)
	a.Payload = &payload
	return a
}

// wait lets time pass, and runs what was put off until then.
func (s *script) wait(d time.Duration) {
	until := s.now.Add(d)
	for {
		next := -1
		for i, t := range s.timers {
			if !t.at.After(until) && (next < 0 || t.at.Before(s.timers[next].at)) {
				next = i
			}
		}
		if next < 0 {
			break
		}
		t := s.timers[next]
		s.timers = append(s.timers[:next:next], s.timers[next+1:]...)
		s.now = t.at
		t.f()
		s.settle()
	}
	s.now = until
}

// presence has the room send a presence; from is a nickname, or "" for the room itself.
func (s *script) presence(from, kind, x string) {
	s.t.Helper()
	s.raw("<presence from='" + place(from) + "'" + kind + ">" + x + "</presence>")
}

func place(nick string) string {
	if nick == "" {
		return grp
	}
	return grp + "/" + nick
}

// x is what the room says about an occupant.
func x(inside string) string { return "<x xmlns='" + nsUser + "'>" + inside + "</x>" }

// item is an item of bob and others by name, or of nobody whose address is shown.
func item(who, affiliation, role string) string {
	shown := ""
	if who != "" {
		shown = " jid='" + who + "@example.org/d'"
	}
	return "<item" + shown + " affiliation='" + affiliation + "' role='" + role + "'/>"
}

// raw has the stanza come in.
func (s *script) raw(text string) (taken bool) {
	s.t.Helper()
	taken = s.receive(text)
	s.settle()
	return taken
}

func (s *script) receive(text string) (taken bool) {
	s.t.Helper()
	var err error
	if strings.HasPrefix(text, "<presence") {
		taken, err = s.ReceivePresence(presenceOf(s.t, text))
	} else {
		taken, err = s.ReceiveNotice(xmpptest.Message(s.t, text))
	}
	if err != nil {
		s.t.Fatalf("%s: %v", text, err)
	}
	return taken
}

// presenceOf is a presence as it comes off a stream.
func presenceOf(t testing.TB, text string) *xmpp.Presence {
	t.Helper()
	p, err := readPresence(xmpptest.Element(t, text))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func readPresence(e xmpp.Element) (*xmpp.Presence, error) {
	p := &xmpp.Presence{Children: e.Children()}
	if err := e.Decode(&p.Presence); err != nil {
		return nil, err
	}
	if p.Type == "error" {
		failed, _ := e.Child("jabber:client", "error")
		p.Failure = &xmpp.StanzaError{Type: failed.Attr("type")}
		for _, c := range failed.Children() {
			p.Failure.Condition = c.Name.Local
		}
	}
	from, err := jid.Parse(e.Attr("from"))
	p.FromJID = from
	return p, err
}

// room is what is kept of grp.
func (s *script) room() (k history.Room) {
	s.t.Helper()
	if err := s.View("", func(h *history.Store) (err error) { k, _, err = h.Room(grp); return err }); err != nil {
		s.t.Fatal(err)
	}
	return k
}

// readers are the members of grp in the file.
func (s *script) readers() string {
	s.t.Helper()
	var out []string
	if err := s.View("", func(h *history.Store) error {
		all, err := h.Members(grp)
		for _, m := range all {
			out = append(out, strings.TrimSuffix(m.JID, "@example.org"))
		}
		return err
	}); err != nil {
		s.t.Fatal(err)
	}
	return strings.Join(out, " ")
}

// toldOf is what was told since the last time, in short.
func (s *script) toldOf() string {
	var out []string
	for _, n := range s.news {
		text := string(n.Kind)
		if n.Ours {
			text += " we"
		} else if n.Who != "" {
			text += " " + strings.TrimSuffix(n.Who, "@example.org")
		}
		out = append(out, text)
	}
	s.news = nil
	return strings.Join(out, ", ")
}
