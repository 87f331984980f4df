package view_test

import (
	"testing"

	"vouch/app/view"
)

// TestWhoIsMerelyBetweenTwoStreamsHasNotLeft: a window says that we are out of a room only where we do not come back by ourselves.
func TestWhoIsMerelyBetweenTwoStreamsHasNotLeft(t *testing.T) {
	t.Parallel()
	in := func(s view.RoomState) view.RoomLive { return view.RoomLive{State: s} }
	for _, c := range []struct {
		name string
		room view.RoomView
		want bool
	}{
		{"in", view.RoomView{RoomLive: in(view.RoomIn), Wanted: true}, false},
		{"on the way", view.RoomView{RoomLive: in(view.RoomEntering)}, false},
		{"without a stream", view.RoomView{Wanted: true}, false},
		{"left by ourselves", view.RoomView{}, true},
		{"kicked", view.RoomView{Wanted: true, Out: view.Out{Why: view.OutKicked}}, true},
	} {
		if got := c.room.Left(); got != c.want {
			t.Errorf("%s: %t", c.name, got)
		}
	}
}
