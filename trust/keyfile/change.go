package keyfile

import (
	"fmt"
	"slices"
)

// Add makes a slot that the secret with opens, beside the others; by opens the file. In a file that is not protected by is the zero
// Secret, and the new slot takes the place of the key in clear. Errors: those of Open; ErrFull, ErrWeak, ErrLast for a
// recovery key alone, ErrCannotMake.
//
// The file is first written with the slot added, read back and opened by it, and then written without what goes. After an error the
// file is as before or as it was asked for, or State says what is unfinished; what a keyring was given may be taken away again.
func (f File) Add(by, with Secret) (Slot, error) {
	s, err := f.insert(by, with, func(l *list, opened SlotID) (SlotID, []SlotID) {
		if slices.Contains(l.files(), opened) {
			return opened, l.family(opened)
		}
		return SlotID{}, l.files()
	})
	if err != nil {
		return Slot{}, fmt.Errorf("add slot: %w", err)
	}
	return s, nil
}

// Change makes a slot that the secret with opens, in place of the one that by opens, in the order of Add: to change a passphrase, both
// are one. What an earlier change left unfinished in that place goes too. Errors as Add. An older copy of the
// file is still opened by the older passphrase.
func (f File) Change(by, with Secret) (Slot, error) {
	s, err := f.insert(by, with, func(l *list, opened SlotID) (SlotID, []SlotID) {
		return opened, append(l.family(opened), l.files()...)
	})
	if err != nil {
		return Slot{}, fmt.Errorf("change slot: %w", err)
	}
	return s, nil
}

// Remove takes a slot away, also one of a kind that is not known. by opens another one, which proves that a way in stays. What the
// slot has in a keyring is left to the caller. Errors: those of Open; ErrNoSlot, ErrOpensBy, ErrLast.
func (f File) Remove(by Secret, id SlotID) error {
	err := f.rewrite(by, func(l *list, opened SlotID) ([]SlotID, error) {
		switch {
		case !slices.ContainsFunc(l.slots, func(s slot) bool { return s.ID == id }):
			return nil, ErrNoSlot
		case id == opened:
			return nil, ErrOpensBy
		}
		return []SlotID{id}, nil
	})
	if err != nil {
		return fmt.Errorf("remove slot: %w", err)
	}
	return nil
}

// Settle ends a change that was not finished: the slot that by opens stays, and those go that were to take its place, or were to be
// replaced by it, and the key in clear. Errors: those of Open; ErrLast where nothing would protect the key.
func (f File) Settle(by Secret) error {
	err := f.rewrite(by, func(l *list, opened SlotID) ([]SlotID, error) {
		return without(append(l.family(opened), l.files()...), opened), nil
	})
	if err != nil {
		return fmt.Errorf("settle slots: %w", err)
	}
	return nil
}

// insert opens the file by one secret and makes a slot with the other. choose says which slot the new one replaces, and which go.
func (f File) insert(by, with Secret, choose func(l *list, opened SlotID) (SlotID, []SlotID)) (Slot, error) {
	if with.Kind() == KindFile {
		return Slot{}, fmt.Errorf("%w: only by Unprotect", ErrLast)
	}
	o, err := f.openSigned(by)
	if err != nil {
		return Slot{}, err
	}
	defer o.forget()
	if o.list == nil {
		if err := o.upgrade(); err != nil {
			return Slot{}, err
		}
	}
	replaces, goes := choose(o.list, o.key.by)
	after := o.list.without(func(id SlotID) bool { return slices.Contains(goes, id) })
	if !with.Kind().protects() && !after.protects() {
		return Slot{}, ErrLast
	}
	return f.swap(o, with, replaces, func(l *list, _ SlotID) *list {
		return l.without(func(id SlotID) bool { return slices.Contains(goes, id) })
	})
}

// rewrite writes the list without some slots.
func (f File) rewrite(by Secret, choose func(l *list, opened SlotID) ([]SlotID, error)) error {
	o, err := f.openSigned(by)
	if err != nil {
		return err
	}
	defer o.forget()
	if o.list == nil {
		return ErrLast
	}
	goes, err := choose(o.list, o.key.by)
	if err != nil {
		return err
	}
	after := o.list.without(func(id SlotID) bool { return slices.Contains(goes, id) })
	switch {
	case len(after.slots) == len(o.list.slots):
		return nil
	case !after.protects():
		return ErrLast
	}
	return f.write(after, o)
}
