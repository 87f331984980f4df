package sound

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"vouch/app/files/sound/ogg"
)

// oggPackets are the packets of an Ogg file.
type oggPackets struct {
	in     *ogg.Reader
	places []place
}

// place is where a page begins, and which frame is the first of it.
type place struct{ page, frame int64 }

// openOgg reads all pages and counts the frames of their packets. The granules, which may be anything, only decide how much of the last
// page is not heard.
func openOgg(r io.ReadSeeker) (track, error) {
	o := &oggPackets{in: ogg.NewReader(r)}
	first, err := o.in.Next()
	if err != nil {
		return track{}, broken("header", err)
	}
	head, err := parseOpusHead(first.Data)
	if err != nil {
		return track{}, err
	}
	if tags, err := o.in.Next(); err != nil || !bytes.HasPrefix(tags.Data, []byte("OpusTags")) {
		return track{}, broken("tags", err)
	}
	frames, cut, err := o.scan()
	if err != nil {
		return track{}, err
	}
	if len(o.places) == 0 {
		return track{}, fmt.Errorf("%w: no packets", ErrBroken)
	}
	if err := o.in.SeekPage(o.places[0].page); err != nil {
		return track{}, err
	}
	src, err := newOpus(o, head.channels, head.gain)
	if err != nil {
		return track{}, err
	}
	return track{OggOpus, src, opusRate, head.channels, head.skip, frames - head.skip - cut}, nil
}

// broken says of what ended too early, or is something else, that the file is broken; other errors stay what they are.
func broken(what string, err error) error {
	if err == nil || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: %s", ErrBroken, what)
	}
	return fmt.Errorf("read %s: %w", what, err)
}

type opusHead struct {
	channels int
	skip     int64 // frames that are decoded and not heard
	gain     int16
}

// parseOpusHead reads the identification header, RFC 7845 §5.1. ErrKind: it is another codec's, or for more than two channels.
func parseOpusHead(b []byte) (opusHead, error) {
	if len(b) < 19 || string(b[:8]) != "OpusHead" || b[8]>>4 != 0 {
		return opusHead{}, ErrKind
	}
	if b[9] < 1 || b[9] > 2 || b[18] > 1 {
		return opusHead{}, ErrKind
	}
	return opusHead{int(b[9]), int64(binary.LittleEndian.Uint16(b[10:])), int16(binary.LittleEndian.Uint16(b[16:]))}, nil
}

// scan counts the frames up to the end, and those at the end that are not heard.
func (o *oggPackets) scan() (frames, cut int64, err error) {
	var page, granule int64 // frames on this page; the position of the last frame of the one before it
	for limit := maxFrames(opusRate); frames <= limit; {
		p, err := o.in.Next()
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return 0, 0, fmt.Errorf("read packets: %w", err)
		}
		if p.Page >= 0 && (len(o.places) == 0 || frames-o.places[len(o.places)-1].frame >= opusRate) {
			o.places = append(o.places, place{p.Page, frames})
		}
		n := int64(opusFrames(p.Data))
		frames += n
		page += n
		if p.Granule < 0 {
			continue
		}
		if p.Last { // RFC 7845 §4.4: its granule counts less than there is
			if too := page - (p.Granule - granule); too > 0 && too < page {
				cut = too
			}
			break
		}
		page, granule = 0, p.Granule
	}
	return frames, cut, nil
}

func (o *oggPackets) next() ([]byte, error) {
	p, err := o.in.Next()
	return p.Data, err
}

func (o *oggPackets) seek(frame int64) (int64, error) {
	at := o.places[0]
	for _, p := range o.places {
		if p.frame > frame {
			break
		}
		at = p
	}
	return at.frame, o.in.SeekPage(at.page)
}
