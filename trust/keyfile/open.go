package keyfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// File is the key file of a profile. Whoever changes it holds the lock of the profile and makes one change at a time; opening
// and reading need no lock.
type File struct {
	disk folder
}

// In is the key file in that folder, which may have none.
func In(dir string) File { return File{osFolder(dir)} }

// Create makes a file of format 1 with a new random master key, which is not protected. Where there is a file already, whatever
// is in it, it fails with fs.ErrExist.
func (f File) Create() (*Key, error) {
	if _, err := f.disk.read(fileName, 1); err == nil {
		return nil, fmt.Errorf("create key file: %w", fs.ErrExist)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("create key file: %w", err)
	}
	master := randomBytes(masterSize)
	b := encodePlain(master)
	defer clear(b)
	if err := put(f.disk, b); err != nil {
		return nil, fmt.Errorf("create key file: %w", err)
	}
	return newKey(f, SlotID{}, master), nil
}

// Read says what the file tells without a secret, which whoever can write the file could have made up; Key.State is held against
// the key. Errors: ErrMissing, ErrDamaged, ErrNewer.
func (f File) Read() (State, error) {
	c, err := f.read()
	if err != nil {
		return State{}, fmt.Errorf("read key file: %w", err)
	}
	c.forget()
	return f.withLeftover(c.state())
}

// Open opens the master key by that secret, the zero one for a file that is not protected. It reads one file and writes nothing. The
// work of a passphrase is done here, on the goroutine of the caller. Errors: ErrMissing, ErrDamaged, ErrNewer; *LockedError for a
// protected file and no secret; ErrWrongSecret, ErrNoSlot, ErrCost; ErrChanged; those of the functions of Keyring and DPAPI.
func (f File) Open(by Secret) (*Key, error) {
	o, err := f.open(by)
	if err != nil {
		return nil, fmt.Errorf("open key file: %w", err)
	}
	if o.list != nil && !o.list.signed(o.key.list()) {
		o.key.Forget()
		return nil, fmt.Errorf("open key file: %w", ErrChanged)
	}
	if o.list == nil {
		clear(o.raw) // the key in clear
	}
	return o.key, nil
}

// Tidy removes what an unfinished write has left. The caller has opened the profile, so that nobody else is writing.
func (f File) Tidy() error {
	err := f.disk.remove(newName)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = f.disk.sync()
	}
	if err != nil {
		return fmt.Errorf("remove unfinished key file: %w", err)
	}
	return nil
}

// Key is an opened master key. Printing one shows nothing.
type Key struct {
	file   File
	by     SlotID
	master hidden
	list   hidden // the key of the code over the list
}

func newKey(f File, by SlotID, master []byte) *Key {
	return &Key{file: f, by: by, master: hide(master), list: hide(listKey(master))}
}

// Master is the master key itself, 32 bytes, until Forget overwrites them.
func (k *Key) Master() []byte { return k.master() }

// By is the slot that was opened; zero in a file of format 1.
func (k *Key) By() SlotID { return k.by }

// Forget overwrites the master key. State still works.
func (k *Key) Forget() { clear(k.master()) }

// State is what the file says now, held against the key. Errors: those of Read, and ErrChanged.
func (k *Key) State() (State, error) {
	c, err := k.file.read()
	if err != nil {
		return State{}, fmt.Errorf("read key file: %w", err)
	}
	defer c.forget()
	if c.list != nil && !c.list.signed(k.list()) {
		return State{}, fmt.Errorf("read key file: %w", ErrChanged)
	}
	return k.file.withLeftover(c.state())
}

// Format prints fixed words, whatever the verb.
func (k Key) Format(f fmt.State, _ rune) { io.WriteString(f, "master key") }

// opened is a file whose key is open. Its list was not checked.
type opened struct {
	content
	key *Key
}

func (f File) open(by Secret) (opened, error) {
	c, err := f.read()
	if err != nil {
		return opened{}, err
	}
	if c.list == nil {
		if by.Kind() != KindFile {
			c.forget()
			return opened{}, fmt.Errorf("%w: %v", ErrNoSlot, by.Kind())
		}
		return opened{c, newKey(f, SlotID{}, c.master)}, nil
	}
	master, id, err := c.list.unwrap(by)
	if err != nil {
		return opened{}, err
	}
	return opened{c, newKey(f, id, master)}, nil
}

// unwrap tries the slots of the kind of the secret.
func (l *list) unwrap(by Secret) (master []byte, id SlotID, err error) {
	var failed error
	for i := range l.slots {
		s := &l.slots[i]
		if s.Kind != by.Kind() || !s.Usable {
			continue
		}
		master, err := s.unwrap(l.profile, by)
		if err == nil {
			return master, s.ID, nil
		}
		// What tells most is what a function of the caller says, then that the secret is wrong.
		if failed == nil || errors.Is(failed, ErrCost) || errors.Is(failed, ErrWrongSecret) && !errors.Is(err, ErrCost) {
			failed = err
		}
	}
	switch {
	case failed != nil && by.Kind() == KindFile: // which needs no secret that could be wrong
		return nil, SlotID{}, fmt.Errorf("%w: a slot", ErrDamaged)
	case failed != nil:
		return nil, SlotID{}, failed
	case by.Kind() == KindFile:
		return nil, SlotID{}, &LockedError{Slots: content{list: l}.state().Slots}
	}
	return nil, SlotID{}, fmt.Errorf("%w: %v", ErrNoSlot, by.Kind())
}

func (f File) read() (content, error) {
	b, err := f.disk.read(fileName, fileLimit+1)
	if errors.Is(err, fs.ErrNotExist) {
		return content{}, ErrMissing
	}
	if err != nil {
		return content{}, err
	}
	return parse(b)
}

func (f File) withLeftover(s State) (State, error) {
	_, err := f.disk.read(newName, 1)
	s.Leftover = err == nil
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return State{}, fmt.Errorf("look for unfinished key file: %w", err)
	}
	return s, nil
}
