package keyfile

import (
	"fmt"
)

// Unprotect puts the key in clear in the place of all slots, in the order of Add. Afterwards whoever can read the profile has
// the key. Errors: those of Open, ErrFull.
func (f File) Unprotect(by Secret) error {
	err := f.unprotect(by)
	if err != nil {
		return fmt.Errorf("unprotect: %w", err)
	}
	return nil
}

func (f File) unprotect(by Secret) error {
	o, err := f.openSigned(by)
	if err != nil {
		return err
	}
	defer o.forget()
	if o.list == nil {
		return nil
	}
	if files := o.list.files(); len(files) > 0 { // begun before
		if err := f.proves(Secret{}, files[0], o.key.Master()); err != nil {
			return err
		}
		kept := o.list.without(func(id SlotID) bool { return id != files[0] })
		if len(kept.slots) == len(o.list.slots) {
			return nil
		}
		return f.write(kept, o)
	}
	_, err = f.swap(o, Secret{}, o.key.by, func(l *list, made SlotID) *list {
		return l.without(func(id SlotID) bool { return id != made })
	})
	return err
}

// Accept goes on from a list of slots that ErrChanged has refused. by opens one of them, which alone is kept, since any other may be
// one that was withdrawn; those that went come back. The caller has asked the user. Errors: those of Open but ErrChanged.
func (f File) Accept(by Secret) (gone []Slot, err error) {
	o, err := f.open(by)
	if err != nil {
		return nil, fmt.Errorf("accept changed slots: %w", err)
	}
	defer o.forget()
	if o.list == nil || o.list.signed(o.key.list()) {
		return nil, nil
	}
	kept := o.list.without(func(id SlotID) bool { return id != o.key.by })
	for _, s := range o.list.slots {
		if s.ID != o.key.by {
			gone = append(gone, s.Slot)
		}
	}
	if err := f.write(kept, o); err != nil {
		return nil, fmt.Errorf("accept changed slots: %w", err)
	}
	return gone, nil
}
