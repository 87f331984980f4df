package backup

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

const password = "correct horse battery staple"

// quick is scrypt that takes no time.
var quick = Options{WorkFactor: 1}

func manifest() Manifest {
	return Manifest{
		Program: "Vouch", Version: "1.0", Profile: "alice's profile", Time: time.Date(2026, 11, 30, 15, 30, 7, 0, time.UTC),
		Parts: []Kind{Accounts, Settings, Roster, Trust, Chats, Messages, Files}, Accounts: []string{"alice@example.org"},
	}
}

// content is what a backup has, or what was read from one.
type content struct {
	docs  map[Kind]any
	rows  map[Kind][]string
	files []string
	odd   map[string]string // members of a later version
}

var rowKinds = []Kind{Roster, Trust, Chats, Messages}

// draw makes contents by chance. Some rows are longer than what a reader has at hand at once.
func draw(r *rand.Rand) content {
	c := content{docs: map[Kind]any{}, rows: map[Kind][]string{}, odd: map[string]string{}}
	for _, k := range []Kind{Accounts, Settings} {
		if r.IntN(4) > 0 {
			c.docs[k] = map[string]any{"who": text(r, 100), "deep": []any{1.5, nil, true}}
		}
	}
	for _, k := range rowKinds {
		for range r.IntN(40) {
			n := r.IntN(200)
			if r.IntN(60) == 0 {
				n = 60_000 + r.IntN(20_000)
			}
			c.rows[k] = append(c.rows[k], text(r, n))
		}
	}
	for range r.IntN(5) {
		if f := text(r, r.IntN(1000)*r.IntN(30)); !slices.Contains(c.files, f) {
			c.files = append(c.files, f)
		}
	}
	for i := range r.IntN(3) {
		c.odd[fmt.Sprintf("later/thing-%d.bin", i)] = text(r, 500)
	}
	return c
}

// text is partly words, which can be compressed, and partly not.
func text(r *rand.Rand, n int) string {
	var b strings.Builder
	for b.Len() < n {
		if r.IntN(2) == 0 {
			b.WriteString([]string{"alice ", "bob <b>&", "„ü\u2028“", "\n", `"\`, "喜歡"}[r.IntN(6)])
			continue
		}
		var noise [60]byte
		for i := range 15 {
			binary.LittleEndian.PutUint32(noise[4*i:], r.Uint32())
		}
		b.WriteString(base64.StdEncoding.EncodeToString(noise[:]))
	}
	return b.String()
}

func (c content) fill(w *Writer) error {
	var failed error
	try := func(err error) { failed = errors.Join(failed, err) }
	for _, k := range []Kind{Accounts, Settings} {
		if v, ok := c.docs[k]; ok {
			try(w.Document(k, v))
		}
	}
	for _, k := range rowKinds {
		for _, row := range c.rows[k] {
			try(w.Row(k, row))
		}
	}
	for _, f := range c.files {
		try(w.File(sha256.Sum256([]byte(f)), int64(len(f)), strings.NewReader(f)))
	}
	for _, name := range slices.Sorted(mapKeys(c.odd)) {
		try(errors.Join(w.flush(), w.member(name, []byte(c.odd[name]))))
	}
	return failed
}

func mapKeys(m map[string]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func write(t testing.TB, c content) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := Write(t.Context(), &b, password, manifest(), quick, c.fill); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// read takes all that can be had. The error is what it ended with, nil for the end.
func read(ctx context.Context, file io.Reader, password string) (c content, r *Reader, err error) {
	c = content{docs: map[Kind]any{}, rows: map[Kind][]string{}, odd: map[string]string{}}
	if r, err = Open(ctx, file, password); err != nil {
		return c, r, err
	}
	for {
		m, err := r.Next()
		if errors.Is(err, io.EOF) {
			for _, name := range r.Left() {
				c.odd[name] = ""
			}
			return c, r, nil
		}
		if err == nil {
			err = c.take(m, r)
		}
		if err != nil {
			return c, r, err
		}
	}
}

func (c *content) take(m Member, r *Reader) error {
	switch {
	case m.Kind.document():
		var v any
		if err := r.Decode(&v); err != nil {
			return err
		}
		c.docs[m.Kind] = v
	case m.Kind.Rows():
		for line, err := range r.Rows() {
			if err != nil {
				return err
			}
			var row string
			if err := json.Unmarshal(line, &row); err != nil {
				return err
			}
			c.rows[m.Kind] = append(c.rows[m.Kind], row)
		}
	case m.Kind == Files:
		text, err := io.ReadAll(r)
		if err != nil {
			return err
		}
		c.files = append(c.files, string(text))
	}
	return nil
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	t.Parallel()
	for seed := range uint64(10) {
		want := draw(rand.New(rand.NewPCG(seed, 1)))
		file := write(t, want)
		got, r, err := read(t.Context(), bytes.NewReader(file), password)
		for name := range want.odd {
			want.odd[name] = "" // they are named, not read
		}
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d: %v\n got %.300v\nwant %.300v", seed, err, got, want)
		}
		if m := r.Manifest(); !reflect.DeepEqual(m, withFormat(manifest())) {
			t.Errorf("%+v", m)
		}
		if s, err := Verify(t.Context(), bytes.NewReader(file), password, nil); err != nil || len(s.Left) != len(want.odd) {
			t.Errorf("seed %d: %v, %q", seed, err, s.Left)
		}
	}
}

func withFormat(m Manifest) Manifest {
	m.Format = Format
	return m
}

// TestRowsFillParts: where one part is full the next begins, and no row is in two.
func TestRowsFillParts(t *testing.T) {
	c := content{rows: map[Kind][]string{}}
	for i := range 7 {
		c.rows[Messages] = append(c.rows[Messages], fmt.Sprint(i, " bob writes"))
		c.rows[Trust] = append(c.rows[Trust], fmt.Sprint(i, " bob writes"))
	}
	var b bytes.Buffer
	full := Options{WorkFactor: 1, part: 3 * len("\"0 bob writes\"\n")}
	if _, err := Write(t.Context(), &b, password, manifest(), full, c.fill); err != nil {
		t.Fatal(err)
	}
	got, r, err := read(t.Context(), &b, password)
	if err != nil || !reflect.DeepEqual(got.rows, c.rows) {
		t.Fatal(err, len(got.rows[Messages]))
	}
	var names []string
	for _, m := range r.Whole() {
		names = append(names, m.Name)
	}
	want := "manifest.json trust.jsonl trust/000002.jsonl trust/000003.jsonl " +
		"messages/000001.jsonl messages/000002.jsonl messages/000003.jsonl"
	if strings.Join(names, " ") != want {
		t.Errorf("%q", names)
	}
}

func TestWriterRefuses(t *testing.T) {
	sum := sha256.Sum256([]byte("bob"))
	for _, c := range []struct {
		what string
		fill Fill
		want error
	}{
		{"rows behind later ones", func(w *Writer) error { return errors.Join(w.Row(Messages, 1), w.Row(Chats, 1)) }, ErrOrder},
		{"the same document twice", func(w *Writer) error { return errors.Join(w.Document(Accounts, 1), w.Document(Accounts, 1)) }, ErrOrder},
		{"a manifest of the caller's", func(w *Writer) error { return w.Document(kindManifest, 1) }, ErrOrder},
		{"rows of a document", func(w *Writer) error { return w.Row(Accounts, 1) }, ErrOrder},
		{"a row that is too long", func(w *Writer) error { return w.Row(Chats, strings.Repeat("x", PartSize)) }, ErrTooLarge},
		{"a document that is too long", func(w *Writer) error { return w.Document(Accounts, strings.Repeat("x", PartSize)) }, ErrTooLarge},
		{"a file that is too long", func(w *Writer) error { return w.File(sum, 65<<30, strings.NewReader("bob")) }, ErrTooLarge},
		{"a file of other bytes", func(w *Writer) error { return w.File(sum, 3, strings.NewReader("eve")) }, errDigest},
		{"a file that is shorter", func(w *Writer) error { return w.File(sum, 4, strings.NewReader("bob")) }, errSize},
		{"a file that is longer", func(w *Writer) error { return w.File(sum, 2, strings.NewReader("bob")) }, errSize},
		{"a file of two sizes", func(w *Writer) error {
			return errors.Join(w.File(sum, 3, strings.NewReader("bob")), w.File(sum, 4, strings.NewReader("bob.")))
		}, ErrOrder},
		{"an error of the caller's", func(*Writer) error { return io.ErrNoProgress }, io.ErrNoProgress},
		{"what JSON does not know", func(w *Writer) error { return w.Row(Chats, func() {}) }, nil},
		{"what its caller did not look at", func(w *Writer) error { _ = w.Row(Accounts, 1); return nil }, ErrOrder},
	} {
		var b bytes.Buffer
		_, err := Write(t.Context(), &b, password, manifest(), quick, c.fill)
		if err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.what, err)
		}
		if _, err := Verify(t.Context(), &b, password, nil); err == nil {
			t.Errorf("%s: left a whole backup", c.what)
		}
	}
	twice := func(w *Writer) error {
		return errors.Join(w.File(sum, 3, strings.NewReader("bob")), w.File(sum, 3, strings.NewReader("bob")))
	}
	if members, err := Write(t.Context(), io.Discard, password, manifest(), quick, twice); err != nil || len(members) != 2 {
		t.Errorf("%v, %v", members, err)
	}
	for what, m := range map[string]Manifest{"no profile": {Time: time.Now()}, "no time": {Profile: "x"}, "an unknown part": {Profile: "x", Time: time.Now(), Parts: []Kind{"end"}}} {
		if _, err := Write(t.Context(), io.Discard, password, m, quick, content{}.fill); err == nil {
			t.Errorf("manifest with %s is written", what)
		}
	}
}
