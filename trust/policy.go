package trust

import (
	"fmt"
	"time"
)

// Policy says what happens to a key that nobody decided on.
type Policy string

// The policies.
const (
	Ask           Policy = "ask"            // it stays undecided until the user decides
	FirstUse      Policy = "first-use"      // the first key that writes a text is trusted
	UntilVerified Policy = "until-verified" // new keys are trusted until one is verified or rejected
)

// Author is the policy as the author of a decision.
func (p Policy) Author() Author { return Author(p) }

// policyRow is a policy as stored. Keys seen before Since do not move by themselves.
type policyRow struct {
	Policy Policy
	Since  time.Time
}

// Policy is what counts for jid: its own policy, or else the account's, which is Ask until it is set. jid "" is the
// account's policy. For the own JID it is always Ask.
func (s *Store) Policy(jid string) (p Policy, inherited bool, err error) {
	row, inherited, err := s.policy(jid)
	return row.Policy, inherited, err
}

// SetPolicy sets the policy of jid, or with "" of the account, from now on; it moves no decision. The policy "" makes jid
// follow the account again. For the own JID anything but Ask is ErrInvalid.
func (s *Store) SetPolicy(jid string, p Policy, now time.Time) error {
	switch p {
	case Ask, FirstUse, UntilVerified:
	case "":
	default:
		return fmt.Errorf("set policy %q: %w", p, ErrInvalid)
	}
	if jid == s.account {
		if p == Ask || p == "" {
			return nil
		}
		return fmt.Errorf("set policy %q for the own JID: %w", p, ErrInvalid)
	}
	was, err := s.ownPolicy(jid)
	if err != nil || was.Policy == p {
		return err
	}
	// Also following the account again counts from now on.
	if err := s.putJSON(policyTable, s.policyKey(jid), policyRow{Policy: p, Since: now.UTC()}); err != nil {
		return fmt.Errorf("set policy: %w", err)
	}
	return s.record(Entry{
		Time: now, JID: jid, Event: EventPolicy, From: Level(was.Policy), To: Level(p), By: ByHand,
	})
}

// ApplyPolicy decides about an undecided key of jid as the policy says, with the policy as author, and says whether it
// did. It is for a key that SeeKey has just seen, and again when a message came that was encrypted with it; wrote says
// that this was a message with text of the contact's own, not a key transport or a copy. Keys seen before the policy was
// set, keys that were ever decided on, and keys that came in the place of another or that another device has too, do not
// move.
func (s *Store) ApplyPolicy(jid, fingerprint string, wrote bool, now time.Time) (bool, error) {
	return s.applyPolicy(jid, fingerprint, wrote, false, now)
}

// ApplyPolicyToSeen is ApplyPolicy for a key that may have been seen before the policy was set: the user has said that it
// counts for those, too. What came in the place of another key stays the user's to decide about.
func (s *Store) ApplyPolicyToSeen(jid, fingerprint string, wrote bool, now time.Time) (bool, error) {
	return s.applyPolicy(jid, fingerprint, wrote, true, now)
}

func (s *Store) applyPolicy(jid, fingerprint string, wrote, earlier bool, now time.Time) (bool, error) {
	row, _, err := s.policy(jid)
	if err != nil || row.Policy == Ask || row.Policy == FirstUse && !wrote {
		return false, err
	}
	seen, err := s.keySeen(jid, fingerprint)
	if err != nil || seen.IsZero() || !earlier && seen.Before(row.Since) {
		return false, err
	}
	rows, err := s.deviceRows(jid)
	if err != nil || len(rows) >= maxRows {
		return false, err // somebody who keeps coming with new keys gets them trusted by nobody but the user
	}
	if odd, err := s.oddKey(rows, fingerprint); err != nil || odd {
		return false, err
	}
	decisions, err := s.Decisions(jid)
	if err != nil {
		return false, err
	}
	for _, d := range decisions {
		// First use: no key of the contact was ever decided on. Until verified: none is verified or rejected now.
		if row.Policy == FirstUse || d.Level == Verified || d.Level == Rejected || d.Fingerprint == fingerprint {
			return false, nil
		}
	}
	return true, s.Decide(jid, fingerprint, Trusted, row.Policy.Author(), now)
}

// oddKey says whether a key came in the place of another one, or is that of another device too: a server can do that, so it
// is an alarm under every policy.
func (s *Store) oddKey(rows []deviceRow, fingerprint string) (bool, error) {
	for _, r := range rows {
		if r.Fingerprint != fingerprint {
			continue
		}
		if shared, err := s.shared(r); err != nil || shared || r.Changed {
			return true, err
		}
	}
	return false, nil
}

// policy is the row that counts for jid.
func (s *Store) policy(jid string) (row policyRow, inherited bool, err error) {
	ask := policyRow{Policy: Ask}
	if jid == s.account {
		return ask, false, nil
	}
	row, err = s.ownPolicy(jid)
	if err == nil && row.Policy == "" && jid != "" {
		inherited = true
		since := row.Since
		if row, err = s.ownPolicy(""); row.Since.Before(since) {
			row.Since = since
		}
	}
	if err != nil || row.Policy == "" {
		return ask, inherited, err
	}
	return row, inherited, nil
}

// ownPolicy is what was set for jid itself, or nothing.
func (s *Store) ownPolicy(jid string) (policyRow, error) {
	var row policyRow
	_, err := s.getJSON(policyTable, s.policyKey(jid), &row)
	return row, err
}

func (s *Store) policyKey(jid string) []byte { return key(s.seal.Name("policy", jid)) }
