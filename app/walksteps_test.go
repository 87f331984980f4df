package app_test

import (
	"fmt"
	"slices"
	"time"

	"vouch/app"
	"vouch/app/history"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// The steps of a walk.

// pick is one of several devices, or nil.
func (w *walk) pick(devices []*walkDevice) *walkDevice {
	if len(devices) == 0 {
		return nil
	}
	return devices[w.rng.IntN(len(devices))]
}

func (w *walk) send() {
	w.t.Helper()
	n := len(w.texts)
	body := fmt.Sprint("secret ", n)
	if w.model.off {
		body = fmt.Sprint("open ", n)
	}
	text := &walkText{clear: w.model.off, secret: !w.model.off}
	w.model.pending = append(w.model.pending, text)
	text.row = w.alice.send(w.bob.jid, body)
	rows, err := w.alice.Messages(w.alice.jid, w.bob.jid, 5, "", "")
	if err != nil {
		w.t.Fatal(err)
	}
	for _, m := range rows {
		if m.ID == text.row {
			text.id = m.MessageID
		}
	}
	w.texts[text.id], w.wrote = text, append(w.wrote, text)
	w.detail(text.id, " clear ", text.clear)
}

// quiet is one of the texts that have arrived, of whose row nothing is under way; nil for none.
func (w *walk) quiet() *walkText {
	if len(w.wrote) == 0 {
		return nil
	}
	t := w.wrote[len(w.wrote)-1-w.rng.IntN(min(len(w.wrote), 20))]
	for _, p := range w.model.pending {
		if p.row == t.row {
			return nil
		}
	}
	if !t.left || w.open[t.row] != nil {
		return nil
	}
	return t
}

// correct gives a text that has arrived another one, across whatever became of the chat's encryption since.
func (w *walk) correct() {
	w.t.Helper()
	if t := w.quiet(); t != nil {
		w.correctText(t)
	}
}

func (w *walk) correctText(t *walkText) {
	w.t.Helper()
	body := fmt.Sprint("secret change ", w.model.step, " ", len(t.changes))
	if w.model.off && !t.secret {
		body = fmt.Sprint("open change ", w.model.step, " ", len(t.changes))
	}
	change := &walkText{row: t.row, of: t, clear: w.model.off && !t.secret}
	t.secret = t.secret || !change.clear
	w.detail(t.id, " clear ", t.clear, " to clear ", change.clear)
	if w.open[t.row] != nil {
		t.replaced = true
		delete(w.open, t.row)
	}
	t.changes, w.model.pending = append(t.changes, change), append(w.model.pending, change)
	if _, err := w.alice.Correct(w.t.Context(), w.alice.jid, w.bob.jid, t.row, body); err != nil {
		w.t.Fatalf("step %d: %v", w.model.step, err)
	}
}

// copies sends a text once more. What was under encryption does not go into a chat without it.
func (w *walk) copies() {
	w.t.Helper()
	t := w.quiet()
	if t == nil {
		return
	}
	c := app.SendCopies{Account: w.alice.jid, Chat: w.bob.jid, IDs: []string{t.row}}
	w.detail(t.id, " secret ", t.secret, " off ", w.model.off)
	if t.secret && w.model.off {
		w.alice.refuse(c, app.KindReadable)
		return
	}
	text := &walkText{clear: w.model.off, secret: !w.model.off}
	w.model.pending = append(w.model.pending, text)
	w.alice.must(c)
	rows, err := w.alice.Messages(w.alice.jid, w.bob.jid, 1, "", "")
	if err != nil || len(rows) != 1 {
		w.t.Fatal(rows, err)
	}
	text.row, text.id = rows[0].ID, rows[0].MessageID
	w.texts[text.id], w.wrote = text, append(w.wrote, text)
}

// noteToSelf writes to the own address, for the own devices that read.
func (w *walk) noteToSelf() {
	w.t.Helper()
	row := w.alice.send(w.alice.jid, fmt.Sprint("secret note ", w.model.step))
	m := w.alice.awaitState(w.alice.jid, row, view.MessageSent, view.MessageDelivered, view.MessageRead)
	w.texts[m.MessageID] = &walkText{row: row, id: m.MessageID, left: true, replaced: len(m.Recipients) == 0}
	var to []uint32
	for _, r := range m.Recipients {
		to = append(to, r.Device)
	}
	if got, want := walkSet(to), w.model.law().notes; got != want {
		w.t.Fatalf("step %d: a note is for %q, want %q", w.model.step, got, want)
	}
}

// receive is a message of one of bob's devices, listed or not trusted as it may be.
func (w *walk) receive() {
	w.t.Helper()
	d := w.pick(w.model.of(false, func(d *walkDevice) bool { return d.listed }))
	if d == nil {
		return
	}
	w.detail(d.raw.device, " ", d.level)
	body := fmt.Sprint("from bob ", w.model.step)
	w.change(func() {
		w.model.see(d)
		w.model.apply(d, true, false)
	}, func() {
		if !d.wrote {
			d.raw.meet(w.alice)
		}
		d.raw.say(w.alice, body)
		w.alice.await("message "+body, func() bool {
			rows, err := w.alice.Messages(w.alice.jid, w.bob.jid, 5, "", "")
			if err != nil {
				w.t.Fatal(err)
			}
			for _, m := range rows {
				if m.Body == body {
					return true
				}
			}
			return false
		})
		d.wrote = true
	})
	w.wire.obey(w.model.law()) // there is a session now, whatever its bundle is
}

// decide decides about a device that is known, listed or not.
func (w *walk) decide() {
	w.t.Helper()
	d := w.pick(w.model.of(w.rng.IntN(4) == 0, func(d *walkDevice) bool { return d.known }))
	if d == nil {
		return
	}
	w.decideOn(d, []view.Trust{view.TrustTrusted, view.TrustTrusted, view.TrustVerified, view.TrustRejected, view.TrustRejected, view.TrustUndecided}[w.rng.IntN(6)])
}

func (w *walk) decideOn(d *walkDevice, level view.Trust) {
	w.t.Helper()
	w.detail(d.raw.device, " own ", d.own, " ", d.level, " → ", level)
	w.change(func() { d.decide(level) }, func() {
		w.alice.must(app.Decide{Account: w.alice.jid, JID: d.raw.jid, Fingerprint: d.key(), Trust: level})
	})
}

// foresee verifies the key of a device that alice has not seen.
func (w *walk) foresee() {
	w.t.Helper()
	own := w.rng.IntN(3) == 0
	if len(w.model.of(own, func(*walkDevice) bool { return true })) >= walkAll {
		return
	}
	d := w.newDevice(own)
	w.detail(d.raw.device, " own ", own)
	w.change(func() { d.decide(view.TrustVerified) }, func() {
		w.alice.must(app.Verify{Account: w.alice.jid, JID: d.raw.jid, Keys: []string{d.key()}, By: view.ByPage})
	})
}

func (w *walk) policy() {
	w.t.Helper()
	policy := []string{"ask", "first-use", "until-verified"}[w.rng.IntN(3)]
	apply := w.rng.IntN(2) == 0
	if policy == "first-use" && len(w.model.undecided()) > 1 {
		apply = false // the first one in the store's order would be trusted
	}
	w.detail(policy, " apply ", apply)
	w.change(func() { w.model.setPolicy(policy, apply) }, func() {
		w.alice.must(app.SetPolicy{Account: w.alice.jid, JID: w.bob.jid, Policy: view.Policy(policy), Apply: apply})
	})
}

// release lets the first messages that wait go to whom is trusted.
func (w *walk) release() {
	w.t.Helper()
	if len(w.model.pending) == 0 {
		return
	}
	last := w.rng.IntN(len(w.model.pending))
	c := app.Release{Account: w.alice.jid, Chat: w.bob.jid, ID: w.model.pending[last].row}
	w.detail(last+1, " messages, reachable ", w.model.reachable())
	if !w.model.reachable() {
		if err := w.alice.Do(w.t.Context(), c); err == nil {
			w.t.Fatalf("step %d: released to nobody", w.model.step)
		}
		return
	}
	for i, t := range w.model.pending {
		if t.row == c.ID {
			last = i // a change of the row counts for it
		}
	}
	for _, t := range w.model.pending[:last+1] {
		t.released = true
	}
	w.alice.must(c)
}

func (w *walk) encryption() {
	w.t.Helper()
	w.model.off = !w.model.off
	w.detail("off ", w.model.off)
	w.alice.must(app.SetEncryption{Account: w.alice.jid, Chat: w.bob.jid, On: !w.model.off})
}

// add puts a device into the list of a side, a new one or one that was there before.
func (w *walk) add(own bool) {
	w.t.Helper()
	if len(w.model.of(own, func(d *walkDevice) bool { return d.listed })) >= walkMost {
		return
	}
	away := w.model.of(own, func(d *walkDevice) bool { return !d.listed && !d.removed })
	d := w.pick(away)
	if all := w.model.of(own, func(*walkDevice) bool { return true }); len(all) < walkAll && (d == nil || w.rng.IntN(2) == 0) {
		d = w.newDevice(own)
	}
	if d == nil {
		return
	}
	w.detail(d.raw.device, " own ", own, " good ", d.good, " ", d.level)
	w.change(func() {
		d.listed = true
		if d.good && !d.known {
			w.model.see(d)
		}
	}, func() { w.publish(own, d) })
}

func (w *walk) remove(own bool) {
	w.t.Helper()
	d := w.pick(w.model.of(own, func(d *walkDevice) bool { return d.listed }))
	if d == nil {
		return
	}
	w.detail(d.raw.device, " own ", own)
	w.change(func() { d.listed = false }, func() { w.publish(own, nil) })
}

// takeOut removes an own device from the account.
func (w *walk) takeOut() {
	w.t.Helper()
	d := w.pick(w.model.of(true, func(d *walkDevice) bool { return d.listed && d.known }))
	if d == nil || len(w.model.of(true, func(d *walkDevice) bool { return d.removed })) > walkAll/2 {
		return
	}
	w.detail(d.raw.device)
	w.change(func() {
		d.listed, d.removed = false, true
		d.decide(view.TrustRejected)
	}, func() {
		w.alice.must(app.RemoveDevice{Account: w.alice.jid, DeviceID: d.raw.device})
		w.awaitOut(d.raw.device)
	})
}

// mend publishes a bundle that was missing, which alice finds when she looks again.
func (w *walk) mend() {
	w.t.Helper()
	d := w.pick(w.model.of(false, func(d *walkDevice) bool { return d.listed && !d.known && !d.good }))
	if d == nil {
		return
	}
	w.detail(d.raw.device)
	w.change(func() {
		d.good = true
		w.model.see(d)
	}, func() {
		w.publish(false, d)
		w.alice.must(app.LookAgain{Account: w.alice.jid, Chat: w.bob.jid})
	})
}

func (w *walk) awaitOnline() {
	w.t.Helper()
	w.alice.await("connection", func() bool { s := w.alice.status(); return s.State == view.StateOnline && !s.CatchingUp })
}

// cut breaks the connection; the stream goes on.
func (w *walk) cut() {
	w.t.Helper()
	w.connectAnew(w.wire.Cut)
}

// forget ends the stream for good.
func (w *walk) forget() {
	w.t.Helper()
	w.connectAnew(func() { w.server.Forget("alice", w.rng.IntN(2) == 0) })
}

// connectAnew ends a connection, and waits for the stream after it. A status that says online may be of the one before, so what
// the client asks next is awaited first.
func (w *walk) connectAnew(end func()) {
	w.t.Helper()
	resume := w.server.Inject(xmpptest.Fault{Step: "resume", User: "alice", Deed: xmpptest.Lie, Lie: honestly})
	defer resume.End()
	bind := w.server.Inject(xmpptest.Fault{Step: "bind", User: "alice", Deed: xmpptest.Lie, Lie: honestly})
	defer bind.End()
	end()
	select {
	case <-resume.Struck():
	case <-bind.Struck():
	case <-time.After(patience):
		w.t.Fatalf("step %d: no new stream", w.model.step)
	}
	w.awaitOnline()
}

// offline lets decisions fall, and messages be written, while there is no connection.
func (w *walk) offline() {
	w.t.Helper()
	w.goDown()
	w.whileDown()
	w.goUp()
}

func (w *walk) goDown() {
	w.t.Helper()
	w.wire.Down()
	w.alice.await("end of the connection", func() bool { return !w.alice.online() })
	w.down = true
}

func (w *walk) whileDown() {
	w.t.Helper()
	for range 1 + w.rng.IntN(4) {
		[]func(){w.send, w.decide, w.decide, w.policy, w.release, w.encryption, w.encryption, w.correct}[w.rng.IntN(8)]()
	}
	if w.rng.IntN(3) == 0 {
		w.server.Forget("alice", w.rng.IntN(2) == 0)
	}
}

func (w *walk) goUp() {
	w.t.Helper()
	w.down = false
	w.wire.Up()
	w.awaitOnline()
}

// cutWhileSending breaks the connection at the moment in which a message was encrypted, and is about to be written. Before
// there is another one, the user may change everything.
func (w *walk) cutWhileSending() {
	w.t.Helper()
	if len(w.model.pending) > 0 || !w.model.off && (!w.model.reachable() || w.model.asked()) {
		return
	}
	sprung := w.wire.trap()
	w.send()
	text := w.model.leave()[0]
	select {
	case <-sprung:
	case <-time.After(patience):
		w.t.Fatalf("step %d: nothing was written", w.model.step)
	}
	w.judge()
	w.alice.await("end of the connection", func() bool { return !w.alice.online() })
	w.down = true
	if d := w.pick(w.model.of(w.rng.IntN(4) == 0, (*walkDevice).reads)); d != nil && w.rng.IntN(3) > 0 {
		w.decideOn(d, view.TrustRejected)
	}
	w.open[text.row] = text
	if w.whileDown(); w.rng.IntN(2) == 0 {
		w.correctText(text)
	}
	delete(w.open, text.row)
	if subset(w.wire.readersOf(text.id), w.model.law().readers) && len(text.changes) > 0 {
		w.detail("goes out again as it is, and then its change")
	} else if subset(w.wire.readersOf(text.id), w.model.law().readers) {
		w.open[text.row] = text // goes out again as it is
	} else {
		text.left = false
		w.model.pending = append([]*walkText{text}, w.model.pending...)
	}
	w.goUp()
}

// clog has the network take nothing more, so that a message hangs in the writer and the next one behind it was handed over and
// never written. Before the connection breaks, the user turns encryption on or off, and changes that message.
func (w *walk) clog() {
	w.t.Helper()
	if len(w.model.pending) > 0 || !w.model.off && (!w.model.reachable() || w.model.asked()) {
		return
	}
	w.wire.clogged()
	waits := w.wire.Clog()
	w.send()
	first := w.model.leave()[0]
	select {
	case <-waits:
	case <-time.After(patience):
		w.t.Fatalf("step %d: nothing was written", w.model.step)
	}
	w.judge()
	w.send()
	second := w.model.pending[0]
	w.awaitMade(second)           // else its text would be changed in place, and no change be written
	for range 1 + w.rng.IntN(2) { // decisions are for the other steps: here they would have to be known of at each moment
		w.encryption()
	}
	if w.rng.IntN(3) > 0 {
		second.replaced = true
		w.correctText(second)
	}
	w.open[first.row] = first
	w.wire.unclogged(w.model.law())
	[]func(){w.cut, w.forget}[w.rng.IntN(2)]()
}

// awaitMade waits until the stanza of a text was made and handed to the stream.
func (w *walk) awaitMade(t *walkText) {
	w.t.Helper()
	w.alice.await("the stanza of "+t.id, func() bool {
		rows, err := w.alice.Messages(w.alice.jid, w.bob.jid, 10, "", "")
		if err != nil {
			w.t.Fatal(err)
		}
		return slices.ContainsFunc(rows, func(m history.Message) bool { return m.ID == t.row && m.State == view.MessageSending })
	})
}

// clearUp decides about all that is open, so that what waits can leave.
func (w *walk) clearUp() {
	w.t.Helper()
	if !w.model.reachable() {
		d := w.pick(w.model.of(false, func(d *walkDevice) bool { return d.known && (d.good || d.wrote) }))
		if d == nil {
			d = w.newDevice(false)
			d.good = true
		}
		if !d.listed {
			w.change(func() {
				d.listed = true
				if !d.known {
					w.model.see(d)
				}
			}, func() { w.publish(false, d) })
		}
		w.decideOn(d, view.TrustTrusted)
	}
	for _, d := range w.model.of(false, func(d *walkDevice) bool { return d.listed && d.known && d.level == view.TrustUndecided }) {
		w.decideOn(d, view.TrustRejected)
	}
}
