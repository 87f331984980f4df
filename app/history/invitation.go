package history

import (
	"cmp"
	"slices"
	"time"
)

var bktInvitations = []byte("invitations")

// Invitation is a token of ours that lets one person see our presence without being asked about.
type Invitation struct {
	Token   string    `json:"token"`
	Made    time.Time `json:"made"`
	Expires time.Time `json:"expires"`
}

func (s *Store) invitationKey(token string) []byte {
	key := s.seal.Name("invitation", s.account, token)
	return key[:]
}

// PutInvitation keeps i until it is redeemed, and deletes those that have expired when i was made.
func (s *Store) PutInvitation(i Invitation) error {
	all, err := s.invitations()
	if err != nil {
		return err
	}
	for _, old := range all {
		if !i.Made.Before(old.Expires) {
			if err := s.remove(bktInvitations, s.invitationKey(old.Token)); err != nil {
				return err
			}
		}
	}
	return s.putSealed(s.seal, bktInvitations, s.invitationKey(i.Token), i)
}

// Invitations are those that can still be redeemed at now, oldest first.
func (s *Store) Invitations(now time.Time) ([]Invitation, error) {
	all, err := s.invitations()
	all = slices.DeleteFunc(all, func(i Invitation) bool { return !now.Before(i.Expires) })
	slices.SortFunc(all, func(a, b Invitation) int { return cmp.Or(a.Made.Compare(b.Made), cmp.Compare(a.Token, b.Token)) })
	return all, err
}

func (s *Store) invitations() (out []Invitation, err error) {
	b := s.bucket(bktInvitations)
	if b == nil {
		return nil, nil
	}
	err = b.ForEach(func(k, stored []byte) error {
		var i Invitation
		if err := s.open(s.seal, bktInvitations, k, stored, &i); err != nil {
			return err
		}
		out = append(out, i)
		return nil
	})
	return out, err
}

// Redeem uses up the invitation with that token. It is false when there is none, or no longer.
func (s *Store) Redeem(token string, now time.Time) (bool, error) {
	key := s.invitationKey(token)
	stored := s.get(bktInvitations, key)
	if stored == nil {
		return false, nil
	}
	var i Invitation
	if err := s.open(s.seal, bktInvitations, key, stored, &i); err != nil {
		return false, err
	}
	return now.Before(i.Expires), s.remove(bktInvitations, key)
}
