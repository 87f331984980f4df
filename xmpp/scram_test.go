package xmpp

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"hash"
	"os"
	"strings"
	"testing"

	"mellium.im/sasl"
)

var hashes = map[string]func() hash.Hash{"SHA-1": sha1.New, "SHA-256": sha256.New}

func TestScramVectors(t *testing.T) {
	raw, err := os.ReadFile("testdata/scram.json")
	if err != nil {
		t.Fatal(err)
	}
	var rows []struct{ Name, Source, Hash, User, Password, Nonce, First, Challenge, Final, Proof string }
	if err := json.Unmarshal(raw, &rows); err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		t.Run(row.Name, func(t *testing.T) {
			s := newScram(hashes[row.Hash], row.User, row.Password)
			s.nonce = row.Nonce
			if first := s.first(); first != row.First {
				t.Errorf("begins with %s", first)
			}
			for _, early := range []string{row.Proof, "v="} {
				if err := s.verify(early); !errors.Is(err, ErrServerProof) {
					t.Errorf("%q before the challenge: %v", early, err)
				}
			}
			if final, err := s.final(row.Challenge); err != nil || final != row.Final {
				t.Errorf("answers %s, %v", final, err)
			}
			if err := s.verify(row.Proof); err != nil {
				t.Errorf("the server's proof: %v", err)
			}
			for _, forged := range []string{"", "v=", row.Proof[:len(row.Proof)-4], strings.ToUpper(row.Proof), "e=other-error"} {
				if err := s.verify(forged); !errors.Is(err, ErrServerProof) {
					t.Errorf("%q as proof: %v", forged, err)
				}
			}
		})
	}
}

func TestScramAgreesWithAnotherImplementation(t *testing.T) {
	for _, row := range []struct {
		name      string
		mechanism sasl.Mechanism
		hash      string
		user      string
		password  string
	}{
		{"SHA-1", sasl.ScramSha1, "SHA-1", "alice", "alicepass"},
		{"SHA-256", sasl.ScramSha256, "SHA-256", "alice", "alicepass"},
		{"a name with separators", sasl.ScramSha256, "SHA-256", "a=b,c", "pass,word="},
		{"letters beyond ASCII", sasl.ScramSha256, "SHA-256", "älice", "pässwörd"},
	} {
		t.Run(row.name, func(t *testing.T) {
			other := sasl.NewClient(row.mechanism, sasl.Credentials(func() (user, password, identity []byte) {
				return []byte(row.user), []byte(row.password), nil
			}))
			_, first, err := other.Step(nil)
			if err != nil {
				t.Fatal(err)
			}
			s := newScram(hashes[row.hash], row.user, row.password)
			_, s.nonce, _ = strings.Cut(string(first), ",r=")
			if s.first() != string(first) {
				t.Errorf("begins with %s, the other with %s", s.first(), first)
			}
			challenge := "r=" + s.nonce + "more,s=QSXCR+Q6sek8bf92,i=5000"
			_, theirs, err := other.Step([]byte(challenge))
			if err != nil {
				t.Fatal(err)
			}
			if ours, err := s.final(challenge); err != nil || ours != string(theirs) {
				t.Errorf("answers %s, %v; the other %s", ours, err, theirs)
			}
		})
	}
}

func TestPrepare(t *testing.T) {
	for _, row := range []struct{ name, text, want string }{
		{"RFC 4013: soft hyphen vanishes", "I\u00adX", "IX"},
		{"RFC 4013: nothing to do", "user", "user"},
		{"RFC 4013: case stays", "USER", "USER"},
		{"RFC 4013: NFKC", "\u00aa", "a"},
		{"RFC 4013: NFKC of a roman number", "\u2168", "IX"},
		{"another space is a space", "a\u00a0b\u3000c", "a b c"},
		{"typed in two ways", "e\u0301", "\u00e9"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got, err := prepare(row.text); err != nil || got != row.want {
				t.Errorf("got %q, %v, want %q", got, err, row.want)
			}
		})
	}
	if _, err := prepare("a\u0007b"); err == nil {
		t.Error("RFC 4013: a control character was taken")
	}
}
