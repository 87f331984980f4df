package export

import (
	"context"
	"errors"
	"io"
	"iter"
	"time"
)

// Chat is a chat that is to be written.
type Chat struct {
	Account  string                    `json:"account"`
	JID      string                    `json:"jid"`
	Name     string                    `json:"name"` // for people
	Kind     string                    `json:"kind"` // contact, notes, group, channel or occupant
	Messages iter.Seq2[Message, error] `json:"-"`    // oldest first; an error ends the export
}

// Message is a row of a chat. Its tags are the fields of the JSON lines, whose names and meanings stay (assets/docs/export.md).
// Words of a Vouch that is newer than its reader may be added to those named here.
type Message struct {
	ID          string     `json:"id"`
	Time        time.Time  `json:"time"`
	From        string     `json:"from"`
	Name        string     `json:"name"` // of From, for people
	Own         bool       `json:"own,omitempty"`
	Kind        string     `json:"kind"` // text, notice, unreadable or other
	Notice      string     `json:"notice,omitempty"`
	About       string     `json:"about,omitempty"`
	By          string     `json:"by,omitempty"`
	Count       int        `json:"count,omitempty"`
	Subject     string     `json:"subject,omitempty"`
	Text        string     `json:"text,omitempty"`
	Encrypted   bool       `json:"encrypted"`
	InClear     bool       `json:"in_clear,omitempty"` // it came in clear although the chat was encrypted
	Device      uint32     `json:"device,omitempty"`
	Fingerprint string     `json:"fingerprint,omitempty"`
	Trust       string     `json:"trust,omitempty"` // in the key of the device when it came
	State       string     `json:"state,omitempty"`
	Error       string     `json:"error,omitempty"`
	Edited      time.Time  `json:"edited,omitzero"`
	Earlier     []Version  `json:"earlier,omitempty"`
	Reactions   []Reaction `json:"reactions,omitempty"`
	Reply       *Reply     `json:"reply,omitempty"`
	Retracted   time.Time  `json:"retracted,omitzero"`
	RetractedBy string     `json:"retracted_by,omitempty"`
	File        *File      `json:"file,omitempty"`
}

// Version is a text that a message had before.
type Version struct {
	Text string    `json:"text"`
	Time time.Time `json:"time"`
}

// Reaction is what one person has for a message.
type Reaction struct {
	From  string    `json:"from"`
	Name  string    `json:"name"`
	Emoji []string  `json:"emoji"`
	Time  time.Time `json:"time"`
}

// Reply is the message that another one answers, as far as it is known.
type Reply struct {
	ID   string `json:"id,omitempty"`   // "" where it is not here: then Text is what the answer quotes
	From string `json:"from,omitempty"` // "" where it is not here
	Name string `json:"name,omitempty"`
	Text string `json:"text,omitempty"` // its first line
}

// File is the file of a message.
type File struct {
	Name   string `json:"name"`
	Size   int64  `json:"size,omitempty"` // bytes; 0 where nobody knows
	State  string `json:"state"`
	Width  int    `json:"width,omitempty"`
	Height int    `json:"height,omitempty"`
	Length int64  `json:"length_ms,omitempty"` // of sound
	URL    string `json:"url,omitempty"`       // of one that is not encrypted there
	Path   string `json:"path,omitempty"`      // in the folder of the chat, with slashes; Write sets it

	// Open opens it in clear, and says how many bytes it has. ErrNotHere: it cannot be had, and the export goes on without it. It is
	// nil for a file that is not here.
	Open func(context.Context) (io.ReadCloser, int64, error) `json:"-"`
}

// ErrNotHere is returned by File.Open for a file that is not on this computer, or is damaged.
var ErrNotHere = errors.New("the file is not here")
