package app_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"vouch/xmpp/xmpptest"
)

// gajim is a real Gajim on a display of its own, with the plugin for OMEMO that Debian has, driven by testdata/gajim/driver.
type gajim struct {
	t        testing.TB
	jid      string
	commands *os.File

	mu      sync.Mutex    // guards the rest
	events  []gajimEvent  // in their order
	changed chan struct{} // closed and made anew at each event
}

// gajimEvent is what the driver tells; which fields there are depends on the event.
type gajimEvent struct {
	Event                string
	Room, Nick, Text, By string
	Type, Why            string
	Encrypted            bool
	Fingerprint          string
	Device               uint32
	JID                  string
	JIDs                 []string
	IDs                  []uint32
	Taken                bool
	Files                []gajimFile
}

// gajimFile is a file in the chat that Gajim shows.
type gajimFile struct {
	Name, Path string
	Shown      bool
}

// newGajim starts a Gajim that signs in as name.
func newGajim(t testing.TB, server xmpptest.Server, name string) *gajim {
	t.Helper()
	at := server.Place()
	g := &gajim{t: t, jid: name + "@" + at.Domain, changed: make(chan struct{})}
	home := t.TempDir()
	g.profile(home, name, at)
	env := []string{"HOME=" + home, "PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "GSETTINGS_BACKEND=memory", "NO_AT_BRIDGE=1", "GDK_BACKEND=x11", "LIBGL_ALWAYS_SOFTWARE=1",
		"XDG_RUNTIME_DIR=" + home, "AUTHORITY=" + at.CAFile}
	env = append(env, "DISPLAY=:"+g.serve(env, "Xvfb", "-displayfd", "3", "-screen", "0", "1024x768x24", "-nolisten", "tcp"))
	env = append(env, "DBUS_SESSION_BUS_ADDRESS="+g.serve(env, "dbus-daemon", "--session", "--nofork", "--print-address=3"))
	g.run(env, home)
	g.await("sign-in", func(e gajimEvent) bool { return e.Event == "signed-in" })
	return g
}

// profile writes what Gajim keeps: the account, and that the plugins are on.
func (g *gajim) profile(home, name string, at xmpptest.Place) {
	g.t.Helper()
	data := filepath.Join(home, ".local/share/gajim")
	settings := filepath.Join(home, ".config/gajim")
	if err := errors.Join(os.MkdirAll(settings, 0o700), os.CopyFS(data+"/plugins/driver", os.DirFS("testdata/gajim/driver"))); err != nil {
		g.t.Fatal(err)
	}
	row := func(v map[string]any) string {
		text, err := json.Marshal(v)
		if err != nil {
			g.t.Fatal(err)
		}
		return string(text)
	}
	on := map[string]any{"active": true}
	program := row(map[string]any{"use_keyring": false, "check_for_update": false, "action_on_close": "quit", "show_help_start_chat": false, "sounds_on": false})
	account := row(map[string]any{"contact": map[string]any{}, "group_chat": map[string]any{}, "account": map[string]any{
		"name": name, "hostname": at.Domain, "password": name + "pass", "savepass": true, "active": true, "autoconnect": true, "resource": "gajim",
		"use_custom_host": true, "custom_host": at.Host, "custom_port": at.Port, "custom_type": "START TLS"}})
	g.sqlite(filepath.Join(settings, "settings.sqlite"), fmt.Sprintf(`create table settings (name text unique, settings text);
create table account_settings (account text unique, settings text);
insert into settings values ('app', '%s'), ('soundevents', '{}'), ('status_presets', '{}'), ('proxies', '{}'), ('workspaces', '%s'), ('plugins', '%s');
insert into account_settings values ('test', '%s');
pragma user_version = 5;`, program, row(map[string]any{"one": map[string]any{"name": "One", "chats": []any{}}}), row(map[string]any{"omemo": on, "driver": on}), account))
}

func (g *gajim) sqlite(path, text string) {
	g.t.Helper()
	cmd := exec.Command("sqlite3", "-bail", "-batch", path)
	cmd.Stdin = strings.NewReader(text)
	if out, err := cmd.CombinedOutput(); err != nil {
		g.t.Fatalf("write settings of Gajim (sqlite3 is needed, see make deps): %v: %s", err, out)
	}
}

// serve starts a program that ends with the test, and gives the line that it writes on descriptor 3.
func (g *gajim) serve(env []string, name string, args ...string) string {
	g.t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		g.t.Fatal(err)
	}
	defer r.Close()
	cmd := exec.Command(name, args...)
	cmd.Env, cmd.ExtraFiles = env, []*os.File{w}
	err = cmd.Start()
	w.Close()
	if err != nil {
		g.t.Fatalf("start %s: %v: run make deps", name, err)
	}
	g.t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		g.t.Fatalf("start %s: %v", name, err)
	}
	return strings.TrimSpace(line)
}

// asUser is how Gajim is started: it refuses to run as root, and tests in a container do. For files it asks nobody about a
// certificate, as it does for its stream: the authority of the server has to be one of the system's.
const asUser = `import os, sys
from gi.repository import Gio
Gio.TlsBackend.get_default().set_default_database(Gio.TlsFileDatabase.new(os.environ["AUTHORITY"]))
os.geteuid = lambda: 1000
sys.argv = ["gajim", "-l", "gajim=INFO,nbxmpp=INFO"]
from gajim.gajim import main
main()`

func (g *gajim) run(env []string, home string) {
	g.t.Helper()
	if _, err := os.Stat("/usr/share/gajim/plugins/omemo"); err != nil {
		g.t.Fatalf("no plugin for OMEMO (gajim and gajim-omemo are needed): %v: run make deps", err)
	}
	theirs, commands, err := os.Pipe()
	if err != nil {
		g.t.Fatal(err)
	}
	events, tells, err := os.Pipe()
	if err != nil {
		g.t.Fatal(err)
	}
	log, err := os.Create(filepath.Join(home, "gajim.log"))
	if err != nil {
		g.t.Fatal(err)
	}
	cmd := exec.Command("/usr/bin/python3", "-c", asUser) // Debian's, for which Gajim is installed
	cmd.Env, cmd.Dir, cmd.ExtraFiles, cmd.Stdout, cmd.Stderr = env, home, []*os.File{theirs, tells}, log, log
	err = cmd.Start()
	for _, f := range []*os.File{theirs, tells, log} {
		f.Close()
	}
	if err != nil {
		g.t.Fatal(err)
	}
	g.commands = commands
	var reading sync.WaitGroup
	reading.Go(func() { g.read(events) })
	g.t.Cleanup(func() {
		commands.Close()
		cmd.Process.Kill()
		cmd.Wait()
		events.Close()
		reading.Wait()
		if g.t.Failed() {
			text, _ := os.ReadFile(log.Name())
			g.t.Logf("events of Gajim: %+v\nits log:\n%s", g.events, text[max(0, len(text)-4000):])
		}
	})
}

// read takes what the driver tells.
func (g *gajim) read(events *os.File) {
	lines := bufio.NewScanner(events)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var e gajimEvent
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			e = gajimEvent{Event: "error", Why: fmt.Sprintf("%s: %v", lines.Bytes(), err)}
		}
		g.mu.Lock()
		g.events = append(g.events, e)
		close(g.changed)
		g.changed = make(chan struct{})
		g.mu.Unlock()
	}
}

// do tells the driver what to do.
func (g *gajim) do(what string, args map[string]any) {
	g.t.Helper()
	words := map[string]any{"do": what}
	for k, v := range args {
		words[k] = v
	}
	line, err := json.Marshal(words)
	if err == nil {
		_, err = g.commands.Write(append(line, '\n'))
	}
	if err != nil {
		g.t.Fatalf("%s: %v", what, err)
	}
}

// await waits for an event, which may have come before, and gives the last one.
func (g *gajim) await(what string, is func(gajimEvent) bool) gajimEvent {
	g.t.Helper()
	deadline := time.After(patience)
	for {
		g.mu.Lock()
		events, changed := g.events, g.changed
		g.mu.Unlock()
		for _, e := range slices.Backward(events) {
			if e.Event == "error" {
				g.t.Fatalf("Gajim: %s", e.Why)
			}
			if is(e) {
				return e
			}
		}
		select {
		case <-changed:
		case <-deadline:
			g.t.Fatalf("Gajim: no %s after %s", what, patience)
		}
	}
}

// until asks the driver again and again until its answer is the one that is waited for.
func (g *gajim) until(what, ask string, args map[string]any, is func(gajimEvent) bool) {
	g.t.Helper()
	ticks := time.NewTicker(100 * time.Millisecond) // nothing tells that the plugin has learnt something
	defer ticks.Stop()
	deadline := time.After(patience)
	for {
		g.mu.Lock()
		before := len(g.events)
		g.mu.Unlock()
		g.do(ask, args)
		var got gajimEvent
		g.await("answer to "+ask, func(gajimEvent) bool {
			g.mu.Lock()
			defer g.mu.Unlock()
			for _, e := range g.events[before:] {
				if e.Event == ask {
					got = e
					return true
				}
			}
			return false
		})
		if is(got) {
			return
		}
		select {
		case <-ticks.C:
		case <-deadline:
			g.t.Fatalf("Gajim: no %s after %s, but %+v", what, patience, got)
		}
	}
}

// joins has Gajim enter a room.
func (g *gajim) joins(room, nick string) {
	g.t.Helper()
	g.do("join", map[string]any{"room": room, "nick": nick})
	g.await("way into "+room, func(e gajimEvent) bool { return e.Event == "joined" && e.Room == room })
}

func (g *gajim) says(room, text string) {
	g.t.Helper()
	g.do("say", map[string]any{"room": room, "text": text})
}

// awaitMessage waits until Gajim shows a text in a room.
func (g *gajim) awaitMessage(room, text string) gajimEvent {
	g.t.Helper()
	return g.await("message "+text, func(e gajimEvent) bool { return e.Event == "message" && e.Room == room && e.Text == text })
}

// key is the fingerprint of Gajim's device.
func (g *gajim) key() string {
	g.t.Helper()
	g.do("keys", nil)
	return g.await("keys", func(e gajimEvent) bool { return e.Event == "keys" }).Fingerprint
}
