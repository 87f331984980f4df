package app

import (
	"errors"
	"time"

	"vouch/trust"
	"vouch/xmpp"
)

// errTooBig rolls back transaction B when the stanza is larger than the server takes.
var errTooBig = errors.New("larger than the server takes")

// limitHolds is how long a limit counts that the server did not tell itself, or no longer tells: another one may run there.
const limitHolds = 30 * 24 * time.Hour

// limit is how large a stanza may be, in bytes as written, or 0 when that is not known: what the server says, else what it
// said, or what ended its streams, on this account before.
func (a *account) limit() int {
	known := a.cfg.Limit
	if a.conn.client != nil {
		if told := a.conn.client.MaxBytes(); told > 0 {
			if !known.Told || known.Bytes != told || a.now().Sub(known.At) > limitHolds/2 {
				a.keepLimit(trust.Limit{Bytes: told, Told: true, At: a.now()})
			}
			return told
		}
	}
	if age := a.now().Sub(known.At); known.Bytes < xmpp.SmallestLimit || age < 0 || age > limitHolds {
		return 0
	}
	return known.Bytes
}

// learnLimit keeps the size of the largest stanza that may still be taken, when a larger one was refused for its size.
func (a *account) learnLimit(bytes int) {
	if bytes = max(bytes, xmpp.SmallestLimit); a.limit() == 0 || bytes < a.limit() {
		a.keepLimit(trust.Limit{Bytes: bytes, At: a.now()})
	}
}

func (a *account) keepLimit(l trust.Limit) {
	before := a.cfg.Limit
	a.cfg.Limit = l
	if err := a.store(); err != nil {
		a.cfg.Limit = before
		a.log.Error("store limit of the server", "err", err)
	}
}
