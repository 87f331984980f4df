package sqlite_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ncruces/go-sqlite3"

	"vouch/app/imports/sqlite"
)

var words = sqlite.Columns{"word": {"id", "text", "added"}}

const made = `PRAGMA journal_mode = wal;
CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT, secret TEXT);
INSERT INTO word VALUES (1, 'one', 'PRIVATE'), (2, 'two', 'PRIVATE'), (3, NULL, 'PRIVATE');`

// write makes a database and leaves it as a program does that was killed: what it wrote last stands in the log alone.
func write(t *testing.T, sql string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "words?#%20.db")
	c, err := sqlite3.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Exec(sql); err != nil {
		t.Fatal(err)
	}
	kept := map[string][]byte{}
	for _, suffix := range []string{"", "-wal"} {
		if b, err := os.ReadFile(path + suffix); err == nil {
			kept[path+suffix] = b
		}
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	for name, b := range kept {
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

func read(t *testing.T, db *sqlite.DB) (out string) {
	t.Helper()
	for row, err := range db.All(t.Context(), []string{"id", "text", "added", "secret"}, "word", "ORDER BY id") {
		var id int64
		var text, added, secret string
		if err == nil {
			err = row.Scan(&id, &text, &added, &secret)
		}
		if err != nil {
			t.Fatal(err)
		}
		out += fmt.Sprintf("%d=%s%s%s;", id, text, added, secret)
	}
	return out
}

func TestReadWhereItLies(t *testing.T) {
	path := write(t, made)
	before := [2][]byte{contents(t, path), contents(t, path+"-wal")}
	if len(before[1]) == 0 || bytes.Contains(before[0], []byte("two")) {
		t.Fatal("the rows are not in the log, so that this proves nothing")
	}
	copies := t.TempDir()
	db, err := sqlite.Open(t.Context(), path, words, copies)
	if err != nil {
		t.Fatal(err)
	}
	if got := read(t, db); got != "1=one;2=two;3=;" {
		t.Errorf("read %q", got)
	}
	if left, _ := os.ReadDir(copies); len(left) != 0 {
		t.Errorf("copied to %v", left)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	if !bytes.Equal(before[0], contents(t, path)) || !bytes.Equal(before[1], contents(t, path+"-wal")) {
		t.Error("reading has changed the database or its log")
	}
}

// A folder in the place of the file that readers share keeps SQLite from making it, also where root may write everywhere.
func TestReadFromACopyWhereNothingCanBeWritten(t *testing.T) {
	path := write(t, made)
	if err := os.Mkdir(path+"-shm", 0o700); err != nil {
		t.Fatal(err)
	}
	copies := filepath.Join(t.TempDir(), "copies")
	db, err := sqlite.Open(t.Context(), path, words, copies)
	if err != nil {
		t.Fatal(err)
	}
	if got := read(t, db); got != "1=one;2=two;3=;" {
		t.Errorf("read %q: the log is lost", got)
	}
	if left, _ := os.ReadDir(copies); len(left) != 1 {
		t.Errorf("%d copies", len(left))
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	if left, _ := os.ReadDir(copies); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestWhileItsProgramWrites(t *testing.T) {
	path := write(t, made)
	writer, err := sqlite3.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer writer.Close()
	if err := writer.Exec("BEGIN IMMEDIATE; INSERT INTO word VALUES (4, 'not yet', '')"); err != nil {
		t.Fatal(err)
	}
	db, err := sqlite.Open(t.Context(), path, words, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if got := read(t, db); got != "1=one;2=two;3=;" {
		t.Errorf("read %q", got)
	}
	if err := writer.Exec("COMMIT"); err != nil {
		t.Errorf("a reader keeps it from writing: %v", err)
	}
	if got := read(t, db); !strings.HasSuffix(got, "4=not yet;") {
		t.Errorf("read %q", got)
	}
}

func TestOnlyWhatIsAllowed(t *testing.T) {
	db, err := sqlite.Open(t.Context(), write(t, made), words, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, rest := range []string{
		"WHERE secret = 'PRIVATE'", "ORDER BY secret", "UNION SELECT secret FROM word", "UNION SELECT sql FROM sqlite_schema",
		"; DELETE FROM word", "WHERE id IN (SELECT length(text) FROM word)", "WHERE id IN (SELECT cid FROM pragma_table_info('word'))",
		"WHERE id IN (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT i FROM n)",
	} {
		q, err := db.Prepare([]string{"text"}, "word", rest)
		if err == nil && !strings.HasPrefix(rest, ";") {
			t.Errorf("%s was not refused", rest)
		}
		if q != nil {
			q.Close()
		}
	}
	if got := read(t, db); got != "1=one;2=two;3=;" {
		t.Errorf("afterwards %q", got)
	}
}

func TestWhatWouldRunCodeIsNotThere(t *testing.T) {
	for name, sql := range map[string]string{
		"a view":              "CREATE VIEW word AS SELECT 1 AS id, 'x' AS text",
		"a virtual table":     "PRAGMA writable_schema = on; INSERT INTO sqlite_schema VALUES ('table', 'word', 'word', 0, 'CREATE VIRTUAL TABLE word USING fts5(id, text)')",
		"a generated column":  "CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT AS (hex(id)))",
		"another case of one": "CREATE TABLE words (id, text)",
	} {
		db, err := sqlite.Open(t.Context(), write(t, sql), words, t.TempDir())
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if db.Has("word", "id", "text") {
			t.Errorf("%s is read", name)
		}
		_ = db.Close()
	}
}

func TestNoDatabase(t *testing.T) {
	folder := t.TempDir()
	text := filepath.Join(folder, "text.db")
	if err := os.WriteFile(text, bytes.Repeat([]byte("no database at all "), 100), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]error{text: sqlite.ErrNotDatabase, folder: sqlite.ErrNotDatabase, text + "x": os.ErrNotExist} {
		if _, err := sqlite.Open(t.Context(), name, words, folder); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", filepath.Base(name), err, want)
		}
	}
}

func TestEndsWithItsContext(t *testing.T) {
	db, err := sqlite.Open(t.Context(), write(t, made), words, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	rows := 0
	for _, err := range db.All(ctx, []string{"id"}, "word", "") {
		if cancel(); err == nil {
			rows++
		} else if !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
	if rows != 1 {
		t.Errorf("%d rows", rows)
	}
	if got := read(t, db); got != "1=one;2=two;3=;" {
		t.Errorf("afterwards %q", got)
	}
}

func TestLongTextsAreCutBetweenCharacters(t *testing.T) {
	path := write(t, "CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT, added TEXT); INSERT INTO word VALUES (1, CAST(replace(hex(zeroblob(700000)), '0', 'é') AS TEXT), CAST(x'41ff42' AS TEXT))")
	db, err := sqlite.Open(t.Context(), path, words, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for row, err := range db.All(t.Context(), []string{"text", "added"}, "word", "") {
		var text, added string
		if err == nil {
			err = row.Scan(&text, &added)
		}
		if err != nil {
			t.Fatal(err)
		}
		if len(text) != sqlite.MaxText || strings.Trim(text, "é") != "" || added != "A\uFFFDB" {
			t.Errorf("%d bytes that end with %q, and %q", len(text), text[len(text)-4:], added)
		}
	}
}

func TestTooLargeAValueIsOneRowsError(t *testing.T) {
	path := write(t, "CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT); INSERT INTO word VALUES (1, zeroblob(17000000)), (2, 'x')")
	db, err := sqlite.Open(t.Context(), path, words, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	q, err := db.Prepare([]string{"text"}, "word", "WHERE id = ?")
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	var text string
	if _, err := q.One(t.Context(), []any{&text}, 1); !errors.Is(err, sqlite.ErrTooLarge) {
		t.Errorf("17 MB: %v", err)
	}
	if ok, err := q.One(t.Context(), []any{&text}, 2); err != nil || !ok || text != "x" {
		t.Errorf("the next row: %q, %v", text, err)
	}
}

func contents(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
