package xmpp

import (
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"

	"gosrc.io/xmpp/stanza"
)

// authenticate logs in over l, which must be TLS, with the strongest mechanism on offer (RFC 6120 §6.4).
func authenticate(l *link, cfg Config, features Element) (string, error) {
	offer := offerOf(features, xml.Name{Space: stanza.NSSASL, Local: "mechanisms"})
	choice, err := offer.choose(bindingsOf(l.conn), cfg.Strongest, false)
	if err != nil {
		return "", err
	}
	user, err := prepare(cfg.Address.Localpart())
	if err != nil {
		return "", fmt.Errorf("%w: user name: %w", ErrAuth, err)
	}
	password, err := prepare(cfg.Password)
	if err != nil {
		return "", fmt.Errorf("%w: password: %w", ErrAuth, err)
	}
	x := exchange{l, cfg}
	if choice.mechanism == "PLAIN" {
		err = x.plain(user, password)
	} else {
		err = x.scram(newScram(choice, offer, user, password), choice.mechanism)
	}
	if err != nil {
		return "", fmt.Errorf("log in by %s: %w", choice.mechanism, err)
	}
	return choice.mechanism, nil
}

// exchange is one SASL exchange over a link.
type exchange struct {
	link *link
	cfg  Config
}

// plain is RFC 4616. The server learns the password, which TLS has shown to be the domain's.
func (x exchange) plain(user, password string) error {
	if err := x.begin("PLAIN", "\x00"+user+"\x00"+password); err != nil {
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
func (x exchange) scram(s *scram, mechanism string) error {
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
	if err := x.send("response", "", final); err != nil {
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
		if err := x.send("response", "", ""); err != nil {
			return err
		}
		_, err = x.expect("success")
	}
	return err
}

func (x exchange) begin(mechanism, initial string) error {
	return x.send("auth", " mechanism='"+mechanism+"'", initial)
}

func (x exchange) send(name, attrs, payload string) error {
	text := base64.StdEncoding.EncodeToString([]byte(payload))
	return x.link.write([]byte("<"+name+" xmlns='"+stanza.NSSASL+"'"+attrs+">"+text+"</"+name+">"), x.cfg.Timing.Step)
}

// expect receives an element with that name and returns its data. A success too early proves nothing.
func (x exchange) expect(name string) (string, error) {
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
func (x exchange) receive() (Element, error) {
	e, err := x.link.receive(x.cfg.Timing.Step)
	if err != nil {
		return e, err
	}
	if e.Name.Space != stanza.NSSASL {
		return e, unexpected(e)
	}
	switch e.Name.Local {
	case "challenge", "success":
		return e, nil
	case "failure":
		return e, authError(e)
	}
	return e, unexpected(e)
}

func authError(e Element) error {
	result := &AuthError{}
	for child := range e.each {
		if child.Name.Local == "text" {
			result.Text = cut(child.Text(), maxText)
		} else {
			result.Condition = cut(child.Name.Local, maxCondition)
		}
	}
	return result
}

// data is the decoded content of a challenge or success; "=" and nothing both mean empty (RFC 6120 §6.4.2).
func data(e Element) (string, error) {
	text := e.Text()
	if text == "=" {
		return "", nil
	}
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrServerProof, errors.New("challenge is not base64"))
	}
	return string(raw), nil
}
