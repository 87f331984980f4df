package keyfile

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"testing"
)

// vector is a file that testdata/make_vectors.py has made from the documentation, in another language.
type vector struct {
	Name, File, Kind, Secret, Master, Level, Error string
}

func vectors(t testing.TB) (all []vector) {
	t.Helper()
	b, err := os.ReadFile("testdata/vectors.json")
	must(t, err)
	must(t, json.Unmarshal(b, &all))
	if len(all) < 20 {
		t.Fatalf("%d vectors", len(all))
	}
	return all
}

func TestVectors(t *testing.T) {
	expected := map[string]error{"wrong secret": ErrWrongSecret, "no slot": ErrNoSlot, "cost": ErrCost, "changed": ErrChanged, "damaged": ErrDamaged, "newer": ErrNewer}
	for _, v := range vectors(t) {
		t.Run(v.Name, func(t *testing.T) {
			f := fileOf(unhex(t, v.File))
			k, err := f.Open(v.secret(t))
			switch {
			case v.Error == "locked":
				var locked *LockedError
				if !errors.As(err, &locked) || len(locked.Slots) == 0 {
					t.Errorf("error %v", err)
				}
			case v.Error != "":
				if !errors.Is(err, expected[v.Error]) {
					t.Errorf("error %v", err)
				}
			default:
				must(t, err)
				if !bytes.Equal(k.Master(), unhex(t, v.Master)) {
					t.Error("another master key")
				}
				s, err := k.State()
				must(t, err)
				if s.Level().String() != v.Level {
					t.Errorf("%v: %v", s, s.Level())
				}
			}
		})
	}
}

// What is read is written the same, also slots of kinds that are not known.
func TestVectorsAreWrittenAsTheyAre(t *testing.T) {
	for _, v := range vectors(t) {
		c, err := parse(unhex(t, v.File))
		if err != nil || c.list == nil || v.Master == "" {
			continue
		}
		if got := c.list.encode(listKey(unhex(t, v.Master))); !bytes.Equal(got, unhex(t, v.File)) {
			t.Errorf("%s: %x", v.Name, got)
		}
	}
}

// secret is that of the vector, as the user or the system would give it.
func (v vector) secret(t testing.TB) Secret {
	t.Helper()
	switch v.Kind {
	case "passphrase":
		return CheapPassphrase([]byte(v.Secret))
	case "keyring":
		return Keyring(func(ID, SlotID) ([]byte, error) { return hex.DecodeString(v.Secret) }, nil)
	case "dpapi":
		return DPAPI(scramble, nil)
	case "recovery":
		k, err := ParseRecoveryKey(v.Secret)
		must(t, err)
		return k.Secret()
	}
	return Secret{}
}

// scramble stands for Windows.
func scramble(b []byte) ([]byte, error) {
	out := bytes.Clone(b)
	for i := range out {
		out[i] ^= 0x5a
	}
	return out, nil
}

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	must(t, err)
	return b
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
