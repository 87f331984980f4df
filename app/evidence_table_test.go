package app

import (
	"testing"

	"vouch/app/history"
)

// What is known about an own message, and what is then heard about it: the stronger word stands.
func TestStrongerWordStands(t *testing.T) {
	waits, leaves := word{state: history.StatePending, kind: KindUndecided}, word{state: history.StateSending}
	unknown, given := word{state: history.StateUnknownFate, kind: KindUnknownFate}, word{state: history.StateFailed, kind: KindUnknownFate}
	sent, refused := word{state: history.StateSent}, word{state: history.StateFailed, kind: KindRefused}
	delivered, read := word{state: history.StateDelivered}, word{state: history.StateRead}
	all := map[string]word{
		"waits": waits, "leaves": leaves, "unknown": unknown, "given up": given, "sent": sent, "refused": refused, "delivered": delivered, "read": read,
	}
	for _, row := range []struct {
		was   string
		gives []string // way to these; all others change nothing
	}{
		{"waits", []string{"unknown", "given up", "sent", "refused", "delivered", "read"}},
		{"leaves", []string{"unknown", "given up", "sent", "refused", "delivered", "read"}},
		{"unknown", []string{"sent", "refused", "delivered", "read"}},
		{"given up", []string{"sent", "refused", "delivered", "read"}},
		{"sent", []string{"refused", "delivered", "read"}},
		{"refused", []string{"delivered", "read"}},
		{"delivered", []string{"read"}},
		{"read", nil},
	} {
		changes := map[string]bool{}
		for _, name := range row.gives {
			changes[name] = true
		}
		for name, says := range all {
			want := all[row.was]
			if changes[name] {
				want = says
			}
			if got := evidence(all[row.was], says); got != want {
				t.Errorf("%s, then %s: %+v", row.was, name, got)
			}
		}
	}
}
