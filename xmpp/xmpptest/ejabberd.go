package xmpptest

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// Ejabberd is a real ejabberd on loopback, alone with its data. Its methods are for one goroutine.
type Ejabberd struct {
	Domain  string
	Host    string // 127.0.0.1
	Port    uint16 // STARTTLS
	TLSPort uint16 // TLS from the first byte
	CAFile  string // PEM of the authority
	DataDir string // all that the server stores

	settings  settings
	dir       string
	apiPort   uint16
	webPort   uint16 // HTTPS, with Uploads
	authority *Authority
	process   *process
}

// StartEjabberd runs an ejabberd until the end of the test. Of the options it knows Domain, Users, Friends, Archive,
// OldTLS, ClientCertificates, Hibernation, Rooms, and Without for the modules smacks, offline, carbons and pep; others change
// nothing. It takes some three seconds. When the test fails, the last lines of its log are shown.
func StartEjabberd(t testing.TB, options ...Option) *Ejabberd {
	t.Helper()
	e, err := LaunchEjabberd(t.Context(), t.TempDir(), options...)
	if err != nil {
		t.Fatalf("%v", err)
	}
	t.Cleanup(func() {
		if err := e.Kill(); err != nil { // a second faster; its data is thrown away
			t.Errorf("stop ejabberd: %v", err)
		}
		if t.Failed() {
			t.Logf("ejabberd:\n%s", e.Log())
		}
	})
	return e
}

// Authority is who signed the server's certificate, and may sign those of users.
func (e *Ejabberd) Authority() *Authority { return e.authority }

// LaunchEjabberd is StartEjabberd without a test: the server keeps everything in dir and runs until Stop.
func LaunchEjabberd(ctx context.Context, dir string, options ...Option) (*Ejabberd, error) {
	e := &Ejabberd{settings: newSettings(options), dir: dir, Host: "127.0.0.1"}
	e.Domain, e.DataDir, e.CAFile = e.settings.domain, filepath.Join(dir, "data"), filepath.Join(dir, "ca.pem")
	if err := e.prepare(); err != nil {
		return nil, fmt.Errorf("prepare ejabberd: %w", err)
	}
	if err := e.Start(ctx); err != nil {
		return nil, err
	}
	if err := e.populate(); err != nil {
		return nil, errors.Join(fmt.Errorf("populate ejabberd: %w", err), e.Kill())
	}
	return e, nil
}

// Pool holds the authority that signed the server's certificate.
func (e *Ejabberd) Pool() *x509.CertPool { return e.authority.Pool() }

// Start runs the server on its ports with its data, and returns when it accepts connections. Without a node name Erlang
// neither needs nor starts its port mapper, and every server is alone.
func (e *Ejabberd) Start(ctx context.Context) error {
	libraries, err := ejabberdLibraries()
	if err != nil {
		return err
	}
	command := exec.Command("erl", "-noinput", "-mnesia", "dir", fmt.Sprintf("%q", e.DataDir), "-s", "ejabberd")
	command.Dir = e.dir
	command.Env = append(os.Environ(), "HOME="+e.dir, "ERL_LIBS="+libraries, "ERL_CRASH_DUMP_SECONDS=0",
		"EJABBERD_CONFIG_PATH="+e.config(), "EJABBERD_LOG_PATH="+e.logFile())
	if e.process, err = startProcess(command); err != nil {
		return fmt.Errorf("start ejabberd: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	for _, port := range []uint16{e.Port, e.TLSPort, e.apiPort} {
		if err := e.process.await(ctx, e.Host, port); err != nil {
			return errors.Join(fmt.Errorf("start ejabberd: %w\n%s", err, e.Log()), e.Kill())
		}
	}
	if !e.has()["mam"] && !e.settings.rooms {
		return nil
	}
	return e.awaitArchive(ctx)
}

// awaitArchive waits for the archive, which opens after the ports: until then it answers internal-server-error.
func (e *Ejabberd) awaitArchive(ctx context.Context) error {
	for {
		err := e.call("remove_mam_for_user", map[string]any{"user": "nobody", "server": e.Domain})
		if err == nil {
			return nil
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			return errors.Join(fmt.Errorf("start ejabberd: no archive: %w\n%s", err, e.Log()), e.Kill())
		}
	}
}

// Stop ends the server, which closes all streams. Its data stays; Start brings it back.
func (e *Ejabberd) Stop() error { return e.end(syscall.SIGTERM) } // which Erlang takes for a shutdown in order

// Kill ends the server at once, in the middle of whatever it does. What it was told in its last two seconds may not be on
// its disk yet.
func (e *Ejabberd) Kill() error { return e.end(os.Kill) }

func (e *Ejabberd) end(signal os.Signal) error {
	if e.process == nil {
		return nil
	}
	defer func() { e.process = nil }()
	return e.process.end(signal)
}

// Restart is Stop and Start.
func (e *Ejabberd) Restart(ctx context.Context) error {
	if err := e.Stop(); err != nil {
		return fmt.Errorf("stop ejabberd: %w", err)
	}
	return e.Start(ctx)
}

// AddUser makes an account while the server runs.
func (e *Ejabberd) AddUser(name, password string) error {
	return e.call("register", map[string]any{"user": name, "host": e.Domain, "password": password})
}

// Befriend puts a and b into each other's rosters, subscribed both ways; if they are online they learn it at once.
func (e *Ejabberd) Befriend(_ context.Context, a, b string) error { return e.befriend(a, b) }

func (e *Ejabberd) befriend(a, b string) error {
	for _, pair := range [][2]string{{a, b}, {b, a}} {
		err := e.call("add_rosteritem", map[string]any{
			"localuser": pair[0], "localhost": e.Domain, "user": pair[1], "host": e.Domain,
			"nick": pair[1], "group": "", "subs": "both",
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// call runs a command of the server's administration.
func (e *Ejabberd) call(command string, arguments map[string]any) error {
	if arguments == nil {
		arguments = map[string]any{}
	}
	body, err := json.Marshal(arguments)
	if err != nil {
		return err
	}
	url := fmt.Sprintf("http://%s:%d/api/%s", e.Host, e.apiPort, command)
	request, err := http.NewRequest(http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	answer, err := (&http.Client{Timeout: startTime}).Do(request)
	if err != nil {
		return fmt.Errorf("call %s: %w", command, err)
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(io.LimitReader(answer.Body, 4<<10))
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", answer.Status, said)
	}
	if err != nil {
		return fmt.Errorf("call %s: %w", command, err)
	}
	return nil
}

// Log is the end of the server's log.
func (e *Ejabberd) Log() string { return tail(e.logFile()) }
