package backup

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"strings"
)

// advance reads the header of the next member and holds it against all that is taken.
func (r *Reader) advance() (Member, error) {
	r.meter.left = around
	h, err := r.tar.Next()
	if err != nil {
		return Member{}, r.fail(err)
	}
	m, err := r.accept(h)
	if err != nil {
		return Member{}, r.fail(err)
	}
	r.meter.left += m.Size
	r.total += m.Size
	r.names[m.Name] = -1
	if m.Kind != "" {
		r.last = m
	}
	r.current, r.open, r.good = m, true, 0
	r.digest.Reset()
	return m, nil
}

func malformed(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrMalformed, fmt.Sprintf(format, args...))
}

// accept says whether a member may be there. Its name is not repeated in an error before it is known to be harmless.
func (r *Reader) accept(h *tar.Header) (Member, error) {
	m, ok := memberOf(h.Name, h.Size)
	if !ok {
		return m, malformed("a name that no member has")
	}
	if h.Typeflag != tar.TypeReg || sparse(h) {
		return m, malformed("%s is no plain file", m.Name)
	}
	if _, ok := r.names[m.Name]; ok {
		return m, malformed("%s is there twice", m.Name)
	}
	if m.Size < 0 || m.Size > m.most(r.limits) || m.Size > r.limits.total-r.total {
		return m, malformed("%s has %d bytes", m.Name, m.Size)
	}
	if len(r.names) >= r.limits.members {
		return m, malformed("more than %d members", r.limits.members)
	}
	return m, r.inOrder(m)
}

// inOrder holds a member of a known kind against the last one.
func (r *Reader) inOrder(m Member) error {
	switch {
	case m.Kind == "":
		return nil
	case m.Kind == r.last.Kind && (m.Part == r.last.Part+1 || r.gap && m.Part > r.last.Part), m.Kind == r.last.Kind && m.Kind == Files:
		return nil
	case m.Kind != r.last.Kind && m.Kind.rank() > r.last.Kind.rank() && (m.Part <= 1 || r.gap):
		return nil
	}
	return malformed("%s behind %q", m.Name, r.last.Name)
}

// sparse tells whether a header stands for holes, which are bytes that take no room in the file.
func sparse(h *tar.Header) bool {
	for key := range h.PAXRecords {
		if strings.HasPrefix(key, "GNU.sparse") {
			return true
		}
	}
	return false
}

// finish reads end.json, holds it against what was read, and looks that nothing follows. It gives io.EOF when all is well.
func (r *Reader) finish() error {
	broken, err := r.compare()
	if err != nil {
		return err
	}
	if len(broken) > 0 {
		r.err = broken[0]
		return r.err
	}
	return r.nothingFollows()
}

// compare holds end.json against the members that were read, and gives those that differ: changed, missing or too many.
func (r *Reader) compare() (broken []*Damage, err error) {
	add := func(name, why string) {
		broken = append(broken, &Damage{Member: name, Whole: len(r.seen), Err: ErrChanged, Why: why})
	}
	told := make([]bool, len(r.seen))
	listed := 0
	count, err := readEnd(r, func(m Member) {
		listed++
		if len(broken) > maxBroken {
			return
		}
		i, ok := r.names[m.Name]
		switch _, valid := memberOf(m.Name, m.Size); {
		case !valid:
			add("", "end.json lists a name that no member has")
		case !ok || i < 0:
			add(m.Name, "it is missing")
		case told[i]:
			add(m.Name, "end.json lists it twice")
		default:
			told[i] = true
			if s := r.seen[i]; s.Size != m.Size || s.SHA256 != m.SHA256 {
				add(s.Name, "not the bytes that end.json lists")
			}
		}
	})
	if r.err != nil {
		return nil, r.err
	}
	if err != nil {
		return nil, r.fail(malformed("end.json cannot be read"))
	}
	for i, s := range r.seen {
		if !told[i] && len(broken) <= maxBroken {
			add(s.Name, "end.json does not list it")
		}
	}
	if count != listed && len(broken) == 0 {
		return nil, r.fail(malformed("end.json lists %d members of %d", listed, count))
	}
	return broken, r.skip()
}

// maxBroken is of how many members it is told what is wrong with them.
const maxBroken = 10_000

func (r *Reader) nothingFollows() error {
	r.meter.left = around
	switch _, err := r.tar.Next(); {
	case err == nil:
		return r.fail(malformed("a member behind end.json"))
	case !errors.Is(err, io.EOF):
		return r.fail(err)
	}
	if _, err := io.Copy(io.Discard, onlyReader{r.meter}); err != nil { // tar fills up its last block
		return r.fail(err)
	}
	r.err = io.EOF
	return io.EOF
}
