package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"vouch/app/control"
)

// vouch is a Vouch, with or without a window, driven over its control socket.
type vouch struct {
	profile
	s        *stage
	binary   string
	name     string // of its account
	peer     string // whom its chat is with
	headless bool
}

func (v *vouch) user() string { return v.name }
func (v *vouch) jid() string  { return v.name + "@" + domain }

func (v *vouch) column() string {
	if v.headless {
		return colHeadless
	}
	return colVouch
}

func (v *vouch) launch() (*process, error) {
	args := []string{"--profile", v.dir, "--log", filepath.Join(v.dir, "vouch.log")}
	if v.headless {
		args = append(args, "--headless")
	}
	cmd := exec.Command(v.binary, args...)
	cmd.Env = append(v.homed(v.s.env), "LANG=en_US.UTF-8", traced)
	return v.s.start("vouch-"+v.name, cmd)
}

// enrol signs in without a window, and has keys of contacts trusted.
func (v *vouch) enrol(ctx context.Context) (err error) {
	if err := v.make(v.s, "vouch"); err != nil {
		return err
	}
	p, err := v.alone()
	if err != nil {
		return err
	}
	defer p.end()
	if err := v.answers(ctx, p); err != nil {
		return err
	}
	server := v.s.server
	if err := v.call(ctx, nil, "account.add", map[string]any{"jid": v.jid(), "password": v.name + password, "host": server.Host, "port": server.Port, "ca_file": server.CAFile}); err != nil {
		return err
	}
	if err := v.call(ctx, nil, "devices.policy", map[string]any{"account": v.jid(), "policy": "until-verified"}); err != nil {
		return err
	}
	return v.online(ctx, p)
}

// alone starts it without a window.
func (v *vouch) alone() (*process, error) {
	without := *v
	without.headless = true
	return without.launch()
}

// answers waits for the control socket.
func (v *vouch) answers(ctx context.Context, p *process) error {
	return until(ctx, 20*time.Millisecond, patience, p, func() (bool, error) {
		return v.call(ctx, nil, "version", nil) == nil, nil
	})
}

func (v *vouch) online(ctx context.Context, p *process) error {
	if err := v.answers(ctx, p); err != nil {
		return err
	}
	var status struct {
		Accounts []struct {
			State      string
			CatchingUp bool `json:"catching_up"`
		}
	}
	return until(ctx, 50*time.Millisecond, 20*patience, p, func() (bool, error) {
		err := v.call(ctx, &status, "status", nil)
		return err == nil && len(status.Accounts) == 1 && status.Accounts[0].State == "online" && !status.Accounts[0].CatchingUp, err
	})
}

func (v *vouch) open(ctx context.Context, _ *process) error {
	return v.call(ctx, nil, "open", map[string]any{"uri": "xmpp:" + v.peer + "@" + domain})
}

// message is what Vouch says of a message.
type message struct {
	ID, Body, State string
	Own             bool
	Error           struct{ Kind string }
}

// newest gives the last messages of the chat, oldest first; before is the id of a message, or "".
func (v *vouch) newest(ctx context.Context, limit int, before string) (all []message, err error) {
	params := map[string]any{"account": v.jid(), "chat": v.peer + "@" + domain, "limit": limit}
	if before != "" {
		params["before"] = before
	}
	err = v.call(ctx, &all, "chat.messages", params)
	return all, err
}

func (v *vouch) every() time.Duration { return 50 * time.Millisecond }

func (v *vouch) holds(ctx context.Context, tag string, n int) (int, error) {
	all, err := v.newest(ctx, 1, "")
	if err != nil || len(all) == 0 || all[0].Body != text(tag, n-1) {
		return 0, ignoreMissing(err)
	}
	return n, nil
}

// write sends a message.
func (v *vouch) write(ctx context.Context, body string) error {
	return v.call(ctx, nil, "chat.send", map[string]any{"account": v.jid(), "chat": v.peer + "@" + domain, "body": body})
}

// sent waits until the server has the message that was written last.
func (v *vouch) sent(ctx context.Context, p *process, body string) error {
	var last []message
	err := until(ctx, 50*time.Millisecond, longest, p, func() (_ bool, err error) {
		last, err = v.newest(ctx, 1, "")
		return len(last) == 1 && last[0].Body == body && (last[0].State == "sent" || last[0].State == "delivered"), err
	})
	if err != nil {
		return fmt.Errorf("send %q: %w: %+v", body, err, last)
	}
	return nil
}

// count counts the messages that begin with tag.
func (v *vouch) count(ctx context.Context, tag string) (n int, err error) {
	for before := ""; ; {
		all, err := v.newest(ctx, 200, before)
		if err != nil || len(all) == 0 {
			return n, err
		}
		before = all[0].ID
		for _, m := range all {
			if strings.HasPrefix(m.Body, tag+" ") {
				n++
			}
		}
	}
}

// complete checks that no message of a batch of n is missing.
func (v *vouch) complete(ctx context.Context, tag string, n int) error {
	have, err := v.count(ctx, tag)
	if err == nil && have != n {
		err = fmt.Errorf("%d messages of %d are stored", have, n)
	}
	return err
}

// ignoreMissing takes a program or a chat that is not there yet for an empty one.
func ignoreMissing(err error) error {
	if errors.Is(err, control.ErrNotRunning) {
		return nil
	}
	if e := (*control.Error)(nil); errors.As(err, &e) && e.Data.Kind == "not-found" {
		return nil
	}
	return err
}

// call calls a method, and decodes its answer into to unless that is nil.
func (v *vouch) call(ctx context.Context, to any, method string, params any) error {
	c, err := control.Connect(v.dir)
	if err != nil {
		return err
	}
	defer c.Close()
	raw, err := c.Call(ctx, method, params)
	if err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	if to == nil {
		return nil
	}
	return json.Unmarshal(raw, to)
}
