package control

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// decodeParams reads params into the struct that p points to. Fields without omitempty in their json tag must be there;
// names that p does not have are refused. The errors name the param.
func decodeParams(raw json.RawMessage, p any) *Error {
	given := map[string]json.RawMessage{}
	if len(bytes.TrimSpace(raw)) > 0 {
		if err := json.Unmarshal(raw, &given); err != nil || given == nil {
			return badParam("", "params must be an object")
		}
	}
	known, needed := fields(reflect.TypeOf(p).Elem())
	for name := range given {
		if !slices.Contains(known, name) {
			return badParam(name, "unknown param "+name)
		}
	}
	for _, name := range needed {
		if v, ok := given[name]; !ok || string(v) == "null" {
			return badParam(name, "missing param "+name)
		}
	}
	if len(given) == 0 {
		return nil
	}
	err := json.Unmarshal(raw, p)
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		return badParam(wrong.Field, fmt.Sprintf("param %s must be a %s", wrong.Field, wrong.Type))
	}
	if err != nil {
		return badParam("", err.Error())
	}
	return nil
}

// fields gives the json names of a struct's fields, and those that are needed.
func fields(t reflect.Type) (known, needed []string) {
	for i := range t.NumField() {
		name, options, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		known = append(known, name)
		if options != "omitempty" {
			needed = append(needed, name)
		}
	}
	return known, needed
}

// described says of the params that a method takes which are needed.
func described(t reflect.Type) map[string]string {
	known, needed := fields(t)
	out := map[string]string{}
	for _, name := range known {
		out[name] = "optional"
		if slices.Contains(needed, name) {
			out[name] = "needed"
		}
	}
	return out
}

func badParam(name, text string) *Error {
	e := &Error{Code: codeInvalidParams, Message: text}
	e.Data.Kind, e.Data.Param = "invalid", name
	return e
}
