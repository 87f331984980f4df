package backup

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"testing"

	"filippo.io/age"
)

// endless is a file that never ends: a beginning, and then the same again and again. made counts its bytes before they are compressed.
func endless(t *testing.T, head, again []byte) (file io.Reader, made *atomic.Int64) {
	t.Helper()
	made = &atomic.Int64{}
	in, out := io.Pipe()
	t.Cleanup(func() { in.Close() })
	go func() {
		z, _ := gzip.NewWriterLevel(bufio.NewWriterSize(out, 16<<10), gzip.BestSpeed)
		_, err := z.Write(head)
		for err == nil {
			_, err = z.Write(again)
			if err == nil {
				err = z.Flush() // or a chunk of age's would have 64 MiB in it, and the test take long
			}
			made.Add(int64(len(again)))
		}
	}()
	r, err := recipient(password, 1)
	if err != nil {
		t.Fatal(err)
	}
	file, err = age.EncryptReader(in, r)
	if err != nil {
		t.Fatal(err)
	}
	return file, made
}

// header is a tar header with what the library does not write, and a right checksum.
func header(t *testing.T, h tar.Header, change func(block []byte)) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := tar.NewWriter(&b).WriteHeader(&h); err != nil {
		t.Fatal(err)
	}
	block := b.Bytes()
	change(block)
	copy(block[148:156], "        ")
	sum := 0
	for _, c := range block[:512] {
		sum += int(c)
	}
	copy(block[148:156], fmt.Sprintf("%06o\x00 ", sum))
	return block
}

func kind(flag byte) func([]byte) { return func(block []byte) { block[156] = flag } }

func padded(text string) []byte {
	return append([]byte(text), make([]byte, (512-len(text)%512)%512)...)
}

// unclosed is an archive without its end.
func unclosed(t *testing.T, things ...thing) []byte {
	return bytes.TrimSuffix(archive(t, things...), make([]byte, 1024))
}

// TestBombs: a small file that unpacks without end is given up after a few megabytes.
func TestBombs(t *testing.T) {
	t.Parallel()
	start := unclosed(t, begin)
	ended := unclosed(t, begin, closing(t, begin))
	zeros := make([]byte, 1<<10)
	record := "30 comment=" + strings.Repeat("x", 18) + "\n"
	extended := append(header(t, tar.Header{Name: "x", Size: int64(len(record)), Format: tar.FormatUSTAR}, kind('x')), padded(record)...)
	long := append(header(t, tar.Header{Name: "x", Size: 512, Format: tar.FormatGNU}, kind('L')), padded(strings.Repeat("x", 511)+"\x00")...)
	for _, c := range []struct {
		what        string
		head, again []byte
		want        error
	}{
		{"zeros instead of a manifest", nil, zeros, ErrCut},
		{"zeros behind the manifest", start, zeros, ErrCut},
		{"zeros behind the end", ended, zeros, ErrMalformed},
		{"words behind the end", append(bytes.Clone(ended), zeros...), bytes.Repeat([]byte("alice"), 200), ErrMalformed},
		{"words behind the manifest", start, bytes.Repeat([]byte("alice"), 200), ErrMalformed},
		{"headers for headers", start, extended, ErrMalformed},
		{"long names for names", start, long, ErrMalformed},
	} {
		file, made := endless(t, c.head, c.again)
		_, err := Verify(t.Context(), file, password, nil)
		if !errors.Is(err, c.want) && !(c.head == nil && errors.Is(err, ErrNotBackup)) {
			t.Errorf("%s: %v", c.what, err)
		}
		if n := made.Load(); n > 64<<20 { // with what lies compressed in buffers
			t.Errorf("%s: %d bytes were made", c.what, n)
		}
	}
}

// TestHoles: bytes that are nowhere in the file are not taken, in any of the ways to write them.
func TestHoles(t *testing.T) {
	const huge = 1 << 40
	old := header(t, tar.Header{Name: "odd", Format: tar.FormatGNU}, func(b []byte) {
		b[156] = tar.TypeGNUSparse
		copy(b[386:], fmt.Sprintf("%011o\x00%011o\x00", 1<<32, 0))
		copy(b[483:], fmt.Sprintf("%011o\x00", 1<<32))
	})
	pax := func(records ...string) []byte {
		text := ""
		for _, r := range records {
			n := len(r) + 4
			if len(fmt.Sprint(n)) == 2 {
				text += fmt.Sprintf("%d %s\n", n, r)
			}
		}
		block := header(t, tar.Header{Name: "x", Size: int64(len(text)), Format: tar.FormatUSTAR}, kind('x'))
		return append(block, padded(text)...)
	}
	newer := append(pax("GNU.sparse.major=1", "GNU.sparse.minor=0", "GNU.sparse.name=odd", fmt.Sprint("GNU.sparse.realsize=", huge)),
		append(header(t, tar.Header{Name: "odd", Size: 512, Format: tar.FormatUSTAR}, func([]byte) {}), padded("0\n")...)...)
	between := append(pax("GNU.sparse.size=1024", "GNU.sparse.numblocks=0", "GNU.sparse.map="), header(t, tar.Header{Name: "odd", Format: tar.FormatUSTAR}, func([]byte) {})...)
	for what, member := range map[string][]byte{"old": old, "newer": newer, "between": between} {
		all := append(append(unclosed(t, begin), member...), make([]byte, 1024)...)
		if err := judge(t, seal(t, squeeze(t, all))); !errors.Is(err, ErrMalformed) || !strings.Contains(err.Error(), "no plain file") {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestLongLines: rows are handed out one at a time, and half a row never.
func TestLongLines(t *testing.T) {
	text := strings.Repeat("x", 100_000) + "\n\n\n" + strings.Repeat("y", 500_000) + "\nlast"
	all := []thing{begin, plain("messages/000001.jsonl", text)}
	file := seal(t, squeeze(t, archive(t, append(all, closing(t, all...))...)))
	r, err := Open(t.Context(), bytes.NewReader(file), password)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Next(); err != nil {
		t.Fatal(err)
	}
	var sizes []int
	for row, err := range r.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, len(row))
	}
	if fmt.Sprint(sizes) != fmt.Sprint([]int{100_000, 500_000, 4}) {
		t.Error(sizes)
	}
	if _, err := r.Next(); !errors.Is(err, io.EOF) {
		t.Error(err)
	}
}
