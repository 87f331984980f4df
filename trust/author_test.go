package trust

import "testing"

// Up to Vouch 0.1.0, lines of the log that are no decisions had another word for the user.
func TestAuthorsOfEarlierVersionsAreRead(t *testing.T) {
	update(t, profile(t), func(s *Store) {
		authors := []Author{userWord, ByHand, FirstUse.Author(), ByRemoval, ""}
		for _, by := range authors {
			must(t, s.Note(Entry{Time: start, JID: bob, Event: EventPolicy, To: Level(FirstUse), By: by}))
		}
		log, err := s.Log(bob)
		must(t, err)
		authors[0] = ByHand
		for i, by := range authors {
			if log[i].By != by {
				t.Errorf("line %d is by %q, want %q", i, log[i].By, by)
			}
		}
	})
}

func TestOnlyPoliciesDecideByThemselves(t *testing.T) {
	automatic := map[Author]bool{FirstUse.Author(): true, UntilVerified.Author(): true}
	for _, by := range []Author{
		ByHand, ByCode, ByLink, ByPage, ByMessage, ByOtherDevice, ByUndo, ByRemoval, ByThis, ByHealing, "",
		Ask.Author(), FirstUse.Author(), UntilVerified.Author(),
	} {
		p, decided := by.Policy()
		if decided != automatic[by] || p.Author() != by {
			t.Errorf("%q: policy %q, decided %t", by, p, decided)
		}
		for _, level := range []Level{Undecided, Trusted, Verified, Rejected} {
			d := Device{Level: level, DecidedBy: by}
			if want := level != Undecided && !automatic[by]; d.ByUser() != want {
				t.Errorf("%s by %q is by the user: %t", level, by, !want)
			}
		}
	}
}

func TestLevelsThatRead(t *testing.T) {
	for level, want := range map[Level]bool{Undecided: false, Trusted: true, Verified: true, Rejected: false, "": false} {
		if level.Reads() != want {
			t.Errorf("%q reads: %t", level, !want)
		}
	}
}
