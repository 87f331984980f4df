// Package ogg reads packets out of Ogg (RFC 3533): those of the first stream in a file, whatever else the file holds. It keeps one
// page and one packet in memory, however long the file claims them to be, and goes through a file once, however broken it is.
package ogg

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

const (
	headSize  = 27 // of a page up to its table of segments, RFC 3533 §6
	maxPage   = 27 + 255 + 255*255
	MaxPacket = 64 << 10 // the longest packet that is kept, in bytes; of longer ones the rest is left out

	continued = 0x01
	last      = 0x04
)

// Packet is one packet of the stream.
type Packet struct {
	Data []byte // valid until the next call
	// Granule is the position that its page has, if the packet is the last one that ends there, else -1. It is what the file says,
	// which may be anything.
	Granule int64
	// Page is where the page of the packet begins, in bytes, if no other packet begins there earlier, else -1. SeekPage takes it.
	Page int64
	Last bool // the stream says that it ends here
}

// Reader reads packets. It is for one goroutine.
type Reader struct {
	src    io.ReadSeeker
	in     *bufio.Reader
	at     int64 // of what in gives next
	serial uint32
	begun  bool // serial is known

	page     []byte // of the page, a view into in
	segments []byte // of it, those that are still to come
	body     []byte // and their bytes
	offset   int64  // where the page begins
	granule  int64
	flags    byte
	sequence uint32
	fresh    bool // no packet has begun on the page yet

	packet  []byte
	partial bool  // packet holds the begin of one that goes on
	start   int64 // the Page of packet
}

// NewReader reads from where src stands, which counts as the place 0.
func NewReader(src io.ReadSeeker) *Reader {
	return &Reader{src: src, in: bufio.NewReaderSize(src, 128<<10)}
}

// SeekPage has the packet come next that begins first on the page at that place, which was a Packet's Page.
func (r *Reader) SeekPage(page int64) error {
	if _, err := r.src.Seek(page, io.SeekStart); err != nil {
		return fmt.Errorf("seek page: %w", err)
	}
	r.in.Reset(r.src)
	r.at, r.segments, r.partial = page, nil, false
	return nil
}

// Next gives the next packet. io.EOF: there is none, because the stream ends or the file does.
func (r *Reader) Next() (Packet, error) {
	for {
		for len(r.segments) > 0 {
			if p, ok := r.segment(); ok {
				return p, nil
			}
		}
		if err := r.nextPage(); err != nil {
			return Packet{}, err
		}
	}
}

// segment takes one segment of the page, and tells whether a packet ends with it.
func (r *Reader) segment() (Packet, bool) {
	n := int(r.segments[0])
	r.segments = r.segments[1:]
	if !r.partial {
		r.packet, r.partial, r.start = r.packet[:0], true, -1
		if r.fresh {
			r.start, r.fresh = r.offset, false
		}
	}
	r.packet = append(r.packet, r.body[:min(n, MaxPacket-len(r.packet))]...)
	r.body = r.body[n:]
	if n == 255 {
		return Packet{}, false
	}
	r.partial = false
	p := Packet{Data: r.packet, Granule: -1, Page: r.start}
	if ends(r.segments) == 0 {
		p.Granule, p.Last = r.granule, r.flags&last != 0
	}
	return p, true
}

// ends counts the packets that end within segments.
func ends(segments []byte) (n int) {
	for _, s := range segments {
		if s < 255 {
			n++
		}
	}
	return n
}

var errPage = errors.New("no page of the stream")

// nextPage goes to the next page of the stream, over what is none.
func (r *Reader) nextPage() error {
	for {
		if err := r.sync(); err != nil {
			return err
		}
		if err := r.read(); !errors.Is(err, errPage) {
			return err
		}
	}
}

var capture = []byte("OggS")

// sync goes to where a page may begin.
func (r *Reader) sync() error {
	for {
		b, err := r.in.Peek(headSize)
		if err != nil {
			return err // io.EOF too: less than a page is none
		}
		if bytes.HasPrefix(b, capture) {
			return nil
		}
		b, _ = r.in.Peek(r.in.Buffered())
		skip := bytes.Index(b, capture)
		if skip < 0 {
			skip = len(b) - len(capture) + 1
		}
		r.discard(skip)
	}
}

func (r *Reader) discard(n int) {
	n, _ = r.in.Discard(n)
	r.at += int64(n)
}

// read reads the page that begins here. What has a wrong sum is left behind as a whole, so that no byte is looked at twice.
func (r *Reader) read() error {
	head, err := r.in.Peek(headSize)
	if err != nil {
		return err
	}
	if head[4] != 0 { // another version, or no head at all
		r.discard(len(capture))
		return errPage
	}
	count := int(head[26])
	if head, err = r.in.Peek(headSize + count); err != nil {
		return err
	}
	size := headSize + count
	for _, s := range head[headSize:] {
		size += int(s)
	}
	page, err := r.in.Peek(size)
	if err != nil {
		return err
	}
	defer r.discard(size) // Peek's bytes stay until the next one
	serial := binary.LittleEndian.Uint32(page[14:])
	if sum(page) != binary.LittleEndian.Uint32(page[22:]) || r.begun && serial != r.serial {
		return errPage
	}
	sequence := binary.LittleEndian.Uint32(page[18:])
	if r.partial && (page[5]&continued == 0 || sequence != r.sequence+1) {
		r.partial = false // its end is missing
	}
	r.begun, r.serial, r.sequence = true, serial, sequence
	r.page = append(r.page[:0], page...)
	r.segments, r.body = r.page[headSize:headSize+count], r.page[headSize+count:]
	r.offset, r.flags, r.fresh = r.at, page[5], true
	r.granule = int64(binary.LittleEndian.Uint64(page[6:]))
	if page[5]&continued != 0 && !r.partial {
		r.skipRest()
	}
	return nil
}

// skipRest goes over the end of a packet whose begin is not here.
func (r *Reader) skipRest() {
	for len(r.segments) > 0 {
		n := r.segments[0]
		r.segments, r.body = r.segments[1:], r.body[n:]
		if n < 255 {
			return
		}
	}
}
