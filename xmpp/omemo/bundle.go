package omemo

import (
	"encoding/xml"
	"errors"
	"fmt"
	"strconv"

	"vouch/xmpp"
)

// Bundle is what others need to begin a session with a device. Lengths and the signature are not checked here.
type Bundle struct {
	SignedPreKeyID uint32
	SignedPreKey   []byte
	Signature      []byte
	IdentityKey    []byte
	PreKeys        []PreKey
}

// PreKey is a key that serves for one session.
type PreKey struct {
	ID  uint32
	Key []byte
}

type bundleXML struct {
	XMLName   xml.Name        `xml:"eu.siacs.conversations.axolotl bundle"`
	Signed    signedPreKeyXML `xml:"signedPreKeyPublic"`
	Signature string          `xml:"signedPreKeySignature"`
	Identity  string          `xml:"identityKey"`
	PreKeys   []preKeyXML     `xml:"prekeys>preKeyPublic"`
}

type signedPreKeyXML struct {
	ID  uint32 `xml:"signedPreKeyId,attr"`
	Key string `xml:",chardata"`
}

type preKeyXML struct {
	ID  uint32 `xml:"preKeyId,attr"`
	Key string `xml:",chardata"`
}

// MarshalXML writes the bundle as the payload of a PEP item.
func (b Bundle) MarshalXML(e *xml.Encoder, _ xml.StartElement) error {
	out := bundleXML{
		Signed:    signedPreKeyXML{b.SignedPreKeyID, encode(b.SignedPreKey)},
		Signature: encode(b.Signature),
		Identity:  encode(b.IdentityKey),
	}
	for _, k := range b.PreKeys {
		out.PreKeys = append(out.PreKeys, preKeyXML{k.ID, encode(k.Key)})
	}
	return e.Encode(out)
}

// ParseBundle reads a bundle. Prekeys that cannot be read are left out; anything else that is missing or no base64 is an
// error.
func ParseBundle(e xmpp.Element) (*Bundle, error) {
	if e.Name != (xml.Name{Space: NS, Local: "bundle"}) {
		return nil, fmt.Errorf("parse bundle: element %q", e.Name.Local)
	}
	signed, _ := e.Child(NS, "signedPreKeyPublic")
	id, err := strconv.ParseUint(signed.Attr("signedPreKeyId"), 10, 32)
	if err != nil {
		return nil, errors.New("parse bundle: no id of the signed prekey")
	}
	b := &Bundle{SignedPreKeyID: uint32(id)}
	for _, field := range []struct {
		name string
		to   *[]byte
	}{
		{"signedPreKeyPublic", &b.SignedPreKey},
		{"signedPreKeySignature", &b.Signature},
		{"identityKey", &b.IdentityKey},
	} {
		child, present := e.Child(NS, field.name)
		raw, ok := decode(child, MaxKeyBytes)
		if !present || !ok {
			return nil, fmt.Errorf("parse bundle: no usable %s", field.name)
		}
		*field.to = raw
	}
	prekeys, _ := e.Child(NS, "prekeys")
	for _, child := range prekeys.Children() {
		id, err := strconv.ParseUint(child.Attr("preKeyId"), 10, 32)
		raw, ok := decode(child, MaxKeyBytes)
		if child.Name == (xml.Name{Space: NS, Local: "preKeyPublic"}) && err == nil && ok && len(b.PreKeys) < MaxPreKeys {
			b.PreKeys = append(b.PreKeys, PreKey{uint32(id), raw})
		}
	}
	return b, nil
}
