package control

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"vouch/app"
)

const usage = `usage: vouch ctl METHOD [key=value | key:=JSON …]
       vouch ctl --stdin METHOD      the params object on standard input
       vouch ctl events              one JSON object a line until interrupted
       vouch ctl methods             what there is, with its params
`

// CLI is "vouch ctl": it calls a running Vouch and prints the result as JSON. It returns the exit code: 0; 1 with the
// error on stderr; 2 for a call that makes no sense.
func CLI(ctx context.Context, profile string, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	if len(args) == 1 && (args[0] == "--help" || args[0] == "-h") {
		fmt.Fprint(stdout, usage)
		return 0
	}
	method, params, err := parseCall(args, stdin)
	if err != nil {
		fmt.Fprintf(stderr, "vouch ctl: %v\n%s", err, usage)
		return 2
	}
	c, err := Connect(profile)
	if err != nil {
		fmt.Fprintf(stderr, "vouch ctl: %v\n", err)
		return 1
	}
	defer c.Close()
	if method == "events" {
		out := json.NewEncoder(stdout)
		err = c.Events(ctx, func(e app.Event) error { return out.Encode(e) })
	} else {
		var result json.RawMessage
		if result, err = c.Call(ctx, method, params); err == nil {
			_, err = fmt.Fprintf(stdout, "%s\n", result)
		}
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		printError(stderr, err)
		return 1
	}
	return 0
}

// printError prints an error for people, and its kind for scripts.
func printError(w io.Writer, err error) {
	var e *Error
	if errors.As(err, &e) && e.Data.Kind != "" {
		fmt.Fprintf(w, "vouch ctl: %s (%s)\n", e.Message, e.Data.Kind)
		return
	}
	fmt.Fprintf(w, "vouch ctl: %v\n", err)
}

// parseCall reads method and params of a command line. Secrets belong on standard input: a command line is seen by all.
func parseCall(args []string, stdin io.Reader) (method string, params map[string]json.RawMessage, err error) {
	params = map[string]json.RawMessage{}
	if len(args) > 0 && args[0] == "--stdin" {
		args = args[1:]
		if err := json.NewDecoder(io.LimitReader(stdin, maxLine)).Decode(&params); err != nil {
			return "", nil, fmt.Errorf("read params from standard input: %w", err)
		}
	}
	if len(args) == 0 {
		return "", nil, errors.New("no method")
	}
	for _, arg := range args[1:] {
		key, value, ok := strings.Cut(arg, "=")
		if !ok {
			return "", nil, fmt.Errorf("%q is not key=value", arg)
		}
		raw := json.RawMessage(value)
		if k, isJSON := strings.CutSuffix(key, ":"); isJSON {
			if key = k; !json.Valid(raw) {
				return "", nil, fmt.Errorf("%q is not JSON", value)
			}
		} else if raw, err = json.Marshal(value); err != nil {
			return "", nil, err
		}
		params[key] = raw
	}
	return args[0], params, nil
}
