package view

import "time"

// Presence of a contact, coarse.
type Presence string

// The presences a list can show.
const (
	PresenceUnknown Presence = ""
	PresenceOnline  Presence = "online"
	PresenceAway    Presence = "away"
	PresenceOffline Presence = "offline"
)

// Show is how somebody is available.
type Show string

// The shows (RFC 6121 §4.7.2.1); chat counts as available.
const (
	ShowAvailable Show = "available"
	ShowAway      Show = "away"
	ShowDND       Show = "dnd" // does not want to be disturbed
	ShowXA        Show = "xa"  // away for longer
)

// ShowOf is the Show of a presence's element; none stands for available.
func ShowOf(element string) Show {
	switch s := Show(element); s {
	case ShowAway, ShowDND, ShowXA:
		return s
	}
	return ShowAvailable
}

// Seen is what one client of a contact says about being there.
type Seen struct {
	Presence Presence
	Show     Show
	Status   string
	Idle     time.Time // since when it was not used, or zero
}

// PresenceOf is the best presence of a contact's resources, and the words that go with it; nothing is known while we are
// not online. Of equals the first by name counts, so that two looks see the same.
func (l *Live) PresenceOf(who string) Seen {
	if l.Conn.State != StateOnline {
		return Seen{}
	}
	best, by := Seen{Presence: PresenceOffline}, ""
	for resource, p := range l.People.Presence[who] {
		if better := rank(p) - rank(best); better > 0 || better == 0 && resource < by {
			best, by = p, resource
		}
	}
	return best
}

func rank(p Seen) int {
	if p.Presence == PresenceOffline {
		return 0
	}
	return map[Show]int{ShowXA: 1, ShowAway: 2, ShowDND: 3, ShowAvailable: 4}[p.Show]
}
