package xmpp

import (
	"crypto/rand"
	"encoding/xml"
	"fmt"
	"slices"
	"sync"
	"time"

	"gosrc.io/xmpp/stanza"
	"mellium.im/xmpp/jid"
)

// questions are the own IQs that wait for an answer. An answer is taken only from the address that was asked.
type questions struct {
	own  jid.JID       // as bound
	wake chan struct{} // one slot: the next deadline may have changed

	mu   sync.Mutex // guards open
	open map[string]*question
}

type question struct {
	id       string
	to       jid.JID // zero: own account
	tag      any
	ping     bool // the stream's own
	deadline time.Duration
}

func newQuestions(own jid.JID) *questions {
	return &questions{own: own, wake: make(chan struct{}, 1), open: map[string]*question{}}
}

// add registers q under a fresh id.
func (qs *questions) add(q *question) error {
	qs.mu.Lock()
	defer qs.mu.Unlock()
	if len(qs.open) >= maxQueued {
		return ErrBusy
	}
	q.id = rand.Text()
	qs.open[q.id] = q
	select {
	case qs.wake <- struct{}{}:
	default:
	}
	return nil
}

// any tells whether one waits.
func (qs *questions) any() bool {
	qs.mu.Lock()
	defer qs.mu.Unlock()
	return len(qs.open) > 0
}

func (qs *questions) remove(q *question) {
	qs.mu.Lock()
	defer qs.mu.Unlock()
	delete(qs.open, q.id)
}

// match takes out the question that an answer with this id and sender belongs to; nil when there is none.
func (qs *questions) match(id string, from jid.JID) *question {
	qs.mu.Lock()
	defer qs.mu.Unlock()
	q := qs.open[id]
	if q == nil || !qs.mayAnswer(q, from) {
		return nil
	}
	delete(qs.open, id)
	return q
}

// mayAnswer: no from means our own account (RFC 6120 §8.1.2.1), and only the server can leave it out. To a question
// without to the server may also answer with our bare or full JID, or as itself.
func (qs *questions) mayAnswer(q *question, from jid.JID) bool {
	none := from.Equal(jid.JID{})
	bare, domain := qs.own.Bare(), qs.own.Domain()
	switch {
	case q.to.Equal(jid.JID{}):
		return none || from.Equal(bare) || from.Equal(qs.own) || from.Equal(domain)
	case q.to.Equal(bare), q.to.Equal(domain):
		return none || from.Equal(q.to)
	}
	return from.Equal(q.to)
}

// expired takes out the questions whose time is up, oldest first, and says when the next one's is; 0 for never.
func (qs *questions) expired(now time.Duration) (gone []*question, next time.Duration) {
	qs.mu.Lock()
	defer qs.mu.Unlock()
	for id, q := range qs.open {
		switch {
		case q.ping: // silence after a ping ends the stream instead
		case q.deadline <= now:
			gone = append(gone, q)
			delete(qs.open, id)
		case next == 0 || q.deadline < next:
			next = q.deadline
		}
	}
	slices.SortFunc(gone, func(a, b *question) int { return int(a.deadline - b.deadline) })
	return gone, next
}

// outgoingIQ is an IQ of ours.
type outgoingIQ struct {
	XMLName xml.Name `xml:"iq"`
	ID      string   `xml:"id,attr"`
	Type    string   `xml:"type,attr"`
	To      string   `xml:"to,attr,omitempty"`
	Payload any
	Error   *outgoingError
}

// Ask sends a question. One Answer with r's Tag follows in Events, unless the stream ends before: compare Run's error.
// ErrClosed, ErrBusy; or the payload does not marshal. Any goroutine.
func (c *Client) Ask(r Request) error {
	timeout := r.Timeout
	if timeout <= 0 {
		timeout = c.cfg.Timing.Answer
	}
	q := &question{to: r.To, tag: r.Tag, deadline: c.clock.now() + timeout}
	if err := c.questions.add(q); err != nil { // before it is sent, so that no answer can be too early
		return fmt.Errorf("ask: %w", err)
	}
	iq := outgoingIQ{ID: q.id, Type: "get", To: r.To.String(), Payload: r.Payload}
	if r.Set {
		iq.Type = "set"
	}
	if _, err := c.Send(iq); err != nil {
		c.questions.remove(q)
		return err
	}
	return nil
}

// Reply answers q with a result; payload may be nil. Errors as Send.
func (c *Client) Reply(q *IQ, payload any) error {
	_, err := c.Send(outgoingIQ{ID: q.ID, Type: "result", To: c.answerTo(q), Payload: payload})
	return err
}

// Refuse answers q with an error: a defined condition of RFC 6120 §8.3.3 such as service-unavailable. Errors as Send.
func (c *Client) Refuse(q *IQ, condition string) error {
	_, err := c.Send(outgoingIQ{
		ID: q.ID, Type: "error", To: c.answerTo(q),
		Error: newOutgoingError(errorType(condition), condition, ""),
	})
	return err
}

func (c *Client) answerTo(q *IQ) string {
	if q.FromJID.Equal(c.address.Bare()) {
		return ""
	}
	return q.FromJID.String()
}

// errorType is the usual type of a condition (RFC 6120 §8.3.3).
func errorType(condition string) string {
	switch condition {
	case "bad-request", "jid-malformed", "not-acceptable", "policy-violation", "redirect", "gone":
		return "modify"
	case "forbidden", "not-authorized", "registration-required", "subscription-required":
		return "auth"
	case "recipient-unavailable", "remote-server-timeout", "resource-constraint", "unexpected-request":
		return "wait"
	}
	return "cancel"
}

// takeIQ handles an IQ of any type as stanza seq.
func (c *Client) takeIQ(e Element, seq uint64) {
	if kind := e.Attr("type"); kind != "result" && kind != "error" {
		q, err := parseQuestion(e)
		if err != nil {
			c.pushBroken(e, seq, err)
			return
		}
		c.own(&q.FromJID)
		c.push(Event{seq, q})
		return
	}
	from, err := address(e, "from")
	if err != nil {
		c.skip(seq)
		return
	}
	q := c.questions.match(e.Attr("id"), from)
	switch {
	case q == nil:
		c.cfg.Log.Debug("answer to no question", "account", c.address.Bare().String(), "peer", from.String())
		c.skip(seq)
	case q.ping: // an error proves as much as a result
		c.skip(seq)
		c.report(c.ledger.ponged())
	default:
		c.own(&from)
		c.push(Event{seq, newAnswer(q, from, e)})
	}
}

func newAnswer(q *question, from jid.JID, e Element) *Answer {
	a := &Answer{Tag: q.tag, ID: q.id, From: from}
	if e.Attr("type") == "error" {
		a.Err = stanzaError(e)
	}
	for child := range e.each {
		if a.Err == nil || child.Name != (xml.Name{Space: stanza.NSClient, Local: "error"}) {
			a.Payload = &child
			break
		}
	}
	return a
}

// ping is XEP-0199 v2.0.1, asked of the own server.
type ping struct {
	XMLName xml.Name `xml:"urn:xmpp:ping ping"`
}

// pingElement registers a ping of the stream itself and returns its bytes.
func (c *Client) pingElement() ([]byte, error) {
	q := &question{to: c.address.Domain(), ping: true}
	if err := c.questions.add(q); err != nil {
		return nil, err
	}
	return Marshal(outgoingIQ{ID: q.id, Type: "get", To: q.to.String(), Payload: ping{}})
}
