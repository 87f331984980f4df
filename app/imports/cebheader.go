package imports

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// maxBackup bounds the backups that are read: they are decrypted in memory, since nothing in them may be believed before all of them
// was authenticated.
const maxBackup = 1 << 30

// cebRounds is how often PBKDF2 runs. Whoever has the file can try passwords at that price.
const cebRounds = 1024

// Backup is what a backup of Conversations says about itself. Nothing of it is authenticated.
type Backup struct {
	Version int    // 1 until Conversations 2.12.8, and 2
	App     string // as it calls itself
	Account string // bare JID
	Made    time.Time
	iv      [12]byte
	salt    [16]byte
}

// ReadBackup reads what stands before the encrypted part, so that the passphrase can be asked for by the account's name.
func ReadBackup(path string) (Backup, error) {
	f, err := os.Open(path)
	if err != nil {
		return Backup{}, err
	}
	defer f.Close()
	b, err := readHeader(f)
	if err != nil {
		return Backup{}, fmt.Errorf("read backup %s: %w", path, err)
	}
	return b, nil
}

func readHeader(in io.Reader) (b Backup, err error) {
	var version int32
	var made int64
	read := func(to any) {
		if err == nil {
			err = binary.Read(in, binary.BigEndian, to)
		}
	}
	word := func() string {
		var n uint16
		read(&n)
		text := make([]byte, n)
		read(text)
		return string(text) // Java's own UTF-8, which differs where no address has anything
	}
	read(&version)
	if err == nil && (version < 0 || version > 0xff) {
		return b, fmt.Errorf("%w: no backup of Conversations", ErrNotTheirs)
	}
	b.Version, b.App, b.Account = int(version), clip(word(), 255), word()
	read(&made)
	read(&b.iv)
	read(&b.salt)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = fmt.Errorf("%w: shorter than a backup of Conversations", ErrNotTheirs)
	}
	if b.Account, b.Made = bareOf(b.Account), millis(made); err == nil && b.Account == "" {
		err = fmt.Errorf("%w: a backup of no account", ErrNotTheirs)
	}
	if err == nil && b.Version != 1 && b.Version != 2 {
		err = fmt.Errorf("%w: %d", ErrFormat, b.Version)
	}
	return b, err
}

// open decrypts what follows the header, in its place. The fixed number of rounds, SHA-1 and the nonce in the file are the format's.
func (b Backup) open(sealed []byte, passphrase string) ([]byte, error) {
	key, err := pbkdf2.Key(sha1.New, passphrase, b.salt[:], cebRounds, 16)
	if err != nil {
		return nil, fmt.Errorf("derive key of backup: %w", err)
	}
	defer clear(key)
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("decrypt backup: %w", err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("decrypt backup: %w", err)
	}
	plain, err := aead.Open(sealed[:0], b.iv[:], sealed, nil)
	if err != nil {
		return nil, ErrWrongPassphrase
	}
	return plain, nil
}
