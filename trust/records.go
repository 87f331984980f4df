package trust

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"vouch/crypto"
)

// Record is one row of what is known and was decided about keys, for a backup: one of its fields is set. No key of this device, no
// session and no prekey is ever in one.
type Record struct {
	Policy   *PolicyRecord `json:"policy,omitempty"`
	Decision *Decision     `json:"decision,omitempty"`
	Device   *deviceRow    `json:"device,omitempty"`
	Line     *Entry        `json:"line,omitempty"` // of the log
}

// PolicyRecord is what was set for a JID, or with "" for the account.
type PolicyRecord struct {
	JID string
	policyRow
}

// Records calls f for all records of the account: policies, decisions, devices with their labels, and the log in its order. The device
// of this profile is among the devices, so that whoever restores them elsewhere finds it there. An error of f ends it.
func (s *Store) Records(f func(Record) error) error {
	log, err := s.Log("")
	if err != nil {
		return err
	}
	if err := s.policyRecords(log, f); err != nil {
		return err
	}
	if err := rowsOf(s, decisionTable, func(d *Decision) error { return f(Record{Decision: d}) }); err != nil {
		return err
	}
	own, have, err := s.Own()
	if err != nil {
		return err
	}
	if err := rowsOf(s, deviceTable, func(r *deviceRow) error {
		have = have && (r.JID != s.account || r.ID != own.Device)
		return f(Record{Device: r})
	}); err != nil {
		return err
	}
	if have { // it is not in the list yet
		if err := f(Record{Device: &deviceRow{JID: s.account, ID: own.Device, Fingerprint: own.Fingerprint()}}); err != nil {
			return err
		}
	}
	for i := range log {
		if err := f(Record{Line: &log[i]}); err != nil {
			return err
		}
	}
	return nil
}

// policyRecords are those that are set. Their rows do not name whom they are about, and the log does.
func (s *Store) policyRecords(log []Entry, f func(Record) error) error {
	done := map[string]bool{}
	for _, e := range log {
		if e.Event != EventPolicy || done[e.JID] {
			continue
		}
		done[e.JID] = true
		row, err := s.ownPolicy(e.JID)
		if err != nil {
			return err
		}
		if row.Since.IsZero() {
			continue
		}
		if err := f(Record{Policy: &PolicyRecord{e.JID, row}}); err != nil {
			return err
		}
	}
	return nil
}

func rowsOf[R any](s *Store, table string, f func(*R) error) error {
	err := s.scan(table, nil, func(_, plain []byte) error {
		var r R
		if err := decode(table, plain, &r); err != nil {
			return err
		}
		return f(&r)
	})
	if err != nil {
		return fmt.Errorf("read %s: %w", table, err)
	}
	return nil
}

// Lines counts lines of the log that are here, so that those of a backup that are here already are not written twice.
type Lines map[[sha256.Size]byte]int

// Lines are those of the log.
func (s *Store) Lines() (Lines, error) {
	log, err := s.Log("")
	if err != nil {
		return nil, err
	}
	lines := Lines{}
	for _, e := range log {
		name, err := e.name()
		if err != nil {
			return nil, err
		}
		lines[name]++
	}
	return lines, nil
}

func (e Entry) name() (name [sha256.Size]byte, err error) {
	e.Time = e.Time.UTC()
	plain, err := json.Marshal(e)
	if err != nil {
		return name, fmt.Errorf("encode line of trust log: %w", err)
	}
	return sha256.Sum256(plain), nil
}

// Restore takes in a record of a backup beside what is here, and says whether it changed anything. Of two decisions on one key the
// later counts; a policy counts where none was set; of a device id that has another key here, this one stays the newest. lines are
// those of the log before the first record; each line of the backup is taken off it. ErrInvalid: the record makes no sense.
func (s *Store) Restore(r Record, lines Lines) (changed bool, err error) {
	switch {
	case r.Policy != nil:
		return s.restorePolicy(*r.Policy)
	case r.Decision != nil:
		return s.restoreDecision(*r.Decision)
	case r.Device != nil:
		return s.restoreDevice(*r.Device)
	case r.Line != nil:
		return s.restoreLine(*r.Line, lines)
	}
	return false, fmt.Errorf("restore record of keys: %w: nothing known in it", ErrInvalid)
}

func (s *Store) restorePolicy(p PolicyRecord) (bool, error) {
	switch p.Policy {
	case Ask, FirstUse, UntilVerified, "":
	default:
		return false, fmt.Errorf("restore policy %q: %w", p.Policy, ErrInvalid)
	}
	if p.JID == s.account || p.Since.IsZero() {
		return false, fmt.Errorf("restore policy: %w", ErrInvalid)
	}
	if was, err := s.ownPolicy(p.JID); err != nil || !was.Since.IsZero() {
		return false, err
	}
	return true, s.putJSON(policyTable, s.policyKey(p.JID), p.policyRow)
}

func (s *Store) restoreDecision(d Decision) (bool, error) {
	fp, err := crypto.ParseFingerprint(d.Fingerprint)
	if err != nil {
		return false, fmt.Errorf("restore decision: %w: %w", ErrInvalid, err)
	}
	switch d.Level {
	case Undecided, Trusted, Verified, Rejected:
	default:
		return false, fmt.Errorf("restore decision on level %q: %w", d.Level, ErrInvalid)
	}
	if d.JID == "" || d.By == "" || d.At.IsZero() {
		return false, fmt.Errorf("restore decision: %w", ErrInvalid)
	}
	d.Fingerprint, d.At = fp, d.At.UTC()
	was, err := s.decision(d.JID, fp)
	if err != nil || was.By != "" && !was.At.Before(d.At) {
		return false, err
	}
	if err := s.putJSON(decisionTable, s.decisionKey(d.JID, fp), d); err != nil {
		return false, fmt.Errorf("restore decision: %w", err)
	}
	if device, err := s.deviceWith(d.JID, fp); err != nil || device == 0 || !d.Level.Reads() {
		return true, err
	} else {
		return true, s.change(d.JID, device, func(r *deviceRow) { r.Removed = r.Removed && r.Fingerprint != fp })
	}
}

func (s *Store) restoreLine(e Entry, lines Lines) (bool, error) {
	if e.Event == "" || e.Time.IsZero() {
		return false, fmt.Errorf("restore line of trust log: %w", ErrInvalid)
	}
	name, err := e.name()
	if err != nil {
		return false, err
	}
	if lines[name] > 0 {
		lines[name]--
		return false, nil
	}
	return true, s.putLine(logRow{Entry: e, Brought: true})
}

func (s *Store) restoreDevice(r deviceRow) (bool, error) {
	if r.JID == "" || r.ID == 0 {
		return false, fmt.Errorf("restore device: %w", ErrInvalid)
	}
	if r.Fingerprint != "" {
		fp, err := crypto.ParseFingerprint(r.Fingerprint)
		if err != nil {
			return false, fmt.Errorf("restore device: %w: %w", ErrInvalid, err)
		}
		r.Fingerprint = fp
	}
	device, fingerprint, err := s.ownKey()
	if err != nil || r.JID == s.account && device == r.ID && fingerprint == r.Fingerprint {
		return false, err // this device says by itself what is known of it
	}
	rows, err := s.deviceRows(r.JID)
	if err != nil {
		return false, err
	}
	now := current(rows, r.ID)
	for _, was := range rows {
		if was.ID == r.ID && was.Fingerprint == r.Fingerprint {
			next := was.with(r)
			if next == was {
				return false, nil
			}
			return true, s.putDevice(next)
		}
	}
	switch {
	case now == nil || r.Former:
	case r.Fingerprint == "":
		return false, nil // its key is known here
	case now.Fingerprint == "":
		r.Active = now.Active
		if err := s.removeDevice(*now); err != nil {
			return false, err
		}
	default:
		r.Active, r.Former = false, true
		if !now.Changed && r.Key.Before(now.Key) { // it came in the place of this one
			now.Changed = true
			if err := s.putDevice(*now); err != nil {
				return false, err
			}
		}
	}
	return true, s.putDevice(r)
}

// with is the row with what a backup knows beside: which key a device has, and what became of it, is what is known here.
func (r deviceRow) with(kept deviceRow) deviceRow {
	if r.Label == "" {
		r.Label = kept.Label
	}
	if r.Note == "" {
		r.Note = kept.Note
	}
	r.First, r.Key = earlier(r.First, kept.First), earlier(r.Key, kept.Key)
	r.Wrote = earlier(r.Wrote, kept.Wrote)
	r.Last, r.Message = later(r.Last, kept.Last), later(r.Message, kept.Message)
	r.Changed, r.Doubted = r.Changed || kept.Changed, r.Doubted || kept.Doubted
	return r
}
