// Package search finds words in texts: how a text is folded so that case, accents and forms of letters do not matter, what a person
// asks for, the blocks in which folded texts of many messages lie together, and where in a text it is what was asked for.
//
// A block is scanned, not looked up: parts of words, phrases, single letters and scripts without blanks between words are found like
// everything else, and nothing has to know a language. The package knows no store and no key.
package search
