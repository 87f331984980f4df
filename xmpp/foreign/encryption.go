package foreign

import (
	"strings"

	"vouch/xmpp"
	"vouch/xmpp/eme"
)

// encryptions are the elements of other encryptions, and what people call them.
var encryptions = map[[2]string]string{
	{"urn:xmpp:omemo:2", "encrypted"}:                        "OMEMO 2",
	{"urn:xmpp:omemo:1", "encrypted"}:                        "OMEMO 0.4",
	{"urn:xmpp:omemo:0", "encrypted"}:                        "OMEMO",
	{"urn:xmpp:openpgp:0", "openpgp"}:                        "OpenPGP (XEP-0373)",
	{"jabber:x:encrypted", "x"}:                              "PGP (XEP-0027)",
	{"urn:ietf:params:xml:ns:xmpp-e2e", "e2e"}:               "S/MIME (RFC 3923)",
	{"http://www.xmpp.org/extensions/xep-0200.html#ns", "c"}: "ESessions",
}

// OTR is the name of the encryption whose messages are their own text (XEP-0364 v0.3.2).
const OTR = "OTR"

// otr begins the text of a message under OTR (XEP-0364 v0.3.2); queries and errors, which people can read, begin otherwise.
const otr = "?OTR:"

// Encryption is the encryption of m that Vouch does not have, by the name that people know it by, at most 200 bytes.
//
// It is known by its own element or, in a message without a text, by what the sender says (XEP-0380 v0.4.0): such a hint
// beside a text only says how the sender would have liked to write.
func Encryption(m *xmpp.Message) (name string, ok bool) {
	for _, e := range m.Children {
		if name, ok := encryptions[[2]string{e.Name.Space, e.Name.Local}]; ok {
			return name, true
		}
	}
	if strings.HasPrefix(m.Body, otr) {
		return OTR, true
	}
	hint, ok := eme.Of(m)
	if !ok || hint.Namespace == "" {
		return "", false
	}
	held := false
	for _, e := range m.Children {
		held = held || e.Name.Space == hint.Namespace
	}
	if m.Body != "" && !held {
		return "", false
	}
	return named(hint), true
}

// named is what a hint calls an encryption: that of a known namespace by our name for it, else by the sender's.
func named(hint eme.Encryption) string {
	for key, name := range encryptions {
		if key[0] == hint.Namespace {
			return name
		}
	}
	if hint.Namespace == "urn:xmpp:otr:0" {
		return OTR
	}
	if name := strings.Join(strings.Fields(hint.Name), " "); name != "" {
		return cut(name, maxName)
	}
	return cut(hint.Namespace, maxName)
}
