//go:build linux || freebsd || openbsd || netbsd

package desktop

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"syscall"

	"github.com/godbus/dbus/v5"
)

// The names on the bus of who opens files, and of who shows them.
const (
	portal      = "org.freedesktop.portal.Desktop"
	portalAt    = dbus.ObjectPath("/org/freedesktop/portal/desktop")
	portalOpen  = "org.freedesktop.portal.OpenURI.OpenFile" // version 3
	portalAsked = "org.freedesktop.portal.Request"
	folders     = "org.freedesktop.FileManager1"
	foldersAt   = dbus.ObjectPath("/org/freedesktop/FileManager1")
)

// openFile leaves the choice to xdg-open or, where the user is to be asked or there is none, to the portal.
func openFile(ctx context.Context, path string, ask bool) error {
	if program, err := exec.LookPath("xdg-open"); err == nil && !ask {
		cmd := exec.Command(program, path)
		cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // what ends us is not for the viewer
		return start(ctx, cmd)
	}
	return openByPortal(ctx, path, ask)
}

// openByPortal hands the portal the open file. It waits for the outcome, since the portal puts its question away when who asked is gone.
func openByPortal(ctx context.Context, path string, ask bool) error {
	if !hasBus() {
		return errors.Join(ErrNoChooser, errNoBus)
	}
	conn, err := dbus.ConnectSessionBus(dbus.WithSignalHandler(dbus.NewSequentialSignalHandler()))
	if err != nil {
		return fmt.Errorf("connect to session bus: %w", err)
	}
	defer conn.Close()
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	signals := make(chan *dbus.Signal, 16)
	conn.Signal(signals)
	if err := conn.AddMatchSignalContext(ctx, dbus.WithMatchSender(portal), dbus.WithMatchInterface(portalAsked), dbus.WithMatchMember("Response")); err != nil {
		return fmt.Errorf("watch the portal: %w", err)
	}
	options := map[string]dbus.Variant{"ask": dbus.MakeVariant(ask), "handle_token": dbus.MakeVariant("vouch" + rand.Text())}
	answer, cancel := context.WithTimeout(ctx, busAnswer)
	defer cancel()
	var request dbus.ObjectPath
	if err := conn.Object(portal, portalAt).CallWithContext(answer, portalOpen, 0, "", dbus.UnixFD(f.Fd()), options).Store(&request); err != nil {
		return errors.Join(ErrNoChooser, fmt.Errorf("ask the portal: %w", err))
	}
	return portalAnswer(ctx, conn, signals, request)
}

// portalAnswer is what the portal says to a request. That the user did not want to is no error.
func portalAnswer(ctx context.Context, conn *dbus.Conn, signals <-chan *dbus.Signal, request dbus.ObjectPath) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-conn.Context().Done():
			return errors.New("the session bus has gone")
		case s := <-signals:
			if s == nil {
				return errors.New("the session bus has gone")
			}
			if s.Path != request || s.Name != portalAsked+".Response" {
				continue
			}
			if outcome, ok := value[uint32](s, 0); !ok || outcome > 1 { // 0: done; 1: the user put the question away
				return errors.New("the portal could not open it")
			}
			return nil
		}
	}
}

// showFile has the file manager point at a file (File Manager DBus Interface, version 1).
func showFile(ctx context.Context, path string) error {
	if !hasBus() {
		return errNoBus
	}
	conn, err := dbus.ConnectSessionBus()
	if err != nil {
		return fmt.Errorf("connect to session bus: %w", err)
	}
	defer conn.Close()
	ctx, cancel := context.WithTimeout(ctx, busAnswer)
	defer cancel()
	uri := (&url.URL{Scheme: "file", Path: path}).String()
	return conn.Object(folders, foldersAt).CallWithContext(ctx, folders+".ShowItems", 0, []string{uri}, "").Err
}
