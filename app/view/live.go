package view

import (
	"maps"
	"time"

	"vouch/app/fault"
	"vouch/app/files/aesgcm"
)

// Live is the published copy of an account's state, a struct for each part. The account changes it and others read it under
// the account's lock; a snapshot is made from a Copy. Maps that are marked as replaced are never changed.
type Live struct {
	Conn     Conn
	Settings Settings
	Server   Server
	Archive  Archive
	People   People
	Keys     Keys
	Rooms    Rooms
	Moves    map[string]Move // by row: files on their way
}

// Move is how far a file is.
type Move struct{ Done, Of int64 } // bytes; Of is -1 where nobody knows

// Conn is the connection.
type Conn struct {
	State       ConnState
	Err         *fault.Error // why there is none
	LoginBefore string       // with KindDowngrade: the mechanism that the server offered before, or ""
	Retry       time.Time    // of the next try; zero: none is due
	Resource    string
	Resumed     bool // the stream goes on where an earlier one was cut
}

// Settings are those of the account's settings that are shown.
type Settings struct {
	Enabled    bool
	Proxy      string
	Privacy    Privacy
	Show       Show     // our own presence
	Words      string   // its status
	IdleAfter  int      // minutes
	Highlights []string // replaced
	Unasked    int      // megabytes
	Keep       int      // days for which messages are kept; 0 for ever
}

// Server is what our server offers.
type Server struct {
	Blocks     bool   // a block list (XEP-0191)
	Reports    bool   // to take reports (XEP-0377)
	Invitation string // link of the last invitation that it or we made
	InvitePage string // the same as a web page; "" for none
	Files      Files
}

// Files says whether a server takes files (XEP-0363 v1.2.0 §3).
type Files struct {
	State FilesState
	Limit int64 // bytes of a file as they go over the wire; 0 where the server does not say
}

// FilesState is what is known about whether a server takes files.
type FilesState string

// What is known, as the control socket names it.
const (
	FilesUnknown FilesState = ""
	FilesNone    FilesState = "none"
	FilesOffered FilesState = "offered"
)

// Takes tells whether nothing is known against a file of so many bytes in clear. What is encrypted is a tag larger.
func (f Files) Takes(size int64, encrypted bool) bool {
	if encrypted {
		size += aesgcm.TagSize
	}
	return f.State != FilesNone && (f.Limit == 0 || size <= f.Limit)
}

// Archive is the archive's state.
type Archive struct {
	None       bool // our server keeps none for us
	CatchingUp bool
	Prefs      *ArchivePrefs         // nil: it does not say; replaced
	Older      map[string]OlderState // by chat: a page under way, or why it failed
}

// OlderState is what a window is told of a fetch.
type OlderState struct {
	Loading bool
	Kind    fault.Kind // why it failed, or ""
}

// People is what is known of other people.
type People struct {
	Presence map[string]map[string]Seen // bare JID → resource; the inner maps are replaced
	Asks     map[string]bool            // contacts that ask to see our presence
	Typing   map[string]time.Time       // contacts that write, since when; replaced
	Faces    map[string]*Picture        // by bare JID
	Nicks    map[string]string          // by bare JID: what they call themselves
	Profiles map[string]*Profile        // by bare JID, once looked up
}

// Keys is the state of keys and device lists.
type Keys struct {
	ListAlert bool               // something else writes our device list
	Refusals  map[string]Refusal // by JID: why questions about keys got no answer; replaced
}

// Refusal is why a question about somebody's keys brought nothing.
type Refusal struct {
	Kind fault.Kind
	Said string // by the server, for the curious
}

// NewLive is the state of an account that has never been online.
func NewLive(settings Settings) Live {
	return Live{
		Conn:     Conn{State: StateOffline},
		Settings: settings,
		Archive:  Archive{Older: map[string]OlderState{}},
		Rooms:    Rooms{},
		Moves:    map[string]Move{},
		People: People{
			Presence: map[string]map[string]Seen{}, Asks: map[string]bool{},
			Faces: map[string]*Picture{}, Nicks: map[string]string{}, Profiles: map[string]*Profile{},
		},
	}
}

// Copy is a Live that does not change any more. It is called under the lock of the account, and copies the outer maps alone,
// so that the lock is held shortly.
func (l *Live) Copy() Live {
	out := *l
	out.Archive.Older, out.Rooms, out.Moves = maps.Clone(l.Archive.Older), maps.Clone(l.Rooms), maps.Clone(l.Moves)
	p := &out.People
	p.Presence, p.Asks = maps.Clone(p.Presence), maps.Clone(p.Asks)
	p.Faces, p.Nicks, p.Profiles = maps.Clone(p.Faces), maps.Clone(p.Nicks), maps.Clone(p.Profiles)
	return out
}

// Began forgets what held for the stream before: presences and chat states come anew.
func (p *People) Began() { p.Presence, p.Typing = map[string]map[string]Seen{}, nil }

// TypingFades is after how long without another word nobody believes that a contact still writes.
const TypingFades = 40 * time.Second

// Writes tells whether a contact is writing now.
func (p *People) Writes(who string, now time.Time) bool {
	since := p.Typing[who]
	return !since.IsZero() && now.Sub(since) < TypingFades
}

// OlderOf is how the fetch of older messages of a chat goes.
func (ar *Archive) OlderOf(who string) (Older, fault.Kind) {
	switch now := ar.Older[who]; {
	case now.Loading:
		return OlderLoading, ""
	case ar.None:
		return OlderNone, ""
	case now.Kind != "":
		return OlderFailed, now.Kind
	}
	return OlderUnknown, ""
}
