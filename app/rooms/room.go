package rooms

import (
	"time"

	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/app/view"
	"vouch/xmpp/muc"
)

// room is one room as it is held in memory.
type room struct {
	addr    jid.JID      // bare
	name    string       // the same
	kept    history.Room // as it is in the file; zero when it is not
	named   bool         // what comes from its address is a room's
	leaving bool         // it will be forgotten

	in      bool                       // we are surely there
	place   jid.JID                    // where we are, or were last
	here    crowd                      // who is there
	entry   *entry                     // our way in, or nil
	photo   string                     // hash of its picture, as its own presence has it; "" for none
	members map[string]muc.Affiliation // of a private room, as in the file, by bare JID; else nil
	fresh   freshness
	pulse   pulse
}

// freshness is how sure we are of what a room is.
type freshness struct {
	unsure  bool            // the stream was cut, and what the room said meanwhile is still to come
	asking  bool            // what it is is being asked
	again   bool            // and has to be asked once more
	lists   *lists          // who belongs to it is being asked; nil when not
	listed  bool            // who belongs to it is known
	refused bool            // it does not say who belongs to it
	doubted map[string]bool // people who are there, and on no list, for whom the lists were asked
}

// pulse is what is known of our being in a room.
type pulse struct {
	heard   time.Time // when something came from it last
	asked   bool      // a self-ping is under way
	resting bool      // we do not try to enter for now: it was no use, or is not due
	tries   int       // to enter again, or pings without an answer, since it went well last
	refusal muc.Refusal
	own     Occupant  // ourselves, as the room has us
	obeyed  time.Time // when a bookmark last had us enter or leave
	rename  string    // the id under which a change of our nickname waits
	then    []func()  // once a self-ping says that we are there
	doubt   bool      // a self-ping asks whether we are there, and nobody has said so
	told    muc.Own   // how we are available, as the room was told last
}

func newRoom(addr jid.JID, name string) *room {
	return &room{addr: addr, name: name, here: crowd{}}
}

// known tells whether the room is in the file.
func (rm *room) known() bool { return rm.kept.JID != "" }

// began forgets what held for a stream.
func (rm *room) began() {
	if e := rm.entry; e != nil {
		rm.entry = nil
		e.report(offline())
	}
	rm.in, rm.here, rm.place, rm.photo = false, crowd{}, jid.JID{}, ""
	rm.fresh, rm.pulse = freshness{}, pulse{}
}

// lost forgets the questions that a cut left without an answer.
func (rm *room) lost() {
	rm.fresh.asking, rm.fresh.lists, rm.pulse.asked = false, nil, false
	rm.pulse.resting = rm.pulse.resting && rm.pulse.tries == 0 // the pause has gone with the stream
}

// kind is what the room is, as far as it was asked.
func (rm *room) kind() history.RoomKind {
	if rm.entry != nil && !rm.entry.kind.Asked.IsZero() {
		return rm.entry.kind
	}
	return rm.kept.Kind
}

// held is why nothing is encrypted for the room.
func (rm *room) held() view.Held {
	switch f := rm.fresh; {
	case !rm.in || rm.entry != nil:
		return view.HeldOut
	case f.unsure || f.asking || f.lists != nil:
		return view.HeldAsking
	case rm.kept.Kind.Private() && f.refused:
		return view.HeldLists
	case rm.kept.Kind.Private() && !f.listed:
		return view.HeldAsking
	}
	return view.HeldNot
}

// publish says how we stand to a room.
func (r *Rooms) publish(rm *room) {
	now := view.RoomLive{Refusal: string(rm.pulse.refusal), Held: rm.held()}
	switch {
	case rm.entry != nil:
		now.State = view.RoomEntering
		if rm.entry.puzzle != nil {
			now.Puzzle = rm.entry.puzzle.number
		}
	case rm.in:
		now.State = view.RoomIn
	}
	if rm.in {
		own := rm.pulse.own
		now.Nick, now.Affiliation, now.Role, now.Occupants = own.Nick, string(own.Affiliation), string(own.Role), len(rm.here)
	}
	r.Published(func(l *view.Live) { l.Rooms[rm.name] = now })
	r.Changed(rm.name)
}

// In tells whether we are surely in a room: only then may presence or a message go to it.
func (r *Rooms) In(bare string) bool {
	rm := r.all[bare]
	return rm != nil && rm.in && rm.entry == nil
}

// Show tells the rooms that we are surely in how the user is available now. Where that is in doubt a server may take it for an
// entry (XEP-0045 v1.35.5 §7.2): those are told when the doubt has ended, or as we enter.
func (r *Rooms) Show() {
	for _, rm := range r.all {
		r.show(rm)
	}
}

func (r *Rooms) show(rm *room) {
	own := r.own()
	if !rm.in || rm.entry != nil || rm.pulse.doubt || rm.pulse.told.Show == own.Show && rm.pulse.told.Status == own.Status {
		return
	}
	if err := r.Send(muc.Say(rm.place, own)); err != nil {
		r.Log.Info("send presence to room", "room", rm.name, "err", err)
		return
	}
	rm.pulse.told = own
}

// Held is why nothing may be encrypted for a room now: HeldNot when we are in, what it is was asked since something hinted
// that it has changed, and, of a private one, who belongs to it is known. Whether it is private its record says.
func (r *Rooms) Held(bare string) view.Held {
	rm := r.all[bare]
	if rm == nil {
		return view.HeldOut
	}
	return rm.held()
}

// Place is where we are in a room. It is false when we are not.
func (r *Rooms) Place(bare string) (jid.JID, bool) {
	rm := r.all[bare]
	if rm == nil || !rm.in {
		return jid.JID{}, false
	}
	return rm.place, true
}
