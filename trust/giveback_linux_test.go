package trust_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"vouch/trust"
)

// mapped is how many kilobytes of the file are in the memory of this process.
func mapped(t *testing.T, path string) (kilobytes int) {
	t.Helper()
	text, err := os.ReadFile("/proc/self/smaps")
	if err != nil {
		t.Fatal(err)
	}
	ours := false
	for line := range strings.Lines(string(text)) {
		if strings.Contains(line, "-") && !strings.Contains(strings.Fields(line)[0], ":") {
			ours = strings.HasSuffix(strings.TrimSpace(line), path)
		}
		var n int
		if _, err := fmt.Sscanf(line, "Rss: %d kB", &n); ours && err == nil {
			kilobytes += n
		}
	}
	return kilobytes
}

// What was looked at is given back, and can be read as before.
func TestGiveBack(t *testing.T) {
	f, err := trust.Open(t.TempDir(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	value := bytes.Repeat([]byte("value "), 1000)
	if err := f.Update(func(tx *bbolt.Tx) error {
		b, err := tx.CreateBucketIfNotExists([]byte("test"))
		for i := range 1000 {
			if err == nil {
				err = b.Put(fmt.Append(nil, i), value)
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	look := func() {
		t.Helper()
		if err := f.View(func(tx *bbolt.Tx) error {
			return tx.Bucket([]byte("test")).ForEach(func(_, v []byte) error {
				if !bytes.Equal(v, value) {
					t.Fatal("it is another")
				}
				return nil
			})
		}); err != nil {
			t.Fatal(err)
		}
	}
	look()
	before := mapped(t, f.Path())
	f.GiveBack()
	if after := mapped(t, f.Path()); before < 4000 || after > before/4 {
		t.Errorf("%d kB, and then %d kB", before, after)
	}
	look()
}
