package xmpp

import (
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"strings"

	"gosrc.io/xmpp/stanza"
)

// signedIn is how a login went.
type signedIn struct {
	mechanism string
	token     *Token  // for the next login; nil: none
	success   Element // what SASL2 said; the stream goes on without a restart
	extras    extras  // what was asked for along with it
	modern    bool    // by SASL2
}

// authenticate logs in over l, which must be TLS, with the strongest mechanism on offer: by SASL2 where the server has it,
// else as RFC 6120 §6.4 says.
func authenticate(l *link, cfg Config, features Element) (signedIn, error) {
	if _, offered := features.Child(nsSASL2, "authentication"); offered {
		return authenticateModern(l, cfg, features)
	}
	offer := offerOf(features, xml.Name{Space: stanza.NSSASL, Local: "mechanisms"})
	choice, err := offer.choose(bindingsOf(l.conn), cfg, false)
	if err != nil {
		return signedIn{}, err
	}
	x := exchange{link: l, cfg: cfg, space: stanza.NSSASL}
	return signedIn{mechanism: choice.mechanism}, x.run(choice, offer)
}

// exchange is one SASL exchange over a link, as RFC 6120 wraps it or as XEP-0388 does.
type exchange struct {
	link  *link
	cfg   Config
	space string
	along string  // what goes along with the request, SASL2 only
	end   Element // the success
}

// run logs in with what the user knows or has.
func (x *exchange) run(c choice, o offer) error {
	user, err := prepare(x.cfg.Address.Localpart())
	if err != nil {
		return fmt.Errorf("%w: user name: %w", ErrAuth, err)
	}
	password, err := prepare(x.cfg.Password)
	if err != nil {
		return fmt.Errorf("%w: password: %w", ErrAuth, err)
	}
	switch c.mechanism {
	case external:
		err = x.inOneStep(external, x.cfg.Address.Bare().String()) // XEP-0178 v1.2 §3
	case "PLAIN": // RFC 4616: the server learns the password, which TLS has shown to be the domain's
		err = x.inOneStep("PLAIN", "\x00"+user+"\x00"+password)
	default:
		err = x.scram(newScram(c, o, user, password), c.mechanism)
	}
	if err != nil {
		return fmt.Errorf("log in by %s: %w", c.mechanism, err)
	}
	return nil
}

// inOneStep is a mechanism that the server only says yes or no to.
func (x *exchange) inOneStep(mechanism, initial string) error {
	if err := x.begin(mechanism, initial); err != nil {
		return err
	}
	e, err := x.receive()
	if err == nil && e.Name.Local != "success" {
		err = unexpected(e)
	}
	return err
}

// scram runs RFC 5802 and RFC 7677. The server must prove itself before the login counts, whether its proof comes with
// the success or in a challenge before it.
func (x *exchange) scram(s *scram, mechanism string) error {
	if err := x.begin(mechanism, s.first()); err != nil {
		return err
	}
	challenge, err := x.expect("challenge")
	if err != nil {
		return err
	}
	final, err := s.final(challenge)
	if err != nil {
		return err
	}
	if err := x.respond(final); err != nil {
		return err
	}
	e, err := x.receive()
	if err != nil {
		return err
	}
	proof, err := data(e)
	if err != nil {
		return err
	}
	if err := s.verify(proof); err != nil {
		return err
	}
	if e.Name.Local == "challenge" {
		if err := x.respond(""); err != nil {
			return err
		}
		_, err = x.expect("success")
	}
	return err
}

func (x *exchange) begin(mechanism, initial string) error {
	text := base64.StdEncoding.EncodeToString([]byte(initial))
	if x.space == stanza.NSSASL {
		return x.write("<auth xmlns='" + x.space + "' mechanism='" + mechanism + "'>" + text + "</auth>")
	}
	return x.write("<authenticate xmlns='" + x.space + "' mechanism='" + mechanism + "'><initial-response>" + text +
		"</initial-response>" + x.along + "</authenticate>")
}

func (x *exchange) respond(payload string) error {
	text := base64.StdEncoding.EncodeToString([]byte(payload))
	return x.write("<response xmlns='" + x.space + "'>" + text + "</response>")
}

func (x *exchange) write(element string) error {
	return x.link.write([]byte(element), x.cfg.Timing.Step)
}

// expect receives an element with that name and returns its data. A success too early proves nothing.
func (x *exchange) expect(name string) (string, error) {
	e, err := x.receive()
	switch {
	case err != nil:
		return "", err
	case e.Name.Local == name:
		return data(e)
	case e.Name.Local == "success":
		return "", fmt.Errorf("%w: success without proof", ErrServerProof)
	}
	return "", unexpected(e)
}

// receive is a challenge or success; a failure is an *AuthError.
func (x *exchange) receive() (Element, error) {
	e, err := x.link.receive(x.cfg.Timing.Step)
	if err != nil {
		return e, err
	}
	if e.Name.Space != x.space {
		return e, unexpected(e)
	}
	switch e.Name.Local {
	case "challenge":
		return e, nil
	case "success":
		x.end = e
		return e, nil
	case "failure":
		return e, authError(e)
	case "continue": // XEP-0388 v1.0.4 §2.6.3: a second factor, a new password
		return e, fmt.Errorf("%w: the server wants a further step", ErrMechanism)
	}
	return e, unexpected(e)
}

func authError(e Element) error {
	result := &AuthError{Text: cut(e.Words(e.Name.Space, "text"), maxText)}
	for child := range e.each {
		if child.Name.Space == stanza.NSSASL && child.Name.Local != "text" {
			result.Condition = cut(child.Name.Local, maxCondition)
		}
	}
	return result
}

// data is the decoded content of a challenge or success; "=" and nothing both mean empty (RFC 6120 §6.4.2).
func data(e Element) (string, error) {
	text := strings.TrimSpace(e.Text())
	if e.Name == (xml.Name{Space: nsSASL2, Local: "success"}) {
		inner, _ := e.Child(nsSASL2, "additional-data")
		text = strings.TrimSpace(inner.Text())
	}
	if text == "=" {
		return "", nil
	}
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrServerProof, errors.New("challenge is not base64"))
	}
	return string(raw), nil
}
