package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vouch/trust"
)

// The bounds of the words that name the user beside the nickname.
const (
	maxHighlights = 20
	maxHighlight  = 50 // letters of one
)

// isNamed tells whether a text of somebody else in a room names the user: by the nickname there, the name of the account or one
// of the words that the user has set.
func (a *account) isNamed(room, text string) bool {
	text = unquoted(text)
	return slices.ContainsFunc(a.ownNames(room), func(name string) bool { return mentions(text, name) })
}

// ownNames are by what names the user may be called in a room.
func (a *account) ownNames(room string) []string {
	out := []string{a.addr.Localpart()}
	if place, in := a.rooms.Place(room); in {
		out = append(out, place.Resourcepart())
	}
	return append(out, a.cfg.Highlights...)
}

// unquoted is a text without the lines that it quotes (XEP-0393 v1.1.1 §5.1.3): those name whom they were written to.
func unquoted(text string) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, ">") {
			out.WriteString(line)
		}
	}
	return out.String()
}

// mentions tells whether a text names somebody by a nickname, as a word of its own.
func mentions(text, nick string) bool {
	text, nick = strings.ToLower(text), strings.ToLower(nick)
	for from := 0; nick != ""; {
		i := strings.Index(text[from:], nick)
		if i < 0 {
			return false
		}
		begin, end := from+i, from+i+len(nick)
		if !wordBefore(text[:begin]) && !wordAfter(text[end:]) {
			return true
		}
		from = end
	}
	return false
}

func wordBefore(text string) bool {
	r, _ := utf8.DecodeLastRuneInString(text)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

func wordAfter(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// setHighlights counts for what comes from now on.
func (s *Service) setHighlights(ctx context.Context, c SetHighlights) (Highlights, error) {
	words, err := highlightsOf(c.Words)
	if err != nil {
		return Highlights{}, err
	}
	return Highlights{words}, s.onLoop(ctx, c.Account, func(a *account) error {
		return a.configure(func(cfg *trust.Account) { cfg.Highlights = words })
	})
}

func (s *Service) highlights(ctx context.Context, of string) (out Highlights, err error) {
	err = s.onLoop(ctx, of, func(a *account) error {
		out.Words = append([]string{}, a.cfg.Highlights...)
		return nil
	})
	return out, err
}

// highlightsOf are the words that a person gave, each once. A comma parts them in the window, so that none may have one.
func highlightsOf(given []string) ([]string, error) {
	out := []string{}
	for _, text := range given {
		word := strings.Join(strings.Fields(text), " ")
		switch {
		case word == "" || slices.ContainsFunc(out, func(o string) bool { return strings.EqualFold(o, word) }):
			continue
		case strings.Contains(word, ","):
			return nil, invalid("words", "a comma in a word")
		case utf8.RuneCountInString(word) > maxHighlight:
			return nil, invalid("words", fmt.Sprintf("one of more than %d letters", maxHighlight))
		case len(out) == maxHighlights:
			return nil, invalid("words", fmt.Sprintf("more than %d", maxHighlights))
		}
		out = append(out, word)
	}
	return out, nil
}
