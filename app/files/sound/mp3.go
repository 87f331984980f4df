package sound

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/hajimehoshi/go-mp3"
)

// mp3Before are the frames of MP3 that a decoder is given before those that shall come out right: what they lend their bits from.
const mp3Before = 12

// mp3Source decodes MP3. The library is handed whole frames and nothing else: it would read tags into memory, at the size they claim.
type mp3Source struct {
	*mp3Scan
	r       io.ReadSeeker
	at      int    // of the frame that is handed out next
	frame   []byte // what is left of the one before it
	store   [2048]byte
	decoder *mp3.Decoder
	bytes   []byte
	out     []int16
}

func openMP3(r io.ReadSeeker, size int64) (track, error) {
	scan, err := scanMP3(r, size)
	if err != nil {
		return track{}, err
	}
	if len(scan.places) == 0 {
		return track{}, ErrKind
	}
	h := scan.header
	m := &mp3Source{mp3Scan: scan, r: r, bytes: make([]byte, 4*h.frames()), out: make([]int16, 2*h.frames())}
	channels := 2
	if h.mono() {
		channels = 1
	}
	all := int64(len(scan.places)) * int64(h.frames())
	if scan.delay+scan.cut >= all {
		scan.delay, scan.cut = 0, 0
	}
	return track{MP3, m, h.rate(), channels, scan.delay, all - scan.delay - scan.cut}, nil
}

// Read hands frames to the library.
func (m *mp3Source) Read(p []byte) (int, error) {
	if len(m.frame) == 0 {
		if m.at == len(m.places) {
			return 0, io.EOF
		}
		if _, err := m.r.Seek(int64(m.places[m.at]), io.SeekStart); err != nil {
			return 0, fmt.Errorf("seek frame: %w", err)
		}
		m.frame = m.store[:m.sizes[m.at]]
		if _, err := io.ReadFull(m.r, m.frame); err != nil {
			return 0, broken("frame", err)
		}
		m.at++
	}
	n := copy(p, m.frame)
	m.frame = m.frame[n:]
	return n, nil
}

func (m *mp3Source) next() ([]int16, error) {
	begin := m.at
	if begin == len(m.places) {
		return nil, io.EOF
	}
	err := guard(m.decode)
	if err != nil {
		if m.at == begin { // the file could not be read
			return nil, err
		}
		// A frame that cannot be decoded is silent; the next decoder begins behind it.
		m.decoder = nil
		clear(m.bytes)
	}
	m.frame, m.at = nil, begin+1
	h, out := m.header, m.out
	for i := range out {
		out[i] = int16(binary.LittleEndian.Uint16(m.bytes[2*i:]))
	}
	if h.mono() { // comes as two channels
		for i := range h.frames() {
			out[i] = out[2*i]
		}
		out = out[:h.frames()]
	}
	return out, nil
}

var errFrame = errors.New("frame of another length")

// decode decodes one frame into bytes.
func (m *mp3Source) decode() (err error) {
	if m.decoder == nil {
		if m.decoder, err = mp3.NewDecoder(hidden{m}); err != nil {
			return err
		}
	}
	n, err := io.ReadFull(m.decoder, m.bytes)
	if err == nil && n != len(m.bytes) {
		err = errFrame
	}
	return err
}

// hidden shows the library nothing but a reader, or it would go through the whole file to find its frames.
type hidden struct{ io.Reader }

func (m *mp3Source) seek(frame int64) (int64, error) {
	m.at = max(int(frame/int64(m.header.frames()))-mp3Before, 0)
	m.frame, m.decoder = nil, nil
	return int64(m.at) * int64(m.header.frames()), nil
}

func (m *mp3Source) close() {}
