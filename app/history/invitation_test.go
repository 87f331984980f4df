package history_test

import (
	"testing"
	"time"

	"vouch/app/history"
)

func TestInvitationsAreKeptUntilTheyExpire(t *testing.T) {
	f := open(t, t.TempDir())
	start := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	make := func(token string, at time.Time) {
		f.update(func(s *history.Store) error {
			return s.PutInvitation(history.Invitation{Token: token, Made: at, Expires: at.Add(time.Hour)})
		})
	}
	make("old", start)
	make("new", start.Add(30*time.Minute))
	f.view(func(s *history.Store) error {
		all, err := s.Invitations(start.Add(59 * time.Minute))
		later, _ := s.Invitations(start.Add(time.Hour))
		if len(all) != 2 || all[0].Token != "old" || len(later) != 1 || later[0].Token != "new" {
			t.Errorf("open are %v, then %v", all, later)
		}
		return err
	})
	make("third", start.Add(time.Hour))
	f.update(func(s *history.Store) error {
		for token, want := range map[string]bool{"old": false, "new": true, "third": true, "none": false} { // as if the clock went back
			if found, err := s.Redeem(token, start); err != nil || found != want {
				t.Errorf("%s: %v, %v", token, found, err)
			}
			if found, _ := s.Redeem(token, start); found {
				t.Errorf("%s can be used twice", token)
			}
		}
		return nil
	})
}
