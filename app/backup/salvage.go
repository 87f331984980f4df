package backup

import (
	"context"
	"errors"
	"io"
	"slices"
)

// Report is what can be had of a damaged backup, and what cannot.
type Report struct {
	Manifest Manifest // the zero value when the damage has taken it
	Whole    []Member // what was read to its end and, where Ended, is what was written
	Broken   []Damage // the members that are not whole, and the places behind which some may be missing
	Left     []string // the names of those that are not known
	Ended    bool     // end.json was read: whatever is missing is in Broken
}

// Salvage reads what can be read of a file of size bytes. each is called for every member of a known kind and may read it; what it is
// handed before an error of the reader is good. Its own error ends the salvage. Where the file was cut, everything before the cut is
// had; behind damage in its middle, reading goes on with the next member that begins in good bytes. An error says that nothing can be
// had: it is none of Damage, but for a header that is damaged.
func Salvage(ctx context.Context, src io.ReaderAt, size int64, passphrase string, each func(Member, *Reader) error) (Report, error) {
	r, err := open(ctx, io.NewSectionReader(src, 0, size), passphrase, bounds, nil)
	if r == nil {
		return Report{}, err
	}
	s := &salvage{Reader: r, src: src, size: size, passphrase: passphrase}
	for {
		if err == nil {
			err = s.step(each)
			continue
		}
		if errors.Is(err, io.EOF) {
			break
		}
		var d *Damage
		if !errors.As(err, &d) || s.own {
			return Report{}, err
		}
		s.note(*d)
		goes, failed := s.goOn(d)
		if failed != nil {
			return Report{}, failed
		}
		if !goes {
			break
		}
		err = nil
	}
	s.report.Manifest, s.report.Left = r.manifest, r.left
	for _, m := range r.seen {
		if !slices.ContainsFunc(s.report.Broken, func(d Damage) bool { return d.Member == m.Name }) {
			s.report.Whole = append(s.report.Whole, m)
		}
	}
	return s.report, nil
}

type salvage struct {
	*Reader
	src        io.ReaderAt
	size       int64
	passphrase string
	random     io.ReaderAt // what age lets through, from anywhere; nil until it is needed
	length     int64       // of that, in bytes
	report     Report
	own        bool // the error is that of the caller
}

// step takes one member.
func (s *salvage) step(each func(Member, *Reader) error) error {
	if err := s.skip(); err != nil {
		return err
	}
	m, err := s.advance()
	if err != nil {
		return err
	}
	switch m.Kind {
	case kindEnd:
		broken, err := s.compare()
		if err != nil {
			return err
		}
		s.report.Ended = true
		for _, d := range broken {
			s.note(*d)
		}
		return s.nothingFollows()
	case "":
		s.left = append(s.left, m.Name)
	case kindManifest: // not where it belongs: nothing is made of it
	default:
		if err := each(m, s.Reader); err != nil && s.err == nil {
			s.own = true
			return err
		}
	}
	return nil
}

// note adds what is broken, once for each member.
func (s *salvage) note(d Damage) {
	if d.Member == "" || !slices.ContainsFunc(s.report.Broken, func(b Damage) bool { return b.Member == d.Member }) {
		s.report.Broken = append(s.report.Broken, d)
	}
}

// goOn finds where reading can go on behind damage.
func (s *salvage) goOn(d *Damage) (bool, error) {
	if s.Reader.clear.err != nil && !s.Reader.src.ended {
		return s.resync()
	}
	if errors.Is(d, errDigest) {
		s.err, s.open = nil, false // it was read to its end, and is another file than its name says
		return true, nil
	}
	return false, nil
}
