package trust

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"vouch/crypto"
)

// MaxDevices is how many devices of one list are taken in.
const MaxDevices = 50

// Device is one device id with one key, or with none while no key of it was seen.
type Device struct {
	JID         string
	ID          uint32
	Fingerprint string // "" until a key was seen
	Label       string
	Note        string
	Active      bool      // in the newest list, and this is its newest key
	Broken      bool      // its bundle is absent or invalid
	Removed     bool      // an own device that the user has taken out of the account
	Changed     bool      // the id had another key before this one
	Shared      bool      // another device id, or another JID, has shown the same key
	Doubted     bool      // the key was decided on as that of another device, or before this one had another that is trusted
	FirstSeen   time.Time // the id
	KeySeen     time.Time // this key of it, zero until a key was seen
	LastSeen    time.Time
	Wrote       time.Time // the first message that was encrypted with this key, zero for none
	LastMessage time.Time
	Level       Level // of the key, for this JID; Undecided while it is Doubted
	DecidedAt   time.Time
	DecidedBy   Author
	Detail      string // of the decision
}

// ByUser tells whether the user has decided about the key: what a policy did is no decision.
func (d Device) ByUser() bool {
	_, automatic := d.DecidedBy.Policy()
	return d.Level != Undecided && !automatic
}

// deviceRow is a Device as stored. Of the rows with the same id all but one are Former.
type deviceRow struct {
	JID         string
	ID          uint32
	Fingerprint string    `json:",omitempty"`
	Label       string    `json:",omitempty"`
	Note        string    `json:",omitempty"`
	Active      bool      `json:",omitempty"`
	Broken      bool      `json:",omitempty"`
	Removed     bool      `json:",omitempty"`
	Changed     bool      `json:",omitempty"`
	Former      bool      `json:",omitempty"` // the id came with another key later
	Doubted     bool      `json:",omitempty"` // what is decided about the key does not count for the id
	First       time.Time `json:",omitzero"`
	Key         time.Time `json:",omitzero"`
	Last        time.Time `json:",omitzero"`
	Wrote       time.Time `json:",omitzero"`
	Message     time.Time `json:",omitzero"`
}

// Devices are all devices of jid that are remembered: the active ones first, each part by when it was first seen. Of an id
// whose key changed the old keys follow as inactive devices. The account's own device is among those of its JID once it is
// in the list.
func (s *Store) Devices(jid string) ([]Device, error) {
	return s.devices(jid, func(deviceRow) bool { return true })
}

func (s *Store) devices(jid string, want func(deviceRow) bool) ([]Device, error) {
	rows, err := s.deviceRows(jid)
	if err != nil {
		return nil, err
	}
	all := make([]Device, 0, len(rows))
	for _, r := range rows {
		if !want(r) {
			continue
		}
		d, err := s.device(r)
		if err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	slices.SortStableFunc(all, func(a, b Device) int {
		if a.Active != b.Active {
			if a.Active {
				return -1
			}
			return 1
		}
		return cmp.Or(a.FirstSeen.Compare(b.FirstSeen), cmp.Compare(a.ID, b.ID))
	})
	return all, nil
}

// Device is the device of that id with its newest key, and whether there is one.
func (s *Store) Device(jid string, id uint32) (Device, bool, error) {
	rows, err := s.deviceRows(jid)
	if err != nil {
		return Device{}, false, err
	}
	r := current(rows, id)
	if r == nil {
		return Device{}, false, nil
	}
	d, err := s.device(*r)
	return d, err == nil, err
}

// SetLabel names a device for people, with a note beside it, as only this profile knows it; a new label is a line of the
// log. ErrNoDevice when the id is not known.
func (s *Store) SetLabel(jid string, id uint32, label, note string, now time.Time) error {
	var was deviceRow
	if err := s.change(jid, id, func(r *deviceRow) { was, r.Label, r.Note = *r, label, note }); err != nil || was.Label == label {
		return err
	}
	return s.record(Entry{Time: now, JID: jid, Fingerprint: was.Fingerprint, Device: id, Event: EventNamed, By: ByHand, Detail: label})
}

// SeeBroken notes that the bundle of a device is absent or invalid, until SeeKey; ErrNoDevice when the id is not known.
func (s *Store) SeeBroken(jid string, id uint32) error {
	return s.change(jid, id, func(r *deviceRow) { r.Broken = true })
}

// SeeMessage notes that a message came that was encrypted with that key, and when it was written, as far as that is known;
// ErrNoDevice when SeeKey has not seen the key.
func (s *Store) SeeMessage(jid string, id uint32, fingerprint string, now time.Time) error {
	var r deviceRow
	found, err := s.getJSON(deviceTable, s.deviceKey(jid, id, fingerprint), &r)
	if err != nil {
		return err
	}
	if !found {
		return fmt.Errorf("note message of device %d: %w", id, ErrNoDevice)
	}
	r.Message, r.Last = later(r.Message, now.UTC()), later(r.Last, now.UTC())
	if r.Wrote.IsZero() {
		r.Wrote = now.UTC()
	}
	return s.putDevice(r)
}

// change rewrites the row of the newest key of a device.
func (s *Store) change(jid string, id uint32, how func(*deviceRow)) error {
	rows, err := s.deviceRows(jid)
	if err != nil {
		return err
	}
	r := current(rows, id)
	if r == nil {
		return fmt.Errorf("change device %d: %w", id, ErrNoDevice)
	}
	was := *r
	how(r)
	if *r == was {
		return nil
	}
	return s.putDevice(*r)
}

// device adds what is known about the key of a row.
func (s *Store) device(r deviceRow) (Device, error) {
	d := Device{
		JID: r.JID, ID: r.ID, Fingerprint: r.Fingerprint, Label: r.Label, Note: r.Note,
		Active: r.Active, Broken: r.Broken, Removed: r.Removed, Changed: r.Changed,
		FirstSeen: r.First, KeySeen: r.Key, LastSeen: r.Last, Wrote: r.Wrote, LastMessage: r.Message,
	}
	decided, err := s.decision(r.JID, r.Fingerprint)
	if err != nil {
		return Device{}, err
	}
	if d.Doubted = r.Doubted && decided.Level.Reads(); d.Doubted {
		decided = Decision{Level: Undecided}
	}
	d.Level, d.DecidedAt, d.DecidedBy, d.Detail = decided.Level, decided.At, decided.By, decided.Detail
	d.Shared, err = s.shared(r)
	return d, err
}

// shared says whether the key of a row was seen anywhere else, or is the own one of this device.
func (s *Store) shared(r deviceRow) (bool, error) {
	b := s.table(keyTable)
	if b == nil || r.Fingerprint == "" {
		return false, nil
	}
	device, fingerprint, err := s.ownKey()
	if err != nil {
		return false, err
	}
	if fingerprint == r.Fingerprint && (device != r.ID || s.account != r.JID) {
		return true, nil
	}
	prefix, ours := key(s.seal.Name("fingerprint", r.Fingerprint)), s.ownerKey(r)
	c := b.Cursor()
	for k, _ := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, _ = c.Next() {
		if !bytes.Equal(k, ours) {
			return true, nil
		}
	}
	return false, nil
}

// deviceWith is the id of a device of jid with that key, preferably one that has it now; 0 when there is none.
func (s *Store) deviceWith(jid, fingerprint string) (uint32, error) {
	rows, err := s.deviceRows(jid)
	if err != nil {
		return 0, err
	}
	var id uint32
	for _, r := range rows {
		if r.Fingerprint == fingerprint && (id == 0 || !r.Former) {
			id = r.ID
		}
	}
	return id, nil
}

// keySeen is when a key of jid was first seen with any of its devices; zero when it was not.
func (s *Store) keySeen(jid, fingerprint string) (time.Time, error) {
	rows, err := s.deviceRows(jid)
	if err != nil {
		return time.Time{}, err
	}
	var seen time.Time
	for _, r := range rows {
		if r.Fingerprint == fingerprint && (seen.IsZero() || r.Key.Before(seen)) {
			seen = r.Key
		}
	}
	return seen, nil
}

func (s *Store) deviceRows(jid string) ([]deviceRow, error) {
	var rows []deviceRow
	err := s.scan(deviceTable, key(s.seal.Name("jid", jid)), func(_, plain []byte) error {
		var r deviceRow
		if err := decode(deviceTable, plain, &r); err != nil {
			return err
		}
		rows = append(rows, r)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read devices: %w", err)
	}
	return rows, nil
}

// current is the row of an id that no other row has followed, or nil.
func current(rows []deviceRow, id uint32) *deviceRow {
	for i := range rows {
		if rows[i].ID == id && !rows[i].Former {
			return &rows[i]
		}
	}
	return nil
}

// putDevice writes a row, and where its key was seen.
func (s *Store) putDevice(r deviceRow) error {
	if err := s.putJSON(deviceTable, s.deviceKey(r.JID, r.ID, r.Fingerprint), r); err != nil {
		return fmt.Errorf("write device: %w", err)
	}
	if r.Fingerprint == "" {
		return nil
	}
	b, err := s.makeTable(keyTable)
	if err != nil {
		return fmt.Errorf("write device: %w", err)
	}
	if own := s.ownerKey(r); b.Get(own) == nil {
		if err := b.Put(own, []byte{}); err != nil {
			return fmt.Errorf("write device: %w", err)
		}
	}
	return nil
}

func (s *Store) removeDevice(r deviceRow) error {
	err := s.remove(deviceTable, s.deviceKey(r.JID, r.ID, r.Fingerprint))
	if err == nil && r.Fingerprint != "" {
		err = errors.Join(s.remove(keyTable, s.ownerKey(r)), s.PutSession(crypto.Address{JID: r.JID, Device: r.ID}, r.Fingerprint, nil))
	}
	if err != nil {
		return fmt.Errorf("remove device: %w", err)
	}
	return nil
}

func (s *Store) deviceKey(jid string, id uint32, fingerprint string) []byte {
	return key(s.seal.Name("jid", jid), s.seal.Name("device key", fmt.Sprint(id), fingerprint))
}

func (s *Store) ownerKey(r deviceRow) []byte {
	return key(s.seal.Name("fingerprint", r.Fingerprint), s.deviceName(r.JID, r.ID))
}
