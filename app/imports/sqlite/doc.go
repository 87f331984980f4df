// Package sqlite reads SQLite databases that other programs wrote: it writes nothing into them, reads nothing but the columns that
// it was told, and takes nothing in them for granted.
//
// It is the one place that knows the library, github.com/ncruces/go-sqlite3: SQLite translated to Go, so that a fault in its memory is
// a panic here, which becomes ErrDamaged, and no memory of the program.
package sqlite
