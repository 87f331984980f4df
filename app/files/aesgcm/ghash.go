package aesgcm

import (
	"crypto/cipher"
	"encoding/binary"
)

// piece is how much is hashed and encrypted at once, in bytes: whole blocks, and many enough that what a piece costs beside them
// does not count.
const piece = 256 << 10

// ghash is the hash of GCM over a text that comes in parts. The standard library has it only as a part of a whole message, but with
// the instructions of the processor: it authenticates a piece as additional data of an empty message, and from that the hash of the
// piece alone follows. The tag of such a message is (P + L) * H + E, where P is the hash of the piece, L a block with its length and
// E what an empty message with the same nonce has as its tag.
type ghash struct {
	gcm     cipher.AEAD
	empty   element // E
	h, back element // H, and what undoes a multiplication by it
	sum     element // of all whole blocks so far
	size    uint64  // bytes so far
	part    [blockSize]byte
	blocks  uint64 // for which power was made
	power   element
	tag     [TagSize]byte
}

const blockSize = 16

var noNonce [12]byte

// newGHASH needs the cipher and GCM with it.
func newGHASH(block cipher.Block, gcm cipher.AEAD) *ghash {
	g := &ghash{gcm: gcm}
	var h [blockSize]byte
	block.Encrypt(h[:], h[:])
	g.h = elementOf(h[:])
	g.back = g.h.inverse()
	g.empty = elementOf(gcm.Seal(g.tag[:0], noNonce[:], nil, nil))
	return g
}

// write goes on with p.
func (g *ghash) write(p []byte) {
	if n := int(g.size % blockSize); n > 0 {
		filled := copy(g.part[n:], p)
		g.size += uint64(filled)
		p = p[filled:]
		if n+filled < blockSize {
			return
		}
		g.whole(g.part[:])
	}
	for len(p) >= blockSize {
		n := min(len(p)/blockSize*blockSize, piece)
		g.whole(p[:n])
		g.size += uint64(n)
		p = p[n:]
	}
	g.size += uint64(copy(g.part[:], p))
}

// whole goes on with whole blocks, at most a piece.
func (g *ghash) whole(p []byte) {
	tag := elementOf(g.gcm.Seal(g.tag[:0], noNonce[:], nil, p))
	hashed := tag.add(g.empty).mul(g.back).add(element{hi: uint64(len(p)) * 8})
	if blocks := uint64(len(p) / blockSize); blocks != g.blocks {
		g.blocks, g.power = blocks, g.h.pow(blocks)
	}
	g.sum = g.sum.mul(g.power).add(hashed)
}

// end gives the hash of all that was written, as of a ciphertext without additional data. Nothing may be written after it.
func (g *ghash) end() element {
	if n := g.size % blockSize; n > 0 {
		clear(g.part[n:])
		g.whole(g.part[:])
	}
	return g.sum.add(element{lo: g.size * 8}).mul(g.h)
}

// startOf is J0, the first block of the counter, for an IV that is not of 12 bytes.
func startOf(block cipher.Block, gcm cipher.AEAD, iv []byte) (j0 [blockSize]byte) {
	g := newGHASH(block, gcm)
	padded := make([]byte, (len(iv)+blockSize-1)/blockSize*blockSize+blockSize)
	copy(padded, iv)
	binary.BigEndian.PutUint64(padded[len(padded)-8:], uint64(len(iv))*8)
	g.write(padded)
	g.sum.put(j0[:])
	return j0
}
