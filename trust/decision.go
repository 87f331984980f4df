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

// Decision is what was decided about one key of one JID.
type Decision struct {
	JID         string
	Fingerprint string
	Level       Level
	At          time.Time
	By          string
}

// Level is the decision about a key of jid; Undecided when there is none. The key of another JID never counts.
func (s *Store) Level(jid, fingerprint string) (Level, error) {
	d, err := s.decision(jid, fingerprint)
	return d.Level, err
}

// Decide records a decision about a key of jid, which may be one that no device has shown yet, and a line of the log. by is
// "user", or the policy that decided. The same decision by the same author again changes nothing. Errors: ErrInvalid,
// crypto.ErrBadFingerprint.
func (s *Store) Decide(jid, fingerprint string, to Level, by string, now time.Time) error {
	fp, err := crypto.ParseFingerprint(fingerprint)
	if err != nil {
		return fmt.Errorf("decide: %w", err)
	}
	switch to {
	case Undecided, Trusted, Verified, Rejected:
	default:
		return fmt.Errorf("decide on level %q: %w", to, ErrInvalid)
	}
	if jid == "" || by == "" {
		return fmt.Errorf("decide without JID or author: %w", ErrInvalid)
	}
	was, err := s.decision(jid, fp)
	if err != nil {
		return err
	}
	if was.Level == to && (was.By == by || was.By == "") {
		return nil
	}
	d := Decision{JID: jid, Fingerprint: fp, Level: to, At: now.UTC(), By: by}
	if err := s.putJSON(decisionTable, s.decisionKey(jid, fp), d); err != nil {
		return fmt.Errorf("decide: %w", err)
	}
	device, err := s.deviceWith(jid, fp)
	if err != nil {
		return err
	}
	return s.record(Entry{
		Time: now, JID: jid, Fingerprint: fp, Device: device, Event: EventDecision, From: was.Level, To: to, By: by,
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
