package crypto

import (
	"crypto/hmac"
	"crypto/sha256"

	"go.mau.fi/libsignal/cipher"
)

// DecodeAll decodes a stored session and all its states, and says how many there are.
func DecodeAll(stored []byte) (states int, err error) {
	rec, err := decodeRecord(stored)
	if err != nil {
		return 0, err
	}
	for _, s := range rec.states {
		if _, err := decodeState(s); err != nil {
			return 0, err
		}
	}
	return len(rec.states), nil
}

// FirstState is the size of the present state of a stored session.
func FirstState(stored []byte) int {
	rec, err := decodeRecord(stored)
	if err != nil {
		panic(err)
	}
	return len(rec.states[0])
}

// EncodeAgain decodes every state of a stored session and encodes it again.
func EncodeAgain(stored []byte) ([]byte, error) {
	rec, err := decodeRecord(stored)
	if err != nil {
		return nil, err
	}
	for i, s := range rec.states {
		state, err := decodeState(s)
		if err != nil {
			return nil, err
		}
		rec.states[i] = encodeState(state)
	}
	return rec.encode(), nil
}

// Forge writes the next message of a stored session by hand, with a valid MAC. how makes the protobuf from the ratchet
// key, the counter and a good body; seal encrypts a block-padded plaintext as the message would.
func Forge(stored []byte, how func(ratchetKey []byte, counter uint32, seal func(plain []byte) []byte) []byte) []byte {
	rec, err := decodeRecord(stored)
	if err != nil {
		panic(err)
	}
	state, err := decodeState(rec.states[0])
	if err != nil {
		panic(err)
	}
	keys := state.SenderChainKey().MessageKeys()
	seal := func(plain []byte) []byte {
		// The library pads by itself: its last block is cut off again.
		b, err := cipher.EncryptCbc(keys.Iv(), keys.CipherKey(), append([]byte(nil), plain...))
		if err != nil {
			panic(err)
		}
		return b[:len(plain)]
	}
	raw := how(state.SenderRatchetKey().Serialize(), state.SenderChainKey().Index(), seal)
	mac := hmac.New(sha256.New, keys.MacKey())
	mac.Write(state.LocalIdentityKey().Serialize())
	mac.Write(state.RemoteIdentityKey().Serialize())
	mac.Write([]byte{wireVersion})
	mac.Write(raw)
	return append(append([]byte{wireVersion}, raw...), mac.Sum(nil)[:macSize]...)
}

// LowOrder are the refused points.
func LowOrder() (keys [][]byte) {
	for u := range lowOrder {
		keys = append(keys, append([]byte{5}, u[:]...))
	}
	return keys
}

// Guard runs a call as those into the library are run.
var Guard = guard
