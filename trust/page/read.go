package page

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vouch/crypto"
	"vouch/trust"
	"vouch/trust/links"
)

const (
	// MaxText is the longest page that Read takes, in bytes.
	MaxText = 1 << 20
	// maxKeys bounds how many fingerprints of a page are taken.
	maxKeys = 500
	// maxOdd bounds how many lines are pointed out.
	maxOdd = 50
	// oddDigits is from how many digits on a line looks as if it was meant to be a fingerprint, or a part of one.
	oddDigits = 16
	// oddWord is from how many letters on a word of digits, for the most part, looks as if it was meant to be a fingerprint.
	oddWord = 32
	digits  = 64
)

// Page is what was found on a page.
type Page struct {
	Fingerprints []string // 64 digits, in the order of the page, each once
	Odd          []Odd    // lines that look like fingerprints and are none
	Foreign      []string // addresses of verification links on the page that are not the one asked for; their keys do not count
}

// Odd is a line that has digits of no whole fingerprint.
type Odd struct {
	Line   int // from 1
	Digits int // how many digits the group has that begins there, or, of a link with something wrong in it, its longest one
}

// Read finds the fingerprints of a page, in any spacing, grouping and case, over any number of lines, and in verification
// links of address. What is in HTML is read as a browser would show it. A page beyond MaxText, with more than 500
// fingerprints, or that is no text is an error that says so.
func Read(text, address string) (Page, error) {
	if len(text) > MaxText {
		return Page{}, fmt.Errorf("read page: %d bytes are more than %d", len(text), MaxText)
	}
	if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return Page{}, fmt.Errorf("read page: not a text")
	}
	if looksLikeHTML(text) {
		text = plainText(text)
	}
	r := reader{address: address}
	for number, line := range strings.Split(text, "\n") {
		r.line(number+1, line)
	}
	r.endRun()
	slices.SortStableFunc(r.page.Odd, func(a, b Odd) int { return a.Line - b.Line })
	r.page.Odd = r.page.Odd[:min(len(r.page.Odd), maxOdd)]
	if len(r.page.Fingerprints) > maxKeys {
		return Page{}, fmt.Errorf("read page: more than %d fingerprints", maxKeys)
	}
	return r.page, nil
}

// token is a group of hexadecimal digits.
type token struct {
	line   int
	digits string
}

// reader collects tokens until something comes between them.
type reader struct {
	address string
	run     []token
	left    []token // of runs before an empty line, what belongs to no fingerprint
	page    Page
}

func (r *reader) line(number int, line string) {
	words := strings.FieldsFunc(line, isGap)
	if len(words) == 0 {
		r.pause()
	}
	for _, word := range words {
		if r.link(number, word) {
			continue
		}
		// What frames a word in prose or Markdown is not a part of it.
		word = strings.TrimFunc(word, isSign)
		if word == "" {
			continue // a mark alone, such as the edge of a table or a quotation, does not end a group
		}
		for _, group := range strings.FieldsFunc(word, func(c rune) bool { return c == '-' || c == ':' || isDash(c) }) {
			if isHex(group) {
				r.run = append(r.run, token{number, strings.ToLower(group)})
				continue
			}
			r.endRun()
			if n := len([]rune(group)); n >= oddWord && hexDigits(group)*4 >= n*3 {
				r.page.Odd = append(r.page.Odd, Odd{number, hexDigits(group)}) // a fingerprint with a wrong letter in it
			}
		}
	}
}

// link takes the keys of a verification link, and tells whether word is one. A link with anything wrong in it counts for
// nothing, and is pointed out where it seems to have keys.
func (r *reader) link(line int, word string) bool {
	word = strings.Trim(word, "`*<>()[]\"'.,")
	at := indexFold(word, "xmpp:")
	if at < 0 {
		if at = indexFold(word, "https://conversations.im/i/"); at < 0 {
			return false
		}
	}
	r.endRun()
	word = word[at:]
	link, err := trust.ParseLink(word[:links.End(word)])
	switch {
	case err != nil && strings.Contains(strings.ToLower(word), "omemo"):
		_, query, _ := strings.Cut(word, "?")
		r.page.Odd = append(r.page.Odd, Odd{line, longestHex(query)})
	case err != nil || len(link.Keys) == 0 || link.VouchedBy() != "" || link.Encryption != "":
	case link.JID != r.address:
		if !slices.Contains(r.page.Foreign, link.JID) {
			r.page.Foreign = append(r.page.Foreign, link.JID)
		}
	default:
		for _, k := range link.Keys {
			r.found(k.Fingerprint)
		}
	}
	return true
}

// pause ends what stands together at an empty line, so that half a fingerprint does not take a part of the next one; what
// is left may still go on behind the line.
func (r *reader) pause() {
	run := r.run
	r.run = nil
	for at := 0; at < len(run); {
		// Groups of one length come first: a device id or a date before a fingerprint is hexadecimal, too.
		next, length := nextEven(run[at:])
		r.uneven(run[at:at+next], func(rest []token) { r.left = append(r.left, rest...) })
		at += next
		if length > 0 {
			r.found(join(run[at : at+length]))
		}
		at += length
	}
}

// indexFold is where what, in ASCII, stands in s in any case, or -1. Lowering s would move what comes after some letters.
func indexFold(s, what string) int {
	for i := range len(s) - len(what) + 1 {
		if strings.EqualFold(s[i:i+len(what)], what) {
			return i
		}
	}
	return -1
}

// endRun is for something that no fingerprint goes on behind.
func (r *reader) endRun() {
	r.pause()
	left := r.left
	r.left = nil
	next, length := nextEven(left)
	if length == 0 {
		next = 0
	}
	r.uneven(left[:next], r.odd)
	if length > 0 {
		r.found(join(left[next : next+length]))
	}
	r.uneven(left[next+length:], r.odd)
}

// nextEven is where the next fingerprint of groups of one length begins, and of how many groups it is; with none the
// number of tokens, and 0.
func nextEven(run []token) (at, length int) {
	for at := range run {
		size := len(run[at].digits)
		if size == digits || size == digits+2 && strings.HasPrefix(run[at].digits, "05") {
			return at, 1
		}
		n := digits / size
		if size > digits/2 || digits%size != 0 || at+n > len(run) {
			continue
		}
		even := slices.IndexFunc(run[at:], func(t token) bool { return len(t.digits) != size })
		if even < 0 {
			even = len(run) - at
		}
		if even >= n && !headed(run[at:at+even], n) {
			return at, n
		}
	}
	return len(run), 0
}

// headed tells whether the first of some groups of one length stands above fingerprints of n groups, as the id of a device that
// has as many digits does: it is one too many, and the last of its line, while the next one is not.
func headed(even []token, n int) bool {
	return len(even)%n == 1 && len(even) > 2 && even[0].line != even[1].line && even[1].line == even[2].line
}

// uneven looks for fingerprints whose groups have any length, and hands on what is left.
func (r *reader) uneven(run []token, left func([]token)) {
	rest := 0 // where what belongs to no fingerprint begins
	for at := 0; at < len(run); {
		n := groupsOf(run[at:])
		if n == 0 {
			at++
			continue
		}
		left(run[rest:at])
		r.found(join(run[at : at+n]))
		at += n
		rest = at
	}
	left(run[rest:])
}

// groupsOf is how many of the first groups together make a fingerprint; 0 when none do.
func groupsOf(run []token) int {
	sum := 0
	for i, t := range run {
		sum += len(t.digits)
		if sum == digits || sum == digits+2 && strings.HasPrefix(join(run[:1]), "05") {
			return i + 1
		}
		if sum > digits {
			return 0
		}
	}
	return 0
}

func (r *reader) odd(run []token) {
	if n := len(join(run)); n >= oddDigits {
		r.page.Odd = append(r.page.Odd, Odd{run[0].line, n})
	}
}

func (r *reader) found(text string) {
	fp, err := crypto.ParseFingerprint(text)
	if err == nil && !slices.Contains(r.page.Fingerprints, fp) && len(r.page.Fingerprints) <= maxKeys {
		r.page.Fingerprints = append(r.page.Fingerprints, fp)
	}
}

func join(run []token) string {
	var b strings.Builder
	for _, t := range run {
		b.WriteString(t.digits)
	}
	return b.String()
}

func hexDigits(s string) (n int) {
	for _, c := range s {
		if isHex(string(c)) {
			n++
		}
	}
	return n
}

// longestHex is how many digits the longest group has in a text.
func longestHex(s string) (longest int) {
	for group := range strings.FieldsFuncSeq(s, func(c rune) bool { return !isHex(string(c)) }) {
		longest = max(longest, len(group))
	}
	return longest
}

func isHex(s string) bool {
	return s != "" && strings.Trim(s, "0123456789abcdefABCDEF") == ""
}

// isGap tells what stands between words: blanks of any kind, and what cannot be seen.
func isGap(c rune) bool {
	return unicode.IsSpace(c) || unicode.Is(unicode.Cf, c) || unicode.IsControl(c)
}

// isSign tells the signs of all scripts.
func isSign(c rune) bool { return unicode.IsPunct(c) || unicode.IsSymbol(c) }

func isDash(c rune) bool { return unicode.Is(unicode.Pd, c) }
