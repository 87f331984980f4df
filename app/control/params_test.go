package control

import (
	"encoding/json"
	"reflect"
	"testing"

	"vouch/app"
	"vouch/app/view"
)

// TestASettingIsReadOrSet: only a param that sets something makes a call of a setting more than a question.
func TestASettingIsReadOrSet(t *testing.T) {
	for _, c := range []struct {
		command app.Command
		params  string
		want    bool
	}{
		{app.SetIdle{}, `{"jid":"a@b"}`, false},
		{app.SetIdle{}, `{"jid":"a@b","minutes":null}`, false},
		{app.SetIdle{}, `{"jid":"a@b","minutes":0}`, true},
		{app.SetPrivacy{}, `{"jid":"a@b"}`, false},
		{app.SetPrivacy{}, `{"jid":"a@b","typing":false}`, true},
		{app.SetPresence{}, `{"jid":"a@b","show":"","status":""}`, false},
		{app.SetPresence{}, `{"jid":"a@b","status":"lunch"}`, true},
		{app.SetProfile{}, `{"jid":"a@b","older":true}`, false},
		{app.SetProfile{}, `{"jid":"a@b","profile":{}}`, true},
		{app.SetPolicy{}, `{"account":"a@b","jid":"c@d"}`, false},
		{app.SetPolicy{}, `{"account":"a@b","policy":"ask"}`, true},
		{app.SetArchive{}, `{"account":"a@b","default":"","always":null}`, false},
		{app.SetArchive{}, `{"account":"a@b","always":[]}`, true},
	} {
		known, into := paramsOf(reflect.TypeOf(c.command)), reflect.New(reflect.TypeOf(c.command))
		if err := decodeParams(json.RawMessage(c.params), known, into.Interface()); err != nil {
			t.Errorf("%T %s: %v", c.command, c.params, err)
		}
		if got := sets(json.RawMessage(c.params), known); got != c.want {
			t.Errorf("%T %s sets something: %v", c.command, c.params, got)
		}
	}
}

// TestWhatIsNotGivenStays in a setting of several parts.
func TestWhatIsNotGivenStays(t *testing.T) {
	now := view.ArchivePrefs{Default: "roster", Always: []string{"b@c"}, Never: []string{"d@e"}}
	var got app.SetArchive
	if err := complete(json.RawMessage(`{"account":"a@b","default":"","always":null,"never":[]}`), now, &got); err != nil {
		t.Fatal(err)
	}
	want := app.SetArchive{Account: "a@b", ArchivePrefs: view.ArchivePrefs{Default: "roster", Always: []string{"b@c"}, Never: []string{}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
}

// TestParamsAreRefusedByName: unknown ones, missing ones, and those of another type.
func TestParamsAreRefusedByName(t *testing.T) {
	for _, c := range []struct {
		command     app.Command
		params, bad string
	}{
		{app.SetEncryption{}, `{"account":"a@b","chat":"c@d"}`, "on"},
		{app.SetEncryption{}, `{"account":"a@b","chat":null,"on":true}`, "chat"},
		{app.SetEncryption{}, `{"account":"a@b","chat":"c@d","on":"yes"}`, "on"},
		{app.SetEncryption{}, `{"account":"a@b","chat":"c@d","on":true,"off":false}`, "off"},
		{app.SetPrivacy{}, `{"jid":"a@b","typing":"no"}`, "typing"},
		{app.SetProfile{}, `{"jid":"a@b","profile":{"phone":1}}`, "profile.phone"},
		{app.Verify{}, `{"account":"a@b","jid":"c@d","fingerprints":[],"Reject":["x"]}`, "Reject"},
	} {
		known, into := paramsOf(reflect.TypeOf(c.command)), reflect.New(reflect.TypeOf(c.command))
		err := decodeParams(json.RawMessage(c.params), known, into.Interface())
		if err == nil || err.Code != codeInvalidParams || err.Data.Param != c.bad {
			t.Errorf("%T %s: %+v, want param %s", c.command, c.params, err, c.bad)
		}
	}
}
