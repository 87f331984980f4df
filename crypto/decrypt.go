package crypto

import (
	"errors"
	"fmt"

	"go.mau.fi/libsignal/ecc"
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
// ErrUnknownPreKey, ErrTampered, ErrTooCostly. Kinds are a judgement: what does not authenticate cannot say why.
func DecryptKey(s Store, a Address, data []byte, preKey bool) (Opened, error) {
	return (&Work{Limit: MostWork}).DecryptKey(s, a, data, preKey)
}

// DecryptKey is DecryptKey within a limit, to which several calls may count.
func (w *Work) DecryptKey(s Store, a Address, data []byte, preKey bool) (Opened, error) {
	var o Opened
	var err error
	if preKey {
		o, err = w.decryptFirst(s, a, data)
	} else {
		o, err = w.decryptLater(s, a, data)
	}
	if err != nil {
		return Opened{}, fmt.Errorf("decrypt key from %s: %w", a, err)
	}
	return o, nil
}

// decryptLater opens a message of a session that exists. It does not say which identity key it was written under, so each
// session with the device is asked; a ratchet key belongs to one of them alone.
func (w *Work) decryptLater(s Store, a Address, data []byte) (Opened, error) {
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
			var o opening
			if o, err = w.decryptIn(rec, m); err == nil {
				return o.commit(s, a, 0)
			}
		}
		if errors.Is(err, ErrDuplicateKey) || errors.Is(err, ErrTooCostly) {
			return Opened{}, err
		}
		if verdict == ErrNoSession {
			verdict = err
		}
	}
	return Opened{}, verdict
}

// decryptFirst opens a message that begins a session, or repeats the beginning of one.
func (w *Work) decryptFirst(s Store, a Address, data []byte) (Opened, error) {
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
			o, err := w.decryptIn(rec, m.inner)
			if err != nil {
				return Opened{}, err
			}
			return o.commit(s, Address{JID: a.JID, Device: one.Device}, 0)
		}
		if one.Device == a.Device {
			own = rec
		}
	}
	o, err := w.begin(s, m)
	if err != nil {
		return Opened{}, err
	}
	o.rec = own.begin(o.state)
	return o.commit(s, a, m.preKey)
}

// begin opens a message with a session that it begins.
func (w *Work) begin(s Store, m preKeyMessage) (opening, error) {
	stand, err := answering(s, m)
	if err != nil {
		return opening{}, err
	}
	if err := w.spend(4 * agreementWork); err != nil {
		return opening{}, err
	}
	var o opening
	err = guard(func() error {
		lm, err := m.library()
		if err != nil {
			return err
		}
		r := record.NewSession(nil, nil)
		if _, err := stand.builder().Process(noContext, r, lm); err != nil {
			return err
		}
		o, _, err = w.open(r.SessionState(), m.inner, false)
		return err
	})
	if err != nil {
		return opening{}, kind(err)
	}
	return o, nil
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
func (w *Work) decryptIn(rec sessionRecord, m signalMessage) (opening, error) {
	var verdict error = ErrNoSession
	for i, encoded := range rec.states {
		var o opening
		var known bool
		err := guard(func() error {
			if i > 0 {
				if err := w.spend(len(encoded) / bytesPerWork); err != nil {
					return err
				}
			}
			state, err := decodeState(encoded)
			if err != nil {
				return err
			}
			o, known, err = w.open(state, m, i > 0)
			return err
		})
		switch {
		case err == nil:
			o.rec = rec.promote(i, o.state)
			return o, nil
		case errors.Is(err, signalerror.ErrOldCounter):
			return opening{}, ErrDuplicateKey
		case errors.Is(err, ErrTooCostly):
			return opening{}, err
		case errors.Is(err, signalerror.ErrBadMAC) && !known:
			// A state that has never heard of the sender's chain has nothing to say.
		case verdict == ErrNoSession:
			verdict = kind(err)
		}
	}
	return opening{}, verdict
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
	case errors.Is(err, ErrTooCostly):
		return ErrTooCostly
	case errors.Is(err, errPanicked):
		return fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	// An authenticated body that does not decrypt: the padding is wrong.
	return fmt.Errorf("%w: %w", ErrMalformed, err)
}
