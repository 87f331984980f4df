package history

// Kind says of a row whether somebody has said something in it, and else why it is there.
type Kind string

// The kinds.
const (
	KindText       Kind = "text"
	KindNotice     Kind = "notice"     // written by the program, about the chat; Notice says what
	KindUnreadable Kind = "unreadable" // a message that could not be read
	KindOther      Kind = "other"      // something for the user that is no text; Notice says what
)

// Said tells whether a row of that kind holds what its sender has said. Only of such a row others can say more: that it has
// arrived or was read, a reply to it, a reaction, another text in its place, or that it is taken back.
func (k Kind) Said() bool { return k == KindText }
