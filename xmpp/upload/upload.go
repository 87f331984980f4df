// Package upload implements XEP-0363: HTTP File Upload.
//
// It finds what a service takes, asks for a slot and reads the answer; the bytes go over HTTPS, which is not here.
package upload

import (
	"encoding/xml"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"vouch/xmpp"
	"vouch/xmpp/disco"
)

// NS is the namespace of XEP-0363 v1.2.0, and the feature of services.
const NS = "urn:xmpp:http:upload:0"

const (
	mostURL    = 2000 // bytes
	mostHeader = 4000 // bytes of one value
	mostFields = 16   // headers
)

// Limit is the size in bytes up to which a service takes files, as its form says; 0 where it says none. false: it is no such
// service.
func Limit(info disco.Info) (bytes int64, is bool) {
	if !info.Has(NS) {
		return 0, false
	}
	for _, form := range info.Forms {
		if form.Type != NS { // ejabberd has one of an older namespace beside it
			continue
		}
		for _, field := range form.Fields {
			if field.Var == "max-file-size" && len(field.Values) > 0 {
				if n, err := strconv.ParseInt(strings.TrimSpace(field.Values[0]), 10, 64); err == nil && n > 0 {
					bytes = n
				}
			}
		}
	}
	return bytes, true
}

type request struct {
	XMLName xml.Name `xml:"urn:xmpp:http:upload:0 request"`
	Name    string   `xml:"filename,attr"`
	Size    int64    `xml:"size,attr"`
	Type    string   `xml:"content-type,attr,omitempty"`
}

// Request is the payload of a get that asks a service for a slot, for a file of size bytes as they go over the wire. name becomes a
// part of the address; kind is a media type, or "".
func Request(name string, size int64, kind string) any {
	return request{Name: name, Size: size, Type: kind}
}

// Slot is where a file may be put, once and soon, and where it will be.
type Slot struct {
	Put, Get string   // https, without user and fragment
	Headers  []Header // that PUT must have, in this order
}

// Header is a header of HTTP that a service wants back.
type Header struct{ Name, Value string }

// headers are the names of headers that a service may give; all others are dropped (§4).
var headers = map[string]string{"authorization": "Authorization", "cookie": "Cookie", "expires": "Expires"}

// ParseSlot reads the answer to Request.
func ParseSlot(payload *xmpp.Element) (Slot, error) {
	if payload == nil || payload.Name != (xml.Name{Space: NS, Local: "slot"}) {
		return Slot{}, errors.New("parse slot: none in the answer")
	}
	put, _ := payload.Child(NS, "put")
	get, _ := payload.Child(NS, "get")
	out := Slot{Put: put.Attr("url"), Get: get.Attr("url")}
	for name, address := range map[string]string{"put": out.Put, "get": out.Get} {
		if err := usable(address); err != nil {
			return Slot{}, fmt.Errorf("parse slot: %s: %w", name, err)
		}
	}
	for _, h := range put.Children() {
		if h.Name != (xml.Name{Space: NS, Local: "header"}) {
			continue
		}
		name, known := headers[strings.ToLower(h.Attr("name"))]
		value := strings.Map(printable, h.Text())
		if known && len(value) <= mostHeader && len(out.Headers) < mostFields {
			out.Headers = append(out.Headers, Header{name, value})
		}
	}
	return out, nil
}

// printable drops what ends a line (§4), and what else no header may have (RFC 9110 §5.5).
func printable(r rune) rune {
	if r < ' ' && r != '\t' || r == 0x7f {
		return -1
	}
	return r
}

// usable returns why an address of a slot is not one that may be asked.
func usable(address string) error {
	if len(address) > mostURL {
		return fmt.Errorf("address of %d bytes", len(address))
	}
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return errors.New("no address")
	case u.Scheme != "https" || u.Hostname() == "" || u.Opaque != "":
		return errors.New("not over https")
	case u.User != nil || strings.Contains(address, "#"):
		return errors.New("address with a user or a fragment")
	case strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r == 0x7f }):
		return errors.New("address with blanks")
	}
	return nil
}

// Refusal is why a service gives no slot, as far as that is a matter of size or time.
type Refusal struct {
	Most  int64     // bytes that it takes, where the file is too large; 0 where it does not say
	Large bool      // the file is too large
	Later time.Time // when to ask again, or zero where it does not say
	Quota bool      // no more now, whatever the file
}

// RefusalOf reads an error that answered Request (§6).
func RefusalOf(err error) (r Refusal) {
	var e *xmpp.StanzaError
	if !errors.As(err, &e) {
		return r
	}
	r.Quota = e.Condition == "resource-constraint"
	if e.Detail == nil || e.Detail.Name.Space != NS {
		return r
	}
	switch e.Detail.Name.Local {
	case "file-too-large":
		most, _ := e.Detail.Child(NS, "max-file-size")
		r.Large = true
		if n, err := strconv.ParseInt(strings.TrimSpace(most.Text()), 10, 64); err == nil && n > 0 {
			r.Most = n
		}
	case "retry":
		r.Quota = true
		r.Later, _ = time.Parse(time.RFC3339, e.Detail.Attr("stamp"))
	}
	return r
}
