package app

import (
	"slices"
	"strings"
	"testing"
)

func TestMentionsAreWords(t *testing.T) {
	for _, row := range []struct {
		text, nick string
		want       bool
	}{
		{"Nico, are you there?", "nico", true},
		{"unicode is not nico's fault", "nico", true},
		{"unicode", "nico", false},
		{"panico", "nico", false},
		{"nicotine", "nico", false},
		{"Grüße, Änne!", "änne", true},
		{"anything", "", false},
		{"", "nico", false},
	} {
		if got := mentions(row.text, row.nick); got != row.want {
			t.Errorf("%q names %q: %v", row.text, row.nick, got)
		}
	}
}

// The user is named by the account, the nickname and the words that they have set; not by what a message quotes.
func TestWhatNamesTheUser(t *testing.T) {
	a := knowsRoom(t)
	a.cfg.Highlights = []string{"night watch", "C++"}
	for text, want := range map[string]bool{
		"Alice?": true, "the Night Watch begins": true, "I write C++, mostly": true, "knight watch": false, "night watchman": false,
		"> alice, do you come?\nI do": false, "> do you come?\nalice does": true, "a > alice": true, "nobody": false,
	} {
		if got := a.isNamed(someRoom, text); got != want {
			t.Errorf("%q names the user: %v", text, got)
		}
	}
}

func TestWordsThatNameTheUserAreBounded(t *testing.T) {
	long := strings.Repeat("ä", maxHighlight)
	many := strings.Split(strings.Repeat("x ", maxHighlights), " ")
	for i := range many {
		many[i] = strings.Repeat("w", i+1)
	}
	for _, row := range []struct {
		name        string
		given, want []string
		wrong       bool
	}{
		{"none", nil, []string{}, false},
		{"as they were typed", []string{"tide", " night  watch ", "", "  "}, []string{"tide", "night watch"}, false},
		{"twice", []string{"Tide", "tide"}, []string{"Tide"}, false},
		{"the longest", []string{long}, []string{long}, false},
		{"too long", []string{long + "ä"}, nil, true},
		{"a comma", []string{"a,b"}, nil, true},
		{"as many as may be", many[:maxHighlights], many[:maxHighlights], false},
		{"too many", many[:maxHighlights+1], nil, true},
	} {
		got, err := highlightsOf(row.given)
		if (err != nil) != row.wrong || !slices.Equal(got, row.want) || row.wrong && KindOf(err) != KindInvalid {
			t.Errorf("%s: %q, %v", row.name, got, err)
		}
	}
}
