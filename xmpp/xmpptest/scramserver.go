package xmpptest

import (
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"hash"
	"regexp"
	"strings"
)

const (
	salt       = "a salt of 16 byte"
	iterations = 4096
)

// profile is how one way of using SASL in XMPP wraps an exchange.
type profile struct{ space, success string }

var plainProfile = profile{nsSASL, "<success xmlns='" + nsSASL + "'>%s</success>"}

// authenticate is the server's side of PLAIN and SCRAM, as RFC 6120 wraps them.
func (w *Wire) authenticate(s Script) {
	auth := w.Expect(`<auth [^>]*mechanism='([^']*)'[^>]*>([^<]*)</auth>`)
	if auth[1] == "PLAIN" || auth[1] == "EXTERNAL" {
		w.inOneStep(s, auth[1], auth[2], plainProfile)
		w.Write("<success xmlns='" + nsSASL + "'/>")
		return
	}
	if s.NoChallenge != "" {
		w.Write(s.NoChallenge)
		w.Drain()
	}
	w.Write(w.scram(s, auth[1], decode(auth[2]), plainProfile))
}

// inOneStep checks a password, or a certificate: it has to be for the account, which must be named.
func (w *Wire) inOneStep(s Script, mechanism, initial string, p profile) {
	password, known := s.Password, true
	if who := strings.Split(decode(initial), "\x00"); len(who) == 3 {
		password, known = w.passwordOf(s, who[1])
	}
	good := known && strings.HasSuffix(decode(initial), "\x00"+password)
	if mechanism == "EXTERNAL" {
		shown := w.Conn.(*tls.Conn).ConnectionState().PeerCertificates
		good = decode(initial) == s.Account && len(shown) > 0 && shown[0].Subject.CommonName == s.Account
	}
	if !good {
		w.refuse(p, "not-authorized")
	}
}

// passwordOf is the password of the account name, which is whose login this is.
func (w *Wire) passwordOf(s Script, name string) (password string, known bool) {
	if s.passwords == nil {
		return s.Password, true
	}
	w.account = name + "@" + w.hostile.Domain
	return s.passwords(name)
}

// refuse ends a login, and the script.
func (w *Wire) refuse(p profile, condition string) {
	w.Write("<failure xmlns='" + p.space + "'><" + condition + " xmlns='" + nsSASL + "'/></failure>")
	w.Drain()
}

var clientFirst = regexp.MustCompile(`^(n|y|p=([^,]*)),,(n=[^,]*,r=([^,]*))$`)

// scram checks a client as RFC 5802 wants it, and returns the answer to the one who knows the password.
func (w *Wire) scram(s Script, mechanism, initial string, p profile) string {
	parts := clientFirst.FindStringSubmatch(initial)
	if parts == nil {
		w.refuse(p, "malformed-request")
	}
	plus := strings.HasSuffix(mechanism, "-PLUS")
	binding, known := w.bound(s, parts[2])
	switch {
	case plus != (parts[2] != ""), plus && !known, parts[1] == "y" && strings.Contains(mechanismElements(s), "-PLUS<"):
		w.refuse(p, "malformed-request")
	case !plus:
		binding = ""
	}
	name, _, _ := strings.Cut(strings.TrimPrefix(parts[3], "n="), ",")
	password, exists := w.passwordOf(s, name)
	newHash := hashOf(mechanism)
	first := "r=" + parts[4] + "server,s=" + base64.StdEncoding.EncodeToString([]byte(salt)) + ",i=4096"
	if s.Login.Prove {
		h := newHash()
		h.Write([]byte(offered(s)))
		first += ",h=" + base64.StdEncoding.EncodeToString(h.Sum(nil))
	}
	if s.Challenge != nil {
		first = s.Challenge(first)
	}
	w.Write("<challenge xmlns='" + p.space + "'>" + base64.StdEncoding.EncodeToString([]byte(first)) + "</challenge>")

	response := decode(w.Expect(`<response [^>]*>([^<]*)</response>`)[1])
	w.silent(s, "final")
	final, proof, _ := strings.Cut(response, ",p=")
	k := keysFor(newHash, password)
	message := parts[3] + "," + first + "," + final
	header := base64.StdEncoding.EncodeToString([]byte(parts[1] + ",," + binding))
	if final != "c="+header+",r="+parts[4]+"server" || !exists || !k.proves(message, decode(proof)) {
		w.refuse(p, "not-authorized")
	}
	signature := base64.StdEncoding.EncodeToString(k.mac(k.mac(k.salted, "Server Key"), message))
	if s.Final != nil {
		return s.Final(signature)
	}
	return fmt.Sprintf(p.success, base64.StdEncoding.EncodeToString([]byte("v="+signature)))
}

func hashOf(mechanism string) func() hash.Hash {
	return map[string]func() hash.Hash{
		"SCRAM-SHA-1": sha1.New, "SCRAM-SHA-256": sha256.New, "SCRAM-SHA-512": sha512.New,
	}[strings.TrimSuffix(mechanism, "-PLUS")]
}

// keys are what a server knows of a password.
type keys struct {
	hash   func() hash.Hash
	salted []byte
}

func keysFor(hash func() hash.Hash, password string) keys {
	salted, err := pbkdf2.Key(hash, password, []byte(salt), iterations, hash().Size())
	if err != nil {
		panic(err) // the parameters are fixed
	}
	return keys{hash, salted}
}

// proves tells whether whoever made proof knows the password.
func (k keys) proves(message, proof string) bool {
	stored := k.digest(k.mac(k.salted, "Client Key"))
	signature := k.mac(stored, message)
	if len(proof) != len(signature) {
		return false
	}
	key := make([]byte, len(proof))
	subtle.XORBytes(key, []byte(proof), signature)
	return hmac.Equal(k.digest(key), stored)
}

func (k keys) digest(p []byte) []byte {
	h := k.hash()
	h.Write(p)
	return h.Sum(nil)
}

func (k keys) mac(key []byte, text string) []byte {
	m := hmac.New(k.hash, key)
	m.Write([]byte(text))
	return m.Sum(nil)
}

func decode(text string) string {
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return "" // the client wrote no base64; nothing will match it
	}
	return string(raw)
}
