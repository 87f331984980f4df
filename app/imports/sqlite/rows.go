package sqlite

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"unicode/utf8"

	"github.com/ncruces/go-sqlite3"
)

// MaxText bounds a text or blob that Scan gives, in bytes; what is longer is cut there, between characters.
const MaxText = 1 << 20

// Row is a row of a Query, until the next one.
type Row struct{ query *Query }

// Query is a prepared question for columns of one table.
type Query struct {
	db      *DB
	stmt    *sqlite3.Stmt
	columns int
}

// Prepare prepares a question for columns of a table; a column that is not there is NULL in all rows. Rest is what follows the table's
// name in SQL: WHERE, GROUP BY, ORDER BY. The columns are names, or count(*). Close the Query.
func (db *DB) Prepare(columns []string, table, rest string) (*Query, error) {
	q := &Query{db: db, columns: len(columns)}
	names := make([]string, len(columns))
	for i, c := range columns {
		switch {
		case c == "count(*)":
			names[i] = c
		case db.Has(table, c):
			names[i] = sqlite3.QuoteIdentifier(c)
		default:
			names[i] = "NULL"
		}
	}
	sql := "SELECT " + strings.Join(names, ", ") + " FROM " + sqlite3.QuoteIdentifier(table) + " " + rest
	err := db.guard(func() (err error) {
		q.stmt, _, err = db.conn.Prepare(sql)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read table %s: %w", table, classify(context.Background(), err))
	}
	return q, nil
}

// Close ends the query.
func (q *Query) Close() { _ = q.db.guard(q.stmt.Close) }

// Rows asks with the values for the question marks of the query. An error is the last thing that comes; the context's, if it ended.
// Only one loop at a time may run over a query.
func (q *Query) Rows(ctx context.Context, values ...int64) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		before := q.db.conn.SetInterrupt(ctx)
		defer func() {
			q.db.conn.SetInterrupt(before)
			_ = q.db.guard(q.stmt.Reset)
		}()
		err := q.db.guard(func() (err error) {
			for i, v := range values {
				err = errors.Join(err, q.stmt.BindInt64(i+1, v))
			}
			return err
		})
		for err == nil {
			more := false
			err = q.db.guard(func() error {
				more = q.stmt.Step()
				return q.stmt.Err()
			})
			if cause := context.Cause(ctx); cause != nil {
				err = cause // short queries end before SQLite asks
			}
			if err == nil && (!more || !yield(Row{q}, nil)) {
				return
			}
		}
		yield(Row{}, classify(ctx, err))
	}
}

// One asks for the one row that the values name; ok is false where there is none.
func (q *Query) One(ctx context.Context, dest []any, values ...int64) (ok bool, err error) {
	for row, err := range q.Rows(ctx, values...) {
		if err != nil {
			return false, err
		}
		return true, row.Scan(dest...)
	}
	return false, nil
}

// All asks once, and forgets the query.
func (db *DB) All(ctx context.Context, columns []string, table, rest string) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		q, err := db.Prepare(columns, table, rest)
		if err != nil {
			yield(Row{}, err)
			return
		}
		defer q.Close()
		for row, err := range q.Rows(ctx) {
			if !yield(row, err) {
				return
			}
		}
	}
}

// Scan takes the columns of the row: *int64, *float64, *string or *[]byte. NULL is zero or empty; what is stored as another type is
// taken as SQLite converts it. What is no UTF-8 in a text becomes U+FFFD. A float64 keeps the fraction whatever the table declares.
func (r Row) Scan(dest ...any) error {
	if len(dest) != r.query.columns {
		panic(fmt.Sprintf("%d places for %d columns", len(dest), r.query.columns))
	}
	s := r.query.stmt
	err := r.query.db.guard(func() error {
		for i, d := range dest {
			switch d := d.(type) {
			case *int64:
				*d = s.ColumnInt64(i)
			case *float64:
				*d = s.ColumnFloat(i)
			case *string:
				*d = text(s.ColumnRawText(i))
			case *[]byte:
				b := s.ColumnRawBlob(i)
				*d = append((*d)[:0], b[:min(len(b), MaxText)]...)
			default:
				panic(fmt.Sprintf("no column fits into a %T", d))
			}
		}
		return s.Err()
	})
	return classify(context.Background(), err)
}

// Integer tells whether a column holds a whole number, and not NULL or a text, of which Scan would make zero.
func (r Row) Integer(column int) bool {
	whole := false
	err := r.query.db.guard(func() error {
		whole = r.query.stmt.ColumnType(column) == sqlite3.INTEGER
		return nil
	})
	return whole && err == nil
}

func text(b []byte) string {
	if len(b) > MaxText {
		n := MaxText
		for n > MaxText-utf8.UTFMax && !utf8.RuneStart(b[n]) {
			n--
		}
		b = b[:n]
	}
	return strings.ToValidUTF8(string(b), "\uFFFD")
}
