package qr_test

import (
	"bytes"
	"fmt"
	"image/png"

	"vouch/trust/qr"
)

// What is drawn as a code is read from the picture.
func Example() {
	picture, err := qr.PNG("xmpp:bob@example.org", 300)
	if err != nil {
		panic(err)
	}
	drawn, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		panic(err)
	}
	fmt.Println(qr.Read(drawn))
	// Output: [xmpp:bob@example.org]
}
