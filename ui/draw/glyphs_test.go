package draw

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// What the bundled font has is measured by it alone, and is as large as in a search of all fonts. For the rest all are searched.
func TestTheFontOfAText(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(Theme{Mode: "light"})
	s := &Sheet{Look: Now()}
	for _, c := range []struct {
		text    string
		bundled bool
	}{
		{"", true}, {"a message of 3 words", true}, {"~ \"{}\"", true}, {"Grüße, naïveté …", true}, {"Привет, κόσμε", true},
		{"a\tb", false}, {"good 👍", false}, {"你好", false}, {"שלום", false}, {"1\ufe0f\u20e3", false},
	} {
		for _, f := range []Font{F14, B14, {Size: 13, Mono: true}, {Size: 13, Under: true}} {
			source := f.source(c.text)
			if got := source != nil; got != c.bundled && !(f.Mono && c.text != "" && c.text[0] > '~') {
				t.Errorf("%q in %+v: the bundled font alone is %v", c.text, f, got)
			}
			if one, all := s.extent(c.text, f, source), s.extent(c.text, f, nil); one != all {
				t.Errorf("%q in %+v: %v, in a search %v", c.text, f, one, all)
			}
		}
	}
	s.Word("good", 0, 0, 20, B14, Fg)
	if o := s.Objects()[0].(*canvas.Text); o.FontSource != (Theme{}).Font(fyne.TextStyle{Bold: true}) {
		t.Errorf("the text is drawn in %v", o.FontSource)
	}
}
