package page_test

import (
	"fmt"

	"vouch/trust/page"
)

// Fingerprints are found in any spacing and case. What looks like one and is none is pointed out.
func ExampleRead() {
	found, err := page.Read(`My keys
Phone:
  01234567 89ABCDEF 01234567 89ABCDEF
  01234567 89ABCDEF 01234567 89ABCDEF
Old laptop: 01234567 89abcdef 01234567
`, "bob@example.org")
	fmt.Println(found.Fingerprints, err)
	for _, odd := range found.Odd {
		fmt.Printf("line %d has %d digits\n", odd.Line, odd.Digits)
	}
	// Output:
	// [0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef] <nil>
	// line 5 has 24 digits
}
