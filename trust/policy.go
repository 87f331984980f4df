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

// byUser is the author of what only the user does.
const byUser = "user"

// Policy is what counts for jid: its own policy, or else the account's, which is Ask until it is set. jid "" is the
// account's policy. For the own JID it is always Ask.
func (s *Store) Policy(jid string) (p Policy, inherited bool, err error) {
	if jid == s.account {
		return Ask, false, nil
	}
	p, err = s.policy(jid)
	if err != nil || p != "" {
		return p, false, err
	}
	if jid == "" {
		return Ask, false, nil
	}
	if p, err = s.policy(""); p == "" {
		p = Ask
	}
	return p, true, err
}

// SetPolicy sets the policy of jid, or with "" of the account, from now on; it moves no decision. The policy "" makes jid
// follow the account again. For the own JID anything but Ask is ErrInvalid.
func (s *Store) SetPolicy(jid string, p Policy) error {
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
	was, err := s.policy(jid)
	if err != nil || was == p {
		return err
	}
	name := key(s.seal.Name("policy", jid))
	if p == "" {
		err = s.remove(policyTable, name)
	} else {
		err = s.put(policyTable, name, []byte(p))
	}
	if err != nil {
		return fmt.Errorf("set policy: %w", err)
	}
	return s.record(Entry{
		Time: time.Now(), JID: jid, Event: EventPolicy, From: Level(was), To: Level(p), By: byUser,
	})
}

// policy is what was set for jid itself, or "".
func (s *Store) policy(jid string) (Policy, error) {
	plain, err := s.get(policyTable, key(s.seal.Name("policy", jid)))
	return Policy(plain), err
}
