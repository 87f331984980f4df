package xmpptest

import (
	"crypto/sha256"
	"crypto/tls"
	"slices"
	"strings"
)

// Login is what a scripted server does at the login besides offering Script.Mechanisms.
type Login struct {
	Bindings []string                     // channel bindings it announces (XEP-0440); nil: none, and it takes all
	Prove    bool                         // its challenge holds a hash of the offer (XEP-0474 v0.5.0)
	Tamper   func(features string) string // someone on the way changes the offer
	Stranger func(*Wire)                  // instead of a login, after the features
	Modern   *Modern                      // SASL2; nil: SASL as in RFC 6120
}

const nsSASL = "urn:ietf:params:xml:ns:xmpp-sasl"

// offer are the stream features before the login.
func (w *Wire) offer(s Script) string {
	features := bindingFeature(s)
	if s.Login.Modern != nil {
		features += s.Login.Modern.feature(s)
	} else {
		features += "<mechanisms xmlns='" + nsSASL + "'>" + mechanismElements(s) + "</mechanisms>"
	}
	if s.Login.Tamper != nil {
		features = s.Login.Tamper(features)
	}
	return features
}

// features are those after the login.
func features(s Script) string {
	if s.Features != "" {
		return s.Features
	}
	return "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><sm xmlns='urn:xmpp:sm:3'/>"
}

func mechanismElements(s Script) string {
	return "<mechanism>" + strings.Join(s.Mechanisms, "</mechanism><mechanism>") + "</mechanism>"
}

func bindingFeature(s Script) string {
	if s.Login.Bindings == nil {
		return ""
	}
	return "<sasl-channel-binding xmlns='urn:xmpp:sasl-cb:0'><channel-binding type='" +
		strings.Join(s.Login.Bindings, "'/><channel-binding type='") + "'/></sasl-channel-binding>"
}

// offered is what a hash is made of (XEP-0474 v0.5.0 §5.1).
func offered(s Script) string {
	text := strings.Join(slices.Sorted(slices.Values(s.Mechanisms)), "\x1e")
	if s.Login.Bindings != nil {
		text += "\x1f" + strings.Join(slices.Sorted(slices.Values(s.Login.Bindings)), "\x1e")
	}
	return text
}

// bound is the data of a channel binding as the server has it, or false when it does not take that one.
func (w *Wire) bound(s Script, name string) (string, bool) {
	if s.Login.Bindings != nil && !slices.Contains(s.Login.Bindings, name) {
		return "", false
	}
	state := w.Conn.(*tls.Conn).ConnectionState()
	switch {
	case name == "tls-exporter":
		data, err := state.ExportKeyingMaterial("EXPORTER-Channel-Binding", nil, 32)
		return string(data), err == nil
	case name == "tls-unique" && state.Version == tls.VersionTLS12:
		return string(state.TLSUnique), true
	case name == "tls-server-end-point":
		sum := sha256.Sum256(w.certificate) // an Authority signs by ECDSA with SHA-256
		return string(sum[:]), true
	}
	return "", false
}
