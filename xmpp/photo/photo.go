// Package photo implements XEP-0153: vCard-Based Avatars.
package photo

import (
	"strings"

	"vouch/xmpp"
	"vouch/xmpp/avatar"
)

// NS is the namespace of XEP-0153 v1.1.1.
const NS = "vcard-temp:x:update"

// Of is what a presence says about the picture in its sender's vCard: its SHA-1, or "" for none. told is false when it says
// nothing, or nothing that can be a hash.
func Of(p *xmpp.Presence) (hash string, told bool) {
	x, ok := xmpp.Find(p.Children, NS, "x")
	if !ok {
		return "", false
	}
	e, ok := x.Child(NS, "photo")
	if !ok {
		return "", false // its client does not know yet (XEP-0153 v1.1.1 §3.1)
	}
	hash = strings.ToLower(strings.TrimSpace(e.Text()))
	return hash, hash == "" || avatar.IsID(hash)
}
