package app

import (
	"time"

	"go.etcd.io/bbolt"

	"vouch/xmpp"
	"vouch/xmpp/delay"
	"vouch/xmpp/ping"
)

// Anybody can write a stamp in the name of our server: Prosody 0.12 and ejabberd 23.01 let it pass. So a stamp is believed
// only of what the server kept for us (XEP-0160, XEP-0198), which comes at the beginning of a stream, and only where it lies
// between the last stanza of the stream before and now. All else is as old as its arrival, and what the archive gives is as
// old as the archive says.

// firstKept is how far back stamps are believed where nothing is here yet.
const firstKept = backDays * 24 * time.Hour

// lateSpan is how long after the beginning of a stream what was kept may still come: ejabberd 23.01 goes on handing it over
// while other things come.
const lateSpan = time.Minute

// expectKept begins the time in which the server hands over what it kept. It ends with the answer to a question that is
// asked now, behind which nothing kept can come: the server answers in order.
func (a *account) expectKept() {
	a.archive.span.since = a.archive.span.before.Truncate(time.Second) // stamps have whole seconds
	if a.archive.span.since.IsZero() {
		a.archive.span.since = a.now().Add(-firstKept)
	}
	a.Ask(a.addr.Domain(), false, ping.Ping{}, func(answer *xmpp.Answer) { a.archive.span.since = time.Time{} })
}

// arrivalTime is when the server took in what it kept for us, as far as that is to be believed, and now for all else. late
// tells that around the beginning of a stream a stamp says so, whenever that was: then the order may be another than the
// archive's.
func (a *account) arrivalTime(m *xmpp.Message) (at time.Time, late bool) {
	now := a.now()
	if a.archive.span.since.IsZero() && now.Sub(a.conn.boundAt) > lateSpan {
		return now, false
	}
	for _, d := range delay.All(m.Children) {
		if !d.From.Equal(a.addr.Domain()) && !d.From.Equal(a.addr.Bare()) {
			continue
		}
		late = true
		// The server's own stands among those that a client wrote; none of them is older than it.
		if !a.archive.span.since.IsZero() && !d.Stamp.After(now) && !d.Stamp.Before(a.archive.span.since) && d.Stamp.After(at) {
			at = d.Stamp
		}
	}
	if at.IsZero() {
		at = now
	}
	return at, late
}

// loadHeard reads when something was heard last before this start.
func (a *account) loadHeard() error {
	return a.s.view("read last word", func(tx *bbolt.Tx) (err error) {
		a.archive.span.heard, err = a.s.history(tx, a.jid).Heard()
		if a.archive.span.heard.After(a.now()) { // a clock went back
			a.archive.span.heard = a.now()
		}
		return err
	})
}

// storeHeard keeps it for the next start. A crash leaves the one of the stream before, which only makes more believable.
func (a *account) storeHeard() error {
	if a.archive.span.heard.IsZero() {
		return nil
	}
	return a.s.update("store last word", func(tx *bbolt.Tx) error { return a.s.history(tx, a.jid).PutHeard(a.archive.span.heard) })
}
