// Package pep implements XEP-0163: Personal Eventing Protocol.
//
// The payloads are those of XEP-0060 v1.26.0. The functions here build what Client.Ask sends, and read what comes back;
// an event's sender is the bare JID of its message, and what it may say about whom is for the caller to check.
package pep

import (
	"encoding/xml"
	"strconv"
)

// The namespaces of XEP-0060.
const (
	NS       = "http://jabber.org/protocol/pubsub"
	NSEvent  = NS + "#event"
	NSOwner  = NS + "#owner"
	NSErrors = NS + "#errors"
)

const (
	formOptions = NS + "#publish-options"
	formConfig  = NS + "#node_config"
)

// Options is how a node is to be; zero fields are left to the server.
type Options struct {
	AccessModel string // open, presence, whitelist, …
	Persist     bool   // items outlive the session
	MaxItems    int
	MostItems   bool // as many as the server allows, instead of MaxItems
	NeverLast   bool // who comes online is not sent the last item unasked
}

// PublishOptions is the feature of accounts that heed the Options of a Publish.
const PublishOptions = NS + "#publish-options"

// Open is a node with one lasting item that everyone may read.
var Open = Options{AccessModel: "open", Persist: true, MaxItems: 1}

// Notify is the disco feature that asks for the events of node (XEP-0163 v1.2.2 §4.3).
func Notify(node string) string { return node + "+notify" }

type pubsub struct {
	XMLName xml.Name `xml:"http://jabber.org/protocol/pubsub pubsub"`
	Publish *publish
	Retract *retract
	Items   *items
	Options *publishOptions
}

type publish struct {
	XMLName xml.Name `xml:"publish"`
	Node    string   `xml:"node,attr"`
	Item    item
}

type retract struct {
	XMLName xml.Name `xml:"retract"`
	Node    string   `xml:"node,attr"`
	Notify  bool     `xml:"notify,attr"`
	Item    item
}

type items struct {
	XMLName xml.Name `xml:"items"`
	Node    string   `xml:"node,attr"`
	Max     int      `xml:"max_items,attr,omitempty"`
	Item    *item
}

type item struct {
	XMLName xml.Name `xml:"item"`
	ID      string   `xml:"id,attr,omitempty"`
	Payload any
}

type publishOptions struct {
	XMLName xml.Name `xml:"publish-options"`
	Form    form
}

// Publish is the payload of a set that puts payload into node under itemID. With Options the server refuses, see
// IsPreconditionNotMet, when the node is there and is otherwise (XEP-0060 v1.26.0 §7.1.5).
func Publish(node, itemID string, payload any, o Options) any {
	p := pubsub{Publish: &publish{Node: node, Item: item{ID: itemID, Payload: payload}}}
	if o != (Options{}) {
		p.Options = &publishOptions{Form: o.form(formOptions)}
	}
	return p
}

// Retract is the payload of a set that takes the item with that id out of node, and tells all who are told of it (XEP-0060 v1.26.0
// §7.2).
func Retract(node, id string) any {
	return pubsub{Retract: &retract{Node: node, Notify: true, Item: item{ID: id}}}
}

// Items is the payload of a get for the newest max items of node; 0 for all.
func Items(node string, max int) any { return pubsub{Items: &items{Node: node, Max: max}} }

// ItemByID is the payload of a get for one item of node.
func ItemByID(node, id string) any { return pubsub{Items: &items{Node: node, Item: &item{ID: id}}} }

type owner struct {
	XMLName   xml.Name `xml:"http://jabber.org/protocol/pubsub#owner pubsub"`
	Configure *configure
	Delete    *deleteNode
}

type configure struct {
	XMLName xml.Name `xml:"configure"`
	Node    string   `xml:"node,attr"`
	Form    *form
}

type deleteNode struct {
	XMLName xml.Name `xml:"delete"`
	Node    string   `xml:"node,attr"`
}

// Configure is the payload of a set that changes an own node that is there.
func Configure(node string, o Options) any {
	f := o.form(formConfig)
	return owner{Configure: &configure{Node: node, Form: &f}}
}

// DeleteNode is the payload of a set that removes an own node.
func DeleteNode(node string) any { return owner{Delete: &deleteNode{Node: node}} }

type form struct {
	XMLName xml.Name `xml:"jabber:x:data x"`
	Type    string   `xml:"type,attr"`
	Fields  []field  `xml:"field"`
}

type field struct {
	Var   string `xml:"var,attr"`
	Type  string `xml:"type,attr,omitempty"`
	Value string `xml:"value"`
}

func (o Options) form(kind string) form {
	f := form{Type: "submit", Fields: []field{{"FORM_TYPE", "hidden", kind}}}
	add := func(name, value string) { f.Fields = append(f.Fields, field{Var: "pubsub#" + name, Value: value}) }
	if o.AccessModel != "" {
		add("access_model", o.AccessModel)
	}
	if o.Persist {
		add("persist_items", "true")
	}
	switch {
	case o.MostItems:
		add("max_items", "max")
	case o.MaxItems > 0:
		add("max_items", strconv.Itoa(o.MaxItems))
	}
	if o.NeverLast {
		add("send_last_published_item", "never")
	}
	return f
}
