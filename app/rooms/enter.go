package rooms

import (
	"errors"
	"slices"
	"strings"
	"time"

	"vouch/app/fault"
	"vouch/app/history"
	"vouch/xmpp"
	"vouch/xmpp/disco"
	"vouch/xmpp/muc"
)

// quiet is how long a room is silent until nothing more is expected of it.
const quiet = 30 * time.Second

// entry is a way into a room that has begun: its disco info, our presence to it, and what comes until the subject.
type entry struct {
	nick, password string
	auto           bool // nobody asked for it now
	making         bool // it shall be a new room
	suffixed       bool // the nickname was taken, and has its _

	kind    history.RoomKind
	next    crowd     // who is there, until our own presence has come
	heard   time.Time // when the room sent something last, or was sent something
	inside  bool      // our own presence has come; what is missing is the subject
	puzzle  *puzzle   // what the room wants solved first, or nil
	puzzled bool      // it wanted something solved
	then    []func(error)
}

func (e *entry) report(err error) {
	for _, f := range e.then {
		f(err)
	}
	e.then = nil
}

// wished is the nickname without the _ that it got because it was taken.
func (e *entry) wished() string {
	if e.suffixed {
		return strings.TrimSuffix(e.nick, "_")
	}
	return e.nick
}

// begin takes a way into a room, in the place of one that is under way, which a wish of the user's goes before.
func (r *Rooms) begin(rm *room, e *entry) {
	if old := rm.entry; old != nil {
		r.left(rm)
		e.then = append(e.then, old.then...)
	}
	if e.auto {
		r.ways.under++
	}
	rm.entry, rm.pulse.refusal, rm.pulse.resting, rm.leaving = e, "", false, false
	r.look(rm)
	r.publish(rm)
}

// left says that the way into a room is at its end.
func (r *Rooms) left(rm *room) {
	e := rm.entry
	rm.entry = nil
	if e.auto {
		r.ways.under--
	}
}

// look asks for the room before it is entered: one that is not there would be made by that.
func (r *Rooms) look(rm *room) {
	e := rm.entry
	e.inside, e.next = false, nil
	r.Ask(rm.addr, false, disco.Get(""), func(answer *xmpp.Answer) {
		if rm.entry != e || errors.Is(answer.Err, xmpp.ErrClosed) {
			return
		}
		kind, err := r.kindOf(answer)
		var absent *xmpp.StanzaError
		switch {
		case e.making && errors.As(err, &absent) && absent.Condition == "item-not-found":
		case e.making && err == nil:
			r.fail(rm, errThere)
			return
		case err != nil:
			r.refuse(rm, err)
			return
		}
		e.kind = kind
		r.walkIn(rm)
	})
}

// walkIn sends our presence to the room.
func (r *Rooms) walkIn(rm *room) {
	e := rm.entry
	place, err := muc.Place(rm.addr, e.nick)
	if err != nil {
		r.fail(rm, refused(muc.NoAddress, err))
		return
	}
	r.name(rm)
	rm.place, e.next, e.inside, e.heard = place, crowd{}, false, r.Now()
	own := r.own()
	if err := r.Send(muc.Enter(place, own, muc.Entry{Password: e.password})); err != nil {
		r.fail(rm, err)
		return
	}
	rm.pulse.told = own
	r.After(quiet, func() { r.stillComing(rm, e) })
}

// stillComing waits as long as a room that is being entered sends something: 5,000 presences may take minutes. One that has
// fallen silent lets us in without a subject, or does not answer.
func (r *Rooms) stillComing(rm *room, e *entry) {
	if rm.entry != e {
		return
	}
	left := quiet - r.since(e.heard)
	if e.puzzle != nil {
		left = e.puzzle.until.Sub(r.Now())
	}
	if left > 0 {
		r.After(left, func() { r.stillComing(rm, e) })
		return
	}
	if e.puzzle != nil {
		r.refuse(rm, refused(muc.NotSolved, nil))
		return
	}
	if !e.inside {
		r.refuse(rm, xmpp.ErrTimeout)
		return
	}
	if err := r.arrived(rm, rm.kept.Subject); err != nil {
		r.Log.Error("enter room", "room", rm.name, "err", err)
	}
}

// entered takes our own presence: all others have come before it.
func (r *Rooms) entered(rm *room, p muc.Presence) error {
	e := rm.entry
	if p.Codes.Has(muc.NewRoom) != e.making {
		// It is no more, and another one was made by our entering; or somebody else has made the one that we wanted to make.
		if err := r.Send(muc.Leave(p.Place, "")); err != nil {
			r.Log.Info("leave room", "room", rm.name, "err", err)
		}
		if e.making {
			r.fail(rm, errThere)
			return nil
		}
		return r.shutOut(rm, muc.NotThere, nil)
	}
	rm.in, rm.place, e.inside = true, p.Place, true
	rm.here, e.next = e.next, nil
	return nil
}

// arrived takes the end of our way into a room. One that we make is not what it is to be as yet, and is kept once it is.
func (r *Rooms) arrived(rm *room, subject string) error {
	e := rm.entry
	if !e.making {
		if err := r.settle(rm, e, subject); err != nil {
			r.fail(rm, err)
			return err
		}
	}
	r.left(rm)
	rm.pulse.heard, rm.pulse.tries, rm.pulse.refusal, rm.pulse.doubt = r.Now(), 0, "", false
	rm.pulse.then = nil
	rm.fresh = freshness{}
	if !e.making {
		r.askAgain(rm)
	}
	r.show(rm) // may have changed meanwhile
	e.report(nil)
	r.publish(rm)
	if !e.making { // else once it is kept
		r.cameIn(rm)
	}
	r.goOn()
	return nil
}

// cameIn says that we have come into a room that is kept.
func (r *Rooms) cameIn(rm *room) {
	if r.Entered != nil {
		r.Entered(rm.name)
	}
}

// settle writes that we are in a room. Of another one that stands at the address of one that was no more, nothing is taken
// over.
func (r *Rooms) settle(rm *room, e *entry, subject string) error {
	asked, another := !e.auto, rm.kept.Out.Why == history.OutGone || rm.kept.Out.Why == history.OutDestroyed
	publish := false
	err := r.change(rm, "store room", func(k *history.Room) {
		before := *k
		if asked {
			k.Autojoin, k.Password, k.Bookmark.Drop = true, e.password, false
			if nick := e.wished(); k.Nick != "" || nick != r.nickFor(rm) {
				k.Nick = nick
			}
		}
		if another {
			k.Accepted, k.BegunEncrypted = nil, false
			k.Ignored = slices.DeleteFunc(k.Ignored, func(i history.Ignored) bool { return i.JID == "" }) // its ids were the old one's
		}
		k.Out, k.Subject, k.Kind = history.Out{}, subject, e.kind
		k.BegunEncrypted = k.BegunEncrypted || e.kind.Private()
		publish = asked && (!before.Bookmark.Here || before.Autojoin != k.Autojoin || before.Nick != k.Nick || before.Password != k.Password)
		k.Bookmark.Pending = k.Bookmark.Pending || publish
	}, func(h *history.Store) error {
		if another {
			if err := h.ForgetPeople(rm.name); err != nil {
				return err
			}
		}
		c, err := h.BeginRoom(rm.name, e.kind.Chat(), r.Now())
		if err == nil && asked && !c.Listed {
			c.Listed = true
			err = h.PutChat(c)
		}
		if err != nil || another {
			return err
		}
		return r.tellKind(h, rm, rm.kept.Kind, e.kind)
	})
	if err != nil {
		return err
	}
	if another {
		rm.members = nil
	}
	r.publishBookmark(rm)
	return nil
}

// fail ends a way into a room. What is not known of it otherwise is forgotten.
func (r *Rooms) fail(rm *room, err error) {
	e := rm.entry
	r.left(rm)
	rm.in, rm.pulse.refusal, rm.pulse.resting = false, refusalIn(err), true
	e.report(err)
	if rm.known() {
		r.publish(rm)
	} else {
		r.forget(rm)
	}
	r.goOn()
}

// errThere is why a room cannot be made.
var errThere = &fault.Error{Kind: fault.KindConflict, Param: "room", Why: "there is one of that address"}
