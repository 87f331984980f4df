package forms

import (
	"bytes"
	"image"
	"image/png"
	"testing"

	"vouch/ui/uitest"
)

func TestMain(m *testing.M) { uitest.Main(m) }

func TestPicturesOfServersAreBoundAndLinked(t *testing.T) {
	big := image.NewGray(image.Rect(0, 0, ofServers.Side+1, 4))
	var buf bytes.Buffer
	if err := png.Encode(&buf, big); err != nil {
		t.Fatal(err)
	}
	scans := bytes.Join([][]byte{{0xFF, 0xD8, 0xFF, 0xC2, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0}, bytes.Repeat([]byte{0xFF, 0xDA, 0, 8, 1, 1, 0, 1, 63, 0}, 51)}, nil)
	for name, c := range map[string]struct {
		data        []byte
		url         string
		shown, link bool
	}{
		"one that is there":        {uitest.Readable(), "cid:x", true, false},
		"one that is too large":    {buf.Bytes(), "cid:x", false, false},
		"one of many scans":        {scans, "cid:x", false, false},
		"nonsense":                 {[]byte("nonsense"), "cid:x", false, false},
		"one on the web":           {nil, "https://example.org/x.png", false, true},
		"one in a place of no web": {nil, "file:///x.png", false, false},
	} {
		p := ReadPictures(uitest.AsksForPicture(c.data, c.url).Form)
		if len(p) != 1 || p[0].field != 2 || (p[0].image != nil) != c.shown || (p[0].link != nil) != c.link {
			t.Errorf("%s: %+v", name, p)
		}
	}
}
