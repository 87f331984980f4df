package sound

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"sync"

	"github.com/llehouerou/go-faad2"

	"vouch/app/files/sound/mp4"
)

// aacBefore are the packets that a decoder needs before the one that shall come out right: the overlap of one, and the delay of the
// bands that HE-AAC makes up.
const aacBefore = 3

// aac is the one decoder of AAC that the program has: all streams run in one WebAssembly machine, whose memory and stack they share,
// so that only one may run at a time. Without a stream the machine is gone, and what a file made it take with it.
var aac struct {
	sync.Mutex
	streams int
}

// aacSource decodes AAC. Panics and faults of the decoder stay in its machine.
type aacSource struct {
	ctx      context.Context
	packets  *mp4Packets
	config   []byte
	decoder  *faad2.Decoder
	channels int  // as they come out of decoder
	mono     bool // and are one
	perFrame int  // frames of a packet
	silence  []int16
}

func openAAC(ctx context.Context, t *mp4.Track, p *mp4Packets) (track, error) {
	config, ok := audioConfig(t.Config)
	if !ok {
		return track{}, ErrKind
	}
	a := &aacSource{ctx: context.WithoutCancel(ctx), packets: p, config: config, mono: channelsOf(config) == 1}
	aac.Lock()
	aac.streams++
	aac.Unlock()
	begun := false
	defer func() {
		if !begun { // a panic too
			a.close()
		}
	}()
	rate, err := a.begin()
	if err != nil {
		return track{}, err
	}
	begun = true
	frames := int64(len(p.samples)) * int64(a.perFrame)
	start, length := heard(t, rate, frames, 0)
	channels := a.channels
	if a.mono {
		channels = 1
	}
	return track{MP4AAC, a, rate, channels, start, length}, nil
}

// begin makes the decoder and learns from the first packets what comes out of it.
func (a *aacSource) begin() (rate int, err error) {
	if err := a.restart(); err != nil {
		return 0, err
	}
	rate, a.channels = int(a.decoder.SampleRate()), int(a.decoder.Channels())
	if rate < 1000 || rate > 192000 || a.channels < 1 || a.channels > 8 {
		return 0, ErrKind
	}
	for range aacBefore {
		p, err := a.packets.next()
		if err != nil {
			return 0, broken("AAC", err)
		}
		out, err := a.decode(p)
		if err != nil {
			return 0, fmt.Errorf("%w: %w", ErrBroken, err)
		}
		if len(out) > 0 {
			a.perFrame = len(out) / a.channels
			break
		}
	}
	if a.perFrame == 0 {
		return 0, fmt.Errorf("%w: AAC without sound", ErrBroken)
	}
	a.silence = make([]int16, a.perFrame*a.channels)
	_, err = a.seek(0)
	return rate, err
}

func (a *aacSource) restart() (err error) {
	aac.Lock()
	defer aac.Unlock()
	if a.decoder != nil {
		_ = a.decoder.Close(a.ctx)
	}
	if a.decoder, err = faad2.NewDecoder(a.ctx); err != nil {
		return fmt.Errorf("start AAC decoder: %w", err)
	}
	if err := a.decoder.Init(a.ctx, a.config); err != nil {
		return fmt.Errorf("%w: %w", ErrKind, err) // a profile that it does not know
	}
	return nil
}

func (a *aacSource) decode(p []byte) ([]int16, error) {
	aac.Lock()
	defer aac.Unlock()
	return a.decoder.Decode(a.ctx, p)
}

func (a *aacSource) next() ([]int16, error) {
	p, err := a.packets.next()
	if err != nil {
		return nil, err
	}
	out, err := a.decode(p)
	if err != nil || len(out) != len(a.silence) { // what cannot be decoded is silent, so that all after it keeps its place
		clear(a.silence)
		out = a.silence
	}
	if a.mono && a.channels == 2 { // it may be stereo after all (HE-AAC v2), which is mixed back
		for i := range a.perFrame {
			out[i] = int16((int(out[2*i]) + int(out[2*i+1])) / 2)
		}
		out = out[:a.perFrame]
	}
	return out, nil
}

func (a *aacSource) seek(frame int64) (int64, error) {
	a.packets.at = max(int(frame/int64(a.perFrame))-aacBefore, 0)
	return int64(a.packets.at) * int64(a.perFrame), a.restart()
}

func (a *aacSource) close() {
	aac.Lock()
	defer aac.Unlock()
	if a.decoder != nil {
		_ = a.decoder.Close(a.ctx)
	}
	if aac.streams--; aac.streams == 0 {
		_ = faad2.Shutdown(a.ctx)
	}
}

// audioConfig finds the AudioSpecificConfig in an ES_Descriptor (ISO/IEC 14496-1 §7.2.6.5), if that is for AAC.
func audioConfig(b []byte) (config []byte, ok bool) {
	es, ok := descriptor(b, 3)
	if !ok || len(es) < 3 {
		return nil, false
	}
	flags := es[2]
	es = es[3:]
	skip := 0
	if flags&0x80 != 0 { // depends on another
		skip += 2
	}
	if flags&0x40 != 0 { // is elsewhere
		return nil, false
	}
	if flags&0x20 != 0 { // has a clock
		skip += 2
	}
	decoder, ok := descriptor(es[min(skip, len(es)):], 4)
	if !ok || len(decoder) < 13 {
		return nil, false
	}
	switch decoder[0] { // MPEG-4 AAC, and MPEG-2 AAC of three profiles
	case 0x40, 0x66, 0x67, 0x68:
	default:
		return nil, false
	}
	config, ok = descriptor(decoder[13:], 5)
	return config, ok && len(config) >= 2 && len(config) <= 64
}

// channelsOf reads the channelConfiguration out of an AudioSpecificConfig, ISO/IEC 14496-3 §1.6.2.1: object type, rate, channels.
func channelsOf(config []byte) int {
	bits := binary.BigEndian.Uint64(append(bytes.Clone(config), make([]byte, 8)...))
	at := 5
	if bits>>59 == 31 {
		at += 6
	}
	if bits<<at>>60 == 15 {
		at += 24
	}
	return int(bits << (at + 4) >> 60)
}

// descriptor gives what a descriptor with that tag holds, which b begins with. Its length has seven bits a byte, at most four bytes.
func descriptor(b []byte, tag byte) ([]byte, bool) {
	if len(b) < 2 || b[0] != tag {
		return nil, false
	}
	b = b[1:]
	n := 0
	for i := 0; i < 4 && i < len(b); i++ {
		n = n<<7 | int(b[i]&0x7F)
		if b[i]&0x80 == 0 {
			b = b[i+1:]
			return b[:min(n, len(b))], n <= len(b)
		}
	}
	return nil, false
}
