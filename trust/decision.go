package trust

import (
	"fmt"
	"slices"
	"time"

	"vouch/crypto"
)

// Level is the user's decision about one key of one JID.
type Level string

// The decisions.
const (
	Undecided Level = "undecided"
	Trusted   Level = "trusted"  // the user, or a policy, said so
	Verified  Level = "verified" // compared, scanned, or matched against a page
	Rejected  Level = "rejected"
)

// Reads tells whether a device with a key of that level reads what is written: whether messages are encrypted for it.
func (l Level) Reads() bool { return l == Trusted || l == Verified }

// Decision is what was decided about one key of one JID.
type Decision struct {
	JID         string
	Fingerprint string
	Level       Level
	At          time.Time
	By          Author
	Detail      string `json:",omitempty"` // where it was read: "camera", the address of a page, ...; "" for nothing to add
}

// Level is the decision about a key of jid; Undecided when there is none. The key of another JID never counts.
func (s *Store) Level(jid, fingerprint string) (Level, error) {
	d, err := s.decision(jid, fingerprint)
	return d.Level, err
}

// Decide records a decision about a key of jid, which may be one that no device has shown yet, and a line of the log. The
// same decision by the same author again changes nothing, unless the key is Doubted for a device: a decision ends that.
// Errors: ErrInvalid, crypto.ErrBadFingerprint.
func (s *Store) Decide(jid, fingerprint string, to Level, by Author, now time.Time) error {
	return s.Record(Decision{JID: jid, Fingerprint: fingerprint, Level: to, At: now, By: by})
}

// Record is Decide for a decision that has a Detail.
func (s *Store) Record(d Decision) error {
	fp, err := crypto.ParseFingerprint(d.Fingerprint)
	if err != nil {
		return fmt.Errorf("decide: %w", err)
	}
	switch d.Level {
	case Undecided, Trusted, Verified, Rejected:
	default:
		return fmt.Errorf("decide on level %q: %w", d.Level, ErrInvalid)
	}
	if d.JID == "" || d.By == "" {
		return fmt.Errorf("decide without JID or author: %w", ErrInvalid)
	}
	d.Fingerprint, d.At = fp, d.At.UTC()
	was, err := s.decision(d.JID, fp)
	if err != nil {
		return err
	}
	doubted, err := s.endDoubt(d.JID, fp)
	if err != nil {
		return err
	}
	if was.Level == d.Level && (was.By == d.By || was.By == "") && !doubted {
		return nil
	}
	if err := s.putJSON(decisionTable, s.decisionKey(d.JID, fp), d); err != nil {
		return fmt.Errorf("decide: %w", err)
	}
	device, err := s.deviceWith(d.JID, fp)
	if err != nil {
		return err
	}
	if device != 0 && d.Level.Reads() {
		if err := s.change(d.JID, device, func(r *deviceRow) { r.Removed = r.Removed && r.Fingerprint != fp }); err != nil {
			return err
		}
	}
	return s.record(Entry{
		Time: d.At, JID: d.JID, Fingerprint: fp, Device: device, Event: EventDecision, From: was.Level, To: d.Level, By: d.By, Detail: d.Detail,
	})
}

// Decisions are all decisions ever made about keys of jid, oldest first, also about keys that no device shows, and those
// taken back, which are Undecided.
func (s *Store) Decisions(jid string) ([]Decision, error) {
	var all []Decision
	err := s.scan(decisionTable, key(s.seal.Name("jid", jid)), func(_, plain []byte) error {
		var d Decision
		if err := decode(decisionTable, plain, &d); err != nil {
			return err
		}
		all = append(all, d)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read decisions: %w", err)
	}
	slices.SortStableFunc(all, func(a, b Decision) int { return a.At.Compare(b.At) })
	return all, nil
}

// Decided says whether anything was ever decided about a key of jid.
func (s *Store) Decided(jid string) bool { return s.has(decisionTable, key(s.seal.Name("jid", jid))) }

func (s *Store) decision(jid, fingerprint string) (Decision, error) {
	d := Decision{JID: jid, Fingerprint: fingerprint, Level: Undecided}
	if fingerprint == "" {
		return d, nil
	}
	if _, err := s.getJSON(decisionTable, s.decisionKey(jid, fingerprint), &d); err != nil {
		return Decision{Level: Undecided}, fmt.Errorf("read decision: %w", err)
	}
	return d, nil
}

func (s *Store) decisionKey(jid, fingerprint string) []byte {
	return key(s.seal.Name("jid", jid), s.seal.Name("fingerprint", fingerprint))
}
