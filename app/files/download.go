package files

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"vouch/app/fault"
	"vouch/app/files/aesgcm"
	"vouch/app/history"
	"vouch/app/web"
)

// Most is how much is fetched of a file that the user wants, in bytes.
const Most = 4 << 30

// Download fetches a file into the store, where its name is f.Stored, as NewName gave it, and its size then f.Size. It goes on where an
// earlier try has ended. What is encrypted counts only when it fits its tag; what is not is encrypted here, under f.Key where it has
// one, and counts only when it has the hash and the size that were told. most bounds it, in bytes of the file. progress is told how many
// bytes there are, and how many there will be, or -1, from another goroutine. Where f.Stored is "" afterwards, nothing of it is kept,
// and another try takes another name and, of what is not encrypted, another key.
//
// KindTooBig: it is larger than most; KindNotFound "file": the server no longer has it; KindTampered: it is not what was sent;
// KindRefused: the server does not give it; KindNotConnected: it could not be reached, or the transfer broke off; KindDisk: it could
// not be kept, or there is no room for it.
func (s *Store) Download(ctx context.Context, domain string, way Way, f history.File, most int64, progress func(done, of int64)) (history.File, error) {
	p, err := s.Resume(f.Stored)
	if err != nil {
		return f, &fault.Error{Kind: fault.KindDisk, Err: err}
	}
	w, anew := way(ownHost(f.URL, domain)), false
	if f.Sealed {
		err = p.fetchSealed(ctx, w, f, most, progress)
	} else {
		anew, err = p.fetchClear(ctx, w, &f, most, progress)
	}
	if err != nil {
		err, over := transferError(ctx, err)
		if !anew && !over {
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
		return &counting{p, at, length, progress}, p.room(length - at)
	})
}

// fits holds a part against its tag.
func (p *Part) fits(ctx context.Context, k aesgcm.Key) error {
	if _, err := p.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("%w: %w", errDisk, err)
	}
	return Check(ctx, p, k)
}

// fetchClear goes on with a part under f's key, and encrypts what comes. What an earlier try has left may be of another file: where it
// does not fit, all of it is fetched once more, under another key, which f has then. anew tells that its key is not the one it had.
func (p *Part) fetchClear(ctx context.Context, w web.Way, f *history.File, most int64, progress func(done, of int64)) (anew bool, err error) {
	had, err := p.Size()
	if err != nil {
		return false, fmt.Errorf("%w: %w", errDisk, err)
	}
	if len(f.Key) > 0 && had > 0 {
		if err = p.encryptRest(ctx, w, f, had, most, progress); !errors.Is(err, web.ErrRange) && !errors.Is(err, errOther) {
			return false, err
		}
	}
	if anew = len(f.Key) == 0 || had > 0; anew {
		f.SetKey(aesgcm.NewKey())
		if err := p.Truncate(0); err != nil {
			return true, fmt.Errorf("%w: %w", errDisk, err)
		}
	}
	return anew, p.encryptRest(ctx, w, f, 0, most, progress)
}

// encryptRest fetches what comes behind the first had bytes of a part, which are encrypted under f's key. These are read again, for
// the hash and for the tag.
func (p *Part) encryptRest(ctx context.Context, w web.Way, f *history.File, had, most int64, progress func(done, of int64)) error {
	to, err := f.AESGCM().Encrypt(&behind{p, had})
	if err != nil {
		return err
	}
	sum := sha256.New()
	got := &counting{Writer: io.MultiWriter(to, sum), progress: progress}
	if had > 0 {
		there, err := f.AESGCM().Decrypt(p, had+aesgcm.TagSize) // the tag is not there yet, and not read
		if err == nil {
			_, err = io.CopyBuffer(got, &ended{ctx, io.LimitReader(there, had)}, make([]byte, 256<<10))
		}
		if err != nil {
			return fmt.Errorf("%w: %w", errDisk, err)
		}
	}
	err = w.Get(ctx, f.URL, had, most, func(at, length int64) (io.Writer, error) {
		if at != had {
			return nil, web.ErrRange
		}
		got.of = length
		return got, p.room(length - at)
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

// behind writes what comes behind the first bytes, which are there already.
type behind struct {
	io.Writer
	left int64
}

func (b *behind) Write(p []byte) (int, error) {
	there := int(min(b.left, int64(len(p))))
	b.left -= int64(there)
	n, err := b.Writer.Write(p[there:])
	return there + n, err
}

// errOther is why what came is not what was sent.
var errOther = errors.New("another hash or size than was told")

// spare is how much of a disk is left to everything else, in bytes: the database above all.
const spare = 64 << 20

// room returns errDisk where a disk has no room for so many bytes more. What is not known is no reason.
func (p *Part) room(bytes int64) error {
	if free, ok := freeOn(filepath.Dir(p.path)); ok && bytes > free-spare {
		return fmt.Errorf("%w: %d bytes are to come, and %d are free: %w", errDisk, bytes, free, errFull)
	}
	return nil
}

// errFull is told before a disk is.
var errFull = errors.New("no room")

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
