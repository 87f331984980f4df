package backup

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"
)

// known are all errors that a file can give.
func known(err error) bool {
	for _, e := range []error{ErrPassphrase, ErrNotBackup, ErrCostly, ErrNewer, ErrCut, ErrChanged, ErrMalformed} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// FuzzArchive reads any archive below a right encryption: it ends, with an error of the package or with what the end lists.
func FuzzArchive(f *testing.F) {
	doc, rows := plain("accounts.json", "[]"), plain("messages/000001.jsonl", "{}\n{}\n")
	good := archive(f, begin, doc, rows, plain("odd/x", "x"), closing(f, begin, doc, rows, plain("odd/x", "x")))
	f.Add(good)
	f.Add(good[:1024])
	f.Add(archive(f, begin, doc))
	f.Add(bytes.Replace(good, []byte("odd/x"), []byte("../x\x00"), 1))
	f.Fuzz(func(t *testing.T, text []byte) {
		c, r, err := read(context.Background(), bytes.NewReader(seal(t, squeeze(t, text))), password)
		if r == nil {
			if !known(err) {
				t.Fatal(err)
			}
			return
		}
		total := int64(0)
		for _, m := range r.Whole() {
			if !filepath.IsLocal(m.Name) || strings.ContainsAny(m.Name, `\:`) {
				t.Fatalf("%q", m.Name)
			}
			total += m.Size
		}
		if total > int64(len(text)) || len(c.odd) > len(r.Whole()) {
			t.Fatalf("%d bytes of %d", total, len(text))
		}
		if r.err != nil && !errors.Is(r.err, io.EOF) && !known(r.err) {
			t.Fatal(r.err)
		}
	})
}

// FuzzFile reads anything.
func FuzzFile(f *testing.F) {
	all := []thing{begin, plain("accounts.json", "[]")}
	good := seal(f, squeeze(f, archive(f, append(all, closing(f, all...))...)))
	f.Add(good)
	f.Add(good[:100])
	f.Add([]byte(intro + "-> scrypt AAAAAAAAAAAAAAAAAAAAAA 20\nAAAA\n--- AAAA\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		if i := bytes.Index(file, []byte("\n-> scrypt ")); i >= 0 && !bytes.Contains(file[i:], []byte(" 1\n")) {
			return // it may cost a second and a gigabyte, as it is meant to
		}
		if err := judge(t, file); err != nil && !known(err) {
			t.Fatal(err)
		}
	})
}

// FuzzEnd reads any end.json.
func FuzzEnd(f *testing.F) {
	f.Add(closing(f, begin).text)
	f.Add(`{"count":1e3,"members":[]}`)
	f.Fuzz(func(t *testing.T, text string) {
		n := 0
		_, err := readEnd(strings.NewReader(text), func(Member) { n++ })
		if n > len(text) || err == nil && !strings.Contains(text, "{") {
			t.Fatal(n, err)
		}
	})
}
