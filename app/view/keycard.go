package view

import (
	"iter"
	"strings"

	"vouch/app/history"
	"vouch/trust"
	"vouch/trust/links"
)

// KeyCard is what a received message says about its sender's own devices: a verification link of theirs.
type KeyCard struct {
	Keys      int    // how many keys it names
	New       int    // of them not verified yet
	Differs   int    // of them for devices known here with another key
	CanAccept bool   // the message came encrypted from a device that is verified now
	Answered  Answer // "" while nobody has done anything
}

// keyCard is the card of a row, or nil.
func keyCard(t *trust.Store, m history.Message) (*KeyCard, error) {
	_, link, ok := LinkIn(m)
	if !ok {
		return nil, nil
	}
	out := &KeyCard{Keys: len(link.Keys), Answered: m.Answered}
	found, err := t.Compare(m.From, link.Keys)
	if err != nil {
		return nil, err
	}
	for _, f := range found {
		switch {
		case f.Result == trust.Differs:
			out.Differs++
		case f.Result != trust.Missing && f.Level != trust.Verified:
			out.New++
		}
	}
	out.CanAccept, err = FromVerified(t, m)
	return out, err
}

// FromVerified tells whether a message came from a device whose key is verified now.
func FromVerified(t *trust.Store, m history.Message) (bool, error) {
	if !m.Encrypted || m.Fingerprint == "" {
		return false, nil
	}
	level, err := t.Level(m.From, m.Fingerprint)
	return level == trust.Verified, err
}

// LinkIn is the verification link for its sender in a text, if there is one.
func LinkIn(m history.Message) (text string, link trust.Link, ok bool) {
	if m.Own || !m.Kind.Said() {
		return "", trust.Link{}, false
	}
	for word, link := range KeyLinks(m.Body) {
		if link.JID == m.From && link.VouchedBy() == "" {
			return word, link, true
		}
	}
	return "", trust.Link{}, false
}

// KeyLinks are the links with keys in a text.
func KeyLinks(text string) iter.Seq2[string, trust.Link] {
	return func(yield func(string, trust.Link) bool) {
		if !strings.Contains(text, "omemo-sid-") {
			return
		}
		var words []string
		for _, l := range links.Find(text) {
			words = append(words, text[l.From:l.To])
		}
		for word := range strings.FieldsSeq(text) { // an address may have no scheme
			word = strings.TrimLeft(word, "<>()[]\"'.,")
			words = append(words, word[:links.End(word)])
		}
		for _, word := range words {
			if !strings.Contains(word, "omemo-sid-") {
				continue
			}
			if link, err := trust.ParseLink(word); err == nil && len(link.Keys) > 0 && !yield(word, link) {
				return
			}
		}
	}
}
