package rooms

import (
	"strings"

	"vouch/app"
	"vouch/ui/bidi"
	"vouch/ui/words"
)

// line is a line of the list: a heading, or somebody.
type line struct {
	heading string
	person  app.RoomPerson
}

// headings stand above those with an affiliation, by its word.
var headings = map[string]string{"owner": "people.owners", "admin": "people.admins", "member": "people.members", "none": "people.others", "outcast": "people.banned"}

// linesOf are people under the headings of their affiliations, in the order that they have, as far as they fit what was typed.
func linesOf(people []app.RoomPerson, typed string) (out []line) {
	last := ""
	for _, p := range people {
		if typed != "" && !fits(typed, p.Nick, p.JID) {
			continue
		}
		of := p.Affiliation
		if headings[of] == "" {
			of = "none"
		}
		if of != last {
			last = of
			out = append(out, line{heading: headingOf(of)})
		}
		out = append(out, line{person: p})
	}
	return out
}

func headingOf(affiliation string) string { return words.Tr(headings[affiliation]) }

// nameOf is what somebody is called: in the room or, where they are not there, by us.
func (w *Room) nameOf(p app.RoomPerson) string {
	if n := words.OneLine(p.Nick, words.NameRunes); n != "" {
		return n
	}
	return w.PersonName(p.JID)
}

// factsOf say how somebody stands to the room and how they are, in a line.
func factsOf(p app.RoomPerson) string {
	var said []string
	if p.Ours {
		said = append(said, words.Tr("people.you"))
	}
	if p.Ignored {
		said = append(said, words.Tr("people.ignored"))
	}
	if p.Role != "participant" {
		if w := words.RoleWord(p.Role); w != "" {
			said = append(said, w)
		}
	}
	for _, hat := range p.Hats {
		if hat = words.OneLine(hat, words.NameRunes); hat != "" {
			said = append(said, bidi.Isolate(hat))
		}
	}
	if !p.Here && p.Affiliation != "outcast" {
		said = append(said, words.Tr("people.away"))
	}
	if status := words.OneLine(p.Status, words.NameRunes); status != "" {
		said = append(said, bidi.Isolate(status))
	}
	if jid := words.OneLine(p.JID, 2*words.NameRunes); jid != "" {
		said = append(said, jid)
	}
	return strings.Join(said, " · ")
}
