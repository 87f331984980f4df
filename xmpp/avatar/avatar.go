// Package avatar implements XEP-0084: User Avatar.
//
// A picture lies in a node of its owner under its SHA-1; another node says which one it is. Nothing here looks into the
// picture: whoever does must bound its size first.
package avatar

import (
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"slices"
	"strconv"
	"strings"

	"vouch/xmpp"
)

// The nodes of XEP-0084 v1.1.4.
const (
	NodeData     = "urn:xmpp:avatar:data"
	NodeMetadata = "urn:xmpp:avatar:metadata"
)

// MaxBytes is how large a picture may be that is fetched.
const MaxBytes = 512 << 10

// Types are the kinds of picture that are looked at. Drawings made of instructions, such as SVG, are not among them.
var Types = []string{"image/png", "image/jpeg", "image/gif", "image/webp"}

// Info is what the metadata says about one form of a picture.
type Info struct {
	ID            string // SHA-1 of the bytes, 40 lower-case hex digits
	Type          string
	Bytes         int
	Width, Height int // 0 when not told
}

// ID is the id of a picture.
func ID(picture []byte) string {
	sum := sha1.Sum(picture)
	return hex.EncodeToString(sum[:])
}

// IsID reports whether text can be an id.
func IsID(text string) bool {
	raw, err := hex.DecodeString(text)
	return err == nil && len(raw) == sha1.Size && text == strings.ToLower(text)
}

type metadata struct {
	XMLName xml.Name `xml:"urn:xmpp:avatar:metadata metadata"`
	Info    *info
}

type info struct {
	XMLName xml.Name `xml:"info"`
	Bytes   int      `xml:"bytes,attr"`
	ID      string   `xml:"id,attr"`
	Type    string   `xml:"type,attr"`
	Width   int      `xml:"width,attr,omitempty"`
	Height  int      `xml:"height,attr,omitempty"`
}

type data struct {
	XMLName xml.Name `xml:"urn:xmpp:avatar:data data"`
	Text    string   `xml:",chardata"`
}

// Metadata is the payload of an item of NodeMetadata; nil says that there is no picture (any longer).
func Metadata(i *Info) any {
	if i == nil {
		return metadata{}
	}
	return metadata{Info: &info{Bytes: i.Bytes, ID: i.ID, Type: i.Type, Width: i.Width, Height: i.Height}}
}

// Data is the payload of an item of NodeData.
func Data(picture []byte) any { return data{Text: base64.StdEncoding.EncodeToString(picture)} }

// ParseMetadata reads the payload of an item of NodeMetadata. It gives the first form that is in the data node, of a type in
// Types and not too large; the zero Info when there is no picture, or none like that.
func ParseMetadata(payload xmpp.Element) (Info, error) {
	if payload.Name != (xml.Name{Space: NodeMetadata, Local: "metadata"}) {
		return Info{}, errors.New("parse avatar metadata: none in the item")
	}
	for _, child := range payload.Children() {
		if child.Name != (xml.Name{Space: NodeMetadata, Local: "info"}) || child.Has("url") {
			continue
		}
		i := Info{ID: strings.ToLower(child.Attr("id")), Type: child.Attr("type")}
		i.Bytes, _ = strconv.Atoi(child.Attr("bytes"))
		i.Width, _ = strconv.Atoi(child.Attr("width"))
		i.Height, _ = strconv.Atoi(child.Attr("height"))
		if IsID(i.ID) && slices.Contains(Types, i.Type) && i.Bytes >= 0 && i.Bytes <= MaxBytes {
			return i, nil
		}
	}
	return Info{}, nil
}

// ParseData reads the payload of an item of NodeData that was asked for by id. What has another SHA-1, or is too large, is
// an error.
func ParseData(payload xmpp.Element, id string) ([]byte, error) {
	if payload.Name != (xml.Name{Space: NodeData, Local: "data"}) {
		return nil, errors.New("parse avatar: none in the item")
	}
	return Decode(payload.Text(), id)
}

// Decode decodes a picture in base64, under the same conditions.
func Decode(text, id string) ([]byte, error) {
	text = strings.Join(strings.Fields(text), "")
	if base64.StdEncoding.DecodedLen(len(text)) > MaxBytes+3 {
		return nil, errors.New("parse avatar: too large")
	}
	picture, err := base64.StdEncoding.DecodeString(text)
	switch {
	case err != nil:
		return nil, errors.New("parse avatar: not base64")
	case len(picture) > MaxBytes:
		return nil, errors.New("parse avatar: too large")
	case ID(picture) != id:
		return nil, errors.New("parse avatar: not the picture with that hash")
	}
	return picture, nil
}
