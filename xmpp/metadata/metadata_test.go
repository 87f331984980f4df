package metadata_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"vouch/xmpp/metadata"
	"vouch/xmpp/xmpptest"
)

var sum = bytes.Repeat([]byte{7}, 32)

const sumText = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc="

func TestFileIsSaid(t *testing.T) {
	f := metadata.File{Name: "a <b>.jpg", Type: "image/jpeg", Size: 4096, Width: 40, Height: 30, SHA256: sum}
	sent := xmpptest.Sent(t, struct {
		XMLName struct{}         `xml:"x"`
		File    metadata.Element `xml:"file"`
	}{File: f.Element()})
	if got, ok := metadata.In(sent); !ok || !reflect.DeepEqual(got, f) {
		t.Errorf("%+v of %s", got, sent.Raw(1000))
	}
	if text := sent.Raw(1000); !strings.Contains(text, sumText) || !strings.Contains(text, `algo="sha-256"`) {
		t.Errorf("sent %s", text)
	}
	empty := xmpptest.Sent(t, metadata.File{}.Element())
	if size, ok := empty.Child(metadata.NS, "size"); !ok || size.Text() != "0" || len(empty.Children()) != 1 {
		t.Errorf("an empty file is %s", empty.Raw(1000))
	}
}

func TestWhatIsSaidOfFiles(t *testing.T) {
	for _, c := range []struct {
		inner string
		want  metadata.File
	}{
		{"", metadata.File{}},
		{"<name> cat.jpg </name><size>5</size><media-type>image/jpeg</media-type><desc>a cat</desc><thumbnail xmlns='urn:xmpp:thumbs:1' uri='cid:x'/>", metadata.File{Name: "cat.jpg", Size: 5, Type: "image/jpeg"}},
		{"<size>-5</size><width>-1</width><height>99999999999999999999</height>", metadata.File{}},
		{"<size>9223372036854775807</size><width>1048577</width><height>10</height>", metadata.File{Size: 1<<63 - 1, Height: 10}},
		{"<size>9223372036854775808</size>", metadata.File{}},
		{"<size>much</size>", metadata.File{}},
		{"<name>" + strings.Repeat("x", 1025) + "</name>", metadata.File{}},
		{"<hash xmlns='urn:xmpp:hashes:2' algo='md5'>AA==</hash><hash xmlns='urn:xmpp:hashes:2' algo='sha-256'>" + sumText + "</hash>", metadata.File{SHA256: sum}},
		{"<hash xmlns='urn:xmpp:hashes:2' algo='sha-256'>AA==</hash><hash xmlns='urn:xmpp:hashes:2' algo='sha-256'>!</hash>", metadata.File{}},
		{"<hash algo='sha-256'>" + sumText + "</hash>", metadata.File{}},
	} {
		got, ok := metadata.In(xmpptest.Element(t, "<x xmlns='urn:x'><file xmlns='urn:xmpp:file:metadata:0'>"+c.inner+"</file></x>"))
		if !ok || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%.80s: %+v", c.inner, got)
		}
	}
	if _, ok := metadata.In(xmpptest.Element(t, "<x xmlns='urn:x'><file/></x>")); ok {
		t.Error("another element is one")
	}
}
