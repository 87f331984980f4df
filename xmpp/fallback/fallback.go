// Package fallback implements XEP-0428: Fallback Indication.
package fallback

import (
	"encoding/xml"
	"strconv"

	"vouch/xmpp"
)

// NS is the namespace of XEP-0428 v0.2.1.
const NS = "urn:xmpp:fallback:0"

// Indication says that the body, or a part of it, stands there only for clients that do not know what For names.
type Indication struct {
	XMLName xml.Name `xml:"urn:xmpp:fallback:0 fallback"`
	For     string   `xml:"for,attr"`
	Body    *Range   `xml:"body"` // nil: all of the body
}

// Range is a part of a body in code points (XEP-0426 v1.1.0 §4): from Start to before End.
type Range struct {
	Start int `xml:"start,attr"`
	End   int `xml:"end,attr"`
}

// Whole tells whether m says that all of its body is for clients that do not know one of the namespaces. Before version
// 0.2 nothing said which.
func Whole(m *xmpp.Message, namespaces ...string) bool {
	for _, e := range m.Children {
		if e.Name != (xml.Name{Space: NS, Local: "fallback"}) || e.Has("for") && !among(e.Attr("for"), namespaces) {
			continue
		}
		body, ranged := e.Child(NS, "body")
		if _, subject := e.Child(NS, "subject"); !ranged && !subject || ranged && !body.Has("start") && !body.Has("end") {
			return true
		}
	}
	return false
}

// Strip gives body, that of m, without the part that is there only for clients that do not know the namespace, and that
// part. Where the range is none within the body, nothing is taken for one: body is then given as it is, and false.
func Strip(m *xmpp.Message, namespace, body string) (text, quoted string, ok bool) {
	for _, e := range m.Children {
		if e.Name != (xml.Name{Space: NS, Local: "fallback"}) || e.Attr("for") != namespace {
			continue
		}
		r, ranged := e.Child(NS, "body")
		if !ranged {
			continue
		}
		start, err := strconv.Atoi(r.Attr("start"))
		end, err2 := strconv.Atoi(r.Attr("end"))
		points := []rune(body)
		if err != nil || err2 != nil || start < 0 || end <= start || end > len(points) {
			return body, "", false
		}
		return string(points[:start]) + string(points[end:]), string(points[start:end]), true
	}
	return body, "", false
}

func among(name string, names []string) bool {
	for _, n := range names {
		if n == name {
			return true
		}
	}
	return false
}
