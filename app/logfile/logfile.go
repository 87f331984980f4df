// Package logfile keeps the log of a program in a file that only its user can read and that does not grow without end.
package logfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"
)

// The bounds of the log: a file that would be larger becomes .1, and what was .1 becomes .2.
const (
	maxSize = 1 << 20
	older   = 2
)

// errNoFile: something else lies where the log goes, such as a link into somebody else's file.
var errNoFile = errors.New("not a plain file")

// File is a log. It never fails whoever logs: what cannot be written to the file goes to the other writer alone, and so does,
// once, the reason. Its methods may be called on any goroutine.
type File struct {
	path  string
	also  io.Writer // gets everything; nil for none
	limit int64

	mu     sync.Mutex // guards what follows
	file   *os.File   // nil while there is none
	size   int64
	failed bool // the reason was told
}

// Open opens the log at path, or begins it; "" is no file. Everything is written to also as well, whose errors do not matter: a program
// without a console has nowhere else to write to.
func Open(path string, also io.Writer) *File { return open(path, also, maxSize) }

func open(path string, also io.Writer, limit int64) *File {
	f := &File{path: path, also: also, limit: limit}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.check(f.begin())
	return f
}

// Write implements io.Writer. It always takes everything.
func (f *File) Write(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.also != nil {
		f.also.Write(p)
	}
	f.check(f.write(p))
	return len(p), nil
}

// Close closes the file. Later lines go to the other writer alone.
func (f *File) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.file == nil {
		return nil
	}
	err := f.file.Close()
	f.file, f.failed = nil, true
	if err != nil {
		return fmt.Errorf("close log: %w", err)
	}
	return nil
}

// check tells once that the file cannot be written.
func (f *File) check(err error) {
	if err != nil && !f.failed {
		f.failed = true
		if f.also != nil {
			fmt.Fprintf(f.also, "vouch: no log is kept: %v\n", err)
		}
	}
}

func (f *File) write(p []byte) error {
	if f.file == nil {
		return nil
	}
	if f.size > 0 && f.size+int64(len(p)) > f.limit {
		if err := f.rotate(); err != nil {
			return err
		}
	}
	n, err := f.file.Write(p)
	f.size += int64(n)
	if err != nil {
		return fmt.Errorf("write log: %w", err)
	}
	f.failed = false // there is room again
	return nil
}

// begin opens the file and makes room if it is full.
func (f *File) begin() error {
	if f.path == "" {
		return nil
	}
	if info, err := os.Lstat(f.path); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("open log %s: %w", f.path, errNoFile)
	}
	file, err := os.OpenFile(f.path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("open log: %w", err)
	}
	info, err := file.Stat()
	if err != nil {
		file.Close()
		return fmt.Errorf("look at log: %w", err)
	}
	f.file, f.size = file, info.Size()
	if f.size >= f.limit {
		return f.rotate()
	}
	return nil
}

// rotate puts the full file aside and begins a new one. Windows renames no open file.
func (f *File) rotate() error {
	f.file.Close()
	f.file = nil
	for i := older; i > 0; i-- {
		from := f.path
		if i > 1 {
			from = fmt.Sprintf("%s.%d", f.path, i-1)
		}
		if err := os.Rename(from, fmt.Sprintf("%s.%d", f.path, i)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("put log aside: %w", err)
		}
	}
	return f.begin()
}
