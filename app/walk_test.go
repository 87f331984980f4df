package app_test

import (
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"mellium.im/xmpp/jid"

	"vouch/app"
	"vouch/app/history"
	"vouch/app/view"
	"vouch/trust"
	"vouch/xmpp"
	"vouch/xmpp/omemo"
	"vouch/xmpp/pep"
	"vouch/xmpp/xmpptest"
)

var (
	walkSteps = flag.Int("walk.steps", 300, "steps of TestWalk")
	walkSeed  = flag.Uint64("walk.seed", 0, "seed of TestWalk; 0 for another one each time")
)

const (
	walkMost    = 6 // devices of a side in its list
	walkAll     = 9 // devices of a side that there ever are
	walkWaiting = 8 // messages that wait at most
)

// TestWalk takes random steps: decisions, policies, releases, encryption off and on, devices of both sides that come and go,
// messages both ways, corrections of what was in clear and of what was not, copies, notes to oneself, cuts, a device that loses
// its trust while its message is unsent. A model says whom each message is for,
// and everything alice writes is held against it: exactly these devices, and no text of an encrypted chat in clear.
func TestWalk(t *testing.T) {
	seed := *walkSeed
	if seed == 0 {
		seed = uint64(time.Now().UnixNano())
	}
	t.Logf("seed %d (-walk.seed=%d -walk.steps=%d takes the same steps)", seed, seed, *walkSteps)
	w := newWalk(t, seed)
	for w.model.step = 1; w.model.step <= *walkSteps; w.model.step++ {
		w.walk()
	}
	w.end()
}

// walk is where a walk has come to.
type walk struct {
	t      *testing.T
	rng    *rand.Rand
	server *xmpptest.Scripted
	alice  *peer
	bob    *raw // the connection of all of bob's devices
	wire   *walkWire
	model  walkModel
	texts  map[string]*walkText // by id
	wrote  []*walkText          // that are no changes, in the order written
	open   map[string]*walkText // by row: those that have left and whose arrival was not seen yet
	down   bool
	taken  map[string]int // steps by name
	trace  []string
}

func newWalk(t *testing.T, seed uint64) *walk {
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive())
	w := &walk{t: t, rng: rand.New(rand.NewPCG(seed, 5)), server: server, texts: map[string]*walkText{}, open: map[string]*walkText{}, taken: map[string]int{}}
	w.wire = &walkWire{seen: map[string]string{}, rids: map[string]string{}, of: map[string]string{}, last: map[string]string{}}
	w.alice = newPeer(t, server, "alice", app.Options{Dialer: w.wire, Tap: w.wire, Log: slog.New(slog.DiscardHandler)})
	w.bob = signInRaw(t, server, "bob")
	go func() {
		for range w.bob.came { // nobody reads there
		}
	}()
	w.alice.must(app.OpenChat{Account: w.alice.jid, JID: w.bob.jid})
	w.model.policy = "ask"
	w.wire.obey(w.model.law())
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the last steps:")
			for _, line := range w.trace[max(0, len(w.trace)-25):] {
				t.Log(line)
			}
			for row, text := range w.open {
				rows := slices.DeleteFunc(w.alice.all(w.bob.jid), func(m history.Message) bool { return m.ID != row })
				t.Logf("not arrived: %+v of %+v: %+v", *text, text.of, rows)
			}
			for _, d := range w.model.devices {
				t.Logf("device %d own %t listed %t known %t good %t wrote %t %s", d.raw.device, d.own, d.listed, d.known, d.good, d.wrote, d.level)
			}
		}
	})
	return w
}

// walk takes one step.
func (w *walk) walk() {
	w.t.Helper()
	w.wire.settled(w.model.law())
	type step struct {
		name   string
		weight int
		take   func()
	}
	var steps []step
	total := 0
	for _, s := range append([]step{
		{"receive", 14, w.receive}, {"add device", 7, func() { w.add(false) }}, {"remove device", 4, func() { w.remove(false) }},
		{"add own device", 5, func() { w.add(true) }}, {"remove own device", 3, func() { w.remove(true) }}, {"take out of account", 1, w.takeOut},
		{"bundle comes", 3, w.mend}, {"verify what is to come", 2, w.foresee}, {"cut", 3, w.cut}, {"stream forgotten", 2, w.forget},
		{"cut between encryption and write", 6, w.cutWhileSending}, {"offline", 5, w.offline}, {"network takes nothing", 5, w.clog},
	}, step{"send", 28, w.send}, step{"correct", 8, w.correct}, step{"copy", 4, w.copies}, step{"note", 4, w.noteToSelf}, step{"decide", 18, w.decide}, step{"policy", 5, w.policy}, step{"release", 6, w.release}, step{"encryption", 4, w.encryption}) {
		steps = append(steps, s)
		total += s.weight
	}
	if len(w.model.pending) >= walkWaiting {
		w.note("clear up")
		w.clearUp()
	} else {
		n := w.rng.IntN(total)
		for _, s := range steps {
			if n -= s.weight; n < 0 {
				w.note(s.name)
				s.take()
				break
			}
		}
	}
	w.settle()
}

func (w *walk) note(name string, details ...any) {
	w.taken[name]++
	w.trace = append(w.trace, fmt.Sprint(w.model.step, " ", name, " ", fmt.Sprint(details...)))
}

func (w *walk) detail(details ...any) { w.trace = append(w.trace, "    "+fmt.Sprint(details...)) }

// change has do carry out what the model has just done: until it has, both what was and what is now may be.
func (w *walk) change(model, do func()) {
	w.t.Helper()
	before := w.model.law()
	model()
	after := w.model.law()
	w.wire.obey(before, after)
	do()
	w.awaitDevices()
	w.wire.obey(after)
}

// awaitDevices waits until alice knows of all devices what the model says.
func (w *walk) awaitDevices() {
	w.t.Helper()
	for _, own := range []bool{false, true} {
		v := view.View{Account: w.alice.jid, Chat: w.bob.jid, Page: view.PageDevices, Before: 1}
		if own {
			v = view.View{Account: w.alice.jid, Page: view.PageOwn}
		}
		want := w.model.table(own)
		var last *view.DevicesView
		if !w.alice.inTime(func() bool {
			s, err := w.alice.Look(v)
			if err != nil {
				w.t.Fatal(err)
			}
			last = s.Devices
			return knows(last, want)
		}) {
			for _, d := range last.Devices {
				w.t.Logf("%+v", *d)
			}
			w.t.Fatalf("step %d: alice does not know %v", w.model.step, want)
		}
	}
}

// settle waits until all has left that may, and sees that nothing else has.
func (w *walk) settle() {
	w.t.Helper()
	if w.down {
		return
	}
	for _, t := range w.model.leave() {
		if !t.replaced { // its row is about its change
			w.open[t.row] = t
		}
	}
	w.alice.await(fmt.Sprint("end of step ", w.model.step), func() bool {
		for _, limit := range []int{30, 1000} { // a change may be of a row far up
			if len(w.open) > 0 {
				w.close(limit)
			}
		}
		return len(w.open) == 0
	})
	w.judge()
}

// close takes what has arrived out of the open texts, looking at so many rows.
func (w *walk) close(limit int) {
	w.t.Helper()
	rows, err := w.alice.Messages(w.alice.jid, w.bob.jid, limit, "", "")
	if err != nil {
		w.t.Fatal(err)
	}
	for _, m := range rows {
		if t := w.open[m.ID]; t != nil && m.State == view.MessageSent {
			w.compare(t, m)
			delete(w.open, m.ID)
		}
	}
}

// judge ends the test when something was written that should not have been.
func (w *walk) judge() {
	w.t.Helper()
	wrong, fresh := w.wire.judged()
	for _, id := range fresh {
		if t := w.textOf(id); t == nil || !t.left {
			wrong = append(wrong, fmt.Sprintf("%s has left: %+v", id, t))
		}
	}
	if len(wrong) > 0 {
		w.t.Fatalf("step %d: %q", w.model.step, wrong)
	}
}

// textOf is the text with an id, which of a change is known only when it is written.
func (w *walk) textOf(id string) *walkText {
	if t := w.texts[id]; t != nil {
		return t
	}
	for _, base := range w.wrote {
		if base.id != w.wire.changes(id) {
			continue
		}
		for _, c := range slices.Backward(base.changes) {
			if c.left && c.id == "" {
				c.id, w.texts[id] = id, c
				return c
			}
		}
	}
	return nil
}

// compare wants the row to say for whom the message was encrypted, and that it was.
func (w *walk) compare(t *walkText, m history.Message) {
	w.t.Helper()
	var to []uint32
	for _, r := range m.Recipients {
		to = append(to, r.Device)
	}
	id := t.id
	if t.of != nil {
		id = w.wire.lastOf(t.of.id)
	}
	if got, want := walkSet(to), w.wire.readersOf(id); got != want || t.clear != (want == "") {
		w.t.Fatalf("step %d: the row says it was encrypted for %q, and it was for %q", w.model.step, got, want)
	}
}

// end lets everything go that still waits.
func (w *walk) end() {
	w.t.Helper()
	w.note("end")
	w.clearUp()
	w.settle()
	if n := len(w.model.pending); n > 0 {
		w.t.Errorf("%d messages still wait", n)
	}
	w.t.Logf("steps %v; %d texts, %d written again in the same bytes, %d encrypted anew, %d key transports", w.taken, w.wire.texts, w.wire.copies, w.wire.anew, w.wire.hollow)
	arrived := map[string]string{}
	for _, s := range w.server.Written("alice") {
		id := walkID.FindStringSubmatch(s)
		if id == nil || w.texts[id[1]] == nil {
			continue
		}
		if was := arrived[id[1]]; was != "" && was != s {
			w.t.Errorf("%s arrived twice, in different bytes", id[1])
		}
		arrived[id[1]] = s
	}
	for id, text := range w.texts {
		if arrived[id] == "" && !text.replaced {
			w.t.Errorf("%s never arrived", id)
		}
	}
}

// newDevice makes keys for another device of a side.
func (w *walk) newDevice(own bool) *walkDevice {
	w.t.Helper()
	file, err := trust.Open(w.t.TempDir(), slog.New(slog.DiscardHandler))
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { file.Close() })
	r := &raw{t: w.t, jid: w.bob.jid, client: w.bob.client, file: file}
	if own {
		r.jid, r.client = w.alice.jid, nil
	}
	r.keys(func(s *trust.Store) error { return s.CreateOwn(nil, time.Now()) })
	r.device = r.id.Device
	d := &walkDevice{raw: r, own: own, good: w.rng.IntN(6) > 0, level: view.TrustUndecided}
	w.model.devices = append(w.model.devices, d)
	return d
}

// online gives a device of alice's a connection for as long as do takes.
func (w *walk) online(r *raw, do func(r *raw)) {
	w.t.Helper()
	if r.jid == w.bob.jid {
		do(r)
		return
	}
	at := w.server.Place()
	client, err := xmpp.Connect(w.t.Context(), xmpp.Config{Address: jid.MustParse(r.jid), Password: "alicepass", Host: at.Host, Port: at.Port, RootCAs: w.server.Pool()})
	if err != nil {
		w.t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { defer close(ended); client.Run(w.t.Context()) }()
	go func() {
		for e := range client.Events() {
			if a, ok := e.What.(*xmpp.Answer); ok {
				a.Tag.(chan *xmpp.Answer) <- a
			}
			client.Handled(e)
		}
	}()
	as := *r
	as.client = client
	do(&as)
	client.Close()
	<-ended
}

// publish publishes the list of a side as the model has it, and before it the bundle of a device.
func (w *walk) publish(own bool, bundleOf *walkDevice) {
	w.t.Helper()
	r := w.bob
	if own {
		r = &raw{t: w.t, jid: w.alice.jid}
	}
	w.online(r, func(r *raw) {
		if bundleOf != nil && bundleOf.good {
			as := *bundleOf.raw
			as.client = r.client
			as.publishBundle()
		}
		var ids []uint32
		if own {
			ids = append(ids, w.alice.status().DeviceID)
		}
		for _, d := range w.model.of(own, func(d *walkDevice) bool { return d.listed }) {
			ids = append(ids, d.raw.device)
		}
		r.publishList(ids...)
	})
}

// awaitOut waits until alice's program has published her list without a device.
func (w *walk) awaitOut(id uint32) {
	w.t.Helper()
	w.bob.until("own list without the device", func() bool {
		items, _, err := pep.ParseItems(w.bob.ask(jid.MustParse(w.alice.jid), false, pep.Items(omemo.NodeDevices, 1)).Payload)
		if err != nil || len(items) == 0 {
			return false
		}
		l, err := omemo.ParseList(items[0].Payload)
		return err == nil && !slices.Contains(l.Devices, id)
	})
}
