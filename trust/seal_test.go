package trust

import (
	"bytes"
	"errors"
	"fmt"
	"testing"
)

func testSeal(n byte) *Seal { return newSeal(bytes.Repeat([]byte{n}, 32), "file") }

func TestSealIsBoundToItsPlace(t *testing.T) {
	s := testSeal(1)
	stored := s.Box(3, "bucket/inner", []byte("row"), []byte("plain"))
	if format, plain, err := s.Unbox("bucket/inner", []byte("row"), stored); format != 3 || string(plain) != "plain" || err != nil {
		t.Fatalf("format %d, %q, %v", format, plain, err)
	}
	flipped := func(i int) []byte {
		b := bytes.Clone(stored)
		b[i] ^= 1
		return b
	}
	for name, row := range map[string]struct {
		seal   *Seal
		path   string
		key    string
		stored []byte
	}{
		"another bucket":               {s, "bucket/other", "row", stored},
		"another row":                  {s, "bucket/inner", "raw", stored},
		"path and key split elsewhere": {s, "bucket/inn", "errow", stored},
		"another master key":           {testSeal(2), "bucket/inner", "row", stored},
		"a chat's key":                 {s.Chat(bytes.Repeat([]byte{1}, 32)), "bucket/inner", "row", stored},
		"another format":               {s, "bucket/inner", "row", flipped(0)},
		"another nonce":                {s, "bucket/inner", "row", flipped(5)},
		"another ciphertext":           {s, "bucket/inner", "row", flipped(26)},
		"another tag":                  {s, "bucket/inner", "row", flipped(len(stored) - 1)},
		"a short value":                {s, "bucket/inner", "row", stored[:40]},
		"an empty value":               {s, "bucket/inner", "row", nil},
	} {
		if _, _, err := row.seal.Unbox(row.path, []byte(row.key), row.stored); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if again := s.Box(3, "bucket/inner", []byte("row"), []byte("plain")); bytes.Equal(again, stored) {
		t.Error("the same value twice is the same row")
	}
	if cost := len(stored) - len("plain"); cost != 41 {
		t.Errorf("a row costs %d bytes", cost)
	}
}

func TestNames(t *testing.T) {
	s := testSeal(1)
	if s.Name("a", "bc") == s.Name("ab", "c") || s.Name("a") == s.Name("a", "") {
		t.Error("names run together")
	}
	if again := testSeal(1); s.Name("a") != again.Name("a") || s.Name("a") == testSeal(2).Name("a") {
		t.Error("a name belongs to its key")
	}
	chat := bytes.Repeat([]byte{9}, 32)
	if s.Chat(chat).Name("a") != testSeal(2).Chat(chat).Name("a") || s.Chat(chat).Name("a") == s.Name("a") {
		t.Error("the names of a chat hang on its key alone")
	}
}

func TestSecretsDoNotPrint(t *testing.T) {
	for _, v := range []any{testSeal(1), Account{JID: me, Password: "mepassword"}, &Account{JID: me, Password: "mepassword"}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d", "%q"} {
			if got := fmt.Sprintf(verb, v); got != "seal" && got != "account "+me {
				t.Errorf("%s of %T: %s", verb, v, got)
			}
		}
	}
}
