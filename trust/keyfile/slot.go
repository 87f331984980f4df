package keyfile

import (
	"encoding/hex"
	"fmt"
	"time"
)

// Kind is what a slot is opened by. The numbers stand in the file.
type Kind uint8

// The kinds of slots. A newer version may know more: those are kept as they are, shown, and not used.
const (
	KindFile       Kind = 1 + iota // nothing: whoever reads the file has the key
	KindPassphrase                 // what the user types
	KindKeyring                    // 32 bytes in the keyring of the operating system
	KindDPAPI                      // 32 bytes that Windows has sealed for the user
	KindRecovery                   // a recovery key
)

var kindWords = [...]string{KindFile: "file", KindPassphrase: "passphrase", KindKeyring: "keyring", KindDPAPI: "dpapi", KindRecovery: "recovery"}

// String is the word for k; of one that is not known, its number.
func (k Kind) String() string {
	if k.known() {
		return kindWords[k]
	}
	return fmt.Sprintf("kind %d", uint8(k))
}

func (k Kind) known() bool { return k >= KindFile && k <= KindRecovery }

// protects says whether a slot of that kind is for every day. A recovery key is for when such a one is lost.
func (k Kind) protects() bool { return k == KindPassphrase || k == KindKeyring || k == KindDPAPI }

// ID names a profile, in keyrings too. It is random and no secret.
type ID [16]byte

// String is id in hexadecimal digits.
func (id ID) String() string { return hex.EncodeToString(id[:]) }

// SlotID names a slot of a file. It is random and no secret; zero is none.
type SlotID [8]byte

// String is id in hexadecimal digits.
func (id SlotID) String() string { return hex.EncodeToString(id[:]) }

// Slot is what can be told of one way in.
type Slot struct {
	ID       SlotID
	Kind     Kind
	Replaces SlotID    // the slot that goes when this one is known to open; zero for none
	Made     time.Time // to the second
	Usable   bool      // false for what only a newer version knows how to open
}

// Level is how well the master key is protected.
type Level int

// The levels of protection.
const (
	NotProtected Level = iota // by the mode of the file alone
	NotYet                    // a change was begun and not finished, and a way in that was to go is still there
	Protected                 // by the slots that are listed, and nothing else
)

// String is a word for l.
func (l Level) String() string {
	return [...]string{NotProtected: "not protected", NotYet: "not protected yet", Protected: "protected"}[l]
}

// State is what a key file says without a secret.
type State struct {
	Format   int    // 1 or 2
	Profile  ID     // zero in format 1
	Slots    []Slot // in the order of the file; format 1 has one of KindFile, without an id
	Leftover bool   // an unfinished write lies beside the file, and may hold ways in that the file has no more
}

// Level says how well the master key is protected.
func (s State) Level() Level {
	protecting := false
	for _, sl := range s.Slots {
		protecting = protecting || sl.Kind.protects()
	}
	switch {
	case s.Has(KindFile) && !protecting:
		return NotProtected
	case s.Has(KindFile) || s.Leftover || len(s.Unfinished()) > 0:
		return NotYet
	}
	return Protected
}

// Has tells whether there is a slot of that kind.
func (s State) Has(k Kind) bool {
	for _, sl := range s.Slots {
		if sl.Kind == k {
			return true
		}
	}
	return false
}

// Unfinished are slots of which a finished change would have left one: Settle does, by the secret of the one that stays.
func (s State) Unfinished() (out []Slot) {
	for i, sl := range s.Slots {
		for j, o := range s.Slots {
			if i != j && sl.near(o) {
				out = append(out, sl)
				break
			}
		}
	}
	return out
}

// near says whether one of two slots replaces the other, or both the same.
func (s Slot) near(o Slot) bool {
	return s.Replaces == o.ID || o.Replaces == s.ID || s.Replaces == o.Replaces && s.Replaces != SlotID{}
}

// String says by what the master key is protected, "file" if it is not, and if a change is unfinished.
func (s State) String() string {
	if s.Level() == NotYet {
		return fmt.Sprintf("%s (%v)", kinds(s.Slots), NotYet)
	}
	return kinds(s.Slots)
}
