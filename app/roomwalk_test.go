package app_test

import (
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"vouch/app"
	"vouch/app/history"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// shortWalk is how many messages the walk of every test run has.
const shortWalk = 60

var walkMessages = flag.Int("walk.messages", shortWalk, "messages of TestWalkInRooms at each server")

// TestWalkInRooms has three people, one of them on three devices, talk in a group and in a channel while random things happen: they
// leave and come back, are kicked, banned and let in again, change their names; networks break, programs and the server die and
// come back; one device is taken out of its account. In the end all are in again, and everybody has every message once, in the same
// order, read by exactly the devices that it was for when it was written. The device that was taken out comes back as who has stolen
// it would have it: it gets all that the rooms keep, and reads what was for it alone.
func TestWalkInRooms(t *testing.T) {
	for _, server := range []struct {
		name  string
		start func(t *testing.T, options ...xmpptest.Option) xmpptest.Server
	}{
		{"prosody", func(t *testing.T, o ...xmpptest.Option) xmpptest.Server { return xmpptest.StartProsody(t, o...) }},
		{"ejabberd", func(t *testing.T, o ...xmpptest.Option) xmpptest.Server { return xmpptest.StartEjabberd(t, o...) }},
	} {
		t.Run(server.name, func(t *testing.T) {
			seed := *walkSeed
			switch {
			case seed != 0:
			case *walkMessages == shortWalk:
				seed = 1 // the servers are enough that differs; make walk looks for what is new
			default:
				seed = uint64(time.Now().UnixNano())
			}
			t.Logf("seed %d (-walk.seed=%d -walk.messages=%d takes the same steps)", seed, seed, *walkMessages)
			w := newRoomWalk(t, seed, server.start(t, xmpptest.Friends("alice", "bob", "carol"), xmpptest.Archive(), xmpptest.Rooms()))
			turns := []struct {
				at   int
				name string
				take func()
			}{{*walkMessages / 3, "a device is removed", w.removeTablet}, {*walkMessages / 2, "server dies", w.serverDies}}
			for w.said < *walkMessages {
				for w.walk(); len(turns) > 0 && w.said >= turns[0].at; turns = turns[1:] {
					w.take(turns[0].name, turns[0].take)
				}
			}
			w.end()
		})
	}
}

// roomWalk is where a walk in rooms has come to.
type roomWalk struct {
	t              *testing.T
	rng            *rand.Rand
	server         xmpptest.Server
	desk, phone    *walker // of alice, who made both rooms
	tablet         *walker // of hers until it is removed
	removed        bool    // it is
	bob, carol     *walker
	group, channel *walkedRoom
	devices        map[*walker]uint32
	phoneKey       string
	said           int
	trace          []string
	taken          map[string]int // steps by name
}

// walker is a device of somebody in the rooms.
type walker struct {
	*peer
	name    string
	wire    *roomWire
	down    bool // its network is
	stopped bool // its program is
}

// walkedRoom is a room as it must be.
type walkedRoom struct {
	jid    string
	group  bool
	out    map[string]outOfRoom // by bare JID; who is missing is in
	untold map[string]bool      // by bare JID: was banned while away
	texts  map[string]string    // by id: everything said
	author map[string]*walker   // by id
	order  map[*walker][]string // ids of each device, as they were written
	before int                  // how many of texts were said before a device was removed
}

// outOfRoom is why somebody is not in a room.
type outOfRoom int

const (
	hasLeft outOfRoom = iota + 1
	wasKicked
	wasBanned
)

func newRoomWalk(t *testing.T, seed uint64, server xmpptest.Server) *roomWalk {
	w := &roomWalk{t: t, rng: rand.New(rand.NewPCG(seed, 6)), server: server, devices: map[*walker]uint32{}, taken: map[string]int{}}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the last steps: %q", w.trace[max(0, len(w.trace)-40):])
		}
	})
	w.desk, w.phone, w.tablet = w.newWalker("alice", "desk"), w.newWalker("alice", "phone"), w.newWalker("alice", "tablet")
	w.bob, w.carol = w.newWalker("bob", "bob"), w.newWalker("carol", "carol")
	for _, p := range w.all() {
		for _, other := range []*walker{w.desk, w.bob, w.carol} {
			if p.jid != other.jid {
				p.must(app.OpenChat{Account: p.jid, JID: other.jid})
			}
		}
	}
	trustEach(w.desk.peer, w.phone.peer, w.tablet.peer, w.bob.peer, w.carol.peer)
	for _, p := range w.all() { // devices that sign in together take each other out of the list, and come back into it after a while
		p.await("all devices of alice", func() bool { return active(p.devices(w.desk.jid)) == 3 })
	}
	w.group = newWalkedRoom(w.desk.makes(app.CreateRoom{Name: "Boat", People: []string{w.bob.jid, w.carol.jid}}), true)
	w.channel = newWalkedRoom(w.desk.makes(app.CreateRoom{Name: "Harbour", Public: true}), false)
	w.phoneKey = w.phone.key()
	for _, p := range w.all() {
		w.devices[p] = p.status().DeviceID
		p.wire.watch(w.group.jid)
		for _, r := range w.rooms() {
			enters(r.jid, p.peer)
			p.inside(r.jid)
		}
	}
	w.obey()
	return w
}

// active is how many devices are in the device list.
func active(devices []*view.DeviceView) (n int) {
	for _, d := range devices {
		if d.Active {
			n++
		}
	}
	return n
}

func newWalkedRoom(at string, group bool) *walkedRoom {
	return &walkedRoom{jid: at, group: group, out: map[string]outOfRoom{}, untold: map[string]bool{}, texts: map[string]string{}, author: map[string]*walker{}, order: map[*walker][]string{}}
}

func (w *roomWalk) newWalker(account, name string) *walker {
	wire := &roomWire{made: map[string]string{}, readers: map[string]string{}}
	return &walker{peer: newPeer(w.t, w.server, account, app.Options{Dialer: wire, Tap: wire, Log: slog.New(slog.DiscardHandler)}), name: name, wire: wire}
}

// all are the devices that belong to somebody.
func (w *roomWalk) all() []*walker {
	if w.removed {
		return []*walker{w.desk, w.phone, w.bob, w.carol}
	}
	return w.authors()
}

// authors are all devices that have written.
func (w *roomWalk) authors() []*walker {
	return []*walker{w.desk, w.phone, w.tablet, w.bob, w.carol}
}

func (w *roomWalk) rooms() []*walkedRoom { return []*walkedRoom{w.group, w.channel} }

// walk takes one step.
func (w *roomWalk) walk() {
	steps := []struct {
		name   string
		weight int
		take   func()
	}{
		{"say", 30, w.say}, {"cut", 6, w.cut}, {"cut while it says", 8, w.cutWhileItSays}, {"die while it says", 4, w.dieWhileItSays},
		{"network down", 4, w.goDown}, {"program dies", 3, w.die}, {"come back", 8, w.comeBack}, {"leave", 3, w.leave}, {"kick", 4, w.kick},
		{"ban", 4, w.ban}, {"enter again", 9, w.enterAgain}, {"rename", 5, w.rename}, {"reject or trust", 4, w.decide}, {"server dies", 1, w.serverDies},
	}
	total := 0
	for _, s := range steps {
		total += s.weight
	}
	n := w.rng.IntN(total)
	for _, s := range steps {
		if n -= s.weight; n < 0 {
			w.take(s.name, s.take)
			return
		}
	}
}

func (w *roomWalk) take(name string, step func()) {
	w.t.Helper()
	w.taken[name]++
	w.detail(name)
	step()
	for _, p := range w.all() {
		if wrong := p.wire.judged(); len(wrong) > 0 {
			names := []string{}
			for q, device := range w.devices {
				names = append(names, fmt.Sprint(device), q.name)
			}
			w.t.Fatalf("%s: %s", p.name, strings.NewReplacer(names...).Replace(fmt.Sprintf("%q", wrong)))
		}
	}
}

func (w *roomWalk) detail(details ...any) { w.trace = append(w.trace, fmt.Sprint(details...)) }

// end lets everybody come back, and compares what they have.
func (w *roomWalk) end() {
	w.t.Helper()
	for _, p := range w.all() {
		w.up(p)
	}
	for _, r := range w.rooms() {
		for _, p := range []*walker{w.bob, w.carol} {
			w.letIn(p, r)
		}
	}
	copies, anew := 0, 0
	for _, p := range w.all() {
		for _, r := range w.rooms() {
			w.rested(p, r)
		}
		copies, anew = copies+p.wire.copies, anew+p.wire.anew
	}
	for _, r := range w.rooms() {
		w.compare(r)
	}
	if w.removed {
		w.lookInside(w.tablet)
	}
	w.t.Logf("steps %v; %d messages, %d written again in the same bytes, %d encrypted anew", w.taken, w.said, copies, anew)
}

// compare wants everybody to have all that was said in a room once, in one order, and to read what was for them.
func (w *roomWalk) compare(r *walkedRoom) {
	w.t.Helper()
	for _, p := range w.all() { // else it is reported below
		p.inTime(func() bool {
			rows := p.all(r.jid)
			return len(messagesOf(rows))+countedIn(rows) >= len(r.texts)
		})
	}
	want := idsOf(messagesOf(w.desk.all(r.jid)))
	for _, p := range w.all() {
		rows := p.all(r.jid)
		has := messagesOf(rows)
		ids := idsOf(has)
		here := slices.DeleteFunc(slices.Clone(want), func(id string) bool { return !slices.Contains(ids, id) })
		checkOrder(w.t, p.name+" has", r.bodies(ids), r.bodies(here))
		if earlier := countedIn(rows); len(has)+earlier != len(r.texts) {
			w.t.Errorf("%s has %d messages of %s and counts %d, %d were said", p.name, len(has), r.jid, earlier, len(r.texts))
		}
		for id := range r.texts {
			if !slices.Contains(ids, id) && w.isFor(r, p, id) {
				w.t.Errorf("%s has not %q of %s", p.name, r.texts[id], r.author[id].name)
			}
		}
		for _, m := range has {
			w.compareRow(r, p, m)
		}
	}
	for _, p := range w.authors() {
		checkOrder(w.t, "in the room are of "+p.name, r.bodies(slices.DeleteFunc(slices.Clone(want), func(id string) bool { return r.author[id] != p })), r.bodies(r.order[p]))
	}
}

// lookInside starts a device that was removed, and wants it to read of all that the rooms have for it what was for it, and no more.
func (w *roomWalk) lookInside(p *walker) {
	w.t.Helper()
	w.up(p)
	for _, r := range w.rooms() {
		p.inside(r.jid)
		newest := idsOf(messagesOf(w.desk.all(r.jid)))
		newest = newest[max(0, len(newest)-1):]
		p.await("the archive of "+r.jid, func() bool {
			has := idsOf(messagesOf(p.all(r.jid)))
			return !slices.ContainsFunc(newest, func(id string) bool { return !slices.Contains(has, id) })
		})
		hidden := 0
		for _, m := range messagesOf(p.all(r.jid)) {
			w.compareRow(r, p, m)
			if !w.isFor(r, p, m.MessageID) {
				hidden++
			}
		}
		w.t.Logf("%s cannot read %d messages of %s", p.name, hidden, r.jid)
		if r.group && hidden == 0 && len(r.texts) > r.before {
			w.t.Errorf("%s has none of the %d messages that are not for it", p.name, len(r.texts)-r.before)
		}
	}
}

func (w *roomWalk) compareRow(r *walkedRoom, p *walker, m history.Message) {
	w.t.Helper()
	author := r.author[m.MessageID]
	if author == nil {
		w.t.Errorf("%s has what nobody said: %+v", p.name, m)
		return
	}
	readers, reads := author.wire.readersOf(m.MessageID), m.Kind == view.RowText && m.Body == r.texts[m.MessageID]
	switch {
	case p == author && r.group && recipientsOf(m) != readers:
		w.t.Errorf("%s: the row says that it was for %q, it was for %q: %+v", p.name, recipientsOf(m), readers, m)
	case w.isFor(r, p, m.MessageID):
		if !reads {
			w.t.Errorf("%s should read %q of %s: %+v", p.name, r.texts[m.MessageID], author.name, m)
		}
	case m.Kind != view.RowUnreadable || m.Body != "":
		w.t.Errorf("%s reads what was for %q: %+v", p.name, readers, m)
	}
}

// isFor tells whether a device is to have what was said.
func (w *roomWalk) isFor(r *walkedRoom, p *walker, id string) bool {
	return p == r.author[id] || !r.group || subset(fmt.Sprint(w.devices[p]), r.author[id].wire.readersOf(id))
}

// countedIn is how many messages are counted that were written before a device was, by the whole seconds of an archive.
func countedIn(rows []history.Message) (n int) {
	for _, m := range rows {
		if m.Notice == history.NoticeEarlier {
			n += m.Count
		}
	}
	return n
}

// messagesOf are the rows that somebody has written, read or not.
func messagesOf(rows []history.Message) []history.Message {
	return slices.DeleteFunc(slices.Clone(rows), func(m history.Message) bool { return m.Kind != view.RowText && m.Kind != view.RowUnreadable })
}

func idsOf(rows []history.Message) (out []string) {
	for _, m := range rows {
		out = append(out, m.MessageID)
	}
	return out
}

func (r *walkedRoom) bodies(ids []string) (out []string) {
	for _, id := range ids {
		out = append(out, r.texts[id])
	}
	return out
}

func recipientsOf(m history.Message) string {
	var to []uint32
	for _, r := range m.Recipients {
		to = append(to, r.Device)
	}
	return walkSet(to)
}
