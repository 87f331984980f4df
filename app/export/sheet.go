package export

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
)

// sheet is a file that is being written. Its first error stays, and close gives it.
type sheet struct {
	*bufio.Writer
	file file
	ctx  context.Context
}

// err is the first error.
func (s *sheet) err() error {
	if err := s.ctx.Err(); err != nil {
		return context.Cause(s.ctx)
	}
	_, err := s.Write(nil)
	return err
}

// copy writes all of a file.
func (s *sheet) copy(to io.Writer, from io.Reader) error {
	for buf := make([]byte, 128<<10); ; {
		n, err := from.Read(buf)
		if n > 0 {
			if _, err := to.Write(buf[:n]); err != nil {
				return err
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return s.err()
		case err != nil:
			return fmt.Errorf("read file: %w", err)
		case s.err() != nil:
			return s.err()
		}
	}
}

// close has everything reach the disk, and closes the file in any case.
func (s *sheet) close() error {
	err := errors.Join(s.err(), s.Flush())
	if err == nil {
		err = s.file.Sync()
	}
	return errors.Join(err, s.file.Close())
}
