package app

import (
	"maps"
	"slices"

	"go.etcd.io/bbolt"

	"vouch/app/history"
)

// mayResume tells whether continuing the stream is right: it would write what the server has not acknowledged once more,
// in the same bytes, so every device these were made for must still be trusted and, in a group, its owner belong to it.
func (a *account) mayResume() bool {
	may := true
	err := a.s.view("check messages on their way", func(tx *bbolt.Tx) error {
		h, ts := a.s.history(tx, a.jid), a.s.trust(tx, a.jid)
		return eachEntry(h, slices.Collect(maps.Values(a.outbox.inflight)), func(e history.Entry, _ *history.Message) error {
			same, err := stillMeant(h, ts, a.jid, e)
			may = may && same
			return err
		})
	})
	if err != nil {
		a.log.Error("check messages on their way", "err", err)
	}
	return err == nil && may
}

// giveUpResuming lets the stream that was cut go: what it had written may have arrived.
func (a *account) giveUpResuming() {
	a.conn.resume = nil
	if err := a.sortInflight(0, false); err != nil {
		a.log.Error("sort outbox", "err", err)
	}
}

// reconsider aborts a try to resume that would resend bytes encrypted for a device that has lost its trust meanwhile; the
// next try begins a new stream.
func (a *account) reconsider() {
	if a.conn.online || a.conn.try.cancel == nil || a.conn.resume == nil || a.mayResume() {
		return
	}
	a.conn.giveUpTry()
	a.giveUpResuming()
}
