package files_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"vouch/app/files"
)

// turning is a context that does something when it is looked at for the n-th time: between two reads of a file.
type turning struct {
	context.Context
	left *atomic.Int32
	turn func()
}

func (c turning) Err() error {
	if c.left.Add(-1) == 0 {
		c.turn()
	}
	return c.Context.Err()
}

func (c turning) Done() <-chan struct{} { return nil }
func (c turning) Value(key any) any {
	_ = c.Err() // context.Cause asks for a value of its own first
	return c.Context.Value(key)
}

// source-changes: what is written while it is read is not sent, and what vanishes is: it was there.
func TestFileThatChangesWhileItIsRead(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(path string) error
		err    error
	}{
		{"grows", func(path string) error {
			f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
			if err != nil {
				return err
			}
			_, err = f.WriteString("more")
			return errors.Join(err, f.Close())
		}, files.ErrChanged},
		{"shrinks", func(path string) error { return os.Truncate(path, 10) }, files.ErrChanged},
		{"is another of the same size", func(path string) error {
			f, err := os.OpenFile(path, os.O_WRONLY, 0)
			if err != nil {
				return err
			}
			_, err = f.WriteAt([]byte("other"), 0)
			return errors.Join(err, f.Close())
		}, files.ErrChanged},
		{"vanishes", os.Remove, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, dir := store(t)
			path := write(t, "notes", bytes.Repeat([]byte("a line\n"), 100_000))
			left := &atomic.Int32{}
			left.Store(5)
			changed := error(errors.New("not changed"))
			got, err := s.Attach(turning{t.Context(), left, func() { changed = c.change(path) }}, path, files.AsCleaned)
			if changed != nil {
				t.Fatal(changed)
			}
			if !errors.Is(err, c.err) || (err == nil) != (c.err == nil) {
				t.Errorf("%v, want %v", err, c.err)
			}
			if want := map[bool]int{true: 1}[c.err == nil]; len(names(t, dir)) != want {
				t.Errorf("there are %q", names(t, dir))
			}
			if c.err == nil {
				if text, err := clear(t, s, got.Stored, got.Key); len(text) != 700_000 || err != nil {
					t.Errorf("%d bytes, %v", len(text), err)
				}
			}
		})
	}
}

// key-twice: no key has a second file, not even the same.
func TestNoKeyHasASecondFile(t *testing.T) {
	s, dir := store(t)
	path, seen := write(t, "notes", []byte("the same")), map[string]bool{}
	for range 100 {
		got, err := s.Attach(t.Context(), path, files.AsCleaned)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := os.ReadFile(dir + "/" + got.Stored)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{fmt.Sprintf("%x", got.Key.Key[:]), fmt.Sprintf("%x", got.Key.IV), string(raw), got.Stored} {
			if seen[secret] {
				t.Fatal("used twice")
			}
			seen[secret] = true
		}
	}
}

// motion-photo: the film behind a photograph goes with what tells where it was taken. heic-gps: of what cannot be cleaned the user is
// told so.
func TestWhatStandsBehindAPicture(t *testing.T) {
	s, _ := store(t)
	film := append(photo(t), "\x00\x00\x00\x18ftypmp42 a film at home"...)
	got, err := s.Attach(t.Context(), write(t, "PXL_1.MP.jpg", film), files.AsCleaned)
	if err != nil {
		t.Fatal(err)
	}
	if text, err := clear(t, s, got.Stored, got.Key); err != nil || strings.Contains(text, "film") || strings.Contains(text, "at home") || got.Origin {
		t.Errorf("it still has it: %+v, %v", got, err)
	}
	for _, name := range []string{"IMG_1.HEIC", "a.avif", "b.mp4", "c.MOV", "d.pdf", "e.docx"} {
		if got, err := s.Attach(t.Context(), write(t, name, []byte("\x00\x00\x00\x18ftypheic at home")), files.AsCleaned); err != nil || !got.Origin {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}
