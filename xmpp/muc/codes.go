package muc

import (
	"slices"
	"strconv"

	"vouch/xmpp"
)

// The status codes (§15.6.2 and the registry). Of those that say who sees what none is to be relied on: the room's disco info
// says what kind of room it is.
const (
	SeesAddresses    = 100 // everybody sees the occupants' real addresses
	ShowsUnavailable = 102
	HidesUnavailable = 103
	Reconfigured     = 104 // something of the configuration changed, such as who may enter
	Self             = 110 // the presence is our own
	Logged           = 170 // what is said is kept, where others can read it or not
	NotLogged        = 171
	NonAnonymous     = 172
	SemiAnonymous    = 173
	FullyAnonymous   = 174 // no longer registered
	NewRoom          = 201 // it was made by our entering
	NickAssigned     = 210 // the room chose another nickname
	WasBanned        = 301
	WasRenamed       = 303
	WasKicked        = 307
	LostAffiliation  = 321 // and the room is for members only
	BecameClosed     = 322 // for members only, and who left is none
	ShutsDown        = 332
	HadFault         = 333 // of their connection, as far as the room can tell
)

// Codes are the status codes of a stanza, up to 20.
type Codes []int

// Has tells whether code is among them.
func (c Codes) Has(code int) bool { return slices.Contains(c, code) }

// AskAgain tells whether the room may be another than its disco info said so far.
func (c Codes) AskAgain() bool {
	return slices.ContainsFunc(c, func(code int) bool {
		switch code {
		case ShowsUnavailable, HidesUnavailable, Reconfigured, Logged, NotLogged, NonAnonymous, SemiAnonymous, FullyAnonymous, BecameClosed:
			return true
		}
		return false
	})
}

// codesOf reads the codes of an x of NSUser.
func codesOf(x xmpp.Element) (c Codes) {
	for _, child := range x.Children() {
		if child.Name.Space != NSUser || child.Name.Local != "status" || len(c) == maxCodes {
			continue
		}
		if text := child.Attr("code"); len(text) == 3 {
			if code, err := strconv.ParseUint(text, 10, 16); err == nil && !c.Has(int(code)) {
				c = append(c, int(code))
			}
		}
	}
	return c
}

// said is the x of NSUser among children. With more than one none is the room's for sure, and there is none.
func said(children []xmpp.Element) (x xmpp.Element, ok bool) {
	for _, child := range children {
		if child.Name.Space != NSUser || child.Name.Local != "x" {
			continue
		}
		if ok {
			return xmpp.Element{}, false
		}
		x, ok = child, true
	}
	return x, ok
}
