package imports

import "time"

// Account is an account of the other program.
type Account struct {
	JID      string // bare, "" for rows whose account was not kept
	Disabled bool   // it was there, and not in use
	Counts
}

// Counts are how much there is, as far as the program's own tables tell before the rows are read.
type Counts struct {
	Messages int
	Files    int
	Others   int // calls and changes of status, which are not brought along
}

func (c *Counts) add(d Counts) {
	c.Messages += d.Messages
	c.Files += d.Files
	c.Others += d.Others
}

// Kind is what a chat is: a stable word.
type Kind string

// The kinds of chats.
const (
	Contact Kind = "contact"
	Room    Kind = "room"
	Private Kind = "private" // with somebody in a room
)

// Place names a chat.
type Place struct {
	Account string // bare, or ""
	With    string // bare: of the contact, or of the room
	Nick    string // Private: with whom
	Kind    Kind
}

// Chat is a chat of the other program.
type Chat struct {
	Place
	Closed     bool       // it was not shown there; what was written stays
	Encryption Encryption // what was set for it, Unknown where the program does not keep that beside the history
	Counts
}

// Encryption is by what something was encrypted: a stable word.
type Encryption string

// The encryptions.
const (
	Clear   Encryption = "clear"
	OMEMO   Encryption = "omemo"
	PGP     Encryption = "pgp"
	OTR     Encryption = "otr"
	Unknown Encryption = "" // or another one
)

// Level is what was decided about a key: a stable word.
type Level string

// The levels.
const (
	Verified Level = "verified"
	Trusted  Level = "trusted"
	Rejected Level = "rejected"
)

// Origin is how it came to a decision: a stable word.
type Origin string

// The origins.
const (
	ByHand   Origin = "hand"    // by the user
	ByItself Origin = "itself"  // by the program, which trusted the key when it saw it
	Unclear  Origin = "unclear" // the program keeps both as the same
)

// Decision is what the other program has about a key of somebody. It holds no key but the fingerprint.
type Decision struct {
	Account     string // bare, whose decision it is
	JID         string // bare, whose key it is
	Device      uint32 // 0 where the program does not keep it
	Fingerprint string // 64 hex digits
	Level       Level
	Origin      Origin    // of Trusted: Dino and Conversations keep no difference
	Time        time.Time // when the key was last seen, zero where that is not known
	Inactive    bool      // the device was not on the list of its owner any more
	Unseen      bool      // verified, by a link or code, before the key itself was met
}
