package crypto_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"vouch/crypto"
)

type fingerprintVector struct{ Name, Source, Text, Expect, Error string }

func TestParseFingerprint(t *testing.T) {
	for _, v := range vectors[fingerprintVector](t, "fingerprints.json") {
		t.Run(v.Name, func(t *testing.T) {
			got, err := crypto.ParseFingerprint(v.Text)
			if v.Error == "" && (err != nil || got != v.Expect) {
				t.Errorf("%q, %v", got, err)
			}
			if v.Error != "" && (!errors.Is(err, crypto.ErrBadFingerprint) || !strings.Contains(err.Error(), v.Error) || got != "") {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
	if _, err := crypto.ParseFingerprint(strings.Repeat(" ", 2000)); !errors.Is(err, crypto.ErrBadFingerprint) {
		t.Errorf("a long text: %v", err)
	}
}

func TestFingerprint(t *testing.T) {
	key := append([]byte{5}, bytes.Repeat([]byte{0xAB, 0x01}, 16)...)
	fp := strings.Repeat("ab01", 16)
	if got := crypto.Fingerprint(key); got != fp {
		t.Errorf("fingerprint %s", got)
	}
	if back, err := crypto.PublicKey(strings.ToUpper(fp)); err != nil || !bytes.Equal(back, key) {
		t.Errorf("key %x, %v", back, err)
	}
	if _, err := crypto.PublicKey("12"); !errors.Is(err, crypto.ErrBadFingerprint) {
		t.Errorf("key of no fingerprint: %v", err)
	}
	for _, bad := range [][]byte{nil, key[1:], append([]byte{4}, key[1:]...), append(bytes.Clone(key), 0)} {
		if got := crypto.Fingerprint(bad); got != "" {
			t.Errorf("fingerprint of %x: %s", bad, got)
		}
	}
	if g := crypto.Group(fp); len(g) != 8 || strings.Join(g, "") != fp || g[7] != "ab01ab01" {
		t.Errorf("groups %v", g)
	}
	if crypto.Group("ab01") != nil {
		t.Error("groups of no fingerprint")
	}
}
