package forms_test

import (
	"testing"

	"vouch/xmpp/forms"
	"vouch/xmpp/xmpptest"
)

func TestAFormIsReadInTheUsersLanguage(t *testing.T) {
	const form = `<x xmlns='jabber:x:data' type='form' xml:lang='en'><title>Move</title><title xml:lang='de'>Umzug</title>
		<instructions>Fill in.</instructions><instructions>Then send.</instructions>
		<instructions xml:lang='de'>Ausfüllen.</instructions><instructions xml:lang='de'>Dann abschicken.</instructions></x>`
	for language, want := range map[string][2]string{
		"de-AT": {"Umzug", "Ausfüllen.\nDann abschicken."},
		"en":    {"Move", "Fill in.\nThen send."},
		"fr":    {"Move", "Fill in.\nThen send."},
	} {
		f, err := forms.Parse(xmpptest.Element(t, form, language), nil)
		if err != nil || f.Title != want[0] || f.Instructions != want[1] {
			t.Errorf("%s: %q, %q, %v", language, f.Title, f.Instructions, err)
		}
	}
}
