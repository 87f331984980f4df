package xmpptest

import "strconv"

// counts is what a server keeps of a stream with stream management (XEP-0198 v1.6 §4).
type counts struct {
	in   uint32   // stanzas of the client
	out  uint32   // stanzas of the server, acknowledged ones included
	sent []string // the last of these, not acknowledged
}

func (c *counts) gave(stanza string) {
	c.sent = append(c.sent, stanza)
	c.out++
}

// acknowledged drops what the client has.
func (c *counts) acknowledged(count string) {
	n, err := strconv.ParseUint(count, 10, 32)
	if left := c.out - uint32(n); err == nil && int(left) <= len(c.sent) {
		c.sent = c.sent[len(c.sent)-int(left):]
	}
}
