package mam

import (
	"encoding/xml"
	"time"

	"vouch/xmpp/rsm"

	"mellium.im/xmpp/jid"
)

const stampLayout = "2006-01-02T15:04:05.000Z" // XEP-0082 v1.1 §3.2, in UTC

type queryXML struct {
	XMLName xml.Name `xml:"urn:xmpp:mam:2 query"`
	ID      string   `xml:"queryid,attr,omitempty"`
	Form    *formXML
	RSM     *rsm.Request
}

type formXML struct {
	XMLName xml.Name   `xml:"jabber:x:data x"`
	Type    string     `xml:"type,attr"`
	Fields  []fieldXML `xml:"field"`
}

type fieldXML struct {
	Var   string `xml:"var,attr"`
	Type  string `xml:"type,attr,omitempty"`
	Value string `xml:"value"`
}

// MarshalXML writes the query with its form (§4.1) and page (§4.3).
func (q Query) MarshalXML(e *xml.Encoder, _ xml.StartElement) error {
	out := queryXML{ID: q.ID}
	var fields []fieldXML
	if !q.With.Equal(jid.JID{}) {
		fields = append(fields, fieldXML{Var: "with", Value: q.With.String()})
	}
	if !q.Start.IsZero() {
		fields = append(fields, fieldXML{Var: "start", Value: q.Start.UTC().Format(stampLayout)})
	}
	if !q.End.IsZero() {
		end := q.End.Add(time.Millisecond - 1) // to the next millisecond, so that nothing is left out
		fields = append(fields, fieldXML{Var: "end", Value: end.UTC().Format(stampLayout)})
	}
	if fields != nil {
		kind := fieldXML{Var: "FORM_TYPE", Type: "hidden", Value: NS}
		out.Form = &formXML{Type: "submit", Fields: append([]fieldXML{kind}, fields...)}
	}
	if q.After != nil || q.Before != nil || q.Max > 0 {
		out.RSM = &rsm.Request{After: q.After, Before: q.Before}
		if q.Max > 0 {
			out.RSM.Max = &q.Max
		}
	}
	return e.Encode(out)
}
