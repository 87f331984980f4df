package xmpptest

import (
	"fmt"
	"strings"
)

const (
	nsBind        = "urn:ietf:params:xml:ns:xmpp-bind"
	nsRoster      = "jabber:iq:roster"
	nsDiscoInfo   = "http://jabber.org/protocol/disco#info"
	nsDiscoItems  = "http://jabber.org/protocol/disco#items"
	nsPubsub      = "http://jabber.org/protocol/pubsub"
	nsPubsubOwner = nsPubsub + "#owner"
	nsPubsubEvent = nsPubsub + "#event"
	nsArchive     = "urn:xmpp:mam:2"
	nsCarbons     = "urn:xmpp:carbons:2"
	nsIDs         = "urn:xmpp:sid:0"
	nsPing        = "urn:xmpp:ping"
	nsBlocking    = "urn:xmpp:blocking"
)

func counted(h uint32) string { return fmt.Sprintf("<a xmlns='urn:xmpp:sm:3' h='%d'/>", h) }

// takeIQ answers a question, or passes it on.
func (s *Scripted) takeIQ(x *session, raw string, e parsed) {
	to, kind := e.attr("to"), e.attr("type")
	toBare := bareOf(to)
	full := to != "" && strings.Contains(to, "/")
	asks := kind == "get" || kind == "set"
	switch {
	case !asks && (to == "" || !full):
		s.learn(x, e)
	case full:
		s.relayIQ(x, raw, e, to)
	case to == "" || toBare == x.owner.jid:
		s.ownQuestion(x, e)
	case toBare == s.Domain:
		s.serverQuestion(x, e)
	case s.owners[toBare] != nil:
		s.question(x, s.owners[toBare], e)
	default:
		s.refuse(x, e, "remote-server-not-found", "")
	}
}

// relayIQ passes a question or an answer on to a client. Who may not see that client's presence is told what everyone is
// told about a client that is not there.
func (s *Scripted) relayIQ(x *session, raw string, e parsed, to string) {
	asks := e.attr("type") == "get" || e.attr("type") == "set"
	target := s.session(to)
	if asks && (target == nil || !s.sees(x.owner.jid, target.owner)) {
		s.refuse(x, e, "service-unavailable", "")
		return
	}
	if target != nil {
		s.give(target, "iq out", withAttr(raw, "from", x.full()))
	}
}

// session is a client by its full address.
func (s *Scripted) session(full string) *session {
	bare, resource, _ := strings.Cut(full, "/")
	o := s.owners[strings.ToLower(bare)]
	if o == nil {
		return nil
	}
	for _, x := range o.online {
		if x.resource == resource {
			return x
		}
	}
	return nil
}

// ownQuestion answers a client that asks its own account.
func (s *Scripted) ownQuestion(x *session, e parsed) {
	payload := e.first()
	switch payload.XMLName.Space {
	case nsRoster:
		s.takeRoster(x, e)
	case nsArchive:
		s.takeArchive(x, e)
	case nsCarbons:
		x.carbons = payload.XMLName.Local == "enable"
		s.answer(x, e, "")
	case nsBlocking:
		s.takeBlocking(x, e)
	case nsPubsub, nsPubsubOwner:
		s.takePEP(x, x.owner, e)
	case nsDiscoInfo, nsDiscoItems, nsPing:
		if e.attr("to") == "" && payload.XMLName.Space != nsPing {
			s.serverQuestion(x, e)
			return
		}
		s.question(x, x.owner, e)
	default:
		s.refuse(x, e, "service-unavailable", "")
	}
}

// question answers for an account what others may ask.
func (s *Scripted) question(x *session, o *owner, e parsed) {
	payload := e.first()
	switch payload.XMLName.Space {
	case nsPubsub:
		s.takePEP(x, o, e)
	case nsDiscoInfo:
		features := []string{nsDiscoInfo, nsDiscoItems, nsPubsub + "#publish", nsPubsub + "#publish-options"}
		if o == x.owner {
			features = append(features, s.accountFeatures()...)
		}
		s.answer(x, e, discoInfo(payload, "<identity category='account' type='registered'/><identity category='pubsub' type='pep'/>", features))
	case nsDiscoItems:
		s.answer(x, e, "<query xmlns='"+nsDiscoItems+"'/>")
	case nsPing:
		s.answer(x, e, "")
	default:
		s.refuse(x, e, "service-unavailable", "")
	}
}

// accountFeatures is what a client can ask of its own account.
func (s *Scripted) accountFeatures() []string {
	if s.has("mam") {
		return []string{nsArchive, nsIDs}
	}
	return nil
}

// serverQuestion answers for the server.
func (s *Scripted) serverQuestion(x *session, e parsed) {
	payload := e.first()
	switch payload.XMLName.Space {
	case nsDiscoInfo:
		features := append([]string{nsDiscoInfo, nsDiscoItems, nsPing}, s.settings.features...)
		if s.has("blocklist") {
			features = append(features, nsBlocking)
		}
		if s.has("carbons") {
			features = append(features, nsCarbons)
		}
		s.answer(x, e, discoInfo(payload, "<identity category='server' type='im' name='scripted'/>", features))
	case nsDiscoItems:
		s.answer(x, e, "<query xmlns='"+nsDiscoItems+"'/>")
	case nsPing:
		s.answer(x, e, "")
	default:
		s.refuse(x, e, "service-unavailable", "")
	}
}

func discoInfo(asked parsed, identities string, features []string) string {
	node := ""
	if n := asked.attr("node"); n != "" {
		node = " node='" + quote(n) + "'"
	}
	return "<query xmlns='" + nsDiscoInfo + "'" + node + ">" + identities +
		"<feature var='" + strings.Join(features, "'/><feature var='") + "'/></query>"
}

// answer answers a question with a result.
func (s *Scripted) answer(x *session, e parsed, inner string) {
	s.give(x, stepOfAnswer(e), reply(x, e, "result")+inner+"</iq>")
}

// refuse answers a question with an error.
func (s *Scripted) refuse(x *session, e parsed, condition, more string) {
	if kind := e.attr("type"); kind != "get" && kind != "set" {
		return
	}
	s.give(x, stepOfAnswer(e), reply(x, e, "error")+"<error type='cancel'><"+condition+
		" xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"+more+"</error></iq>")
}

func stepOfAnswer(e parsed) string {
	if step := stepOfIQ(e, "out"); step != "archive out" {
		return step
	}
	return "archive fin"
}

// reply begins the answer to a question.
func reply(x *session, e parsed, kind string) string {
	from := ""
	if to := e.attr("to"); to != "" {
		from = " from='" + quote(to) + "'"
	}
	return "<iq type='" + kind + "' id='" + quote(e.attr("id")) + "'" + from + " to='" + quote(x.full()) + "'>"
}
