package app

import (
	"context"
	"errors"
	"fmt"

	"vouch/app/input"
	"vouch/app/loop"
	"vouch/xmpp"
	"vouch/xmpp/commands"
	"vouch/xmpp/disco"
	"vouch/xmpp/forms"
)

// What ad-hoc commands of a server or a bot are made of.
type (
	DataForm    = forms.Form
	DataField   = forms.Field
	AdHocStep   = commands.Step
	AdHocAction = commands.Action
)

// AdHocCommand is something that a server, or another entity, can be told to do (XEP-0050 v1.3.0).
type AdHocCommand struct{ JID, Node, Name string }

const maxAdHoc = 200

// AdHocCommands lists what an entity lets this account tell it to do; of "" the account's own server. KindNotFound: nothing.
func (s *Service) AdHocCommands(ctx context.Context, of, entity string) ([]AdHocCommand, error) {
	return askEntity(ctx, s, of, entity, loop.Question{Payload: disco.GetItems(commands.NS)}, func(answer *xmpp.Answer) ([]AdHocCommand, error) {
		items, err := disco.ParseItems(answer.Payload)
		if err != nil {
			return nil, &Error{Kind: KindMalformed, Err: err}
		}
		out := []AdHocCommand{}
		for _, i := range items {
			if i.Node == "" || len(out) >= maxAdHoc {
				continue
			}
			name := input.Line(forms.Cut(i.Name))
			if name == "" {
				name = i.Node
			}
			out = append(out, AdHocCommand{i.JID.String(), i.Node, name})
		}
		return out, nil
	})
}

// AdHocRun begins an ad-hoc command, where Step is zero, or takes it further with the answers to its form, by Var, those of a
// field with several values on lines of their own. Answers are for Next and Complete.
type AdHocRun struct {
	Account string
	Command AdHocCommand
	Step    AdHocStep
	Action  AdHocAction
	Answers map[string]string
}

// RunAdHoc takes an ad-hoc command one step. KindInvalid "fields" names what the form requires and was not answered. KindRefused: the
// entity does not do it, as it has Said; KindMalformed: what it answered makes no sense, or is of another execution.
func (s *Service) RunAdHoc(ctx context.Context, c AdHocRun) (AdHocStep, error) {
	var filled *forms.Data
	if c.Step.Form != nil && (c.Action == commands.Next || c.Action == commands.Complete) {
		data, err := c.Step.Form.Submit(c.Answers)
		if err != nil {
			return AdHocStep{}, registerError(err)
		}
		filled = &data
	}
	if c.Step.Session == "" {
		c.Action = commands.Execute
	}
	q := loop.Question{Set: true, Payload: commands.Do(c.Command.Node, c.Step.Session, c.Action, filled)}
	return askEntity(ctx, s, c.Account, c.Command.JID, q, func(answer *xmpp.Answer) (AdHocStep, error) {
		next, err := commands.Parse(answer.Payload)
		if err != nil {
			return next, &Error{Kind: KindMalformed, Err: err}
		}
		if next.Node != c.Command.Node || c.Step.Session != "" && next.Session != c.Step.Session {
			return next, &Error{Kind: KindMalformed, Err: fmt.Errorf("step of node %q, session %q", next.Node, next.Session)}
		}
		if next.Status == commands.Executing && next.Session == "" {
			return next, &Error{Kind: KindMalformed, Err: errors.New("an execution without a session")}
		}
		return next, nil
	})
}

// askEntity is askFor about an entity, of "" the own server.
func askEntity[T any](ctx context.Context, s *Service, of, entity string, q loop.Question, read func(*xmpp.Answer) (T, error)) (T, error) {
	var none T
	a, err := s.account(of)
	if err != nil {
		return none, err
	}
	q.To = a.addr.Domain()
	if entity != "" {
		if q.To, err = input.FullAddress("jid", entity); err != nil {
			return none, err
		}
	}
	return loop.AskFor(ctx, a.asRoomsSeeIt(), q, func(answer *xmpp.Answer) (T, error) {
		var refused *xmpp.StanzaError
		switch {
		case answer.Err == nil:
			return read(answer)
		case errors.As(answer.Err, &refused) && !loop.IsAbsent(answer.Err):
			return none, &Error{Kind: KindRefused, Said: refused.Text, Err: answer.Err}
		}
		return none, loop.Failure(answer.Err)
	})
}
