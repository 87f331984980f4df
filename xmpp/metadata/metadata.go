// Package metadata implements XEP-0446: File Metadata Element.
package metadata

import (
	"encoding/base64"
	"encoding/xml"
	"strconv"
	"strings"

	"vouch/xmpp"
)

const (
	// NS is the namespace of XEP-0446 v0.2.0.
	NS = "urn:xmpp:file:metadata:0"

	hashes   = "urn:xmpp:hashes:2" // XEP-0300 v1.0.0
	sha256   = "sha-256"
	hashSize = 32
	mostName = 1 << 10 // bytes
	mostType = 200     // bytes
	mostSide = 1 << 20 // pixels
)

// File is what somebody says of a file, none of which is true for that.
type File struct {
	Name          string // not cleaned; at most 1,024 bytes
	Type          string // media type; at most 200 bytes
	Size          int64  // bytes; 0 where it is not said
	Width, Height int    // of a picture, pixels; 0 where it is not said
	SHA256        []byte // 32 bytes; nil where it is not said
}

// Element is a File as it is sent.
type Element struct {
	XMLName xml.Name `xml:"urn:xmpp:file:metadata:0 file"`
	Type    string   `xml:"media-type,omitempty"`
	Name    string   `xml:"name,omitempty"`
	Size    *int64   `xml:"size"`
	Width   int      `xml:"width,omitempty"`
	Height  int      `xml:"height,omitempty"`
	Hash    *hash    `xml:"hash"`
}

type hash struct {
	XMLName xml.Name `xml:"urn:xmpp:hashes:2 hash"`
	Algo    string   `xml:"algo,attr"`
	Sum     string   `xml:",chardata"`
}

// Element is f as it is sent. Its size is said also where it is 0.
func (f File) Element() Element {
	out := Element{Type: f.Type, Name: f.Name, Size: &f.Size, Width: f.Width, Height: f.Height}
	if len(f.SHA256) == hashSize {
		out.Hash = &hash{Algo: sha256, Sum: base64.StdEncoding.EncodeToString(f.SHA256)}
	}
	return out
}

// In is the File among the children of an element; false: there is none.
func In(e xmpp.Element) (f File, ok bool) {
	file, ok := e.Child(NS, "file")
	if !ok {
		return f, false
	}
	text := func(name string, most int) string {
		c, _ := file.Child(NS, name)
		if t := strings.TrimSpace(c.Text()); len(t) <= most {
			return t
		}
		return ""
	}
	f.Name, f.Type = text("name", mostName), text("media-type", mostType)
	if n, err := strconv.ParseInt(text("size", 20), 10, 64); err == nil && n > 0 {
		f.Size = n
	}
	f.Width, f.Height = side(text("width", 20)), side(text("height", 20))
	for _, h := range file.Children() {
		if h.Name != (xml.Name{Space: hashes, Local: "hash"}) || h.Attr("algo") != sha256 {
			continue
		}
		if sum, err := base64.StdEncoding.DecodeString(strings.TrimSpace(h.Text())); err == nil && len(sum) == hashSize {
			f.SHA256 = sum
		}
	}
	return f, true
}

// side is the length of a side of a picture, or 0 for what is none.
func side(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > mostSide {
		return 0
	}
	return n
}
