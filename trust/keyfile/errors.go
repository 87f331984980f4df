package keyfile

import (
	"errors"
	"strings"
)

// Why a key file does not open. None of them says anything about a secret.
var (
	ErrMissing = errors.New("key file missing")
	ErrDamaged = errors.New("key file damaged")
	ErrNewer   = errors.New("key file of a newer version")
	// ErrChanged means that the secret is right, and that the list of slots is not the one that this program wrote last: a slot
	// was taken out, put in or moved by somebody else. Accept goes on from there.
	ErrChanged = errors.New("list of slots was changed outside of this program")
	// ErrWrongSecret means that there are slots of that kind, and that the secret opens none of them.
	ErrWrongSecret = errors.New("wrong secret")
	// ErrNoSlot means that there is no slot of the kind of the secret, or none with that id.
	ErrNoSlot = errors.New("no such slot")
	// ErrCost means that the only slots of that kind ask for more time or memory than any that this program makes.
	ErrCost = errors.New("slot asks for too much work")
)

// What can be wrong with a change.
var (
	ErrWeak = errors.New("passphrase too short")
	ErrFull = errors.New("no place for another slot")
	// ErrLast means that nothing but a recovery key would protect the master key any more, or nothing at all. Unprotect is the way
	// to have it so.
	ErrLast = errors.New("last protection")
	// ErrOpensBy means that the slot to be removed is the one that the secret opens: another must prove that a way in stays.
	ErrOpensBy = errors.New("secret of the slot itself")
	// ErrUnproven means that a new slot does not open by the secret that it was made with: the keyring gives other bytes than it
	// was given. The file is as before.
	ErrUnproven = errors.New("new slot does not open")
	// ErrMistyped means that a recovery key is not one, or has a wrong letter.
	ErrMistyped = errors.New("no recovery key")
	// ErrCannotMake means that a secret can open slots and not make them: it was given no function to keep what the slot needs.
	ErrCannotMake = errors.New("secret makes no slots")
)

// LockedError means that the master key is protected and no secret was given.
type LockedError struct {
	Slots []Slot // all of the file, in its order
}

// Error names the kinds of the slots.
func (e *LockedError) Error() string { return "master key is protected by " + kinds(e.Slots) }

// Has tells whether there is a slot of that kind.
func (e *LockedError) Has(k Kind) bool { return State{Slots: e.Slots}.Has(k) }

// kinds are the words for the kinds of slots, each once.
func kinds(slots []Slot) string {
	var words []string
	for i, s := range slots {
		if (State{Slots: slots[:i]}).Has(s.Kind) {
			continue
		}
		words = append(words, s.Kind.String())
	}
	return strings.Join(words, ", ")
}
