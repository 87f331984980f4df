package control

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"vouch/app"
)

// ErrNotRunning means that no Vouch serves the profile.
var ErrNotRunning = errors.New("no Vouch is running with this profile")

// Client is one connection to a running Vouch. Its methods are for one goroutine at a time.
type Client struct {
	conn net.Conn
	in   *bufio.Scanner
	next int
}

// Connect connects to the Vouch that holds a profile folder. ErrNotRunning when there is none.
func Connect(profile string) (*Client, error) {
	conn, err := Dial(profile)
	if err != nil {
		return nil, err
	}
	in := bufio.NewScanner(conn)
	in.Buffer(make([]byte, 0, 64<<10), maxLine)
	return &Client{conn: conn, in: in}, nil
}

// Close ends the connection.
func (c *Client) Close() error { return c.conn.Close() }

// Call calls a method and gives its result. Errors of the other side are *Error.
func (c *Client) Call(ctx context.Context, method string, params any) (json.RawMessage, error) {
	stop := c.until(ctx)
	defer stop()
	if err := c.send(method, params); err != nil {
		return nil, err
	}
	for {
		line, err := c.read(ctx)
		if err != nil {
			return nil, err
		}
		var r response
		if err := json.Unmarshal(line, &r); err != nil {
			return nil, fmt.Errorf("read answer: %w", err)
		}
		if string(r.ID) != fmt.Sprint(c.next) {
			continue // an event
		}
		if r.Error != nil {
			return nil, r.Error
		}
		return r.Result, nil
	}
}

// Events calls f for each event until ctx ends, f returns an error, or the other side goes away.
func (c *Client) Events(ctx context.Context, f func(app.Event) error) error {
	stop := c.until(ctx)
	defer stop()
	if err := c.send("events", nil); err != nil {
		return err
	}
	for {
		line, err := c.read(ctx)
		if err != nil {
			return err
		}
		var n request
		if err := json.Unmarshal(line, &n); err != nil {
			return fmt.Errorf("read event: %w", err)
		}
		if n.Method != "event" {
			continue
		}
		var e app.Event
		if err := json.Unmarshal(n.Params, &e); err != nil {
			return fmt.Errorf("read event: %w", err)
		}
		if err := f(e); err != nil {
			return err
		}
	}
}

// until makes the connection give up when ctx ends.
func (c *Client) until(ctx context.Context) (stop func() bool) {
	return context.AfterFunc(ctx, func() { c.conn.SetDeadline(time.Unix(1, 0)) })
}

func (c *Client) send(method string, params any) error {
	c.next++
	raw := json.RawMessage("{}")
	if params != nil {
		var err error
		if raw, err = json.Marshal(params); err != nil {
			return fmt.Errorf("encode params: %w", err)
		}
	}
	line, err := json.Marshal(request{Version: "2.0", ID: json.RawMessage(fmt.Sprint(c.next)), Method: method, Params: raw})
	if err != nil {
		return fmt.Errorf("encode request: %w", err)
	}
	if _, err := c.conn.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("send request: %w", err)
	}
	return nil
}

func (c *Client) read(ctx context.Context) ([]byte, error) {
	if c.in.Scan() {
		return c.in.Bytes(), nil
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err := c.in.Err(); err != nil {
		return nil, fmt.Errorf("read from control socket: %w", err)
	}
	return nil, errors.Join(errors.New("read from control socket"), io.ErrUnexpectedEOF)
}
