package app

import (
	"time"

	"vouch/app/history"
	"vouch/xmpp/mam"
)

// archive is the account's archive (XEP-0313), and how far it was read. What it offers is as it was said last: until a new
// stream has asked again, the answer of the one before holds.
type archive struct {
	kept       bool       // our server keeps one for us
	ids        bool       // stanza ids by our bare JID can be believed (XEP-0359)
	prefs      *mam.Prefs // its preferences, or nil
	catchingUp bool       // until all that was missed was fetched, or the archive is known to be absent
	page       *page      // asked for, or being taken in
	ahead      *page      // the one after it, asked for while it is taken in
	rooms      roomReads  // archives of rooms
	olders     []*older   // pages asked for before the first rows of chats, one after the other

	given     map[string]bool       // archive ids that this catch-up has had
	begun     map[string]bool       // by address of a device: its session began inside this catch-up
	order     map[string]*chatOrder // by chat
	anchor    history.Mark          // what came in live before it is in the archive's order
	unordered bool                  // what came since may not be
	span      keptSpan
}

// keptSpan bounds the stamps that are believed of what the server kept while we were away (stamps.go).
type keptSpan struct {
	heard  time.Time // when the last stanza came, on any stream
	before time.Time // the same, when this stream began
	since  time.Time // stamps from here on are believed; zero: none now
}

func newArchive() archive {
	return archive{rooms: roomReads{}, given: map[string]bool{}, begun: map[string]bool{}, order: map[string]*chatOrder{}}
}

// began marks the beginning of a stream.
func (ar *archive) began() { ar.span.before = ar.span.heard }

// ended forgets what was asked on the stream.
func (ar *archive) ended() {
	ar.page, ar.ahead, ar.span.since = nil, nil, time.Time{}
	ar.rooms.interrupted()
}
