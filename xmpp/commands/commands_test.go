package commands_test

import (
	"reflect"
	"strings"
	"testing"

	"vouch/xmpp"
	"vouch/xmpp/commands"
	"vouch/xmpp/forms"
	"vouch/xmpp/xmpptest"
)

func TestParse(t *testing.T) {
	const open = "<command xmlns='http://jabber.org/protocol/commands' node='n' sessionid='s' status="
	base := commands.Step{Node: "n", Session: "s", Status: commands.Executing, Actions: []commands.Action{commands.Complete}, Default: commands.Complete}
	with := func(change func(*commands.Step)) commands.Step {
		s := base
		change(&s)
		return s
	}
	for _, row := range []struct {
		name, xml string
		want      commands.Step
	}{
		{"one way on", open + "'executing'/>", base},
		{"completed", open + "'completed'/>", with(func(s *commands.Step) { s.Status, s.Actions, s.Default = commands.Completed, nil, "" })},
		{"notes", open + "'executing'><note type='warn'>w</note><note>i</note><note type='shout'>x</note></command>", with(func(s *commands.Step) {
			s.Notes = []commands.Note{{"warn", "w"}, {"info", "i"}, {"info", "x"}}
		})},
		{"actions", open + "'executing'><actions execute='next'><prev/><next/></actions></command>", with(func(s *commands.Step) {
			s.Actions, s.Default = []commands.Action{commands.Prev, commands.Next}, commands.Next
		})},
		{"a default that is none", open + "'executing'><actions execute='explode'><prev/><complete/></actions></command>", with(func(s *commands.Step) {
			s.Actions, s.Default = []commands.Action{commands.Prev, commands.Complete}, commands.Complete
		})},
		{"a form", open + "'executing'><x xmlns='jabber:x:data' type='form'><title>T</title><field var='a' type='text-single'/></x></command>", with(func(s *commands.Step) {
			s.Form = &forms.Form{Type: "form", Title: "T", Fields: []forms.Field{{Var: "a", Type: "text-single"}}}
		})},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := xmpptest.Element(t, row.xml)
			if got, err := commands.Parse(&e); err != nil || !reflect.DeepEqual(got, row.want) {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
	for name, text := range map[string]string{
		"something else": "<x xmlns='urn:x'/>", "an unknown status": open + "'dreaming'/>",
		"a form of another kind": open + "'executing'><x xmlns='jabber:x:data' type='submit'/></command>",
		"a huge session":         strings.Replace(open, "'s'", "'"+strings.Repeat("s", 2000)+"'", 1) + "'executing'/>",
	} {
		e := xmpptest.Element(t, text)
		if got, err := commands.Parse(&e); err == nil {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if _, err := commands.Parse(nil); err == nil {
		t.Error("nothing was parsed")
	}
}

func TestNotesAreReadInTheUsersLanguage(t *testing.T) {
	e := xmpptest.Element(t, "<command xmlns='http://jabber.org/protocol/commands' node='n' status='completed' xml:lang='en'><note>one</note><note type='warn'>two</note>"+
		"<note xml:lang='de'>eins</note><note type='warn' xml:lang='de'>zwei</note></command>", "de-CH", "en")
	if got, err := commands.Parse(&e); err != nil || !reflect.DeepEqual(got.Notes, []commands.Note{{"info", "eins"}, {"warn", "zwei"}}) {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestDo(t *testing.T) {
	data, err := forms.Form{Fields: []forms.Field{{Var: "a"}}}.Submit(map[string]string{"a": "1"})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := xmpp.Marshal(commands.Do("n", "s", commands.Next, &data))
	want := `<command xmlns="http://jabber.org/protocol/commands" node="n" sessionid="s" action="next"><x xmlns="jabber:x:data" type="submit"><field var="a"><value>1</value></field></x></command>`
	if err != nil || string(raw) != want {
		t.Errorf("%s, %v", raw, err)
	}
}
