package aesgcm

import (
	"crypto/cipher"
	"encoding/binary"
)

// counter is the key stream of GCM from any place of a file on. GCM counts in 32 bits, which the standard library's counter mode
// does not, so that its stream is left where they begin anew.
type counter struct {
	block  cipher.Block
	j0     [blockSize]byte
	at     uint64 // bytes of the file before this place
	stream cipher.Stream
	left   uint64 // bytes until the 32 bits begin anew
}

// seek goes to a place of the file, in bytes.
func (c *counter) seek(at int64) {
	c.at = uint64(at)
	from := c.j0
	n := binary.BigEndian.Uint32(c.j0[12:]) + 1 + uint32(c.at/blockSize)
	binary.BigEndian.PutUint32(from[12:], n)
	c.stream = cipher.NewCTR(c.block, from[:])
	c.left = (1<<32 - uint64(n)) * blockSize
	if skip := c.at % blockSize; skip > 0 {
		var unused [blockSize]byte
		c.stream.XORKeyStream(unused[:skip], unused[:skip])
		c.left -= skip
	}
}

// xor encrypts or decrypts src to dst, which may be the same, and goes on behind it.
func (c *counter) xor(dst, src []byte) {
	for len(src) > 0 {
		n := int(min(uint64(len(src)), c.left))
		c.stream.XORKeyStream(dst[:n], src[:n])
		c.at, c.left = c.at+uint64(n), c.left-uint64(n)
		dst, src = dst[n:], src[n:]
		if c.left == 0 {
			c.seek(int64(c.at))
		}
	}
}
