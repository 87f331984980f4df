package xmpp

import (
	"crypto"
	"crypto/tls"
	"crypto/x509"
	"net"
)

// The channel bindings there are, strongest first.
const (
	bindExporter = "tls-exporter"         // RFC 9266
	bindUnique   = "tls-unique"           // RFC 5929 §3, undefined under TLS 1.3
	bindEndPoint = "tls-server-end-point" // RFC 5929 §4
)

// channelBinding ties a login to the TLS connection it is made on: whoever stands in the middle has another connection with the
// server than we have with him, and his data differs (RFC 5056).
type channelBinding struct {
	name string
	data []byte
}

// bindingsOf are the bindings that conn allows, strongest first.
func bindingsOf(conn net.Conn) []channelBinding {
	secure, ok := conn.(*tls.Conn)
	if !ok {
		return nil
	}
	state := secure.ConnectionState()
	var all []channelBinding
	// Under TLS 1.2 this fails without the extended master secret, as RFC 9266 §4.2 wants it.
	if data, err := state.ExportKeyingMaterial("EXPORTER-Channel-Binding", nil, 32); err == nil {
		all = append(all, channelBinding{bindExporter, data})
	}
	if len(state.TLSUnique) > 0 { // never under TLS 1.3
		all = append(all, channelBinding{bindUnique, state.TLSUnique})
	}
	if len(state.PeerCertificates) > 0 {
		if data := endPoint(state.PeerCertificates[0]); data != nil {
			all = append(all, channelBinding{bindEndPoint, data})
		}
	}
	return all
}

// endPoint is the hash of the server's certificate, by the hash of its signature but never a broken one; nil where RFC 5929
// §4.1 defines none.
func endPoint(cert *x509.Certificate) []byte {
	hash := crypto.SHA256
	switch cert.SignatureAlgorithm {
	case x509.SHA384WithRSA, x509.SHA384WithRSAPSS, x509.ECDSAWithSHA384:
		hash = crypto.SHA384
	case x509.SHA512WithRSA, x509.SHA512WithRSAPSS, x509.ECDSAWithSHA512:
		hash = crypto.SHA512
	case x509.PureEd25519, x509.UnknownSignatureAlgorithm:
		return nil
	}
	h := hash.New()
	h.Write(cert.Raw)
	return h.Sum(nil)
}

// named is the first binding with one of the names.
func named(have []channelBinding, names ...string) (channelBinding, bool) {
	for _, b := range have {
		for _, name := range names {
			if b.name == name {
				return b, true
			}
		}
	}
	return channelBinding{}, false
}
