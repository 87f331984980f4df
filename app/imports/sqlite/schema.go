package sqlite

import (
	"github.com/ncruces/go-sqlite3"
)

// Version is what the program keeps in PRAGMA user_version.
func (db *DB) Version() int { return db.version }

// Has tells whether a table is there with all columns named. Views, virtual tables and generated columns count as not there: reading
// them would run what the file says.
func (db *DB) Has(table string, columns ...string) bool {
	there, ok := db.has[table]
	for _, c := range columns {
		ok = ok && there[c]
	}
	return ok
}

// look notes which of the columns allowed are there.
func (db *DB) look(allowed Columns) error {
	db.has = map[string]map[string]bool{}
	if err := db.each("PRAGMA user_version", func(s *sqlite3.Stmt) { db.version = s.ColumnInt(0) }); err != nil {
		return err
	}
	for table, columns := range allowed {
		plain := false
		err := db.each("SELECT type FROM pragma_table_list WHERE schema = 'main' AND name = "+sqlite3.Quote(table), func(s *sqlite3.Stmt) {
			plain = s.ColumnText(0) == "table"
		})
		if err != nil {
			return err
		}
		if !plain {
			continue
		}
		there := map[string]bool{}
		err = db.each("SELECT name FROM pragma_table_info("+sqlite3.Quote(table)+")", func(s *sqlite3.Stmt) {
			there[s.ColumnText(0)] = true
		})
		if err != nil {
			return err
		}
		db.has[table] = map[string]bool{}
		for _, c := range columns {
			if there[c] {
				db.has[table][c] = true
			}
		}
	}
	return nil
}

func (db *DB) each(sql string, row func(*sqlite3.Stmt)) error {
	s, _, err := db.conn.Prepare(sql)
	if err != nil {
		return err
	}
	defer s.Close()
	for s.Step() {
		row(s)
	}
	return s.Err()
}

// authorize is asked by SQLite about all that a statement is going to do.
func (db *DB) authorize(action sqlite3.AuthorizerActionCode, third, fourth, _, _ string) sqlite3.AuthorizerReturnCode {
	switch action {
	case sqlite3.AUTH_SELECT:
		return sqlite3.AUTH_OK
	case sqlite3.AUTH_READ: // of a table and a column; counting rows reads none
		if there, ok := db.has[third]; ok && (fourth == "" || there[fourth]) {
			return sqlite3.AUTH_OK
		}
	case sqlite3.AUTH_FUNCTION:
		if fourth == "count" {
			return sqlite3.AUTH_OK
		}
	}
	return sqlite3.AUTH_DENY
}
