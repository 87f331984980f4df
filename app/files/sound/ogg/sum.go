package ogg

// table is that of the sum of pages: the polynomial 04C11DB7, from the highest bit (RFC 3533 §6). hash/crc32 goes from the lowest.
var table = func() (t [256]uint32) {
	for i := range t {
		c := uint32(i) << 24
		for range 8 {
			c = c<<1 ^ 0x04C11DB7*(c>>31)
		}
		t[i] = c
	}
	return t
}()

// sum is the sum over a page, in which the field of the sum counts as zero.
func sum(page []byte) (c uint32) {
	for i, b := range page {
		if i >= 22 && i < 26 {
			b = 0
		}
		c = c<<8 ^ table[byte(c>>24)^b]
	}
	return c
}
