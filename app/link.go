package app

import "vouch/trust"

// Link is what a window does with an xmpp: link: whose chat it shows, and what it puts into the empty field there. Keys and
// actions that a link may carry change nothing by themselves.
type Link struct{ JID, Body string }

// ParseLink reads a link that was clicked or handed over. KindInvalid says what was wrong with it.
func ParseLink(text string) (Link, error) {
	l, err := trust.ParseLink(text)
	if err != nil {
		return Link{}, &Error{Kind: KindInvalid, Param: "uri", Detail: err.Error()}
	}
	out := Link{JID: l.JID}
	if l.Action == "message" {
		out.Body = cut(validText([]byte(l.Params.Get("body"))), maxBody)
	}
	return out, nil
}
