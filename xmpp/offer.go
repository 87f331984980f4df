package xmpp

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
)

const nsBindings = "urn:xmpp:sasl-cb:0"

// mechanisms are the SASL mechanisms we can use, weakest first. That a login is tied to its connection counts for more
// than the hash: none of the three is known to be broken, a stolen certificate is an everyday thing.
var mechanisms = []string{
	"PLAIN",
	"SCRAM-SHA-1", "SCRAM-SHA-256", "SCRAM-SHA-512",
	"SCRAM-SHA-1-PLUS", "SCRAM-SHA-256-PLUS", "SCRAM-SHA-512-PLUS",
	external,
}

// external is by the client's certificate (RFC 4422 appendix A): there is no secret to send.
const external = "EXTERNAL"

// offer is what a server offers for a login.
type offer struct {
	mechanisms []string
	announced  bool     // it says which bindings it takes (XEP-0440 v1.0.0)
	bindings   []string // these
}

// offerOf reads the mechanisms in parent, and the channel bindings beside it.
func offerOf(features Element, parent xml.Name) offer {
	var o offer
	list, _ := features.Child(parent.Space, parent.Local)
	for e := range list.each {
		if e.Name == (xml.Name{Space: parent.Space, Local: "mechanism"}) {
			o.mechanisms = append(o.mechanisms, e.Text())
		}
	}
	taken, announced := features.Child(nsBindings, "sasl-channel-binding")
	o.announced = announced
	for e := range taken.each {
		if e.Name == (xml.Name{Space: nsBindings, Local: "channel-binding"}) {
			o.bindings = append(o.bindings, e.Attr("type"))
		}
	}
	return o
}

// text is what a server puts a hash of into its challenge, so that nobody on the way can have changed the offer (XEP-0474
// v0.5.0 §5.1).
func (o offer) text() string {
	text := strings.Join(slices.Sorted(slices.Values(o.mechanisms)), "\x1e")
	if o.announced {
		text += "\x1f" + strings.Join(slices.Sorted(slices.Values(o.bindings)), "\x1e")
	}
	return text
}

func (o offer) has(mechanism string) bool { return slices.Contains(o.mechanisms, mechanism) }

func (o offer) scram(suffix string) bool {
	return slices.ContainsFunc(o.mechanisms, func(m string) bool {
		return strings.HasPrefix(m, "SCRAM-") && strings.HasSuffix(m, suffix)
	})
}

// choice is how to log in.
type choice struct {
	mechanism string
	header    string // gs2-header of SCRAM
	binding   channelBinding
	proven    bool // only with a server that proves its offer
}

// choose picks the strongest mechanism on offer, and none when the account has been used with a stronger one: an
// attacker who can take mechanisms out of the offer would get a weaker proof, or the password itself. have are the
// bindings of the connection; strict is for SASL2, which has more rules (XEP-0440 v1.0.0 §3).
func (o offer) choose(have []channelBinding, cfg Config, strict bool) (choice, error) {
	bound, err := o.bind(have, strict)
	if err != nil {
		return choice{}, err
	}
	best := -1
	for i, m := range mechanisms {
		if o.has(m) && (bound.name != "" || !strings.HasSuffix(m, "-PLUS")) && (cfg.Certificate != nil || m != external) {
			best = i
		}
	}
	if err := o.floor(best, cfg.Strongest); err != nil {
		return choice{}, err
	}
	c := choice{mechanism: mechanisms[best], header: "n,,"}
	switch {
	case c.mechanism != external && cfg.Password == "":
		return choice{}, fmt.Errorf("%w: no password", ErrMechanism)
	case strings.HasSuffix(c.mechanism, "-PLUS"):
		c.binding, c.header = bound, "p="+bound.name+",,"
	case len(have) == 0: // RFC 5802 §6: n is for clients that cannot bind
	case !o.scram("-PLUS"):
		c.header = "y,," // a server that did offer it now knows that someone took it out
	case o.announced:
		c.proven = true // XEP-0474 v0.5.0 §6, new rule 6: n, if the server proves that it does offer nothing we know
	}
	return c, nil
}

// bind picks the binding to use with a -PLUS mechanism; it has no name when there is none.
func (o offer) bind(have []channelBinding, strict bool) (channelBinding, error) {
	plus := o.scram("-PLUS")
	switch {
	case o.announced && !plus && o.scram(""):
		return channelBinding{}, fmt.Errorf("%w: channel bindings without a mechanism for them", ErrForged)
	case o.announced:
		b, _ := named(have, o.bindings...)
		return b, nil
	case plus && strict && len(have) > 0:
		return channelBinding{}, fmt.Errorf("%w: mechanisms that bind without channel bindings", ErrForged)
	}
	// Servers that say nothing about it take tls-unique, as RFC 5802 §6.1 has it, which TLS 1.3 does not have. Some offer
	// -PLUS there all the same, and refuse everything (ejabberd 23.01).
	b, _ := named(have, bindUnique)
	return b, nil
}

// floor refuses the mechanism with index best where a stronger one was used before.
func (o offer) floor(best int, strongest string) error {
	floor := slices.Index(mechanisms, strongest)
	offered := ""
	if best >= 0 {
		offered = mechanisms[best]
	}
	switch {
	case best < 0 && strongest == "":
		return ErrMechanism
	case best < floor, floor < 0 && strongest != "": // one we do not know is stronger than all we do
		return &DowngradeError{Before: strongest, Offered: offered}
	case best < 0:
		return ErrMechanism
	}
	return nil
}
