package search

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"
)

// MaxQuery bounds what is asked for, in bytes; more is not looked at.
const MaxQuery = 1024

// Query is what a person asks for: words and phrases, all of which have to be there, in any order. The zero value fits every text.
type Query struct {
	terms [][]byte // folded, none in another one, the longest first
}

// Parse reads a query. What stands in quotes is a phrase; quotes of every language count, and one that is not closed is closed at the
// end. There is no other syntax, and nothing is an error: whatever is typed is looked for.
func Parse(text string) Query {
	if len(text) > MaxQuery {
		text = strings.ToValidUTF8(text[:MaxQuery], "")
	}
	var q Query
	phrase := false
	for text != "" {
		end := strings.IndexFunc(text, isQuote)
		part := text
		if text = ""; end >= 0 {
			_, size := utf8.DecodeRuneInString(part[end:])
			part, text = part[:end], part[end+size:]
		}
		if phrase {
			q.add(part)
		} else {
			for _, word := range strings.Fields(part) {
				q.add(word)
			}
		}
		phrase = !phrase
	}
	return q
}

func isQuote(r rune) bool {
	return r == '"' || strings.ContainsRune("“”„‟«»‹›「」『』", r)
}

// add adds a word or a phrase, unless it is in another one.
func (q *Query) add(text string) {
	term := bytes.Trim([]byte(Fold(text)), " ")
	if len(term) == 0 || slices.ContainsFunc(q.terms, func(t []byte) bool { return bytes.Contains(t, term) }) {
		return
	}
	q.terms = slices.DeleteFunc(q.terms, func(t []byte) bool { return bytes.Contains(term, t) })
	q.terms = append(q.terms, term)
	slices.SortStableFunc(q.terms, func(a, b []byte) int { return len(b) - len(a) })
}

// Empty tells whether nothing is asked for.
func (q Query) Empty() bool { return len(q.terms) == 0 }

// Fits tells whether a folded text has all that is asked for.
func (q Query) Fits(folded []byte) bool {
	for _, t := range q.terms {
		if !bytes.Contains(folded, t) {
			return false
		}
	}
	return true
}
