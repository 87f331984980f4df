package files

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"

	"vouch/app/fault"
	"vouch/app/files/aesgcm"
	"vouch/app/history"
	"vouch/app/web"
)

// Most is how much is fetched of a file that the user wants, in bytes.
const Most = 4 << 30

// Download fetches a file into the store, where its name is f.Stored, as NewName gave it, and its size then f.Size. What is encrypted
// goes on where an earlier try has ended, and counts only when it fits its tag; what is not is encrypted here, and counts only when it
// has the hash and the size that were told. most bounds it, in bytes of the file. progress is told how many bytes there are, and how
// many there will be, or -1, from another goroutine. Where f.Stored is "" afterwards, nothing of it is kept.
//
// KindTooBig: it is larger than most; KindNotFound "file": the server no longer has it; KindTampered: it is not what was sent;
// KindRefused: the server does not give it; KindNotConnected: it could not be reached, or the transfer broke off; KindDisk: it could
// not be kept.
func (s *Store) Download(ctx context.Context, domain string, way Way, f history.File, most int64, progress func(done, of int64)) (history.File, error) {
	p, err := s.Resume(f.Stored)
	if err != nil {
		return f, &fault.Error{Kind: fault.KindDisk, Err: err}
	}
	w, k := way(ownHost(f.URL, domain)), f.AESGCM()
	if f.Sealed {
		err = p.fetchSealed(ctx, w, f, most, progress)
	} else {
		k = aesgcm.NewKey()
		err = p.fetchClear(ctx, w, f, k, most, progress)
	}
	if err != nil {
		err, over := transferError(ctx, err)
		if f.Sealed && !over {
			return f, errors.Join(err, p.Pause())
		}
		f.Stored = ""
		return f, errors.Join(err, p.Drop())
	}
	size, err := p.Size()
	if err = errors.Join(err, p.Keep()); err != nil {
		f.Stored = ""
		return f, &fault.Error{Kind: fault.KindDisk, Err: err}
	}
	f.Size, f.State = size-aesgcm.TagSize, history.FileHere
	f.SetKey(k)
	return s.measured(ctx, f)
}

// fetchSealed goes on with a part, and holds all of it against its tag. What an earlier try has left may be of another file: where it
// does not fit, all of it is fetched once more.
func (p *Part) fetchSealed(ctx context.Context, w web.Way, f history.File, most int64, progress func(done, of int64)) (err error) {
	for range 2 {
		if err = fill(ctx, w, f.URL, p, most+aesgcm.TagSize, progress); err == nil {
			err = p.fits(ctx, f.AESGCM())
		}
		if !errors.Is(err, web.ErrRange) && !errors.Is(err, aesgcm.ErrDamaged) {
			return err
		}
		if err := p.Truncate(0); err != nil {
			return fmt.Errorf("%w: %w", errDisk, err)
		}
	}
	return err
}

// fill fetches what is missing of a part.
func fill(ctx context.Context, w web.Way, address string, p *Part, most int64, progress func(done, of int64)) error {
	from, err := p.Size()
	if err != nil {
		return fmt.Errorf("%w: %w", errDisk, err)
	}
	return w.Get(ctx, address, from, most, func(at, length int64) (io.Writer, error) {
		if at != from {
			if err := p.Truncate(at); err != nil {
				return nil, fmt.Errorf("%w: %w", errDisk, err)
			}
		}
		return &counting{p, at, length, progress}, nil
	})
}

// fits holds a part against its tag.
func (p *Part) fits(ctx context.Context, k aesgcm.Key) error {
	if _, err := p.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("%w: %w", errDisk, err)
	}
	return Check(ctx, p, k)
}

// fetchClear fetches a file from its beginning, since half of it is under a key that nobody has any more, and encrypts it.
func (p *Part) fetchClear(ctx context.Context, w web.Way, f history.File, k aesgcm.Key, most int64, progress func(done, of int64)) error {
	if err := p.Truncate(0); err != nil {
		return fmt.Errorf("%w: %w", errDisk, err)
	}
	to, err := k.Encrypt(p)
	if err != nil {
		return err
	}
	sum := sha256.New()
	got := &counting{Writer: io.MultiWriter(to, sum), progress: progress}
	err = w.Get(ctx, f.URL, 0, most, func(_, length int64) (io.Writer, error) {
		got.of = length
		return got, nil
	})
	switch {
	case err != nil:
		return err
	case f.Hash != nil && !bytes.Equal(sum.Sum(nil), f.Hash), f.Size > 0 && got.done != f.Size:
		return errOther
	}
	if err := to.Close(); err != nil {
		return fmt.Errorf("%w: %w", errDisk, err)
	}
	return nil
}

// errOther is why what came is not what was sent.
var errOther = errors.New("another hash or size than was told")

// errDisk is why what comes cannot be kept: the disk, and nothing on the way.
var errDisk = errors.New("write file")

// counting tells how much was written.
type counting struct {
	io.Writer
	done, of int64
	progress func(done, of int64) // may be nil
}

func (c *counting) Write(p []byte) (int, error) {
	n, err := c.Writer.Write(p)
	if err != nil {
		err = fmt.Errorf("%w: %w", errDisk, err)
	}
	c.done += int64(n)
	if c.progress != nil {
		c.progress(c.done, c.of)
	}
	return n, err
}

// transferError gives an error of a download its kind. over tells whether another try would end in the same way.
func transferError(ctx context.Context, err error) (kind error, over bool) {
	var status web.StatusError
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx), false
	case errors.Is(err, errOther), errors.Is(err, aesgcm.ErrDamaged):
		return &fault.Error{Kind: fault.KindTampered, Err: err}, true
	case errors.Is(err, errDisk):
		return &fault.Error{Kind: fault.KindDisk, Err: err}, true
	case errors.Is(err, web.ErrTooLong):
		return &fault.Error{Kind: fault.KindTooBig, Err: err}, true
	case errors.As(err, &status) && (status.Code() == 404 || status.Code() == 410):
		return &fault.Error{Kind: fault.KindNotFound, Param: "file", Said: string(status), Err: err}, true
	case errors.As(err, &status) && status.Code() < 500:
		return &fault.Error{Kind: fault.KindRefused, Said: string(status), Err: err}, true
	case errors.Is(err, web.ErrInside), errors.Is(err, web.ErrAddress), errors.Is(err, web.ErrLeaves), errors.Is(err, web.ErrCircle), errors.Is(err, web.ErrEncoded),
		errors.Is(err, web.ErrRange): // of which another try was made already
		return &fault.Error{Kind: fault.KindRefused, Why: err.Error(), Err: err}, true
	}
	return &fault.Error{Kind: fault.KindNotConnected, Err: err}, false
}
