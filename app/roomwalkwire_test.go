package app_test

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"vouch/xmpp/xmpptest"
)

// roomWire is the network of a device in a walk in rooms, and the tap on it: whatever it writes to the group is held against who may
// read that at the moment.
type roomWire struct {
	xmpptest.Network
	rejects bool // the walk's: alice's phone

	mu       sync.Mutex // guards the rest
	group    string
	laws     []string // the devices that read, of this moment; two while a step is under way
	rest     []byte   // of a message that was not written whole yet
	resuming bool     // what the stream before has written goes out again, whatever has happened since
	made     map[string]string
	readers  map[string]string // devices that a message was written for last, by id
	wrong    []string
	copies   int // same bytes once more
	anew     int // same text in other bytes

	trapRoom string // a message to it sets the trap
	after    int
	clogs    bool // it takes nothing more; else it is cut
	sprung   chan struct{}
}

var (
	roomTo    = regexp.MustCompile(`^<message[^>]* to="([^"/]*)"`)
	roomBinds = []byte("urn:ietf:params:xml:ns:xmpp-bind")
)

// watch begins to judge what is written to a room.
func (w *roomWire) watch(group string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.group = group
}

// obey makes these the devices that read from now on.
func (w *roomWire) obey(laws ...string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.laws = laws
}

// trap breaks the network so many reads and writes after a message to a room. The channel is closed when it has.
func (w *roomWire) trap(room string, after int) <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.trapRoom, w.after, w.sprung = room, after, make(chan struct{})
	return w.sprung
}

// Write sees what is about to be written.
func (w *roomWire) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if bytes.Contains(p, []byte("<resume ")) {
		w.resuming = true
	} else if bytes.Contains(p, roomBinds) {
		w.resuming = false
	}
	w.rest = append(w.rest, p...)
	if bytes.Contains(w.rest, []byte("secret ")) { // a form has a roomsecret
		w.wrong = append(w.wrong, "in clear: "+string(w.rest))
	}
	end := 0
	for _, at := range walkMessage.FindAllIndex(w.rest, -1) {
		w.take(string(w.rest[at[0]:at[1]]))
		end = at[1]
	}
	if w.rest = w.rest[end:]; !bytes.Contains(w.rest, []byte("<message")) {
		w.rest = w.rest[max(0, len(w.rest)-len("<message")):]
	}
	return len(p), nil
}

// take judges one message.
func (w *roomWire) take(stanza string) {
	to, id := roomTo.FindStringSubmatch(stanza), walkID.FindStringSubmatch(stanza)
	if to == nil || id == nil {
		return
	}
	if w.sprung != nil && to[1] == w.trapRoom {
		sprung := w.sprung
		w.sprung = nil
		spring := w.Cut
		if w.clogs {
			spring = func() { w.Clog() }
		}
		w.Trap(w.after, func() { spring(); close(sprung) })
	}
	if to[1] == w.group && strings.Contains(stanza, "<payload>") {
		w.judge(id[1], stanza)
	}
}

// judge wants what is encrypted to be for exactly those who read. The same bytes may go out again while all whom they are for do.
func (w *roomWire) judge(id, stanza string) {
	var rids []uint32
	for _, m := range walkRid.FindAllStringSubmatch(stanza, -1) {
		n, err := strconv.ParseUint(m[1], 10, 32)
		if err != nil {
			w.wrong = append(w.wrong, err.Error())
		}
		rids = append(rids, uint32(n))
	}
	set := walkSet(rids)
	obeys := func(law string) bool { return set == law }
	was := w.made[id]
	switch {
	case was == stanza:
		w.copies++
		obeys = func(law string) bool { return w.resuming || subset(set, law) }
	case was != "":
		w.anew++
	}
	w.made[id], w.readers[id] = stanza, set
	for _, law := range w.laws {
		if obeys(law) {
			return
		}
	}
	w.wrong = append(w.wrong, fmt.Sprintf("%s is for %s, readers are %q; written before %t, in other bytes %t, resuming %t", id, set, w.laws, was != "", was != stanza, w.resuming))
}

func (w *roomWire) judged() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.wrong
}

func (w *roomWire) readersOf(id string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.readers[id]
}

// change has do carry out what the model has just done: until it has, both what was and what is now may be.
func (w *roomWalk) change(model, do func()) {
	w.t.Helper()
	before := map[*walker]string{}
	for _, p := range w.all() {
		before[p] = w.readersFor(p)
	}
	model()
	for _, p := range w.all() {
		p.wire.obey(before[p], w.readersFor(p))
	}
	do()
	w.obey()
}

func (w *roomWalk) obey() {
	for _, p := range w.all() {
		p.wire.obey(w.readersFor(p))
	}
}

// readersFor are the devices that what a device writes to the group now is for.
func (w *roomWalk) readersFor(p *walker) string {
	var out []uint32
	for _, q := range w.all() {
		if q != p && w.group.out[q.jid] != wasBanned && !(p.wire.rejects && q == w.phone) {
			out = append(out, w.devices[q])
		}
	}
	return walkSet(out)
}
