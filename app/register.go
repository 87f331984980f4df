package app

import (
	"context"
	"errors"
	"maps"
	"strings"

	"mellium.im/xmpp/jid"

	"vouch/app/loop"
	"vouch/trust"
	"vouch/xmpp"
	"vouch/xmpp/forms"
	"vouch/xmpp/register"
)

// RegistrationForm is what a server asks before it makes an account, and RegistrationField one of its questions.
type (
	RegistrationForm  = register.Form
	RegistrationField = forms.Field
)

// Register makes the account on its server and signs in, as AddAccount with Register does, with a person who fills the form:
// there may be a picture to read. fill is called once, on the caller's goroutine, while the server waits; what it does not
// answer is the name and the password of c. With a server alone as the JID of c both are what fill answers as username and
// password. KindInvalid "fields" names what it left out; KindRefused "url" is About the web page on which the server
// makes accounts instead. KindNotConnected: none was made, as far as is known; one that was made is kept, and Register says nil
// though it could not connect with it.
func (s *Service) Register(ctx context.Context, c AddAccount, fill func(RegistrationForm) (map[string]string, error)) error {
	if err := s.register(ctx, &c, fill); err != nil {
		return err
	}
	c.Register = false
	if err := s.addAccount(ctx, c); KindOf(err) != KindNotConnected {
		return err
	}
	return nil // it is made and kept, and connects by itself
}

// register makes the account that c describes, and puts into c what it was made with.
func (s *Service) register(ctx context.Context, c *AddAccount, fill func(RegistrationForm) (map[string]string, error)) error {
	check := s.checkAccount
	if !strings.Contains(c.JID, "@") {
		check = s.checkReach // who it will be is in the answers
	}
	cfg, err := check(*c)
	if err != nil {
		return err
	}
	conf, err := s.config(cfg)
	if err != nil {
		return err
	}
	return registerError(register.Register(ctx, conf, c.Invitation, func(f register.Form) (map[string]string, error) {
		answers := map[string]string{"username": conf.Address.Localpart(), "password": c.Password}
		if fill != nil {
			given, err := fill(f)
			if err != nil {
				return nil, err
			}
			maps.Copy(answers, given)
		}
		who, err := jid.New(answers["username"], conf.Address.Domainpart(), "")
		if err != nil {
			return nil, invalid("jid", "not an address")
		}
		if answers["password"] == "" {
			return nil, invalid("password", "empty")
		}
		c.JID, c.Password = who.String(), answers["password"]
		_, err = s.checkAccount(*c)
		return answers, err
	}))
}

// registerError gives what went wrong with an account on its server its kind.
func registerError(err error) error {
	var refused *xmpp.StanzaError
	var missing *forms.MissingError
	var elsewhere *register.ElsewhereError
	switch {
	case err == nil, KindOf(err) != "":
		return err
	case errors.As(err, &missing):
		return &Error{Kind: KindInvalid, Param: "fields", About: missing.Var, Err: err}
	case errors.As(err, &refused) && refused.Condition == "conflict":
		return &Error{Kind: KindConflict, Param: "jid", Said: refused.Text, Err: err}
	case errors.As(err, &refused):
		return &Error{Kind: KindRefused, Said: refused.Text, Err: err}
	case errors.As(err, &elsewhere) && elsewhere.URL != "":
		return &Error{Kind: KindRefused, Param: "url", About: elsewhere.URL, Err: err}
	case errors.Is(err, register.ErrElsewhere):
		return &Error{Kind: KindRefused, Err: err}
	}
	return connectError(err)
}

// changeOnServer changes the password of the account on its server, and keeps the new one when that has worked.
func (s *Service) changeOnServer(ctx context.Context, c ChangePassword) error {
	a, err := s.account(c.Account)
	if err != nil {
		return err
	}
	return a.waitNetwork(ctx, func(report func(error)) {
		if !a.conn.online {
			report(&Error{Kind: KindNotConnected})
			return
		}
		keep := func(answer *xmpp.Answer) {
			if answer.Err != nil {
				report(registerError(answer.Err))
				return
			}
			a.cfg.Password = c.Password
			a.dropToken()
			report(a.store())
		}
		to := a.addr.Domain()
		a.Ask(to, true, register.NewPassword(a.addr.Localpart(), c.Password), func(answer *xmpp.Answer) {
			form, more := register.PasswordForm(answer.Payload)
			if answer.Err == nil || !more {
				keep(answer)
				return
			}
			filled, err := passwordAnswers(form, a.addr.Localpart(), c)
			if err != nil {
				report(err)
				return
			}
			a.Ask(to, true, filled, keep)
		})
	})
}

// passwordAnswers fills the form that a server answers a new password with.
func passwordAnswers(form register.Form, user string, c ChangePassword) (any, error) {
	answers := map[string]string{"username": user, "password": c.Password}
	for _, f := range form.Fields {
		if f.Var != register.CurrentPassword {
			continue
		}
		if c.Current == "" {
			return nil, invalid("current", "wanted")
		}
		answers[f.Var] = c.Current
	}
	filled, err := form.Submit(answers)
	return filled, registerError(err)
}

// removeOnServer deletes the account on its server. The server ends the stream as well (XEP-0077 v2.4 §3.2), sometimes before
// its answer was read: then a login tells.
func (s *Service) removeOnServer(ctx context.Context, of string) error {
	a, err := s.account(of)
	if err != nil {
		return err
	}
	type end struct {
		err  error
		conf xmpp.Config
	}
	ended, err := loop.AskFor(ctx, a.asRoomsSeeIt(), loop.Question{Set: true, Payload: register.Remove()}, func(answer *xmpp.Answer) (end, error) {
		if answer.Err == nil {
			a.cfg.Enabled = false // it would only be told that nobody has this name
			return end{}, nil
		}
		if !errors.Is(answer.Err, xmpp.ErrClosed) {
			return end{}, registerError(answer.Err)
		}
		cfg := a.cfg
		cfg.Resource, cfg.Agent, cfg.Token = "", "", trust.Token{}
		conf, _ := s.config(cfg) // it was good for the stream that is over
		return end{registerError(answer.Err), conf}, nil
	})
	if err != nil || ended.err == nil {
		return err
	}
	client, failure := xmpp.Connect(ctx, ended.conf)
	if failure == nil {
		client.Close()
		return ended.err
	}
	var refused *xmpp.AuthError
	if errors.As(failure, &refused) && refused.Condition == "not-authorized" {
		return nil
	}
	return ended.err
}
