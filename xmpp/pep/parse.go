package pep

import (
	"encoding/xml"
	"errors"

	"vouch/xmpp"
)

// Item is one item of a node. Publisher is the word of the server, and often absent. Payload is the first child, or the
// zero Element.
type Item struct {
	ID        string
	Publisher string
	Payload   xmpp.Element
}

// Event is what happened at a node.
type Event struct {
	Node      string
	Items     []Item   // new or changed
	Retracted []string // ids
	Deleted   bool     // the node is gone
	Purged    bool     // all items are gone
}

// ParseItems reads the answer to Items and ItemByID.
func ParseItems(payload *xmpp.Element) ([]Item, string, error) {
	if payload == nil || payload.Name != (xml.Name{Space: NS, Local: "pubsub"}) {
		return nil, "", errors.New("parse items: no pubsub in the answer")
	}
	list, ok := payload.Child(NS, "items")
	if !ok {
		return nil, "", errors.New("parse items: no items in the answer")
	}
	found, _ := parseItems(list, NS)
	return found, list.Attr("node"), nil
}

// ParseEvent reads the event of m, if it has one. m.FromJID.Bare() is whose node it is.
func ParseEvent(m *xmpp.Message) (Event, bool) {
	event, ok := xmpp.Find(m.Children, NSEvent, "event")
	if !ok || m.Type == "error" {
		return Event{}, false
	}
	for _, child := range event.Children() {
		if child.Name.Space != NSEvent {
			continue
		}
		e := Event{Node: child.Attr("node")}
		switch child.Name.Local {
		case "items":
			e.Items, e.Retracted = parseItems(child, NSEvent)
		case "delete":
			e.Deleted = true
		case "purge":
			e.Purged = true
		default:
			continue
		}
		return e, e.Node != ""
	}
	return Event{}, false
}

func parseItems(list xmpp.Element, space string) (found []Item, retracted []string) {
	for _, child := range list.Children() {
		switch child.Name {
		case xml.Name{Space: space, Local: "item"}:
			i := Item{ID: child.Attr("id"), Publisher: child.Attr("publisher")}
			if payload := child.Children(); len(payload) > 0 {
				i.Payload = payload[0]
			}
			found = append(found, i)
		case xml.Name{Space: space, Local: "retract"}:
			retracted = append(retracted, child.Attr("id"))
		}
	}
	return found, retracted
}

// IsPreconditionNotMet reports that a node is there and is not as the Options of a Publish want it; Configure, then
// publish again (XEP-0060 v1.26.0 §7.1.5).
func IsPreconditionNotMet(err error) bool {
	var e *xmpp.StanzaError
	return errors.As(err, &e) && e.App == NSErrors+" precondition-not-met"
}

// IsItemNotFound reports that a node or item is not there, which is not the same as no answer.
func IsItemNotFound(err error) bool {
	var e *xmpp.StanzaError
	return errors.As(err, &e) && e.Condition == "item-not-found"
}
