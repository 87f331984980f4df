package backup

import (
	"errors"
	"io"
	"os"
	"path/filepath"
)

var errFull = errors.New("no space left on device")

// faulty is a real disk of which a step fails: each call and each write and read of a file is one.
type faulty struct {
	osDisk
	steps int             // taken so far
	at    int             // the step that fails, from 1; 0 for none
	on    bool            // and all after it
	die   func(at func()) // what happens instead of failing; it is handed what is done half, or nil
}

// step says whether this step fails, after half was done.
func (d *faulty) step(half func()) error {
	d.steps++
	if d.at == 0 || d.steps != d.at && (d.steps < d.at || !d.on) {
		return nil
	}
	if d.die != nil {
		d.die(half)
	}
	if half != nil {
		half()
	}
	return errFull
}

func (d *faulty) create(path string) (file, error) {
	if err := d.step(nil); err != nil {
		return nil, err
	}
	f, err := d.osDisk.create(path)
	if err != nil {
		return nil, err
	}
	return &faultyFile{f, d}, nil
}

func (d *faulty) open(path string) (io.ReadCloser, error) {
	if err := d.step(nil); err != nil {
		return nil, err
	}
	f, err := d.osDisk.open(path)
	return &faultyReader{f, d}, err
}

func (d *faulty) exists(path string) (bool, error) {
	if err := d.step(nil); err != nil {
		return false, err
	}
	return d.osDisk.exists(path)
}

func (d *faulty) publish(part, path string) error {
	half := func() {}
	if d.die != nil {
		half = func() { _ = os.Link(part, path) }
	}
	if err := d.step(half); err != nil {
		return err
	}
	return d.osDisk.publish(part, path)
}

func (d *faulty) remove(path string) error {
	if err := d.step(nil); err != nil {
		return err
	}
	return d.osDisk.remove(path)
}

func (d *faulty) sync(dir string) error {
	if err := d.step(nil); err != nil {
		return err
	}
	return d.osDisk.sync(dir)
}

func (d *faulty) list(dir string) ([]entry, error) {
	if err := d.step(nil); err != nil {
		return nil, err
	}
	return d.osDisk.list(dir)
}

type faultyFile struct {
	file
	d *faulty
}

func (f *faultyFile) Write(p []byte) (int, error) {
	if err := f.d.step(func() { _, _ = f.file.Write(p[:len(p)/2]) }); err != nil {
		return len(p) / 2, err
	}
	return f.file.Write(p)
}

func (f *faultyFile) Sync() error {
	if err := f.d.step(nil); err != nil {
		return err
	}
	return f.file.Sync()
}

// Close closes in any case, and may say that it failed.
func (f *faultyFile) Close() error {
	return errors.Join(f.d.step(nil), f.file.Close())
}

type faultyReader struct {
	io.ReadCloser
	d *faulty
}

func (f *faultyReader) Read(p []byte) (int, error) {
	if err := f.d.step(nil); err != nil {
		return 0, err
	}
	return f.ReadCloser.Read(p)
}

// files are the names in a folder, and what they hold.
func files(dir string) map[string]string {
	out := map[string]string{}
	all, _ := os.ReadDir(dir)
	for _, e := range all {
		text, _ := os.ReadFile(filepath.Join(dir, e.Name()))
		out[e.Name()] = string(text)
	}
	return out
}
