package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"vouch/xmpp/xmpptest"
)

// program is a Vouch that runs, driven by its ctl alone.
type program struct {
	*stage
	name, start, ctl string
	jid              string
	ended            chan error
}

// begin starts the program and waits until it answers.
func (p *program) begin(ctx context.Context) error {
	log, err := os.Create(p.log())
	if err != nil {
		return err
	}
	defer log.Close()
	cmd := exec.Command("sh", "-c", "exec "+p.start)
	cmd.Env, cmd.Stdout, cmd.Stderr = p.env, log, log
	if err := p.run(cmd); err != nil {
		return fmt.Errorf("start %s: %w", p.name, err)
	}
	p.ended = make(chan error, 1)
	go func() { p.ended <- cmd.Wait() }()
	return p.until(ctx, "answer of "+p.name, func() error { _, err := p.call(ctx, "version", nil); return err })
}

func (p *program) log() string { return filepath.Join(p.dir, p.name+".log") }

// lastWords are what the program said on its standard error.
func (p *program) lastWords() error {
	text, _ := os.ReadFile(p.log())
	return fmt.Errorf("%s said:\n%s", p.name, text)
}

// call calls a method; params go by standard input.
func (p *program) call(ctx context.Context, method string, params any) (json.RawMessage, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, "sh", "-c", p.ctl+" --stdin "+method)
	if params == nil {
		params = struct{}{}
	}
	in, err := json.Marshal(params)
	if err != nil {
		return nil, err
	}
	cmd.Stdin = bytes.NewReader(in)
	out, failure, err := p.output(cmd)
	if err != nil {
		return nil, fmt.Errorf("%s: %s: %w: %s", p.name, method, err, strings.TrimSpace(failure))
	}
	return json.RawMessage(out), nil
}

// output runs a command that writes into files: what stays behind of wine would hold a pipe open.
func (p *program) output(cmd *exec.Cmd) (out, failure string, err error) {
	var files [2]*os.File
	for i := range files {
		if files[i], err = os.CreateTemp(p.dir, "output-"); err != nil {
			return "", "", err
		}
		defer os.Remove(files[i].Name())
		defer files[i].Close()
	}
	cmd.Env, cmd.Stdout, cmd.Stderr = p.env, files[0], files[1]
	err = cmd.Run()
	var texts [2]string
	for i, f := range files {
		text, failed := os.ReadFile(f.Name())
		texts[i], err = string(text), errors.Join(err, failed)
	}
	return texts[0], texts[1], err
}

// until looks again and again until look is content.
func (p *program) until(ctx context.Context, what string, look func() error) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	ticks := time.NewTicker(200 * time.Millisecond)
	defer ticks.Stop()
	for {
		err := look()
		if err == nil {
			return nil
		}
		select {
		case <-ticks.C:
		case end := <-p.ended:
			p.ended <- end
			return fmt.Errorf("no %s: the program has ended: %v", what, end)
		case <-ctx.Done():
			return fmt.Errorf("no %s: %w", what, err)
		}
	}
}

// account finds an account and gives its state.
func (p *program) account(ctx context.Context, jid string) (state string, err error) {
	raw, err := p.call(ctx, "status", nil)
	if err != nil {
		return "", err
	}
	var answer struct {
		Accounts []struct{ JID, State string }
	}
	if err := json.Unmarshal(raw, &answer); err != nil {
		return "", err
	}
	for _, a := range answer.Accounts {
		if a.JID == jid {
			return a.State, nil
		}
	}
	return "", fmt.Errorf("no account %s in %s", jid, raw)
}

func (p *program) signIn(ctx context.Context, user string, server *xmpptest.Prosody, ca string) error {
	p.jid = user + "@" + server.Domain
	if _, err := p.call(ctx, "account.add", map[string]any{"jid": p.jid, "password": user + "pass", "host": server.Host, "port": server.Port, "ca_file": ca}); err != nil {
		return fmt.Errorf("sign in: %w", err)
	}
	return p.until(ctx, "connection", func() error {
		state, err := p.account(ctx, p.jid)
		if err == nil && state != "online" {
			err = errors.New("it is " + state)
		}
		return err
	})
}

// trust trusts the one device that somebody has.
func (p *program) trust(ctx context.Context, who string) error {
	if _, err := p.call(ctx, "devices.look", map[string]any{"account": p.jid, "jid": who}); err != nil {
		return err
	}
	var devices []struct{ Fingerprint string }
	err := p.until(ctx, "device of "+who, func() error {
		raw, err := p.call(ctx, "devices.list", map[string]any{"account": p.jid, "jid": who})
		if err != nil {
			return err
		}
		if err := json.Unmarshal(raw, &devices); err != nil {
			return err
		}
		if len(devices) != 1 || devices[0].Fingerprint == "" {
			return fmt.Errorf("devices %s", raw)
		}
		return nil
	})
	if err != nil {
		return err
	}
	_, err = p.call(ctx, "devices.trust", map[string]any{"account": p.jid, "jid": who, "fingerprint": devices[0].Fingerprint, "trust": "trusted"})
	return err
}

func (p *program) send(ctx context.Context, to, text string) error {
	_, err := p.call(ctx, "chat.send", map[string]any{"account": p.jid, "chat": to, "body": text})
	return err
}

// read waits for a message that came encrypted, from a trusted device.
func (p *program) read(ctx context.Context, from, text string) error {
	return p.until(ctx, "message from "+from, func() error {
		raw, err := p.call(ctx, "chat.messages", map[string]any{"account": p.jid, "chat": from})
		if err != nil {
			return err
		}
		var messages []struct{ Body, Encryption, Trust string }
		if err := json.Unmarshal(raw, &messages); err != nil {
			return err
		}
		for _, m := range messages {
			if m.Body == text && m.Encryption == "omemo" && m.Trust == "trusted" {
				return nil
			}
		}
		return fmt.Errorf("messages %s", raw)
	})
}

// handOver starts the program once more with a link, and wants that one to end well.
func (p *program) handOver(ctx context.Context, link string) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, "sh", "-c", "exec "+p.start+" "+link)
	if _, failure, err := p.output(cmd); err != nil {
		return fmt.Errorf("hand a link over: %w: %s", err, failure)
	}
	return nil
}

// quit ends the program and wants it to end well.
func (p *program) quit(ctx context.Context) error {
	if _, err := p.call(ctx, "quit", nil); err != nil {
		return err
	}
	select {
	case err := <-p.ended:
		p.ended <- err
		if err != nil {
			return fmt.Errorf("%s ended badly: %w", p.name, err)
		}
		return nil
	case <-time.After(patience):
		return fmt.Errorf("%s does not end", p.name)
	}
}
