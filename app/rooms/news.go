package rooms

import "vouch/app/history"

// News is what happened in a room that people are told of by a row of its chat. Nobody's coming and going is.
type News struct {
	Room string // bare
	Kind NewsKind
	Ours bool   // it happened to us
	Who  string // to whom, by bare JID; "" when nobody knows
	Nick string // to whom, or who set the subject, by nickname

	By      string // who did it, by bare JID; "" where the room does not tell
	ByNick  string // the same, by nickname
	Reason  string // in their words
	Instead string // another room to go to; nobody goes there by itself
	Subject string // "" when it was taken away
}

// NewsKind is what it is.
type NewsKind string

// The kinds. After those that are about us, from NewsKicked to NewsGone, we do not go back by ourselves.
const (
	NewsKicked    NewsKind = "kicked"
	NewsBanned    NewsKind = "banned"
	NewsRemoved   NewsKind = "removed"   // from the members
	NewsClosed    NewsKind = "closed"    // out, since the room became one for members only
	NewsDestroyed NewsKind = "destroyed" // the room
	NewsGone      NewsKind = "gone"      // there is no such room any more
	NewsAdded     NewsKind = "added"     // to the members
	NewsPublic    NewsKind = "public"    // a private room is none any more: nothing is encrypted for it
	NewsPrivate   NewsKind = "private"   // it has become private
	NewsSubject   NewsKind = "subject"
)

// outNews is what is told about why we are out.
func outNews(why history.OutReason) NewsKind {
	switch why {
	case history.OutKicked:
		return NewsKicked
	case history.OutBanned:
		return NewsBanned
	case history.OutRemoved:
		return NewsRemoved
	case history.OutClosed:
		return NewsClosed
	case history.OutDestroyed:
		return NewsDestroyed
	}
	return NewsGone
}
