package crypto_test

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"vouch/crypto"
)

func TestPayload(t *testing.T) {
	for _, text := range []string{"", "a", "hello", strings.Repeat("long ", 10_000)} {
		p, err := crypto.SealPayload([]byte(text))
		must(t, err)
		if len(p.IV) != 12 || len(p.Key) != 32 || len(p.Ciphertext) != len(text) {
			t.Fatalf("iv %d, key %d, ciphertext %d bytes", len(p.IV), len(p.Key), len(p.Ciphertext))
		}
		got, err := crypto.OpenPayload(p.Key, p.IV, p.Ciphertext)
		if err != nil || string(got) != text {
			t.Fatalf("%q, %v", got, err)
		}
	}
	a, _ := crypto.SealPayload([]byte("x"))
	b, _ := crypto.SealPayload([]byte("x"))
	if bytes.Equal(a.Key, b.Key) || bytes.Equal(a.IV, b.IV) {
		t.Error("key or iv used twice")
	}
}

func TestOpenPayload(t *testing.T) {
	p, err := crypto.SealPayload([]byte("an honest text"))
	must(t, err)
	other, err := crypto.SealPayload([]byte("another text.."))
	must(t, err)
	flip := func(b []byte, i int) []byte { b = bytes.Clone(b); b[i] ^= 1; return b }
	for _, c := range []struct {
		name                string
		key, iv, ciphertext []byte
		want                error
	}{
		{"a changed ciphertext", p.Key, p.IV, flip(p.Ciphertext, 3), crypto.ErrTampered},
		{"a changed tag", flip(p.Key, 20), p.IV, p.Ciphertext, crypto.ErrTampered},
		{"a changed key", flip(p.Key, 2), p.IV, p.Ciphertext, crypto.ErrTampered},
		{"a changed iv", p.Key, flip(p.IV, 2), p.Ciphertext, crypto.ErrTampered},
		{"a shorter ciphertext", p.Key, p.IV, p.Ciphertext[1:], crypto.ErrTampered},
		{"a longer ciphertext", p.Key, p.IV, append(bytes.Clone(p.Ciphertext), 0), crypto.ErrTampered},
		{"the payload of another message", p.Key, other.IV, other.Ciphertext, crypto.ErrTampered},
		{"no ciphertext", p.Key, p.IV, nil, crypto.ErrTampered},
		{"a bare key of 16 bytes", p.Key[:16], p.IV, append(bytes.Clone(p.Ciphertext), p.Key[16:]...), crypto.ErrMalformed},
		{"no key", nil, p.IV, p.Ciphertext, crypto.ErrMalformed},
		{"a key of 33 bytes", append(bytes.Clone(p.Key), 0), p.IV, p.Ciphertext, crypto.ErrMalformed},
		{"no iv", p.Key, nil, p.Ciphertext, crypto.ErrMalformed},
		{"an iv of 1 byte", p.Key, p.IV[:1], p.Ciphertext, crypto.ErrMalformed},
		{"an iv of 13 bytes", p.Key, append(bytes.Clone(p.IV), 0), p.Ciphertext, crypto.ErrMalformed},
		{"an iv of 1 MB", p.Key, make([]byte, 1<<20), p.Ciphertext, crypto.ErrMalformed},
	} {
		if got, err := crypto.OpenPayload(c.key, c.iv, c.ciphertext); !errors.Is(err, c.want) || got != nil {
			t.Errorf("%s: %q, %v", c.name, got, err)
		}
	}
	t.Run("an iv of 16 bytes, as older clients write it", func(t *testing.T) {
		key, iv := bytes.Repeat([]byte{3}, 16), bytes.Repeat([]byte{4}, 16)
		block, err := aes.NewCipher(key)
		must(t, err)
		gcm, err := cipher.NewGCMWithNonceSize(block, 16)
		must(t, err)
		sealed := gcm.Seal(nil, iv, []byte("old"), nil)
		got, err := crypto.OpenPayload(append(key, sealed[3:]...), iv, sealed[:3])
		if err != nil || string(got) != "old" {
			t.Errorf("%q, %v", got, err)
		}
	})
}

func TestTransportKey(t *testing.T) {
	a, err := crypto.NewTransportKey()
	must(t, err)
	b, err := crypto.NewTransportKey()
	must(t, err)
	if len(a) != 32 || bytes.Equal(a, b) {
		t.Errorf("%d bytes", len(a))
	}
}

func TestSecretsDoNotPrint(t *testing.T) {
	id, err := crypto.NewIdentity(nil)
	must(t, err)
	keys, err := crypto.NewPreKeys(1, 1)
	must(t, err)
	signed, err := crypto.NewSignedPreKey(id, 1, time.Now())
	must(t, err)
	p, err := crypto.SealPayload([]byte("text"))
	must(t, err)
	o := crypto.Opened{Key: p.Key, Identity: id.Public()}
	for _, secret := range []struct {
		value any
		bytes []byte
	}{
		{id, id.Private[:]}, {&id, id.Private[:]}, {keys[0], keys[0].Private}, {keys, keys[0].Private}, {signed, signed.Private}, {p, p.Key}, {o, o.Key},
	} {
		forms := []string{fmt.Sprintf("%x", secret.bytes), fmt.Sprintf("%X", secret.bytes), fmt.Sprintf("%d", secret.bytes), fmt.Sprint(secret.bytes), string(secret.bytes)}
		var printed strings.Builder
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%X", "%d", "%q"} {
			fmt.Fprintf(&printed, verb+"\n", secret.value)
		}
		slog.New(slog.NewTextHandler(&printed, nil)).Info("x", "v", secret.value)
		for _, form := range forms {
			if strings.Contains(printed.String(), strings.Trim(form, "[]")) {
				t.Errorf("%T prints its secret", secret.value)
			}
		}
	}
}
