package xmpptest

import (
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"hash"
	"strings"
)

const (
	salt       = "a salt of 16 byte"
	iterations = 4096
)

const refusal = "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/></failure>"

// authenticate is the server's side of PLAIN and SCRAM. For the one account of a Script it accepts whoever comes: the
// server's proof is what scripts are about. Where there are several accounts, the client's proof is checked.
func (w *Wire) authenticate(s Script) {
	auth := w.Expect(`<auth [^>]*mechanism='([^']*)'[^>]*>([^<]*)</auth>`)
	if auth[1] == "PLAIN" {
		who := strings.Split(decode(auth[2]), "\x00")
		if s.passwords != nil {
			if password, known := s.passwords(who[1]); !known || password != who[2] {
				w.Write(refusal)
				w.Drain()
			}
			w.account = who[1] + "@" + w.hostile.Domain
		}
		w.Write("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>")
		return
	}
	if s.NoChallenge != "" {
		w.Write(s.NoChallenge)
		w.Drain()
	}
	bare := strings.TrimPrefix(decode(auth[2]), "n,,")
	name, nonce, _ := strings.Cut(strings.TrimPrefix(bare, "n="), ",r=")
	password, known := s.Password, true
	if s.passwords != nil {
		password, known = s.passwords(name)
		w.account = name + "@" + w.hostile.Domain
	}
	first := "r=" + nonce + "server,s=" + base64.StdEncoding.EncodeToString([]byte(salt)) + ",i=4096"
	if s.Challenge != nil {
		first = s.Challenge(first)
	}
	w.Write("<challenge xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>" + base64.StdEncoding.EncodeToString([]byte(first)) + "</challenge>")

	response := decode(w.Expect(`<response [^>]*>([^<]*)</response>`)[1])
	w.silent(s, "final")
	final, proof, _ := strings.Cut(response, ",p=")
	keys := keysOf(auth[1], password, bare+","+first+","+final)
	if s.passwords != nil && (!known || proof != keys.clientProof) {
		w.Write(refusal)
		w.Drain()
	}
	signature := keys.serverSignature
	answer := "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>" +
		base64.StdEncoding.EncodeToString([]byte("v="+signature)) + "</success>"
	if s.Final != nil {
		answer = s.Final(signature)
	}
	w.Write(answer)
}

// scramKeys is what both sides prove to each other (RFC 5802 §3), as base64.
type scramKeys struct{ clientProof, serverSignature string }

func keysOf(mechanism, password, message string) scramKeys {
	hash := map[string]func() hash.Hash{"SCRAM-SHA-1": sha1.New, "SCRAM-SHA-256": sha256.New}[mechanism]
	salted, err := pbkdf2.Key(hash, password, []byte(salt), iterations, hash().Size())
	if err != nil {
		panic(err) // the parameters are fixed
	}
	sign := func(key []byte, text string) []byte {
		mac := hmac.New(hash, key)
		mac.Write([]byte(text))
		return mac.Sum(nil)
	}
	clientKey := sign(salted, "Client Key")
	stored := hash()
	stored.Write(clientKey)
	proof := sign(stored.Sum(nil), message)
	subtle.XORBytes(proof, proof, clientKey)
	signature := sign(sign(salted, "Server Key"), message)
	return scramKeys{base64.StdEncoding.EncodeToString(proof), base64.StdEncoding.EncodeToString(signature)}
}

func decode(text string) string {
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return "" // the client wrote no base64; nothing will match it
	}
	return string(raw)
}
