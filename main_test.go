package main_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"vouch/app"
	"vouch/app/control"
	"vouch/xmpp/xmpptest"
)

// patience is how long a test waits for something that must happen.
const patience = 90 * time.Second

// built is the program, built once for all tests.
var built string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "vouch-test-")
	if err != nil {
		panic(err)
	}
	built = filepath.Join(dir, "vouch")
	if out, err := exec.Command("go", "build", "-o", built, ".").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "build: %v: run make deps\n%s", err, out)
		os.Exit(1)
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// process is one running Vouch.
type process struct {
	t       *testing.T
	profile string
	jid     string
	cmd     *exec.Cmd
	log     *bytes.Buffer
	exited  chan error
}

// start runs Vouch with a profile and waits until its control socket answers.
func start(t *testing.T, profile string, args ...string) *process {
	t.Helper()
	p := &process{t: t, profile: profile, log: &bytes.Buffer{}, exited: make(chan error, 1)}
	p.cmd = exec.Command(built, append([]string{"--profile", profile}, args...)...)
	p.cmd.Stderr = p.log
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { p.exited <- p.cmd.Wait() }()
	t.Cleanup(p.kill)
	p.until("an answer of the control socket", func() bool {
		_, err := p.call("version", nil)
		return err == nil
	})
	return p
}

func (p *process) kill() {
	p.cmd.Process.Kill()
	select {
	case err := <-p.exited:
		p.exited <- err
	case <-time.After(patience):
		p.t.Error("the program does not die")
	}
	if p.t.Failed() {
		p.t.Logf("log of %s:\n%s", p.jid, p.log)
	}
}

// until looks ten times a second until done: the other process has to be asked.
func (p *process) until(what string, done func() bool) {
	p.t.Helper()
	ticks := time.NewTicker(100 * time.Millisecond)
	defer ticks.Stop()
	deadline := time.After(patience)
	for !done() {
		select {
		case <-ticks.C:
		case err := <-p.exited:
			p.exited <- err
			p.t.Fatalf("the program ended: %v\n%s", err, p.log)
		case <-deadline:
			p.t.Fatalf("%s: no %s after %s", p.jid, what, patience)
		}
	}
}

func (p *process) call(method string, params any) (json.RawMessage, error) {
	c, err := control.Connect(p.profile)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	return c.Call(p.t.Context(), method, params)
}

// must calls a method and decodes its result into out, unless that is nil.
func (p *process) must(method string, params, out any) {
	p.t.Helper()
	raw, err := p.call(method, params)
	if err == nil && out != nil {
		err = json.Unmarshal(raw, out)
	}
	if err != nil {
		p.t.Fatalf("%s: %v", method, err)
	}
}

// signIn adds an account of the server, and waits for its keys.
func (p *process) signIn(server *xmpptest.Prosody, name string) {
	p.t.Helper()
	p.jid = name + "@" + server.Domain
	p.must("account.add", map[string]any{"jid": p.jid, "password": name + "pass", "host": server.Host, "port": server.Port, "ca_file": server.CAFile}, nil)
	p.until("own keys", func() bool { return p.fingerprint() != "" })
}

func (p *process) fingerprint() string {
	var status struct {
		Accounts []struct{ Fingerprint string }
	}
	p.must("status", nil, &status)
	return status.Accounts[0].Fingerprint
}

type message struct {
	ID, Body, State, Encryption, Kind string
	MessageID                         string `json:"message_id"`
	Own                               bool
	Error                             struct{ Kind string }
}

// messages are all of a chat, oldest first.
func (p *process) messages(with string) (out []message) {
	p.t.Helper()
	params := map[string]any{"account": p.jid, "chat": with, "limit": 1000}
	for {
		var page []message
		p.must("chat.messages", params, &page)
		if len(page) == 0 {
			return out
		}
		out = append(page, out...)
		params["before"] = page[0].ID
	}
}

func (p *process) send(to, body string) string {
	p.t.Helper()
	var sent struct{ ID string }
	p.must("chat.send", map[string]any{"account": p.jid, "chat": to, "body": body}, &sent)
	return sent.ID
}

func (p *process) awaitBody(with, body string) (found message) {
	p.t.Helper()
	p.until("message "+body, func() bool {
		for _, m := range p.messages(with) {
			if m.Body == body {
				found = m
				return true
			}
		}
		return false
	})
	return found
}

func (p *process) trust(other *process) {
	p.t.Helper()
	params := map[string]any{"account": p.jid, "jid": other.jid, "fingerprint": other.fingerprint(), "trust": "trusted"}
	p.until("key of "+other.jid, func() bool {
		_, err := p.call("devices.trust", params)
		return err == nil
	})
}

func TestTwoProcessesTalkOverTheControlSocket(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
	alice, bob := start(t, t.TempDir(), "--headless"), start(t, t.TempDir(), "--headless")
	alice.signIn(server, "alice")
	bob.signIn(server, "bob")

	alice.send(bob.jid, "from process to process")
	alice.until("question", func() bool {
		m := alice.messages(bob.jid)
		return m[len(m)-1].Error.Kind == "undecided"
	})
	alice.trust(bob)
	if m := bob.awaitBody(alice.jid, "from process to process"); m.Encryption != "omemo" {
		t.Errorf("came with encryption %q", m.Encryption)
	}
	bob.send(alice.jid, "and back")
	bob.trust(alice)
	alice.awaitBody(bob.jid, "and back")

	if err := server.Restart(t.Context()); err != nil {
		t.Fatal(err)
	}
	alice.send(bob.jid, "after the server's restart")
	bob.awaitBody(alice.jid, "after the server's restart")

	bob.must("quit", nil, nil)
	if err := <-bob.exited; err != nil {
		t.Errorf("quit: %v", err)
	}
	bob.exited <- nil
	alice.send(bob.jid, "while bob was away")
	bob2 := start(t, bob.profile, "--headless")
	bob2.jid = bob.jid
	bob2.awaitBody(alice.jid, "while bob was away")
	bob2.send(alice.jid, "back again")
	alice.awaitBody(bob.jid, "back again")
}

// A kill may come at any moment. Each of these comes between two acknowledgements, with at least twenty messages on their
// way from the victim or to it, which the server's log shows. Three ledgers are compared: what chat.send accepted, what the
// server has archived for each side, and what each side has stored in the end.
func TestKillsInTwoWayTrafficLoseNothing(t *testing.T) {
	const kills, burst, onTheirWay = 20, 25, 20
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive())
	names := []string{"alice", "bob"}
	sides := []*process{start(t, t.TempDir(), "--headless"), start(t, t.TempDir(), "--headless")}
	accepted := [][]string{{"hello"}, {"hello back"}}
	say := func(n int) {
		for range burst {
			body := fmt.Sprint(len(accepted[n]))
			sides[n].send(sides[1-n].jid, body)
			accepted[n] = append(accepted[n], body)
		}
	}
	sides[0].signIn(server, "alice")
	sides[1].signIn(server, "bob")
	sides[0].send(sides[1].jid, "hello")
	sides[0].trust(sides[1])
	sides[1].awaitBody(sides[0].jid, "hello")
	sides[1].send(sides[0].jid, "hello back")
	sides[1].trust(sides[0])
	sides[0].awaitBody(sides[1].jid, "hello back")
	least := 1000
	for round := range kills {
		n := round % 2
		victim, other := sides[n], sides[1-n]
		outward := round/2%2 == 0
		victim.untilOwn(other.jid, "sent", "delivered") // the stream is there, and nothing waits for it
		_, _, mark, err := server.Traffic(names[n], 0)
		if err != nil {
			t.Fatal(err)
		}
		stop := func() { victim.cmd.Process.Signal(syscall.SIGSTOP) } // no further acknowledgement is read, or sent
		if outward {
			thaw, err := server.Freeze()
			if err != nil {
				t.Fatal(err)
			}
			say(n)
			victim.untilOwn(other.jid, "sending", "sent", "delivered")
			stop()
			if err := thaw(); err != nil {
				t.Fatal(err)
			}
			say(1 - n)
		} else {
			say(n)
			victim.untilOwn(other.jid, "sent", "delivered")
			stop()
			say(1 - n)
		}
		inFlight := 0
		other.until("messages on their way in the server's log", func() bool {
			read, unacknowledged, _, err := server.Traffic(names[n], mark)
			if err != nil {
				t.Fatal(err)
			}
			if inFlight = read; !outward {
				inFlight = unacknowledged
			}
			return inFlight >= onTheirWay
		})
		victim.die()
		least = min(least, inFlight)
		sides[n] = start(t, victim.profile, "--headless")
		sides[n].jid = victim.jid
	}
	t.Logf("%d kills with at least %d messages on their way each, %d messages either way", kills, least, len(accepted[0]))
	for n, side := range sides {
		other := sides[1-n]
		side.untilOwn(other.jid, "sent", "delivered")
		last := accepted[n][len(accepted[n])-1]
		other.until("the last message", func() bool {
			return slices.ContainsFunc(other.newest(side.jid), func(m message) bool { return !m.Own && m.Body == last })
		})
		if got := other.bodies(side.jid, false); !slices.Equal(got, accepted[n]) {
			t.Errorf("%s has %q from %s, want %q", other.jid, got, side.jid, accepted[n])
		}
		if got := side.bodies(other.jid, true); !slices.Equal(got, accepted[n]) {
			t.Errorf("%s has %q of its own, want %q", side.jid, got, accepted[n])
		}
		bodies := map[string]string{}
		for _, m := range side.messages(other.jid) {
			bodies[m.MessageID] = m.Body
		}
		for _, owner := range names {
			var got []string
			for _, a := range xmpptest.ArchiveOf(t, server, owner) {
				if body := bodies[a.MessageID]; a.From == side.jid && body != "" {
					got = append(got, body)
				}
			}
			if !slices.Equal(got, accepted[n]) {
				t.Errorf("the archive of %s has %q from %s, want %q", owner, got, side.jid, accepted[n])
			}
		}
	}
}

// die is a kill that is part of the test.
func (p *process) die() {
	p.cmd.Process.Signal(syscall.SIGKILL)
	<-p.exited
	p.exited <- errors.New("killed")
}

// untilOwn waits until every own message of the newest hundred of a chat has one of the states.
func (p *process) untilOwn(with string, states ...string) {
	p.t.Helper()
	p.until("own messages "+states[0], func() bool {
		return !slices.ContainsFunc(p.newest(with), func(m message) bool { return m.Own && !slices.Contains(states, m.State) })
	})
}

// newest are the last hundred messages of a chat.
func (p *process) newest(with string) (out []message) {
	p.t.Helper()
	p.must("chat.messages", map[string]any{"account": p.jid, "chat": with, "limit": 100}, &out)
	return out
}

// bodies are the texts of a chat, one's own or the other's. A row that is no text is a fault.
func (p *process) bodies(with string, own bool) (out []string) {
	p.t.Helper()
	for _, m := range p.messages(with) {
		switch {
		case m.Kind != "text":
			p.t.Errorf("%s has a row that is no text: %+v", p.jid, m)
		case m.Own == own:
			out = append(out, m.Body)
		}
	}
	return out
}

func TestCommandLine(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"), xmpptest.With("register"), xmpptest.Config("allow_registration = true"))
	profile := t.TempDir()
	p := start(t, profile, "--headless")
	ctl := func(stdin string, args ...string) (stdout, stderr string, code int) {
		cmd := exec.CommandContext(t.Context(), built, append([]string{"--profile", profile, "ctl"}, args...)...)
		var out, errs bytes.Buffer
		cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &out, &errs
		cmd.Run()
		return out.String(), errs.String(), cmd.ProcessState.ExitCode()
	}
	add := fmt.Sprintf(`{"jid":"alice@localhost","password":"alicepass","host":%q,"port":%d,"ca_file":%q}`, server.Host, server.Port, server.CAFile)
	for _, row := range []struct {
		name, stdin string
		args        []string
		out, err    string
		code        int
	}{
		{"a method without an account", "", []string{"status"}, `{"accounts":[]}`, "", 0},
		{"an unknown method", "", []string{"nonsense"}, "", "unknown method nonsense", 1},
		{"a missing param", "", []string{"chat.list"}, "", "missing param account", 1},
		{"an unknown param", "", []string{"status", "x=1"}, "", "unknown param x", 1},
		{"a param of the wrong type", "", []string{"account.enable", "jid=a@b", "on=yes"}, "", "param on must be a bool", 1},
		{"an unknown account", "", []string{"chat.list", "account=nobody@localhost"}, "", "(not-found)", 1},
		{"no method", "", nil, "", "no method", 2},
		{"help", "", []string{"--help"}, "usage: vouch ctl METHOD", "", 0},
		{"something that is no param", "", []string{"status", "x"}, "", `"x" is not key=value`, 2},
		{"a wrong password", strings.Replace(add, "alicepass", "wrong", 1), []string{"--stdin", "account.add"}, "", "(auth)", 1},
		{"an authority that did not sign", strings.Replace(add, server.CAFile, "", 1), []string{"--stdin", "account.add"}, "", "(tls)", 1},
		{"an account with its password on standard input", add, []string{"--stdin", "account.add"}, `{"jid":"alice@localhost"}`, "", 0},
		{"the same account again", add, []string{"--stdin", "account.add"}, "", "(conflict)", 1},
		{"an account that is made on the server", strings.Replace(add, `{"jid":"alice@`, `{"register":true,"jid":"carol@`, 1), []string{"--stdin", "account.add"}, `{"jid":"carol@localhost"}`, "", 0},
		{"a name that is taken on the server", strings.Replace(add, `{"jid":"alice@`, `{"register":true,"jid":"bob@`, 1), []string{"--stdin", "account.add"}, "", "(conflict)", 1},
		{"another password on the server", `{"jid":"carol@localhost","password":"new","on_server":true}`, []string{"--stdin", "account.password"}, `{}`, "", 0},
		{"the end of an account on the server", "", []string{"account.remove", "jid=carol@localhost", "on_server:=true"}, `{}`, "", 0},
		{"a weaker login that nobody offered", "", []string{"account.accept", "jid=alice@localhost", "mechanism=PLAIN"}, "", "(conflict)", 1},
		{"a proxy of a kind that is not known", "", []string{"account.proxy", "jid=alice@localhost", "proxy=http://localhost:1"}, "", "(invalid)", 1},
		{"a JSON param", "", []string{"account.enable", "jid=alice@localhost", "on:=true"}, `{}`, "", 0},
		{"the version", "", []string{"version"}, `"go":"go1`, "", 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			out, errs, code := ctl(row.stdin, row.args...)
			if !strings.Contains(out, row.out) || !strings.Contains(errs, row.err) || code != row.code {
				t.Errorf("got %q, %q, exit %d; want %q, %q, exit %d", out, errs, code, row.out, row.err, row.code)
			}
		})
	}
	p.jid = "alice@localhost"
	p.until("keys", func() bool { return p.fingerprint() != "" })
	out, _, code := ctl("", "devices.uri", "account=alice@localhost")
	if code != 0 || !strings.Contains(out, "xmpp:alice@localhost?omemo-sid-") || !strings.Contains(out, p.fingerprint()) {
		t.Errorf("own code %q, exit %d", out, code)
	}
}

func TestEventsAreALineEach(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
	p := start(t, t.TempDir(), "--headless")
	p.signIn(server, "alice")
	ctx, stop := context.WithTimeout(t.Context(), patience)
	defer stop()
	cmd := exec.CommandContext(ctx, built, "--profile", p.profile, "ctl", "events")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := make(chan string, 100)
	go func() {
		in := bufio.NewScanner(out)
		for in.Scan() {
			lines <- in.Text()
		}
	}()
	var sent []string
	p.until("event of a message", func() bool {
		sent = append(sent, p.send("bob@localhost", "watch me")) // again, until the watcher is there
		for {
			select {
			case line := <-lines:
				var e app.Event
				if err := json.Unmarshal([]byte(line), &e); err != nil {
					t.Fatalf("%q: %v", line, err)
				}
				if e.Event == "message" && e.Account == p.jid && e.Chat == "bob@localhost" && slices.Contains(sent, e.ID) {
					return true
				}
			default:
				return false
			}
		}
	})
	cmd.Process.Signal(os.Interrupt)
	if err := cmd.Wait(); err != nil {
		t.Errorf("interrupted: %v", err)
	}
}

func TestSecondStartHandsOver(t *testing.T) {
	p := start(t, t.TempDir(), "--headless")
	cmd := exec.CommandContext(t.Context(), built, "--profile", p.profile, "xmpp:bob@localhost?message")
	begun := time.Now()
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState.ExitCode() != 3 || !strings.Contains(string(out), "without a window") {
		t.Errorf("a window start beside a headless holder: %v, %s", err, out)
	}
	if time.Since(begun) > 5*time.Second {
		t.Errorf("took %s", time.Since(begun))
	}
	if _, err := p.call("version", nil); err != nil {
		t.Errorf("the first one suffered: %v", err)
	}
}

func TestFilesAreForTheUserAlone(t *testing.T) {
	old := syscall.Umask(0)
	profile := filepath.Join(t.TempDir(), "profile")
	p := start(t, profile, "--headless")
	syscall.Umask(old)
	for name, want := range map[string]os.FileMode{".": 0o700, "vouch.db": 0o600, "vouch.key": 0o600, "control.sock": 0o600} {
		info, err := os.Stat(filepath.Join(p.profile, name))
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v, want %v", name, info.Mode().Perm(), err, want)
		}
	}
}

func TestSocketOfALongPathLiesElsewhere(t *testing.T) {
	profile := filepath.Join(t.TempDir(), strings.Repeat("long", 30))
	p := start(t, profile, "--headless")
	where, err := os.ReadFile(filepath.Join(profile, "control.path"))
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(filepath.Dir(string(where)))
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("folder of the socket: %v, %v", info, err)
	}
	p.must("quit", nil, nil)
	<-p.exited
	p.exited <- nil
	if _, err := os.Stat(filepath.Dir(string(where))); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder of the socket is still there: %v", err)
	}
}

func TestControlSocketSurvivesGarbage(t *testing.T) {
	p := start(t, t.TempDir(), "--headless")
	conn, err := control.Dial(p.profile)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	in := bufio.NewScanner(conn)
	for _, row := range []struct{ name, line, want string }{
		{"no JSON", "hello", `"code":-32700`},
		{"an array", "[1,2]", `"code":-32700`},
		{"no version", `{"id":1,"method":"version"}`, `"code":-32600`},
		{"an unknown method", `{"jsonrpc":"2.0","id":2,"method":"x"}`, `"code":-32601`},
		{"params that are no object", `{"jsonrpc":"2.0","id":3,"method":"version","params":[1]}`, `"code":-32602`},
		{"an id that is a string", `{"jsonrpc":"2.0","id":"a","method":"version"}`, `"id":"a","result"`},
	} {
		fmt.Fprintln(conn, row.line)
		conn.SetReadDeadline(time.Now().Add(patience))
		if !in.Scan() || !strings.Contains(in.Text(), row.want) {
			t.Errorf("%s: got %q, %v; want %s", row.name, in.Text(), in.Err(), row.want)
		}
	}
	fmt.Fprintln(conn, `{"jsonrpc":"2.0","method":"version"}`) // a notification has no answer
	fmt.Fprintln(conn, strings.Repeat("x", 9<<20))
	if in.Scan() && !strings.Contains(in.Text(), "too long") {
		t.Errorf("a line of 9 MiB: %q", in.Text())
	}
	if _, err := p.call("version", nil); err != nil {
		t.Errorf("after all that: %v", err)
	}
}

// The smoke run: the built program in real windows on a virtual display, driven by mouse and keyboard, against a real
// server. Fyne's thread checks are on; the demo fails when they report anything.
func TestDemoTellsItsStory(t *testing.T) {
	for _, tool := range []string{"Xvfb", "openbox", "xdotool", "import"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Fatalf("%v: run make deps", err)
		}
	}
	folder := t.TempDir()
	demo := filepath.Join(folder, "demo")
	if out, err := exec.Command("go", "build", "-o", demo, "./assets/demo").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	cmd := exec.CommandContext(t.Context(), demo, "-headless", "-vouch", built, "-pictures", folder)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	pictures, err := filepath.Glob(filepath.Join(folder, "*.png"))
	if err != nil || len(pictures) != 9 {
		t.Errorf("%d pictures, %v, want 9:\n%s", len(pictures), err, out)
	}
}
