package bookmarks

import (
	"encoding/xml"
	"errors"
	"fmt"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/pep"
)

const (
	// NSStorage is the namespace, the PEP node and the private storage of XEP-0048.
	NSStorage = "storage:bookmarks"
	// NSPrivate is that of XEP-0049.
	NSPrivate = "jabber:iq:private"

	storageItem = "current" // the one item of the node (XEP-0048 v1.2 §4.1)
)

// Storage is the older list of all bookmarks. What it holds beside rooms, and rooms that nothing is changed of, are given back
// as they came.
type Storage struct {
	entries []entry
}

type entry struct {
	raw      xmpp.Element
	bookmark *Bookmark // nil for what is no bookmark of a room, or one too many
	changed  bool
}

type storageXML struct {
	XMLName xml.Name `xml:"storage:bookmarks storage"`
	Entries []any
}

type privateXML struct {
	XMLName xml.Name `xml:"jabber:iq:private query"`
	Storage any
}

// GetPrivate is the payload of a get for the list in private storage.
func GetPrivate() any { return privateXML{Storage: storageXML{}} }

// ParsePrivate reads the answer to GetPrivate. A list that nobody ever wrote is empty.
func ParsePrivate(payload *xmpp.Element) (Storage, error) {
	if payload == nil || payload.Name != (xml.Name{Space: NSPrivate, Local: "query"}) {
		return Storage{}, errors.New("parse older bookmarks: none in the answer")
	}
	list, ok := payload.Child(NSStorage, "storage")
	if !ok {
		return Storage{}, errors.New("parse older bookmarks: none in the answer")
	}
	return ParseStorage(list)
}

// SetPrivate is the payload of a set that writes the list to private storage.
func SetPrivate(s Storage) any { return privateXML{Storage: s} }

// PublishStorage is the payload of a set that writes the list to PEP.
func PublishStorage(s Storage) any {
	return pep.Publish(NSStorage, storageItem, s, pep.Options{AccessModel: "whitelist", Persist: true})
}

// ParseStorage reads the list itself, as an item of the PEP node NSStorage holds it.
func ParseStorage(list xmpp.Element) (Storage, error) {
	if list.Name != (xml.Name{Space: NSStorage, Local: "storage"}) {
		return Storage{}, errors.New("parse older bookmarks: no list")
	}
	var s Storage
	rooms := 0
	for _, child := range list.Children() {
		e := entry{raw: child}
		room, err := jid.Parse(child.Attr("jid"))
		if child.Name == (xml.Name{Space: NSStorage, Local: "conference"}) && err == nil && room.Localpart() != "" && rooms < Max {
			b := Bookmark{Room: room.Bare()}
			if err := b.read(child, NSStorage); err != nil {
				return Storage{}, fmt.Errorf("older: %w", err)
			}
			e.bookmark, rooms = &b, rooms+1
		}
		s.entries = append(s.entries, e)
	}
	return s, nil
}

// Rooms are the bookmarks of the list.
func (s Storage) Rooms() (all []Bookmark) {
	for _, e := range s.entries {
		if e.bookmark != nil {
			b := *e.bookmark
			b.unknown, b.attributes = nil, nil // of the other namespace
			all = append(all, b)
		}
	}
	return Merge(all)
}

// With is the list with b in the place of what it had of the room. What other programs keep there stays.
func (s Storage) With(b Bookmark) Storage {
	out, found := Storage{}, false
	for _, e := range s.entries {
		if e.bookmark == nil || !e.bookmark.Room.Equal(b.Room) {
			out.entries = append(out.entries, e)
			continue
		}
		if found {
			continue
		}
		found = true
		changed := *e.bookmark
		changed.Name, changed.Autojoin, changed.Nick, changed.Password = b.Name, b.Autojoin, b.Nick, b.Password
		out.entries = append(out.entries, entry{bookmark: &changed, changed: true})
	}
	if !found {
		b.unknown, b.attributes = nil, nil
		out.entries = append(out.entries, entry{bookmark: &b, changed: true})
	}
	return out
}

// Without is the list without that room.
func (s Storage) Without(room jid.JID) (out Storage) {
	for _, e := range s.entries {
		if e.bookmark == nil || !e.bookmark.Room.Equal(room.Bare()) {
			out.entries = append(out.entries, e)
		}
	}
	return out
}

// MarshalXML writes the list.
func (s Storage) MarshalXML(e *xml.Encoder, _ xml.StartElement) error {
	var out storageXML
	for _, one := range s.entries {
		if !one.changed {
			out.Entries = append(out.Entries, one.raw)
			continue
		}
		c := one.bookmark.conference(NSStorage)
		c.JID = one.bookmark.Room.String()
		out.Entries = append(out.Entries, c)
	}
	return e.Encode(out)
}
