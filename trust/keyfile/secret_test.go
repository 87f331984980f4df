package keyfile

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

// Nothing that can be printed by accident shows a secret: types, structs with them inside, errors.
func TestSecretsAreNotPrinted(t *testing.T) {
	all := known2(known())
	key := NewRecoveryKey()
	f := fileOf(all.with(t, "old"))
	opened, err := f.Open(all["old"])
	must(t, err)
	plainKey, err := fileOf(plain()).Open(Secret{})
	must(t, err)
	recoverySecret := key.Secret()
	things := []any{all["old"], all, &recoverySecret, recoverySecret, key, &key, opened, *opened, plainKey, struct {
		s Secret
		k RecoveryKey
		o *Key
	}{all["old"], key, opened}}
	for name := range all {
		_, err1 := f.Open(all[name])
		_, err2 := f.Add(all["new"], all[name])
		_, err3 := f.Add(all["old"], all[name])
		things = append(things, err1, err2, err3)
	}
	var out bytes.Buffer
	log := slog.New(slog.NewJSONHandler(&out, nil))
	for _, thing := range things {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			fmt.Fprintf(&out, verb, thing)
		}
		log.Info("thing", "thing", thing)
		b, err := json.Marshal(thing)
		must(t, err)
		out.Write(b)
	}
	said := strings.ToLower(out.String())
	for _, secret := range [][]byte{[]byte("correct horse"), []byte("battery staple"), alicesMaster, key.bits(), []byte(key.Text())} {
		for _, form := range []string{string(secret), hex.EncodeToString(secret), fmt.Sprint(secret), strings.Trim(fmt.Sprintf("%#v", secret), "[]byte{}")} {
			if strings.Contains(said, strings.ToLower(form)) {
				t.Errorf("%d bytes are printed, as %q", len(secret), form)
			}
		}
	}
}

func TestForget(t *testing.T) {
	f := fileOf(known().with(t, "old"))
	text := []byte("correct horse")
	s := CheapPassphrase(text)
	k, err := f.Open(s)
	must(t, err)
	master := k.Master()
	s.Forget()
	k.Forget()
	if !bytes.Equal(master, make([]byte, masterSize)) || string(text) != "correct horse" {
		t.Error("not overwritten, or what belongs to the caller")
	}
	if _, err := f.Open(s); !errors.Is(err, ErrWrongSecret) {
		t.Errorf("error %v", err)
	}
	if _, err := k.State(); err != nil {
		t.Error(err)
	}
	key := NewRecoveryKey()
	key.Forget()
	if !bytes.Equal(key.bits(), make([]byte, recoverySize)) {
		t.Error("not overwritten")
	}
}

// What is typed decomposed opens what was set composed, and the other way round.
func TestPassphraseInNFC(t *testing.T) {
	for _, forms := range [][2]string{
		{"Gru\u0308\u00dfe aus K\u00f6ln", "Gr\u00fc\u00dfe aus Ko\u0308ln"},
		{"\u1112\u1161\u11ab\u1100\u1173\u11af \ud55c\uae00 hangul", "\ud55c\uae00 \u1112\u1161\u11ab\u1100\u1173\u11af hangul"},
		{"\u212bngstr\u00f6m \u1ea1\u0307", "A\u030angstro\u0308m a\u0323\u0307"},
	} {
		f := fileOf(plain())
		_, err := f.Add(Secret{}, CheapPassphrase([]byte(forms[0])))
		must(t, err)
		_, err = f.Open(CheapPassphrase([]byte(forms[1])))
		must(t, err)
		if _, err = f.Open(CheapPassphrase([]byte(forms[1] + " "))); !errors.Is(err, ErrWrongSecret) {
			t.Errorf("error %v", err)
		}
	}
}

func TestCost(t *testing.T) {
	for memory, want := range map[uint64]uint32{0: 64 << 10, 256 << 20: 64 << 10, 1 << 30: 128 << 10, 2 << 30: 256 << 10, 64 << 30: 256 << 10} {
		if got := costOn(memory); got != (cost{3, want, 4}) || !got.sane() {
			t.Errorf("%d MiB: %+v", memory>>20, got)
		}
	}
	for _, c := range []cost{{}, {0, 1 << 16, 4}, {3, 1 << 16, 0}, {17, 1 << 16, 4}, {3, 1<<20 + 1, 4}, {3, 1 << 16, 17}, {3, 31, 4}, {1 << 31, 1 << 31, 255}} {
		if c.sane() {
			t.Errorf("%+v passes", c)
		}
	}
	if n := totalMemory(); n < 128<<20 {
		t.Errorf("%d bytes of memory", n)
	}
}

// Files without slots that this program could open are told from wrong secrets.
func TestSlotsThatAskForTooMuch(t *testing.T) {
	all := known()
	for name, c := range map[string]cost{"memory": {3, 1<<20 + 1, 4}, "time": {200, 1 << 10, 4}, "nothing": {0, 0, 0}} {
		b := reseal(t, all.with(t, "old"), func(l *list) {
			l.slots[0].cost = c
			l.slots[0].bound = l.slots[0].appendBound(nil)
		})
		if _, err := fileOf(b).Open(all["old"]); !errors.Is(err, ErrCost) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
