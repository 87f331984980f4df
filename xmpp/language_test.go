package xmpp_test

import (
	"strings"
	"testing"

	"vouch/xmpp"
	"vouch/xmpp/xmpptest"
)

// TestTheUsersLanguageIsChosen: each row has the texts as language=words, the language of what they are in, the user's, and the
// words to show.
func TestTheUsersLanguageIsChosen(t *testing.T) {
	for _, row := range []struct{ name, texts, base, users, want string }{
		{"the user's own", "en=Good morning|de=Guten Morgen", "", "de", "Guten Morgen"},
		{"of a country, by its language", "en=Good morning|de=Guten Morgen", "", "de-AT", "Guten Morgen"},
		{"of the user's country", "de=Grüß Gott|de-CH=Grüezi|de-AT=Servus", "", "de-AT", "Servus"},
		{"of another country", "=Bonjour|de-AT=Servus", "fr", "de-DE", "Servus"},
		{"of another country, after the language itself", "de-AT=Servus|de=Hallo", "", "de-DE", "Hallo"},
		{"of a country that begins alike", "den=x|en=y", "", "de en", "y"},
		{"a script on the way", "zh-Hant=繁|zh-Hans=简", "", "zh-Hans-CN", "简"},
		{"in capitals", "EN-us=color|DE=Farbe", "", "en-US", "color"},
		{"what it is in", "=Bonjour|de=Hallo", "fr", "fr-CA", "Bonjour"},
		{"the second of the user's", "fr=Bonjour|es=Hola", "", "de es fr", "Hola"},
		{"the first of the user's, though it is later", "en=Hello|de=Hallo", "", "de en", "Hallo"},
		{"none fits: the one without", "de=Hallo|=Hello|fr=Bonjour", "", "es", "Hello"},
		{"none fits: the one without, in what it is in", "de=Hallo|=Hello|fr=Bonjour", "en", "es", "Hello"},
		{"none fits, all have one: the first", "fr=Bonjour|de=Hallo", "", "es", "Bonjour"},
		{"the user has none", "de=Hallo|=Hello", "", "", "Hello"},
		{"an empty one is none", "de=|en=Hello", "", "de", "Hello"},
		{"twice: the first", "de=eins|de=zwei", "", "de", "eins"},
		{"an extension", "de=Hallo|en=Hello", "", "de-x-private", "Hallo"},
		{"any language is none", "de=Hallo|=Hello", "", "*", "Hello"},
		{"a broken one", "de-=Hallo|=Hello", "", "-", "Hello"},
		{"nothing", "", "en", "de", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			var texts xmpp.Texts
			for one := range strings.SplitSeq(row.texts, "|") {
				lang, words, _ := strings.Cut(one, "=")
				texts = append(texts, xmpp.Text{Lang: lang, Words: words})
			}
			if got := texts.In(row.base, strings.Fields(row.users)); got != row.want {
				t.Errorf("shows %q, want %q", got, row.want)
			}
		})
	}
}

// TestTextsOfAStreamAreInTheUsersLanguage: a status, an error of a stanza.
func TestTextsOfAStreamAreInTheUsersLanguage(t *testing.T) {
	s, _ := serve(t, func(w *xmpptest.Wire) {
		w.Write("<presence from='bob@example.org/x' xml:lang='fr'><status>absent</status><status xml:lang='de'>unterwegs</status></presence>" +
			"<presence from='bob@example.org/x' type='error'><error type='cancel'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>" +
			"<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>no</text><text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='de-AT'>na</text></error></presence>" +
			"<message from='bob@example.org/x' type='error'><body>x</body><error type='cancel'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>" +
			"<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>no</text><text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='de'>nein</text></error></message>")
		w.Drain()
	}, func(c *xmpp.Config) { c.Languages = []string{"de-DE", "en"} })
	if p, _ := await[*xmpp.Presence](s, nil); p.Status != "unterwegs" {
		t.Errorf("the status is %q", p.Status)
	}
	if p, _ := await[*xmpp.Presence](s, nil); p.Failure.Text != "na" {
		t.Errorf("the error says %q", p.Failure.Text)
	}
	if m, _ := await[*xmpp.Message](s, nil); m.Failure.Text != "nein" || m.Error.Text != "nein" {
		t.Errorf("the error says %q, %q", m.Failure.Text, m.Error.Text)
	}
}
