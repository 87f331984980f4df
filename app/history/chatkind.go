package history

import "strings"

// ChatKind is what a chat is with. The chat, the address that is written to, the sender of a message and those who shall be
// able to read it are four different things; only for a contact they happen to be one JID.
type ChatKind string

// The kinds. A chat of 0.1.0 is one with a contact, or the notes to oneself.
const (
	ChatContact  ChatKind = "contact"  // one person, by bare JID
	ChatNotes    ChatKind = "notes"    // oneself: the account's own bare JID
	ChatGroup    ChatKind = "group"    // a private room (XEP-0045: members-only, non-anonymous), by its bare JID
	ChatChannel  ChatKind = "channel"  // any other room, by its bare JID
	ChatOccupant ChatKind = "occupant" // private messages with an occupant of a room, by the occupant's full JID
)

// Room tells whether messages of the chat are of type groupchat: the room hands them on to everybody in it.
func (k ChatKind) Room() bool { return k == ChatGroup || k == ChatChannel }

// kindOf is the kind of a chat that says none: one that 0.1.0 has made, or one that is begun by a message.
func (s *Store) kindOf(jid string) ChatKind {
	if jid == s.account {
		return ChatNotes
	}
	if strings.Contains(jid, "/") {
		return ChatOccupant
	}
	return ChatContact
}
