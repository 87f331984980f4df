//go:build !windows && !darwin

package clipboard

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// mostSends bounds how many programs get something in parts at a time.
const mostSends = 16

// owner has a selection, and gives it to whoever asks (ICCCM 2.0 §2). MULTIPLE it does not know: who wants several kinds asks for one
// after the other.
type owner struct {
	selection
	targets, timestamp xproto.Atom
	since              xproto.Timestamp // it has the selection
	kinds              []xproto.Atom
	data               map[xproto.Atom][]byte
	part               int // bytes that go in one request
	sends              map[place]sending
}

// place is a property of another program's window.
type place struct {
	window   xproto.Window
	property xproto.Atom
}

// sending is what is left to be put there, in parts (§2.7.2).
type sending struct {
	kind xproto.Atom
	rest []byte
}

// own takes a selection and answers for it until somebody else takes it, or ctx ends.
func own(ctx context.Context, name string, offers []Offer) error {
	xgb.Logger.SetOutput(io.Discard) // what is wrong is returned too
	conn, err := xgb.NewConn()
	if err != nil {
		return fmt.Errorf("connect to X server: %w", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer conn.Close()
	defer cancel()
	o := &owner{selection: selection{conn: conn, events: make(chan xgb.Event, 16), ctx: ctx}, data: map[xproto.Atom][]byte{}, sends: map[place]sending{}}
	if err := o.begin(name); err != nil {
		return err
	}
	go o.listen()
	if err := o.become(offers); err != nil {
		return err
	}
	o.serve()
	return nil
}

// become makes it the owner, at a time that the server has said.
func (o *owner) become(offers []Offer) (err error) {
	for _, a := range []struct {
		to   *xproto.Atom
		name string
	}{{&o.targets, "TARGETS"}, {&o.timestamp, "TIMESTAMP"}} {
		if *a.to, err = o.atom(a.name); err != nil {
			return err
		}
	}
	for _, offer := range offers {
		kind, err := o.atom(offer.Kind)
		if err != nil {
			return err
		}
		o.kinds, o.data[kind] = append(o.kinds, kind), offer.Data
	}
	o.part = min(partSize, 4*int(xproto.Setup(o.conn).MaximumRequestLength)-256)
	xproto.ChangeProperty(o.conn, xproto.PropModeAppend, o.window, o.place, xproto.AtomInteger, 8, 0, nil)
	if err := o.await(func(e xgb.Event) bool {
		n, ok := e.(xproto.PropertyNotifyEvent)
		o.since = n.Time
		return ok && n.Atom == o.place
	}); err != nil {
		return err
	}
	xproto.SetSelectionOwner(o.conn, o.window, o.name, o.since)
	now, err := xproto.GetSelectionOwner(o.conn, o.name).Reply()
	if err != nil {
		return fmt.Errorf("ask for owner: %w", err)
	}
	if now.Owner != o.window {
		return errors.New("somebody else has the selection")
	}
	return nil
}

// serve answers until the selection is lost and everybody who asked before has all of it. Who does not take the next part in time gets
// no more.
func (o *owner) serve() {
	lost := false
	for !lost || len(o.sends) > 0 {
		var late <-chan time.Time
		if len(o.sends) > 0 {
			late = time.After(allTime)
		}
		select {
		case event, open := <-o.events:
			if !open {
				return
			}
			switch e := event.(type) {
			case xproto.SelectionClearEvent:
				lost = lost || e.Selection == o.name
			case xproto.SelectionRequestEvent:
				o.answer(e)
			case xproto.PropertyNotifyEvent:
				if e.State == xproto.PropertyDelete {
					o.next(place{e.Window, e.Atom})
				}
			case xproto.DestroyNotifyEvent:
				for at := range o.sends {
					if at.window == e.Window {
						delete(o.sends, at)
					}
				}
			}
		case <-late:
			clear(o.sends)
		case <-o.ctx.Done():
			return
		}
	}
}

// answer puts what is asked for where it is wanted, and says so, or that there is none.
func (o *owner) answer(e xproto.SelectionRequestEvent) {
	at := place{e.Requestor, e.Property}
	if at.property == xproto.AtomNone { // from programs older than the convention (§2.2)
		at.property = e.Target
	}
	given := xproto.SelectionNotifyEvent{Time: e.Time, Requestor: e.Requestor, Selection: e.Selection, Target: e.Target, Property: at.property}
	if e.Selection != o.name || !o.give(at, e.Target) {
		given.Property = xproto.AtomNone
	}
	xproto.SendEvent(o.conn, false, e.Requestor, 0, string(given.Bytes()))
}

// give puts what is asked for in a place, or the first word of what goes in parts. It is false where there is none.
func (o *owner) give(at place, kind xproto.Atom) bool {
	switch kind {
	case o.targets:
		list := binary.LittleEndian.AppendUint32(nil, uint32(o.targets))
		for _, k := range append([]xproto.Atom{o.timestamp}, o.kinds...) {
			list = binary.LittleEndian.AppendUint32(list, uint32(k))
		}
		xproto.ChangeProperty(o.conn, xproto.PropModeReplace, at.window, at.property, xproto.AtomAtom, 32, uint32(len(list)/4), list)
		return true
	case o.timestamp:
		o.number(at, xproto.AtomInteger, uint32(o.since))
		return true
	}
	data, ok := o.data[kind]
	switch {
	case !ok || len(o.sends) >= mostSends:
		return false
	case len(data) <= o.part:
		xproto.ChangeProperty(o.conn, xproto.PropModeReplace, at.window, at.property, kind, 8, uint32(len(data)), data)
		return true
	}
	o.hear(at.window, xproto.EventMaskPropertyChange|xproto.EventMaskStructureNotify)
	o.sends[at] = sending{kind, data}
	o.number(at, o.incr, uint32(len(data)))
	return true
}

func (o *owner) number(at place, kind xproto.Atom, n uint32) {
	xproto.ChangeProperty(o.conn, xproto.PropModeReplace, at.window, at.property, kind, 32, 1, binary.LittleEndian.AppendUint32(nil, n))
}

// hear asks to be told what happens to the window of another program.
func (o *owner) hear(window xproto.Window, mask uint32) {
	xproto.ChangeWindowAttributes(o.conn, window, xproto.CwEventMask, []uint32{mask})
}

// next puts the next part where the one before was taken; an empty one says that it was the last.
func (o *owner) next(at place) {
	s, ok := o.sends[at]
	if !ok {
		return
	}
	part := s.rest[:min(o.part, len(s.rest))]
	s.rest = s.rest[len(part):]
	xproto.ChangeProperty(o.conn, xproto.PropModeReplace, at.window, at.property, s.kind, 8, uint32(len(part)), part)
	if o.sends[at] = s; len(part) > 0 {
		return
	}
	delete(o.sends, at)
	for other := range o.sends {
		if other.window == at.window {
			return
		}
	}
	o.hear(at.window, 0)
}
