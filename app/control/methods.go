package control

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"

	"vouch/app"
)

// Method is a method of the socket: what is called, and what the list of methods, the reference, the manual page and
// completions say about it.
type Method struct {
	Name    string
	About   string // what it does, a line without a full stop
	More    string // whole sentences for the reference; may be ""
	Waits   bool   // it may wait for the network
	Params  []Param
	Answer  reflect.Type // nil for {}
	Current reflect.Type // answer of a setting that is given nothing to set; nil for no setting
	Kinds   []app.Kind   // of its errors, beside those that any method may have

	run func(ctx context.Context, s *Server, raw json.RawMessage) (any, error) // decodes the params, gives what to answer
}

// Methods lists the methods in the order of their names. Those that carry out one command are in the table of app, and all
// others in the tables of this package.
func Methods() []Method {
	all := slices.Concat(general, reading, codes, adHoc)
	for _, spec := range app.Commands() {
		if spec.Method != "" {
			all = append(all, ofCommand(spec))
		}
	}
	slices.SortFunc(all, func(a, b Method) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// answers makes a method of a function with params of type P and an answer of type A.
func answers[P, A any](name, about string, f func(context.Context, *Server, P) (A, error), options ...func(*Method)) Method {
	m := Method{Name: name, About: about, Params: paramsOf(reflect.TypeFor[P]()), Answer: reflect.TypeFor[A]()}
	m.run = func(ctx context.Context, s *Server, raw json.RawMessage) (any, error) {
		var p P
		if err := decodeParams(raw, m.Params, &p); err != nil {
			return nil, err
		}
		return f(ctx, s, p)
	}
	for _, f := range options {
		f(&m)
	}
	return m
}

// reads is answers for what asks the service alone.
func reads[P, A any](name, about string, f func(s *app.Service, p P) (A, error), options ...func(*Method)) Method {
	return answers(name, about, func(_ context.Context, s *Server, p P) (A, error) { return f(s.service, p) }, options...)
}

// waits marks a method that may wait for the network.
func waits(m *Method) { m.Waits = true }

// fails names the kinds of a method's errors.
func fails(kinds ...app.Kind) func(*Method) { return func(m *Method) { m.Kinds = kinds } }

// more adds sentences that the reference needs.
func more(text string) func(*Method) { return func(m *Method) { m.More = text } }

// ofCommand makes the method of a line of the table of commands. That of a setting answers what is set when it is given
// nothing to set.
func ofCommand(spec app.Spec) Method {
	m := Method{Name: spec.Method, About: spec.About, More: spec.More, Waits: spec.Waits, Kinds: spec.Kinds}
	m.Params, m.Answer, m.Current = paramsOf(spec.Command), spec.Answer, spec.Current
	m.run = func(ctx context.Context, s *Server, raw json.RawMessage) (any, error) {
		into := reflect.New(spec.Command)
		if err := decodeParams(raw, m.Params, into.Interface()); err != nil {
			return nil, err
		}
		command := func() app.Command { return into.Elem().Interface().(app.Command) }
		if change := sets(raw, m.Params); spec.Reads() && (spec.Keeps || !change) {
			now, err := s.service.Read(ctx, command())
			if err != nil || !change {
				return now, err
			}
			if err := complete(raw, now, into.Interface()); err != nil {
				return nil, err
			}
		}
		answer, err := s.service.Call(ctx, command())
		if answer == nil {
			answer = none{}
		}
		return answer, err
	}
	return m
}

type none struct{}

type account struct {
	Account string `json:"account"`
}

type accountJID struct {
	Account string `json:"account"`
	JID     string `json:"jid"`
}

// asError makes the JSON-RPC form of an error.
func asError(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	e = &Error{Code: codeService, Message: err.Error()}
	var cause *app.Error
	if errors.As(err, &cause) {
		e.Data.Kind, e.Data.Param = string(cause.Kind), cause.Param
	}
	return e
}
