package export

import "io"

// printer writes what one form has. What it writes to keeps the first error.
type printer interface {
	// index is the name of the file that lists the chats.
	index() string
	// ending is that of the names of pages, with its dot.
	ending() string
	// pages tells whether a chat has several; else one takes all its messages.
	pages() bool
	begin(s *sheet, p page)
	// message writes a message; newDay says that it is the first of its day on the page. Errors are of reading a file.
	message(s *sheet, m *Message, newDay bool, a attached) error
	// end is told the file of the page that follows, or "".
	end(s *sheet, p page, next string)
	list(s *sheet, chats []written)
}

// page is a file of messages.
type page struct {
	Chat     Chat
	File     string // in the folder of the chat
	Before   string // the file of the page before, or ""
	Year     int    // of the first message
	Part     int    // 1 for the first page of the year
	Messages int
}

// written is a chat that was written.
type written struct {
	chat     Chat
	dir      string // its folder, "" before the first message
	pages    []page
	messages int
}

// fileHere says where the file of a message is in the export.
type fileHere int

const (
	fileNone    fileHere = iota // the message has none
	fileInline                  // in the page
	fileBeside                  // in the folder
	fileAbsent                  // it was not here
	fileLeftOut                 // files do not come along
)

// attached is the file of a message as the page has it.
type attached struct {
	where   fileHere
	path    string        // of fileBeside, in the folder of the chat
	picture string        // media type of one that every browser draws, else ""
	program bool          // it may run when it is opened: nothing leads to it
	from    io.Reader     // of fileInline
	closer  io.ReadCloser // of fileInline
}

func (a attached) close() {
	if a.closer != nil {
		_ = a.closer.Close() // it was only read
	}
}
