package people

import (
	"slices"
	"strings"
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/app/fault"
	"vouch/app/view"
	"vouch/xmpp"
)

// What can be blocked, what goes with it, and what a server must offer for it.
func TestWhatCanBeBlocked(t *testing.T) {
	r, d := newRoom(t)
	d.answer = func(any) *xmpp.Answer { return &xmpp.Answer{} }
	d.live.Conn.State = view.StateOnline
	for _, c := range []struct {
		who     string
		report  Report
		offered view.Server
		want    fault.Kind
	}{
		{self, Report{}, view.Server{Blocks: true}, fault.KindInvalid},
		{"example.org", Report{}, view.Server{Blocks: true}, fault.KindInvalid},
		{bobs, Report{}, view.Server{}, fault.KindNotOffered},
		{bobs, Report{Reason: "spam"}, view.Server{Blocks: true}, fault.KindNotOffered},
		{bobs, Report{Reason: "envy"}, view.Server{Blocks: true, Reports: true}, fault.KindInvalid},
		{bobs, Report{Text: "words"}, view.Server{Blocks: true, Reports: true}, fault.KindInvalid},
		{bobs, Report{"abuse", strings.Repeat("x", maxReport+1)}, view.Server{Blocks: true, Reports: true}, fault.KindInvalid},
		{bobs, Report{"abuse", "words"}, view.Server{Blocks: true, Reports: true}, ""},
		{"elsewhere.example", Report{}, view.Server{Blocks: true}, ""},
	} {
		d.live.Server = c.offered
		who := jid.MustParse(c.who)
		if err := r.Block(t.Context(), who, c.report); fault.KindOf(err) != c.want {
			t.Errorf("block %s %+v: %v, want %q", c.who, c.report, err, c.want)
		}
		list, err := r.Blocked()
		if err != nil || slices.Contains(list, c.who) != (c.want == "") {
			t.Errorf("after %s: %v, %v", c.who, list, err)
		}
		if c.want == "" {
			if err := r.Unblock(t.Context(), who); err != nil {
				t.Error(err)
			}
		}
	}
	if list, _ := r.Blocked(); len(list) > 0 {
		t.Errorf("still blocked: %v", list)
	}
}
