package xmpp

import (
	"bufio"
	"bytes"
	"strconv"
	"unicode/utf8"
)

// maxReference is the longest reference to a character that is looked at, such as "&#x0010FFFF;".
const maxReference = 12

// replacement stands for what XML does not allow.
var replacement = []byte("\uFFFD")

// mender hands on the bytes of r with every character replaced that XML 1.0 §2.2 does not allow, written out or as a
// reference. It reads ahead in r no further than the character it looks at.
type mender struct {
	r    *bufio.Reader
	next []byte // of the character under way
	buf  [maxReference]byte
}

func (m *mender) ReadByte() (byte, error) {
	if len(m.next) == 0 {
		c, err := m.r.ReadByte()
		if err != nil {
			return 0, err
		}
		switch {
		case c == '&':
			m.reference()
		case c >= utf8.RuneSelf:
			m.character(c)
		case allowed(rune(c)):
			return c, nil
		default:
			m.next = replacement
		}
	}
	c := m.next[0]
	m.next = m.next[1:]
	return c, nil
}

// character takes one of several bytes that begins with c.
func (m *mender) character(c byte) {
	m.buf[0] = c
	n := 1
	for ; !utf8.FullRune(m.buf[:n]) && n < utf8.UTFMax; n++ {
		more, err := m.r.Peek(n)
		if err != nil {
			break // whoever reads on meets the same error
		}
		m.buf[n] = more[n-1]
	}
	r, size := utf8.DecodeRune(m.buf[:n])
	if r == utf8.RuneError && size < 2 || !allowed(r) {
		m.next = replacement
		size = max(size, 1)
	} else {
		m.next = m.buf[:size]
	}
	_, _ = m.r.Discard(size - 1) // they were peeked at
}

// reference takes what follows an ampersand, if it is a reference to a character.
func (m *mender) reference() {
	m.next = []byte("&")
	for n := 1; n < maxReference; n++ {
		ahead, err := m.r.Peek(n)
		if err != nil || ahead[0] != '#' {
			return
		}
		if ahead[n-1] != ';' {
			continue
		}
		digits, base := ahead[1:n-1], 10
		if hex, ok := bytes.CutPrefix(digits, []byte("x")); ok {
			digits, base = hex, 16
		}
		if r, err := strconv.ParseUint(string(digits), base, 32); err == nil && !allowed(rune(r)) {
			m.next = replacement
			_, _ = m.r.Discard(n)
		}
		return
	}
}

// allowed are the characters of XML 1.0 §2.2.
func allowed(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 && r <= utf8.MaxRune
}
