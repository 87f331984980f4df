package trust

import (
	"errors"
	"net/url"
)

// ErrBadLink means that a text is not a link that Vouch reads.
var ErrBadLink = errors.New("bad link")

// LinkKey is one device in a link.
type LinkKey struct {
	Device      uint32 // 0 in links that name none
	Fingerprint string
}

// Link is a parsed xmpp link.
type Link struct {
	JID        string
	Action     string // "" or lower case: "message", "trust-message", "join", ...
	Params     url.Values
	Keys       []LinkKey // keys to verify
	Encryption string    // of a trust message
	Distrust   []string  // fingerprints a trust message takes trust from
}

// URI makes a verification link.
func URI(jid string, keys []LinkKey) string { return "" }

// ParseLink reads a link.
func ParseLink(s string) (Link, error) { return Link{}, ErrBadLink }
