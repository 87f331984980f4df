package input

import (
	"strings"

	"mellium.im/xmpp/jid"

	"vouch/app/fault"
	"vouch/trust"
)

// ParseAddress is an address that a person gave as the Service keeps it: bare, prepared, and with what its local part cannot
// have escaped (XEP-0106 v1.1). It is shown as it is kept: unescaped, a name could be made to look like another address.
// KindInvalid "jid": it is none.
func ParseAddress(text string) (string, error) { return Address("jid", text) }

// Address is ParseAddress for a parameter of another name.
func Address(param, text string) (string, error) {
	who, err := trust.ParseAddress(text)
	if err != nil {
		return "", fault.Invalid(param, "not an address")
	}
	return who, nil
}

// FullAddress is Address for what may have a resource, too.
func FullAddress(param, text string) (jid.JID, error) {
	if j, err := jid.Parse(strings.TrimSpace(text)); err == nil {
		return j, nil
	}
	who, err := Address(param, text)
	if err != nil {
		return jid.JID{}, err
	}
	return jid.Parse(who)
}
