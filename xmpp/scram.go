package xmpp

import (
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"hash"
	"strconv"
	"strings"
)

// Bounds of the work a server may ask for. Fewer rounds make the password cheap to guess, more are an attack on us.
const (
	minIterations = 4096
	maxIterations = 1_000_000
	maxSalt       = 1024
)

// scram is the client's side of one SCRAM exchange (RFC 5802 §3 and §5).
type scram struct {
	hash           func() hash.Hash
	user, password string
	nonce          string
	choice         choice
	offer          string // what the server may put a hash of into its challenge
	server         []byte // the signature the server has to show
}

// hashes are those of the mechanisms, without their -PLUS.
var hashes = map[string]func() hash.Hash{"SCRAM-SHA-1": sha1.New, "SCRAM-SHA-256": sha256.New, "SCRAM-SHA-512": sha512.New}

func newScram(c choice, o offer, user, password string) *scram {
	hash := hashes[strings.TrimSuffix(c.mechanism, "-PLUS")]
	return &scram{hash: hash, user: user, password: password, nonce: rand.Text(), choice: c, offer: o.text()}
}

// first is client-first-message.
func (s *scram) first() string { return s.choice.header + s.firstBare() }

func (s *scram) firstBare() string {
	return "n=" + strings.NewReplacer("=", "=3D", ",", "=2C").Replace(s.user) + ",r=" + s.nonce
}

// final checks server-first-message, before anything is computed from it, and returns client-final-message.
func (s *scram) final(challenge string) (string, error) {
	nonce, salt, iterations, err := s.parse(challenge)
	if err != nil {
		return "", fmt.Errorf("%w: challenge: %w", ErrServerProof, err)
	}
	if err := s.checkOffer(challenge); err != nil {
		return "", err
	}
	salted, err := pbkdf2.Key(s.hash, s.password, salt, iterations, s.hash().Size())
	if err != nil {
		return "", fmt.Errorf("derive key: %w", err)
	}
	bound := append([]byte(s.choice.header), s.choice.binding.data...)
	bare := "c=" + base64.StdEncoding.EncodeToString(bound) + ",r=" + nonce
	message := s.firstBare() + "," + challenge + "," + bare

	clientKey := s.mac(salted, "Client Key")
	stored := s.hash()
	stored.Write(clientKey)
	proof := s.mac(stored.Sum(nil), message)
	subtle.XORBytes(proof, proof, clientKey)
	s.server = s.mac(s.mac(salted, "Server Key"), message)
	return bare + ",p=" + base64.StdEncoding.EncodeToString(proof), nil
}

// parse takes server-first-message apart: the nonce must extend ours, and no extension may be mandatory.
func (s *scram) parse(challenge string) (nonce string, salt []byte, iterations int, err error) {
	fields := strings.Split(challenge, ",")
	if len(fields) < 3 {
		return "", nil, 0, errors.New("too short")
	}
	nonce, ok := strings.CutPrefix(fields[0], "r=")
	if !ok || !strings.HasPrefix(nonce, s.nonce) || len(nonce) == len(s.nonce) {
		return "", nil, 0, errors.New("nonce is not ours")
	}
	text, ok := strings.CutPrefix(fields[1], "s=")
	salt, err = base64.StdEncoding.DecodeString(text)
	if !ok || err != nil || len(salt) == 0 || len(salt) > maxSalt {
		return "", nil, 0, errors.New("no usable salt")
	}
	text, ok = strings.CutPrefix(fields[2], "i=")
	iterations, err = strconv.Atoi(text)
	if !ok || err != nil || iterations < minIterations || iterations > maxIterations {
		return "", nil, 0, errors.New("iterations out of bounds")
	}
	return nonce, salt, iterations, nil
}

// checkOffer compares the offer that came with what the server says to have offered (XEP-0474 v0.5.0 §5.2). That it is the
// server who says so, its signature shows at the end: it covers the challenge.
func (s *scram) checkOffer(challenge string) error {
	h := s.hash()
	h.Write([]byte(s.offer))
	want, said := base64.StdEncoding.EncodeToString(h.Sum(nil)), false
	for _, field := range strings.Split(challenge, ",")[3:] {
		value, ok := strings.CutPrefix(field, "h=")
		if ok && subtle.ConstantTimeCompare([]byte(value), []byte(want)) != 1 {
			return ErrForged
		}
		said = said || ok
	}
	if s.choice.proven && !said {
		return fmt.Errorf("%w: no channel binding in common", ErrForged)
	}
	return nil
}

// verify checks server-final-message.
func (s *scram) verify(final string) error {
	field, _, _ := strings.Cut(final, ",")
	text, ok := strings.CutPrefix(field, "v=")
	signature, err := base64.StdEncoding.DecodeString(text)
	if !ok || err != nil || s.server == nil || subtle.ConstantTimeCompare(signature, s.server) != 1 {
		return ErrServerProof
	}
	return nil
}

func (s *scram) mac(key []byte, text string) []byte {
	m := hmac.New(s.hash, key)
	m.Write([]byte(text))
	return m.Sum(nil)
}
