package history

import "time"

// Archive is how much of the account's archive on the server is here.
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

// Archive gives the account's place in its archive; the zero Archive before the first sign-in.
func (s *Store) Archive() (Archive, error) {
	var a Archive
	stored := s.get(bktMeta, keyArchive)
	if stored == nil {
		return a, nil
	}
	return a, s.open(s.seal, bktMeta, keyArchive, stored, &a)
}

// PutArchive writes it back.
func (s *Store) PutArchive(a Archive) error { return s.putSealed(s.seal, bktMeta, keyArchive, a) }
