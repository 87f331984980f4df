package keys

import (
	"testing"

	"vouch/ui/uitest"
)

// BenchmarkALongTimeline draws a page of a timeline of 10,000 lines: "new" after one more line was read, "same" when a
// snapshot came that is about something else.
func BenchmarkALongTimeline(b *testing.B) {
	w, _ := window(b)
	see(w, uitest.StoryScene())
	w.Queue.TakeOrders()
	w.story.loading = false
	long := uitest.ManyMoments(10_000)
	w.story.take(long)
	b.Run("new", func(b *testing.B) {
		for b.Loop() {
			w.story.take(long)
		}
	})
	b.Run("same", func(b *testing.B) {
		for b.Loop() {
			w.story.pane.Refresh()
		}
	})
}
