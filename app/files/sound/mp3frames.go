package sound

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// mp3Header is the header of a frame, ISO/IEC 11172-3 §2.4.2.3 and 13818-3 §2.4.2.3.
type mp3Header uint32

// rates of MPEG-1; MPEG-2 has their halves.
var mp3Rates = [3]int{44100, 48000, 32000}

// mp3Bitrates are those of layer III in kbit/s, of MPEG-1 and of MPEG-2.
var mp3Bitrates = [2][15]int{
	{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
	{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160},
}

// valid tells whether this is a frame of layer III of MPEG-1 or MPEG-2 with a bit rate that it names.
func (h mp3Header) valid() bool {
	bitrate, rate := h>>12&15, h>>10&3
	return h>>21 == 0x7FF && h>>19&3 >= 2 && h>>17&3 == 1 && bitrate != 0 && bitrate != 15 && rate != 3
}

// version is 0 for MPEG-1 and 1 for MPEG-2.
func (h mp3Header) version() int { return int(1 - h>>19&1) }

func (h mp3Header) rate() int { return mp3Rates[h>>10&3] >> h.version() }

// frames are those of one header, in the word's other sense: samples of each channel.
func (h mp3Header) frames() int { return 1152 >> h.version() }

func (h mp3Header) mono() bool { return h>>6&3 == 3 }

// size is how many bytes the frame takes with its header.
func (h mp3Header) size() int {
	return 144000*mp3Bitrates[h.version()][h>>12&15]>>h.version()/h.rate() + int(h>>9&1)
}

// misread tells whether go-mp3 v0.3.4 takes the frame for a byte shorter than it is: it halves the size of MPEG-2 after padding. The bits
// that later frames borrow from it are then not where they should be, and what comes out is noise.
func (h mp3Header) misread() bool {
	return h.version() == 1 && h>>9&1 == 1 && 144000*mp3Bitrates[1][h>>12&15]/h.rate()%2 == 0
}

// fits tells whether two frames may be of one stream: version, layer and rate are the same, and one channel stays one.
func (h mp3Header) fits(other mp3Header) bool {
	const same = 0xFFFE0C00
	return h&same == other&same && h.mono() == other.mono()
}

func isMP3(head []byte) bool {
	return len(head) >= 4 && mp3Header(binary.BigEndian.Uint32(head)).valid()
}

// mp3Scan is what a file of MP3 was found to be.
type mp3Scan struct {
	header mp3Header // of the first frame
	places []int32   // where frames begin, in bytes; files are smaller than 2 GiB
	sizes  []int16
	delay  int64 // frames before those that are heard
	cut    int64 // and behind them
}

// scanMP3 finds all frames. A frame counts if the next one begins at its end, or the file ends there; what stands between frames is
// left out.
func scanMP3(r io.ReadSeeker, size int64) (*mp3Scan, error) {
	at, err := skipID3(r, size)
	if err != nil {
		return nil, err
	}
	if _, err := r.Seek(at, io.SeekStart); err != nil {
		return nil, fmt.Errorf("seek frames: %w", err)
	}
	s := &mp3Scan{}
	in := bufio.NewReaderSize(r, 64<<10)
	for first := true; ; {
		b, err := in.Peek(4)
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, fmt.Errorf("read frames: %w", err)
		}
		h := mp3Header(binary.BigEndian.Uint32(b))
		if !h.valid() || s.header != 0 && !h.fits(s.header) {
			at += discard(in, 1)
			continue
		}
		n := h.size()
		b, err = in.Peek(n + 4)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("read frames: %w", err)
		}
		if len(b) < n || len(b) == n+4 && !mp3Header(binary.BigEndian.Uint32(b[n:])).fits(h) && !bytes.HasPrefix(b[n:], []byte("TAG")) {
			at += discard(in, 1)
			continue
		}
		if s.header == 0 {
			s.header = h
		}
		if h.misread() {
			return nil, ErrKind
		}
		if !first || !s.readTag(b[:n]) {
			s.places, s.sizes = append(s.places, int32(at)), append(s.sizes, int16(n))
		}
		first = false
		if int64(len(s.places))*int64(h.frames()) > maxFrames(h.rate()) {
			return nil, ErrLong
		}
		at += discard(in, n)
	}
	return s, nil
}

func discard(in *bufio.Reader, n int) int64 {
	n, _ = in.Discard(n)
	return int64(n)
}

// skipID3 goes over the tags at the begin, whatever size they claim.
func skipID3(r io.ReadSeeker, size int64) (at int64, err error) {
	head := make([]byte, 10)
	for range 16 {
		if _, err := r.Seek(at, io.SeekStart); err != nil {
			return 0, fmt.Errorf("seek tags: %w", err)
		}
		if _, err := io.ReadFull(r, head); err != nil || string(head[:3]) != "ID3" {
			if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
				err = nil
			}
			return at, err
		}
		n := int64(head[6]&0x7F)<<21 | int64(head[7]&0x7F)<<14 | int64(head[8]&0x7F)<<7 | int64(head[9]&0x7F) // ID3v2.4 §3.1
		if head[5]&0x10 != 0 {
			n += 10 // with a footer
		}
		if at += 10 + n; at > size {
			return 0, fmt.Errorf("%w: ID3 of %d bytes", ErrBroken, n)
		}
	}
	return 0, fmt.Errorf("%w: too many tags", ErrBroken)
}

// readTag tells whether the first frame has no sound but the tag of an encoder, and takes out of it what is not heard.
func (s *mp3Scan) readTag(frame []byte) bool {
	side := [2][2]int{{32, 17}, {17, 9}}[s.header.version()]
	at := 4 + side[0]
	if s.header.mono() {
		at = 4 + side[1]
	}
	if len(frame) >= 40 && string(frame[36:40]) == "VBRI" {
		return true
	}
	if len(frame) < at+8 || string(frame[at:at+4]) != "Xing" && string(frame[at:at+4]) != "Info" {
		return false
	}
	// LAME's part comes behind the fields that the flags name: how long the encoder's delay is, and what it filled up at the end.
	flags := frame[at+7]
	at += 8
	for bit, n := range []int{4, 4, 100, 4} {
		if flags&(1<<bit) != 0 {
			at += n
		}
	}
	if len(frame) >= at+24 && frame[at] != 0 {
		v := int64(frame[at+21])<<16 | int64(frame[at+22])<<8 | int64(frame[at+23])
		const decoder = 529 // the delay of every decoder, which encoders do not count
		if v != 0 {
			s.delay, s.cut = v>>12+decoder, max(v&0xFFF-decoder, 0)
		}
	}
	return true
}
