package keys

import (
	"vouch/app/fault"
	"vouch/app/view"
	"vouch/crypto"
	"vouch/trust"
)

// Verdict is what is to be decided about one key.
type Verdict struct {
	Fingerprint string
	Level       trust.Level
}

// Change is a decision that Verify has changed.
type Change struct {
	Fingerprint string
	From, To    view.Trust
}

// Verdicts verify some keys and reject others, each of them once and in the order in which they are named. KindInvalid
// "fingerprint": one is none, or stands in both lists.
func Verdicts(verify, reject []string) (out []Verdict, err error) {
	wanted := map[string]trust.Level{}
	for _, part := range []struct {
		keys []string
		to   trust.Level
	}{{verify, trust.Verified}, {reject, trust.Rejected}} {
		for _, key := range part.keys {
			fp, err := crypto.ParseFingerprint(key)
			if err != nil {
				return nil, &fault.Error{Kind: fault.KindInvalid, Param: "fingerprint", Why: err.Error()}
			}
			if was, there := wanted[fp]; there && was != part.to {
				return nil, fault.Invalid("fingerprint", "both to verify and to reject")
			} else if !there {
				out = append(out, Verdict{fp, part.to})
			}
			wanted[fp] = part.to
		}
	}
	return out, nil
}

// Verify records verdicts, also about keys that no device has shown yet, and says what that has changed. It is called in
// Deciding. by and detail say where the keys were compared. This device's own key is left alone.
func (k Keyring) Verify(who string, verdicts []Verdict, by trust.Author, detail string) (changed []Change, err error) {
	own, have, err := k.Trust.Own()
	if err != nil {
		return nil, err
	}
	for _, v := range verdicts {
		if have && who == k.self() && own.Fingerprint() == v.Fingerprint {
			continue
		}
		was, err := k.Trust.Level(who, v.Fingerprint)
		if err != nil {
			return nil, err
		}
		if err := k.Trust.Record(trust.Decision{JID: who, Fingerprint: v.Fingerprint, Level: v.Level, At: k.Now, By: by, Detail: detail}); err != nil {
			return nil, err
		}
		if was != v.Level {
			changed = append(changed, Change{v.Fingerprint, was, v.Level})
		}
	}
	return changed, nil
}

// Undo takes back what Verify has changed, where nothing else was decided about the key since. It is called in Deciding.
func (k Keyring) Undo(who string, changes []Change) error {
	for _, c := range changes {
		now, err := k.Trust.Level(who, c.Fingerprint)
		if err != nil {
			return err
		}
		if now != c.To {
			continue
		}
		if err := k.Trust.Decide(who, c.Fingerprint, c.From, trust.ByUndo, k.Now); err != nil {
			return err
		}
	}
	return nil
}
