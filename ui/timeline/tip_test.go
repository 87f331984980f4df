package timeline

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"vouch/ui/draw"
)

// overTime moves the pointer over the time of a row.
func overTime(t *testing.T, l *List, id string) *draw.Spot {
	t.Helper()
	p, ok := l.visible[id].pane.Find(timeKey).(*draw.Spot)
	if !ok {
		t.Fatalf("nothing is over the time of %s", id)
	}
	p.MouseIn(&desktop.MouseEvent{})
	return p
}

func TestTheTimeHasWords(t *testing.T) {
	var words string
	var menu *Row
	rows := bubbles(0, 30)
	for _, r := range rows {
		r.Tip = "the whole date of " + r.ID
	}
	rows = append(rows, &Row{ID: "card", Kind: Card, Icon: "info", Edge: draw.Acc, Title: "Title", Time: "14:00", Tip: "the whole date of card"})
	l := list(t, Events{Tip: func(w string, _ fyne.CanvasObject) { words = w }, Menu: func(r *Row, _ string, _ fyne.Position) { menu = r }}, rows)
	for _, id := range []string{"29", "card"} {
		p := overTime(t, l, id)
		if words != "the whole date of "+id {
			t.Errorf("the time of %s says %q", id, words)
		}
		p.MouseOut()
		if words != "" {
			t.Errorf("%q stays when the pointer has left", words)
		}
		menu = nil
		p.TappedSecondary(&fyne.PointEvent{})
		if menu == nil || menu.ID != id {
			t.Errorf("a right click on the time of %s opens the menu of %v", id, menu)
		}
	}
	overTime(t, l, "29")
	l.ScrollBy(40)
	if words != "" {
		t.Errorf("%q stays though the row has moved away", words)
	}
}
