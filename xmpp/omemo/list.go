package omemo

import (
	"encoding/xml"
	"fmt"

	"vouch/xmpp"
)

// List is the devices a JID announces.
type List struct {
	Devices []uint32
	Dropped int // parsed only: entries left out because their id is none, or because there were more than MaxDevices
}

type listXML struct {
	XMLName xml.Name    `xml:"eu.siacs.conversations.axolotl list"`
	Devices []deviceXML `xml:"device"`
}

type deviceXML struct {
	ID uint32 `xml:"id,attr"`
}

// MarshalXML writes the list as the payload of a PEP item.
func (l List) MarshalXML(e *xml.Encoder, _ xml.StartElement) error {
	var out listXML
	for _, id := range l.Devices {
		out.Devices = append(out.Devices, deviceXML{id})
	}
	return e.Encode(out)
}

// ParseList reads a device list. Ids that repeat are kept once; ids out of range are left out, and of too many the first
// ones: who adds a device puts it at the end.
func ParseList(e xmpp.Element) (List, error) {
	if e.Name != (xml.Name{Space: NS, Local: "list"}) {
		return List{}, fmt.Errorf("parse device list: element %q", e.Name.Local)
	}
	var l List
	seen := map[uint32]bool{}
	for _, child := range e.Children() {
		if child.Name != (xml.Name{Space: NS, Local: "device"}) {
			continue
		}
		id, ok := parseID(child.Attr("id"))
		switch {
		case !ok:
			l.Dropped++
		case !seen[id]:
			seen[id] = true
			l.Devices = append(l.Devices, id)
		}
	}
	if over := len(l.Devices) - MaxDevices; over > 0 {
		l.Devices = l.Devices[over:]
		l.Dropped += over
	}
	return l, nil
}
