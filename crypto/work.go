package crypto

import (
	"go.mau.fi/libsignal/ecc"
	"go.mau.fi/libsignal/keys/chain"
	"go.mau.fi/libsignal/protocol"
	"go.mau.fi/libsignal/signalerror"
	"go.mau.fi/libsignal/state/record"
)

// Work meters what it costs to try to decrypt, before it is known whether anything is authentic: anybody can write a message
// that has keys agreed on and derived. It counts in microseconds of a computer of 2024, by what is done, not by a clock.
type Work struct {
	Limit int // beyond it an attempt ends with ErrTooCostly
	Spent int
}

const (
	// MostWork is the most that one message may cost: a first one with as many missing before it as can be skipped, and the
	// ordinary ones of every archived session.
	MostWork = 25_000
	// OrdinaryWork is more than a message costs before which nothing is missing, a first one too.
	OrdinaryWork = 1_000
)

// What the parts cost, measured on an AMD EPYC with go.mau.fi/libsignal v0.2.2.
const (
	agreementWork  = 120 // a shared secret
	stepWork       = 1   // a step of a chain
	messageKeyWork = 4   // the keys of a message, from a chain
	bytesPerWork   = 300 // of a stored state, decoded
)

func (w *Work) spend(cost int) error {
	if w.Spent+cost > w.Limit {
		return ErrTooCostly
	}
	w.Spent += cost
	return nil
}

// open decrypts with one state, which is spoilt afterwards whatever happens; known tells whether it has heard of the
// sender's chain. The MAC is looked at before the keys of what is missing in between are derived, and for an archived state
// before a chain is begun: a forged message costs less than an authentic one.
func (w *Work) open(state *record.State, m signalMessage, archived bool) (o opening, known bool, err error) {
	ratchet := ecc.NewDjbECPublicKey([32]byte(m.ratchetKey[1:]))
	known = state.HasReceiverChain(ratchet)
	missing, cost := int64(m.counter), 3*agreementWork
	if known {
		missing, cost = missing-int64(state.ReceiverChainKey(ratchet).Index()), 0
	}
	if missing > maxSkipped {
		return opening{}, known, signalerror.ErrTooFarIntoFuture
	}
	if missing = max(missing, 0); missing > fewSkipped || archived && !known {
		if err := w.spend(agreementWork + int(missing)*stepWork); err != nil {
			return opening{}, known, err
		}
		if err := authentic(state, m, known); err != nil {
			return opening{}, known, err
		}
	}
	if err := w.spend(cost + int(missing)*(stepWork+messageKeyWork)); err != nil {
		return opening{}, known, err
	}
	o, err = open(state, m)
	return o, known, err
}

// fewSkipped is how many message keys may be derived without a thought about the cost.
const fewSkipped = 16

// authentic checks the MAC of a message ahead of a chain of this state, or at the beginning of one, without deriving the
// message keys in between.
func authentic(state *record.State, m signalMessage, known bool) error {
	lm, err := m.library()
	if err != nil {
		return err
	}
	var key *chain.Key
	if known {
		key = state.ReceiverChainKey(lm.SenderRatchetKey())
	} else {
		begun, err := state.RootKey().CreateChain(lm.SenderRatchetKey(), state.SenderRatchetKeyPair())
		if err != nil {
			return err
		}
		key = begun.ChainKey.Current()
	}
	for key.Index() < m.counter {
		key = key.NextKey()
	}
	return lm.VerifyMac(protocol.CurrentVersion, state.RemoteIdentityKey(), state.LocalIdentityKey(), key.MessageKeys().MacKey())
}
