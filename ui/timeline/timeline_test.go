package timeline

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"vouch/ui/draw"
)

// list shows a list of 600 by 400 in a window of the test driver.
func list(t testing.TB, e Events, rows []*Row) *List {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(draw.Theme{Mode: "light"})
	l := New(e)
	w := test.NewTempWindow(t, l)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(600, 400))
	l.SetRows(rows)
	return l
}

var lorem = strings.Fields("and then we went down to the lake where nobody had been for years because the path was gone")

func bubbles(from, to int) (out []*Row) {
	for i := from; i < to; i++ {
		out = append(out, &Row{ID: fmt.Sprint(i), Text: strings.Join(lorem[:1+(i*7+len(lorem)*100)%len(lorem)], " "), Own: i%3 == 0, First: true, Last: true, Time: "14:00", JID: "bob@example.org"})
	}
	return out
}

// top is the upper edge of a visible row.
func top(t *testing.T, l *List, id string) float32 {
	t.Helper()
	v := l.visible[id]
	if v == nil {
		t.Fatalf("row %s is not on the screen", id)
	}
	return v.Position().Y
}

// bottom is the lower edge of the last row on the screen.
func bottom(l *List) float32 {
	v := l.visible[l.rows[l.last].ID]
	return v.Position().Y + v.Size().Height
}

func TestTheListStaysAtItsEnd(t *testing.T) {
	l := list(t, Events{}, bubbles(0, 100))
	for n := 101; n < 110; n++ {
		l.SetRows(append(bubbles(0, 100), bubbles(100, n)...))
		if !l.AtEnd() || l.rows[l.last].ID != fmt.Sprint(n-1) || bottom(l) != 400-bottomPad {
			t.Fatalf("with %d rows the last on the screen is %s, ending at %v", n, l.rows[l.last].ID, bottom(l))
		}
	}
}

func TestFewRowsStandAtTheLowerEdge(t *testing.T) {
	l := list(t, Events{}, bubbles(0, 3))
	if bottom(l) != 400-bottomPad || !l.AtEnd() {
		t.Errorf("the last row ends at %v", bottom(l))
	}
	l.ScrollBy(100)
	if bottom(l) != 400-bottomPad {
		t.Errorf("scrolled, the last row ends at %v", bottom(l))
	}
}

func TestRowsThatComeInDoNotMoveWhatIsSeen(t *testing.T) {
	middle := bubbles(0, 200)
	for _, c := range []struct {
		name string
		rows []*Row
	}{
		{"above", append(bubbles(-200, 0), middle...)},
		{"below", append(middle[:200:200], bubbles(200, 300)...)},
		{"at both ends", append(append(bubbles(-150, 0), middle...), bubbles(200, 210)...)},
		{"above, with the rows at the end gone", append(bubbles(-200, 0), middle[:150]...)},
		{"above, with what stands above all", append(append([]*Row{{ID: "head", Kind: Head, Text: "Loading"}}, bubbles(-10, 0)...), middle...)},
		{"above, with a day", append(append(bubbles(-10, 0), &Row{ID: "day", Kind: Day, Text: "Today"}), middle...)},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := list(t, Events{}, middle)
			l.To("100")
			l.ScrollBy(-13)
			id := l.rows[l.first+2].ID
			before := top(t, l, id)
			l.SetRows(c.rows)
			if after := top(t, l, id); after != before {
				t.Errorf("row %s moved from %v to %v", id, before, after)
			}
			if l.AtEnd() {
				t.Error("the list went to its end")
			}
		})
	}
}

func TestARowThatChangesKeepsItsPlace(t *testing.T) {
	rows := bubbles(0, 100)
	l := list(t, Events{}, rows)
	l.To("50")
	other := *rows[51]
	other.Text = strings.Repeat("much longer than before ", 20)
	changed := append([]*Row(nil), rows...)
	changed[51] = &other
	before, v := top(t, l, "50"), l.visible["51"]
	h := v.Size().Height
	l.SetRows(changed)
	if top(t, l, "50") != before {
		t.Error("the row above moved")
	}
	if l.visible["51"] != v || v.Size().Height <= h {
		t.Error("the row has another widget, or its old height")
	}
}

func TestBothEndsHold(t *testing.T) {
	l := list(t, Events{}, bubbles(0, 100))
	l.ScrollBy(1e6)
	if l.first != 0 || l.off != topPad {
		t.Errorf("at the top: row %d at %v", l.first, l.off)
	}
	l.ScrollBy(-1e6)
	if !l.AtEnd() || bottom(l) != 400-bottomPad {
		t.Errorf("at the end: %v, %v", l.AtEnd(), bottom(l))
	}
	l.SetRows(nil)
	l.ScrollBy(10)
	l.SetRows(bubbles(0, 50))
	if !l.AtEnd() {
		t.Error("an empty list forgets that it is at its end")
	}
}

func TestKeysScroll(t *testing.T) {
	l := list(t, Events{}, bubbles(0, 100))
	key := func(k fyne.KeyName) { l.TypedKey(&fyne.KeyEvent{Name: k}) }
	key(fyne.KeyPageUp)
	if l.AtEnd() {
		t.Error("Page Up does nothing")
	}
	key(fyne.KeyPageDown)
	if !l.AtEnd() {
		t.Error("Page Down does not come back")
	}
	key(fyne.KeyHome)
	if l.first != 0 {
		t.Error("Home does not lead to the first row")
	}
	key(fyne.KeyEnd)
	if !l.AtEnd() {
		t.Error("End does not lead to the last row")
	}
}

func TestTheKeyboardGoesFromMessageToMessage(t *testing.T) {
	var menu string
	rows := append(bubbles(0, 60), &Row{ID: "day", Kind: Day, Text: "Today"}, bubbles(60, 61)[0])
	l := list(t, Events{Menu: func(r *Row, _ string, _ fyne.Position) { menu = r.ID }}, rows)
	key := func(k fyne.KeyName) { l.TypedKey(&fyne.KeyEvent{Name: k}) }
	fyne.CurrentApp().Driver().CanvasForObject(l).Focus(l)
	if l.cursor != "60" {
		t.Fatalf("begins at %q", l.cursor)
	}
	key(fyne.KeyUp)
	key(fyne.KeyReturn)
	if menu != "59" {
		t.Errorf("the menu is of %q", menu)
	}
	for range 30 {
		key(fyne.KeyUp)
	}
	if l.cursor != "29" || top(t, l, "29") < 0 {
		t.Errorf("at %q", l.cursor)
	}
	for range 40 {
		key(fyne.KeyDown)
	}
	if l.cursor != "60" || !l.AtEnd() {
		t.Errorf("at %q, at the end: %v", l.cursor, l.AtEnd())
	}
	key(fyne.KeyDown)
	fyne.CurrentApp().Driver().CanvasForObject(l).Unfocus()
	if l.cursor != "" {
		t.Error("the ring stays")
	}
}

func TestMoreIsAskedForNearTheEnds(t *testing.T) {
	var ups, downs int
	l := list(t, Events{Top: func() { ups++ }, End: func() { downs++ }}, bubbles(0, 300))
	ups, downs = 0, 0
	l.To("150")
	if ups+downs > 0 {
		t.Errorf("in the middle: %d, %d", ups, downs)
	}
	l.ToTop()
	if ups == 0 || downs > 0 {
		t.Errorf("at the top: %d, %d", ups, downs)
	}
	ups = 0
	l.ToEnd()
	if ups > 0 || downs == 0 {
		t.Errorf("at the end: %d, %d", ups, downs)
	}
}

func TestWidgetsAreUsedAgain(t *testing.T) {
	l := list(t, Events{}, bubbles(0, 5000))
	for range 500 {
		l.ScrollBy(97)
	}
	if n := len(l.visible) + len(l.pool); n > 60 {
		t.Errorf("%d widgets for %d rows on the screen", n, len(l.visible))
	}
	for id, v := range l.visible {
		if v.row.ID != id || v.painted != v.row {
			t.Errorf("the widget of row %s shows %v", id, v.painted)
		}
	}
}

func TestAnotherWidthMeasuresAnew(t *testing.T) {
	l := list(t, Events{}, bubbles(0, 100))
	l.Resize(fyne.NewSize(200, 400))
	if bottom(l) != 400-bottomPad || !l.AtEnd() {
		t.Errorf("the last row ends at %v", bottom(l))
	}
	for i := l.first; i <= l.last; i++ {
		r := l.rows[i]
		if want := measure(r, 200, false); l.visible[r.ID].Size().Height != want {
			t.Errorf("row %s is %v high, not %v", r.ID, l.visible[r.ID].Size().Height, want)
		}
	}
}

func TestTheThumb(t *testing.T) {
	l := list(t, Events{}, bubbles(0, 1000))
	l.thumb.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(0, -1000)})
	if l.first != 0 {
		t.Errorf("dragged to the top: row %d", l.first)
	}
	l.thumb.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(0, 1000)})
	if !l.AtEnd() {
		t.Error("dragged to the end, the list is not there")
	}
	l.SetRows(bubbles(0, 2))
	if l.thumb.Visible() {
		t.Error("two rows have a thumb")
	}
}

func TestSelectingAndCopying(t *testing.T) {
	copied := ""
	l := list(t, Events{Copy: func(s string) { copied = s }}, []*Row{{ID: "1", Text: "one two three", First: true, Last: true, Time: "14:00"}})
	v := l.visible["1"]
	s := draw.Dry(600)
	x := v.laid.x + padX
	y := v.laid.y + padY + 5
	at := func(letters string) fyne.Position { return fyne.NewPos(x+s.Width(letters, draw.F14)+1, y) }
	v.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at("one ")}, Button: desktop.MouseButtonPrimary})
	v.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: at("one two")}})
	v.DragEnd()
	l.TypedShortcut(&fyne.ShortcutCopy{})
	if copied != "two" {
		t.Errorf("copied %q", copied)
	}
	v.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at("")}, Button: desktop.MouseButtonPrimary})
	if l.Selected() != "" {
		t.Errorf("%q stays selected", l.Selected())
	}
}

func TestShowingTheWhole(t *testing.T) {
	long := strings.Repeat("word ", 400)
	l := list(t, Events{}, append(bubbles(0, 20), &Row{ID: "long", Text: "word word", Whole: long, More: "Show all", First: true, Last: true, Time: "14:00"}))
	v := l.visible["long"]
	h := v.Size().Height
	v.act(ActMore)
	if got := l.height(v.row); got < 4*h {
		t.Errorf("the whole is %v high, the beginning %v", got, h)
	}
}

func TestALinkIsOpenedByAPress(t *testing.T) {
	opened := ""
	l := list(t, Events{Link: func(s string) { opened = s }}, []*Row{{ID: "1", Text: "see https://example.org/mill now", First: true, Last: true}})
	v := l.visible["1"]
	s := draw.Dry(600)
	at := func(letters string) *fyne.PointEvent {
		return &fyne.PointEvent{Position: fyne.NewPos(v.laid.x+padX+s.Width(letters, draw.F14)+2, v.laid.y+padY+5)}
	}
	v.Tapped(at(""))
	if opened != "" {
		t.Errorf("a word opened %q", opened)
	}
	v.Tapped(at("see https"))
	if opened != "https://example.org/mill" {
		t.Errorf("the link opened %q", opened)
	}
}

func TestOneLongWordIsBroken(t *testing.T) {
	list(t, Events{}, nil)
	b := lay(draw.Dry(600), &Row{Text: strings.Repeat("W", 4096), Time: "14:00"}, false)
	if b.w > 600*.78 || b.text.Lines < 80 {
		t.Errorf("%v wide in %d lines", b.w, b.text.Lines)
	}
	n := 0
	for _, p := range b.text.Pieces {
		if p.At != n {
			t.Fatalf("a piece begins at %d, not %d", p.At, n)
		}
		n += len([]rune(p.Text))
	}
	if n != 4096 {
		t.Errorf("%d letters are left", n)
	}
}

// TestANameIsPressed, and the place below it is told.
func TestANameIsPressed(t *testing.T) {
	var who string
	var at fyne.Position
	l := list(t, Events{Sender: func(r *Row, p fyne.Position) { who, at = r.ID, p }}, []*Row{
		{ID: "1", Text: "hello", First: true, Last: true, Time: "14:00", Sender: "Carol", JID: "carol@example.org"}, {ID: "2", Text: "hello", First: true, Last: true, Own: true},
	})
	name, ok := l.visible["1"].pane.Find(senderKey).(*draw.Spot)
	if !ok {
		t.Fatal("there is no name")
	}
	name.Tap()
	if who != "1" || at.Y <= top(t, l, "1") || at.Y > bottom(l) {
		t.Errorf("pressed %q at %v", who, at)
	}
	if l.visible["2"].pane.Find(senderKey) != nil {
		t.Error("an own row has a name")
	}
}

// What was looked for stands out, with what was said before it above, until the user scrolls.
func TestARowThatWasLookedForStandsOut(t *testing.T) {
	l := list(t, Events{}, bubbles(0, 60))
	if l.ToSought("none") || l.sought != "" {
		t.Error("a row that is not there was found")
	}
	id := l.rows[30].ID
	if !l.ToSought(id) {
		t.Fatal("it is not found")
	}
	v := l.visible[id]
	if v == nil || l.FirstVisible() == id || v.Position().Y < 50 || v.Position().Y > 200 {
		t.Fatalf("it stands at %+v", v)
	}
	if l.sought != id {
		t.Error("it does not stand out")
	}
	l.SetRows(l.rows)
	if l.sought != id {
		t.Error("new rows have it stand out no more")
	}
	if l.ScrollBy(-10); l.sought != "" {
		t.Error("it stands out still after scrolling")
	}
}
