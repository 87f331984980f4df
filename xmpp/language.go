package xmpp

import "strings"

// Text is what somebody says, in a language: the xml:lang of the text itself, "" without.
type Text struct{ Lang, Words string }

// Texts says the same in several languages.
type Texts []Text

// maxLanguages of a text are kept.
const maxLanguages = 50

// In gives the words for somebody who reads languages, the best first (RFC 4647 §3.4: each is shortened from its end until
// something fits, de-AT to de), also where they are of another country, de-CH for de. Base is the language of what the texts
// are in, for those without one of their own. Where nothing fits it is the text without a language of its own, else the first.
func (t Texts) In(base string, languages []string) string {
	if i := t.choose(base, languages); i >= 0 {
		return t[i].Words
	}
	return ""
}

// choose is the index of the text to show, -1 where there is none.
func (t Texts) choose(base string, languages []string) int {
	for _, wanted := range languages {
		for wanted = strings.ToLower(wanted); wanted != ""; wanted = shorter(wanted) {
			if i := t.find(func(lang string) bool { return lang == wanted }, base); i >= 0 {
				return i
			}
			if i := t.find(func(lang string) bool { return strings.HasPrefix(lang, wanted+"-") }, base); i >= 0 {
				return i
			}
		}
	}
	first := -1
	for i, one := range t {
		if one.Words != "" && one.Lang == "" {
			return i
		}
		if one.Words != "" && first < 0 {
			first = i
		}
	}
	return first
}

// find is the index of the first text that says something in a language that fits, or -1. Languages are told apart without
// regard to case (RFC 5646 §2.1.1).
func (t Texts) find(fits func(lang string) bool, base string) int {
	for i, one := range t {
		lang := one.Lang
		if lang == "" {
			lang = base
		}
		if one.Words != "" && lang != "" && fits(strings.ToLower(lang)) {
			return i
		}
	}
	return -1
}

// shorter is a language without its last part, and without a single letter before it, which means nothing by itself.
func shorter(lang string) string {
	lang = lang[:max(0, strings.LastIndexByte(lang, '-'))]
	if n := len(lang); n >= 2 && lang[n-2] == '-' {
		lang = lang[:n-2]
	}
	return lang
}

// texts are those of the children with that name, the first of each language.
func (e Element) texts(space, local string) Texts {
	var all Texts
next:
	for child := range e.each {
		if child.Name.Space != space || child.Name.Local != local || len(all) == maxLanguages {
			continue
		}
		lang := child.Lang()
		for _, other := range all {
			if other.Lang == lang {
				continue next
			}
		}
		all = append(all, Text{lang, child.Text()})
	}
	return all
}

// Words is the text of the children with that name in the language that the reader of the stream prefers.
func (e Element) Words(space, local string) string {
	return e.texts(space, local).In(e.language(), e.prefer)
}

// Chosen are the children with that name in the language that the reader of the stream prefers: several that say different
// things in one language are all there.
func (e Element) Chosen(space, local string) (out []Element) {
	texts := e.texts(space, local)
	i := texts.choose(e.language(), e.prefer)
	for child := range e.each {
		if child.Name.Space == space && child.Name.Local == local && (i < 0 || child.Lang() == texts[i].Lang) {
			out = append(out, child)
		}
	}
	return out
}

// language is the xml:lang of e, its own or that of what it is in.
func (e Element) language() string {
	if own := e.Lang(); own != "" {
		return own
	}
	return e.inherited
}
