// Package timeline is the list of messages: rows in, scroll and click events out. It knows no service and no words.
//
// The list is anchored: its position is a row and the place of that row's top edge, never an offset into the whole, so
// rows that come in above do not move what is on the screen. Only visible rows exist as widgets; heights are measured
// when they are needed and kept by row pointer until width or text size change. All of it belongs to the main goroutine.
package timeline

import (
	"image"

	"vouch/ui/draw"
)

// Kind is the kind of a row.
type Kind int

// The kinds of rows.
const (
	Bubble Kind = iota // a message
	Card               // a row by the program: a card with a coloured edge, which no bubble has
	Day                // the day that begins
	Line               // a line across, above what is new
	Note               // a quiet row by the program: Icon, Text and the first action
	Gap                // what is missing between two rows: Icon and Text, as quiet
	Head               // stands above all rows: what is known of older ones, Icon, Text and the first action
)

// mark says whether a row only divides others: it is no stop for the keyboard and has no menu.
func (k Kind) mark() bool { return k == Day || k == Line || k == Gap || k == Head }

// stop says whether the keyboard stops at a row. What stands above all is one where it can do something.
func (r *Row) stop() bool { return !r.Kind.mark() || r.Kind == Head && r.Actions[0].Act != "" }

// Lock is the lock beside the time of a Bubble.
type Lock int

// The locks: none, closed and quiet for what was encrypted, open and red for what was not.
const (
	NoLock Lock = iota
	Closed
	Open
)

// side is the side of a lock at normal text.
func (l Lock) side() float32 {
	switch l {
	case Closed:
		return 12
	case Open:
		return 13
	}
	return 0
}

// Row is what one row shows. It is not changed once it was given to a List; a row that looks different is another Row
// with the same ID.
type Row struct {
	ID   string // unique in a list
	Kind Kind
	Text string // of a Bubble, Day, Line, Note, Gap or Head

	Stands        bool        // Text of a Bubble is the program's, for a message that has none to show: it is drawn as quietly
	Own, Outlined bool        // of a Bubble: at the right; with a border in the colour of danger instead of a ground
	First, Last   bool        // of a Bubble: in its group
	Name, JID     string      // of the avatar beside the last Bubble of a group of others; JID is what its colour is made from
	Sender        string      // above the first Bubble of a group of others, in the colour of JID; "" in a chat of two
	SenderMark    draw.Token  // beside it: the trust in the device that it came from, or ""
	Picture       image.Image // of it; nil for a letter. The same picture is the same pointer
	Time          string
	Tip           string     // words that the pointer brings up over the time, or ""
	Mark          string     // icon of the delivery, or ""
	MarkColor     draw.Token // its colour
	Lock          Lock       // beside the time
	More          string     // word of the action ActMore, or "" when the text is whole
	Reacts        string     // below a Bubble: the reactions to it
	ReactsTip     string     // who has them
	Quote         string     // line above a Bubble: what it answers; ActQuote goes there
	Whole         string     // the whole text, when Text is only the beginning
	Album         *Album     // of a Bubble: the pictures in the place of Text, or nil
	Voice         Voice      // of a Bubble: the sound in the place of Text, where it has a length

	Icon, Title, Detail string     // of a Card, with a tab before lines of Detail in letters of one width; a Note, a Gap and a Head have only the icon
	Edge                draw.Token // its colour

	FootIcon  string // below a Bubble, or ""
	Foot      string
	FootColor draw.Token
	Actions   [3]Action // words below a Bubble, buttons of a Card
}

// Action is something that a row offers. Act is given back to Events.Act.
type Action struct {
	Act, Icon, Word string
	Quiet           bool // of a Card: a word only
}

// ActMore is the action that shows the whole text; the list sees to it itself.
const ActMore = "more"

// ActQuote is the action of the line above a Bubble.
const ActQuote = "quote"

// marks are the sizes of the icons of delivery.
var marks = map[string][2]float32{
	"pending": {14, 12}, "sent": {13, 12}, "delivered": {18, 12}, "read": {22, 12}, "warn": {14, 14},
}
