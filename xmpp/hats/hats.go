// Package hats implements XEP-0317: Hats.
package hats

import (
	"math"
	"strconv"
	"strings"

	"vouch/xmpp"
	"vouch/xmpp/disco"
)

const (
	// NS is the namespace of XEP-0317 v0.3.1, and the feature of rooms that have hats.
	NS = "urn:xmpp:hats:0"
	// Older is the one that Prosody and ejabberd had before, of the same form.
	Older = "xmpp:prosody.im/protocol/hats:1"

	// Max is how many hats of one occupant are looked at.
	Max = 8

	maxTitle = 200  // characters; the rest is cut
	maxURI   = 1024 // bytes; a longer one is none
)

// Hat is what a room calls somebody beside their affiliation and role.
type Hat struct {
	URI   string  // which hat it is
	Title string  // one line
	Hue   float64 // of its colour, in degrees from 0 to below 360, or -1
}

// Announced is the namespace of the hats of a room with that disco info, or "": others there are what occupants write
// themselves, and servers relay that.
func Announced(info disco.Info) string {
	for _, ns := range []string{NS, Older} {
		if info.Has(ns) {
			return ns
		}
	}
	return ""
}

// Of are the hats in the children of an occupant's presence; announced is what Announced gave for the room. With several lists
// none is believed.
func Of(children []xmpp.Element, announced string) (worn []Hat) {
	if announced != NS && announced != Older {
		return nil
	}
	list, found := xmpp.Element{}, false
	for _, child := range children {
		if child.Name.Space == announced && child.Name.Local == "hats" {
			if found {
				return nil
			}
			list, found = child, true
		}
	}
	seen := map[string]bool{}
	for _, child := range list.Children() {
		if child.Name.Space != announced || child.Name.Local != "hat" || len(worn) == Max {
			continue
		}
		h := Hat{URI: child.Attr("uri"), Title: line(child.Attr("title")), Hue: hue(child.Attr("hue"))}
		if h.URI == "" || len(h.URI) > maxURI || h.Title == "" || seen[h.URI] {
			continue
		}
		seen[h.URI], worn = true, append(worn, h)
	}
	return worn
}

func line(text string) string {
	r := []rune(strings.Join(strings.Fields(text), " "))
	return string(r[:min(len(r), maxTitle)])
}

func hue(text string) float64 {
	h, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(h) || h < 0 || h >= 360 {
		return -1
	}
	return h
}
