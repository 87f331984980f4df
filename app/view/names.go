package view

import (
	"strings"
	"unicode"

	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/app/input"
)

// NameOf is the name of a person: the one that is given, or the local part of the address.
func NameOf(name, who string) string {
	if !Blank(name) {
		return name
	}
	return Localpart(who)
}

// Localpart is the part of an address before the @, or the whole of one without.
func Localpart(who string) string {
	if j, err := jid.Parse(who); err == nil && j.Localpart() != "" {
		return j.Localpart()
	}
	return who
}

// firstLine is the first line of a text in which there is something to see.
func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimLeftFunc(text, BlankRune), "\n")
	return input.Cut(strings.TrimRightFunc(line, unicode.IsSpace), 200)
}

// summary is what a message says in one line: its subject, and the first line of its text.
func summary(m history.Message) string {
	line := lineOf(m)
	switch {
	case m.Subject == "":
		return line
	case line == "":
		return firstLine(m.Subject)
	}
	return firstLine(m.Subject) + ": " + line
}
