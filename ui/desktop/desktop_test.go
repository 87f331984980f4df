//go:build linux

package desktop

import (
	"bufio"
	"context"
	"image"
	"image/color"
	"log/slog"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// patience is how long a test waits for something that must happen.
const patience = 30 * time.Second

// startBus runs a session's bus of its own for the test.
func startBus(t *testing.T) {
	t.Helper()
	cmd := exec.Command("dbus-daemon", "--session", "--nofork", "--print-address")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatalf("no dbus-daemon here; run make deps: %v", err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", strings.TrimSpace(address))
}

func connect(t *testing.T) *dbus.Conn {
	t.Helper()
	conn, err := dbus.ConnectSessionBus()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

// shown is a call of the board's.
type shown struct {
	replaces    uint32
	title, body string
	actions     []string
	hints       map[string]dbus.Variant
	closed      uint32
}

// shell is a desktop that writes down what it is asked to show.
type shell struct {
	conn *dbus.Conn
	can  []string
	got  chan shown
	last uint32
}

func startShell(t *testing.T, can ...string) *shell {
	t.Helper()
	s := &shell{conn: connect(t), can: can, got: make(chan shown, 100)}
	if err := s.conn.Export(s, notifyAt, notifier); err != nil {
		t.Fatal(err)
	}
	s.own(t, notifier)
	return s
}

func (s *shell) own(t *testing.T, name string) {
	t.Helper()
	if got, err := s.conn.RequestName(name, dbus.NameFlagDoNotQueue); err != nil || got != dbus.RequestNameReplyPrimaryOwner {
		t.Fatalf("own %s: %v, %v", name, got, err)
	}
}

func (s *shell) GetCapabilities() ([]string, *dbus.Error) { return s.can, nil }

func (s *shell) Notify(_ string, replaces uint32, _, title, body string, actions []string, hints map[string]dbus.Variant, _ int32) (uint32, *dbus.Error) {
	s.got <- shown{replaces: replaces, title: title, body: body, actions: actions, hints: hints}
	if replaces != 0 {
		return replaces, nil
	}
	s.last++
	return s.last, nil
}

func (s *shell) CloseNotification(id uint32) *dbus.Error { s.got <- shown{closed: id}; return nil }

func (s *shell) emit(t *testing.T, what string, values ...any) {
	t.Helper()
	if err := s.conn.Emit(notifyAt, notifier+"."+what, values...); err != nil {
		t.Fatal(err)
	}
}

// asked is a Handler that writes down what it is told.
type asked chan string

func (a asked) Activate()                  { a <- "activate" }
func (a asked) Link(link string)           { a <- "link " + link }
func (a asked) Action(name string)         { a <- "action " + name }
func (a asked) Pressed(tag, action string) { a <- "pressed " + tag + " " + action }
func (a asked) Tray(there bool) {
	if there {
		a <- "tray"
		return
	}
	a <- "no tray"
}

func next[T any](t *testing.T, from chan T) (v T) {
	t.Helper()
	select {
	case v = <-from:
	case <-time.After(patience):
		t.Fatal("nothing came")
	}
	return v
}

func (a asked) want(t *testing.T, what string) {
	t.Helper()
	if got := next(t, a); got != what {
		t.Errorf("asked for %q, want %q", got, what)
	}
}

func run(t *testing.T, named bool) (*Desktop, asked) {
	t.Helper()
	d, a := New(Options{Log: slog.New(slog.DiscardHandler), Named: named}), make(asked, 100)
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { d.Run(ctx, a) })
	t.Cleanup(func() { cancel(); running.Wait() })
	return d, a
}

// TestNotificationsAreShownReplacedAndPressed plays one through: what strangers write is no markup.
func TestNotificationsAreShownReplacedAndPressed(t *testing.T) {
	startBus(t)
	s := startShell(t, "body", "body-markup", "actions")
	d, a := run(t, false)
	a.want(t, "no tray")
	picture := image.NewNRGBA(image.Rect(0, 0, 2, 1))
	picture.Set(1, 0, color.NRGBA{R: 255, A: 255})
	d.Notify(Notification{Tag: "bob", Title: "<b>Bob</b>", Body: "a < b & c", Picture: picture, Actions: []Action{{Press, "Open"}, {"read", "Mark as read"}}})
	got := next(t, s.got)
	if got.title != "<b>Bob</b>" || got.body != "a &lt; b &amp; c" || strings.Join(got.actions, "|") != "default|Open|read|Mark as read" || got.replaces != 0 {
		t.Errorf("%+v", got)
	}
	if p := got.hints["image-data"].String(); p != "@av [2, 1, 8, true, 8, 4, [0x0, 0x0, 0x0, 0x0, 0xff, 0x0, 0x0, 0xff]]" { // as the library reads a struct
		t.Errorf("picture %s", p)
	}
	if sig := dbus.SignatureOf(pixels(picture)).String(); sig != "(iiibiiay)" {
		t.Errorf("picture of %s", sig)
	}
	if e := got.hints["desktop-entry"].Value(); e != ID {
		t.Errorf("entry %v", e)
	}
	d.Notify(Notification{Tag: "bob", Title: "Bob", Body: "second", Urgent: true, Quiet: true})
	if got = next(t, s.got); got.replaces != 1 || got.body != "second" || got.hints["urgency"].Value() != byte(2) || got.hints["suppress-sound"].Value() != true {
		t.Errorf("%+v", got)
	}
	s.emit(t, "ActionInvoked", uint32(7), Press) // of somebody else's
	s.emit(t, "ActionInvoked", "malformed")
	s.emit(t, "ActionInvoked", uint32(1), "read")
	a.want(t, "pressed bob read")
	d.Withdraw("carol") // was never there
	d.Withdraw("bob")
	if got = next(t, s.got); got.closed != 1 {
		t.Errorf("%+v", got)
	}
	d.Notify(Notification{Tag: "bob", Body: "third"})
	if got = next(t, s.got); got.replaces != 0 {
		t.Errorf("%+v replaces what was withdrawn", got)
	}
	s.emit(t, "NotificationClosed", uint32(2), uint32(2))
	s.emit(t, "ActionInvoked", uint32(2), Press) // closed: nobody can press it
	s.own(t, watcher)
	a.want(t, "tray")
}

// TestPlainBoards have neither markup nor buttons.
func TestPlainBoards(t *testing.T) {
	startBus(t)
	s := startShell(t, "body")
	d, _ := run(t, false)
	d.Notify(Notification{Tag: "bob", Body: "a < b", Actions: []Action{{Press, "Open"}}})
	if got := next(t, s.got); got.body != "a < b" || len(got.actions) > 0 {
		t.Errorf("%+v", got)
	}
}

// TestOnlyTheBoardIsHeard: another program on the bus cannot press what it does not show.
func TestOnlyTheBoardIsHeard(t *testing.T) {
	startBus(t)
	s := startShell(t, "actions")
	d, a := run(t, false)
	a.want(t, "no tray")
	d.Notify(Notification{Tag: "bob"})
	next(t, s.got)
	other := connect(t)
	if err := other.Emit(notifyAt, notifier+".ActionInvoked", uint32(1), "forged"); err != nil {
		t.Fatal(err)
	}
	if err := other.BusObject().Call(busFace+".GetId", 0).Err; err != nil { // the bus has what was sent before
		t.Fatal(err)
	}
	s.emit(t, "ActionInvoked", uint32(1), "true")
	a.want(t, "pressed bob true")
}

// TestAnotherBoardBeginsAnew: ids of one that went away mean nothing to the next.
func TestAnotherBoardBeginsAnew(t *testing.T) {
	startBus(t)
	first := startShell(t)
	d, a := run(t, false)
	a.want(t, "no tray")
	d.Notify(Notification{Tag: "bob"})
	next(t, first.got)
	first.conn.Close()
	second := startShell(t)
	second.own(t, watcher)
	a.want(t, "tray") // which was said after the other board was there
	d.Notify(Notification{Tag: "bob"})
	if got := next(t, second.got); got.replaces != 0 {
		t.Errorf("%+v", got)
	}
}

// TestProgramIsKnownByItsName asks for what a desktop asks for, and a second program for the name.
func TestProgramIsKnownByItsName(t *testing.T) {
	startBus(t)
	_, a := run(t, true)
	a.want(t, "no tray")
	desk := connect(t).Object(ID, appAt)
	none := map[string]dbus.Variant{}
	for _, call := range []*dbus.Call{
		desk.Call(appFace+".Activate", 0, none),
		desk.Call(appFace+".Open", 0, []string{"xmpp:bob@example.org", "xmpp:carol@example.org"}, none),
		desk.Call(appFace+".Open", 0, []string{}, none),
		desk.Call(appFace+".ActivateAction", 0, "new-chat", []dbus.Variant{}, none),
	} {
		if call.Err != nil {
			t.Error(call.Err)
		}
	}
	a.want(t, "activate")
	a.want(t, "link xmpp:bob@example.org")
	a.want(t, "action new-chat")
	_, other := run(t, true)
	other.want(t, "no tray") // it goes on without the name
}

// TestWithoutABus everything else goes on.
func TestWithoutABus(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	d, _ := run(t, true)
	d.Notify(Notification{Tag: "bob"})
	d.Withdraw("bob")
}
