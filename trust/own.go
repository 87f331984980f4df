package trust

import (
	"fmt"
	"slices"
	"time"

	"vouch/crypto"
)

// doubtRow says, while it is there, why the own keys may be in use elsewhere.
var doubtRow = []byte("doubt")

// RenewOwn gives this device a new identity: key, device id (not in taken), prekeys; every session begins anew. The old
// key is rejected, and its device counts as removed. why goes into the log. The private parts of the old prekeys are gone
// with it: what others wrote for the old device can no longer be read. Error: ErrNoIdentity of crypto.
func (s *Store) RenewOwn(taken []uint32, why string, now time.Time) (old crypto.Identity, err error) {
	if old, err = s.Identity(); err != nil {
		return old, err
	}
	for _, table := range []string{sessionTable, identityTable, preKeyTable, usedTable, signedTable} {
		if err := s.clear(table); err != nil {
			return old, fmt.Errorf("renew own keys: %w", err)
		}
	}
	for _, row := range [][]byte{identityRow, doubtRow} {
		if err := s.remove(ownTable, row); err != nil {
			return old, fmt.Errorf("renew own keys: %w", err)
		}
	}
	if err := s.CreateOwn(append(slices.Clip(taken), old.Device), now); err != nil {
		return old, err
	}
	if _, _, err := s.SeeKey(s.account, old.Device, old.Public(), now); err != nil {
		return old, err
	}
	if err := s.Remove(old.Device, now); err != nil {
		return old, err
	}
	id, err := s.Identity()
	if err != nil {
		return old, err
	}
	return old, s.record(Entry{Time: now, JID: s.account, Fingerprint: id.Fingerprint(), Device: id.Device, Event: EventRenewed, By: ByHand, Detail: why})
}

// Remove takes a device out of the account: it is no longer active, its key is rejected, and it counts as Removed until the
// user trusts the key again. ErrNoDevice when there is none with that id.
func (s *Store) Remove(id uint32, now time.Time) error {
	var was deviceRow
	if err := s.change(s.account, id, func(r *deviceRow) { was, r.Active, r.Removed = *r, false, true }); err != nil {
		return err
	}
	if was.Fingerprint != "" {
		if err := s.Record(Decision{JID: s.account, Fingerprint: was.Fingerprint, Level: Rejected, At: now, By: ByRemoval}); err != nil {
			return err
		}
	}
	return s.record(Entry{Time: now, JID: s.account, Fingerprint: was.Fingerprint, Device: id, Event: EventRemoved, By: ByHand})
}

// Doubt says why the own keys may be in use by another copy of this profile, "" while there is no sign of it. It stays
// until RenewOwn or SetDoubt("").
func (s *Store) Doubt() (why string, err error) {
	plain, err := s.get(ownTable, doubtRow)
	return string(plain), err
}

// SetDoubt sets it.
func (s *Store) SetDoubt(why string) error {
	if why == "" {
		return s.remove(ownTable, doubtRow)
	}
	return s.put(ownTable, doubtRow, []byte(why))
}

// clear empties a table; numbers given out in it are not given again.
func (s *Store) clear(table string) error {
	b := s.table(table)
	if b == nil {
		return nil
	}
	var keys [][]byte
	if err := b.ForEach(func(k, _ []byte) error {
		keys = append(keys, append([]byte(nil), k...))
		return nil
	}); err != nil {
		return err
	}
	for _, k := range keys {
		if err := b.Delete(k); err != nil {
			return err
		}
	}
	return nil
}
