package bidi_test

import (
	"fmt"

	"vouch/ui/bidi"
)

// A Hebrew word within a sentence of Latin letters is drawn from its end: Order gives, from left to right, which letter stands
// where.
func Example() {
	text := []rune("see דף 12")
	levels := bidi.AnalyseAs(text, bidi.Direction(text)).Line(0, len(text))
	fmt.Println(levels)
	fmt.Println(bidi.Order(levels))
	// Output:
	// [0 0 0 0 1 1 1 2 2]
	// [0 1 2 3 7 8 6 5 4]
}
