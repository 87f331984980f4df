package muc

import (
	"slices"

	"vouch/xmpp/forms"
)

// Plan is how a room that we make is to be.
type Plan struct {
	Private           bool // for members only, who see each other's addresses, and in no list; else open to all and listed
	Name, Description string
	Language          string // as xml:lang has it
	Password          string // "" for none
}

// wish is a value for whichever of its fields the server has.
type wish struct {
	fields          []string
	private, public string
}

const (
	config  = "muc#roomconfig_"
	prosody = "{http://prosody.im/protocol/muc}roomconfig_"
)

var wishes = []wish{
	{[]string{config + "persistentroom"}, "1", "1"},
	{[]string{config + "membersonly"}, "1", "0"},
	{[]string{config + "whois"}, "anyone", "moderators"},
	{[]string{config + "publicroom"}, "0", "1"},
	{[]string{"public_list"}, "0", "1"},
	{[]string{config + "moderatedroom"}, "0", "0"},
	{[]string{"members_by_default"}, "1", "1"},
	{[]string{config + "changesubject"}, "0", "0"},
	{[]string{config + "allowinvites", prosody + "allowmemberinvites"}, "0", "1"},
	{[]string{config + "enablearchiving", config + "mam", "mam"}, "1", "1"},
	{[]string{config + "enablelogging"}, "0", "0"},
}

// Answers are the answers to a room's configuration form by which it becomes as planned, as far as the form lets it: only to
// fields that were offered, and of values that may be chosen. Whether it came to be so is for the room's disco info to say,
// before anybody is invited.
func (p Plan) Answers(f forms.Form) map[string]string {
	answers := map[string]string{}
	answer := func(name, value string) {
		for _, field := range f.Fields {
			if field.Var == name && !field.Hidden() && takes(field, value) {
				answers[name] = value
			}
		}
	}
	for _, w := range wishes {
		value := w.public
		if p.Private {
			value = w.private
		}
		for _, name := range w.fields {
			answer(name, value)
		}
	}
	for name, text := range map[string]string{"roomname": p.Name, "roomdesc": p.Description, "lang": p.Language} {
		if text != "" {
			answer(config+name, text)
		}
	}
	if p.Password != "" {
		answer(config+"passwordprotectedroom", "1")
		answer(config+"roomsecret", p.Password)
	}
	return answers
}

// takes tells whether value is one that the field may have.
func takes(f forms.Field, value string) bool {
	return len(f.Options) == 0 || slices.ContainsFunc(f.Options, func(o forms.Option) bool { return o.Value == value })
}
