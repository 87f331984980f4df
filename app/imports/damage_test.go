package imports_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"vouch/app/imports"
)

// drain reads all that a source has, and says how many records and what error: a RowError is none that ends it.
func drain(ctx context.Context, s imports.Source, copies, passphrase string) (records int, err error) {
	h, err := imports.Open(ctx, s, imports.Options{Copies: copies, Passphrase: passphrase})
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	_, chats, err := h.List(ctx)
	if err != nil {
		return 0, err
	}
	records = len(chats)
	for _, err := range h.Messages(ctx) {
		if row := (*imports.RowError)(nil); err != nil && !errors.As(err, &row) {
			return records, err
		}
		records++
	}
	for _, err := range h.Decisions(ctx) {
		if err != nil {
			return records, err
		}
		records++
	}
	return records, nil
}

// known tells whether an error is one that callers can tell people about.
func known(err error) bool {
	for _, k := range []error{imports.ErrNotTheirs, imports.ErrDamaged, imports.ErrTooLarge, imports.ErrWrongPassphrase, imports.ErrFormat, imports.ErrBusy} {
		if errors.Is(err, k) {
			return true
		}
	}
	return false
}

// flat are fixtures without a log, so that all of them is in one file.
func flat(t *testing.T) map[string]imports.Source {
	folder, whole := t.TempDir(), "PRAGMA journal_mode = delete"
	out := map[string]imports.Source{
		"dino":    {Program: imports.Dino, Path: database(t, filepath.Join(folder, "d", "dino.db"), "dino17.sql", "dino26.sql", "dino32.sql", whole)},
		"gajim7":  {Program: imports.Gajim, Path: database(t, filepath.Join(folder, "7", "logs.db"), "gajim7.sql", whole)},
		"gajim20": {Program: imports.Gajim, Path: database(t, filepath.Join(folder, "20", "logs.db"), "gajim20.sql", whole)},
	}
	for n := 1; n <= 2; n++ {
		out[fmt.Sprintf("backup%d", n)] = imports.Source{Program: imports.Conversations, Path: fmt.Sprintf("testdata/version%d.ceb", n)}
	}
	return out
}

// damaged writes a changed file to the same place in a folder of its own, and reads it.
func damaged(t *testing.T, s imports.Source, b []byte) (int, error) {
	t.Helper()
	folder := t.TempDir()
	s.Path = filepath.Join(folder, filepath.Base(s.Path))
	if err := os.WriteFile(s.Path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	n, err := drain(t.Context(), s, folder, "correct horse")
	if err != nil && !known(err) {
		t.Errorf("an error that nobody knows: %v", err)
	}
	return n, err
}

func TestCutAnywhere(t *testing.T) {
	t.Parallel()
	for name, s := range flat(t) {
		t.Run(name, func(t *testing.T) {
			b, err := os.ReadFile(s.Path)
			if err != nil {
				t.Fatal(err)
			}
			if n, err := damaged(t, s, b); err != nil || n < 7 {
				t.Fatalf("whole: %d records, %v", n, err)
			}
			refused, step := 0, 997
			if s.Program == imports.Conversations {
				step = 7
			}
			for at := 0; at < len(b); at += step {
				if _, err := damaged(t, s, b[:at]); err != nil {
					refused++
				}
			}
			if refused == 0 {
				t.Errorf("of %d bytes, no cut was seen", len(b))
			}
		})
	}
}

// A log that is cut is as good as the transactions before: SQLite knows them by their sums.
func TestLogsThatAreCut(t *testing.T) {
	path := database(t, filepath.Join(t.TempDir(), "logs.db"), "gajim7.sql")
	log, err := os.ReadFile(path + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	s, fewer := imports.Source{Program: imports.Gajim, Path: path}, 0
	for at := len(log); at >= 0; at -= 9 * 997 {
		if err := os.WriteFile(path+"-wal", log[:at], 0o600); err != nil {
			t.Fatal(err)
		}
		n, err := drain(t.Context(), s, t.TempDir(), "")
		if err != nil && !known(err) || at == len(log) && (err != nil || n < 11) {
			t.Errorf("%d bytes: %d records, %v", at, n, err)
		}
		if n < 11 {
			fewer++
		}
	}
	if fewer == 0 {
		t.Error("no cut cost anything, so that the rows do not lie in the log")
	}
}

func TestFlippedBytes(t *testing.T) {
	t.Parallel()
	const seed = 18
	for name, s := range flat(t) {
		t.Run(name, func(t *testing.T) {
			b, err := os.ReadFile(s.Path)
			if err != nil {
				t.Fatal(err)
			}
			r := rand.New(rand.NewPCG(seed, seed))
			for range 40 {
				changed := append([]byte(nil), b...)
				for range 1 + r.IntN(20) {
					changed[r.IntN(len(changed))] ^= byte(1 + r.IntN(255))
				}
				_, _ = damaged(t, s, changed)
			}
		})
	}
}

func TestNotTheirs(t *testing.T) {
	folder := t.TempDir()
	other := database(t, filepath.Join(folder, "dino.db"), "CREATE TABLE account (id, bare_jid)")
	text := filepath.Join(folder, "logs.db")
	if err := os.WriteFile(text, []byte("dear diary, it is a long time since I wrote, and this is no database at all"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, s := range []imports.Source{
		{Program: imports.Dino, Path: other}, {Program: imports.Gajim, Path: other}, {Program: imports.Conversations, Path: other},
		{Program: imports.Dino, Path: text}, {Program: imports.Gajim, Path: text}, {Program: imports.Conversations, Path: text},
		{Program: imports.Conversations, Path: folder}, {Program: imports.Dino, Path: folder}, {Program: "icq", Path: other},
	} {
		if _, err := drain(t.Context(), s, folder, "x"); !errors.Is(err, imports.ErrNotTheirs) {
			t.Errorf("%s as %s: %v", filepath.Base(s.Path), s.Program, err)
		}
	}
}

func TestEndsBetweenRows(t *testing.T) {
	for name, s := range flat(t) {
		ctx, cancel := context.WithCancel(t.Context())
		h, err := imports.Open(ctx, s, imports.Options{Copies: t.TempDir(), Passphrase: "correct horse"})
		if err != nil {
			t.Fatal(err)
		}
		rows, last := 0, error(nil)
		for _, err := range h.Messages(ctx) {
			if last = err; err == nil {
				rows++
			}
			cancel()
		}
		cancel()
		if rows != 1 || !errors.Is(last, context.Canceled) {
			t.Errorf("%s: %d rows after the end, %v", name, rows, last)
		}
		if _, _, err := h.List(ctx); s.Program != imports.Gajim && !errors.Is(err, context.Canceled) { // Gajim's was made when it was opened
			t.Errorf("%s lists after the end: %v", name, err)
		}
		for _, err := range h.Messages(t.Context()) { // it can be read anew, and left anywhere
			if err != nil {
				t.Errorf("%s, again: %v", name, err)
			}
			break
		}
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	}
}
