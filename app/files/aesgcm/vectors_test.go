package aesgcm_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"strings"
	"testing"

	"vouch/app/files/aesgcm"
)

// key is 00 01 … 1f with an IV.
func key(t testing.TB, iv string) aesgcm.Key {
	t.Helper()
	k := aesgcm.Key{IV: unhex(t, iv)}
	for i := range k.Key {
		k.Key[i] = byte(i)
	}
	return k
}

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// encrypted is a text under a key, written in parts.
func encrypted(t testing.TB, k aesgcm.Key, text []byte, part int) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := k.Encrypt(&out)
	if err != nil {
		t.Fatal(err)
	}
	for rest := text; len(rest) > 0; {
		n := min(part, len(rest))
		if _, err := w.Write(rest[:n]); err != nil {
			t.Fatal(err)
		}
		rest = rest[n:]
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// checked is what Check says of a file that comes in parts.
func checked(t testing.TB, k aesgcm.Key, file []byte, part int) error {
	t.Helper()
	c, err := k.Check()
	if err != nil {
		t.Fatal(err)
	}
	for rest := file; len(rest) > 0; {
		n := min(part, len(rest))
		if wrote, err := c.Write(rest[:n]); wrote != n || err != nil {
			t.Fatal(wrote, err)
		}
		rest = rest[n:]
	}
	return c.End()
}

// read is a file in clear.
func read(t testing.TB, k aesgcm.Key, file []byte) []byte {
	t.Helper()
	r, err := k.Decrypt(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

const (
	ivA  = "a0a1a2a3a4a5a6a7a8a9aaab"
	long = "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf"
)

// Vectors that a second implementation has made; in the fourth the counter of 32 bits begins anew within the file.
func TestVectors(t *testing.T) {
	for _, c := range []struct{ name, iv, text, want string }{
		{"a word", ivA, "vouch", "9077094e2d3c655208e79e5e83bd6d159c8a0fb616"},
		{"nothing", ivA, "", "5c699625af4b93a0f8220a2a6119c5d0"},
		{"an IV of 16 bytes", long, "vouch", "5ccc56df7015fe9b7c6696ddc814f1eb3e1ed2985a"},
		{"a counter that begins anew", "3ad0b1352f177acdee93df925560fa6d", strings.Repeat("A", 16) + strings.Repeat("B", 16) + strings.Repeat("C", 16),
			"7047debadb91e10b9da6996da4f7bc2d2a114c40038086876357433887e7c5526597836113ee3cf49cc332ce52035c781e2577ae5470fff25ba8011fca45741b"},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := key(t, c.iv)
			for _, part := range []int{1, 7, 16, 100} {
				file := encrypted(t, k, []byte(c.text), part)
				if got := hex.EncodeToString(file); got != c.want {
					t.Fatalf("in parts of %d: %s", part, got)
				}
				if err := checked(t, k, file, part); err != nil {
					t.Errorf("in parts of %d: %v", part, err)
				}
				if got := string(read(t, k, file)); got != c.text {
					t.Errorf("read as %q", got)
				}
			}
		})
	}
}

// The fifth vector is longer than several pieces.
func TestLongVector(t *testing.T) {
	k := key(t, ivA)
	text := make([]byte, 1<<20+1)
	for i := range text {
		text[i] = byte(i % 251)
	}
	for _, part := range []int{16, 65536, 262144, len(text)} {
		file := encrypted(t, k, text, part)
		if got := sha256.Sum256(file); hex.EncodeToString(got[:]) != "9b11861d025cc966d18d7063ecab377345dc08187b1d3a8941248bee10bd901e" {
			t.Errorf("in parts of %d: %x", part, got)
		}
		if got := hex.EncodeToString(file[len(text):]); got != "bf2ff107754c0421f55f6ac54a85ca49" {
			t.Errorf("in parts of %d: tag %s", part, got)
		}
		if err := checked(t, k, file, part); err != nil {
			t.Errorf("in parts of %d: %v", part, err)
		}
	}
}

// Nothing passes but what was encrypted: not with a bit turned, cut short, longer, or under another key or IV.
func TestWhatDoesNotFitItsTag(t *testing.T) {
	k := key(t, ivA)
	file := encrypted(t, k, []byte("vouch"), 5)
	for bit := range len(file) * 8 {
		turned := bytes.Clone(file)
		turned[bit/8] ^= 1 << (bit % 8)
		if err := checked(t, k, turned, 3); !errors.Is(err, aesgcm.ErrDamaged) {
			t.Fatalf("with bit %d turned: %v", bit, err)
		}
	}
	for name, damaged := range map[string][]byte{"cut short": file[:len(file)-1], "15 bytes": file[:15], "nothing": nil, "longer": append(bytes.Clone(file), 0), "first byte lost": file[1:]} {
		if err := checked(t, k, damaged, 4); !errors.Is(err, aesgcm.ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := checked(t, key(t, long), file, 4); !errors.Is(err, aesgcm.ErrDamaged) {
		t.Errorf("under another IV: %v", err)
	}
	if _, err := k.Decrypt(bytes.NewReader(nil), 15); !errors.Is(err, aesgcm.ErrDamaged) {
		t.Errorf("15 bytes are read: %v", err)
	}
	for _, iv := range []string{"", "00", strings.Repeat("00", 13)} {
		if _, err := key(t, iv).Encrypt(io.Discard); !errors.Is(err, aesgcm.ErrIV) {
			t.Errorf("an IV of %d digits: %v", len(iv), err)
		}
	}
}
