package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/ncruces/go-sqlite3"
)

// Bounds of what a database may make this program keep, in bytes.
const (
	MaxValue  = 16 << 20  // of one value
	MaxMemory = 256 << 20 // of SQLite's memory for one database
)

// patience is how long a lock of another program is waited for.
const patience = 2 * time.Second

// Columns are what may be read of a database: names of columns, by table. All else is refused by SQLite itself.
type Columns map[string][]string

// DB is a database that is read. It is for one goroutine.
type DB struct {
	conn    *sqlite3.Conn
	has     map[string]map[string]bool // of what may be read: the tables and columns that are there
	version int
	copied  string // folder of the copy that is read, "" if the database is read where it lies
	broken  bool   // the library panicked
}

// Open opens the database at path to read the columns allowed.
//
// It is read where it lies, also while its program runs, and neither it nor its log is changed. A database with a write-ahead log can
// only be read where the file beside it that its readers share can be made; in other places database and log are copied into a new
// folder below copies, which Close removes. SQLite's immutable=1 would read those too, and lose what is in the log.
func Open(ctx context.Context, path string, allowed Columns, copies string) (*DB, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	if err := readable(path); err != nil {
		return nil, err
	}
	db, err := open(ctx, path, allowed)
	if !errors.Is(err, sqlite3.CANTOPEN) && !errors.Is(err, sqlite3.READONLY) {
		return db, wrap(path, err)
	}
	folder, err := copyAside(ctx, path, copies)
	if err != nil {
		return nil, wrap(path, err)
	}
	db, err = open(ctx, filepath.Join(folder, filepath.Base(path)), allowed)
	if err != nil {
		return nil, wrap(path, errors.Join(err, os.RemoveAll(folder)))
	}
	db.copied = folder
	return db, nil
}

// readable says what SQLite does not: why a file cannot be opened.
func readable(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil {
		return err
	} else if !info.Mode().IsRegular() {
		return fmt.Errorf("open %s: %w: it is no file", path, ErrNotDatabase)
	}
	return nil
}

func open(ctx context.Context, path string, allowed Columns) (*DB, error) {
	db := &DB{}
	err := db.guard(func() (err error) {
		if db.conn, err = sqlite3.OpenFlags(path, sqlite3.OPEN_READONLY); err != nil {
			return err
		}
		defer db.conn.SetInterrupt(db.conn.SetInterrupt(ctx))
		return db.prepare(allowed)
	})
	if err != nil {
		return nil, errors.Join(classify(ctx, err), db.Close())
	}
	return db, nil
}

// prepare takes from the connection all that reading plain columns does not need, and notes what is there.
func (db *DB) prepare(allowed Columns) error {
	c := db.conn
	c.HardHeapLimit(MaxMemory)
	c.Limit(sqlite3.LIMIT_LENGTH, MaxValue)
	for option, on := range map[sqlite3.DBConfig]bool{
		sqlite3.DBCONFIG_DEFENSIVE:      true,
		sqlite3.DBCONFIG_TRUSTED_SCHEMA: false, // what the file defines may call no function with effects
		sqlite3.DBCONFIG_ENABLE_VIEW:    false,
		sqlite3.DBCONFIG_ENABLE_TRIGGER: false,
	} {
		if _, err := c.Config(option, on); err != nil {
			return err
		}
	}
	if err := c.BusyTimeout(patience); err != nil {
		return err
	}
	if err := c.Exec("PRAGMA cell_size_check = on"); err != nil {
		return err
	}
	if err := db.look(allowed); err != nil {
		return err
	}
	return c.SetAuthorizer(db.authorize)
}

// Close closes the database, and removes its copy.
func (db *DB) Close() error {
	err := db.guard(func() error { return db.conn.Close() })
	if db.broken {
		err = nil // said before; there is nothing that could be closed
	}
	if db.copied != "" {
		err = errors.Join(err, os.RemoveAll(db.copied))
		db.copied = ""
	}
	return err
}

func wrap(path string, err error) error {
	if err != nil {
		return fmt.Errorf("open %s: %w", path, err)
	}
	return nil
}
