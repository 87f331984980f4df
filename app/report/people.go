package report

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// release is what stands behind the @ of a Go module, as in golang.org/x/net@v0.62.0/proxy.
var release = regexp.MustCompile(`^v\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:/|$)`)

// people replaces addresses with an @, with the local part and the resource that belong to them. Both may hold nearly every
// character (RFC 7622 §3.3 and §3.4): where quotes are around an address, they say how far it goes.
func (m *Mask) people(text string) string {
	var b strings.Builder
	for {
		at := strings.IndexByte(text, '@')
		if at < 0 {
			return b.String() + text
		}
		begin, end := m.localpart(text[:at]), at+1+domainEnd(text[at+1:])
		if end == at+1 || release.MatchString(text[at+1:]) {
			b.WriteString(text[:at+1])
			text = text[at+1:]
			continue
		}
		who := strings.ToLower(unescaped(text[begin:at])) + "@" + strings.ToLower(text[at+1:end])
		stand := named(m.users, who, "user") + "@" + m.server(text[at+1:end])
		if strings.HasPrefix(text[end:], "/") {
			end = resourceEnd(b.String()+text[:begin], text, end)
			stand += "/…"
		}
		b.WriteString(text[:begin] + stand)
		text = text[end:]
	}
}

// localpart says where the local part begins with which a text ends.
func (m *Mask) localpart(text string) int {
	begin := strings.LastIndexFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`"'<>:/&@`, r) })
	if begin < 0 {
		begin = 0
	} else {
		_, n := utf8.DecodeRuneInString(text[begin:])
		begin += n
	}
	if strings.HasSuffix(text[:begin], `"`) || m.knows(text[begin:]) {
		return begin
	}
	for i, r := range text[begin:] { // more than the address, as in peer=bob@example.org, and yet a known one may be in it
		if strings.ContainsRune(`=,;()[]{}?!`, r) && m.knows(text[begin+i+1:]) {
			return begin + i + 1
		}
	}
	return begin + strings.LastIndexAny(text[begin:], `=,;()[]{}?!`) + 1
}

// knows tells whether somebody known has that local part.
func (m *Mask) knows(local string) bool {
	for _, k := range m.known {
		if l, _, person := strings.Cut(k.text, "@"); person && strings.EqualFold(unescaped(l), unescaped(local)) {
			return true
		}
	}
	return false
}

// domainEnd says where the domain ends that a text begins with.
func domainEnd(text string) int {
	if strings.HasPrefix(text, "[") {
		return strings.IndexByte(text, ']') + 1
	}
	end := strings.IndexFunc(text, func(r rune) bool {
		return !unicode.In(r, unicode.L, unicode.N, unicode.M) && !strings.ContainsRune(".-_", r)
	})
	if end < 0 {
		end = len(text)
	}
	return len(strings.TrimRight(text[:end], "."))
}

// resourceEnd says where a resource ends that begins at a place of a text, with the text before its address: at the quote
// that closes, or at a space.
func resourceEnd(before, text string, at int) int {
	depth := 0
	switch {
	case strings.HasSuffix(before, `"`):
		depth = backslashes(before[:len(before)-1])
	case !open(before):
		end := strings.IndexFunc(text[at:], func(r rune) bool { return r == '"' || unicode.IsSpace(r) })
		if end < 0 {
			return len(text)
		}
		return at + end
	}
	// What is quoted in quotes has 1, 3, 7 … backslashes before its own quotes, and a quote that is part of it has more.
	for i := at; i < len(text); i++ {
		if text[i] == '"' && backslashes(text[at:i])%(2*depth+2) == depth {
			return i - depth
		}
	}
	return len(text)
}

// open tells whether a line ends inside of quotes, as a log sets them.
func open(line string) bool {
	in := false
	for i := range len(line) {
		if line[i] == '"' && backslashes(line[:i])%2 == 0 {
			in = !in
		}
	}
	return in
}

// backslashes says how many of them a text ends with.
func backslashes(text string) int { return len(text) - len(strings.TrimRight(text, `\`)) }

var backslash = regexp.MustCompile(`\\+`)

// unescaped has each backslash of an address once: a log doubles them.
func unescaped(local string) string { return backslash.ReplaceAllString(local, `\`) }
