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

// walkWire is the network of a walk's alice, and the tap on it: it holds all that is written against the law of the moment.
type walkWire struct {
	xmpptest.Network

	mu     sync.Mutex // guards the rest
	laws   []law      // of this moment; two while a step is under way
	keep   bool       // all laws count since the network took nothing: what was encrypted then may be written now …
	limit  *law       // … for no device that does not read by this one; nil: not written yet
	rest   []byte     // of a message that was not written whole yet
	seen   map[string]string
	fresh  []string          // ids of texts that were written for the first time, or encrypted anew
	of     map[string]string // ids of changes → of what they change
	last   map[string]string // … → of the last change that was written
	rids   map[string]string // for whom a text was encrypted last
	wrong  []string
	texts  int
	copies int           // same bytes once more
	anew   int           // same text in other bytes
	hollow int           // key transports
	sprung chan struct{} // the network goes down as soon as a text is written, and this is closed; nil: it does not
}

var (
	walkMessage = regexp.MustCompile(`(?s)<message.*?</message>`)
	walkID      = regexp.MustCompile(`^<message[^>]* id="([^"]*)"`)
	walkTo      = regexp.MustCompile(`^<message[^>]* to="alice@`)
	walkReplace = regexp.MustCompile(`<replace[^>]* id="([^"]*)"`)
	walkRid     = regexp.MustCompile(`rid="([0-9]+)"`)
)

// Write sees what is about to be written.
func (w *walkWire) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.rest = append(w.rest, p...)
	if bytes.Contains(w.rest, []byte("secret")) {
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
func (w *walkWire) take(stanza string) {
	id := ""
	if m := walkID.FindStringSubmatch(stanza); m != nil {
		id = m[1]
	}
	if m := walkReplace.FindStringSubmatch(stanza); m != nil && id != "" {
		w.of[id], w.last[m[1]] = m[1], id
	}
	encrypted, clear := strings.Contains(stanza, "<payload>"), strings.Contains(stanza, "<body>open ")
	var rids []uint32
	for _, m := range walkRid.FindAllStringSubmatch(stanza, -1) {
		n, err := strconv.ParseUint(m[1], 10, 32)
		if err != nil {
			w.wrong = append(w.wrong, err.Error())
		}
		rids = append(rids, uint32(n))
	}
	switch {
	case encrypted:
		w.judge(id, stanza, rids)
	case len(rids) > 0:
		w.hollow++
		if !w.lawful(func(l law) bool { return len(rids) == 1 && l.trusted[rids[0]] }) {
			w.wrong = append(w.wrong, fmt.Sprintf("a key transport for %v, trusted are %v", rids, w.laws))
		}
		return
	case !clear:
		return
	}
	if w.seen[id] == "" {
		w.texts++
	}
	if w.seen[id] != stanza {
		w.fresh = append(w.fresh, id)
	}
	w.seen[id] = stanza
	if w.sprung != nil {
		close(w.sprung)
		w.sprung = nil
		w.Down()
	}
}

// judge wants an encrypted text to be for exactly the readers of the moment. The same bytes may go out again while all whom
// they are for are still readers.
func (w *walkWire) judge(id, stanza string, rids []uint32) {
	set, readers := walkSet(rids), func(l law) string { return l.readers }
	if walkTo.MatchString(stanza) {
		readers = func(l law) string { return l.notes }
	}
	if w.limit != nil && !subset(set, readers(*w.limit)) {
		w.wrong = append(w.wrong, fmt.Sprintf("%s for %s after a device has lost its trust, readers are %v", id, set, *w.limit))
	}
	if w.rids[id] = set; w.seen[id] == stanza {
		w.copies++
		if !w.lawful(func(l law) bool { return subset(set, readers(l)) }) {
			w.wrong = append(w.wrong, fmt.Sprintf("%s once more for %s, readers are %v", id, set, w.laws))
		}
		return
	}
	if w.seen[id] != "" {
		w.anew++
	}
	if set == "" || !w.lawful(func(l law) bool { return set == readers(l) }) {
		w.wrong = append(w.wrong, fmt.Sprintf("%s for %s, readers are %v", id, set, w.laws))
	}
}

// clogged begins the time in which what is encrypted is not written, and unclogged ends it: what is written from then on may
// be for no device that does not read by l.
func (w *walkWire) clogged() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.keep, w.limit = true, nil
}

func (w *walkWire) unclogged(l law) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.limit = &l
}

// settled ends both.
func (w *walkWire) settled(l law) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.keep, w.limit, w.laws = false, nil, []law{l}
}

func (w *walkWire) lawful(obeys func(law) bool) bool {
	for _, l := range w.laws {
		if obeys(l) {
			return true
		}
	}
	return false
}

func subset(part, whole string) bool {
	for _, id := range strings.Fields(part) {
		if !strings.Contains(" "+whole+" ", " "+id+" ") {
			return false
		}
	}
	return true
}

// obey makes these the laws from now on.
func (w *walkWire) obey(laws ...law) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.keep {
		laws = append(w.laws, laws...)
	}
	w.laws = laws
}

// trap lets the network go down as soon as a text is written.
func (w *walkWire) trap() <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sprung = make(chan struct{})
	return w.sprung
}

// judged are what was wrong, and the texts that were written since the last call, but not those written again as they were.
func (w *walkWire) judged() (wrong, fresh []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	wrong, fresh = w.wrong, w.fresh
	w.fresh = nil
	return wrong, fresh
}

// changes is the id of what the text with an id changes, and lastOf that of the last change of one.
func (w *walkWire) changes(id string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.of[id]
}

func (w *walkWire) lastOf(id string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.last[id]
}

func (w *walkWire) readersOf(id string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.rids[id]
}
