package xmpp

import (
	"math"
	"strconv"
	"strings"
)

const nsLimits = "urn:xmpp:stream-limits:0"

// SmallestLimit is what every server takes, in bytes of a stanza as written (RFC 6120 §13.12).
const SmallestLimit = 10_000

// MaxBytes is how large a stanza may be, in bytes as written, by what the server says (XEP-0478 v0.2.0 §3); 0 when it says
// nothing, nothing yet, or something that cannot be: SmallestLimit is the least.
func (c *Client) MaxBytes() int {
	if features := c.offered.Load(); features != nil {
		return maxBytesIn(*features)
	}
	return 0
}

func maxBytesIn(features Element) int {
	limits, _ := features.Child(nsLimits, "limits")
	most, told := limits.Child(nsLimits, "max-bytes")
	if !told {
		return 0
	}
	n, err := strconv.ParseUint(strings.TrimSpace(most.Text()), 10, 64)
	if err != nil || n < SmallestLimit {
		return 0
	}
	return int(min(n, math.MaxInt32))
}
