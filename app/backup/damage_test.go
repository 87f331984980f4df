package backup

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// sample is a file of about 150 KB, so of three chunks of age's, with its contents.
func sample(t testing.TB) ([]byte, content) {
	r := rand.New(rand.NewPCG(7, 7))
	c := draw(r)
	c.rows, c.files = map[Kind][]string{}, nil
	for _, k := range rowKinds {
		for range 16 {
			c.rows[k] = append(c.rows[k], text(r, 800))
		}
	}
	for range 10 {
		c.files = append(c.files, text(r, 10_000))
	}
	return write(t, c), c
}

// begins tells whether what was had is the beginning of what was written.
func begins(got, want content) bool {
	for k, rows := range got.rows {
		if len(rows) > len(want.rows[k]) || !slices.Equal(rows, want.rows[k][:len(rows)]) {
			return false
		}
	}
	return len(got.files) <= len(want.files) && slices.Equal(got.files, want.files[:len(got.files)])
}

// TestFileThatWasCut cuts a file at every 997th byte: it is never taken for whole, it is said where it ends, and what lies before is had.
func TestFileThatWasCut(t *testing.T) {
	t.Parallel()
	file, want := sample(t)
	best := 0
	for n := 0; n < len(file); n += 997 {
		got, r, err := read(t.Context(), bytes.NewReader(file[:n]), password)
		var d *Damage
		if !errors.As(err, &d) || !errors.Is(err, ErrCut) {
			t.Fatalf("cut at %d: %v", n, err)
		}
		if !begins(got, want) {
			t.Fatalf("cut at %d: what was had is something else", n)
		}
		if r == nil || len(r.Whole()) == 0 {
			continue
		}
		if had := len(r.Whole()); had < best || d.Whole != had {
			t.Fatalf("cut at %d: %d members, of a shorter one %d; %+v", n, had, best, d)
		} else {
			best = had
		}
		if r.open != (d.Member != "") || r.open && d.Good != r.good {
			t.Fatalf("cut at %d: %+v, reading %q at %d", n, d, r.current.Name, r.good)
		}
	}
	if best < 9 {
		t.Errorf("at most %d members were had", best)
	}
	for _, n := range []int{0, 1, len(intro) - 1, len(intro), len(intro) + 1, len(file) - 1} {
		if _, err := Verify(t.Context(), bytes.NewReader(file[:n]), password, nil); !errors.Is(err, ErrCut) {
			t.Errorf("cut at %d: %v", n, err)
		}
	}
}

// TestFileWithOtherBytes turns a bit at every 997th byte, and at all of the first ones.
func TestFileWithOtherBytes(t *testing.T) {
	t.Parallel()
	file, want := sample(t)
	const chunk = 64<<10 + 16
	for i := 0; i < len(file); i++ {
		if i > 220 && i%997 != 0 {
			continue
		}
		bad := bytes.Clone(file)
		bad[i] ^= 1 << (i % 8)
		got, _, err := read(t.Context(), bytes.NewReader(bad), password)
		var d *Damage
		switch {
		case err == nil:
			t.Fatalf("byte %d: read as if nothing was", i)
		case !begins(got, want):
			t.Fatalf("byte %d: what was had is something else", i)
		case i < 220:
			if !slices.ContainsFunc([]error{ErrNotBackup, ErrPassphrase, ErrCut, ErrChanged, ErrCostly}, func(e error) bool { return errors.Is(err, e) }) {
				t.Fatalf("byte %d: %v", i, err)
			}
		case !errors.As(err, &d) || !errors.Is(err, ErrChanged) && (i < len(file)-chunk || !errors.Is(err, ErrCut)):
			t.Fatalf("byte %d of %d: %v", i, len(file), err)
		}
	}
}

// TestFileWithMoreBehind: what was appended is found out.
func TestFileWithMoreBehind(t *testing.T) {
	file, want := sample(t)
	for _, more := range []string{"\x00", "more", strings.Repeat("\x00", 100<<10)} {
		got, _, err := read(t.Context(), bytes.NewReader(append(bytes.Clone(file), more...)), password)
		var d *Damage
		if !errors.As(err, &d) || !begins(got, want) {
			t.Errorf("%d bytes: %v", len(more), err)
		}
	}
}

// TestSourceThatFails: what the disk or the context says is told as that, and not as damage.
func TestSourceThatFails(t *testing.T) {
	file, _ := sample(t)
	for n := 0; n < len(file); n += 19973 {
		_, err := Verify(t.Context(), io.MultiReader(bytes.NewReader(file[:n]), iotest.ErrReader(io.ErrClosedPipe)), password, nil)
		var d *Damage
		if !errors.Is(err, io.ErrClosedPipe) || errors.As(err, &d) {
			t.Fatalf("fails at %d: %v", n, err)
		}
	}
	for name, r := range map[string]io.Reader{"byte by byte": iotest.OneByteReader(bytes.NewReader(file)), "with its end at once": iotest.DataErrReader(bytes.NewReader(file))} {
		if _, err := Verify(t.Context(), r, password, nil); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
