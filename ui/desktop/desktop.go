// Package desktop is what lies around the window: notifications, the name of the program on the session's bus, whether
// there is a tray, and whether the program starts by itself. It knows neither windows nor chats.
package desktop

import (
	"context"
	"image"
	"log/slog"
	"sync"
)

// ID is the name of the program on the bus and of its desktop entry.
const ID = "im.vouch.Vouch"

// Notification is something that a person is told outside of the window. Its words are plain text.
type Notification struct {
	Tag         string // what it is about: a later one of the same tag takes its place
	Title, Body string
	Picture     image.Image // nil for none
	Urgent      bool        // stays until somebody has seen it
	Quiet       bool        // makes no sound
	Actions     []Action    // where the desktop has buttons; the one called Press is no button
}

// Action is a button of a notification.
type Action struct{ Name, Word string }

// Press is the action of a press on the notification itself.
const Press = "default"

// Handler is told what the desktop asks for. Its methods are called on any goroutine and are not to wait.
type Handler interface {
	// Activate brings the program to the front.
	Activate()
	// Link does so with a link.
	Link(link string)
	// Action carries out one of the actions of the desktop entry.
	Action(name string)
	// Pressed says that a notification was pressed, or one of its buttons.
	Pressed(tag, action string)
	// Tray says whether there is a place for an icon of the program; it is called at the start and when that changes.
	Tray(there bool)
}

// Options of a Desktop.
type Options struct {
	Log   *slog.Logger
	Named bool                     // take the name of the program on the bus, which is for one profile alone
	Plain func(title, body string) // shows a notification where there is no bus by the design of the system; may be nil
}

// Desktop talks to the desktop. Its methods but Run may be called on any goroutine and do not wait.
type Desktop struct {
	opt   Options
	log   *slog.Logger
	woken chan struct{} // one slot: there is something to be told

	mu     sync.Mutex // guards orders
	orders []order
}

// order is a notification, or the tag of one to be withdrawn.
type order struct {
	tell Notification
	gone string
}

// New makes a Desktop. It starts nothing: Run does.
func New(opt Options) *Desktop {
	return &Desktop{opt: opt, log: opt.Log, woken: make(chan struct{}, 1)}
}

// Run tells what is to be told and hands what the desktop asks for to h, until ctx ends.
func (d *Desktop) Run(ctx context.Context, h Handler) {
	if err := d.serve(ctx, h); err != nil {
		d.log.Info("desktop", "err", err)
	}
	d.each(ctx, func(order) {}) // there is nobody to tell
}

// Notify tells something.
func (d *Desktop) Notify(n Notification) { d.put(order{tell: n}) }

// Withdraw takes back what was told about a tag, if it is still to be seen.
func (d *Desktop) Withdraw(tag string) { d.put(order{gone: tag}) }

func (d *Desktop) put(o order) {
	d.mu.Lock()
	d.orders = append(d.orders, o)
	d.mu.Unlock()
	select {
	case d.woken <- struct{}{}:
	default:
	}
}

func (d *Desktop) take() []order {
	d.mu.Lock()
	defer d.mu.Unlock()
	taken := d.orders
	d.orders = nil
	return taken
}

// each gives do every order until ctx ends.
func (d *Desktop) each(ctx context.Context, do func(order)) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-d.woken:
		}
		for _, o := range d.take() {
			do(o)
		}
	}
}
