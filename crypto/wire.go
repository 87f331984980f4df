package crypto

import (
	"encoding/binary"
	"fmt"
	"math"

	"go.mau.fi/libsignal/protocol"
	"go.mau.fi/libsignal/util/optional"
)

const (
	// wireVersion is the first byte of every message: version 3, spoken by a library whose newest is 3.
	wireVersion = 0x33
	// maxKeyMessage is more than any client makes: a key of 32 bytes comes in about 200.
	maxKeyMessage = 4096
	macSize       = protocol.MacLength
	blockSize     = 16 // AES-CBC
)

// signalMessage is the outer form of a message in a session: version, protobuf, 8 bytes of MAC.
type signalMessage struct {
	ratchetKey []byte
	counter    uint32
	previous   uint32
	body       []byte
	raw        []byte // the protobuf as received, which is what the MAC speaks of
	mac        []byte
}

// preKeyMessage is a signalMessage with what its receiver needs to begin the session.
type preKeyMessage struct {
	registration uint32
	preKey       uint32
	signedPreKey uint32
	baseKey      []byte
	identity     []byte
	inner        signalMessage
}

// parseSignal checks everything the library does not check: lengths, the key, the size of the CBC body.
func parseSignal(data []byte) (signalMessage, error) {
	if len(data) < 1+macSize || len(data) > maxKeyMessage {
		return signalMessage{}, fmt.Errorf("%w: message of %d bytes", ErrMalformed, len(data))
	}
	if data[0] != wireVersion {
		return signalMessage{}, fmt.Errorf("%w: version %#02x", ErrMalformed, data[0])
	}
	m := signalMessage{raw: data[1 : len(data)-macSize], mac: data[len(data)-macSize:]}
	err := eachField(m.raw, func(number uint64, value uint64, data []byte) error {
		switch {
		case number == 1 && data != nil:
			m.ratchetKey = data
		case number == 2 && data == nil:
			return setUint32(&m.counter, value)
		case number == 3 && data == nil:
			return setUint32(&m.previous, value)
		case number == 4 && data != nil:
			m.body = data
		case number <= 4:
			return fmt.Errorf("field %d of the wrong type", number)
		}
		return nil
	})
	if err != nil {
		return signalMessage{}, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	if err := checkKey(m.ratchetKey); err != nil {
		return signalMessage{}, fmt.Errorf("%w: ratchet %w", ErrMalformed, err)
	}
	if len(m.body) == 0 || len(m.body)%blockSize != 0 {
		return signalMessage{}, fmt.Errorf("%w: body of %d bytes", ErrMalformed, len(m.body))
	}
	return m, nil
}

// parsePreKey reads a message that begins a session. One without a one-time prekey is refused: every OMEMO bundle has
// prekeys, and without one nothing but the session itself would stop a replay.
func parsePreKey(data []byte) (preKeyMessage, error) {
	if len(data) < 1 || len(data) > maxKeyMessage {
		return preKeyMessage{}, fmt.Errorf("%w: message of %d bytes", ErrMalformed, len(data))
	}
	if data[0] != wireVersion {
		return preKeyMessage{}, fmt.Errorf("%w: version %#02x", ErrMalformed, data[0])
	}
	var m preKeyMessage
	var inner []byte
	hasPreKey, hasSigned := false, false
	err := eachField(data[1:], func(number uint64, value uint64, data []byte) error {
		switch {
		case number == 1 && data == nil:
			hasPreKey = true
			return setUint32(&m.preKey, value)
		case number == 2 && data != nil:
			m.baseKey = data
		case number == 3 && data != nil:
			m.identity = data
		case number == 4 && data != nil:
			inner = data
		case number == 5 && data == nil:
			return setUint32(&m.registration, value)
		case number == 6 && data == nil:
			hasSigned = true
			return setUint32(&m.signedPreKey, value)
		case number <= 6:
			return fmt.Errorf("field %d of the wrong type", number)
		}
		return nil
	})
	switch {
	case err != nil:
		return preKeyMessage{}, fmt.Errorf("%w: %w", ErrMalformed, err)
	case !hasPreKey || !hasSigned:
		return preKeyMessage{}, fmt.Errorf("%w: no prekey id", ErrMalformed)
	}
	if err := checkKey(m.baseKey); err != nil {
		return preKeyMessage{}, fmt.Errorf("%w: base %w", ErrMalformed, err)
	}
	if err := checkKey(m.identity); err != nil {
		return preKeyMessage{}, fmt.Errorf("%w: identity %w", ErrMalformed, err)
	}
	if m.inner, err = parseSignal(inner); err != nil {
		return preKeyMessage{}, err
	}
	return m, nil
}

// eachField walks through a protobuf message. data is nil for numbers and never nil for bytes. Fields that occur twice
// are refused: no encoder writes them, and two readers could differ about which one counts.
func eachField(b []byte, visit func(number, value uint64, data []byte) error) error {
	seen := uint64(0)
	for len(b) > 0 {
		tag, n := binary.Uvarint(b)
		if n <= 0 || tag>>3 == 0 || tag>>3 > math.MaxInt32 {
			return fmt.Errorf("bad tag")
		}
		b = b[n:]
		number := tag >> 3
		if number < 64 {
			if seen&(1<<number) != 0 {
				return fmt.Errorf("field %d twice", number)
			}
			seen |= 1 << number
		}
		var value uint64
		var data []byte
		switch tag & 7 {
		case 0:
			if value, n = binary.Uvarint(b); n <= 0 {
				return fmt.Errorf("bad number in field %d", number)
			}
			b = b[n:]
		case 2:
			size, n := binary.Uvarint(b)
			if n <= 0 || size > uint64(len(b)-n) {
				return fmt.Errorf("bad length of field %d", number)
			}
			end := n + int(size)
			data, b = b[n:end:end], b[end:]
		case 1, 5:
			size := 8
			if tag&7 == 5 {
				size = 4
			}
			if len(b) < size {
				return fmt.Errorf("field %d cut off", number)
			}
			data, b = b[:size:size], b[size:]
		default:
			return fmt.Errorf("field %d of unknown type", number)
		}
		if err := visit(number, value, data); err != nil {
			return err
		}
	}
	return nil
}

func setUint32(to *uint32, value uint64) error {
	if value > math.MaxUint32 {
		return fmt.Errorf("number too large")
	}
	*to = uint32(value)
	return nil
}

// library is the message in the library's form. Its serializer gives back the bytes received, so the MAC is taken over
// these.
func (m signalMessage) library() (*protocol.SignalMessage, error) {
	return protocol.NewSignalMessageFromStruct(&protocol.SignalMessageStructure{
		RatchetKey:      m.ratchetKey,
		Counter:         m.counter,
		PreviousCounter: m.previous,
		CipherText:      m.body,
		Version:         protocol.CurrentVersion,
		Mac:             m.mac,
	}, received{m})
}

// library is the message in the library's form.
func (m preKeyMessage) library() (*protocol.PreKeySignalMessage, error) {
	return protocol.NewPreKeySignalMessageFromStruct(&protocol.PreKeySignalMessageStructure{
		RegistrationID: m.registration,
		PreKeyID:       optional.NewOptionalUint32(m.preKey),
		SignedPreKeyID: m.signedPreKey,
		BaseKey:        m.baseKey,
		IdentityKey:    m.identity,
		Message:        m.inner.raw,
		Version:        protocol.CurrentVersion,
	}, nil, received{m.inner})
}

// received is the serializer of one message that came in.
type received struct{ m signalMessage }

func (r received) Serialize(*protocol.SignalMessageStructure) []byte { return r.m.raw }

func (r received) Deserialize([]byte) (*protocol.SignalMessageStructure, error) {
	return &protocol.SignalMessageStructure{
		RatchetKey:      r.m.ratchetKey,
		Counter:         r.m.counter,
		PreviousCounter: r.m.previous,
		CipherText:      r.m.body,
		Version:         protocol.CurrentVersion,
		Mac:             r.m.mac,
	}, nil
}
