package backup

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// some is what takes several writes and reads.
func some() content {
	r := rand.New(rand.NewPCG(3, 3))
	c := content{rows: map[Kind][]string{Chats: {"bob", "carol"}}}
	for range 5 {
		c.files = append(c.files, text(r, 40_000))
	}
	return c
}

func TestCreate(t *testing.T) {
	dir, want := t.TempDir(), some()
	var told []Progress
	o := Options{WorkFactor: 1, Progress: func(p Progress) { told = append(told, p) }}
	path, err := Create(t.Context(), dir, password, manifest(), o, want.fill)
	if err != nil || filepath.Base(path) != "vouch-"+short("alice's profile")+"-2026-11-30T1530Z.age" || len(files(dir)) != 1 {
		t.Fatal(path, err, len(files(dir)))
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info.Mode(), err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got, _, err := read(t.Context(), f, password); err != nil || !begins(got, want) || len(got.files) != 5 {
		t.Error(err)
	}
	half := slices.IndexFunc(told, func(p Progress) bool { return p.Verifying })
	if half < 2 || told[half-1].Rows != 2 || told[half-1].Total != 0 || told[half-1].Members != 7 {
		t.Fatalf("%d of %+v", half, told)
	}
	if last := told[len(told)-1]; last.Total == 0 || last.Bytes < last.Total || last.Members != 7 {
		t.Errorf("%+v", last)
	}
}

// TestNothingIsOverwritten: the second of a minute has a name of its own, whatever lies at the first: a file, a folder, a link.
func TestNothingIsOverwritten(t *testing.T) {
	dir := t.TempDir()
	first := filepath.Join(dir, name(manifest().Profile, manifest().Time, 1))
	for i, put := range []func() error{
		func() error { return os.WriteFile(first, []byte("bob's"), 0o600) },
		func() error { return os.Mkdir(first, 0o700) },
		func() error { return os.Symlink("nowhere", first) },
		func() error { return os.WriteFile(first+partly, []byte("bob's"), 0o600) },
	} {
		if err := put(); err != nil {
			t.Fatal(err)
		}
		before := files(dir)
		path, err := Create(t.Context(), dir, password, manifest(), quick, content{}.fill)
		if err != nil && !errors.Is(err, fs.ErrExist) || err == nil && !strings.HasSuffix(path, "Z-2.age") {
			t.Errorf("%d: %s, %v", i, path, err)
		}
		after := files(dir)
		delete(after, filepath.Base(path))
		if !maps.Equal(before, after) {
			t.Errorf("%d: it was %v, it is %v", i, slices.Collect(maps.Keys(before)), slices.Collect(maps.Keys(after)))
		}
		for name := range files(dir) {
			_ = os.Remove(filepath.Join(dir, name))
		}
	}
}

// TestSeveralAtOnce: each has a name of its own, and all are whole.
func TestSeveralAtOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var all sync.WaitGroup
	paths := make([]string, 6)
	for i := range paths {
		all.Go(func() {
			var err error
			if paths[i], err = Create(t.Context(), dir, password, manifest(), quick, some().fill); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	slices.Sort(paths)
	if len(slices.Compact(paths)) != 6 || len(files(dir)) != 6 {
		t.Errorf("%q", paths)
	}
	whole(t, dir)
}

// whole holds that everything in a folder with a name of a backup is one.
func whole(t *testing.T, dir string) {
	t.Helper()
	for name, text := range files(dir) {
		if strings.HasSuffix(name, partly) {
			continue
		}
		if _, err := Verify(context.Background(), strings.NewReader(text), password, nil); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestCancel ends the context at every report of progress.
func TestCancel(t *testing.T) {
	t.Parallel()
	stopped := errors.New("the user has stopped it")
	for n := 0; ; n++ {
		dir := t.TempDir()
		ctx, cancel := context.WithCancelCause(t.Context())
		left := n
		o := Options{WorkFactor: 1, Progress: func(Progress) {
			if left--; left < 0 {
				cancel(stopped)
			}
		}}
		path, err := Create(ctx, dir, password, manifest(), o, some().fill)
		cancel(nil)
		if err == nil {
			if n < 10 {
				t.Errorf("only %d reports", n)
			}
			return
		}
		if !errors.Is(err, stopped) || path != "" || len(files(dir)) > 0 {
			t.Fatalf("report %d: %v, %q, %d files", n, err, path, len(files(dir)))
		}
	}
}

func TestFillThatPanicsLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	func() {
		defer func() { _ = recover() }()
		_, _ = Create(t.Context(), dir, password, manifest(), quick, func(*Writer) error { panic("a mistake") })
	}()
	if len(files(dir)) > 0 {
		t.Error(files(dir))
	}
}

func TestCreateWithoutAPassphrase(t *testing.T) {
	dir := t.TempDir()
	if _, err := Create(t.Context(), dir, "", manifest(), quick, content{}.fill); !errors.Is(err, ErrNoPassphrase) || len(files(dir)) > 0 {
		t.Error(err)
	}
}

func TestFolderThatIsNotThere(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "not plugged in")
	if _, err := Create(t.Context(), dir, password, manifest(), quick, content{}.fill); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("it was made")
	}
}

// TestEveryStepFails has each step of the disk fail in turn, and then each and all behind it: older backups stay, what has the name of a
// backup is whole, and one error says why.
func TestEveryStepFails(t *testing.T) {
	t.Parallel()
	for _, on := range []bool{false, true} {
		steps := 1
		for at := 1; at <= steps; at++ {
			dir := t.TempDir()
			old := older(t, dir)
			before := files(dir)[old]
			d := &faulty{at: at, on: on}
			path, err := (&creation{d, t.Context(), dir, password, manifest(), quick}).run(some().fill)
			if !errors.Is(err, errFull) || strings.Count(err.Error(), errFull.Error()) != 1 {
				t.Fatalf("step %d: %v", at, err)
			}
			after := files(dir)
			if after[old] != before {
				t.Fatalf("step %d: the older one is gone", at)
			}
			whole(t, dir)
			if extra := len(after) - 1; !on && (extra > 0) != (path != "") || extra > 1 {
				t.Errorf("step %d: %q, %v: %q", at, path, err, slices.Collect(maps.Keys(after)))
			}
			if at == 1 {
				all := &faulty{}
				if _, err := (&creation{all, t.Context(), t.TempDir(), password, manifest(), quick}).run(some().fill); err != nil {
					t.Fatal(err)
				}
				steps = all.steps
			}
		}
		if steps < 15 {
			t.Errorf("only %d steps", steps)
		}
	}
}

// older puts a backup of the same minute into a folder and gives its name.
func older(t *testing.T, dir string) string {
	t.Helper()
	var b bytes.Buffer
	if _, err := Write(t.Context(), &b, password, manifest(), quick, content{}.fill); err != nil {
		t.Fatal(err)
	}
	n := name(manifest().Profile, manifest().Time, 1)
	if err := os.WriteFile(filepath.Join(dir, n), b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestPartThatWasGivenUp is removed by a later run, and one that may be written now is not, nor another profile's.
func TestPartThatWasGivenUp(t *testing.T) {
	dir := t.TempDir()
	m := manifest()
	stale, fresh := name(m.Profile, m.Time, 1)+partly, name(m.Profile, m.Time, 2)+partly
	other := name("bob's profile", m.Time, 1) + partly
	for _, n := range []string{stale, fresh, other, "thesis.part"} {
		if err := os.WriteFile(filepath.Join(dir, n), []byte("begun"), 0o600); err != nil {
			t.Fatal(err)
		}
		if n != fresh {
			if err := os.Chtimes(filepath.Join(dir, n), time.Time{}, time.Now().Add(-25*time.Hour)); err != nil {
				t.Fatal(err)
			}
		}
	}
	path, err := Create(t.Context(), dir, password, m, quick, content{}.fill)
	if err != nil {
		t.Fatal(err)
	}
	got := slices.Sorted(maps.Keys(files(dir)))
	want := []string{filepath.Base(path), fresh, other, "thesis.part"}
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// TestPartThatTheDiskChanged: what does not read back is no backup.
func TestPartThatTheDiskChanged(t *testing.T) {
	dir := t.TempDir()
	_, err := (&creation{rotten{}, t.Context(), dir, password, manifest(), quick}).run(some().fill)
	if !errors.Is(err, ErrChanged) || len(files(dir)) > 0 {
		t.Errorf("%v, %d files", err, len(files(dir)))
	}
}

// rotten is a disk that gives other bytes than it took.
type rotten struct{ osDisk }

func (d rotten) open(path string) (io.ReadCloser, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	text[len(text)/2] ^= 1
	return io.NopCloser(strings.NewReader(string(text))), nil
}
