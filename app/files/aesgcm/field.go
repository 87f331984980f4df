package aesgcm

import "encoding/binary"

// element is an element of the field of 2^128 elements in the order of bits that GCM has: the first bit is the highest one of hi.
type element struct{ hi, lo uint64 }

func elementOf(b []byte) element {
	return element{binary.BigEndian.Uint64(b), binary.BigEndian.Uint64(b[8:])}
}

func (a element) put(b []byte) {
	binary.BigEndian.PutUint64(b, a.hi)
	binary.BigEndian.PutUint64(b[8:], a.lo)
}

func (a element) add(b element) element { return element{a.hi ^ b.hi, a.lo ^ b.lo} }

// mul multiplies without a branch or an index that depends on what is multiplied: H and all that it touches are secret.
func (a element) mul(b element) (z element) {
	for _, half := range [2]uint64{a.hi, a.lo} {
		for i := 63; i >= 0; i-- {
			use := -(half >> uint(i) & 1)
			z.hi ^= b.hi & use
			z.lo ^= b.lo & use
			reduce := -(b.lo & 1)
			b.lo = b.lo>>1 | b.hi<<63
			b.hi = b.hi>>1 ^ 0xe1<<56&reduce
		}
	}
	return z
}

// one is the element that changes nothing.
var one = element{hi: 1 << 63}

// pow gives a to the power of n. The time it takes tells n, which is a length.
func (a element) pow(n uint64) element {
	z := one
	for ; n > 0; n >>= 1 {
		if n&1 != 0 {
			z = z.mul(a)
		}
		a = a.mul(a)
	}
	return z
}

// inverse gives what times a is one, as a to the power of 2^128 - 2.
func (a element) inverse() element {
	z := one
	for range 127 {
		a = a.mul(a)
		z = z.mul(a)
	}
	return z
}
