package files

import (
	"context"
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

// Download fetches a file into the store, where its name then is f.Stored and its size f.Size. What is encrypted goes on where an
// earlier try has ended, and counts only when it fits its tag; what is not is encrypted here. most bounds it, in bytes of the file.
// progress is told how many bytes there are, and how many there will be, or -1, from another goroutine.
//
// KindTooBig: it is larger than most; KindNotFound "file": the server no longer has it; KindTampered: it is not what was sent;
// KindRefused: the server does not give it; KindNotConnected: it could not be reached, or the transfer broke off.
func (s *Store) Download(ctx context.Context, domain string, way Way, f history.File, most int64, progress func(done, of int64)) (history.File, error) {
	w := way(ownHost(f.URL, domain))
	if f.Sealed {
		return s.downloadSealed(ctx, w, f, most, progress)
	}
	return s.downloadClear(ctx, w, f, most, progress)
}

func (s *Store) downloadSealed(ctx context.Context, w web.Way, f history.File, most int64, progress func(done, of int64)) (history.File, error) {
	p, err := s.part(f.Stored)
	if err != nil {
		return f, &fault.Error{Kind: fault.KindDisk, Err: err}
	}
	f.Stored = p.Name
	for try := 0; ; try++ {
		err = fill(ctx, w, f.URL, p, most+aesgcm.TagSize, progress)
		if err == nil {
			err = p.fits(ctx, f.AESGCM())
		}
		again := errors.Is(err, web.ErrRange) || errors.Is(err, aesgcm.ErrDamaged)
		if !again || try > 0 {
			break
		}
		if err = p.Truncate(0); err != nil { // what an earlier try has left may be of another file
			err = fmt.Errorf("%w: %w", errDisk, err)
			break
		}
	}
	switch {
	case err == nil:
		size, err := p.Size()
		if err == nil {
			err = p.Keep()
		}
		if err != nil {
			return f, &fault.Error{Kind: fault.KindDisk, Err: err}
		}
		f.Size, f.State = size-aesgcm.TagSize, history.FileHere
		return f, nil
	case errors.Is(err, aesgcm.ErrDamaged):
		f.Stored = ""
		return f, &fault.Error{Kind: fault.KindTampered, Err: errors.Join(err, p.Drop())}
	}
	if err, over := transferError(ctx, err); over {
		f.Stored = ""
		return f, errors.Join(err, p.Drop())
	} else {
		return f, errors.Join(err, p.Pause())
	}
}

// part is a new part, or one that an earlier try has left.
func (s *Store) part(name string) (*Part, error) {
	if name == "" {
		return s.New()
	}
	return s.Resume(name)
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
		return err
	}
	return Check(ctx, p, k)
}

func (s *Store) downloadClear(ctx context.Context, w web.Way, f history.File, most int64, progress func(done, of int64)) (history.File, error) {
	p, err := s.New()
	if err != nil {
		return f, &fault.Error{Kind: fault.KindDisk, Err: err}
	}
	k := aesgcm.NewKey()
	to, err := k.Encrypt(p)
	if err != nil {
		return f, &fault.Error{Kind: fault.KindDisk, Err: errors.Join(err, p.Drop())}
	}
	err = w.Get(ctx, f.URL, 0, most, func(at, length int64) (io.Writer, error) { return &counting{to, at, length, progress}, nil })
	if err == nil {
		err = to.Close()
	}
	if err != nil {
		err, _ = transferError(ctx, err)
		return f, errors.Join(err, p.Drop())
	}
	size, err := p.Size()
	if err == nil {
		err = p.Keep()
	}
	if err != nil {
		return f, &fault.Error{Kind: fault.KindDisk, Err: err}
	}
	f.Stored, f.Size, f.State = p.Name, size-aesgcm.TagSize, history.FileHere
	f.SetKey(k)
	return f, nil
}

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
