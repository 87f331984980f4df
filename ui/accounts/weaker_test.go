package accounts

import (
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/view"
)

func TestNothingIsOfferedWhereNothingCanBeAccepted(t *testing.T) {
	w, _ := window(t)
	if word, _ := w.AccountAct(&view.AccountView{State: view.StateError, Err: &app.Error{Kind: app.KindDowngrade}}); word != "" {
		t.Errorf("it offers %q", word)
	}
}

func TestWaysToSignInInPlainWords(t *testing.T) {
	seen := map[string]string{}
	for _, m := range []string{"SCRAM-SHA-512-PLUS", "SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN", "EXTERNAL", "X-NEW"} {
		words := loginText(m)
		if other := seen[words]; other != "" || strings.Contains(words, "SCRAM") {
			t.Errorf("%s says %q, as %s", m, words, other)
		}
		seen[words] = m
	}
	if loginText("SCRAM-SHA-512") != loginText("SCRAM-SHA-256") {
		t.Error("what is as safe says something else")
	}
}
