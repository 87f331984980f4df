// Package register implements XEP-0077: In-Band Registration.
package register

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"strings"

	"vouch/xmpp"
	"vouch/xmpp/preauth"
)

// NS is the namespace of XEP-0077 v2.4.
const NS = "jabber:iq:register"

// ErrElsewhere is a server that makes accounts on a web page: its Form has nothing to fill in but a URL or words. It is an
// *ElsewhereError.
var ErrElsewhere = errors.New("accounts are made elsewhere")

// ElsewhereError is ErrElsewhere with the page that the server names, which nothing here opens, and its words; both may be "".
type ElsewhereError struct{ URL, Instructions string }

func (e *ElsewhereError) Error() string { return fmt.Sprintf("%v: %s", ErrElsewhere, e.URL) }

// Is makes errors.Is(err, ErrElsewhere) work.
func (e *ElsewhereError) Is(target error) bool { return target == ErrElsewhere }

type query struct {
	XMLName xml.Name `xml:"jabber:iq:register query"`
	Content []any
}

type element struct {
	XMLName xml.Name
	Text    string `xml:",chardata"`
}

// Register makes an account at the server of cfg, over a connection without a login: the server has proved to be the domain
// before anything is asked. fill is given the server's form and answers it by Var, with the values of a field that takes
// several on lines of their own; what it leaves out keeps the server's value. Errors are those of xmpp.Greet, fill's own, ErrElsewhere, forms.ErrMissing, or a *xmpp.StanzaError: conflict when the name
// is taken, service-unavailable or not-allowed where no accounts are made.
//
// An invitation, if there is one, is shown to the server first (XEP-0445 v0.2.0 §3); one that does not know it refuses, which
// is a *xmpp.StanzaError as well.
func Register(ctx context.Context, cfg xmpp.Config, invitation string, fill func(Form) (map[string]string, error)) error {
	s, err := xmpp.Greet(ctx, cfg)
	if err != nil {
		return fmt.Errorf("register: %w", err)
	}
	defer s.Close()
	if invitation != "" {
		if _, err := s.Ask(true, preauth.Token{Token: invitation}); err != nil {
			return fmt.Errorf("register by invitation: %w", err)
		}
	}
	asked, err := s.Ask(false, query{})
	if err != nil {
		return fmt.Errorf("register: %w", err)
	}
	f, err := parse(asked)
	if err != nil {
		return fmt.Errorf("register: %w", err)
	}
	if len(f.Fields) == 0 {
		return fmt.Errorf("register: %w", &ElsewhereError{f.URL, f.Instructions})
	}
	answers, err := fill(f)
	if err != nil {
		return fmt.Errorf("register: %w", err)
	}
	submitted, err := f.submit(answers)
	if err != nil {
		return fmt.Errorf("register: %w", err)
	}
	if _, err := s.Ask(true, submitted); err != nil {
		return fmt.Errorf("register: %w", err)
	}
	return nil
}

// submit is the filled form.
func (f Form) submit(answers map[string]string) (query, error) {
	filled, err := f.Form.Submit(answers)
	if err != nil {
		return query{}, err
	}
	if f.data {
		return query{Content: []any{filled}}, nil
	}
	var plain []any
	for _, one := range filled.Fields {
		plain = append(plain, element{xml.Name{Space: NS, Local: one.Var}, strings.Join(one.Values, "\n")})
	}
	return query{Content: plain}, nil
}

// NewPassword is the payload of a request to the own server, a set, that changes the password of the account whose
// localpart is user (§3.3).
func NewPassword(user, password string) any {
	return query{Content: []any{
		element{xml.Name{Space: NS, Local: "username"}, user}, element{xml.Name{Space: NS, Local: "password"}, password},
	}}
}

// PasswordForm is the form that a server answers a NewPassword with when it wants to know more (§3.3), such as the password
// until now; ok is false when payload is none.
func PasswordForm(payload *xmpp.Element) (f Form, ok bool) {
	if payload == nil {
		return Form{}, false
	}
	f, err := parse(payload)
	return f, err == nil && f.data
}

// CurrentPassword is the Var of the password until now in a PasswordForm (§3.3).
const CurrentPassword = "old_password"

// Submit is the payload of a set with the filled form. *forms.MissingError names what is required and was not answered.
func (f Form) Submit(answers map[string]string) (any, error) { return f.submit(answers) }

// Remove is the payload of a request to the own account, a set, that deletes it on the server, with all that is kept there
// (§3.2). The server ends the stream after its answer.
func Remove() any {
	return query{Content: []any{element{XMLName: xml.Name{Space: NS, Local: "remove"}}}}
}
