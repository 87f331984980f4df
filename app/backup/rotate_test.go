package backup

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestNames(t *testing.T) {
	at := time.Date(2026, 11, 30, 16, 30, 59, 0, time.FixedZone("", 3600))
	last := named{}
	for n := 1; n <= maxSame; n++ {
		text := name("alice", at, n)
		got, ok := parseName(text, "alice")
		if want := (named{at.UTC().Truncate(time.Minute), n}); !ok || got != want || got.compare(last) <= 0 {
			t.Fatalf("%s: %+v", text, got)
		}
		last = got
		if _, ok := parseName(text, "bob"); ok {
			t.Errorf("%s is bob's", text)
		}
	}
	good := name("alice", at, 1)
	for _, bad := range []string{
		"", good + partly, "x" + good, good + ".age", strings.ToUpper(good), strings.Replace(good, ".age", "-1.age", 1),
		strings.Replace(good, ".age", "-100.age", 1), strings.Replace(good, "11-30", "11-31", 1), strings.Replace(good, "Z", "", 1),
		strings.Replace(good, ".age", " (copy).age", 1), "vouch-2026-11-30T1530Z.age", "../" + good,
	} {
		if _, ok := parseName(bad, "alice"); ok {
			t.Errorf("%q is a name", bad)
		}
	}
}

// days makes a folder with backups of alice's of these days of November, and things that are none of them.
func days(t *testing.T, days ...int) (dir string, others []string) {
	t.Helper()
	dir = t.TempDir()
	put := func(n string, text string) {
		if err := os.WriteFile(filepath.Join(dir, n), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, d := range days {
		put(day(d), "a backup")
	}
	at := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	others = []string{
		name("bob", at, 1), name("alice", at, 7) + partly, "vouch.age", "alice's.age", strings.Replace(name("alice", at, 1), ".age", "~.age", 1), name("alice", at, 9),
	}
	for _, n := range others {
		put(n, map[bool]string{true: "", false: "something"}[n == others[5]]) // the last is empty: a disk was full once
	}
	folder := name("alice", at, 8)
	if err := os.Mkdir(filepath.Join(dir, folder), 0o700); err != nil {
		t.Fatal(err)
	}
	return dir, append(others, folder)
}

func day(d int) string { return name("alice", time.Date(2026, 11, d, 12, 0, 0, 0, time.UTC), 1) }

func TestRotate(t *testing.T) {
	for _, c := range []struct {
		what     string
		days     []int
		keep     int
		verified int
		stay     []int
	}{
		{"fewer than are kept", []int{2, 3}, 3, 3, []int{2, 3}},
		{"as many", []int{2, 3, 4}, 3, 4, []int{2, 3, 4}},
		{"more", []int{2, 3, 4, 5, 6}, 3, 6, []int{4, 5, 6}},
		{"one", []int{2, 3, 4}, 1, 4, []int{4}},
		{"none is one", []int{2, 3, 4}, 0, 4, []int{4}},
		{"fewer than none", []int{2, 3, 4}, -5, 4, []int{4}},
		{"the clock was ahead", []int{2, 3, 4, 20, 21}, 2, 4, []int{3, 4, 20, 21}},
		{"the clock is behind all", []int{10, 11, 12, 2}, 1, 2, []int{2, 10, 11, 12}},
	} {
		dir, others := days(t, c.days...)
		removed, err := Rotate(dir, "alice", c.keep, filepath.Join(dir, day(c.verified)))
		if err != nil || len(removed) != len(c.days)-len(c.stay) {
			t.Errorf("%s: %q, %v", c.what, removed, err)
		}
		want := slices.Clone(others)
		for _, d := range c.stay {
			want = append(want, day(d))
		}
		slices.Sort(want)
		if got := slices.Sorted(maps.Keys(files(dir))); !slices.Equal(got, want) {
			t.Errorf("%s: there are %q", c.what, got)
		}
	}
}

// TestRotateWithoutANewOne removes nothing when what was verified is not there.
func TestRotateWithoutANewOne(t *testing.T) {
	dir, _ := days(t, 2, 3, 4)
	before := len(files(dir))
	for _, verified := range []string{"", filepath.Join(dir, day(9)), filepath.Join(t.TempDir(), day(4)), filepath.Join(dir, "vouch.age"), filepath.Join(dir, day(4)) + partly} {
		if removed, err := Rotate(dir, "alice", 1, verified); !errors.Is(err, fs.ErrNotExist) || len(removed) > 0 {
			t.Errorf("%q: %q, %v", verified, removed, err)
		}
	}
	if removed, err := Rotate(dir, "bob", 1, filepath.Join(dir, day(4))); err == nil || len(removed) > 0 {
		t.Errorf("bob's: %q, %v", removed, err)
	}
	if len(files(dir)) != before {
		t.Error("something was removed")
	}
}

// TestRotateOnAFaultyDisk has each step fail: the newest stays, and what could not be removed is not said to be gone.
func TestRotateOnAFaultyDisk(t *testing.T) {
	for at := 1; at <= 6; at++ {
		dir, _ := days(t, 2, 3, 4, 5, 6)
		before := len(files(dir))
		removed, err := rotate(&faulty{at: at}, dir, "alice", 1, filepath.Join(dir, day(6)))
		if !errors.Is(err, errFull) || len(files(dir)) != before-len(removed) {
			t.Errorf("step %d: %q, %v", at, removed, err)
		}
		if _, ok := files(dir)[day(6)]; !ok {
			t.Errorf("step %d: the newest is gone", at)
		}
	}
}

func TestList(t *testing.T) {
	dir, _ := days(t, 3, 2, 5)
	got, err := List(dir, "alice")
	var text []string
	for _, f := range got {
		text = append(text, fmt.Sprint(filepath.Base(f.Path) == day(f.Time.Day()), f.Time.Day(), f.Size))
	}
	if want := []string{"true 5 8", "true 3 8", "true 2 8"}; err != nil || !slices.Equal(text, want) {
		t.Errorf("%q, %v", text, err)
	}
	if _, err := List(filepath.Join(dir, "x"), "alice"); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}
