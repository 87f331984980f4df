//go:build !windows && !darwin

package clipboard

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

const (
	partSize   = 256 << 10 // bytes of a property that are read at a time
	maxTargets = 1000
)

// selection is a connection to the X server over which a selection is asked for (ICCCM 2.0 §2).
type selection struct {
	conn   *xgb.Conn
	window xproto.Window // ours, which the answers are put on
	name   xproto.Atom
	place  xproto.Atom // the property of window for answers
	incr   xproto.Atom
	events chan xgb.Event
	ctx    context.Context
}

// readSelection gives the selection in the first of kinds that its owner has, of at most most bytes.
func readSelection(ctx context.Context, name string, kinds []string, most int) (kind string, data []byte, err error) {
	xgb.Logger.SetOutput(io.Discard) // what is wrong is returned too
	conn, err := xgb.NewConn()
	if err != nil {
		return "", nil, fmt.Errorf("connect to X server: %w", err)
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, conn.Close)()
	s := &selection{conn: conn, events: make(chan xgb.Event, 16), ctx: ctx}
	if err := s.begin(name); err != nil {
		return "", nil, err
	}
	go s.listen()
	owner, err := xproto.GetSelectionOwner(conn, s.name).Reply()
	if err != nil {
		return "", nil, fmt.Errorf("ask for owner: %w", err)
	}
	if owner.Owner == xproto.WindowNone {
		return "", nil, ErrNone
	}
	kind, target, err := s.choose(kinds)
	if err != nil {
		return "", nil, err
	}
	data, err = s.convert(target, most)
	return kind, data, err
}

// begin makes the window and the names that are needed.
func (s *selection) begin(name string) (err error) {
	if s.window, err = xproto.NewWindowId(s.conn); err != nil {
		return fmt.Errorf("make window: %w", err)
	}
	root := xproto.Setup(s.conn).DefaultScreen(s.conn).Root
	if err := xproto.CreateWindowChecked(s.conn, 0, s.window, root, 0, 0, 1, 1, 0, xproto.WindowClassInputOnly, 0,
		xproto.CwEventMask, []uint32{xproto.EventMaskPropertyChange}).Check(); err != nil {
		return fmt.Errorf("make window: %w", err)
	}
	for _, a := range []struct {
		to   *xproto.Atom
		name string
	}{{&s.name, name}, {&s.place, "VOUCH_SELECTION"}, {&s.incr, "INCR"}} {
		if *a.to, err = s.atom(a.name); err != nil {
			return err
		}
	}
	return nil
}

func (s *selection) atom(name string) (xproto.Atom, error) {
	reply, err := xproto.InternAtom(s.conn, false, uint16(len(name)), name).Reply()
	if err != nil {
		return 0, fmt.Errorf("name %s: %w", name, err)
	}
	return reply.Atom, nil
}

// listen hands on events until the connection ends.
func (s *selection) listen() {
	defer close(s.events)
	for {
		event, err := s.conn.WaitForEvent()
		if event == nil && err == nil {
			return
		}
		if event == nil {
			continue
		}
		select {
		case s.events <- event:
		case <-s.ctx.Done():
			return
		}
	}
}

// choose gives the first of kinds that the owner offers.
func (s *selection) choose(kinds []string) (kind string, target xproto.Atom, err error) {
	targets, err := s.atom("TARGETS")
	if err != nil {
		return "", 0, err
	}
	list, err := s.convert(targets, 4*maxTargets)
	if err != nil {
		return "", 0, err
	}
	for _, kind := range kinds {
		wanted, err := s.atom(kind)
		if err != nil {
			return "", 0, err
		}
		for rest := list; len(rest) >= 4; rest = rest[4:] { // in the order of bytes that the connection has
			if xproto.Atom(binary.LittleEndian.Uint32(rest)) == wanted {
				return kind, wanted, nil
			}
		}
	}
	return "", 0, ErrNone
}

// convert asks the owner for the selection in one kind, and reads it, in parts where the owner sends it so (§2.7.2).
func (s *selection) convert(kind xproto.Atom, most int) ([]byte, error) {
	xproto.ConvertSelection(s.conn, s.window, s.name, kind, s.place, xproto.TimeCurrentTime)
	var refused bool
	if err := s.await(func(e xgb.Event) bool {
		n, ok := e.(xproto.SelectionNotifyEvent)
		if !ok || n.Selection != s.name || n.Target != kind {
			return false
		}
		refused = n.Property == xproto.AtomNone
		return true
	}); err != nil {
		return nil, err
	}
	if refused {
		return nil, ErrNone
	}
	data, inParts, err := s.take(most)
	if err != nil || !inParts {
		return data, err
	}
	for data = nil; ; {
		if err := s.await(func(e xgb.Event) bool {
			n, ok := e.(xproto.PropertyNotifyEvent)
			return ok && n.Atom == s.place && n.State == xproto.PropertyNewValue
		}); err != nil {
			return nil, err
		}
		part, _, err := s.take(most - len(data))
		if err != nil || len(part) == 0 {
			return data, err
		}
		data = append(data, part...)
	}
}

// take reads what is in our property and empties it, which asks for the next part if there is one.
func (s *selection) take(most int) (data []byte, inParts bool, err error) {
	for {
		reply, err := xproto.GetProperty(s.conn, false, s.window, s.place, xproto.GetPropertyTypeAny, uint32(len(data)/4), partSize/4).Reply()
		if err != nil {
			return nil, false, fmt.Errorf("read selection: %w", err)
		}
		if reply.Type == s.incr {
			inParts = true
			break
		}
		if len(data)+len(reply.Value)+int(reply.BytesAfter) > most {
			return nil, false, ErrTooLarge
		}
		if data = append(data, reply.Value...); reply.BytesAfter == 0 || len(reply.Value) == 0 {
			break
		}
	}
	if err := xproto.DeletePropertyChecked(s.conn, s.window, s.place).Check(); err != nil {
		return nil, false, fmt.Errorf("empty selection: %w", err)
	}
	return data, inParts, nil
}

// await waits for an event; others are dropped. ErrSilent: it did not come in time.
func (s *selection) await(wanted func(xgb.Event) bool) error {
	late := time.NewTimer(stepTime)
	defer late.Stop()
	for {
		select {
		case event, open := <-s.events:
			if !open {
				return ErrSilent
			}
			if wanted(event) {
				return nil
			}
		case <-late.C:
			return ErrSilent
		case <-s.ctx.Done():
			return ErrSilent
		}
	}
}
