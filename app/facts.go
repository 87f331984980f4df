package app

import (
	"time"

	"vouch/crypto"
)

// facts is all that holds for one stream: what was asked, told and seen on it. A new stream replaces it whole; a resumed
// one keeps it.
type facts struct {
	rostered       bool // the roster was fetched and presence shown
	discovered     bool // features of our account (disco#info) were fetched, and carbons enabled
	keysSet        bool // own bundle and device list were made or checked
	placed         bool // it is known where our server takes files, or that it takes none
	placeAsked     bool // that is being asked
	displayedRead  bool // the items of the XEP-0490 node were read
	watched        bool // somebody looks at a window: the pictures of rooms are fetched
	displayedSized bool // max_items of the XEP-0490 node was configured (ejabberd refuses it in publish-options)

	lists  map[string]time.Time    // by JID: when its device list was read, or its PEP event came
	healed map[crypto.Address]bool // sessions begun anew; true while that waits for the end of the catch-up
	typed  map[string]typingOut    // by chat: the last chat state sent (XEP-0085)
}

func newFacts() facts {
	return facts{
		lists: map[string]time.Time{}, healed: map[crypto.Address]bool{}, typed: map[string]typingOut{},
	}
}
