package trust

import (
	"fmt"
	"slices"
	"time"

	"vouch/crypto"
)

// KeyEvent says what SeeKey found.
type KeyEvent string

// What a key can be.
const (
	KeyKnown   KeyEvent = "known"   // the device had this key before
	KeyNew     KeyEvent = "new"     // the first key of the device
	KeyChanged KeyEvent = "changed" // the device had another key before
	KeyBack    KeyEvent = "back"    // the device had this key before, and another one meanwhile
	KeyShared  KeyEvent = "shared"  // new or changed, and another device id or JID has the same key
)

// SeeList takes in the device list of jid: devices in it become active, others inactive. added and removed are the ids
// that changed sides, in the order of the list and by id. Of a longer list than MaxDevices the known devices and the last
// of the unknown ones are taken. A device that leaves before any key of it was seen is forgotten. A list gives no trust and
// takes none.
func (s *Store) SeeList(jid string, ids []uint32, now time.Time) (added, removed []uint32, err error) {
	now = now.UTC()
	rows, err := s.deviceRows(jid)
	if err != nil {
		return nil, nil, err
	}
	listed := bound(ids, func(id uint32) bool { return current(rows, id) != nil })
	for _, id := range listed {
		r := current(rows, id)
		if r == nil {
			r = &deviceRow{JID: jid, ID: id, First: now}
		}
		if !r.Active {
			added = append(added, id)
		}
		r.Active, r.Last = true, now
		if err := s.putDevice(*r); err != nil {
			return nil, nil, err
		}
	}
	for _, r := range rows {
		if !r.Active || slices.Contains(listed, r.ID) {
			continue
		}
		removed = append(removed, r.ID)
		r.Active = false
		if r.Fingerprint == "" && !r.Removed {
			err = s.removeDevice(r)
		} else {
			err = s.putDevice(r)
		}
		if err != nil {
			return nil, nil, err
		}
	}
	slices.Sort(removed)
	return added, removed, s.forget(jid, deviceRow{})
}

// SeeKey takes in the identity key of a device, from its bundle or from a message that it wrote. A key seen for the first
// time, and a change of key, are lines of the log; the old key of a changed device stays as an inactive device with its
// decision. It also ends SeeBroken. The Device is as it is now, with the decision about this key for this JID.
func (s *Store) SeeKey(jid string, id uint32, identityKey []byte, now time.Time) (Device, KeyEvent, error) {
	now = now.UTC()
	fp := crypto.Fingerprint(identityKey)
	if fp == "" || id == 0 {
		return Device{}, "", fmt.Errorf("note key of device %d: %w: key of %d bytes", id, ErrInvalid, len(identityKey))
	}
	rows, err := s.deviceRows(jid)
	if err != nil {
		return Device{}, "", err
	}
	r := deviceRow{JID: jid, ID: id, Fingerprint: fp, First: now, Key: now}
	event, former := KeyNew, ""
	switch was := current(rows, id); {
	case was == nil:
	case was.Fingerprint == fp:
		r, event = *was, KeyKnown
	case was.Fingerprint == "":
		r.First, r.Active, r.Removed, r.Label, r.Note = was.First, was.Active, was.Removed, was.Label, was.Note
		err = s.removeDevice(*was)
	default:
		event, former = KeyChanged, was.Fingerprint
		if hadKey(rows, id, fp) {
			event = KeyBack
		}
		r, err = s.follow(rows, *was, r)
	}
	if err == nil && event != KeyKnown {
		r.Doubted, err = s.doubtful(rows, r, former)
	}
	if err != nil {
		return Device{}, "", err
	}
	r.Last, r.Broken = later(r.Last, now), false
	if err := s.putDevice(r); err != nil {
		return Device{}, "", err
	}
	if err := s.recordKey(r, event, former, now); err != nil {
		return Device{}, "", err
	}
	d, err := s.device(r)
	if err != nil {
		return Device{}, "", err
	}
	if d.Shared && (event == KeyNew || event == KeyChanged) {
		event = KeyShared
	}
	return d, event, s.forget(jid, r)
}

// doubtful says whether a decision to trust the key of r must not count for its device id, where a server could have put
// it: the user took it for the key of another device, or has trusted the one that the id had meanwhile. A key that comes
// back after one that nobody trusts is no such case, nor is one that was decided on before any device had shown it.
func (s *Store) doubtful(rows []deviceRow, r deviceRow, former string) (bool, error) {
	level, err := s.Level(r.JID, r.Fingerprint)
	if err != nil || !level.Reads() {
		return r.Doubted, err
	}
	if !hadKey(rows, r.ID, r.Fingerprint) {
		return slices.ContainsFunc(rows, func(other deviceRow) bool { return other.Fingerprint == r.Fingerprint }), nil
	}
	if slices.ContainsFunc(rows, func(was deviceRow) bool { return was.ID == r.ID && was.Fingerprint == former && was.Doubted }) {
		return r.Doubted, nil
	}
	level, err = s.Level(r.JID, former)
	return r.Doubted || level.Reads(), err
}

// hadKey says whether a device is known with that key, now or from before.
func hadKey(rows []deviceRow, id uint32, fingerprint string) bool {
	return slices.ContainsFunc(rows, func(r deviceRow) bool { return r.ID == id && r.Fingerprint == fingerprint })
}

// follow makes was a former key of its device. next is the new row, or the old one of a key that comes back.
func (s *Store) follow(rows []deviceRow, was, next deviceRow) (deviceRow, error) {
	for _, r := range rows {
		if r.ID == next.ID && r.Fingerprint == next.Fingerprint {
			next = r
		}
	}
	next.Active, next.Removed, next.Label, next.Note, next.Changed, next.Former = was.Active, was.Removed, was.Label, was.Note, true, false
	was.Active, was.Former = false, true
	return next, s.putDevice(was)
}

// bound is a list without repetitions and without 0, and not longer than MaxDevices.
func bound(ids []uint32, known func(uint32) bool) []uint32 {
	seen := map[uint32]bool{0: true}
	var old, fresh []uint32
	for _, id := range ids {
		switch {
		case seen[id]:
		case known(id):
			old = append(old, id)
		default:
			fresh = append(fresh, id)
		}
		seen[id] = true
	}
	old = old[:min(len(old), MaxDevices)]
	fresh = fresh[max(0, len(old)+len(fresh)-MaxDevices):]
	taken := append(old, fresh...)
	var ordered []uint32
	for _, id := range ids {
		if slices.Contains(taken, id) && !slices.Contains(ordered, id) {
			ordered = append(ordered, id)
		}
	}
	return ordered
}

// endDoubt lets what is decided about a key of jid count for all devices that have shown it, and says whether it did not.
func (s *Store) endDoubt(jid, fingerprint string) (was bool, err error) {
	rows, err := s.deviceRows(jid)
	if err != nil {
		return false, err
	}
	for _, r := range rows {
		if r.Fingerprint != fingerprint || !r.Doubted {
			continue
		}
		was, r.Doubted = true, false
		if err := s.putDevice(r); err != nil {
			return was, err
		}
	}
	return was, nil
}
