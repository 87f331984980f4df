package xmpp_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"gosrc.io/xmpp/stanza"
	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/disco"
	"vouch/xmpp/muc"
	"vouch/xmpp/xmpptest"
)

// onRooms runs test over each real server, with a service for rooms and the accounts alice, bob and carol.
func onRooms(t *testing.T, test func(*testing.T, xmpptest.Server)) {
	options := []xmpptest.Option{xmpptest.Rooms(), xmpptest.Archive(), xmpptest.With("private"), xmpptest.Friends("alice", "bob", "carol")}
	t.Run("prosody", func(t *testing.T) { test(t, xmpptest.StartProsody(t, options...)) })
	t.Run("ejabberd", func(t *testing.T) { test(t, xmpptest.StartEjabberd(t, options...)) })
}

// guest is a session in a room, or on its way.
type guest struct {
	*session
	place  jid.JID // where it is in the room
	before []any   // what came before the answer to a question, and was not looked for yet
}

// guestOf is a session with a nickname in room, in which it is not yet.
func guestOf(s *session, room jid.JID, nick string) *guest {
	s.t.Helper()
	place, err := muc.Place(room, nick)
	if err != nil {
		s.t.Fatal(err)
	}
	return &guest{session: s, place: place}
}

func (g *guest) room() jid.JID { return g.place.Bare() }

func (g *guest) send(v any) {
	g.t.Helper()
	if _, err := g.Send(v); err != nil {
		g.t.Fatal(err)
	}
}

// ask is that of session, which passes over nothing.
func (g *guest) ask(r xmpp.Request) *xmpp.Answer {
	g.t.Helper()
	tag := new(int)
	r.Tag = tag
	if err := g.Ask(r); err != nil {
		g.t.Fatal(err)
	}
	for {
		e := g.next()
		g.Handled(e)
		if a, ok := e.What.(*xmpp.Answer); ok && a.Tag == any(tag) {
			return a
		}
		g.before = append(g.before, e.What)
	}
}

// insists asks until there is an answer: ejabberd drops what is asked of a room in the moment in which it ends.
func (g *guest) insists(r xmpp.Request) *xmpp.Answer {
	g.t.Helper()
	for range 10 {
		r.Timeout = time.Second
		if a := g.ask(r); !errors.Is(a.Err, xmpp.ErrTimeout) {
			return a
		}
	}
	g.t.Fatalf("%s does not answer", r.To)
	return nil
}

// passing waits for a T that fits, and passes over what comes before it.
func passing[T any](g *guest, fits func(T) bool) T {
	g.t.Helper()
	for i, what := range g.before {
		if found, ok := what.(T); ok && fits(found) {
			g.before = g.before[i+1:]
			return found
		}
	}
	g.before = nil
	found, _ := await(g.session, fits)
	return found
}

// set has the room do what payload says, and wants it done.
func (g *guest) set(payload any) {
	g.t.Helper()
	if a := g.ask(xmpp.Request{To: g.room(), Set: true, Payload: payload}); a.Err != nil {
		g.t.Fatalf("%T: %v", payload, a.Err)
	}
}

// refused has the room do what payload says, and gives the condition with which it does not.
func (g *guest) refused(payload any) string {
	g.t.Helper()
	a := g.ask(xmpp.Request{To: g.room(), Set: true, Payload: payload})
	if e, ok := a.Err.(*xmpp.StanzaError); ok {
		return e.Condition
	}
	g.t.Fatalf("%T: %v", payload, a.Err)
	return ""
}

// sees waits for a presence of the room that fits, and gives it as it was read.
func (g *guest) sees(fits func(muc.Presence) bool) muc.Presence {
	g.t.Helper()
	var found muc.Presence
	passing(g, func(raw *xmpp.Presence) bool {
		if !raw.FromJID.Bare().Equal(g.room()) {
			return false
		}
		p, ok := muc.PresenceOf(raw, g.place)
		found = p
		return ok && (p.Refused != nil || !p.Room()) && fits(p)
	})
	return found
}

// of fits presences of an occupant, there or gone.
func of(nick string, gone bool) func(muc.Presence) bool {
	return func(p muc.Presence) bool { return p.Place.Resourcepart() == nick && p.Gone == gone && p.Refused == nil }
}

// entry is what came when somebody entered.
type entry struct {
	own     muc.Presence
	others  map[string]muc.Presence // by nickname
	history int                     // messages from before
	subject string
}

// enter comes into the room, and takes all that comes with it.
func (g *guest) enter(e muc.Entry) entry {
	g.t.Helper()
	g.before = nil
	g.send(muc.Enter(g.place, muc.Own{}, e))
	in := entry{others: map[string]muc.Presence{}}
	for {
		event := g.next()
		g.Handled(event)
		switch what := event.What.(type) {
		case *xmpp.Presence:
			p, ok := muc.PresenceOf(what, g.place)
			switch {
			case !ok || !p.Place.Bare().Equal(g.room()) || p.Refused == nil && p.Room():
			case p.Refused != nil:
				g.t.Fatalf("%s may not enter: %v", g.Address(), p.Refused)
			case p.Ours:
				in.own = p
			default:
				in.others[p.Place.Resourcepart()] = p
			}
		case *xmpp.Message:
			if !what.FromJID.Bare().Equal(g.room()) {
				continue
			}
			if subject, ok := muc.SubjectOf(what); ok {
				in.subject = subject
				if !in.own.Ours {
					g.t.Error("the subject came before our own presence")
				}
				return in
			}
			in.history++
		}
	}
}

// turnedAway is why the room does not let in.
func (g *guest) turnedAway(e muc.Entry) muc.Refusal {
	g.t.Helper()
	g.send(muc.Enter(g.place, muc.Own{}, e))
	p := g.sees(func(p muc.Presence) bool { return p.Refused != nil || p.Ours })
	if p.Refused == nil {
		g.t.Fatalf("%s was let in", g.Address())
	}
	return muc.RefusalOf(p.Refused)
}

// makes enters a new room, configures it, and gives what it then is.
func (g *guest) makes(plan muc.Plan) muc.Room {
	g.t.Helper()
	if in := g.enter(muc.Entry{}); !in.own.Codes.Has(muc.NewRoom) {
		g.t.Fatalf("%s is not new: %v", g.room(), in.own.Codes)
	}
	a := g.ask(xmpp.Request{To: g.room(), Payload: muc.GetConfig()})
	if a.Err != nil {
		g.t.Fatal(a.Err)
	}
	form, err := muc.ParseConfig(a.Payload)
	if err != nil {
		g.t.Fatal(err)
	}
	filled, err := form.Submit(plan.Answers(form))
	if err != nil {
		g.t.Fatal(err)
	}
	g.set(muc.SetConfig(filled))
	r, _ := g.info()
	return r
}

// info is what the room says of itself.
func (g *guest) info() (muc.Room, disco.Info) {
	g.t.Helper()
	a := g.ask(xmpp.Request{To: g.room(), Payload: disco.Get("")})
	if a.Err != nil {
		g.t.Fatal(a.Err)
	}
	info, err := disco.ParseInfo(a.Payload)
	if err != nil {
		g.t.Fatal(err)
	}
	r, ok := muc.RoomOf(info)
	if !ok {
		g.t.Fatalf("no room: %+v", info)
	}
	return r, info
}

// list is who has that affiliation, or the condition with which the room does not tell.
func (g *guest) list(a muc.Affiliation) string {
	g.t.Helper()
	answer := g.ask(xmpp.Request{To: g.room(), Payload: muc.GetList(a)})
	if e, ok := answer.Err.(*xmpp.StanzaError); ok {
		return e.Condition
	}
	l, err := muc.ParseList(answer.Payload)
	if err != nil {
		g.t.Fatal(err)
	}
	var who []string
	for _, i := range l.Items {
		who = append(who, i.JID.String())
	}
	return fmt.Sprint(who)
}

// says something to all, and waits until it came back.
func (g *guest) says(id, body string) *xmpp.Message {
	g.t.Helper()
	g.send(stanza.Message{Attrs: stanza.Attrs{Type: stanza.MessageTypeGroupchat, To: g.room().String(), Id: id}, Body: body})
	return g.hears(g.place, body)
}

// hears waits for words of whoever is at place.
func (g *guest) hears(place jid.JID, body string) *xmpp.Message {
	g.t.Helper()
	return passing(g, func(m *xmpp.Message) bool {
		return m.Type == stanza.MessageTypeGroupchat && m.FromJID.Equal(place) && m.Body == body
	})
}

// notice waits for what the room itself says that fits.
func (g *guest) notice(fits func(muc.Notice) bool) muc.Notice {
	g.t.Helper()
	var found muc.Notice
	passing(g, func(m *xmpp.Message) bool {
		n, ok := muc.NoticeOf(m)
		found = n
		return ok && m.FromJID.Equal(g.room()) && fits(n)
	})
	return found
}
