package history_test

import (
	"testing"

	"vouch/app/history"
	"vouch/trust"
)

func TestOnlyTextsAreSaid(t *testing.T) {
	for kind, want := range map[history.Kind]bool{
		history.KindText: true, history.KindNotice: false, history.KindUnreadable: false, history.KindOther: false, "": false,
	} {
		if kind.Said() != want {
			t.Errorf("%q is said: %t", kind, !want)
		}
	}
}

func TestStates(t *testing.T) {
	for state, want := range map[history.State]struct{ sendable, underway bool }{
		"":                       {},
		history.StatePending:     {},
		history.StateSending:     {},
		history.StateSent:        {underway: true},
		history.StateDelivered:   {underway: true},
		history.StateRead:        {},
		history.StateFailed:      {sendable: true},
		history.StateUnknownFate: {sendable: true},
	} {
		if state.Sendable() != want.sendable || state.Underway() != want.underway {
			t.Errorf("%q: sendable %t, underway %t", state, state.Sendable(), state.Underway())
		}
	}
}

// Up to Vouch 0.1.0 a notice had the policy in its body; of other rows the body is what was said.
func TestPolicyOfAnEarlierNotice(t *testing.T) {
	f := open(t, t.TempDir())
	rows := []history.Message{
		{Kind: history.KindNotice, Notice: history.NoticeAutoTrusted, Body: "first-use"},
		{Kind: history.KindNotice, Notice: history.NoticeAutoTrusted, Policy: trust.UntilVerified},
		{Kind: history.KindText, Body: "first-use"},
	}
	f.update(func(h *history.Store) error {
		for i := range rows {
			rows[i].Chat, rows[i].From, rows[i].Time = bob, bob, noon
			if err := h.Append(&rows[i]); err != nil {
				return err
			}
		}
		return nil
	})
	rows[0].Body, rows[0].Policy = "", trust.FirstUse
	f.view(func(h *history.Store) error {
		walked, err := h.After(bob, nil, 10)
		if err != nil {
			return err
		}
		for i, want := range rows {
			one, err := h.Get(want.ID)
			if err != nil {
				return err
			}
			for _, got := range []history.Message{one, walked[i]} {
				if got.Policy != want.Policy || got.Body != want.Body || string(got.Sort) != string(want.Sort) {
					t.Errorf("row %d: policy %q, body %q", i, got.Policy, got.Body)
				}
			}
		}
		return nil
	})
}
