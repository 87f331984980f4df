package ui

import (
	"strings"
	"testing"
	"time"

	"vouch/ui/draw"
	"vouch/ui/timeline"
	"vouch/ui/uitest"
)

func TestTheTimeBringsUpTheWholeDate(t *testing.T) {
	clock := uitest.Now
	w, _ := window(t, Options{Now: func() time.Time { return clock }})
	see(w, uitest.MainScene())
	if w.tip.over(tipOf(w), found[*timeline.List](w)[0]); w.tip.due() {
		t.Error("the words come up at once")
	}
	clock = clock.Add(tipAfter)
	if !w.tip.due() || !strings.Contains(w.tip.words, "20 November") {
		t.Errorf("the words are %q", w.tip.words)
	}
}

// tipOf are the words over the time of the newest message.
func tipOf(w *Window) (words string) {
	for _, p := range found[holder](w) {
		if spot, ok := p.Find("time").(*draw.Spot); ok {
			words = spot.Tip
		}
	}
	return words
}
