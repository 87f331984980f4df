package history

import (
	"slices"
	"time"
)

// Reaction is what one person has for a message.
type Reaction struct {
	From  string    `json:"from"` // bare JID
	Emoji []string  `json:"emoji"`
	Time  time.Time `json:"time"`
}

// ReactionsOf are those of one person.
func (m *Message) ReactionsOf(who string) []string {
	for _, r := range m.Reactions {
		if r.From == who {
			return r.Emoji
		}
	}
	return nil
}

// React sets the reactions of a person; it is false, and changes nothing, when later ones are known. An empty set stays
// in mind too, or an earlier one could come back.
func (m *Message) React(who string, emoji []string, at time.Time) bool {
	i := slices.IndexFunc(m.Reactions, func(r Reaction) bool { return r.From == who })
	switch {
	case i >= 0 && at.Before(m.Reactions[i].Time):
		return false
	case i >= 0 && at.Equal(m.Reactions[i].Time) && slices.Equal(emoji, m.Reactions[i].Emoji):
		return false
	}
	next := slices.Clone(m.Reactions)
	if i < 0 {
		next = append(next, Reaction{})
		i = len(next) - 1
	}
	next[i] = Reaction{From: who, Emoji: slices.Clone(emoji), Time: at}
	m.Reactions = next
	return true
}
