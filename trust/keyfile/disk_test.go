package keyfile

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"slices"
	"testing"
)

var errDisk = errors.New("disk went away")

// fileOf is a key file in memory.
func fileOf(content []byte) File {
	return File{folderOf(map[string][]byte{fileName: content})}
}

// memory is a folder that knows what of it would outlive a power cut, and that breaks at one of its steps.
type memory struct {
	now, lasting map[string]*inode
	names        []func(map[string]*inode) // changes of names since the last sync of the folder
	steps        int                       // those done
	breaks       int                       // the step that fails; 0 for none
	after        bool                      // it has done its work when it says that it failed
	dies         bool                      // nothing works from then on
	reads        int
	rots         int // the file, of those written, in which a bit is another afterwards
	written      int
}

// inode is what a name stands for.
type inode struct{ now, lasting []byte }

var _ folder = (*memory)(nil)

func folderOf(files map[string][]byte) *memory {
	m := &memory{now: map[string]*inode{}}
	for name, content := range files {
		m.now[name] = &inode{content, content}
	}
	m.lasting = maps.Clone(m.now)
	return m
}

// step does what changes the folder, unless it is the one that breaks.
func (m *memory) step(do func()) error {
	m.steps++
	if m.breaks == 0 || m.steps < m.breaks || m.steps > m.breaks && !m.dies {
		do()
		return nil
	}
	if m.steps == m.breaks && m.after {
		do()
	}
	return errDisk
}

func (m *memory) dead() bool { return m.dies && m.breaks > 0 && m.steps >= m.breaks }

func (m *memory) rename(from, to string) error {
	if m.now[from] == nil {
		return fs.ErrNotExist
	}
	return m.step(func() {
		m.name(func(names map[string]*inode) { names[to] = names[from]; delete(names, from) })
	})
}

func (m *memory) remove(name string) error {
	if m.now[name] == nil {
		return fs.ErrNotExist
	}
	return m.step(func() { m.name(func(names map[string]*inode) { delete(names, name) }) })
}

func (m *memory) name(change func(map[string]*inode)) {
	change(m.now)
	m.names = append(m.names, change)
}

func (m *memory) sync() error {
	return m.step(func() { m.lasting, m.names = maps.Clone(m.now), nil })
}

func (m *memory) read(name string, limit int64) ([]byte, error) {
	m.reads++
	switch f := m.now[name]; {
	case m.dead():
		return nil, errDisk
	case f == nil:
		return nil, fs.ErrNotExist
	default:
		return bytes.Clone(f.now[:min(int64(len(f.now)), limit)]), nil
	}
}

func (m *memory) create(name string) (newFile, error) {
	f := m.now[name]
	err := m.step(func() {
		if f == nil {
			f = &inode{}
			made := f
			m.name(func(names map[string]*inode) { names[name] = made })
		}
		f.now = nil
	})
	return memoryFile{m, f}, err
}

type memoryFile struct {
	m *memory
	f *inode
}

func (w memoryFile) Write(b []byte) (int, error) {
	return len(b), w.m.step(func() { w.f.now = append(bytes.Clone(w.f.now), b...) })
}

func (w memoryFile) Sync() error {
	return w.m.step(func() {
		if w.m.written++; w.m.written == w.m.rots {
			w.f.now[len(w.f.now)-1] ^= 4
		}
		w.f.lasting = w.f.now
	})
}

func (w memoryFile) Close() error { return w.m.step(func() {}) }

// outcomes are the folders that may be found after a power cut now: of the names any beginning of what changed, of contents that
// were not synced the old, nothing, a half or all. The last one is what the end of the process alone leaves.
func (m *memory) outcomes() (out []map[string][]byte) {
	for n := range len(m.names) + 1 {
		names := maps.Clone(m.lasting)
		for _, change := range m.names[:n] {
			change(names)
		}
		for variant := range 4 {
			files := map[string][]byte{}
			for name, f := range names {
				files[name] = [][]byte{f.lasting, nil, f.now[:len(f.now)/2], f.now}[variant]
				if bytes.Equal(f.lasting, f.now) {
					files[name] = f.now
				}
			}
			out = append(out, files)
		}
	}
	return out
}

// TestFolder holds what folder says of both that there are.
func TestFolder(t *testing.T) {
	for name, d := range map[string]folder{"of the system": osFolder(t.TempDir()), "in memory": folderOf(nil)} {
		t.Run(name, func(t *testing.T) {
			for _, err := range []error{d.remove("a"), d.rename("a", "b")} {
				if !errors.Is(err, fs.ErrNotExist) {
					t.Errorf("error %v", err)
				}
			}
			if _, err := d.read("a", 10); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("error %v", err)
			}
			for _, content := range []string{"a long content", "short"} {
				f, err := d.create("a")
				must(t, err)
				_, err = f.Write([]byte(content))
				must(t, errors.Join(err, f.Sync(), f.Close()))
			}
			f, err := d.create("b")
			must(t, err)
			must(t, f.Close())
			must(t, d.rename("a", "b"))
			must(t, d.sync())
			if b, err := d.read("b", 4); string(b) != "shor" || err != nil {
				t.Errorf("%q, %v", b, err)
			}
			if b, err := d.read("b", 10); string(b) != "short" || err != nil {
				t.Errorf("%q, %v", b, err)
			}
			must(t, d.remove("b"))
			if _, err := d.read("b", 10); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("error %v", err)
			}
		})
	}
}

// list are the names in the folder.
func (m *memory) list() []string { return slices.Sorted(maps.Keys(m.now)) }
