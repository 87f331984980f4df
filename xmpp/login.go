package xmpp

import (
	"context"
	"crypto/rand"
	"encoding/xml"
	"fmt"
	"time"

	"gosrc.io/xmpp/stanza"
	"mellium.im/xmpp/jid"
)

// maxEarly bounds what a server may send before the login is over.
const maxEarly = 64

// connectTo connects to one of the targets and logs in.
func connectTo(ctx context.Context, cfg Config, targets []target) (*Client, error) {
	clock := newClock()
	l, err := reach(ctx, cfg, targets, clock)
	if err != nil {
		return nil, err
	}
	l.trace = newTracer(cfg.Log, cfg.Address)
	stop := context.AfterFunc(ctx, l.abort)
	c := &Client{
		cfg: cfg, link: l, clock: clock, queue: newQueue(), ledger: &ledger{},
		events: make(chan Event, cfg.Queue), end: make(chan struct{}), lost: make(chan struct{}, 1), dying: make(chan struct{}),
	}
	err = c.login()
	if !stop() && err == nil {
		err = ctx.Err()
	}
	if err != nil {
		l.abort()
		return nil, err
	}
	return c, nil
}

// login does everything between TLS and a usable stream.
func (c *Client) login() error {
	features, err := c.link.header(c.cfg.Address, c.cfg.Timing.Step)
	if err != nil {
		return fmt.Errorf("open stream: %w", err)
	}
	in, err := authenticate(c.link, c.cfg, features)
	if err != nil {
		return err
	}
	c.mechanism, c.token, c.link.tap = in.mechanism, in.token, c.cfg.Tap
	if c.cfg.Mend {
		c.link.framer.mend()
	}
	if in.modern {
		err = c.goOnInline(in)
	} else if features, err = c.link.header(c.cfg.Address, c.cfg.Timing.Step); err != nil {
		err = fmt.Errorf("open stream: %w", err)
	} else {
		err = c.goOnAfter(features, true)
	}
	if err != nil {
		return err
	}
	c.questions = newQuestions(c.address)
	c.clock.hear()
	c.link.quick.awaited = c.awaiting
	return c.link.conn.SetDeadline(time.Time{})
}

// goOnAfter continues the old stream, if the server may still be asked, or begins a new one.
func (c *Client) goOnAfter(features Element, ask bool) error {
	c.offered.Store(&features)
	_, managed := features.Child(nsManagement, "sm")
	if managed && ask && c.cfg.Resume != nil {
		if err := c.goOn(*c.cfg.Resume); err != nil {
			return fmt.Errorf("resume stream: %w", err)
		}
	}
	if c.resume.done {
		return nil
	}
	return c.begin(features, managed)
}

// begin makes a new stream usable.
func (c *Client) begin(features Element, managed bool) error {
	if err := c.bind(features); err != nil {
		return err
	}
	return c.manage(managed)
}

// manage turns on stream management where it is offered.
func (c *Client) manage(offered bool) error {
	if !offered {
		return nil
	}
	if err := c.enable(); err != nil {
		return fmt.Errorf("enable stream management: %w", err)
	}
	return nil
}

type bindRequest struct {
	XMLName  xml.Name `xml:"urn:ietf:params:xml:ns:xmpp-bind bind"`
	Resource string   `xml:"resource,omitempty"`
}

type sessionRequest struct {
	XMLName xml.Name `xml:"urn:ietf:params:xml:ns:xmpp-session session"`
}

// bind gets a resource (RFC 6120 §7). The address must be ours: everything is stored under it.
func (c *Client) bind(features Element) error {
	if _, offered := features.Child(stanza.NSBind, "bind"); !offered {
		return fmt.Errorf("%w: not offered", ErrBind)
	}
	answer, err := c.askNow(bindRequest{Resource: c.cfg.Address.Resourcepart()})
	if err != nil {
		return err
	}
	result, _ := answer.Child(stanza.NSBind, "bind")
	text, _ := result.Child(stanza.NSBind, "jid")
	if err := c.boundTo(text.Text()); err != nil {
		return err
	}
	session, offered := features.Child(stanza.NSSession, "session")
	if _, optional := session.Child(stanza.NSSession, "optional"); offered && !optional { // RFC 3921 §3
		_, err = c.askNow(sessionRequest{})
	}
	return err
}

// boundTo takes the address that the server says is bound.
func (c *Client) boundTo(address string) error {
	bound, err := jid.Parse(address)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrBind, err)
	}
	if !bound.Bare().Equal(c.cfg.Address.Bare()) || bound.Resourcepart() == "" {
		return fmt.Errorf("%w: server bound another address", ErrBind)
	}
	c.address = bound
	return nil
}

// askNow asks the server something before the stream runs. Other stanzas wait for Run.
func (c *Client) askNow(payload any) (Element, error) {
	id := rand.Text()
	raw, err := Marshal(outgoingIQ{ID: id, Type: "set", Payload: payload})
	if err == nil {
		err = c.link.write(raw, c.cfg.Timing.Step)
	}
	if err != nil {
		return Element{}, fmt.Errorf("bind: %w", err)
	}
	answer, err := c.await(func(e Element) bool {
		return e.Name == xml.Name{Space: stanza.NSClient, Local: "iq"} && e.Attr("id") == id
	})
	switch kind := answer.Attr("type"); {
	case err != nil:
		return Element{}, fmt.Errorf("bind: %w", err)
	case kind == "result":
		return answer, nil
	case kind != "error":
		return Element{}, fmt.Errorf("%w: no result", ErrBind)
	}
	refused := stanzaError(answer)
	if refused.Condition == "conflict" {
		return Element{}, fmt.Errorf("bind: %w: %w", ErrConflict, refused)
	}
	return Element{}, fmt.Errorf("%w: %w", ErrBind, refused)
}

// enable turns on stream management (XEP-0198 v1.6 §3) and asks the server to hold the stream when it breaks. A refusal
// is no fault: the stream then runs without.
func (c *Client) enable() error {
	err := c.link.write([]byte("<enable xmlns='"+nsManagement+"' resume='true'/>"), c.cfg.Timing.Step)
	if err != nil {
		return err
	}
	answer, err := c.await(func(e Element) bool {
		return e.Name.Space == nsManagement && (e.Name.Local == "enabled" || e.Name.Local == "failed")
	})
	if err != nil {
		return err
	}
	c.enabled(answer)
	return nil
}

// enabled takes the answer to enable.
func (c *Client) enabled(answer Element) {
	if c.managed = answer.Name.Local == "enabled"; c.managed {
		c.resume.offered(answer)
		if c.resume.id != "" {
			c.queue.keepOn()
		}
	}
}

// await reads until an element is wanted, and keeps the others.
func (c *Client) await(wanted func(Element) bool) (Element, error) {
	for range maxEarly {
		e, err := c.link.receive(c.cfg.Timing.Step)
		if err != nil || wanted(e) {
			return e, err
		}
		c.early = append(c.early, e)
	}
	return Element{}, fmt.Errorf("%w: too many stanzas during login", ErrPolicy)
}
