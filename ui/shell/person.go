package shell

import "strings"

// ColourKey is what the colour of a person's name is made from (XEP-0392 v1.0.1 §5.1): the bare JID or, in a room where that is not
// known, the occupant id, or the nickname. From is as in view.Row: without a JID it is a place in the room.
func ColourKey(from, occupant, nick string) string {
	switch {
	case from != "" && !strings.Contains(from, "/"):
		return from
	case occupant != "":
		return occupant
	}
	return nick
}
