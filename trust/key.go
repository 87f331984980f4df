package trust

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// The key file: the magic words, one byte of format, one byte that says how the key is protected, the key, and four bytes
// of a SHA-256 over all before it.
const (
	keyMagic     = "vouch master key"
	keyFormat    = 1
	keyPlain     = 0 // protected by the file's mode alone
	masterSize   = 32
	keySumSize   = 4
	keyFileSize  = len(keyMagic) + 2 + masterSize + keySumSize
	keyFileLimit = 4096 // what is read of a file that claims to be one
)

// readKey is the master key of the profile in dir. Errors: ErrNoKey, ErrDamaged, ErrNewer.
func readKey(dir string) ([]byte, error) {
	f, err := os.Open(filepath.Join(dir, keyName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNoKey
	}
	if err != nil {
		return nil, fmt.Errorf("read key file: %w", err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, keyFileLimit))
	if err != nil {
		return nil, fmt.Errorf("read key file: %w", err)
	}
	body := len(b) - keySumSize
	switch {
	case !bytes.HasPrefix(b, []byte(keyMagic)) || len(b) <= len(keyMagic):
		return nil, fmt.Errorf("read key file: %w: not a key file", ErrDamaged)
	case b[len(keyMagic)] > keyFormat:
		return nil, fmt.Errorf("read key file: %w", ErrNewer)
	case len(b) != keyFileSize || !bytes.Equal(keySum(b[:body]), b[body:]) || b[len(keyMagic)+1] != keyPlain:
		return nil, fmt.Errorf("read key file: %w", ErrDamaged)
	}
	return b[len(keyMagic)+2 : body], nil
}

// makeKey writes a new random master key.
func makeKey(dir string) ([]byte, error) {
	master := make([]byte, masterSize)
	if _, err := io.ReadFull(rand.Reader, master); err != nil {
		return nil, fmt.Errorf("make master key: %w", err)
	}
	b := append([]byte(keyMagic), keyFormat, keyPlain)
	b = append(b, master...)
	b = append(b, keySum(b)...)
	if err := writeFile(filepath.Join(dir, keyName), b); err != nil {
		return nil, fmt.Errorf("write key file: %w", err)
	}
	return master, nil
}

func keySum(b []byte) []byte {
	sum := sha256.Sum256(b)
	return sum[:keySumSize]
}
