package xmpp

import (
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"sync/atomic"

	"mellium.im/xmpp/jid"
)

// maxResumeID bounds the name of a stream in bytes; one that has a longer name is not resumed.
const maxResumeID = 4096

// Resumption is what a new stream needs to go on where another was cut (XEP-0198 v1.6 §5). Kept on disk it outlives the
// process. It holds stanzas and a secret of the server's: it must not be logged.
type Resumption struct {
	ID       string   // what the server calls the old stream
	In       uint64   // stanzas that came in and are on disk: the h the server is told
	Sent     uint64   // own stanzas ever numbered
	Acked    uint64   // of these known to be with the server
	Unacked  [][]byte // own stanzas after Acked, in order, as bytes
	Address  jid.JID  // as bound
	Location string   // host or host:port where the server wants to be asked first, or ""

	// Unwritten is how many stanzas at the end of Unacked were never handed to the connection, so that a server which
	// claims to have them is found out. Zero when it is not known.
	Unwritten int
}

// Without is r with the text of one of the unacknowledged stanzas taken out, as Client.Withdraw does it, and whether that
// stanza had not been handed to the connection.
func (r Resumption) Without(number uint64) (left Resumption, unwritten bool) {
	if number <= r.Acked || number > r.Sent {
		return r, false
	}
	r.Unacked = slices.Clone(r.Unacked)
	r.Unacked[number-r.Acked-1] = void
	return r, number > r.Sent-uint64(r.Unwritten)
}

// String is the counts alone.
func (r Resumption) String() string {
	return fmt.Sprintf("stream of %s after %d in, %d of %d out", r.Address, r.In, r.Acked, r.Sent)
}

// LogValue is String.
func (r Resumption) LogValue() slog.Value { return slog.StringValue(r.String()) }

// GoString is String, for %#v.
func (r Resumption) GoString() string { return r.String() }

// resumption is a stream's own part in it.
type resumption struct {
	id       string // "" when this stream cannot be resumed
	location string
	done     bool // this stream continues another

	failedH     uint64
	failedKnown bool

	over atomic.Bool // the server will not hold the stream: one side has ended it properly, or for a violation
}

// Resumed reports whether this stream continues the one of Config.Resume: nothing was bound anew, and the numbers of Send,
// Acked, Written, Handled and Event.Seq go on. Run writes what the server had not received again, once and in order,
// before anything else. That includes questions, since leaving them out would shift the count; their answers find nobody
// and are dropped, as are those that were asked before the cut: ask again. Everything that had come in but was not Handled
// comes again. Acked is the first event: what the server has of all that was ever sent.
func (c *Client) Resumed() bool { return c.resume.done }

// FailedH is how far the server got with the own stanzas of the stream that could not be resumed, if it said so, and said
// no more than was sent.
func (c *Client) FailedH() (h uint64, known bool) { return c.resume.failedH, c.resume.failedKnown }

// Resumable is what Config.Resume needs to continue this stream. Call it when Run has returned and Handled was called for
// the last time: what is handled later comes again. It is false when the server holds no streams, when either side ended
// the stream properly (Close and the end of Run's context do), and when what one of them sent ended it, since that would
// be sent again.
func (c *Client) Resumable() (Resumption, bool) {
	if c.resume.id == "" || c.resume.over.Load() {
		return Resumption{}, false
	}
	unacked, sent := c.queue.unacked()
	return Resumption{
		ID: c.resume.id, In: c.ledger.handledSoFar(),
		Sent: sent, Acked: sent - uint64(len(unacked)), Unacked: unacked, Unwritten: int(sent - c.ledger.written()),
		Address: c.address, Location: c.resume.location,
	}, true
}

// offered takes what the server says about resumption when it turns stream management on (§3).
func (r *resumption) offered(enabled Element) {
	id := enabled.Attr("id")
	if resume := enabled.Attr("resume"); resume != "true" && resume != "1" || len(id) > maxResumeID {
		return
	}
	r.id = id
	if location := enabled.Attr("location"); len(location) <= maxResumeID {
		r.location = location
	}
}

// survives reports whether the server may hold a stream that ended for that cause.
func (r *resumption) survives(cause error) bool {
	var frame *frameError
	var count *countError
	var said *StreamError
	switch {
	case r.id == "", cause == nil, errors.Is(cause, errStreamEnd), errors.As(cause, &frame), errors.As(cause, &count):
		return false
	case errors.As(cause, &said): // others may complain of a stanza that we would only send again
		return slices.Contains([]string{"connection-timeout", "internal-server-error", "reset", "system-shutdown"}, said.Condition)
	}
	return true
}

// goOn asks the server to continue the stream that old tells of (§5). A refusal is no fault: a new one is bound then.
func (c *Client) goOn(old Resumption) error {
	if err := old.check(c.cfg.Address); err != nil {
		return err
	}
	if err := c.link.write([]byte(old.ask()), c.cfg.Timing.Step); err != nil {
		return err
	}
	answer, err := c.await(func(e Element) bool {
		return e.Name.Space == nsManagement && (e.Name.Local == "resumed" || e.Name.Local == "failed")
	})
	if err != nil {
		return err
	}
	return c.answeredResume(old, answer)
}

// ask is the element that asks for it.
func (r Resumption) ask() string {
	return fmt.Sprintf("<resume xmlns='%s' h='%d' previd='%s'/>", nsManagement, uint32(r.In), escape(r.ID))
}

// answeredResume takes the answer, resumed or failed.
func (c *Client) answeredResume(old Resumption, answer Element) error {
	counts := &ledger{acked: old.Acked, sent: old.Sent - uint64(old.Unwritten), counted: old.In, committed: old.In}
	h, countErr := strconv.ParseUint(answer.Attr("h"), 10, 32)
	if countErr == nil {
		_, _, _, countErr = counts.answered(uint32(h))
	}
	if answer.Name.Local == "failed" {
		c.resume.failedKnown = countErr == nil // one that lies or says nothing leaves us knowing nothing
		if c.resume.failedKnown {
			c.resume.failedH = counts.acked
		}
		return nil
	}
	if countErr != nil {
		return c.refuseCount(countErr)
	}
	if answer.Attr("previd") != old.ID {
		return fmt.Errorf("%w: %w: the server continues another stream", ErrResume, ErrStream)
	}
	c.continueFrom(old, counts)
	return nil
}

// continueFrom takes over the state of the old stream; counts has the server's own already in it.
func (c *Client) continueFrom(old Resumption, counts *ledger) {
	counts.sent = counts.acked // the rest is written again
	counts.upTo = counts.acked
	c.ledger = counts
	c.queue.resume(old.Sent, old.Unacked[counts.acked-old.Acked:])
	c.address, c.managed = old.Address, true
	c.resume.id, c.resume.location, c.resume.done = old.ID, old.Location, true
}

// refuseCount ends a stream whose server has more than was sent, or does not say what it has (§4).
func (c *Client) refuseCount(cause error) error {
	var lie *countError
	if !errors.As(cause, &lie) {
		cause = fmt.Errorf("%w: no count", ErrStream)
	}
	_ = c.link.write(append(farewell(cause), streamClose...), closing) // the first error is the one to report
	return fmt.Errorf("%w: %w", ErrResume, cause)
}

// check finds what could not have come from Resumable of the same account.
func (r Resumption) check(own jid.JID) error {
	unacked := uint64(len(r.Unacked))
	switch {
	case r.ID == "", r.Acked > r.Sent, r.Sent-r.Acked != unacked, r.Unwritten < 0, uint64(r.Unwritten) > unacked:
		return fmt.Errorf("%w: its counts do not fit", ErrResume)
	case !r.Address.Bare().Equal(own.Bare()), r.Address.Resourcepart() == "":
		return fmt.Errorf("%w: it is another account's", ErrResume)
	}
	return nil
}

// target is where to resume, if the server said so: a host or address with or without a port (§3).
func (r *Resumption) target() (target, bool) {
	if r == nil || r.Location == "" {
		return target{}, false
	}
	return parseTarget(r.Location)
}
