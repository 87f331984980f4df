package app

import (
	"time"

	"vouch/trust"
)

// live is the published copy of an account's state, a struct for each part. Others read it under the account's mu. Maps
// that are marked as replaced are never changed; the others are changed under mu.
type live struct {
	conn     liveConn
	settings liveSettings
	server   liveServer
	archive  liveArchive
	people   livePeople
	keys     liveKeys
}

// liveConn is the connection.
type liveConn struct {
	state    ConnState
	err      *Error    // why there is none
	retry    time.Time // of the next try; zero: none is due
	resource string
	resumed  bool // the stream goes on where an earlier one was cut
}

// liveServer is what our server offers.
type liveServer struct {
	blocks  bool             // a block list (XEP-0191)
	reports bool             // to take reports (XEP-0377)
	invited InvitationRecord // the last invitation that it made
}

// liveArchive is the archive's state.
type liveArchive struct {
	none       bool // our server keeps none for us
	catchingUp bool
	prefs      *ArchivePrefs         // nil: it does not say; replaced
	older      map[string]olderState // by chat: a page under way, or why it failed
}

// livePeople is what is known of other people.
type livePeople struct {
	presence map[string]map[string]presenceOf // bare JID → resource
	asks     map[string]bool                  // contacts that ask to see our presence
	typing   map[string]time.Time             // contacts that write, since when; replaced
	faces    map[string]*Picture              // by bare JID
	nicks    map[string]string                // by bare JID: what they call themselves
	profiles map[string]*Profile              // by bare JID, once looked up
}

// liveKeys is the state of keys and device lists.
type liveKeys struct {
	listAlert bool                 // something else writes our device list
	refusals  map[string]keyAnswer // by JID: why questions about keys got no answer; replaced
}

type presenceOf struct {
	presence Presence
	show     Show
	status   string
	idle     time.Time // since when it was not used, or zero
}

func newLive(cfg trust.Account) live {
	return live{
		conn:     liveConn{state: StateOffline},
		settings: settingsOf(cfg),
		archive:  liveArchive{older: map[string]olderState{}},
		people: livePeople{
			presence: map[string]map[string]presenceOf{}, asks: map[string]bool{},
			faces: map[string]*Picture{}, nicks: map[string]string{}, profiles: map[string]*Profile{},
		},
	}
}

// began forgets what held for the stream before: presences and chat states come anew.
func (p *livePeople) began() { p.presence, p.typing = map[string]map[string]presenceOf{}, nil }
