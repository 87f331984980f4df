package backup

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"time"
)

// Found is a backup in a folder, by its name alone: nobody has opened it.
type Found struct {
	Path string
	Time time.Time // of the name, to the minute
	Size int64     // bytes
	name named
}

// List gives the backups of a profile in a folder, the newest first: the files with names that Create gives them. What was not
// verified is not among them.
func List(dir, profile string) ([]Found, error) { return list(osDisk{}, dir, profile) }

func list(d disk, dir, profile string) (out []Found, err error) {
	all, err := d.list(dir)
	if err != nil {
		return nil, fmt.Errorf("list backups: %w", err)
	}
	for _, e := range all {
		if n, ok := parseName(e.name, profile); ok && e.size > 0 {
			out = append(out, Found{filepath.Join(dir, e.name), n.time, e.size, n})
		}
	}
	slices.SortFunc(out, func(a, b Found) int { return b.name.compare(a.name) })
	return out, nil
}

// Rotate keeps the newest backups of a profile in a folder, keep of them, but at least one, and removes those that are older.
// verified is the path that Create gave in this run: it stays and is one of those that are kept, and where it is not there any more
// nothing is removed. Files of other names or other profiles are not touched, and no backups that are newer by their names than
// verified: the clock was wrong when they were written, or is wrong now. removed are the paths of those that are gone.
func Rotate(dir, profile string, keep int, verified string) (removed []string, err error) {
	return rotate(osDisk{}, dir, profile, keep, verified)
}

func rotate(d disk, dir, profile string, keep int, verified string) (removed []string, err error) {
	all, err := list(d, dir, profile)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(f Found) bool { return filepath.Base(f.Path) == filepath.Base(verified) })
	if i < 0 || filepath.Clean(filepath.Dir(verified)) != filepath.Clean(dir) {
		return nil, fmt.Errorf("rotate backups: %s: %w", filepath.Base(verified), fs.ErrNotExist)
	}
	var failed error
	for _, f := range all[min(len(all), i+max(keep, 1)):] {
		if err := d.remove(f.Path); err != nil {
			failed = errors.Join(failed, fmt.Errorf("remove old backup: %w", err))
			continue
		}
		removed = append(removed, f.Path)
	}
	if len(removed) > 0 {
		failed = errors.Join(failed, d.sync(dir))
	}
	return removed, failed
}
