package trust

import (
	"errors"
	"slices"
	"strings"

	"mellium.im/xmpp/jid"
)

var errNoAddress = errors.New("not an address")

// escapes are the signs that a local part cannot have, as they are written in it (XEP-0106 v1.1 §3.2). A second @ is not among
// them here: whoever types one has more likely made a mistake, and would be read as somebody at another server.
var escapes = map[byte]string{' ': `\20`, '"': `\22`, '&': `\26`, '\'': `\27`, '/': `\2f`, ':': `\3a`, '<': `\3c`, '>': `\3e`}

// sequences are what a backslash begins that is not one by itself.
var sequences = []string{"20", "22", "26", "27", "2f", "3a", "3c", "3e", "40", "5c"}

// schemes are those of links in which an address stands that is not meant to be a part of it.
var schemes = []string{"xmpp:", "imto:", "mailto:", "sip:", "sips:"}

// ParseAddress reads an address as a person writes it, and gives it as it is kept: bare, prepared as RFC 7622 says, without
// blanks around it, and with what its local part cannot have escaped. One that is escaped already stays as it is.
func ParseAddress(text string) (string, error) {
	text = strings.TrimSpace(text)
	j, err := jid.Parse(text)
	if err != nil {
		// The resource begins at the first slash behind the first @: what stands in it, an @ too, says nothing about whose it is.
		local, rest, _ := strings.Cut(text, "@")
		domain, _, _ := strings.Cut(rest, "/")
		if local == "" || slices.ContainsFunc(schemes, func(scheme string) bool { _, is := cutPrefixFold(text, scheme); return is }) {
			return "", errNoAddress
		}
		if j, err = newAddress(local, domain); err != nil {
			return "", err
		}
	}
	return survives(j.Bare())
}

// survives is an address as text; some odd domains ("..") do not come back when it is read again.
func survives(j jid.JID) (string, error) {
	if again, err := jid.Parse(j.String()); err != nil || j.Domainpart() == "" || !again.Equal(j) {
		return "", errNoAddress
	}
	return j.String(), nil
}

// newAddress makes an address of its parts, of which the local one may be as a person would write it.
func newAddress(local, domain string) (jid.JID, error) {
	j, err := jid.New(local, domain, "")
	if err == nil {
		return j, nil
	}
	escaped, ok := escapeSigns(local)
	if !ok {
		return jid.JID{}, err
	}
	return jid.New(escaped, domain, "")
}

// escapeSigns escapes a local part (XEP-0106 v1.1 §4.1). It is false for one that must not be: with a blank at an end.
func escapeSigns(local string) (string, bool) {
	if local == "" || strings.Trim(local, " ") != local {
		return "", false
	}
	var b strings.Builder
	for i := range len(local) {
		c := local[i]
		switch escape, is := escapes[c]; {
		case is:
			b.WriteString(escape)
		case c == '\\' && i+3 <= len(local) && slices.Contains(sequences, strings.ToLower(local[i+1:i+3])):
			b.WriteString(`\5c`)
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), true
}
