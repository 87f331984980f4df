package keyfile

import (
	"bytes"
	"errors"
	"slices"
	"testing"
)

// secrets are ways into a file, by the names that tests give them.
type secrets map[string]Secret

// ring is a keyring of the system.
type ring map[SlotID][]byte

func (r ring) get(_ ID, id SlotID) ([]byte, error) {
	b, found := r[id]
	if !found {
		return nil, errGone
	}
	return bytes.Clone(b), nil
}

func (r ring) put(_ ID, id SlotID, b []byte) error {
	r[id] = bytes.Clone(b)
	return nil
}

var errGone = errors.New("not in the keyring")

// known are the secrets that tests have at hand.
func known() secrets {
	r := ring{}
	return secrets{
		"none":     {},
		"old":      CheapPassphrase([]byte("correct horse")),
		"new":      CheapPassphrase([]byte("battery staple")),
		"third":    CheapPassphrase([]byte("third passphrase")),
		"keyring":  Keyring(r.get, r.put),
		"dpapi":    DPAPI(scramble, scramble),
		"recovery": NewRecoveryKey().Secret(),
	}
}

var alicesMaster = bytes.Repeat([]byte("alice's "), masterSize/8)

// plain is a file that is not protected.
func plain() []byte { return encodePlain(alicesMaster) }

// with is a file with slots for the names, in that order.
func (all secrets) with(t testing.TB, names ...string) []byte {
	t.Helper()
	f := fileOf(plain())
	by := Secret{}
	for i, n := range names {
		_, err := f.Add(by, all[n])
		must(t, err)
		if i == 0 {
			by = all[n]
		}
	}
	return f.bytes()
}

func (f File) bytes() []byte { return bytes.Clone(f.disk.(*memory).now[fileName].now) }

// half is the file after a change that was killed when its first write was done.
func half(t testing.TB, before []byte, change func(f File) error) []byte {
	t.Helper()
	for at := 1; ; at++ {
		m := folderOf(map[string][]byte{fileName: before})
		m.breaks, m.dies = at, true
		if change(File{m}) == nil {
			t.Fatal("the change has no half")
		}
		if b := m.now[fileName].now; !bytes.Equal(b, before) {
			return b
		}
	}
}

// opening are the names of the secrets that open the file, in order. Each must give alice's master key.
func (all secrets) opening(t testing.TB, f File) (names []string) {
	t.Helper()
	for name, s := range all {
		k, err := f.Open(s)
		if err != nil {
			continue
		}
		names = append(names, name)
		if !bytes.Equal(k.Master(), alicesMaster) {
			t.Errorf("another master key by %s", name)
		}
	}
	slices.Sort(names)
	return names
}
