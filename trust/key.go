package trust

import (
	"errors"
	"fmt"

	"vouch/trust/keyfile"
)

// openKey opens the key file of the profile in dir. Errors: ErrNoKey, ErrDamaged, ErrNewer, and those of keyfile.
func openKey(dir string, by keyfile.Secret) (*keyfile.Key, error) {
	k, err := keyfile.In(dir).Open(by)
	if err != nil {
		return nil, keyError(err)
	}
	return k, nil
}

// makeKey writes a new random master key.
func makeKey(dir string) (*keyfile.Key, error) {
	k, err := keyfile.In(dir).Create()
	if err != nil {
		return nil, readOnly(err)
	}
	return k, nil
}

// mayCreate says whether a folder without database is one in which a profile may begin: with no key file, or with the one of a first
// start that was cut off. A key that was protected since then had a database.
func mayCreate(dir string) error {
	s, err := keyfile.In(dir).Read()
	switch {
	case errors.Is(err, keyfile.ErrMissing):
		return nil
	case err != nil:
		return keyError(err)
	case s.Format > 1:
		return ErrNoDatabase
	}
	return nil
}

// keyError gives errors of the key file the names that those of the profile have.
func keyError(err error) error {
	for _, name := range []struct{ theirs, ours error }{
		{keyfile.ErrMissing, ErrNoKey}, {keyfile.ErrDamaged, ErrDamaged}, {keyfile.ErrNewer, ErrNewer},
	} {
		if errors.Is(err, name.theirs) {
			return fmt.Errorf("%w: %w", name.ours, err)
		}
	}
	return err
}

// Protection says what protects the master key now. Errors: those of keyfile, also ErrChanged.
func (f *File) Protection() (keyfile.State, error) { return f.key.State() }

// KeyFile is the key file, to change by what it is protected while the profile is open: its lock is the profile's. One goroutine
// at a time does so.
func (f *File) KeyFile() keyfile.File { return keyfile.In(f.dir) }

// Protected names what protects the master key, for reports: "file" when it is only the mode of the file.
func (f *File) Protected() string {
	s, err := f.Protection()
	if err != nil {
		return "unknown"
	}
	return s.String()
}
