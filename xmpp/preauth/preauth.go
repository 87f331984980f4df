// Package preauth implements XEP-0379: Pre-Authenticated Roster Subscription.
package preauth

import (
	"crypto/rand"
	"encoding/xml"
	"net/url"
	"strings"

	"gosrc.io/xmpp/stanza"
	"mellium.im/xmpp/jid"

	"vouch/xmpp"
)

// NS is the namespace of XEP-0379 v0.3.3.
const NS = "urn:xmpp:pars:0"

// MaxToken bounds a token in bytes; what is longer is none.
const MaxToken = 256

// Request is a stanza for Client.Send that asks to see the presence of To, and shows the token of an invitation.
type Request struct {
	XMLName xml.Name          `xml:"presence"`
	Type    stanza.StanzaType `xml:"type,attr"`
	To      string            `xml:"to,attr"`
	Token   Token
}

// Token is the element in it.
type Token struct {
	XMLName xml.Name `xml:"urn:xmpp:pars:0 preauth"`
	Token   string   `xml:"token,attr"`
}

// Subscribe is the Request to who.
func Subscribe(who jid.JID, token string) Request {
	return Request{Type: stanza.PresenceTypeSubscribe, To: who.Bare().String(), Token: Token{Token: token}}
}

// Of is the token in a request to see our presence, or "". Whether it is one of ours is the caller's to know; an unknown one
// means as much as none (XEP-0379 v0.3.3 §3.3).
func Of(p *xmpp.Presence) string {
	e, ok := xmpp.Find(p.Children, NS, "preauth")
	if !ok || p.Type != stanza.PresenceTypeSubscribe {
		return ""
	}
	token := e.Attr("token")
	if len(token) > MaxToken {
		return ""
	}
	return token
}

// NewToken is one that nobody guesses, of letters and digits that need no escaping (XEP-0379 v0.3.3 §5.1).
func NewToken() string { return rand.Text() }

// Link is an invitation to add address, a bare JID.
func Link(address jid.JID, token string) string {
	var b strings.Builder
	b.WriteString("xmpp:")
	if local := address.Localpart(); local != "" {
		b.WriteString(url.PathEscape(local) + "@")
	}
	b.WriteString(address.Domainpart() + "?roster;preauth=" + url.QueryEscape(token))
	return b.String()
}
