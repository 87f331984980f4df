package imports

import (
	"fmt"
	"log/slog"
	"time"
)

// Bounds of what one row gives.
const (
	MaxBody      = 1 << 20 // bytes of a text; what is longer is cut there
	MaxQuoted    = 1000    // characters of a quoted text
	MaxEarlier   = 100     // earlier texts, the newest ones
	MaxReactions = 1000    // who reacted
	MaxEmojis    = 32      // of one
)

// Message is a text or a file.
type Message struct {
	Chat Place
	Row  string // names it in its source, the same whenever it is read: the key of an import
	Sender
	Time       time.Time     // UTC; zero where the source has none that can be
	Resolution time.Duration // of Time: a second or less
	IDs
	Encryption Encryption
	Key        string // fingerprint of the device that encrypted it, 64 hex digits, or ""
	Text
	State  State // of own ones
	Marks  Marks
	Change *Change // its text was changed
	About  About
}

// Sender is who wrote a message.
type Sender struct {
	Own      bool
	Nick     string // in a room
	Real     string // in a room: bare JID, where it is known
	Occupant string // in a room: the id that the room gives (XEP-0421), where it was kept
}

// IDs name a message on the network.
type IDs struct {
	ID      string // origin id or id attribute; of a corrected one the first, "" where it was not kept
	Archive string // in the archive of the account, of a room in the room's; "" where it is not sure
}

// Text is what a message says.
type Text struct {
	Body    string // without the quotation of a reply where its place is known; "" of files, of unreadable and of retracted ones
	Subject string
	File    *File
	Cut     bool // the body was longer than MaxBody
}

// Marks are things that are true of a message.
type Marks struct {
	Unreadable bool // the program could not decrypt it: there is no text
	Hidden     bool // the program did not show it: its sender's device was not trusted
}

// Change is how a text was changed.
type Change struct {
	ID      string    // of the last correction, "" where it was not kept
	Archive string    // of the last correction
	Time    time.Time // of the last correction, zero where it was not kept
	Earlier []Version // oldest first; empty where the program keeps the newest text alone
	By      string    // of a retraction: bare JID or nickname, of whom it was taken back
	Gone    bool      // it was taken back
	Reason  string    // of a moderator
}

// Version is an earlier text.
type Version struct {
	Body string
	ID   string    // "" where it was not kept
	Time time.Time // zero where it was not kept
}

// About is what hangs on a message.
type About struct {
	Reply     *Reply
	Reactions []Reaction
	Error     string // why an own one failed, in the other side's words
}

// Reply is what a message answers.
type Reply struct {
	Row    string // Message.Row of it, "" where it is not there
	ID     string // its id: in a room the one that the room gave
	From   string // JID, or ""
	Quoted string // of its text, at most MaxQuoted characters, "" where it is not there
}

// Reaction is what somebody reacted with.
type Reaction struct {
	Sender
	From   string // bare JID, of Own the account; in a room "" where it is not known
	Emojis []string
	Time   time.Time // zero where it was not kept
}

// File is a file that was sent.
type File struct {
	Path          string // where it lies on this machine, "" where it does not
	Name          string // the last part of a name, for people: no path
	Type          string // MIME type, as the program has it
	Size          int64  // bytes, 0 where it is not known
	Width, Height int    // pixels, 0 where they are not known
	Links         []Link // where it was
}

// State is what is known about where an own message is: a stable word.
type State string

// The states. What was never sent is Failed: it must not be sent now.
const (
	Sent      State = "sent"
	Delivered State = "delivered"
	Read      State = "read"
	Failed    State = "failed"
)

// LogValue has no word of what was written.
func (m Message) LogValue() slog.Value {
	return slog.GroupValue(slog.String("account", m.Chat.Account), slog.String("peer", m.Chat.With), slog.String("row", m.Row),
		slog.Int("length", len(m.Body)))
}

// row names a row of a table.
func row(table string, id int64) string { return fmt.Sprintf("%s %d", table, id) }
