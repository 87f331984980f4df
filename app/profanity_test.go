package app_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"vouch/xmpp/xmpptest"
)

// profanity is a real Profanity in a terminal of its own, typed into and read from.
type profanity struct {
	t      *testing.T
	jid    string
	socket string // tmux server
	log    string
}

// newProfanity starts Profanity, signs in as name and makes its OMEMO keys.
func newProfanity(t *testing.T, server xmpptest.Server, name string) *profanity {
	t.Helper()
	at := server.Place()
	for _, tool := range []string{"profanity", "tmux"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Fatalf("%v: run make deps", err)
		}
	}
	home := t.TempDir()
	p := &profanity{t: t, jid: name + "@" + at.Domain, socket: filepath.Join(home, "tmux"), log: filepath.Join(home, "profanity.log")}
	p.write(home, "data/profanity/accounts", fmt.Sprintf(`[%[1]s]
enabled=true
jid=%[1]s
server=%[2]s
port=%[3]d
password=%[4]spass
resource=profanity
tls.policy=force
presence.last=online
presence.login=online
omemo.policy=automatic
`, p.jid, at.Host, at.Port, name))
	p.write(home, "config/profanity/profrc", fmt.Sprintf(`[connection]
autoping=60
reconnect=2
tls.certpath=%s

[omemo]
policy=automatic
trustmode=manual

[ui]
splash=false
beep=false
`, filepath.Dir(at.CAFile)))
	env := fmt.Sprintf("env -u DISPLAY -u DBUS_SESSION_BUS_ADDRESS TERM=screen-256color LANG=C.UTF-8 SSL_CERT_FILE=%s HOME=%s XDG_CONFIG_HOME=%s/config XDG_DATA_HOME=%s/data XDG_CACHE_HOME=%s/cache",
		at.CAFile, home, home, home, home)
	p.tmux("-f", "/dev/null", "new-session", "-d", "-s", "p", "-x", "200", "-y", "50", env+" profanity -l DEBUG -f "+p.log+" -a "+p.jid+"; sleep 600")
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("screen of Profanity:\n%s", p.screen())
		}
		p.tmux("kill-server")
	})
	p.see("logged in successfully")
	p.enter("/omemo gen")
	p.see(`materials generated|OMEMO initialized`)
	// This version publishes its first device list only after one was cleared.
	p.enter("/omemo clear_device_list")
	return p
}

func (p *profanity) write(home, name, text string) {
	p.t.Helper()
	path := filepath.Join(home, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		p.t.Fatal(err)
	}
}

func (p *profanity) tmux(args ...string) string {
	out, err := exec.Command("tmux", append([]string{"-S", p.socket}, args...)...).CombinedOutput()
	if err != nil {
		p.t.Errorf("tmux %s: %v: %s", args[0], err, out)
	}
	return string(out)
}

// enter types a line and presses Enter.
func (p *profanity) enter(line string) {
	p.tmux("send-keys", "-t", "p", "-l", "--", line)
	p.tmux("send-keys", "-t", "p", "Enter")
}

func (p *profanity) screen() string { return p.tmux("capture-pane", "-p", "-J", "-t", "p") }

// see waits until the screen shows what matches, and gives it.
func (p *profanity) see(pattern string) (found string) {
	p.t.Helper()
	re := regexp.MustCompile(pattern)
	p.poll("line like "+pattern, func() bool {
		found = re.FindString(p.screen())
		return found != ""
	})
	return found
}

// shows tells whether the screen shows text now.
func (p *profanity) shows(text string) bool { return strings.Contains(p.screen(), text) }

// fingerprintPattern is how Profanity writes fingerprints.
const fingerprintPattern = `[0-9a-f]{8}(-[0-9a-f]{8}){7}`

// encryptTo trusts a device and begins an encrypted chat with its owner. Profanity asks for the bundle then, and what is
// typed before it has come is refused.
func (p *profanity) encryptTo(who, fingerprint string) {
	p.t.Helper()
	begin := len(p.readLog())
	p.enter("/omemo trust " + who + " " + fingerprint)
	p.enter("/msg " + who)
	p.enter("/omemo start")
	p.poll("session with "+who, func() bool {
		_, after, found := bytes.Cut(p.readLog()[begin:], []byte("Starting device session for "+who))
		return found && bytes.Contains(after, []byte("\n"))
	})
}

// poll looks ten times a second until done: a terminal and a log file tell nobody that they changed.
func (p *profanity) poll(what string, done func() bool) {
	p.t.Helper()
	ticks := time.NewTicker(100 * time.Millisecond)
	defer ticks.Stop()
	deadline := time.After(patience)
	for !done() {
		select {
		case <-ticks.C:
		case <-deadline:
			p.t.Fatalf("Profanity: no %s after %s but\n%s", what, patience, p.screen())
		}
	}
}

// fingerprint gives its own fingerprint, or the one it shows for another, as 64 digits.
func (p *profanity) fingerprint(of string) string {
	p.t.Helper()
	p.enter("/win 1")
	var line string
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		p.enter("/clear") // what it did not know the last time is no answer
		p.enter(strings.TrimSpace("/omemo fingerprint " + of))
		line = p.see(fingerprintLine(of) + fingerprintPattern + "|no known fingerprints for")
		if !strings.Contains(line, "no known") {
			break
		}
	}
	return strings.ReplaceAll(regexp.MustCompile(fingerprintPattern).FindString(line), "-", "")
}

// fingerprintLine is what stands before a fingerprint.
func fingerprintLine(of string) string {
	if of == "" {
		return "Your OMEMO fingerprint: "
	}
	return regexp.QuoteMeta(of) + `.*`
}

// contains tells whether its debug log has text: what it received, decrypted or not.
func (p *profanity) contains(text string) bool { return bytes.Contains(p.readLog(), []byte(text)) }

func (p *profanity) readLog() []byte {
	data, err := os.ReadFile(p.log)
	if err != nil {
		p.t.Error(err)
	}
	return data
}
