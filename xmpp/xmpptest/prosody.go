package xmpptest

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Prosody is a real server on loopback, alone with its data. Its methods are for one goroutine.
type Prosody struct {
	Domain  string
	Host    string // 127.0.0.1, or that of At
	Port    uint16 // STARTTLS
	TLSPort uint16 // TLS from the first byte
	CAFile  string // PEM of the authority
	DataDir string // all that the server stores
	webPort uint16 // HTTPS, with Uploads

	settings  settings
	dir       string
	socket    string // of the admin shell
	socketDir string // its own folder, "" when it lies in dir
	authority *Authority
	process   *process
}

// StartProsody runs a Prosody until the end of the test. When the test fails, the last lines of its log are shown.
func StartProsody(t testing.TB, options ...Option) *Prosody {
	t.Helper()
	p, err := Launch(t.Context(), t.TempDir(), options...)
	if err != nil {
		t.Fatalf("%v", err)
	}
	t.Cleanup(func() {
		if err := errors.Join(p.Kill(), p.Close()); err != nil { // a second faster; its data is thrown away
			t.Errorf("stop prosody: %v", err)
		}
		if t.Failed() {
			t.Logf("prosody:\n%s", p.Log())
		}
	})
	return p
}

// Launch is StartProsody without a test: the server keeps everything in dir and runs until Stop.
func Launch(ctx context.Context, dir string, options ...Option) (*Prosody, error) {
	if _, err := exec.LookPath("prosody"); err != nil {
		return nil, fmt.Errorf("no prosody here; run make deps: %w", err)
	}
	p := &Prosody{settings: newSettings(options), dir: dir}
	p.Host, p.Domain, p.DataDir = p.settings.host, p.settings.domain, filepath.Join(dir, "data")
	p.CAFile = filepath.Join(dir, "ca.pem")
	if err := p.prepare(); err != nil {
		return nil, fmt.Errorf("prepare prosody: %w", err)
	}
	return p, p.Start(ctx)
}

// Pool holds the authority that signed the server's certificate.
func (p *Prosody) Pool() *x509.CertPool { return p.authority.Pool() }

// Start runs the server on its ports with its data, and returns when it accepts connections.
func (p *Prosody) Start(ctx context.Context) error {
	var err error
	if p.process, err = startProcess(exec.Command("prosody", "--config", p.config(), "-F")); err != nil {
		return fmt.Errorf("start prosody: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	for _, port := range []uint16{p.Port, p.TLSPort} {
		if err := p.process.await(ctx, p.Host, port); err != nil {
			return errors.Join(fmt.Errorf("start prosody: %w\n%s", err, p.Log()), p.Stop())
		}
	}
	return nil
}

// Stop ends the server, which closes all streams. Its data stays; Start brings it back.
func (p *Prosody) Stop() error {
	if p.process == nil {
		return nil
	}
	defer func() { p.process = nil }()
	return p.process.end(os.Interrupt)
}

// Close is Stop for good. The caller removes the folder given to Launch.
func (p *Prosody) Close() error {
	err := p.Stop()
	if p.socketDir != "" {
		err = errors.Join(err, os.RemoveAll(p.socketDir))
	}
	return err
}

// Kill ends the server at once, in the middle of whatever it does.
func (p *Prosody) Kill() error {
	if p.process == nil {
		return nil
	}
	defer func() { p.process = nil }()
	return p.process.end(os.Kill)
}

// Freeze stops the server where it is, connections and all, until the function that it returns is called: what clients
// write meanwhile is on its way.
func (p *Prosody) Freeze() (thaw func() error, err error) { return p.process.freeze() }

// Restart is Stop and Start.
func (p *Prosody) Restart(ctx context.Context) error {
	if err := p.Stop(); err != nil {
		return fmt.Errorf("stop prosody: %w", err)
	}
	return p.Start(ctx)
}

// Befriend puts a and b into each other's rosters, subscribed both ways; if they are online they learn it at once.
func (p *Prosody) Befriend(ctx context.Context, a, b string) error {
	return p.Shell(ctx, fmt.Sprintf(`local rm = require "core.rostermanager"
local host, users = %q, { %q, %q }
for i, user in ipairs(users) do
  local other = users[3 - i] .. "@" .. host
  local roster = rm.load_roster(user, host)
  roster[other] = { subscription = "both", groups = {}, name = users[3 - i] }
  rm.save_roster(user, host, roster, other)
  rm.roster_push(user, host, other)
end
for _, user in ipairs(users) do
  local online = prosody.hosts[host].sessions[user]
  for _, session in pairs(online and online.sessions or {}) do
    if session.presence then prosody.core_post_stanza(session, require "util.stanza".clone(session.presence), true) end
  end
end
return "ok"`, p.Domain, a, b))
}

// Cut breaks all connections of user without a word, as a network does.
func (p *Prosody) Cut(ctx context.Context, user string) error {
	return p.Shell(ctx, fmt.Sprintf(`for _, s in pairs(prosody.full_sessions) do
  if s.username == %q then s.conn:destroy() end
end
return "ok"`, user))
}

// Shell runs Lua inside the server; the code must return "ok".
func (p *Prosody) Shell(ctx context.Context, lua string) error {
	line := strings.ReplaceAll(lua, "\n", " ")
	out, err := exec.CommandContext(ctx, "prosodyctl", "--config", p.config(), "shell", "> "+line).CombinedOutput()
	if err != nil || !bytes.Contains(out, []byte("ok")) {
		return fmt.Errorf("run in prosody: %w: %s", err, out)
	}
	return nil
}

// ArchiveFiles are the paths of everything the server has stored that came from clients: archives, offline messages, PEP
// items. Only its accounts and rosters are left out.
func (p *Prosody) ArchiveFiles() ([]string, error) {
	var files []string
	err := filepath.WalkDir(p.DataDir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		if kind := filepath.Base(filepath.Dir(path)); kind != "accounts" && kind != "roster" {
			files = append(files, path)
		}
		return nil
	})
	slices.Sort(files)
	return files, err
}

// Traffic is what the server's log says about the messages on user's last stream: how many the server has read, and how
// many it has written that were not acknowledged, after the first offset bytes. It also gives the length of the log now.
func (p *Prosody) Traffic(user string, offset int) (read, unacknowledged, length int, err error) {
	log, err := os.ReadFile(p.logFile())
	if err != nil {
		return 0, 0, 0, err
	}
	read, unacknowledged = traffic(string(log[:offset]), string(log[offset:]), user+"@"+p.Domain)
	return read, unacknowledged, len(log), nil
}

// Log is the end of the server's log.
func (p *Prosody) Log() string { return tail(p.logFile()) }
