package backup

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"

	"filippo.io/age"
	"golang.org/x/text/unicode/norm"
)

// normal is the passphrase as it goes into the key: the same text typed on another system is often other bytes.
func normal(passphrase string) (string, error) {
	if passphrase == "" {
		return "", ErrNoPassphrase
	}
	return norm.NFC.String(passphrase), nil
}

// recipient is who can open what is written: whoever knows the passphrase.
func recipient(passphrase string, factor int) (*age.ScryptRecipient, error) {
	text, err := normal(passphrase)
	if err != nil {
		return nil, err
	}
	r, err := age.NewScryptRecipient(text)
	if err != nil {
		return nil, fmt.Errorf("take passphrase: %w", err)
	}
	if factor = cmp.Or(factor, workFactor); factor < 1 || factor > maxWorkFactor {
		return nil, fmt.Errorf("work factor %d: %w", factor, ErrCostly)
	}
	r.SetWorkFactor(factor)
	return r, nil
}

// identity opens a file by its passphrase, and says why not in errors of this package.
type identity struct{ *age.ScryptIdentity }

func identityOf(passphrase string) (*identity, error) {
	text, err := normal(passphrase)
	if err != nil {
		return nil, err
	}
	i, err := age.NewScryptIdentity(text)
	if err != nil {
		return nil, fmt.Errorf("take passphrase: %w", err)
	}
	i.SetMaxWorkFactor(maxWorkFactor)
	return &identity{i}, nil
}

// Unwrap implements age.Identity. What it refuses before it tries costs nothing.
func (i *identity) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	if len(stanzas) != 1 || stanzas[0].Type != "scrypt" {
		return nil, fmt.Errorf("%w: not encrypted by a passphrase alone", ErrNotBackup)
	}
	if args := stanzas[0].Args; len(args) == 2 {
		if n, err := strconv.Atoi(args[1]); errors.Is(err, strconv.ErrRange) || err == nil && n > maxWorkFactor {
			return nil, fmt.Errorf("%w: work factor above %d", ErrCostly, maxWorkFactor)
		}
	}
	key, err := i.ScryptIdentity.Unwrap(stanzas)
	if errors.Is(err, age.ErrIncorrectIdentity) {
		return nil, ErrPassphrase
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrNotBackup, err) // what it says of the stanza has nothing of the passphrase in it
	}
	return key, nil
}
