package xmpp

import (
	"context"
	"crypto/rand"
	"encoding/xml"
	"fmt"

	"gosrc.io/xmpp/stanza"
)

// Stranger is a stream to a server that has proved to be the domain, but does not know us. It is good for what comes before
// a login, such as making an account. Its methods are for one goroutine.
type Stranger struct {
	cfg  Config
	link *link
	stop func() bool
	ctx  context.Context
}

// Greet connects to cfg's server as Connect does, and does not log in; who we are is not said. Errors as Connect. The end of
// ctx ends the stream too.
func Greet(ctx context.Context, cfg Config) (*Stranger, error) {
	cfg = cfg.withDefaults()
	cfg.Resume = nil
	s, err := follow(ctx, cfg, greetAt)
	if err != nil {
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		return nil, fmt.Errorf("connect to %s: %w", cfg.Address.Domainpart(), err)
	}
	return s, nil
}

func greetAt(ctx context.Context, cfg Config, targets []target) (*Stranger, error) {
	l, err := reach(ctx, cfg, targets, newClock())
	if err != nil {
		return nil, err
	}
	s := &Stranger{cfg: cfg, link: l, ctx: ctx, stop: context.AfterFunc(ctx, l.abort)}
	if _, err := l.header(cfg.Address.Domain(), cfg.Timing.Step); err != nil {
		s.Close()
		return nil, fmt.Errorf("open stream: %w", err)
	}
	return s, nil
}

// Ask asks the server a question, and returns the first child of its result, or nil. *StanzaError, or why the stream ended.
func (s *Stranger) Ask(set bool, payload any) (*Element, error) {
	q := outgoingIQ{ID: rand.Text(), Type: "get", To: s.cfg.Address.Domainpart(), Payload: payload}
	if set {
		q.Type = "set"
	}
	raw, err := Marshal(q)
	if err == nil {
		err = s.link.write(raw, s.cfg.Timing.Step)
	}
	for range maxEarly {
		if err != nil {
			break
		}
		var e Element
		if e, err = s.link.receive(s.cfg.Timing.Step); err != nil {
			break
		}
		if e.Name != (xml.Name{Space: stanza.NSClient, Local: "iq"}) || e.Attr("id") != q.ID {
			continue
		}
		switch e.Attr("type") {
		case "result":
			for child := range e.each {
				return &child, nil
			}
			return nil, nil
		case "error":
			return nil, stanzaError(e)
		}
	}
	switch {
	case s.ctx.Err() != nil:
		err = context.Cause(s.ctx)
	case err == nil:
		err = ErrPolicy
	}
	return nil, fmt.Errorf("ask %s: %w", s.cfg.Address.Domainpart(), err)
}

// Close ends the stream.
func (s *Stranger) Close() {
	s.stop()
	_ = s.link.write([]byte(streamClose), closing) // the server sees the end of the connection as well
	s.link.abort()
}
