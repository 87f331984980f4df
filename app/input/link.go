package input

import (
	"log/slog"
	"strings"

	"vouch/app/fault"
	"vouch/trust"
	"vouch/xmpp/preauth"
)

// Link is what a window does with an xmpp: link: whose chat it shows, and what it puts into the empty field there. Keys and
// actions that a link may carry change nothing by themselves. With a Token it is an invitation (XEP-0379 v0.3.3 §3.1), to add
// JID as a contact, who calls himself Name, with app.AddContact if the user wants to. Where Server is set, the invitation lets
// somebody make an account there (XEP-0401 v0.6.0 §3, app.AddAccount.Invitation); JID is then the inviter, or, with Account, the
// account that may be made, or only the server. With Keys, which counts them, it is one to verify
// with: Service.ReadCode says what is in it. With Room it leads to a room, which is nobody to begin a chat with; nothing else is set then
// but JID, and the Password of the room where the link has it (XEP-0045 v1.35.5 §17.2.1).
type Link struct {
	JID, Body, Token, Name string
	Server                 string
	Account, Room          bool
	Password               string
	Keys                   int
}

// maxPassword bounds the password of a room in a link, in bytes.
const maxPassword = 1024

// LogValue implements slog.LogValuer: tokens and passwords are in no log.
func (l Link) LogValue() slog.Value { return slog.StringValue(l.JID) }

// String implements fmt.Stringer, as LogValue does.
func (l Link) String() string { return l.JID }

// ParseLink reads a link that was clicked or handed over. KindInvalid says what was wrong with it.
func ParseLink(text string) (Link, error) {
	l, err := trust.ParseLink(text)
	if err != nil {
		return Link{}, &fault.Error{Kind: fault.KindInvalid, Param: "uri", Why: err.Error()}
	}
	if l.Room() {
		out := Link{JID: l.JID, Room: true}
		if secret := l.Params.Get("password"); len(secret) <= maxPassword && secret == Line(secret) {
			out.Password = secret
		}
		return out, nil
	}
	out := Link{JID: l.JID, Keys: len(l.Keys) + len(l.Distrust)}
	token := l.Params.Get("preauth")
	if len(token) > preauth.MaxToken {
		token = ""
	}
	switch l.Action {
	case "message":
		out.Body = Cut(Clean(l.Params.Get("body")), MaxBody)
	case "roster":
		if out.Token = token; token != "" && l.Params.Get("ibr") == "y" {
			out.Server = domainOf(l.JID)
		}
		out.Name = Cut(Line(l.Params.Get("name")), MaxName)
	case "register":
		if out.Token = token; token != "" {
			out.Server, out.Account = domainOf(l.JID), true
		}
	}
	return out, nil
}

func domainOf(address string) string {
	_, domain, found := strings.Cut(address, "@")
	if !found {
		return address
	}
	return domain
}
