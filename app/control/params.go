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

// Param is one of a method's, made from a field of a struct with a json tag.
type Param struct {
	Name   string
	About  string // what its name does not say; may be ""
	Type   reflect.Type
	Needed bool // has to be given

	setting bool // the method sets something when it is given
}

// String is the name, in brackets where it can be left out.
func (p Param) String() string {
	if p.Needed {
		return p.Name
	}
	return "[" + p.Name + "]"
}

// paramsOf gives the params of a struct in the order of its fields. app.Command says what their tags mean.
func paramsOf(t reflect.Type) (out []Param) {
	for i := range t.NumField() {
		f := t.Field(i)
		tag, tagged := f.Tag.Lookup("json")
		setting := f.Tag.Get("setting") != ""
		if f.Anonymous && !tagged {
			for _, p := range paramsOf(f.Type) {
				p.setting = p.setting || setting
				p.Needed = p.Needed && !p.setting
				out = append(out, p)
			}
			continue
		}
		name, options, _ := strings.Cut(tag, ",")
		if name == "" || name == "-" {
			continue
		}
		needed := !setting && options != "omitempty"
		out = append(out, Param{Name: name, About: f.Tag.Get("about"), Type: f.Type, Needed: needed, setting: setting})
	}
	return out
}

// decodeParams reads params into the struct that p points to, whose params are known. The errors name the param.
func decodeParams(raw json.RawMessage, known []Param, p any) *Error {
	given := map[string]json.RawMessage{}
	if len(bytes.TrimSpace(raw)) > 0 {
		if err := json.Unmarshal(raw, &given); err != nil || given == nil {
			return badParam("", "params must be an object")
		}
	}
	isKnown := func(name string) bool {
		return slices.ContainsFunc(known, func(k Param) bool { return k.Name == name })
	}
	for name := range given {
		if !isKnown(name) {
			return badParam(name, "unknown param "+name)
		}
	}
	for _, k := range known {
		if v, ok := given[k.Name]; k.Needed && (!ok || string(v) == "null") {
			return badParam(k.Name, "missing param "+k.Name)
		}
	}
	if len(given) == 0 {
		return nil
	}
	err := json.Unmarshal(raw, p)
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		name := wrong.Field
		if first, rest, ok := strings.Cut(name, "."); ok && !isKnown(first) {
			name = rest // of a struct that is embedded
		}
		return badParam(name, fmt.Sprintf("param %s must be a %s", name, wrong.Type))
	}
	if err != nil {
		return badParam("", err.Error())
	}
	return nil
}

// sets tells whether params that were decoded hold one that sets something; null and "" do not.
func sets(raw json.RawMessage, known []Param) bool {
	given := givenOf(raw)
	return slices.ContainsFunc(known, func(k Param) bool { _, ok := given[k.Name]; return k.setting && ok })
}

// complete decodes params anew into p, with what is set now in the place of those that are not given.
func complete(raw json.RawMessage, now, p any) error {
	all := map[string]json.RawMessage{}
	text, err := json.Marshal(now)
	if err == nil {
		err = json.Unmarshal(text, &all)
	}
	for name, value := range givenOf(raw) {
		all[name] = value
	}
	if err == nil {
		text, err = json.Marshal(all)
	}
	if err == nil {
		err = json.Unmarshal(text, p)
	}
	if err != nil {
		return fmt.Errorf("complete params: %w", err)
	}
	return nil
}

// givenOf gives the params that are neither null nor "".
func givenOf(raw json.RawMessage) map[string]json.RawMessage {
	given := map[string]json.RawMessage{}
	json.Unmarshal(raw, &given) // of no params it is an error
	for name, value := range given {
		if v := string(value); v == "null" || v == `""` {
			delete(given, name)
		}
	}
	return given
}

func badParam(name, text string) *Error {
	e := &Error{Code: codeInvalidParams, Message: text}
	e.Data.Kind, e.Data.Param = "invalid", name
	return e
}
