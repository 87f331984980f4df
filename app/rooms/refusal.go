package rooms

import (
	"errors"
	"fmt"

	"mellium.im/xmpp/jid"

	"vouch/app/fault"
	"vouch/app/history"
	"vouch/app/loop"
	"vouch/xmpp"
	"vouch/xmpp/muc"
)

// Refused is why a room did not let us in. It is wrapped by a fault.Error, whose About is the Refusal.
type Refused struct {
	Why       muc.Refusal
	Elsewhere jid.JID // the room that takes its place, or zero; nobody goes there unasked
	Err       error
}

// Error implements error.
func (r *Refused) Error() string {
	if r.Err == nil {
		return "room refuses: " + string(r.Why)
	}
	return fmt.Sprintf("room refuses: %s: %v", r.Why, r.Err)
}

// Unwrap gives the cause.
func (r *Refused) Unwrap() error { return r.Err }

// Instead is the room that takes its place, or "".
func (r *Refused) Instead() string {
	if r.Elsewhere.Equal(jid.JID{}) {
		return ""
	}
	return r.Elsewhere.String()
}

// refused is the error for a refusal.
func refused(why muc.Refusal, err error) error {
	out := &Refused{Why: why, Err: err}
	f := &fault.Error{Kind: faultOf(why), Param: paramOf(why), About: string(why), Err: out}
	var e *xmpp.StanzaError
	if errors.As(err, &e) {
		f.Said = e.Text
		out.Elsewhere, _ = muc.Elsewhere(e)
	}
	return f
}

func faultOf(why muc.Refusal) fault.Kind {
	switch why {
	case muc.NeedsPassword, muc.NotSolved:
		return fault.KindAuth
	case muc.ForMembers, muc.IsOutcast, muc.MayNotMake:
		return fault.KindNotAllowed
	case muc.NickTaken, muc.NickReserved:
		return fault.KindConflict
	case muc.NotThere, muc.IsGone:
		return fault.KindNotFound
	case muc.IsFull:
		return fault.KindBusy
	case muc.NoAddress:
		return fault.KindInvalid
	case muc.OutOfReach:
		return fault.KindUnreachable
	}
	return fault.KindRefused
}

func paramOf(why muc.Refusal) string {
	switch why {
	case muc.NickTaken, muc.NickReserved:
		return "nick"
	case muc.NotThere, muc.IsGone, muc.NoAddress:
		return "room"
	case muc.NeedsPassword:
		return "password"
	}
	return ""
}

// refusalIn is the refusal in an error, or "".
func refusalIn(err error) muc.Refusal {
	var r *Refused
	if errors.As(err, &r) {
		return r.Why
	}
	return ""
}

// reasonOf is what keeps us out, by an error of the room's disco info or, once that has come, of our presence to it.
func reasonOf(err error, looked bool) muc.Refusal {
	if why := refusalIn(err); why != "" {
		return why
	}
	var e *xmpp.StanzaError
	switch {
	case !errors.As(err, &e):
		return muc.OutOfReach
	case looked:
		return muc.RefusalOf(e)
	}
	switch why := muc.RefusalOf(e); why {
	case muc.NotThere, muc.IsGone, muc.ForMembers, muc.NoAddress:
		return why
	}
	return muc.OutOfReach // what a room is may be hidden for the moment; that it is not there it says
}

// refuse ends a way into a room, or takes the next step on it: another nickname, or another time.
func (r *Rooms) refuse(rm *room, err error) {
	e := rm.entry
	looked := !e.kind.Asked.IsZero() || e.making
	why := reasonOf(err, looked)
	if e.puzzled && why == muc.NeedsPassword { // ejabberd's word for what was not solved, or not in time
		why, err = muc.NotSolved, refused(muc.NotSolved, err)
	}
	switch {
	case why == muc.NickTaken && !e.suffixed:
		e.suffixed, e.nick = true, e.nick+"_"
		r.walkIn(rm)
		return
	case rm.known() && rm.kept.Autojoin && (why == muc.ForMembers || why == muc.IsOutcast || why == muc.IsGone || why == muc.NotThere && !looked):
		if err := r.shutOut(rm, why, err); err != nil {
			r.Log.Error("store room", "room", rm.name, "err", err)
		}
		return
	}
	if refusalIn(err) == "" {
		err = refused(why, err)
	}
	r.fail(rm, err)
	if !rm.known() {
		return
	}
	switch why {
	case muc.NotThere: // as yet: it is being made
		r.later(rm, lockedAgain)
	case muc.OutOfReach, muc.IsFull, muc.MayNotMake, muc.RefusedSomehow:
		r.later(rm, firstAgain)
	}
}

// shutOut ends a way into a room that we do not come back to by ourselves: we are no longer welcome, or it is no more.
func (r *Rooms) shutOut(rm *room, why muc.Refusal, err error) error {
	err = refused(why, err)
	var stored error
	if rm.known() && rm.kept.Autojoin {
		out := history.Out{Why: refusalOut(why), At: r.Now()}
		var told *Refused
		if errors.As(err, &told) {
			out.Instead = told.Instead()
		}
		stored = r.stayOut(rm, out)
	}
	if rm.entry != nil {
		r.fail(rm, err)
	}
	return stored
}

func refusalOut(why muc.Refusal) history.OutReason {
	switch why {
	case muc.ForMembers:
		return history.OutRemoved
	case muc.IsOutcast:
		return history.OutBanned
	case muc.IsGone:
		return history.OutDestroyed
	}
	return history.OutGone
}

// stayOut writes why we are out of a room, and tells it. The bookmark of a room that is no more brings it back nowhere.
func (r *Rooms) stayOut(rm *room, out history.Out) error {
	if was := rm.kept.Out.Why; was == out.Why || was != "" && out.Why != history.OutDestroyed && out.Why != history.OutGone {
		return nil // whoever was put out, and tries to come back, is told what keeps them out
	}
	err := r.change(rm, "store room", func(k *history.Room) {
		k.Out = out
		if out.Why == history.OutDestroyed && k.Autojoin {
			k.Autojoin, k.Bookmark.Pending = false, true
		}
	}, func(h *history.Store) error {
		return r.tell(h, News{Room: rm.name, Kind: outNews(out.Why), Ours: true, Who: r.JID, Nick: rm.pulse.own.Nick, By: out.By, ByNick: out.Nick, Reason: out.Reason, Instead: out.Instead})
	})
	r.publishBookmark(rm)
	r.wentOut(rm)
	return err
}

// ReceiveRefusal takes an error that a room, or an occupant's place there, answers to a message with that id. Taken says that
// somebody here waited for it; else it is about a message of a chat. Where it means that we are not in, we find out.
func (r *Rooms) ReceiveRefusal(from jid.JID, id string, e *xmpp.StanzaError) (taken bool) {
	rm := r.at(from)
	if rm == nil || e == nil {
		return false
	}
	if told := r.waits[id]; told != nil && id != "" {
		delete(r.waits, id)
		told(failure(e))
		taken = true
	}
	if from.Resourcepart() == "" && rm.in && rm.entry == nil && (e.Condition == "not-acceptable" || e.Condition == "gone") {
		r.Doubt(rm.name)
	}
	return taken
}

// failure is the error for what a room did not do.
func failure(err error) error {
	var e *xmpp.StanzaError
	if !errors.As(err, &e) {
		return loop.Failure(err)
	}
	kind := fault.KindRefused
	switch e.Condition {
	case "forbidden", "not-allowed", "not-authorized", "registration-required":
		kind = fault.KindNotAllowed
	case "conflict":
		kind = fault.KindConflict
	case "item-not-found", "gone":
		kind = fault.KindNotFound
	case "feature-not-implemented", "service-unavailable":
		kind = fault.KindNotOffered
	case "remote-server-not-found", "remote-server-timeout":
		kind = fault.KindUnreachable
	case "jid-malformed", "bad-request":
		kind = fault.KindInvalid
	}
	return &fault.Error{Kind: kind, About: e.Condition, Said: e.Text, Err: err}
}

func offline() error { return &fault.Error{Kind: fault.KindNotConnected} }
