package draw

import (
	"runtime"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// A field that changes its look, as that for messages does between chats with encryption and without, takes no fonts of its own
// each time: a set is more than 5 MB, and is kept.
func TestAFieldKeepsItsFonts(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(Theme{Mode: "light"})
	e, edge := NewEntry(false), Ctl
	e.SetText("你好, so that all fonts are searched")
	p := NewPane(func(s *Sheet) { s.Entry(e, 0, 0, 200, 40, edge, 8, 10) })
	w := test.NewTempWindow(t, p)
	w.Resize(fyne.NewSize(300, 100))
	held := func() int64 {
		w.Canvas().Capture()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	before := held()
	for i := range 10 {
		edge = []Token{Rejected, Ctl}[i%2]
		p.Refresh()
		held()
	}
	if grown := held() - before; grown > 5<<20 {
		t.Errorf("%d MiB more after ten changes", grown>>20)
	}
	edge = Rejected
	p.Refresh()
	if got := e.Theme().Color("inputBorder", 0); got != Now().Color(Rejected) {
		t.Errorf("the border is %v", got)
	}
}
