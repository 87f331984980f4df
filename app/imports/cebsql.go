package imports

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
)

// Bounds of a statement.
const (
	maxName    = 128 // bytes of a table's or a column's name
	maxColumns = 256
)

// sqlParser reads the one kind of statement that such a backup has:
//
//	INSERT INTO table(column,column) VALUES(value,value),(value,value);
//
// A value is NULL, a number, or a text in quotes in which a quote stands twice, and line breaks as they are. All-digit texts stand bare.
type sqlParser struct{ in *bufio.Reader }

// statement reads up to the first row; the table is "" at the end.
func (p *sqlParser) statement() (table string, columns []string, err error) {
	if _, err := p.peek(); errors.Is(err, io.EOF) {
		return "", nil, nil
	} else if err != nil {
		return "", nil, err
	}
	for _, word := range []string{"INSERT", "INTO"} {
		if got, err := p.name(); err != nil || !strings.EqualFold(got, word) {
			return "", nil, fmt.Errorf("%q in the place of %s: %w", got, word, errOr(err))
		}
	}
	if table, err = p.name(); err != nil {
		return "", nil, err
	}
	if err := p.expect('('); err != nil {
		return "", nil, err
	}
	for {
		c, err := p.name()
		if err != nil {
			return "", nil, err
		}
		if columns = append(columns, c); len(columns) > maxColumns {
			return "", nil, fmt.Errorf("%w: columns", ErrTooLarge)
		}
		if b, err := p.next(); err != nil {
			return "", nil, err
		} else if b == ')' {
			break
		} else if b != ',' {
			return "", nil, fmt.Errorf("%q among columns", b)
		}
	}
	if got, err := p.name(); err != nil || !strings.EqualFold(got, "VALUES") {
		return "", nil, fmt.Errorf("%q in the place of VALUES: %w", got, errOr(err))
	}
	return table, columns, nil
}

// row reads the values of a row into the fields that its columns have, or -1; more tells whether another one follows.
func (p *sqlParser) row(fields []int, r *cebRow) (more bool, err error) {
	if err := p.expect('('); err != nil {
		return false, err
	}
	v := reflect.ValueOf(r).Elem()
	for i, field := range fields {
		if i > 0 {
			if err := p.expect(','); err != nil {
				return false, err
			}
		}
		text, null, err := p.value()
		if err != nil {
			return false, err
		}
		if field < 0 {
			continue
		}
		switch to := v.Field(field).Addr().Interface().(type) {
		case *word:
			*to = word(text)
		case *present:
			*to = present(!null)
		}
	}
	if err := p.expect(')'); err != nil {
		return false, err
	}
	switch b, err := p.next(); {
	case err != nil:
		return false, err
	case b == ',':
		return true, nil
	case b == ';':
		return false, nil
	default:
		return false, fmt.Errorf("%q behind a row", b)
	}
}

// value reads one value.
func (p *sqlParser) value() (text string, null bool, err error) {
	b, err := p.peek()
	if err != nil {
		return "", false, noEOF(err)
	}
	if b != '\'' {
		if text, err = p.name(); strings.EqualFold(text, "NULL") {
			return "", true, err
		}
		return text, false, err
	}
	_, _ = p.in.ReadByte()
	var out strings.Builder
	for {
		part, err := p.in.ReadSlice('\'')
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return "", false, noEOF(err)
		}
		if out.Len()+len(part) > maxRow {
			return "", false, fmt.Errorf("%w: a value", ErrTooLarge)
		}
		if err != nil {
			out.Write(part)
			continue
		}
		out.Write(part[:len(part)-1])
		if after, err := p.in.Peek(1); err != nil || after[0] != '\'' {
			return strings.ToValidUTF8(out.String(), "\uFFFD"), false, nil
		}
		_, _ = p.in.ReadByte()
		out.WriteByte('\'')
	}
}

// name reads a word: a name, or a number.
func (p *sqlParser) name() (string, error) {
	if _, err := p.peek(); err != nil {
		return "", noEOF(err)
	}
	var out []byte
	for {
		b, err := p.in.ReadByte()
		if err != nil {
			return "", noEOF(err)
		}
		if b != '_' && b != '.' && b != '-' && b != '+' && (b < '0' || b > '9') && (b|0x20 < 'a' || b|0x20 > 'z') {
			if err := p.in.UnreadByte(); err != nil {
				return "", err
			}
			break
		}
		if out = append(out, b); len(out) > maxName {
			return "", fmt.Errorf("%w: a name", ErrTooLarge)
		}
	}
	if len(out) == 0 {
		return "", errors.New("a name is missing")
	}
	return string(out), nil
}

// peek is the next byte that is no space.
func (p *sqlParser) peek() (byte, error) {
	for {
		b, err := p.in.ReadByte()
		if err != nil {
			return 0, err
		}
		if b != ' ' && b != '\n' && b != '\r' && b != '\t' {
			return b, p.in.UnreadByte()
		}
	}
}

func (p *sqlParser) next() (byte, error) {
	if _, err := p.peek(); err != nil {
		return 0, noEOF(err)
	}
	return p.in.ReadByte()
}

func (p *sqlParser) expect(want byte) error {
	if b, err := p.next(); err != nil {
		return err
	} else if b != want {
		return fmt.Errorf("%q in the place of %q", b, want)
	}
	return nil
}

func errOr(err error) error {
	if err != nil {
		return err
	}
	return errors.New("no statement of a backup")
}
