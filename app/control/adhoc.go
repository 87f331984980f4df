package control

import (
	"context"

	"vouch/app"
)

// stepRecord is where the execution of an ad-hoc command stands.
type stepRecord struct {
	Session string              `json:"session"`
	Status  string              `json:"status" about:"executing, completed or canceled"`
	Title   string              `json:"title,omitempty"`
	Text    string              `json:"text,omitempty" about:"what the form says"`
	Fields  []fieldRecord       `json:"fields" about:"of the form"`
	Rows    []map[string]string `json:"rows,omitempty" about:"a table of results"`
	Notes   []string            `json:"notes,omitempty" about:"words of the server"`
	Actions []app.AdHocAction   `json:"actions" about:"how it could go on: prev, next or complete"`
}

type fieldRecord struct {
	Var      string   `json:"var"`
	Type     string   `json:"type" about:"as in XEP-0004"`
	Label    string   `json:"label,omitempty"`
	Value    string   `json:"value,omitempty"`
	Required bool     `json:"required,omitempty"`
	Options  []string `json:"options,omitempty" about:"what can be chosen"`
}

// adHoc are the methods about ad-hoc commands of servers and bots (XEP-0050).
var adHoc = []Method{
	answers("command.list", "what a server can be told to do (ad-hoc commands)",
		listAdHoc, waits, fails(app.KindNotConnected, app.KindRefused, app.KindMalformed)),
	answers("command.run", "tell it, and answer what it asks",
		runAdHoc, waits, fails(app.KindNotConnected, app.KindRefused, app.KindMalformed)),
}

type adHocListParams struct {
	Account string `json:"account"`
	JID     string `json:"jid,omitempty" about:"of a server or bot; left out for the account's own server"`
}

type adHocRecord struct {
	JID  string `json:"jid"`
	Node string `json:"node"`
	Name string `json:"name"`
}

func listAdHoc(ctx context.Context, s *Server, p adHocListParams) ([]adHocRecord, error) {
	all, err := s.service.AdHocCommands(ctx, p.Account, p.JID)
	out := []adHocRecord{}
	for _, c := range all {
		out = append(out, adHocRecord{c.JID, c.Node, c.Name})
	}
	return out, err
}

type adHocRunParams struct {
	Account string            `json:"account"`
	JID     string            `json:"jid,omitempty" about:"that of command.list; left out for the account's own server"`
	Node    string            `json:"node" about:"that of command.list"`
	Fields  map[string]string `json:"fields,omitempty" about:"answers to all forms that come, by the var of their fields; left out, only the first form is shown"`
}

func runAdHoc(ctx context.Context, s *Server, p adHocRunParams) (stepRecord, error) {
	c := app.AdHocRun{Account: p.Account, Command: app.AdHocCommand{JID: p.JID, Node: p.Node}}
	step, err := s.service.RunAdHoc(ctx, c)
	for range maxSteps {
		if err != nil || step.Status != "executing" || p.Fields == nil {
			break
		}
		c.Step, c.Action, c.Answers = step, step.Default, p.Fields
		step, err = s.service.RunAdHoc(ctx, c)
	}
	if err != nil {
		return stepRecord{}, err
	}
	if step.Status == "executing" { // nobody will go on with it
		c.Step, c.Action = step, "cancel"
		if _, err := s.service.RunAdHoc(ctx, c); err != nil && app.KindOf(err) == app.KindNotConnected {
			return stepRecord{}, err
		}
	}
	return newStepRecord(step), nil
}

// maxSteps is how many forms of an ad-hoc command are answered.
const maxSteps = 20

func newStepRecord(s app.AdHocStep) stepRecord {
	out := stepRecord{Session: s.Session, Status: string(s.Status), Fields: []fieldRecord{}, Actions: append([]app.AdHocAction{}, s.Actions...)}
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
