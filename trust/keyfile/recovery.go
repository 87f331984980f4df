package keyfile

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// A recovery key is 128 random bits as 26 letters of five bits, the last two bits zero, and two check letters. They make it
// a word of the Reed-Solomon code over GF(32) with x⁵+x²+1 whose generator (x-1)(x-α) has two roots, so that two such words differ in
// three letters at least (up to 31): one or two wrong letters never pass, and so no two that have changed places.
const (
	recoverySize    = 16
	recoveryLetters = 26
	checkLetters    = 2
	groupLetters    = 4
)

// The letters of Crockford's base 32, which has none that are easily taken for another.
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz"

// RecoveryKey opens the master key when everything else is lost. It is shown once, and typed back before a slot is made with its
// Secret. Nothing but Text prints it. NewRecoveryKey and ParseRecoveryKey make one.
type RecoveryKey struct {
	bits hidden
}

// NewRecoveryKey makes a random one.
func NewRecoveryKey() RecoveryKey {
	return RecoveryKey{hide(randomBytes(recoverySize))}
}

// Text is what the user writes down: seven groups of four letters, in upper case.
func (k RecoveryKey) Text() string {
	var letters [recoveryLetters + checkLetters]byte
	bits := k.bits()
	for i := range recoveryLetters * 5 {
		if i < 8*recoverySize && bits[i/8]>>(7-i%8)&1 == 1 {
			letters[i/5] |= 1 << (4 - i%5)
		}
	}
	letters[recoveryLetters], letters[recoveryLetters+1] = remainder(letters[:])
	var text strings.Builder
	for i, v := range letters {
		if i > 0 && i%groupLetters == 0 {
			text.WriteByte('-')
		}
		text.WriteByte(alphabet[v])
	}
	return strings.ToUpper(text.String())
}

// ParseRecoveryKey reads what Text wrote: in upper or lower case, with or without the groups, o as 0, i and l as 1. Error:
// ErrMistyped.
func ParseRecoveryKey(text string) (RecoveryKey, error) {
	var letters []byte
	for _, r := range strings.ToLower(text) {
		if strings.ContainsRune(" -\u2010\u2011\u2012\u2013\u2014\u00a0\t\r\n", r) {
			continue
		}
		switch r {
		case 'o':
			r = '0'
		case 'i', 'l':
			r = '1'
		}
		v := strings.IndexRune(alphabet, r)
		if v < 0 || len(letters) == recoveryLetters+checkLetters {
			return RecoveryKey{}, ErrMistyped
		}
		letters = append(letters, byte(v))
	}
	defer clear(letters)
	if len(letters) != recoveryLetters+checkLetters || letters[recoveryLetters-1]&3 != 0 {
		return RecoveryKey{}, ErrMistyped
	}
	if a, b := remainder(letters); a != letters[recoveryLetters] || b != letters[recoveryLetters+1] {
		return RecoveryKey{}, ErrMistyped
	}
	bits := make([]byte, recoverySize)
	for i := range 8 * recoverySize {
		bits[i/8] |= letters[i/5] >> (4 - i%5) & 1 << (7 - i%8)
	}
	return RecoveryKey{hide(bits)}, nil
}

// remainder is what is left of the letters before the check letters, times x², divided by the generator x² + 3x + 2.
func remainder(letters []byte) (high, low byte) {
	for _, v := range letters[:recoveryLetters] {
		out := v ^ high
		high, low = low^out^timesAlpha(out), timesAlpha(out)
	}
	return high, low
}

// timesAlpha multiplies by x in GF(32).
func timesAlpha(v byte) byte {
	v <<= 1
	if v&0x20 != 0 {
		v ^= 0x25 // x⁵+x²+1
	}
	return v
}

// Forget overwrites k and its copies, which then are no keys any more.
func (k RecoveryKey) Forget() { clear(k.bits()) }

// Secret is the secret of slots that k opens, and makes one.
func (k RecoveryKey) Secret() Secret {
	return Secret{kept{hide(slices.Clone(k.bits()))}}
}

// Format prints fixed words, whatever the verb.
func (k RecoveryKey) Format(f fmt.State, _ rune) { io.WriteString(f, "recovery key") }

type kept struct{ bits hidden }

func (kept) kind() Kind { return KindRecovery }

func (w kept) material(ID, *slot) ([]byte, error) { return slices.Clone(w.bits()), nil }

// settle needs no KDF: 128 random bits cannot be tried.
func (w kept) settle(profile ID, s *slot) ([]byte, error) {
	s.kdf = kdfHKDF
	return w.material(profile, s)
}

func (w kept) forget() { clear(w.bits()) }
