package xmpptest

import (
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"hash"
	"strings"
)

const (
	salt       = "a salt of 16 byte"
	iterations = 4096
)

// authenticate is the server's side of PLAIN and SCRAM. It accepts whoever comes: the client's proof is Prosody's to
// check, the server's proof is what scripts are about.
func (w *Wire) authenticate(s Script) {
	auth := w.Expect(`<auth [^>]*mechanism='([^']*)'[^>]*>([^<]*)</auth>`)
	if auth[1] == "PLAIN" {
		w.Write("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>")
		return
	}
	if s.NoChallenge != "" {
		w.Write(s.NoChallenge)
		w.Drain()
	}
	bare := strings.TrimPrefix(decode(auth[2]), "n,,")
	nonce := bare[strings.Index(bare, "r=")+2:]
	first := "r=" + nonce + "server,s=" + base64.StdEncoding.EncodeToString([]byte(salt)) + ",i=4096"
	if s.Challenge != nil {
		first = s.Challenge(first)
	}
	w.Write("<challenge xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>" + base64.StdEncoding.EncodeToString([]byte(first)) + "</challenge>")

	response := decode(w.Expect(`<response [^>]*>([^<]*)</response>`)[1])
	w.silent(s, "final")
	final, _, _ := strings.Cut(response, ",p=")
	signature := serverSignature(auth[1], s.Password, bare+","+first+","+final)
	answer := "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>" +
		base64.StdEncoding.EncodeToString([]byte("v="+signature)) + "</success>"
	if s.Final != nil {
		answer = s.Final(signature)
	}
	w.Write(answer)
}

func serverSignature(mechanism, password, message string) string {
	hash := map[string]func() hash.Hash{"SCRAM-SHA-1": sha1.New, "SCRAM-SHA-256": sha256.New}[mechanism]
	salted, err := pbkdf2.Key(hash, password, []byte(salt), iterations, hash().Size())
	if err != nil {
		panic(err) // the parameters are fixed
	}
	key := hmac.New(hash, salted)
	key.Write([]byte("Server Key"))
	signature := hmac.New(hash, key.Sum(nil))
	signature.Write([]byte(message))
	return base64.StdEncoding.EncodeToString(signature.Sum(nil))
}

func decode(text string) string {
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return "" // the client wrote no base64; nothing will match it
	}
	return string(raw)
}
