package omemo

import (
	"encoding/xml"
	"errors"
	"fmt"

	"vouch/xmpp"
)

// Encrypted is the encrypted element of a message (XEP-0384 v0.3.0 §4.4).
type Encrypted struct {
	SenderID uint32
	IV       []byte // of any length; what decrypts checks it
	Payload  []byte // nil: a key transport
	Keys     []Key  // all that were there, also several for one device
}

// Key is the message key for one device. Data is empty when what stood there was no base64 or too long.
type Key struct {
	Device uint32
	PreKey bool
	Data   []byte
}

type encryptedXML struct {
	XMLName xml.Name  `xml:"eu.siacs.conversations.axolotl encrypted"`
	Header  headerXML `xml:"header"`
	Payload *string   `xml:"payload"`
}

type headerXML struct {
	SenderID uint32   `xml:"sid,attr"`
	Keys     []keyXML `xml:"key"`
	IV       string   `xml:"iv"`
}

type keyXML struct {
	Device uint32 `xml:"rid,attr"`
	PreKey string `xml:"prekey,attr,omitempty"`
	Data   string `xml:",chardata"`
}

// MarshalXML writes the element as a child of a message. The prekey attribute appears only where it is true: there are
// clients that read any value of it as true.
func (m Encrypted) MarshalXML(e *xml.Encoder, _ xml.StartElement) error {
	out := encryptedXML{Header: headerXML{SenderID: m.SenderID, IV: encode(m.IV)}}
	for _, k := range m.Keys {
		key := keyXML{Device: k.Device, Data: encode(k.Data)}
		if k.PreKey {
			key.PreKey = "true"
		}
		out.Header.Keys = append(out.Header.Keys, key)
	}
	if m.Payload != nil {
		payload := encode(m.Payload)
		out.Payload = &payload
	}
	return e.Encode(out)
}

// FromMessage looks for an encrypted element directly in m. With present and an error there is one that cannot be read.
// Who sent it is m's sender, whom the caller has to establish.
func FromMessage(m *xmpp.Message) (encrypted *Encrypted, present bool, err error) {
	e, present := xmpp.Find(m.Children, NS, "encrypted")
	if !present {
		return nil, false, nil
	}
	encrypted, err = Parse(e)
	return encrypted, true, err
}

// Parse reads an encrypted element. Keys for ids that are none are left out.
func Parse(e xmpp.Element) (*Encrypted, error) {
	if e.Name != (xml.Name{Space: NS, Local: "encrypted"}) {
		return nil, fmt.Errorf("parse encrypted: element %q", e.Name.Local)
	}
	header, ok := e.Child(NS, "header")
	if !ok {
		return nil, errors.New("parse encrypted: no header")
	}
	sender, ok := parseID(header.Attr("sid"))
	if !ok {
		return nil, errors.New("parse encrypted: no sender device")
	}
	m := &Encrypted{SenderID: sender}
	if iv, present := header.Child(NS, "iv"); present {
		if m.IV, ok = decode(iv, MaxKeyBytes); !ok {
			return nil, errors.New("parse encrypted: no usable iv")
		}
	}
	if payload, present := e.Child(NS, "payload"); present {
		if m.Payload, ok = decode(payload, MaxPayload); !ok {
			return nil, errors.New("parse encrypted: no usable payload")
		}
	}
	var err error
	m.Keys, err = parseKeys(header)
	return m, err
}

func parseKeys(header xmpp.Element) ([]Key, error) {
	var keys []Key
	for _, child := range header.Children() {
		if child.Name != (xml.Name{Space: NS, Local: "key"}) {
			continue
		}
		if len(keys) == MaxKeys {
			return nil, errors.New("parse encrypted: too many keys")
		}
		device, ok := parseID(child.Attr("rid"))
		if !ok {
			continue
		}
		key := Key{Device: device}
		prekey := child.Attr("prekey")
		key.PreKey = prekey == "true" || prekey == "1"
		if key.Data, ok = decode(child, MaxKeyBytes); !ok {
			key.Data = nil
		}
		keys = append(keys, key)
	}
	return keys, nil
}
