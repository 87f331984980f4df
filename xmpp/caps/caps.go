// Package caps implements XEP-0115: Entity Capabilities.
package caps

import (
	"crypto/sha1"
	"encoding/base64"
	"encoding/xml"
	"slices"
	"strings"

	"vouch/xmpp"
	"vouch/xmpp/disco"
)

// NS is the namespace of XEP-0115 v1.6.0.
const NS = "http://jabber.org/protocol/caps"

// C goes with presence and stands for a whole disco.Info.
type C struct {
	XMLName xml.Name `xml:"http://jabber.org/protocol/caps c"`
	Hash    string   `xml:"hash,attr"`
	Node    string   `xml:"node,attr"`
	Ver     string   `xml:"ver,attr"`
}

// For is the C of our own info. node is a URI that names the program.
func For(node string, info disco.Info) *C { return &C{Hash: "sha-1", Node: node, Ver: Ver(info)} }

// Of is the C of a presence, if its hash is one we can check.
func Of(p *xmpp.Presence) (C, bool) {
	e, ok := xmpp.Find(p.Children, NS, "c")
	c := C{Hash: e.Attr("hash"), Node: e.Attr("node"), Ver: e.Attr("ver")}
	return c, ok && c.Hash == "sha-1" && c.Ver != "" && len(c.Ver) <= 64 && len(c.Node) <= 1024
}

// DiscoNode is the node to ask for the info that c stands for.
func (c C) DiscoNode() string { return c.Node + "#" + c.Ver }

// Matches reports whether info is what c stands for, so that it may be believed of everyone who sends c. Info that could
// be read in two ways matches nothing (XEP-0115 v1.6.0 §5.4, §8).
func (c C) Matches(info disco.Info) bool { return c.Ver == Ver(info) && unambiguous(info) }

// Ver is the SHA-1 of info (XEP-0115 v1.6.0 §5.1).
func Ver(info disco.Info) string {
	var s strings.Builder
	for _, i := range sorted(info.Identities, identityKey) {
		s.WriteString(identityKey(i) + "<")
	}
	for _, f := range sorted(info.Features, func(f string) string { return f }) {
		s.WriteString(f + "<")
	}
	for _, form := range sorted(info.Forms, func(f disco.Form) string { return f.Type }) {
		if form.Type == "" {
			continue
		}
		s.WriteString(form.Type + "<")
		for _, field := range sorted(form.Fields, func(f disco.Field) string { return f.Var }) {
			s.WriteString(field.Var + "<")
			for _, value := range sorted(field.Values, func(v string) string { return v }) {
				s.WriteString(value + "<")
			}
		}
	}
	sum := sha1.Sum([]byte(s.String()))
	return base64.StdEncoding.EncodeToString(sum[:])
}

func identityKey(i disco.Identity) string {
	return i.Category + "/" + i.Type + "/" + i.Lang + "/" + i.Name
}

func sorted[T any](list []T, key func(T) string) []T {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b T) int { return strings.Compare(key(a), key(b)) })
	return list
}

// unambiguous rejects what appears twice, and the separator inside a value.
func unambiguous(info disco.Info) bool {
	seen := map[string]bool{}
	once := func(kind, text string) bool {
		key := kind + "\x00" + text
		fresh := !seen[key] && !strings.Contains(text, "<")
		seen[key] = true
		return fresh
	}
	for _, i := range info.Identities {
		if !once("identity", identityKey(i)) {
			return false
		}
	}
	for _, f := range info.Features {
		if !once("feature", f) {
			return false
		}
	}
	for _, form := range info.Forms {
		if form.Type != "" && !once("form", form.Type) {
			return false
		}
		for _, field := range form.Fields {
			if strings.Contains(field.Var+strings.Join(field.Values, ""), "<") {
				return false
			}
		}
	}
	return true
}
