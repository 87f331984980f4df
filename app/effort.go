package app

import (
	"time"

	"vouch/app/history"
	"vouch/crypto"
	"vouch/trust"
)

// Whether a message is authentic is known only after keys were agreed on and derived, so anybody can have us work. Each
// message may cost what an ordinary one costs. More comes out of what its sender has left: a contact, or somebody of whom
// a key was decided on, has a store of his own, and all strangers share one. It fills up again with time.
const (
	// keysTried is how many different keys of a message are tried that are meant for our device id. One is ours; others may
	// carry the same id by chance.
	keysTried = 4
	// senderWork is how much can be left, in the unit of crypto.Work: about a second.
	senderWork = 1_000_000
	// workPerSecond is how fast it fills up: a hundredth of the time.
	workPerSecond = 10_000
	// bigWork is what an authentic message may cost without being charged for: not more than a few are missing before it.
	bigWork = 2 * crypto.OrdinaryWork
)

// effort is how much work a sender had left at a time.
type effort struct {
	left int
	at   time.Time
}

// strangersEffort is the key of what strangers share.
const strangersEffort = ""

// payer is whose store the work on messages of who comes out of.
func (a *account) payer(h *history.Store, t *trust.Store, who string) (string, error) {
	if who == a.jid || t.Decided(who) {
		return who, nil
	}
	_, contact, err := h.Contact(who)
	if err != nil || !contact {
		return strangersEffort, err
	}
	return who, nil
}

// workFor is what may be spent on one message.
func (a *account) workFor(payer string) *crypto.Work {
	return &crypto.Work{Limit: min(crypto.MostWork, crypto.OrdinaryWork+a.workLeft(payer))}
}

func (a *account) workLeft(payer string) int {
	e, known := a.devices.efforts[payer]
	if !known {
		return senderWork
	}
	passed := min(max(a.now().Sub(e.at), 0), senderWork/workPerSecond*time.Second)
	return min(senderWork, e.left+int(passed.Seconds()*workPerSecond))
}

// charge takes what was spent on a message out of its sender's store. What is authentic costs nothing as long as not much
// was missing before it.
func (a *account) charge(payer string, spent int, authentic bool) {
	if authentic {
		spent = max(0, spent-bigWork)
	}
	left := a.workLeft(payer) - spent
	if left >= senderWork {
		delete(a.devices.efforts, payer)
		return
	}
	if left < 0 {
		left = 0
	}
	a.devices.efforts[payer] = effort{left, a.now()}
}
