package export

import (
	"errors"
	"time"
)

// Form is how chats are written: a stable word.
type Form string

// The forms.
const (
	HTML     Form = "html"
	Markdown Form = "markdown"
	JSON     Form = "json"
)

// ErrForm is returned for another form.
var ErrForm = errors.New("unknown form")

// Bounds of what is written.
const (
	// PageMessages is how many messages a page has at most. HTML and Markdown begin another one with each year, too.
	PageMessages = 10_000
	// MostInline is how large a picture in an HTML page may be, in bytes; larger ones lie beside it.
	MostInline = 25 << 20
	// MostMissing is how many files that were not here are named. All are counted.
	MostMissing = 100
)

// Options say how and where to.
type Options struct {
	Form   Form
	Folder string // an existing one, in which a new one is made
	Name   string // of the new one, before its date; it is cleaned
	Files  bool   // files of the messages come along, where they are here
	Now    time.Time
	Zone   *time.Location    // by which days and years are told; nil for the local one
	Words  map[string]string // in the place of English ones, by the keys of package export; see Words
	Mark   func(path string) // notes of each file of a message that it came from another computer; may be nil

	disk disk // nil for the real one
}

// Result says what was written.
type Result struct {
	Path     string    // of the folder
	Chats    int       // with at least one message
	Messages int       // notices and the like included
	Files    int       // of messages, in pages or beside them
	Missing  int       // files that were not here
	Absent   []Missing // the first of them
}

// Missing is a file that was not here.
type Missing struct {
	Chat string // JID
	ID   string // of the message
	Name string
}

// zone is that of days and years.
func (o *Options) zone() *time.Location {
	if o.Zone == nil {
		return time.Local
	}
	return o.Zone
}
