package draw

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// What is typed stands in the order in which it was typed, wherever a line of the field ends.
func TestTypedTextKeepsItsOrderAtEachWidth(t *testing.T) {
	test.NewTempApp(t)
	const text = "Found the old path above the lake. Nine o'clock at the mill?"
	for w := float32(120); w < 460; w++ {
		e := NewEntry(true)
		win := test.NewTempWindow(t, e)
		win.Resize(fyne.NewSize(w, 200))
		e.Resize(fyne.NewSize(w, 100))
		for _, r := range text {
			e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyName(strings.ToUpper(string(r)))}) // as the system does before
			e.TypedRune(r)
		}
		if e.Text != text {
			t.Errorf("at a width of %.0f it is %q", w, e.Text)
		}
		for i := len(text) - 1; i >= 0 && text[:i] != "Found"; i-- {
			e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
			if e.Text != text[:i] {
				t.Fatalf("at a width of %.0f it is %q without the last letters, want %q", w, e.Text, text[:i])
			}
		}
	}
}
