package imports

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
)

// maxRow bounds a row of a backup, in bytes: Android reads rows through windows of 2 MiB, so that none is larger.
const maxRow = 4 << 20

// budget reads no more than all, and no more than left before that is set anew.
type budget struct {
	in        io.Reader
	all, left int64
}

func (b *budget) Read(p []byte) (int, error) {
	most := min(b.all, b.left)
	if most <= 0 {
		return 0, fmt.Errorf("%w: a row, or all that is unpacked", ErrTooLarge)
	}
	n, err := b.in.Read(p[:min(int64(len(p)), most)])
	b.all -= int64(n)
	b.left -= int64(n)
	return n, err
}

// untilDone reads until its context ends.
type untilDone struct {
	ctx context.Context
	io.Reader
}

func (u untilDone) Read(p []byte) (int, error) {
	if err := context.Cause(u.ctx); err != nil {
		return 0, err
	}
	return u.Reader.Read(p)
}

// jsonRows reads version 2: one array of objects with table and values.
func jsonRows(in io.Reader, take func(*cebRow) bool) error {
	d := json.NewDecoder(in)
	if t, err := d.Token(); err != nil || t != json.Delim('[') {
		return fmt.Errorf("no array: %v, %w", t, noEOF(err))
	}
	for d.More() {
		var r struct {
			Table  string  `json:"table"`
			Values *cebRow `json:"values"`
		}
		if err := d.Decode(&r); err != nil {
			return noEOF(err)
		}
		if r.Values == nil {
			continue
		}
		r.Values.Table = r.Table
		if !take(r.Values) {
			return nil
		}
	}
	_, err := d.Token()
	return noEOF(err)
}

func noEOF(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// cebColumns are the places of columns in a cebRow.
var cebColumns = func() map[string]int {
	at := map[string]int{}
	for i, f := range reflect.VisibleFields(reflect.TypeFor[cebRow]()) {
		if column := f.Tag.Get("json"); column != "-" {
			at[column] = i
		}
	}
	return at
}()

// sqlRows reads version 1: INSERT statements of several rows each. They are parsed, and nothing is executed.
func sqlRows(in io.Reader, take func(*cebRow) bool) error {
	p := &sqlParser{in: bufio.NewReaderSize(in, 64<<10)}
	for {
		table, columns, err := p.statement()
		if err != nil || table == "" {
			return err
		}
		fields := make([]int, len(columns))
		for i, c := range columns {
			fields[i] = -1
			if at, ok := cebColumns[c]; ok {
				fields[i] = at
			}
		}
		for more := true; more; {
			r := &cebRow{Table: table}
			if more, err = p.row(fields, r); err != nil {
				return fmt.Errorf("table %q: %w", clip(table, 64), err)
			}
			if !take(r) {
				return nil
			}
		}
	}
}
