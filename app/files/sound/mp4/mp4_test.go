package mp4_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"testing"

	"vouch/app/files/sound/mp4"
)

// atom is a box.
func atom(kind string, parts ...string) string {
	body := strings.Join(parts, "")
	return u32(uint32(8+len(body))) + kind + body
}

// wide is a box with a size of 64 bits.
func wide(kind string, parts ...string) string {
	body := strings.Join(parts, "")
	return u32(1) + kind + u32(0, uint32(16+len(body))) + body
}

func u32(numbers ...uint32) string {
	var b []byte
	for _, n := range numbers {
		b = binary.BigEndian.AppendUint32(b, n)
	}
	return string(b)
}

// dOps is what Opus is described by.
const dOps = "\x00\x01\x01\x38\x00\x00\xbb\x80\x00\x00\x00"

// parts are the boxes of a file that a test may change.
type parts struct{ head, elst, handler, entry, stsz, stsc, chunks string }

func honest() parts {
	return parts{
		head:    atom("ftyp", "M4A ", u32(0)),
		elst:    atom("elst", u32(0, 1, 500, 312, 1<<16)),
		handler: "soun",
		entry:   atom("Opus", u32(0, 1, 0, 0, 1<<16|16, 0, 48000<<16), atom("dOps", dOps)),
		stsz:    atom("stsz", u32(0, 0, 3, 10, 20, 30)),
		stsc:    atom("stsc", u32(0, 2, 1, 2, 1, 2, 1, 1)),
		chunks:  atom("stco", u32(0, 2, 8, 100)),
	}
}

func (p parts) file() []byte {
	hdlr := atom("hdlr", u32(0, 0), p.handler, u32(0, 0, 0))
	stbl := atom("stbl", atom("stsd", u32(0, 1), p.entry), p.stsz, p.stsc, p.chunks)
	trak := atom("trak", atom("edts", p.elst), atom("mdia", atom("mdhd", u32(0, 0, 0, 48000, 0, 0)), hdlr, atom("minf", stbl)))
	return []byte(p.head + atom("moov", atom("mvhd", u32(0, 0, 0, 1000, 0, 0)), trak) + atom("mdat", strings.Repeat("x", 200)))
}

func read(file []byte) (*mp4.Track, error) { return mp4.Read(bytes.NewReader(file), int64(len(file))) }

func TestRead(t *testing.T) {
	three := []mp4.Sample{{8, 10}, {18, 20}, {100, 30}}
	esds := u32(0) + "\x03\x19\x00\x01\x00\x04\x11\x40\x15"
	aac := u32(0, 1, 0, 0, 2<<16|16, 0, 44100<<16)
	for _, c := range []struct {
		name   string
		change func(*parts)
		want   mp4.Track
	}{
		{"Opus with an edit", func(*parts) {}, mp4.Track{Codec: "Opus", Config: []byte(dOps), Scale: 48000, Skip: 312, Length: 24000, Samples: three}},
		{"no edit", func(p *parts) { p.elst = "" }, mp4.Track{Codec: "Opus", Config: []byte(dOps), Scale: 48000, Skip: -1, Samples: three}},
		{"silence before", func(p *parts) { p.elst = atom("elst", u32(0, 2, 9, 0xFFFFFFFF, 1<<16, 1000, 1, 1<<16)) },
			mp4.Track{Codec: "Opus", Config: []byte(dOps), Scale: 48000, Skip: 1, Length: 48000, Samples: three}},
		{"an edit that lies", func(p *parts) { p.elst = atom("elst", u32(1<<24, 1, 0xFFFFFFFF, 1, 0x7FFFFFFF, 1, 1<<16)) },
			mp4.Track{Codec: "Opus", Config: []byte(dOps), Scale: 48000, Skip: -1, Samples: three}},
		{"places of 64 bits and one size", func(p *parts) { p.chunks, p.stsz = atom("co64", u32(0, 2, 0, 8, 0, 100)), atom("stsz", u32(0, 7, 3)) },
			mp4.Track{Codec: "Opus", Config: []byte(dOps), Scale: 48000, Skip: 312, Length: 24000, Samples: []mp4.Sample{{8, 7}, {15, 7}, {100, 7}}}},
		{"a box with a size of 64 bits before", func(p *parts) { p.head += wide("free", "1234") }, mp4.Track{Codec: "Opus", Config: []byte(dOps), Scale: 48000, Skip: 312, Length: 24000, Samples: three}},
		{"AAC", func(p *parts) { p.entry = atom("mp4a", aac, atom("esds", esds)) },
			mp4.Track{Codec: "mp4a", Config: []byte(esds[4:]), Scale: 48000, Skip: 312, Length: 24000, Samples: three}},
		{"AAC of QuickTime", func(p *parts) {
			p.entry = atom("mp4a", u32(0, 1, 1<<16, 0, 2<<16|16, 0, 44100<<16, 1, 2, 3, 4), atom("wave", atom("frma", "mp4a"), atom("esds", esds)))
		}, mp4.Track{Codec: "mp4a", Config: []byte(esds[4:]), Scale: 48000, Skip: 312, Length: 24000, Samples: three}},
		{"another codec", func(p *parts) { p.entry = atom("alac", aac) }, mp4.Track{Codec: "alac", Scale: 48000, Skip: 312, Length: 24000, Samples: three}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := honest()
			c.change(&p)
			got, err := read(p.file())
			if err != nil {
				t.Fatal(err)
			}
			if got.Codec != c.want.Codec || !bytes.Equal(got.Config, c.want.Config) || got.Scale != c.want.Scale ||
				got.Skip != c.want.Skip || got.Length != c.want.Length || !slices.Equal(got.Samples, c.want.Samples) {
				t.Errorf("%+v\nwant %+v", *got, c.want)
			}
		})
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*parts)
		want   error
	}{
		{"a film", func(p *parts) { p.handler = "vide" }, mp4.ErrNoSound},
		{"subtitles", func(p *parts) { p.handler = "text" }, mp4.ErrNoSound},
		{"samples in fragments", func(p *parts) { p.stsz = atom("stsz", u32(0, 0, 0)) }, mp4.ErrNoSound},
		{"no sizes", func(p *parts) { p.stsz = "" }, mp4.ErrBroken},
		{"fewer sizes than samples", func(p *parts) { p.stsz = atom("stsz", u32(0, 0, 4, 10, 20, 30)) }, mp4.ErrBroken},
		{"more samples than may be", func(p *parts) { p.stsz = atom("stsz", u32(0, 0, mp4.MaxSamples+1)) }, mp4.ErrBroken},
		{"more samples than bytes", func(p *parts) { p.stsz = atom("stsz", u32(0, 1, 2000)) }, mp4.ErrBroken},
		{"a sample behind the end", func(p *parts) { p.chunks = atom("stco", u32(0, 2, 8, 0xFFFFFFF0)) }, mp4.ErrBroken},
		{"a place of 2^63", func(p *parts) { p.chunks = atom("co64", u32(0, 2, 0xFFFFFFFF, 8, 0, 100)) }, mp4.ErrBroken},
		{"a large sample", func(p *parts) { p.stsz = atom("stsz", u32(0, 0, 3, 10, mp4.MaxSample+1, 30)) }, mp4.ErrBroken},
		{"no chunks", func(p *parts) { p.chunks = "" }, mp4.ErrBroken},
		{"no runs", func(p *parts) { p.stsc = atom("stsc", u32(0, 0)) }, mp4.ErrBroken},
		{"chunks of nothing", func(p *parts) { p.stsc = atom("stsc", u32(0, 1, 1, 0, 1)) }, mp4.ErrBroken},
		{"no entry", func(p *parts) { p.entry = "" }, mp4.ErrBroken},
		{"a short entry", func(p *parts) { p.entry = atom("Opus", u32(0)) }, mp4.ErrBroken},
		{"AAC without a description", func(p *parts) { p.entry = atom("mp4a", u32(0, 1, 0, 0, 0, 0, 0)) }, mp4.ErrBroken},
		{"a box of two bytes", func(p *parts) { p.head += u32(2) + "free" }, mp4.ErrBroken},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := honest()
			c.change(&p)
			if got, err := read(p.file()); !errors.Is(err, c.want) {
				t.Errorf("%+v, %v; want %v", got, err, c.want)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add(honest().file())
	p := honest()
	p.chunks, p.stsz = atom("co64", u32(0, 2, 0, 8, 0, 100)), atom("stsz", u32(0, 7, 3))
	f.Add(p.file())
	f.Fuzz(func(t *testing.T, file []byte) {
		got, err := read(file)
		if err != nil {
			if !errors.Is(err, mp4.ErrNoSound) && !errors.Is(err, mp4.ErrBroken) {
				t.Fatal(err)
			}
			return
		}
		if got.Scale < 1 || len(got.Samples) == 0 || len(got.Samples) > mp4.MaxSamples || got.Length < 0 {
			t.Fatalf("%+v", got)
		}
		for _, s := range got.Samples {
			if s.Offset < 0 || s.Size < 0 || s.Size > mp4.MaxSample || s.Offset+int64(s.Size) > int64(len(file)) {
				t.Fatalf("sample of %d bytes at %d, of %d", s.Size, s.Offset, len(file))
			}
		}
	})
}
