package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"time"

	"vouch/app/control"
)

// events are the messages that a Vouch tells about, with the moments at which it did.
type events struct {
	conn net.Conn
	told chan told
}

type told struct {
	id string
	at time.Time
}

// listen has v tell of messages.
func (v *vouch) listen(ctx context.Context) (*events, error) {
	conn, err := control.Dial(v.dir)
	if err != nil {
		return nil, err
	}
	if _, err := conn.Write([]byte(`{"jsonrpc":"2.0","id":1,"method":"events"}` + "\n")); err != nil {
		return nil, err
	}
	in := bufio.NewScanner(conn)
	if !in.Scan() { // the answer
		return nil, fmt.Errorf("listen to events: %w", errors.Join(in.Err(), errEnded))
	}
	e := &events{conn, make(chan told, 100)}
	go func() {
		defer close(e.told)
		for in.Scan() {
			at := time.Now()
			var n struct {
				Params struct{ Event, ID string }
			}
			if json.Unmarshal(in.Bytes(), &n) != nil || n.Params.Event != "message" {
				continue
			}
			select {
			case e.told <- told{n.Params.ID, at}:
			case <-ctx.Done():
				return
			}
		}
	}()
	return e, nil
}

func (e *events) close() { e.conn.Close() }

// arrival gives the moment at which v told of the message with that body.
func (v *vouch) arrival(ctx context.Context, e *events, body string) (time.Time, error) {
	late := time.After(patience)
	for {
		select {
		case one, ok := <-e.told:
			if !ok {
				return time.Time{}, errEnded
			}
			last, err := v.newest(ctx, 1, "")
			if err != nil {
				return time.Time{}, err
			}
			if len(last) == 1 && last[0].ID == one.id && last[0].Body == body {
				return one.at, nil
			}
		case <-late:
			return time.Time{}, fmt.Errorf("%q has not come", body)
		case <-ctx.Done():
			return time.Time{}, ctx.Err()
		}
	}
}
