package ui

import (
	"testing"

	"vouch/ui/uitest"
)

// BenchmarkALongTimeline draws a page of a timeline of 10,000 lines: "new" after one more line was read, "same" when a
// snapshot came that is about something else.
func BenchmarkALongTimeline(b *testing.B) {
	w, _ := window(b, Options{})
	see(w, uitest.StoryScene())
	w.Queue.TakeOrders()
	w.keys.story.loading = false
	long := uitest.ManyMoments(10_000)
	w.keys.story.take(long)
	b.Run("new", func(b *testing.B) {
		for b.Loop() {
			w.keys.story.take(long)
		}
	})
	b.Run("same", func(b *testing.B) {
		for b.Loop() {
			w.keys.story.pane.Refresh()
		}
	})
}
