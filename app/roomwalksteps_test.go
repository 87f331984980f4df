package app_test

import (
	"fmt"
	"slices"
	"strings"

	"vouch/app"
	"vouch/app/history"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// The steps of a walk in rooms.

func (w *roomWalk) anybody() *walker {
	all := w.all()
	return all[w.rng.IntN(len(all))]
}

// guest is bob or carol, who may be put out.
func (w *roomWalk) guest() *walker { return []*walker{w.bob, w.carol}[w.rng.IntN(2)] }

func (w *roomWalk) room() *walkedRoom { return w.rooms()[w.rng.IntN(5)/3] }

// away tells whether nobody can reach a device now.
func (p *walker) away() bool { return p.down || p.stopped }

// active tells whether a device is in a room, or will be without being told.
func (r *walkedRoom) active(p *walker) bool { return !p.away() && r.out[p.jid] == 0 }

func (w *roomWalk) say() {
	w.t.Helper()
	for range 1 + w.rng.IntN(3) {
		if p := w.anybody(); !p.stopped {
			w.sayIn(p, w.room())
		}
	}
}

func (w *roomWalk) sayIn(p *walker, r *walkedRoom) {
	w.t.Helper()
	body := fmt.Sprint("open ", w.said, " of ", p.name)
	if r.group {
		body = fmt.Sprint("secret ", w.said, " of ", p.name)
	}
	w.detail("    ", body, " out ", r.out[p.jid], " down ", p.down)
	w.said++
	row := p.send(r.jid, body)
	rows, err := p.Messages(p.jid, r.jid, 20, "", "")
	if err != nil {
		w.t.Fatal(err)
	}
	i := slices.IndexFunc(rows, func(m history.Message) bool { return m.ID == row })
	if i < 0 {
		w.t.Fatalf("%s: %q is not among the last rows", p.name, body)
	}
	id := rows[i].MessageID
	r.texts[id], r.author[id], r.order[p] = body, p, append(r.order[p], id)
}

func (w *roomWalk) cut() {
	p := w.anybody()
	w.detail("    ", p.name)
	p.wire.Cut()
}

// cutWhileItSays breaks the network where a message is written, or soon after: it may be in the room, and come back or not.
func (w *roomWalk) cutWhileItSays() {
	w.t.Helper()
	if p := w.breakWhileSaying(w.rng.IntN(5)); p != nil && w.rng.IntN(3) == 0 {
		w.goDownOf(p)
	}
}

// dieWhileItSays has a program die there, which comes back with what it has stored.
func (w *roomWalk) dieWhileItSays() {
	w.t.Helper()
	if p := w.breakWhileSaying(w.rng.IntN(3)); p != nil {
		w.dieOf(p)
	}
}

func (w *roomWalk) breakWhileSaying(after int) *walker {
	w.t.Helper()
	p, r := w.anybody(), w.room()
	if !r.active(p) {
		return nil
	}
	p.inside(r.jid)
	sprung := p.wire.trap(r.jid, after)
	w.sayIn(p, r)
	w.detail("    cut ", after, " after")
	tells := 0
	awaitTrap(w.t, "message of "+p.name, sprung, func() { // something to break
		tells++
		if err := p.Do(w.t.Context(), app.SetPresence{Account: p.jid, Show: view.ShowAvailable, Status: fmt.Sprint("here ", tells)}); err != nil {
			w.detail("    ", err)
		}
	})
	return p
}

func (w *roomWalk) goDown() { w.goDownOf(w.anybody()) }

func (w *roomWalk) goDownOf(p *walker) {
	if !p.away() {
		w.detail("    ", p.name)
		p.wire.Down()
		p.down = true
	}
}

func (w *roomWalk) die() { w.dieOf(w.anybody()) }

// dieOf ends a program without a word to its server.
func (w *roomWalk) dieOf(p *walker) {
	if !p.stopped {
		w.detail("    ", p.name)
		p.wire.Down()
		p.stop()
		p.down, p.stopped = true, true
	}
}

func (w *roomWalk) comeBack() {
	w.t.Helper()
	if p := w.anybody(); p.away() {
		w.up(p)
	}
}

func (w *roomWalk) up(p *walker) {
	w.t.Helper()
	w.detail("    ", p.name)
	p.wire.Up()
	if p.stopped {
		p.start()
	}
	p.down, p.stopped = false, false
}

// serverDies has the server end in the middle of whatever it does, or in order. ejabberd forgets what it was told last when it is
// killed, so that no client could tell what has arrived.
func (w *roomWalk) serverDies() {
	w.t.Helper()
	if p, ok := w.server.(*xmpptest.Prosody); ok && w.rng.IntN(2) == 0 {
		if err := p.Kill(); err != nil {
			w.t.Fatal(err)
		}
		if err := p.Start(w.t.Context()); err != nil {
			w.t.Fatal(err)
		}
		return
	}
	if err := w.server.Restart(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

func (w *roomWalk) leave() {
	w.t.Helper()
	if p, r := w.guest(), w.room(); r.active(p) {
		w.detail("    ", p.name, " ", r.group)
		p.inside(r.jid)
		w.insist(p, app.LeaveRoom{Account: p.jid, Room: r.jid})
		r.out[p.jid] = hasLeft
	}
}

func (w *roomWalk) kick() {
	w.t.Helper()
	p, r := w.guest(), w.room()
	if !r.active(p) {
		return
	}
	w.detail("    ", p.name, " ", r.group)
	w.moderates(r)
	p.inside(r.jid)
	w.desk.await("the kick", func() bool { // a stream of theirs may have been cut right before: again then
		if p.sees(r.jid).Room.Out.Why != "" {
			return true
		}
		p.inside(r.jid)
		room := p.sees(r.jid).Room
		err := w.desk.Do(w.t.Context(), app.SetRole{Account: w.desk.jid, Room: r.jid, Nick: room.Nick, Role: "none"})
		w.detail("    ", room.Nick, " ", err)
		return err == nil
	})
	p.await("the kick", func() bool { return p.sees(r.jid).Room.Out.Why == history.OutKicked })
	r.out[p.jid] = wasKicked
}

// moderates has alice's desk be in a room.
func (w *roomWalk) moderates(r *walkedRoom) {
	w.t.Helper()
	if w.desk.away() {
		w.up(w.desk)
	}
	w.desk.inside(r.jid)
}

// ban puts somebody out for good, who may be away. Before, all that is on its way arrives: whether it was for them nobody could say.
func (w *roomWalk) ban() {
	w.t.Helper()
	p, r := w.guest(), w.room()
	if r.out[p.jid] == wasBanned {
		return
	}
	w.detail("    ", p.name, " ", r.group)
	w.moderates(r)
	w.quiet(r)
	told := r.active(p)
	r.untold[p.jid] = r.untold[p.jid] || r.out[p.jid] == 0 && !told
	w.affiliate(p, r, "outcast", wasBanned)
	if told {
		p.await("the ban", func() bool { return p.sees(r.jid).Room.Out.Why != "" })
	}
}

// affiliate changes who belongs to a room, and waits until all that are in know it.
func (w *roomWalk) affiliate(p *walker, r *walkedRoom, to string, out outOfRoom) {
	w.t.Helper()
	was := r.out[p.jid]
	w.change(func() { r.out[p.jid] = out }, func() {
		w.insist(w.desk, app.SetAffiliation{Account: w.desk.jid, Room: r.jid, JID: p.jid, Affiliation: to})
		if !r.group || (was == wasBanned) == (out == wasBanned) {
			return
		}
		members := 3
		for _, why := range r.out {
			if why == wasBanned {
				members--
			}
		}
		for _, q := range w.all() {
			if r.active(q) && q != p {
				q.await("who belongs", func() bool { return q.sees(r.jid).Room.Members == members })
			}
		}
	})
}

func (w *roomWalk) enterAgain() {
	w.t.Helper()
	if p, r := w.guest(), w.room(); r.out[p.jid] != 0 {
		w.letIn(p, r)
	}
}

// letIn has somebody be in a room again, whatever had put them out.
func (w *roomWalk) letIn(p *walker, r *walkedRoom) {
	w.t.Helper()
	if r.out[p.jid] == 0 {
		return
	}
	w.detail("    in again ", p.name, " ", r.group)
	if r.out[p.jid] == wasBanned {
		w.moderates(r)
		w.quiet(r)
		to := "none"
		if r.group {
			to = "member"
		}
		w.affiliate(p, r, to, wasKicked)
	}
	if p.away() {
		w.up(p)
	}
	if r.untold[p.jid] { // a stream that goes on tells it first; else the room lets them in without a question
		w.hasHeard(p)
		p.await("the ban, or a way in", func() bool {
			room := p.sees(r.jid).Room
			return room.Out.Why != "" || p.online() && room.State == view.RoomIn
		})
	}
	delete(r.untold, p.jid)
	w.insist(p, app.JoinRoom{Account: p.jid, Room: r.jid})
	delete(r.out, p.jid)
	p.inside(r.jid)
}

// quiet waits until nothing is on its way to a room from those who are in it.
func (w *roomWalk) quiet(r *walkedRoom) {
	w.t.Helper()
	for _, p := range w.all() {
		if r.active(p) {
			p.inside(r.jid)
			w.rested(p, r)
		}
	}
}

// rested waits until all that a device has written in a room is there.
func (w *roomWalk) rested(p *walker, r *walkedRoom) {
	w.t.Helper()
	if !p.inTime(func() bool { return len(p.unsent(r)) == 0 }) {
		room := p.sees(r.jid).Room
		w.t.Fatalf("%s: %d messages did not leave, such as %+v; out %+v, %+v", p.name, len(p.unsent(r)), p.unsent(r)[0], room.Out, room.RoomLive)
	}
	if i := slices.IndexFunc(p.messages(r.jid), failed); i >= 0 {
		w.t.Fatalf("%s: it is said not to have arrived: %+v", p.name, p.messages(r.jid)[i])
	}
}

func failed(m history.Message) bool { return m.Own && m.State == view.MessageFailed }

// unsent are the messages of a device that are on their way to a room, also those of which nobody knows while it is not in.
func (p *walker) unsent(r *walkedRoom) []history.Message {
	return slices.DeleteFunc(p.messages(r.jid), func(m history.Message) bool {
		return !m.Own || m.Kind != view.RowText || m.State == view.MessageSent || failed(m)
	})
}

// insist has a command carried out, if need be on the next stream.
func (w *roomWalk) insist(p *walker, c app.Command) {
	w.t.Helper()
	var err error
	if !p.inTime(func() bool {
		if !p.online() {
			return false
		}
		err = p.Do(w.t.Context(), c)
		return app.KindOf(err) != app.KindNotConnected
	}) || err != nil {
		w.t.Fatalf("%s: %T: %v", p.name, c, err)
	}
}

// hasHeard waits until a device has all that its server had kept for it: what it asks now is answered behind that.
func (w *roomWalk) hasHeard(p *walker) {
	w.t.Helper()
	var err error
	if !p.inTime(func() bool {
		_, err = p.BrowseRooms(w.t.Context(), app.BrowseRooms{Account: p.jid})
		return err == nil
	}) {
		w.t.Fatalf("%s: %v", p.name, err)
	}
}

func (w *roomWalk) rename() {
	w.t.Helper()
	if p, r := w.anybody(), w.room(); r.active(p) {
		nick := fmt.Sprint(strings.Split(p.jid, "@")[0], " ", w.rng.IntN(1000))
		w.detail("    ", p.name, " ", r.group, " to ", nick)
		p.inside(r.jid)
		w.insist(p, app.SetNick{Account: p.jid, Room: r.jid, Nick: nick})
	}
}

// decide has a guest reject alice's phone, or trust it again.
func (w *roomWalk) decide() {
	w.t.Helper()
	p, level := w.guest(), view.TrustRejected
	if p.stopped {
		return
	}
	if p.wire.rejects {
		level = view.TrustTrusted
	}
	w.detail("    ", p.name, " ", level)
	if w.group.active(p) {
		p.inside(w.group.jid)
		w.rested(p, w.group)
	}
	w.change(func() { p.wire.rejects = !p.wire.rejects }, func() {
		p.must(app.Decide{Account: p.jid, JID: w.phone.jid, Fingerprint: w.phoneKey, Trust: level})
	})
}

// removeTablet has alice take a device out of her account, as she does with one that was stolen. Before, all that is on its way
// arrives, and everybody is there: who cannot be told yet cannot know it.
func (w *roomWalk) removeTablet() {
	w.t.Helper()
	for _, p := range w.all() {
		if p.away() {
			w.up(p)
		}
	}
	for _, r := range w.rooms() {
		w.quiet(r)
		r.before = len(r.texts)
	}
	w.dieOf(w.tablet)
	w.change(func() { w.removed = true }, func() {
		w.insist(w.desk, app.RemoveDevice{Account: w.desk.jid, DeviceID: w.devices[w.tablet]})
		for _, p := range w.all() {
			p.await("the removal", func() bool {
				return !slices.ContainsFunc(p.devices(w.desk.jid), func(d *view.DeviceView) bool { return d.ID == w.devices[w.tablet] && d.Active })
			})
		}
	})
}
