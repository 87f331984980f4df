package crypto

import (
	"encoding/hex"
	"fmt"

	"go.mau.fi/libsignal/ecc"
)

// keySize is the length of a public key on the wire: the type byte 0x05 and 32 bytes of Curve25519
// (XEP-0384 v0.3.0 §4.1 through libsignal's encoding).
const keySize = 1 + 32

// lowOrder are the u-coordinates whose multiples by a clamped scalar are all zero, little endian, with the unused top
// bit cleared. The library multiplies by them without a complaint, and the shared secret would be known to everybody.
var lowOrder = func() map[[32]byte]bool {
	m := map[[32]byte]bool{}
	for _, s := range []string{
		"0000000000000000000000000000000000000000000000000000000000000000",
		"0100000000000000000000000000000000000000000000000000000000000000",
		"e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
		"5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	} {
		b, _ := hex.DecodeString(s)
		m[[32]byte(b)] = true
	}
	return m
}()

// checkKey says what is wrong with a public key from the network. The library would pad, cut and accept anything.
func checkKey(key []byte) error {
	if len(key) != keySize {
		return fmt.Errorf("key of %d bytes", len(key))
	}
	if key[0] != ecc.DjbType {
		return fmt.Errorf("key of type %#02x", key[0])
	}
	u := [32]byte(key[1:])
	u[31] &= 0x7f // RFC 7748 §5: the top bit is ignored
	if lowOrder[u] {
		return fmt.Errorf("key of low order")
	}
	return nil
}

// point is a checked public key in the library's form.
func point(key []byte) (ecc.ECPublicKeyable, error) {
	if err := checkKey(key); err != nil {
		return nil, err
	}
	return ecc.NewDjbECPublicKey([32]byte(key[1:])), nil
}

// publicOf is the 33-byte public key of a private one.
func publicOf(private []byte) []byte {
	return ecc.CreateKeyPair(private).PublicKey().Serialize()
}
