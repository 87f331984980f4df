package keyfile

import (
	"crypto/hmac"
	"errors"
	"fmt"
	"slices"
	"time"
)

// upgrade makes a list of a file of format 1: the key in clear is its only slot.
func (o *opened) upgrade() error {
	l := &list{profile: ID(randomBytes(len(ID{})))}
	s := newSlot(KindFile, SlotID{})
	if err := s.wrap(l.profile, Secret{}, o.key.Master()); err != nil {
		return err
	}
	l.slots = []slot{s}
	o.list, o.key.by = l, s.ID
	return nil
}

// swap writes the list with a new slot, opens it by that, and writes what end makes of it.
func (f File) swap(o opened, with Secret, replaces SlotID, end func(l *list, made SlotID) *list) (Slot, error) {
	if len(o.list.slots) >= maxSlots {
		return Slot{}, ErrFull
	}
	s := newSlot(with.Kind(), replaces)
	if err := s.wrap(o.list.profile, with, o.key.Master()); err != nil {
		return Slot{}, err
	}
	both := &list{profile: o.list.profile, slots: append(slices.Clone(o.list.slots), s)}
	if err := f.write(both, o); err != nil {
		return Slot{}, err
	}
	if err := f.proves(with, s.ID, o.key.Master()); err != nil {
		return Slot{}, fmt.Errorf("open by the new slot: %w", errors.Join(err, f.back(o.raw)))
	}
	after := end(both, s.ID)
	if len(after.slots) == len(both.slots) {
		return s.Slot, nil
	}
	return s.Slot, f.write(after, o)
}

func newSlot(k Kind, replaces SlotID) slot {
	return slot{Slot: Slot{
		ID: SlotID(randomBytes(len(SlotID{}))), Kind: k, Replaces: replaces, Made: time.Now().UTC().Truncate(time.Second), Usable: true,
	}}
}

// proves reads the file anew, and opens it by that slot.
func (f File) proves(with Secret, id SlotID, master []byte) error {
	c, err := f.read()
	if err != nil {
		return err
	}
	if c.list == nil || !c.list.signed(listKey(master)) {
		return ErrChanged
	}
	i := slices.IndexFunc(c.list.slots, func(s slot) bool { return s.ID == id })
	if i < 0 {
		return ErrChanged
	}
	again, err := c.list.slots[i].unwrap(c.list.profile, with)
	if errors.Is(err, ErrWrongSecret) { // which is about no secret that anybody typed
		return ErrUnproven
	}
	if err != nil {
		return err
	}
	defer clear(again)
	if !hmac.Equal(again, master) {
		return ErrDamaged
	}
	return nil
}

// back puts the file as it was in its place again.
func (f File) back(raw []byte) error {
	if err := put(f.disk, raw); err != nil {
		return fmt.Errorf("put the old key file back: %w", err)
	}
	return nil
}

// write puts a list in the place of what o was read from. If something else is read back, that is put back.
func (f File) write(l *list, o opened) error {
	b := l.encode(o.key.list())
	if err := put(f.disk, b); err != nil {
		return err
	}
	if err := holds(f.disk, b); err != nil {
		return errors.Join(err, f.back(o.raw))
	}
	return nil
}

// openSigned is open for whoever changes the file: a list that somebody else has changed is not built upon.
func (f File) openSigned(by Secret) (opened, error) {
	o, err := f.open(by)
	if err != nil {
		return opened{}, err
	}
	if o.list != nil && !o.list.signed(o.key.list()) {
		o.forget()
		return opened{}, ErrChanged
	}
	return o, nil
}

func (o opened) forget() {
	o.content.forget()
	o.key.Forget()
	clear(o.key.list())
}
