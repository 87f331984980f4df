package shell

import "testing"

func TestTheSamePersonHasTheSameColour(t *testing.T) {
	for _, c := range []struct{ name, from, occupant, nick, want string }{
		{"a contact", "bob@example.org", "", "Bob", "bob@example.org"},
		{"a member of a group", "bob@example.org", "0c4b", "Bobby", "bob@example.org"},
		{"an occupant with an id", "tea@rooms.example.org/Bob", "0c4b", "Bob", "0c4b"},
		{"an occupant without one", "tea@rooms.example.org/Bob", "", "Bob", "Bob"},
		{"in a list of people", "", "", "Bob", "Bob"},
	} {
		if got := ColourKey(c.from, c.occupant, c.nick); got != c.want {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}
