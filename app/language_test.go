package app

import (
	"strings"
	"testing"

	"vouch/xmpp/xmpptest"
)

func TestBodyAndSubjectInTheUsersLanguage(t *testing.T) {
	a := &account{s: &Service{opt: Options{Languages: []string{"de-AT"}}}}
	m := xmpptest.Message(t, "<message xml:lang='fr'><subject>Bonjour</subject><subject xml:lang='de'>Hallo</subject><body xml:lang='en'>one</body><body>un</body></message>")
	if a.chooseSubject(m) != "Hallo" || a.chooseBody(m) != "un" {
		t.Errorf("%q, %q", a.chooseSubject(m), a.chooseBody(m))
	}
}

func TestLanguagesOfTheEnvironment(t *testing.T) {
	for _, row := range []struct{ name, env, system, want string }{
		{"one", "LANG=de_DE.UTF-8", "", "de-DE"},
		{"another for all", "LANG=de_DE.UTF-8 LC_ALL=fr_CA", "", "fr-CA"},
		{"another for words", "LANG=de_DE.UTF-8 LC_MESSAGES=es_ES@euro", "", "es-ES"},
		{"a list before it", "LANG=de_AT.UTF-8 LANGUAGE=de_AT:de:en_GB", "", "de-AT de en-GB"},
		{"a list, and another", "LANG=fr_FR.UTF-8 LANGUAGE=de", "", "de fr-FR"},
		{"a script", "LANG=sr_RS.UTF-8@latin", "", "sr-Latn-RS"},
		{"none at all", "LC_ALL=C LANG=de_DE.UTF-8 LANGUAGE=de", "de", ""},
		{"none, in UTF-8", "LANG=C.UTF-8 LANGUAGE=de", "", ""},
		{"POSIX", "LANG=POSIX", "", ""},
		{"only a list", "LANGUAGE=de", "", "de"},
		{"what the system says", "", "zh-Hant-TW", "zh-Hant-TW"},
		{"what the system says is not asked", "LANG=de_DE", "fr", "de-DE"},
		{"nothing", "", "", ""},
		{"nonsense", "LANG=../../etc LANGUAGE=::ä:" + strings.Repeat("x", 100), "", ""},
		{"many", "LANG=de LANGUAGE=a:b:c:d:e:f:g:h:i:j:k", "", "a b c d e f g h i j"},
	} {
		env := map[string]string{}
		for _, pair := range strings.Fields(row.env) {
			name, value, _ := strings.Cut(pair, "=")
			env[name] = value
		}
		got := Languages(func(name string) string { return env[name] }, row.system)
		if strings.Join(got, " ") != row.want {
			t.Errorf("%s: %q, want %q", row.name, got, row.want)
		}
	}
}
