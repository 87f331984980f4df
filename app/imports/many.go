package imports

import (
	"context"
	"fmt"

	"vouch/app/imports/sqlite"
)

// mostMany bounds the rows that are kept while messages are read: those that hang on others, and have no index that is sure.
const mostMany = 2_000_000

// many are rows of small tables in memory, and what was odd about the source.
type many struct {
	left int
	odd  []error
}

func newMany() many { return many{left: mostMany} }

func (m *many) warnings() []error { return m.odd }

func (m *many) warn(kind error, format string, args ...any) {
	if len(m.odd) < 100 {
		m.odd = append(m.odd, fmt.Errorf("%w: %s", kind, fmt.Sprintf(format, args...)))
	}
}

// load reads the rows of a small table. What the table lacks is NULL, without the table there are none; needs are the columns without
// which a row means nothing. It stops, with a warning, where there are too many, and passes over a damaged part.
func (m *many) load(ctx context.Context, db *sqlite.DB, table string, columns, needs []string, rest string, take func(sqlite.Row) error) error {
	if !db.Has(table, needs...) {
		return nil
	}
	for row, err := range db.All(ctx, columns, table, rest) {
		if err == nil {
			err = take(row)
		}
		if cause := context.Cause(ctx); cause != nil {
			return cause
		}
		if err != nil {
			m.warn(ErrLacks, "table %s: %v", table, err)
			return nil
		}
		if m.left--; m.left <= 0 {
			m.warn(ErrMany, "table %s", table)
			return nil
		}
	}
	return nil
}

// require tells whether the tables are there without which a database is not theirs.
func require(db *sqlite.DB, tables map[string][]string) error {
	for table, columns := range tables {
		if !db.Has(table, columns...) {
			return fmt.Errorf("%w: no table %s with %v", ErrNotTheirs, table, columns)
		}
	}
	return nil
}

// failed yields an error as the last thing.
func failed[T any](yield func(T, error) bool, err error) {
	var none T
	yield(none, err)
}

// pass yields what a row gave. It is false where no more shall come.
func pass[T any](ctx context.Context, yield func(T, error) bool, name string, v T, err error) bool {
	if cause := context.Cause(ctx); cause != nil {
		failed(yield, cause)
		return false
	}
	if err != nil {
		var none T
		return yield(none, &RowError{name, err})
	}
	return yield(v, nil)
}
