//go:build linux || freebsd || openbsd || netbsd

package desktop

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/godbus/dbus/v5"
)

// The names on the bus. The watcher is asked for because that is where Fyne's tray registers.
const (
	notifier  = "org.freedesktop.Notifications" // Desktop Notifications Specification v1.2
	notifyAt  = dbus.ObjectPath("/org/freedesktop/Notifications")
	watcher   = "org.kde.StatusNotifierWatcher"
	appFace   = "org.freedesktop.Application" // Desktop Entry Specification v1.5, D-Bus Activation
	appAt     = dbus.ObjectPath("/im/vouch/Vouch")
	busFace   = "org.freedesktop.DBus"
	busAnswer = 10 * time.Second // for an answer, with the start of who gives it
)

// errNoBus: there is no session's bus, as on a machine that is reached by ssh.
var errNoBus = errors.New("no session bus")

// serve talks to the session's bus until ctx ends.
func (d *Desktop) serve(ctx context.Context, h Handler) error {
	if !hasBus() {
		return errNoBus
	}
	conn, err := dbus.ConnectSessionBus(dbus.WithSignalHandler(dbus.NewSequentialSignalHandler()))
	if err != nil {
		return fmt.Errorf("connect to session bus: %w", err)
	}
	defer conn.Close()
	signals := make(chan *dbus.Signal, 64)
	conn.Signal(signals)
	for _, match := range [][]dbus.MatchOption{
		{dbus.WithMatchSender(notifier), dbus.WithMatchInterface(notifier)},
		{dbus.WithMatchSender(busFace), dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, watcher)},
		{dbus.WithMatchSender(busFace), dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, notifier)},
	} {
		if err := conn.AddMatchSignalContext(ctx, match...); err != nil {
			return fmt.Errorf("watch the session bus: %w", err)
		}
	}
	if d.opt.Named {
		if err := takeName(conn, h); err != nil {
			d.log.Info("the program's name on the bus", "err", err)
		}
	}
	there := false
	if err := conn.BusObject().CallWithContext(ctx, busFace+".NameHasOwner", 0, watcher).Store(&there); err != nil {
		return fmt.Errorf("ask for a tray: %w", err)
	}
	h.Tray(there)
	b := &board{conn: conn, log: d.log, ids: map[string]uint32{}}
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-conn.Context().Done():
			return errors.New("the session bus has gone")
		case s := <-signals:
			if s == nil {
				return errors.New("the session bus has gone")
			}
			b.heard(s, h)
		case <-d.woken:
			for _, o := range d.take() {
				b.carryOut(ctx, o)
			}
		}
	}
}

// hasBus says whether there is a bus already: the library would start one.
func hasBus() bool {
	if os.Getenv("DBUS_SESSION_BUS_ADDRESS") != "" {
		return true
	}
	_, err := os.Stat(filepath.Join(os.Getenv("XDG_RUNTIME_DIR"), "bus"))
	return os.Getenv("XDG_RUNTIME_DIR") != "" && err == nil
}

// HasTray says whether the desktop has a place for an icon of the program now.
func HasTray(ctx context.Context) (there bool) {
	if !hasBus() {
		return false
	}
	conn, err := dbus.ConnectSessionBus()
	if err != nil {
		return false
	}
	defer conn.Close()
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	err = conn.BusObject().CallWithContext(ctx, busFace+".NameHasOwner", 0, watcher).Store(&there)
	return err == nil && there
}

// takeName makes the program known, so that the desktop hands it links instead of starting it again.
func takeName(conn *dbus.Conn, h Handler) error {
	if err := conn.Export(application{h}, appAt, appFace); err != nil {
		return err
	}
	got, err := conn.RequestName(ID, dbus.NameFlagDoNotQueue) // from here on what was asked for before comes in
	if err != nil {
		return err
	}
	if got != dbus.RequestNameReplyPrimaryOwner {
		return errors.New("somebody else has it")
	}
	return nil
}

// application is what the desktop sees of the program. The platform's data, a token to come to the front with, is of no use
// to Fyne.
type application struct{ h Handler }

// Activate implements org.freedesktop.Application.
func (a application) Activate(map[string]dbus.Variant) *dbus.Error { a.h.Activate(); return nil }

// Open implements org.freedesktop.Application.
func (a application) Open(links []string, _ map[string]dbus.Variant) *dbus.Error {
	for _, l := range links[:min(len(links), 1)] { // one window shows one thing
		a.h.Link(l)
	}
	return nil
}

// ActivateAction implements org.freedesktop.Application.
func (a application) ActivateAction(name string, _ []dbus.Variant, _ map[string]dbus.Variant) *dbus.Error {
	a.h.Action(name)
	return nil
}
