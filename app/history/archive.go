package history

import "time"

// Archive is how much of an archive on a server is here: the account's, or that of a room.
type Archive struct {
	Begun   bool      `json:"begun"`            // the first sign-in has set the cursor
	Cursor  string    `json:"cursor,omitempty"` // archive id of the newest message taken in; "" for an empty archive
	At      time.Time `json:"at"`               // its stamp
	KeepOwn bool      `json:"own,omitempty"`    // the server has been seen to archive what we send
	Back    *Back     `json:"back,omitempty"`   // the first sign-in's fetch of what came before, while it is under way
	Since   time.Time `json:"since"`            // the first sign-in of this device
	Gaps    []Gap     `json:"gaps,omitempty"`   // times of which the server no longer has what is not here, oldest first
}

// Gap is a time between two messages of the archive, the last one taken in before and the first one after.
type Gap struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// mostGaps are kept, so that a server that forgets at every stream cannot make the place grow without end.
const mostGaps = 32

// AddGap notes a gap. One that begins where the newest begins is the same gap, which has grown.
func (a *Archive) AddGap(g Gap) {
	if n := len(a.Gaps); n > 0 && a.Gaps[n-1].From.Equal(g.From) {
		a.Gaps[n-1] = g
		return
	}
	a.Gaps = append(a.Gaps, g)
	a.Gaps = a.Gaps[max(0, len(a.Gaps)-mostGaps):]
}

// Back is a fetch backwards.
type Back struct {
	Before string    `json:"before"` // archive id
	Start  time.Time `json:"start"`  // how far back
	Left   int       `json:"left"`   // messages
}

// Mark is a place in the archive: a message that the server took in later comes after it.
type Mark struct {
	ID string    `json:"id"` // archive id; "" before the first message
	At time.Time `json:"at"` // its stamp
}

// Mark is the place up to which everything is here.
func (a Archive) Mark() Mark { return Mark{a.Cursor, a.At} }

var bktMeta = []byte("meta")
var keyArchive = []byte("archive")

// Archive gives the place in the archive of a bare JID, the account's own or that of a room; the zero Archive before
// anything was read of it.
func (s *Store) Archive(of string) (Archive, error) {
	var a Archive
	key := s.archiveKey(of)
	stored := s.get(bktMeta, key)
	if stored == nil {
		return a, nil
	}
	return a, s.open(s.seal, bktMeta, key, stored, &a)
}

// PutArchive writes it back.
func (s *Store) PutArchive(of string, a Archive) error {
	return s.putSealed(s.seal, bktMeta, s.archiveKey(of), a)
}

// archiveKey is the key that 0.1.0 knew for the account's own archive, and a name beside it for any other.
func (s *Store) archiveKey(of string) []byte {
	if of == s.account {
		return keyArchive
	}
	name := s.seal.Name("archive of", of)
	return append([]byte("archive:"), name[:]...)
}
