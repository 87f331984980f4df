package rooms

import (
	"errors"
	"time"

	"vouch/xmpp"
	"vouch/xmpp/disco"
	"vouch/xmpp/muc"
	"vouch/xmpp/ping"
	"vouch/xmpp/selfping"
)

const (
	idle      = 15 * time.Minute // of a room, after which we ask whether we are still in (XEP-0410 v1.1.0 §3.1)
	lookEvery = time.Minute      // between two looks at which rooms are idle
	pingWait  = time.Minute      // after which a ping that nobody could answer is sent again; it doubles
)

// watch looks from time to time which rooms have been silent for long.
func (r *Rooms) watch() {
	r.rounds++
	r.watchOn(r.rounds)
}

func (r *Rooms) watchOn(round int) {
	r.After(lookEvery, func() {
		if r.rounds != round {
			return
		}
		for _, rm := range r.all {
			if rm.in && rm.entry == nil && r.since(rm.pulse.heard) >= idle {
				r.ping(rm)
			}
		}
		r.watchOn(round)
	})
}

// Doubt asks at once whether we are still in a room: something that should have come from it has not.
func (r *Rooms) Doubt(bare string) {
	if rm := r.all[bare]; rm != nil && rm.in && rm.entry == nil {
		r.ping(rm)
	}
}

// Confirm is Doubt, and then runs on the loop when we are still in.
func (r *Rooms) Confirm(bare string, then func()) {
	if rm := r.all[bare]; rm != nil && rm.in && rm.entry == nil {
		rm.pulse.then = append(rm.pulse.then, then)
		r.ping(rm)
	}
}

// ping asks whether we are still in a room, by a ping to our own place (XEP-0410 v1.1.0 §3).
func (r *Rooms) ping(rm *room) {
	if rm.pulse.asked {
		return
	}
	rm.pulse.asked, rm.pulse.doubt = true, true
	place := rm.place
	r.Ask(place, false, ping.Ping{}, func(answer *xmpp.Answer) {
		rm.pulse.asked = false
		if errors.Is(answer.Err, xmpp.ErrClosed) || !rm.in || rm.entry != nil {
			return
		}
		if !rm.place.Equal(place) { // we have another nickname by now
			r.ping(rm)
			return
		}
		r.ponged(rm, answer)
	})
}

func (r *Rooms) ponged(rm *room, answer *xmpp.Answer) {
	switch selfping.StateOf(answer.Err) {
	case selfping.In:
		rm.pulse.heard, rm.pulse.tries, rm.pulse.doubt = r.Now(), 0, false
		if rm.fresh.unsure {
			rm.fresh.unsure = false
			r.publish(rm)
		}
		r.show(rm)
		then := rm.pulse.then
		rm.pulse.then = nil
		for _, f := range then {
			f()
		}
	case selfping.Out:
		r.fallenOut(rm)
	case selfping.Missing:
		r.isThere(rm)
	case selfping.Gone:
		r.isGone(rm, muc.IsGone, answer.Err)
	case selfping.Unknown:
		pause := min(pingWait<<min(rm.pulse.tries, 10), idle)
		rm.pulse.tries++
		r.After(pause, func() {
			if rm.in && rm.entry == nil {
				r.ping(rm)
			}
		})
	}
}

// isThere finds out whether a room is no more, or has nobody of our nickname: the same error says both.
func (r *Rooms) isThere(rm *room) {
	rm.pulse.asked = true
	r.Ask(rm.addr, false, disco.Get(""), func(answer *xmpp.Answer) {
		rm.pulse.asked = false
		if errors.Is(answer.Err, xmpp.ErrClosed) || !rm.in || rm.entry != nil {
			return
		}
		switch why := reasonOf(answer.Err, false); {
		case answer.Err == nil:
			r.fallenOut(rm)
		case why == muc.NotThere || why == muc.IsGone:
			r.isGone(rm, why, answer.Err)
		default:
			r.After(pingWait, func() { r.Doubt(rm.name) })
		}
	})
}

// fallenOut enters a room again that we are no longer in, though nobody put us out. Its list is shown until the next one is
// here.
func (r *Rooms) fallenOut(rm *room) {
	rm.in, rm.fresh, rm.pulse.then = false, freshness{}, nil
	r.Log.Info("fell out of room", "room", rm.name)
	if rm.wanted() {
		r.enterWanted()
	}
	r.publish(rm)
}

// isGone takes that a room is no more.
func (r *Rooms) isGone(rm *room, why muc.Refusal, err error) {
	rm.in, rm.here, rm.fresh = false, crowd{}, freshness{}
	if err := r.shutOut(rm, why, err); err != nil {
		r.Log.Error("store room", "room", rm.name, "err", err)
	}
	r.publish(rm)
}
