package main

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// foreign is a program of others, whose profile lies in databases of SQLite. It is driven as a user does who opens links.
type foreign struct {
	profile
	s        *stage
	name     string // of its account
	col      string
	program  string
	database string // where messages are, below the home
	counting string // SQL that counts messages; %s is replaced by a condition about column body
	body     string // that column
	seen     int    // sign-ins before it was launched
}

func (f *foreign) user() string   { return f.name }
func (f *foreign) column() string { return f.col }

func (f *foreign) launch() (*process, error) {
	if f.s.apart != nil {
		return nil, f.s.apart
	}
	f.seen = f.s.signIns(f.name)
	return f.s.start(f.name, f.run())
}

// run is the program with arguments.
func (f *foreign) run(args ...string) *exec.Cmd {
	cmd := exec.Command(f.program, args...)
	cmd.Env = append(f.homed(f.s.env), "GDK_BACKEND=x11")
	return cmd
}

// online waits until the server has taken its password.
func (f *foreign) online(ctx context.Context, p *process) error {
	return until(ctx, 50*time.Millisecond, patience, p, func() (bool, error) {
		return f.s.signIns(f.name) > f.seen, nil
	})
}

// settle lets it sign in for the first time, and ends it.
func (f *foreign) settle(ctx context.Context) error {
	p, err := f.launch()
	if err != nil {
		return err
	}
	defer p.end()
	if err := f.online(ctx, p); err != nil {
		return fmt.Errorf("sign in: %w", err)
	}
	return pause(ctx, settled)
}

func (f *foreign) open(ctx context.Context, p *process) error {
	out, err := f.run("xmpp:" + sender + "@" + domain + "?message").CombinedOutput()
	if err != nil {
		return fmt.Errorf("open chat: %w: %s", err, out)
	}
	return pause(ctx, settled)
}

func (f *foreign) every() time.Duration { return 200 * time.Millisecond }

// holds counts. What is written and not committed is not there.
func (f *foreign) holds(ctx context.Context, tag string, _ int) (int, error) {
	out, err := f.sql(ctx, true, fmt.Sprintf(f.counting, f.body+" like '"+tag+" %'"))
	if err != nil {
		return 0, nil // the tables may not be there yet, or be locked
	}
	return strconv.Atoi(strings.TrimSpace(out))
}

// sql runs SQL on the database.
func (f *foreign) sql(ctx context.Context, readonly bool, text string) (string, error) {
	return sqlite(ctx, filepath.Join(f.dir, "home", f.database), readonly, text)
}

func sqlite(ctx context.Context, path string, readonly bool, text string) (string, error) {
	args := []string{"-bail", "-batch", "-cmd", ".timeout 5000"}
	if readonly {
		args = append(args, "-readonly")
	}
	cmd := exec.CommandContext(ctx, "sqlite3", append(args, path)...)
	cmd.Stdin = strings.NewReader(text)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("sqlite3 %s: %w: %s", filepath.Base(path), err, complaint.Bytes())
	}
	return string(out), nil
}
