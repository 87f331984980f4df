package backup

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Create writes a backup into a folder, which must be there: one that is made would hide that a disk is not plugged in. It is written
// as NAME.part, synced, read back whole with the passphrase, and only then gets its name, which was nobody's before. path is where it
// lies. After an error nothing new is there, but for one of the last step: then path is a whole backup of which nobody knows whether it
// outlasts a loss of power.
//
// It takes the passphrase twice, so twice half a second and 256 MiB. Several may run at once.
func Create(ctx context.Context, dir, passphrase string, m Manifest, o Options, fill Fill) (path string, err error) {
	return (&creation{osDisk{}, ctx, dir, passphrase, m, o}).run(fill)
}

type creation struct {
	disk       disk
	ctx        context.Context
	dir        string
	passphrase string
	manifest   Manifest
	options    Options
}

func (c *creation) run(fill Fill) (path string, err error) {
	if err := c.manifest.check(); err != nil {
		return "", err
	}
	if _, err := recipient(c.passphrase, c.options.WorkFactor); err != nil {
		return "", err
	}
	path, f, err := c.claim()
	if err != nil {
		return "", fmt.Errorf("begin backup: %w", err)
	}
	name, part := filepath.Base(path), path+partly
	published := false
	defer func() { // also when fill panics
		if !published {
			f.Close()
			_ = c.disk.remove(part) // what cannot be removed now, tidy takes later
		}
	}()
	members, err := c.write(f, fill)
	if err != nil {
		return "", fmt.Errorf("write %s: %w", name, err)
	}
	if err := c.readBack(part, members); err != nil {
		return "", fmt.Errorf("verify %s: %w", name, err)
	}
	if err := c.disk.publish(part, path); err != nil {
		return "", fmt.Errorf("name %s: %w", name, err)
	}
	published = true
	if err := c.disk.sync(c.dir); err != nil {
		return path, fmt.Errorf("sync folder of %s: %w", name, err)
	}
	return path, nil
}

// claim takes a name that nothing has, by making its part. Whoever has the part has the name, if it is still free then: another may
// have published it since it was looked at.
func (c *creation) claim() (path string, f file, err error) {
	if err := c.tidy(); err != nil {
		return "", nil, err
	}
	for n := 1; n <= maxSame; n++ {
		path = filepath.Join(c.dir, name(c.manifest.Profile, c.manifest.Time, n))
		if taken, err := c.disk.exists(path); err != nil {
			return "", nil, err
		} else if taken {
			continue
		}
		if f, err = c.disk.create(path + partly); errors.Is(err, fs.ErrExist) {
			continue
		} else if err != nil {
			return "", nil, err
		}
		taken, err := c.disk.exists(path)
		if !taken && err == nil {
			return path, f, nil
		}
		f.Close()
		_ = c.disk.remove(path + partly)
		if err != nil {
			return "", nil, err
		}
	}
	return "", nil, fmt.Errorf("find a name: %w", fs.ErrExist)
}

// staleAfter is how long nothing was written to a part that is given up: its program was killed.
const staleAfter = 24 * time.Hour

// tidy removes parts of this profile that were given up.
func (c *creation) tidy() error {
	all, err := c.disk.list(c.dir)
	if err != nil {
		return err
	}
	for _, e := range all {
		whole, part := strings.CutSuffix(e.name, partly)
		if _, own := parseName(whole, c.manifest.Profile); part && own && time.Since(e.modified) > staleAfter {
			_ = c.disk.remove(filepath.Join(c.dir, e.name)) // the next run tries again
		}
	}
	return nil
}

// write fills the part and has it reach the disk.
func (c *creation) write(f file, fill Fill) ([]Member, error) {
	out := &sink{w: f}
	slow := bufio.NewWriterSize(out, 64<<10) // age writes a header in many pieces, then 64 KiB at a time
	members, err := Write(c.ctx, slow, c.passphrase, c.manifest, c.options, fill)
	if err == nil {
		err = slow.Flush()
	}
	if out.err != nil { // said once, and not by every layer above
		return nil, out.err
	}
	if err != nil {
		return nil, err
	}
	if err := f.Sync(); err != nil {
		return nil, fmt.Errorf("sync: %w", err)
	}
	if err := f.Close(); err != nil {
		return nil, fmt.Errorf("close: %w", err)
	}
	return members, nil
}

// sink notes why the disk took no more.
type sink struct {
	w   io.Writer
	err error
}

func (s *sink) Write(p []byte) (int, error) {
	if s.err != nil {
		return 0, s.err
	}
	n, err := s.w.Write(p)
	if err == nil && n < len(p) {
		err = io.ErrShortWrite
	}
	s.err = err
	return n, err
}

// readBack holds the part against what was written.
func (c *creation) readBack(part string, members []Member) error {
	f, err := c.disk.open(part)
	if err != nil {
		return err
	}
	defer f.Close()
	total := int64(0)
	for _, m := range members {
		total += m.Size
	}
	tell := c.options.Progress
	if tell != nil {
		tell = func(p Progress) { p.Total = total; c.options.Progress(p) }
	}
	got, err := Verify(c.ctx, f, c.passphrase, tell)
	if err == nil && !slices.Equal(got.Members, members) {
		err = &Damage{Err: ErrChanged, Why: "it has other members than were written"}
	}
	return err
}
