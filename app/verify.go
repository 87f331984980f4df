package app

import (
	"context"
	"errors"
	"strings"

	"go.etcd.io/bbolt"

	"vouch/app/view"
	"vouch/crypto"
	"vouch/trust"
)

const maxDetail = 300 // bytes of where a key was read

// KeyChange is a decision that Verify has changed.
type KeyChange struct {
	Fingerprint string
	From, To    view.Trust
}

// Verify carries out a Verify and says what it has changed.
func (s *Service) Verify(ctx context.Context, c Verify) (changed []KeyChange, err error) {
	switch c.By {
	case trust.ByHand, trust.ByCode, trust.ByLink, trust.ByPage, trust.ByOtherDevice:
	default:
		return nil, invalid("by", string(c.By))
	}
	wanted := map[string]trust.Level{}
	var order []string
	for _, part := range []struct {
		keys []string
		to   trust.Level
	}{{c.Keys, trust.Verified}, {c.Reject, trust.Rejected}} {
		for _, key := range part.keys {
			fp, err := crypto.ParseFingerprint(key)
			if err != nil {
				return nil, &Error{Kind: KindInvalid, Param: "fingerprint", Why: err.Error()}
			}
			if was, there := wanted[fp]; there && was != part.to {
				return nil, invalid("fingerprint", "both to verify and to reject")
			} else if !there {
				order = append(order, fp)
			}
			wanted[fp] = part.to
		}
	}
	detail := view.Cut(validText([]byte(c.Detail)), maxDetail)
	err = s.onDecisions(ctx, c.Account, c.JID, func(a *account, tx *bbolt.Tx, who string) error {
		changed = nil
		t := s.trust(tx, a.jid)
		own, have, err := t.Own()
		if err != nil {
			return err
		}
		for _, fp := range order {
			if have && who == a.jid && own.Fingerprint() == fp {
				continue
			}
			was, err := t.Level(who, fp)
			if err != nil {
				return err
			}
			if err := t.Record(trust.Decision{JID: who, Fingerprint: fp, Level: wanted[fp], At: a.now(), By: c.By, Detail: detail}); err != nil {
				return err
			}
			if was != wanted[fp] {
				changed = append(changed, KeyChange{fp, was, wanted[fp]})
			}
		}
		return nil
	})
	return changed, err
}

// Undo takes back what Verify has changed, where nothing else was decided about the key since.
func (s *Service) Undo(ctx context.Context, of, jid string, changes []KeyChange) error {
	return s.onDecisions(ctx, of, jid, func(a *account, tx *bbolt.Tx, who string) error {
		t := s.trust(tx, a.jid)
		for _, c := range changes {
			now, err := t.Level(who, c.Fingerprint)
			if err != nil {
				return err
			}
			if now != c.To {
				continue
			}
			if err := t.Decide(who, c.Fingerprint, c.From, trust.ByUndo, a.now()); err != nil {
				return err
			}
		}
		return nil
	})
}

// onDecisions runs f in a transaction, and what follows from other decisions about who.
func (s *Service) onDecisions(ctx context.Context, of, jid string, f func(a *account, tx *bbolt.Tx, who string) error) error {
	who, err := bareJID("jid", jid)
	if err != nil {
		return err
	}
	return s.onLoop(ctx, of, func(a *account) error {
		err := s.update("store decision", func(tx *bbolt.Tx) error {
			t := s.trust(tx, a.jid)
			before, err := levels(t, who)
			if err != nil {
				return err
			}
			if err := f(a, tx, who); err != nil {
				return err
			}
			return errors.Join(a.lookedAt(tx, who), a.noteTrusted(tx, who, before))
		})
		if err == nil {
			a.reconsider()
			a.changed(EventDevices, who, "")
		}
		return err
	})
}

// nameDevice keeps a label and a note.
func (s *Service) nameDevice(ctx context.Context, c NameDevice) error {
	label, note := oneLine(c.Label), oneLine(c.Note)
	if len([]rune(label)) > maxName || len([]rune(note)) > maxName {
		return invalid("label", "too long")
	}
	return s.onDecisions(ctx, c.Account, c.JID, func(a *account, tx *bbolt.Tx, who string) error {
		err := s.trust(tx, a.jid).SetLabel(who, c.DeviceID, label, note, a.now())
		if errors.Is(err, trust.ErrNoDevice) {
			return notFound("device_id", "no such device of "+who)
		}
		return err
	})
}

// oneLine is a text without line ends, and without blanks at its ends.
func oneLine(text string) string { return strings.Join(strings.Fields(validText([]byte(text))), " ") }
