package uitest

import (
	"bytes"
	"image"
	"image/color"
	"image/png"

	"vouch/app"
	"vouch/xmpp/commands"
	"vouch/xmpp/forms"
)

// Operator is a server that adds users and counts them.
func Operator(s *Service) {
	add := app.AdHocCommand{JID: "example.org", Node: "add", Name: "Add User"}
	s.Offered = []app.AdHocCommand{add, {JID: "example.org", Node: "list", Name: "Get List of Online Users"}}
	form := forms.Form{Type: "form", Title: "Adding a User", Instructions: "Fill out this form to add a user.", Fields: []forms.Field{
		{Var: "FORM_TYPE", Type: "hidden", Value: "x"},
		{Var: "accountjid", Type: "jid-single", Label: "The address of the new account", Required: true},
		{Var: "password", Type: "text-private", Label: "The password for it"},
	}}
	s.Next = func(c app.AdHocRun) (app.AdHocStep, error) {
		switch {
		case c.Command.Node == "list":
			return app.AdHocStep{Node: "list", Status: commands.Completed, Form: &forms.Form{Type: "result", Title: "Online", Fields: []forms.Field{
				{Var: "jid", Type: "jid-single", Label: "Address"}, {Var: "ip", Type: "text-single", Label: "From"},
			}, Rows: [][]forms.Field{
				{{Var: "jid", Value: "alice@example.org/desk"}, {Var: "ip", Value: "192.0.2.7"}}, {{Var: "jid", Value: "bob@example.org/phone"}, {Var: "ip", Value: "192.0.2.9"}},
			}}}, nil
		case c.Action == commands.Execute:
			return app.AdHocStep{Node: "add", Session: "s", Status: commands.Executing, Form: &form, Actions: []app.AdHocAction{commands.Complete}, Default: commands.Complete}, nil
		case c.Action == commands.Cancel:
			return app.AdHocStep{Node: "add", Session: "s", Status: commands.Canceled}, nil
		case c.Answers["accountjid"] == "":
			return app.AdHocStep{}, &app.Error{Kind: app.KindInvalid, Param: "fields", About: "accountjid"}
		}
		return app.AdHocStep{Node: "add", Session: "s", Status: commands.Completed, Notes: []commands.Note{{Type: "info", Text: "Account successfully created"}}}, nil
	}
}

// Readable is a PNG that looks like a picture to read.
func Readable() []byte {
	m := image.NewNRGBA(image.Rect(0, 0, 180, 60))
	for i := range 180 * 60 {
		m.Set(i%180, i/180, color.NRGBA{uint8(i), uint8(i / 180 * 4), 90, 255})
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, m); err != nil {
		panic(err)
	}
	return buf.Bytes()
}

// Everything is a form with every kind of question.
func Everything() app.RegistrationForm {
	type field = forms.Field
	return app.RegistrationForm{URL: "https://example.org/new", Form: forms.Form{Title: "Welcome at the mill", Instructions: "Choose a name and answer what follows.", Fields: []field{
		{Var: "FORM_TYPE", Type: "hidden", Value: "urn:xmpp:captcha"},
		{Type: "fixed", Value: "Be kind.\nNo spam."},
		{Var: "username", Type: "text-single", Required: true},
		{Var: "password", Type: "text-private", Required: true},
		{Var: "about", Type: "text-multi", Label: "What brings you here"},
		{Var: "rules", Type: "boolean", Label: "I have read the rules", Value: "0"},
		{Var: "lang", Type: "list-single", Label: "Language", Value: "en", Options: []forms.Option{{Value: "en", Label: "English"}, {Value: "de"}}},
		{Var: "rooms", Type: "list-multi", Label: "Rooms", Value: "tea", Options: []forms.Option{{Value: "tea"}, {Value: "walks"}}},
		{Var: "ocr", Type: "text-single", Label: "What does the picture say?", Required: true, Media: []forms.Media{{Type: "image/png", URL: "cid:x", Data: Readable()}}},
	}}}
}

// AsksForPicture is a form with the picture that is given.
func AsksForPicture(data []byte, url string) app.RegistrationForm {
	f := Everything()
	f.Fields = append(f.Fields[2:4:4], f.Fields[8])
	f.Fields[2].Media = []forms.Media{{Type: "image/png", URL: url, Data: data}}
	return f
}
