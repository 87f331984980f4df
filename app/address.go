package app

import (
	"strings"

	"mellium.im/xmpp/jid"

	"vouch/trust"
)

// ParseAddress is an address that a person gave as the Service keeps it: bare, prepared, and with what its local part cannot
// have escaped (XEP-0106 v1.1). It is shown as it is kept: unescaped, a name could be made to look like another address.
// KindInvalid "jid": it is none.
func ParseAddress(text string) (string, error) { return bareJID("jid", text) }

// bareJID is the one way in which parameters that are addresses come in.
func bareJID(param, text string) (string, error) {
	who, err := trust.ParseAddress(text)
	if err != nil {
		return "", invalid(param, "not an address")
	}
	return who, nil
}

// anyJID is bareJID for what may have a resource, too.
func anyJID(param, text string) (jid.JID, error) {
	if j, err := jid.Parse(strings.TrimSpace(text)); err == nil {
		return j, nil
	}
	who, err := bareJID(param, text)
	if err != nil {
		return jid.JID{}, err
	}
	return jid.Parse(who)
}
