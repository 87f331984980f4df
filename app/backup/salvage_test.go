package backup

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// many is a file of about 600 KB with 60 files of chats, with its contents.
func many(t testing.TB) ([]byte, content) {
	r := rand.New(rand.NewPCG(9, 9))
	c := content{rows: map[Kind][]string{Chats: {"bob"}, Messages: {text(r, 30_000), text(r, 30_000), "last"}}}
	for range 60 {
		c.files = append(c.files, text(r, 5_000+r.IntN(10_000)))
	}
	return write(t, c), c
}

// salvaged is what each was handed.
func salvaged(ctx context.Context, file []byte) (c content, r Report, err error) {
	c = content{docs: map[Kind]any{}, rows: map[Kind][]string{}}
	r, err = Salvage(ctx, bytes.NewReader(file), int64(len(file)), password, func(m Member, r *Reader) error { return c.take(m, r) })
	return c, r, err
}

func TestSalvageOfAWholeFile(t *testing.T) {
	file, want := many(t)
	got, report, err := salvaged(t.Context(), file)
	if err != nil || !report.Ended || len(report.Broken) > 0 || len(report.Whole) != 63 || !slices.Equal(got.files, want.files) || report.Manifest.Profile == "" {
		t.Errorf("%v, %+v", err, report)
	}
}

// TestSalvageAroundDamage turns bits all over a file: what is told to be whole is what was written, what is not is named, and only what
// lies in the bad 64 KiB is lost.
func TestSalvageAroundDamage(t *testing.T) {
	t.Parallel()
	file, want := many(t)
	const sealed, head = chunk + 16, 200
	chunks := (len(file) - head + sealed - 1) / sealed
	for k := range chunks {
		for _, second := range []int{0, 3} {
			if second > 0 && k%3 > 0 {
				continue
			}
			bad := bytes.Clone(file)
			bad[head+k*sealed+1000] ^= 4
			if at := head + (k+second)*sealed + 1000; second > 0 && at < len(bad)-sealed {
				bad[at] ^= 4
			}
			got, report, err := salvaged(t.Context(), bad)
			if err != nil || len(report.Broken) == 0 {
				t.Fatalf("chunk %d: %v, %+v", k, err, report)
			}
			for _, f := range got.files {
				if !slices.Contains(want.files, f) {
					t.Fatalf("chunk %d: a file that was never there", k)
				}
			}
			names := map[string]bool{}
			for _, m := range report.Whole {
				names[m.Name] = true
			}
			for _, d := range report.Broken {
				if d.Member != "" && names[d.Member] {
					t.Errorf("chunk %d: %s is whole and broken", k, d.Member)
				}
				names[d.Member] = true
			}
			delete(names, "")
			last := k == chunks-1
			if report.Ended == last || !last && len(names) != 63 || len(names) < len(report.Whole) {
				t.Errorf("chunk %d of %d: ended %t, %d members named", k, chunks, report.Ended, len(names))
			}
			if lost := 63 - len(report.Whole); lost > 13*(1+second/2) {
				t.Errorf("chunk %d: %d members are lost", k, lost)
			}
		}
	}
}

// TestSalvageOfACutFile gives all before the cut.
func TestSalvageOfACutFile(t *testing.T) {
	t.Parallel()
	file, want := many(t)
	best := 0
	for n := 300; n < len(file); n += 40_009 {
		got, report, err := salvaged(t.Context(), file[:n])
		if err != nil || report.Ended || len(report.Broken) != 1 || !errors.Is(report.Broken[0].Err, ErrCut) || !begins(got, want) || len(report.Whole) < best {
			t.Fatalf("cut at %d: %v, %+v", n, err, report)
		}
		best = len(report.Whole)
	}
	if best < 40 {
		t.Errorf("at most %d members", best)
	}
}

// TestSalvageOfAChangedArchive: one who knew the passphrase has changed members, which are named.
func TestSalvageOfAChangedArchive(t *testing.T) {
	a, b, c := plain("accounts.json", "[1]"), plain("files/"+strings.Repeat("0", 64), "x"), plain("odd", "x")
	end := closing(t, begin, plain("accounts.json", "[2]"), b, c)
	_, report, err := salvaged(t.Context(), seal(t, squeeze(t, archive(t, begin, a, b, c, end))))
	var broken []string
	for _, d := range report.Broken {
		broken = append(broken, d.Member)
	}
	if err != nil || !report.Ended || !slices.Equal(broken, []string{b.Name, a.Name}) || len(report.Whole) != 2 || !slices.Equal(report.Left, []string{"odd"}) {
		t.Errorf("%v, %+v", err, report)
	}
}

func TestSalvageThatEnds(t *testing.T) {
	file, _ := many(t)
	mine := errors.New("the disk is full")
	if _, err := Salvage(t.Context(), bytes.NewReader(file), int64(len(file)), password, func(Member, *Reader) error { return mine }); !errors.Is(err, mine) {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	n := 0
	bad := bytes.Clone(file)
	bad[200_000] ^= 1
	_, err := Salvage(ctx, bytes.NewReader(bad), int64(len(bad)), password, func(Member, *Reader) error {
		if n++; n == 3 {
			cancel()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := Salvage(t.Context(), bytes.NewReader(file), int64(len(file)), "wrong", nil); !errors.Is(err, ErrPassphrase) {
		t.Error(err)
	}
	if _, err := Salvage(t.Context(), strings.NewReader("alice"), 5, password, nil); !errors.Is(err, ErrNotBackup) {
		t.Error(err)
	}
	var d *Damage
	if _, err := Salvage(t.Context(), bytes.NewReader(file[:50]), 50, password, nil); !errors.As(err, &d) {
		t.Error(err)
	}
}
