package control

import (
	"context"

	"vouch/app"
)

// stepRecord is where the execution of a command stands.
type stepRecord struct {
	Session string              `json:"session"`
	Status  string              `json:"status"`
	Title   string              `json:"title,omitempty"`
	Text    string              `json:"text,omitempty"`
	Fields  []fieldRecord       `json:"fields"`
	Rows    []map[string]string `json:"rows,omitempty"`
	Notes   []string            `json:"notes,omitempty"`
	Actions []app.CommandAction `json:"actions"`
}

type fieldRecord struct {
	Var      string   `json:"var"`
	Type     string   `json:"type"`
	Label    string   `json:"label,omitempty"`
	Value    string   `json:"value,omitempty"`
	Required bool     `json:"required,omitempty"`
	Options  []string `json:"options,omitempty"`
}

func commandMethods(m map[string]method, service *app.Service) {
	m["command.list"] = call(func(ctx context.Context, p struct {
		Account string `json:"account"`
		JID     string `json:"jid,omitempty"`
	}) (any, error) {
		all, err := service.Commands(ctx, p.Account, p.JID)
		out := []map[string]string{}
		for _, c := range all {
			out = append(out, map[string]string{"jid": c.JID, "node": c.Node, "name": c.Name})
		}
		return out, err
	})
	m["command.run"] = call(func(ctx context.Context, p struct {
		Account string            `json:"account"`
		JID     string            `json:"jid,omitempty"`
		Node    string            `json:"node"`
		Fields  map[string]string `json:"fields,omitempty"` // answers to all forms that come
	}) (any, error) {
		c := app.RunCommand{Account: p.Account, Command: app.ServerCommand{JID: p.JID, Node: p.Node}}
		step, err := service.RunStep(ctx, c)
		for range maxSteps {
			if err != nil || step.Status != "executing" || p.Fields == nil {
				break
			}
			c.Step, c.Action, c.Answers = step, step.Default, p.Fields
			step, err = service.RunStep(ctx, c)
		}
		if err != nil {
			return nil, err
		}
		if step.Status == "executing" { // nobody will go on with it
			c.Step, c.Action = step, "cancel"
			if _, err := service.RunStep(ctx, c); err != nil && app.KindOf(err) == app.KindNotConnected {
				return nil, err
			}
		}
		return newStepRecord(step), nil
	})
}

// maxSteps is how many forms of a command are answered.
const maxSteps = 20

func newStepRecord(s app.CommandStep) stepRecord {
	out := stepRecord{Session: s.Session, Status: string(s.Status), Fields: []fieldRecord{}, Actions: append([]app.CommandAction{}, s.Actions...)}
	for _, n := range s.Notes {
		out.Notes = append(out.Notes, n.Text)
	}
	if s.Form == nil {
		return out
	}
	out.Title, out.Text = s.Form.Title, s.Form.Instructions
	for _, f := range s.Form.Fields {
		field := fieldRecord{Var: f.Var, Type: f.Type, Label: f.Label, Value: f.Value, Required: f.Required}
		for _, o := range f.Options {
			field.Options = append(field.Options, o.Value)
		}
		out.Fields = append(out.Fields, field)
	}
	for _, row := range s.Form.Rows {
		record := map[string]string{}
		for _, f := range row {
			record[f.Var] = f.Value
		}
		out.Rows = append(out.Rows, record)
	}
	return out
}
