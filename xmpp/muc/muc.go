// Package muc implements XEP-0045: Multi-User Chat.
//
// It builds what is sent to a room and reads what a room sends, and keeps nothing. A room speaks with two voices. From its
// bare address comes what the room itself says: notices, changes of affiliation, invitations. From that address with a nickname
// comes what an occupant says, of which only the presence bears the room's own words: what an occupant's message says in the
// namespaces here is somebody's claim, and is not read.
package muc

import (
	"errors"
	"fmt"
	"strings"

	"mellium.im/xmpp/jid"
)

// The namespaces of XEP-0045 v1.35.5.
const (
	NS      = "http://jabber.org/protocol/muc" // also the feature of services and rooms
	NSUser  = NS + "#user"
	NSAdmin = NS + "#admin"
	NSOwner = NS + "#owner"
)

// Bounds of what a room may make us keep.
const (
	MaxNick   = 1023 // bytes of a nickname (RFC 7622 §3.4)
	MaxStatus = 1024 // bytes of what somebody says about being there
	MaxItems  = 5000 // of a list

	maxReason   = 1024 // bytes of a reason, and of a password
	maxCodes    = 20   // status codes of one stanza
	maxSessions = 50   // items of one presence: devices that share a nickname
)

// ErrNick is a nickname that no room can take.
var ErrNick = errors.New("no possible nickname")

// Place is the address of somebody with that nickname in room. ErrNick.
func Place(room jid.JID, nick string) (jid.JID, error) {
	nick = strings.TrimSpace(nick)
	if nick == "" || len(nick) > MaxNick {
		return jid.JID{}, fmt.Errorf("%w: of %d bytes", ErrNick, len(nick))
	}
	place, err := room.Bare().WithResource(nick)
	if err != nil {
		return jid.JID{}, fmt.Errorf("%w: %w", ErrNick, err)
	}
	return place, nil
}

// cut bounds a text.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "")
}
