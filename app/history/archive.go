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
	Gap     time.Time `json:"gap,omitzero"`     // before this, the server no longer had what we had not seen
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
