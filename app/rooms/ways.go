package rooms

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"time"
)

const (
	waysAtOnce  = 4                // rooms that are entered at a time without being asked to
	lockedAgain = 10 * time.Second // after which a room that is being made is tried again
	firstAgain  = 10 * time.Second // after which a room that we fell out of is entered again; it doubles
	latestAgain = 15 * time.Minute
)

// ways are the ways into rooms that nobody asked for now.
type ways struct {
	open  bool // they may begin
	queue []*room
	under int // under way
}

// wanted tells whether we are to be in a room, and are not, nor on our way.
func (rm *room) wanted() bool {
	return rm.known() && rm.kept.Autojoin && rm.kept.Out.Why == "" && !rm.in && rm.entry == nil && !rm.pulse.resting
}

// enterWanted enters the rooms that the user wants to be in, groups before channels.
func (r *Rooms) enterWanted() {
	for _, rm := range r.all {
		if rm.wanted() && !slices.Contains(r.ways.queue, rm) {
			r.ways.queue = append(r.ways.queue, rm)
		}
	}
	slices.SortFunc(r.ways.queue, func(a, b *room) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.name, b.name))
	})
	r.goOn()
}

func rank(rm *room) int {
	if rm.kept.Kind.Private() {
		return 0
	}
	return 1
}

// goOn begins as many ways as may be under way.
func (r *Rooms) goOn() {
	for r.ways.open && r.ways.under < waysAtOnce && len(r.ways.queue) > 0 {
		rm := r.ways.queue[0]
		r.ways.queue = r.ways.queue[1:]
		if rm.wanted() {
			r.begin(rm, &entry{nick: r.nickFor(rm), password: rm.kept.Password, auto: true})
		}
	}
}

// later enters a room again after a pause, which grows, and differs between those that a server has put out at once.
func (r *Rooms) later(rm *room, first time.Duration) {
	pause := min(first<<min(rm.pulse.tries, 10), latestAgain)
	rm.pulse.tries++
	rm.pulse.resting = true
	pause += time.Duration(rand.Int64N(int64(pause/2) + 1))
	r.After(pause, func() {
		rm.pulse.resting = false
		r.enterWanted()
	})
}
