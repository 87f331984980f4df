package keyfile

import (
	"crypto/rand"
	"fmt"
	"io"
	"slices"
)

// Secret opens the slots of one kind, and is what one is made with. The zero value opens what is not protected. It prints
// nothing, whatever the verb.
type Secret struct {
	way way // nil for KindFile
}

// way is how slots of one kind come by what their key is derived from.
type way interface {
	kind() Kind
	// material is what the key of a slot is derived from, a copy, which the caller clears.
	material(profile ID, s *slot) ([]byte, error)
	// settle makes what a new slot needs beside its salt: KDF and its cost, blob, a secret in a keyring. What the slot's key is
	// derived from it gives as material does.
	settle(profile ID, s *slot) ([]byte, error)
	// forget overwrites what is kept of the secret.
	forget()
}

// Kind is that of the slots that s opens.
func (s Secret) Kind() Kind { return s.ways().kind() }

// Forget overwrites what s keeps of a passphrase or recovery key. s opens nothing any more, nor do its copies.
func (s Secret) Forget() { s.ways().forget() }

// Format prints a fixed word, whatever the verb.
func (s Secret) Format(f fmt.State, _ rune) { io.WriteString(f, "secret") }

func (s Secret) ways() way {
	if s.way == nil {
		return inFile{}
	}
	return s.way
}

// inFile is no secret at all: the blob of the slot is what its key is derived from.
type inFile struct{}

func (inFile) kind() Kind { return KindFile }

func (inFile) material(_ ID, s *slot) ([]byte, error) { return slices.Clone(s.blob), nil }

func (w inFile) settle(profile ID, s *slot) ([]byte, error) {
	s.kdf, s.blob = kdfHKDF, randomBytes(secretSize)
	return w.material(profile, s)
}

func (inFile) forget() {}

// hidden gives bytes that no printing finds: not even that of a struct with them inside, where fmt asks no Formatter, and
// follows pointers when the verb does not fit them.
type hidden func() []byte

func hide(b []byte) hidden { return func() []byte { return b } }

func randomBytes(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // never fails, as documented
	return b
}
