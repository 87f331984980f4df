package ogg_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"testing"

	"vouch/app/files/sound/ogg"
)

// page is a page with a sum, bit by bit as RFC 3533 §6 has it.
func page(flags byte, granule int64, serial, sequence uint32, table []byte, body []byte) []byte {
	b := append([]byte("OggS\x00"), flags)
	b = binary.LittleEndian.AppendUint64(b, uint64(granule))
	b = binary.LittleEndian.AppendUint32(b, serial)
	b = binary.LittleEndian.AppendUint32(b, sequence)
	b = append(b, 0, 0, 0, 0, byte(len(table)))
	b = append(append(b, table...), body...)
	sum(b)
	return b
}

// sum gives a page its sum.
func sum(page []byte) {
	var crc uint32
	clear(page[22:26])
	for _, v := range page {
		crc ^= uint32(v) << 24
		for range 8 {
			crc = crc<<1 ^ 0x04C11DB7*(crc>>31)
		}
	}
	binary.LittleEndian.PutUint32(page[22:], crc)
}

// mend gives each page in a file a sum that is right, which fuzzing does not hit on.
func mend(file []byte) {
	for len(file) > 27 {
		at := bytes.Index(file, []byte("OggS"))
		if at < 0 || len(file) < at+27 || len(file) < at+27+int(file[at+26]) {
			return
		}
		file = file[at:]
		size := 27 + int(file[26])
		for _, s := range file[27:size] {
			size += int(s)
		}
		size = min(size, len(file))
		sum(file[:size])
		file = file[size:]
	}
}

func fill(b byte, n int) []byte { return bytes.Repeat([]byte{b}, n) }

// got is a packet that was read: its first byte, its length and what is known of it.
type got struct {
	first   byte
	size    int
	granule int64
	page    int64
	last    bool
}

func all(t *testing.T, r *ogg.Reader) (out []got) {
	t.Helper()
	for {
		p, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out
		} else if err != nil {
			t.Fatal(err)
		}
		g := got{0, len(p.Data), p.Granule, p.Page, p.Last}
		if len(p.Data) > 0 {
			g.first = p.Data[0]
			if !bytes.Equal(p.Data, fill(g.first, g.size)) {
				t.Errorf("packet %c is mixed", g.first)
			}
		}
		out = append(out, g)
	}
}

func TestPackets(t *testing.T) {
	first := page(2, 0, 5, 0, []byte{1}, fill('a', 1))
	second := page(0, 960, 5, 1, []byte{3, 255, 0, 255}, append(append(fill('b', 3), fill('c', 255)...), fill('d', 255)...))
	third := page(1, 1920, 5, 2, []byte{255, 2, 0}, fill('d', 257))
	end := page(4, 2000, 5, 3, []byte{1}, fill('e', 1))
	other := page(2, 0, 6, 0, []byte{1}, fill('x', 1))
	damaged := bytes.Clone(third)
	damaged[40] ^= 1
	a, b, c, d := got{'a', 1, 0, 0, false}, got{'b', 3, -1, 29, false}, got{'c', 255, 960, -1, false}, got{'d', 512, -1, -1, false}
	at := int64(len(first) + len(second) + len(third))
	e := func(more int64) got { return got{'e', 1, 2000, at + more, true} }
	for _, c := range []struct {
		name string
		file [][]byte
		want []got
	}{
		{"packets over segments and pages", [][]byte{first, second, third, end}, []got{a, b, c, d, {0, 0, 1920, int64(len(first) + len(second)), false}, e(0)}},
		{"another stream between", [][]byte{first, second, other, third, end}, []got{a, b, c, d, {0, 0, 1920, int64(len(first) + len(second) + len(other)), false}, e(int64(len(other)))}},
		{"something else between", [][]byte{first, second, []byte("OggOgg OggS"), third, end}, []got{a, b, c, d, {0, 0, 1920, int64(len(first)+len(second)) + 11, false}, e(11)}},
		{"a page with another sum takes its packets along", [][]byte{first, second, damaged, end}, []got{a, b, c, e(0)}},
		{"a page that is missing takes the packet along that began before it", [][]byte{first, second, end}, []got{a, b, c, {'e', 1, 2000, int64(len(first) + len(second)), true}}},
		{"and the end of another packet is not put to it", [][]byte{first, second, page(1, 1930, 5, 3, []byte{2, 0}, fill('f', 2))}, []got{a, b, c, {0, 0, 1930, int64(len(first) + len(second)), false}}},
		{"the end of a packet without its begin", [][]byte{first, third, end}, []got{a, {0, 0, 1920, int64(len(first)), false}, {'e', 1, 2000, int64(len(first) + len(third)), true}}},
		{"a page that is cut short", [][]byte{first, second[:len(second)-1]}, []got{a}},
		{"nothing", nil, nil},
		{"no Ogg", [][]byte{fill('O', 300000)}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			have := all(t, ogg.NewReader(bytes.NewReader(bytes.Join(c.file, nil))))
			if len(have) != len(c.want) {
				t.Fatalf("%+v\nwant %+v", have, c.want)
			}
			for i := range have {
				if have[i] != c.want[i] {
					t.Errorf("packet %d is %+v\nwant %+v", i, have[i], c.want[i])
				}
			}
		})
	}
	r := ogg.NewReader(bytes.NewReader(bytes.Join([][]byte{first, second, third, end}, nil)))
	if len(all(t, r)) != 6 {
		t.Fatal("not all packets")
	}
	if err := r.SeekPage(int64(len(first) + len(second))); err != nil {
		t.Fatal(err)
	}
	if have := all(t, r); len(have) != 2 || have[0].size != 0 || have[1] != e(0) {
		t.Errorf("behind a page that goes on with a packet: %+v", have)
	}
}

// A packet without end costs no more memory than the longest that is kept.
func TestLongPacketIsCut(t *testing.T) {
	file := page(2, 0, 5, 0, fill(255, 255), fill('a', 255*255))
	for i := range 50 {
		file = append(file, page(1, -1, 5, uint32(1+i), fill(255, 255), fill('a', 255*255))...)
	}
	file = append(file, page(1, 9, 5, 51, []byte{3}, fill('a', 3))...)
	if have := all(t, ogg.NewReader(bytes.NewReader(file))); len(have) != 1 || have[0] != (got{'a', ogg.MaxPacket, 9, 0, false}) {
		t.Errorf("%+v", have)
	}
}

func FuzzReader(f *testing.F) {
	f.Add(append(page(2, 0, 5, 0, []byte{1}, fill('a', 1)), page(4, 960, 5, 1, []byte{255, 3, 1}, fill('b', 259))...))
	f.Add(append(page(2, 0, 5, 0, []byte{255}, fill('a', 255)), page(5, 1<<62, 5, 1, []byte{3}, fill('b', 3))...))
	f.Fuzz(func(t *testing.T, file []byte) {
		file = bytes.Clone(file)
		mend(file)
		r := ogg.NewReader(bytes.NewReader(file))
		packets := 0
		for {
			p, err := r.Next()
			if errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatal(err)
			}
			if packets++; packets > len(file) || len(p.Data) > min(ogg.MaxPacket, len(file)) {
				t.Fatalf("packet %d of %d bytes in %d", packets, len(p.Data), len(file))
			}
			if p.Page < 0 {
				continue
			}
			again := ogg.NewReader(bytes.NewReader(file))
			if err := again.SeekPage(p.Page); err != nil {
				t.Fatal(err)
			}
			if q, err := again.Next(); err != nil || !bytes.Equal(q.Data, p.Data) || q.Page != p.Page {
				t.Fatalf("from its page it is %q, %v; it was %q", q.Data, err, p.Data)
			}
		}
	})
}
