package app

import (
	"context"
	"reflect"
)

// Command is something a window or a script asks the Service to do. Those of the table are all there are; the type of each
// documents its own errors. A Command is a value: it is not changed by being carried out.
//
// A field with a json tag is a param of the command's method on the control socket. It is optional with omitempty, or where
// it or the struct that is embedded has the tag setting; the tag about says more than the name.
type Command interface{ command() }

// Spec is a line of the table of commands: one Command, for whoever calls or describes it.
type Spec struct {
	Method  string       // name on the control socket; "" where it has no method, or one that does more
	About   string       // what it does, a line without a full stop
	More    string       // whole sentences for the reference of the socket; may be ""
	Waits   bool         // it may wait for the network
	Kinds   []Kind       // of its errors, beside those that any command may have
	Command reflect.Type // a struct
	Answer  reflect.Type // what Call gives; nil where that is nil
	Current reflect.Type // what Read gives; nil but for a setting
	Keeps   bool         // a setting: what is not given stays, as Read says it

	run  deed
	read deed // nil but for a setting
}

// deed carries out a command, or says what is set.
type deed func(*Service, context.Context, Command) (any, error)

// Reads tells whether the method is a setting: called without a param that has the tag setting, it answers what Read does.
func (s Spec) Reads() bool { return s.read != nil }

// does is a line for a command that answers nothing.
func does[C Command](method, about string, run func(*Service, context.Context, C) error, options ...func(*Spec)) Spec {
	out := Spec{Method: method, About: about, Command: reflect.TypeFor[C]()}
	out.run = func(s *Service, ctx context.Context, c Command) (any, error) { return nil, run(s, ctx, c.(C)) }
	return out.with(options)
}

// gives is a line for a command with an answer.
func gives[C Command, A any](method, about string, run func(*Service, context.Context, C) (A, error), options ...func(*Spec)) Spec {
	out := Spec{Method: method, About: about, Command: reflect.TypeFor[C](), Answer: reflect.TypeFor[A]()}
	out.run = func(s *Service, ctx context.Context, c Command) (any, error) { return run(s, ctx, c.(C)) }
	return out.with(options)
}

func (s Spec) with(options []func(*Spec)) Spec {
	for _, f := range options {
		f(&s)
	}
	return s
}

// waits marks a command that may wait for the network.
func waits(s *Spec) { s.Waits = true }

// fails names the kinds of a command's errors.
func fails(kinds ...Kind) func(*Spec) { return func(s *Spec) { s.Kinds = kinds } }

// more adds sentences that the socket's reference needs.
func more(text string) func(*Spec) { return func(s *Spec) { s.More = text } }

// setting makes a command one that can be asked what is set.
func setting[C Command, A any](read func(*Service, context.Context, C) (A, error)) func(*Spec) {
	return func(s *Spec) {
		s.Current = reflect.TypeFor[A]()
		s.read = func(s *Service, ctx context.Context, c Command) (any, error) { return read(s, ctx, c.(C)) }
	}
}

// keeps is setting for one of several parts, whose answer has the names of the params.
func keeps[C Command, A any](read func(*Service, context.Context, C) (A, error)) func(*Spec) {
	return func(s *Spec) {
		setting(read)(s)
		s.Keeps = true
	}
}

// Commands lists the table of commands.
func Commands() []Spec { return commandTable }

// specs are the lines of the table by the types of their commands.
var specs = func() map[reflect.Type]Spec {
	out := map[reflect.Type]Spec{}
	for _, s := range commandTable {
		out[s.Command] = s
	}
	return out
}()

// Waits tells whether a command may wait for the network: for as long as the server, or the Context of Do, lets it.
func Waits(c Command) bool { return specs[reflect.TypeOf(c)].Waits }

// Do carries out a command. It may wait for the network as long as ctx allows. Errors are *Error.
func (s *Service) Do(ctx context.Context, c Command) error {
	_, err := s.Call(ctx, c)
	return err
}

// Call is Do for a command with an answer, which is of the type that its Spec names, or nil.
func (s *Service) Call(ctx context.Context, c Command) (answer any, err error) {
	spec, ok := specs[reflect.TypeOf(c)]
	if !ok {
		return nil, invalid("command", "unknown")
	}
	return spec.run(s, ctx, c)
}

// Read gives what is set where a command would set something else; of the command only whose setting it is counts. It is for
// a Spec that Reads.
func (s *Service) Read(ctx context.Context, c Command) (any, error) {
	return specs[reflect.TypeOf(c)].read(s, ctx, c)
}
