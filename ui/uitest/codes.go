package uitest

import (
	"bytes"
	"image"
	"image/png"
	"testing"

	"vouch/trust/qr"
)

// CodePNG is the picture of a code, as a file of 600 by 600.
func CodePNG(t testing.TB, text string) []byte {
	t.Helper()
	data, err := qr.PNG(text, 600)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// CodePicture is the picture of a code.
func CodePicture(t testing.TB, text string) image.Image {
	t.Helper()
	m, err := png.Decode(bytes.NewReader(CodePNG(t, text)))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// BobLink is a code of Bob's as a link.
const BobLink = "xmpp:bob@example.org?omemo-sid-771204=" + PrintPhone
