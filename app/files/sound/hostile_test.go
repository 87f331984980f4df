package sound_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"vouch/app/files/sound"
)

// oggPage is a page with a sum that is right.
func oggPage(flags byte, granule int64, sequence uint32, packets ...[]byte) []byte {
	b := append([]byte("OggS\x00"), flags)
	b = binary.LittleEndian.AppendUint64(b, uint64(granule))
	b = binary.LittleEndian.AppendUint32(b, 7)
	b = binary.LittleEndian.AppendUint32(b, sequence)
	b = append(b, 0, 0, 0, 0)
	var table, body []byte
	for _, p := range packets {
		for n := len(p); ; n -= 255 {
			table = append(table, byte(min(n, 255)))
			if n < 255 {
				break
			}
		}
		body = append(body, p...)
	}
	b = append(append(append(b, byte(len(table))), table...), body...)
	mend(b)
	return b
}

// mend gives each page of Ogg in a file a sum that is right: bit by bit, RFC 3533 §6.
func mend(file []byte) {
	for {
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
		clear(file[22:26])
		var crc uint32
		for _, v := range file[:size] {
			crc ^= uint32(v) << 24
			for range 8 {
				crc = crc<<1 ^ 0x04C11DB7*(crc>>31)
			}
		}
		binary.LittleEndian.PutUint32(file[22:], crc)
		file = file[size:]
	}
}

// oggBegin are the pages before the sound.
func oggBegin() []byte {
	return append(oggPage(2, 0, 0, []byte("OpusHead\x01\x01\x38\x01\x80\xbb\x00\x00\x00\x00\x00")), oggPage(0, 0, 1, []byte("OpusTags\x00\x00\x00\x00\x00\x00\x00\x00"))...)
}

// long is a packet of 120 ms in two bytes: six frames of 20 ms, all empty.
var long = []byte{1<<3 | 3, 6}

// atom is a box of MP4.
func atom(kind string, parts ...string) string {
	body := strings.Join(parts, "")
	return string(binary.BigEndian.AppendUint32(nil, uint32(8+len(body)))) + kind + body
}

// u32 is numbers of 32 bits in a row.
func u32(numbers ...uint32) string {
	var b []byte
	for _, n := range numbers {
		b = binary.BigEndian.AppendUint32(b, n)
	}
	return string(b)
}

// film is an MP4 file with one track of Opus, by its tables.
func film(stsz, stsc, stco string) []byte {
	opus := atom("Opus", u32(0, 1, 0, 0, 1<<16|16, 0, 48000<<16), atom("dOps", "\x00\x01\x01\x38\x00\x00\xbb\x80\x00\x00\x00"))
	stbl := atom("stbl", atom("stsd", u32(0, 1), opus), atom("stsz", stsz), atom("stsc", stsc), atom("stco", stco))
	trak := atom("trak", atom("mdia", atom("hdlr", u32(0, 0), "soun", u32(0, 0, 0)), atom("minf", stbl)))
	return []byte(atom("ftyp", "M4A ", u32(0)) + atom("moov", trak) + atom("mdat", strings.Repeat("\x08", 1000)))
}

// hostile are the files of strangers; those with an error are refused with it, and the others play.
func hostile() map[string]struct {
	file []byte
	err  error
} {
	type c = struct {
		file []byte
		err  error
	}
	flood := oggBegin()
	for i := range 100 { // each page claims to be the last word
		packets := make([][]byte, 250)
		for k := range packets {
			packets[k] = long
		}
		flood = append(flood, oggPage(0, int64(i), uint32(2+i), packets...)...)
	}
	endless := oggBegin()
	for i := range 400 {
		page := oggPage(1, -1, uint32(2+i), bytes.Repeat([]byte{8}, 255*200))
		endless = append(endless, page[:len(page)-1]...)
	}
	deep := atom("free")
	for range 20000 {
		deep = atom("moov", deep)
	}
	return map[string]c{
		"ogg-granule-2^62":                    {append(oggBegin(), oggPage(4, 1<<62, 2, long, long)...), nil},
		"ogg-granule-back":                    {append(append(oggBegin(), oggPage(0, 100000, 2, long, long)...), oggPage(4, 5, 3, long)...), nil},
		"ogg-granule-negative":                {append(oggBegin(), oggPage(4, -1<<62, 2, long, long)...), nil},
		"opus-120ms-flood":                    {flood, nil},
		"opus-120ms-flood-for-days":           {append(bytes.Clone(flood), bytes.Repeat(flood[len(oggBegin()):], 20)...), sound.ErrLong},
		"ogg-endless-packet":                  {endless, sound.ErrBroken},
		"ogg-pages-of-nothing":                {append(oggBegin(), bytes.Repeat(oggPage(0, -1, 2), 200000)...), sound.ErrBroken},
		"ogg-of-captures":                     {append(oggBegin(), bytes.Repeat([]byte("OggS\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x07\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff"), 200000)...), sound.ErrBroken},
		"ogg-opus-of-eight-channels":          {oggPage(2, 0, 0, []byte("OpusHead\x01\x08\x38\x01\x80\xbb\x00\x00\x00\x00\x01\x05\x03\x00\x04\x01\x02\x03\x05\x06\x07")), sound.ErrKind},
		"ogg-vorbis":                          {oggPage(2, 0, 0, []byte("\x01vorbis\x00\x00\x00\x00\x01\x80\xbb\x00\x00")), sound.ErrKind},
		"mp4-box-depth":                       {[]byte(atom("ftyp", "M4A ", u32(0)) + deep), sound.ErrKind},
		"mp4-boxes":                           {[]byte(atom("ftyp", "M4A ", u32(0)) + strings.Repeat(atom("free"), 20000)), sound.ErrBroken},
		"mp4-table-4g":                        {film(u32(0, 0, 0xFFFFFFFF), u32(0, 1, 1, 1, 1), u32(0, 1, 8)), sound.ErrBroken},
		"mp4-table-4g-of-one-size":            {film(u32(0, 1, 0xFFFFFFFF), u32(0, 1, 1, 0xFFFFFFFF, 1), u32(0, 1, 8)), sound.ErrBroken},
		"mp4-chunks-4g":                       {film(u32(0, 1, 10), u32(0, 1, 1, 1, 1), u32(0, 0xFFFFFFFF, 8)), sound.ErrBroken},
		"mp4-runs-4g":                         {film(u32(0, 1, 10), u32(0, 0xFFFFFFFF, 1, 1, 1), u32(0, 1, 8)), sound.ErrBroken},
		"mp4-sample-behind-the-end":           {film(u32(0, 1, 10), u32(0, 1, 1, 10, 1), u32(0, 1, 0xFFFFFFF0)), sound.ErrBroken},
		"mp4-the-same-sample-a-million-times": {film(u32(0, 0, 2, 1, 1), u32(0, 1, 1, 2, 1), u32(0, 1, 8)), nil},
		"mp4-skips-all":                       {bytes.Replace(film(u32(0, 0, 2, 1, 1), u32(0, 1, 1, 2, 1), u32(0, 1, 8)), []byte("\x01\x01\x38"), []byte("\x01\xff\xff"), 1), nil},
		"mp4-box-of-2^63":                     {[]byte(atom("ftyp", "M4A ", u32(0)) + u32(1) + "moov" + u32(0x7FFFFFFF, 0xFFFFFFFF) + u32(0)), sound.ErrBroken},
		"wav-length-lie":                      {append(sound.WAVHeader(16000, 1, 0xFFFFFF00), make([]byte, 3200)...), nil},
		"wav-no-length":                       {append(sound.WAVHeader(16000, 1, 0), make([]byte, 3200)...), nil},
		"wav-rate-0":                          {append(sound.WAVHeader(0, 1, 100), make([]byte, 100)...), sound.ErrKind},
		"wav-channels-0":                      {append(sound.WAVHeader(8000, 0, 100), make([]byte, 100)...), sound.ErrKind},
		"wav-too-long":                        {append(sound.WAVHeader(1000, 1, 0), make([]byte, 15<<20)...), sound.ErrLong},
		"wav-chunks":                          {[]byte("RIFF\xff\xff\xff\xffWAVE" + strings.Repeat("LIST\x00\x00\x00\x00", 20000)), sound.ErrBroken},
		"id3-2gb":                             {append([]byte("ID3\x04\x00\x00\xff\xff\xff\xff"), make([]byte, 1000)...), sound.ErrBroken},
		"id3-and-nothing":                     {[]byte("ID3\x04\x00\x00\x00\x00\x00\x00"), sound.ErrKind},
		"mp3-of-other-things":                 {append([]byte("\xff\xfb\x90\x00"), bytes.Repeat([]byte{0xff, 0xfb}, 1<<20)...), sound.ErrKind},
		"empty":                               {nil, sound.ErrKind},
		"a text":                              {[]byte("Wo bist du?"), sound.ErrKind},
		"a picture":                           {[]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), sound.ErrKind},
		"adts":                                {[]byte("\xff\xf1\x50\x80\x01\x7f\xfc\x00\x00\x00\x00\x00\x00"), sound.ErrKind},
		"four bytes":                          {[]byte("RIFF"), sound.ErrKind},
	}
}

// Files that lie are refused or play what is there, in little memory and time.
func TestHostileFilesStayWithinBounds(t *testing.T) {
	for name, c := range hostile() {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			s, err := sound.Open(t.Context(), bytes.NewReader(c.file), int64(len(c.file)))
			if !errors.Is(err, c.err) {
				t.Fatalf("%v, want %v", err, c.err)
			}
			if err == nil {
				if s.Duration() > sound.MaxLength || s.Duration() <= 0 {
					t.Errorf("it plays for %v", s.Duration())
				}
				frames, buf := int64(0), make([]int16, 4096)
				most := min(s.Frames(), 10*int64(s.Rate())) // of a flood the first seconds are enough
				for err == nil && frames < most {
					var n int
					n, err = s.Read(buf)
					frames += int64(n / s.Channels())
				}
				if err != nil || frames < most || frames > s.Frames() {
					t.Errorf("%d frames, of %d: %v", frames, s.Frames(), err)
				}
				s.Close()
				s.Close()
			}
			runtime.ReadMemStats(&after)
			if spent := after.TotalAlloc - before.TotalAlloc; spent > 8<<20 {
				t.Errorf("it took %d KiB", spent>>10)
			}
		})
	}
}

// A rate that the library for MP3 plays as noise is left to the system's player.
func TestMP3ThatWouldBeNoise(t *testing.T) {
	file := encode(t, ".mp3", wav(22050, 1, voice(22050, 1, time.Second)), "-c:a", "libmp3lame", "-b:a", "32k")
	if _, err := sound.Open(t.Context(), bytes.NewReader(file), int64(len(file))); !errors.Is(err, sound.ErrKind) {
		t.Error(err)
	}
}

// What is cut short anywhere is refused or plays up to there, and never panics.
func TestHalfASound(t *testing.T) {
	for _, e := range encodings {
		t.Run(e.name, func(t *testing.T) {
			file := encode(t, e.ending, wav(48000, e.channels, voice(48000, e.channels, time.Second/5)), e.args...)
			for n := 0; n < len(file); n += 1 + n/15 {
				s, err := sound.Open(t.Context(), bytes.NewReader(file[:n]), int64(n))
				if err != nil {
					if !errors.Is(err, sound.ErrBroken) && !errors.Is(err, sound.ErrKind) {
						t.Fatalf("%d bytes: %v", n, err)
					}
					continue
				}
				if _, err := sound.Waveform(s); err != nil {
					t.Errorf("%d bytes open and then: %v", n, err)
				}
				s.Close()
			}
		})
	}
}

// What is damaged in the middle plays on behind it.
func TestDamageIsHeardAndGone(t *testing.T) {
	for _, e := range encodings {
		t.Run(e.name, func(t *testing.T) {
			file := encode(t, e.ending, wav(48000, e.channels, voice(48000, e.channels, 4*time.Second)), e.args...)
			whole := rest(t, open(t, file))
			damaged := bytes.Clone(file)
			at := bytes.Index(file, []byte("mdat"))
			if at < 0 {
				at = 0
			}
			for i := at + (len(file)-at)*2/5; i < at+(len(file)-at)*2/5+40; i++ {
				damaged[i] ^= 0x5A
			}
			s, err := sound.Open(t.Context(), bytes.NewReader(damaged), int64(len(damaged)))
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			got := rest(t, s)
			third := len(whole) / 3
			if e.kind == sound.OggOpus {
				third = len(whole) / 5 // a page is lost, which is a second
			}
			if like := likeness(got[:third], whole[:third]); like < 60 {
				t.Errorf("before the damage it is like the whole by %.1f dB", like)
			}
			if len(got) < third {
				t.Fatalf("only %d samples", len(got))
			}
			if like := likeness(got[len(got)-len(whole)/5:], whole[len(whole)-len(whole)/5:]); like < 25 {
				t.Errorf("behind it by %.1f dB", like)
			}
		})
	}
}

// A frame whose parts make no sense is silent, and nothing after it is lost.
func TestFrameThatIsNone(t *testing.T) {
	file := encode(t, ".mp3", wav(44100, 2, voice(44100, 2, 3*time.Second)), "-c:a", "libmp3lame", "-b:a", "96k", "-reservoir", "0")
	whole := rest(t, open(t, file))
	head := file[bytes.LastIndex(file[:len(file)/2], []byte{0xFF, 0xFB}):][:4]
	at := bytes.Index(file[len(file)/3:], head[:2]) + len(file)/3
	copy(file[at+4:], bytes.Repeat([]byte{0xFF}, 32))
	got := rest(t, open(t, file))
	if len(got) != len(whole) {
		t.Fatalf("%d samples, of %d", len(got), len(whole))
	}
	quarter := len(whole) / 4
	if before, after := likeness(got[:quarter], whole[:quarter]), likeness(got[2*quarter:], whole[2*quarter:]); before < 60 || after < 60 {
		t.Errorf("before it is like the whole by %.1f dB, and behind it by %.1f", before, after)
	}
}

// panicking is a file that panics at one of its reads, as a library might.
type panicking struct {
	io.ReadSeeker
	left int
}

func (p *panicking) Read(b []byte) (int, error) {
	if p.left--; p.left < 0 {
		panic("index out of range")
	}
	return p.ReadSeeker.Read(b)
}

// A panic ends the stream and nothing else.
func TestPanicEndsTheStream(t *testing.T) {
	for _, e := range encodings[:6] {
		file := encode(t, e.ending, wav(48000, e.channels, voice(48000, e.channels, time.Second)), e.args...)
		for _, n := range []int{0, 1, 2, 3, 5, 9, 16, 30} {
			s, err := sound.Open(t.Context(), &panicking{bytes.NewReader(file), n}, int64(len(file)))
			if err == nil {
				_, err = sound.Waveform(s)
				s.Close()
			}
			if err != nil && !errors.Is(err, sound.ErrBroken) {
				t.Errorf("%s, read %d: %v", e.name, n, err)
			}
		}
		rest(t, open(t, file))
	}
}

type failing struct {
	io.ReadSeeker
	after int
	err   error
}

func (f *failing) Read(p []byte) (int, error) {
	if f.after--; f.after < 0 {
		return 0, f.err
	}
	return f.ReadSeeker.Read(p[:min(len(p), 500)])
}

// A context that ends, and a disk that fails, end what is open with their own errors.
func TestContextAndDiskEndAStream(t *testing.T) {
	gone, lost := errors.New("window closed"), errors.New("disk gone")
	for _, e := range encodings {
		t.Run(e.name, func(t *testing.T) {
			file := encode(t, e.ending, wav(48000, e.channels, voice(48000, e.channels, 3*time.Second)), e.args...)
			ctx, cancel := context.WithCancelCause(t.Context())
			s, err := sound.Open(ctx, bytes.NewReader(file), int64(len(file)))
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			cancel(gone)
			if _, err := sound.Waveform(s); err != nil && !errors.Is(err, gone) {
				t.Errorf("read: %v", err)
			}
			if err := s.Seek(time.Second); err != nil && !errors.Is(err, gone) {
				t.Errorf("seek: %v", err)
			}
			if _, err := sound.Waveform(s); !errors.Is(err, gone) {
				t.Errorf("read after seek: %v", err)
			}
			if _, err := sound.Open(ctx, bytes.NewReader(file), int64(len(file))); !errors.Is(err, gone) {
				t.Errorf("open: %v", err)
			}
			for _, after := range []int{0, 1, 2, 3, 5, 9, 16, 30} {
				s, err := sound.Open(t.Context(), &failing{bytes.NewReader(file), after, lost}, int64(len(file)))
				if err == nil {
					_, err = sound.Waveform(s)
					s.Close()
				}
				if err != nil && !errors.Is(err, lost) {
					t.Errorf("disk gone after %d reads: %v", after, err)
				}
			}
		})
	}
}

// What is too large is not even looked at.
func TestTooLargeIsNotRead(t *testing.T) {
	if _, err := sound.Open(t.Context(), &failing{err: errors.New("it was read")}, sound.MaxSize+1); !errors.Is(err, sound.ErrLong) {
		t.Error(err)
	}
}
