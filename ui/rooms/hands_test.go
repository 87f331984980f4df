package rooms

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"vouch/ui/draw"
)

// listPane is the scrolled pane in the dialog that is open.
func listPane(t *testing.T, w *Room) *draw.Pane {
	t.Helper()
	for _, o := range test.LaidOutObjects(w.Win.Canvas().Overlays().Top()) {
		if s, ok := o.(*container.Scroll); ok {
			if p, ok := s.Content.(*draw.Pane); ok {
				return p
			}
		}
	}
	t.Fatal("nothing is scrolled")
	return nil
}

// contains tells whether words stand in what is drawn, wherever their lines end.
func contains(drawn, words string) bool {
	join := func(s string) string { return strings.Join(strings.Fields(plain(s)), " ") }
	return strings.Contains(join(drawn), join(words))
}

// plain is a text of ours without the marks that keep names apart from what stands around them.
func plain(said string) string { return strings.NewReplacer("\u2068", "", "\u2069", "").Replace(said) }
