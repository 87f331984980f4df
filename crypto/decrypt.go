package crypto

import (
	"errors"
	"fmt"

	"go.mau.fi/libsignal/ecc"
	"go.mau.fi/libsignal/protocol"
	"go.mau.fi/libsignal/session"
	"go.mau.fi/libsignal/signalerror"
	"go.mau.fi/libsignal/state/record"
)

// Opened is what came out of a key message. Printing one shows the sender's fingerprint alone.
type Opened struct {
	Key        []byte // for OpenPayload
	Identity   []byte // the sender's identity key in the session that decrypted, 33 bytes: the one to look up trust for
	NewSession bool   // the message began the session; answer it, so that the other side stops sending prekey messages
	UsedPreKey uint32 // the own prekey that was used up, 0 for none: the bundle must be published again
	Counter    uint32 // how many messages of the sender's present ratchet key came before
}

// Format shows the sender's fingerprint, whatever the verb.
func (o Opened) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "key from %s", Fingerprint(o.Identity)) }

// DecryptKey decrypts the key element that a wrote for this device and moves the session on; preKey is the element's
// mark. A first message belongs to the session of the identity key that it shows, a later one to whichever session of a
// authenticates it. Nothing is written before the message is authenticated: after an error the store is as before and the
// same data can be given again. Errors: ErrMalformed, ErrNoSession, ErrBadRecord, ErrDuplicateKey, ErrTooFarAhead,
// ErrUnknownPreKey, ErrTampered. Kinds are a judgement: what does not authenticate cannot say why.
func DecryptKey(s Store, a Address, data []byte, preKey bool) (Opened, error) {
	var o Opened
	var err error
	if preKey {
		o, err = decryptFirst(s, a, data)
	} else {
		o, err = decryptLater(s, a, data)
	}
	if err != nil {
		return Opened{}, fmt.Errorf("decrypt key from %s: %w", a, err)
	}
	return o, nil
}

// decryptLater opens a message of a session that exists. It does not say which identity key it was written under, so each
// session with the device is asked; a ratchet key belongs to one of them alone.
func decryptLater(s Store, a Address, data []byte) (Opened, error) {
	m, err := parseSignal(data)
	if err != nil {
		return Opened{}, err
	}
	all, err := s.Sessions(a)
	if err != nil {
		return Opened{}, err
	}
	var verdict error = ErrNoSession
	for _, one := range all {
		rec, err := decodeRecord(one.Record)
		if err == nil {
			var w opening
			if w, err = decryptIn(rec, m); err == nil {
				return w.commit(s, a, 0)
			}
		}
		if errors.Is(err, ErrDuplicateKey) {
			return Opened{}, err
		}
		if verdict == ErrNoSession {
			verdict = err
		}
	}
	return Opened{}, verdict
}

// decryptFirst opens a message that begins a session, or repeats the beginning of one.
func decryptFirst(s Store, a Address, data []byte) (Opened, error) {
	m, err := parsePreKey(data)
	if err != nil {
		return Opened{}, err
	}
	all, err := s.SessionsUnder(a.JID, Fingerprint(m.identity))
	if err != nil {
		return Opened{}, err
	}
	var own sessionRecord
	for _, one := range all {
		rec, err := decodeRecord(one.Record)
		if err != nil {
			continue // the message begins another
		}
		// Senders repeat the beginning until they get an answer. What was begun under another device id must not begin a
		// second time under this one: whoever relays a message can change the id, and it would be read twice.
		if rec.holds(m.baseKey) {
			w, err := decryptIn(rec, m.inner)
			if err != nil {
				return Opened{}, err
			}
			return w.commit(s, Address{JID: a.JID, Device: one.Device}, 0)
		}
		if one.Device == a.Device {
			own = rec
		}
	}
	w, err := begin(s, m)
	if err != nil {
		return Opened{}, err
	}
	w.rec = own.begin(w.state)
	return w.commit(s, a, m.preKey)
}

// begin opens a message with a session that it begins.
func begin(s Store, m preKeyMessage) (opening, error) {
	stand, err := answering(s, m)
	if err != nil {
		return opening{}, err
	}
	var w opening
	err = guard(func() error {
		lm, err := m.library()
		if err != nil {
			return err
		}
		r := record.NewSession(nil, nil)
		if _, err := stand.builder().Process(noContext, r, lm); err != nil {
			return err
		}
		w, err = open(r.SessionState(), m.inner)
		return err
	})
	if err != nil {
		return opening{}, kind(err)
	}
	return w, nil
}

// answering is a stand-in with the own keys that a first message names.
func answering(s Store, m preKeyMessage) (*standIn, error) {
	own, err := s.Identity()
	if err != nil {
		return nil, err
	}
	signed, err := s.SignedPreKey(m.signedPreKey)
	if err != nil {
		return nil, fmt.Errorf("signed prekey %d: %w", m.signedPreKey, err)
	}
	once, err := s.PreKey(m.preKey)
	if err != nil {
		return nil, fmt.Errorf("prekey %d: %w", m.preKey, err)
	}
	return &standIn{
		own:    own.pair(),
		device: own.Device,
		// Pairs are made from the private keys: what the library stores and reads of a public key has a byte too many.
		signed: record.NewSignedPreKey(signed.ID, 0, ecc.CreateKeyPair(signed.Private), [64]byte{}, nil),
		once:   record.NewPreKey(once.ID, ecc.CreateKeyPair(once.Private), nil),
	}, nil
}

// decryptIn tries the states of a session, the present one first, each decoded anew.
func decryptIn(rec sessionRecord, m signalMessage) (opening, error) {
	var verdict error = ErrNoSession
	for i, encoded := range rec.states {
		var w opening
		var known bool
		err := guard(func() error {
			state, err := decodeState(encoded)
			if err != nil {
				return err
			}
			known = state.HasReceiverChain(ecc.NewDjbECPublicKey([32]byte(m.ratchetKey[1:])))
			if i > 0 && !known && m.counter > fewSkipped && m.counter <= maxSkipped {
				if err := authentic(state, m); err != nil {
					return err
				}
			}
			w, err = open(state, m)
			return err
		})
		switch {
		case err == nil:
			w.rec = rec.promote(i, w.state)
			return w, nil
		case errors.Is(err, signalerror.ErrOldCounter):
			return opening{}, ErrDuplicateKey
		case errors.Is(err, signalerror.ErrBadMAC) && !known:
			// A state that has never heard of the sender's chain has nothing to say.
		case verdict == ErrNoSession:
			verdict = kind(err)
		}
	}
	return opening{}, verdict
}

// fewSkipped is how many message keys may be derived without a thought about the cost.
const fewSkipped = 16

// authentic checks the MAC of a message that claims to begin a chain of this state, without deriving the keys in between.
// A forged message with a high counter would otherwise cost 8 ms for each of 40 archived states.
func authentic(state *record.State, m signalMessage) error {
	lm, err := m.library()
	if err != nil {
		return err
	}
	chain, err := state.RootKey().CreateChain(lm.SenderRatchetKey(), state.SenderRatchetKeyPair())
	if err != nil {
		return err
	}
	key := chain.ChainKey.Current()
	for key.Index() < m.counter {
		key = key.NextKey()
	}
	return lm.VerifyMac(protocol.CurrentVersion, state.RemoteIdentityKey(), state.LocalIdentityKey(), key.MessageKeys().MacKey())
}

// opening is an authenticated message, before anything of it has been written.
type opening struct {
	opened Opened
	state  []byte // the state after the message, encoded
	rec    sessionRecord
}

// open decrypts with one state, which is spoilt afterwards whatever happens.
func open(state *record.State, m signalMessage) (opening, error) {
	lm, err := m.library()
	if err != nil {
		return opening{}, err
	}
	cipher := session.NewCipherFromSession(nil, nil, nil, nil, nil, nil)
	key, _, err := cipher.DecryptWithState(noContext, state, lm)
	if err != nil {
		return opening{}, err
	}
	return opening{
		opened: Opened{Key: key, Identity: state.RemoteIdentityKey().Serialize(), Counter: m.counter},
		state:  encodeState(state),
	}, nil
}

// commit writes what an authenticated message changes. preKey is the own prekey of a new session, or 0.
func (w opening) commit(s Store, a Address, preKey uint32) (Opened, error) {
	if preKey != 0 {
		if err := s.UsePreKey(preKey); err != nil {
			return Opened{}, fmt.Errorf("use prekey %d: %w", preKey, err)
		}
		w.opened.NewSession, w.opened.UsedPreKey = true, preKey
	}
	if err := s.PutSession(a, Fingerprint(w.opened.Identity), w.rec.encode()); err != nil {
		return Opened{}, err
	}
	return w.opened, nil
}

// kind is the package's word for an error of the library.
func kind(err error) error {
	switch {
	case errors.Is(err, signalerror.ErrOldCounter):
		return ErrDuplicateKey
	case errors.Is(err, signalerror.ErrTooFarIntoFuture):
		return ErrTooFarAhead
	case errors.Is(err, signalerror.ErrBadMAC):
		return ErrTampered
	case errors.Is(err, ErrBadRecord):
		return ErrBadRecord
	case errors.Is(err, errPanicked):
		return fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	// An authenticated body that does not decrypt: the padding is wrong.
	return fmt.Errorf("%w: %w", ErrMalformed, err)
}
