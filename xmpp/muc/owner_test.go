package muc_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/forms"
	"vouch/xmpp/muc"
	"vouch/xmpp/xmpptest"
)

func TestOwnerPayloads(t *testing.T) {
	for _, row := range []struct {
		name    string
		payload any
		want    string
	}{
		{"ask", muc.GetConfig(), `<query xmlns="http://jabber.org/protocol/muc#owner"></query>`},
		{"as the server likes it", muc.Instant(), `<query xmlns="http://jabber.org/protocol/muc#owner"><x xmlns="jabber:x:data" type="submit"></x></query>`},
		{"give up", muc.Cancel(), `<query xmlns="http://jabber.org/protocol/muc#owner"><x xmlns="jabber:x:data" type="cancel"></x></query>`},
		{"configure", muc.SetConfig(forms.Data{Type: "submit", Fields: []forms.Filled{{Var: "a", Values: []string{"1"}}}}),
			`<query xmlns="http://jabber.org/protocol/muc#owner"><x xmlns="jabber:x:data" type="submit"><field var="a"><value>1</value></field></x></query>`},
		{"end", muc.Destroy(jid.JID{}, "", ""), `<query xmlns="http://jabber.org/protocol/muc#owner"><destroy></destroy></query>`},
		{"end for another", muc.Destroy(alice, "pw", "a < b"), `<query xmlns="http://jabber.org/protocol/muc#owner"><destroy jid="grp@r.example.org"><password>pw</password><reason>a &lt; b</reason></destroy></query>`},
	} {
		t.Run(row.name, func(t *testing.T) {
			if raw, err := xmpp.Marshal(row.payload); err != nil || string(raw) != row.want {
				t.Errorf("got  %s, %v\nwant %s", raw, err, row.want)
			}
		})
	}
}

const formType = "<field var='FORM_TYPE' type='hidden'><value>http://jabber.org/protocol/muc#roomconfig</value></field>"

// configuration is a server's answer with those fields.
func configuration(t testing.TB, fields string) *xmpp.Element {
	e := xmpptest.Element(t, "<query xmlns='"+muc.NSOwner+"'><x xmlns='jabber:x:data' type='form'>"+formType+fields+"</x></query>")
	return &e
}

// field is one of a form, its type and value, then its options.
func field(name, kind, value string, options ...string) string {
	out := "<field var='" + name + "' type='" + kind + "'><value>" + value + "</value>"
	for _, o := range options {
		out += "<option><value>" + o + "</value></option>"
	}
	return out + "</field>"
}

// What the two servers offer, as far as Plan has something to say (Prosody 0.12.3, ejabberd 23.01).
var (
	ofProsody = field("muc#roomconfig_roomname", "text-single", "") + field("muc#roomconfig_roomdesc", "text-single", "") + field("muc#roomconfig_lang", "text-single", "en") +
		field("muc#roomconfig_persistentroom", "boolean", "0") + field("muc#roomconfig_publicroom", "boolean", "0") + field("muc#roomconfig_membersonly", "boolean", "0") +
		field("{http://prosody.im/protocol/muc}roomconfig_allowmemberinvites", "boolean", "0") + field("muc#roomconfig_whois", "list-single", "moderators", "moderators", "anyone") +
		field("muc#roomconfig_roomsecret", "text-private", "") + field("muc#roomconfig_moderatedroom", "boolean", "0") + field("muc#roomconfig_changesubject", "boolean", "0") +
		field("muc#roomconfig_historylength", "text-single", "20") + field("muc#roomconfig_enablearchiving", "boolean", "1")
	ofEjabberd = field("muc#roomconfig_roomname", "text-single", "") + field("muc#roomconfig_persistentroom", "boolean", "0") + field("muc#roomconfig_publicroom", "boolean", "1") +
		field("public_list", "boolean", "1") + field("muc#roomconfig_passwordprotectedroom", "boolean", "0") + field("muc#roomconfig_roomsecret", "text-private", "") +
		field("muc#roomconfig_maxusers", "list-single", "200", "5", "200") + field("muc#roomconfig_whois", "list-single", "moderators", "moderators", "anyone") +
		field("muc#roomconfig_membersonly", "boolean", "0") + field("muc#roomconfig_moderatedroom", "boolean", "1") + field("members_by_default", "boolean", "1") +
		field("muc#roomconfig_changesubject", "boolean", "1") + field("muc#roomconfig_allowinvites", "boolean", "0") + field("muc#roomconfig_enablelogging", "boolean", "0") + field("mam", "boolean", "0")
)

func TestPlans(t *testing.T) {
	for _, row := range []struct {
		name, fields string
		plan         muc.Plan
		want         string
	}{
		{"a private group at Prosody", ofProsody, muc.Plan{Private: true, Name: "Tea", Language: "de"},
			"_changesubject=0 _enablearchiving=1 _lang=de _membersonly=1 _moderatedroom=0 _persistentroom=1 _publicroom=0 _roomname=Tea _whois=anyone {http://prosody.im/protocol/muc}roomconfig_allowmemberinvites=0"},
		{"a public channel at Prosody", ofProsody, muc.Plan{Description: "All", Password: "pw"},
			"_changesubject=0 _enablearchiving=1 _membersonly=0 _moderatedroom=0 _persistentroom=1 _publicroom=1 _roomdesc=All _roomsecret=pw _whois=moderators {http://prosody.im/protocol/muc}roomconfig_allowmemberinvites=1"},
		{"a private group at ejabberd", ofEjabberd, muc.Plan{Private: true, Name: "Tea", Description: "no field for it"},
			"_allowinvites=0 _changesubject=0 _enablelogging=0 _membersonly=1 _moderatedroom=0 _persistentroom=1 _publicroom=0 _roomname=Tea _whois=anyone mam=1 members_by_default=1 public_list=0"},
		{"a public channel at ejabberd", ofEjabberd, muc.Plan{Password: "pw"},
			"_allowinvites=1 _changesubject=0 _enablelogging=0 _membersonly=0 _moderatedroom=0 _passwordprotectedroom=1 _persistentroom=1 _publicroom=1 _roomsecret=pw _whois=moderators mam=1 members_by_default=1 public_list=1"},
		{"a server that lets nobody see addresses", field("muc#roomconfig_whois", "list-single", "moderators", "moderators"), muc.Plan{Private: true}, ""},
		{"a server that has nothing to ask", "", muc.Plan{Private: true, Name: "Tea", Password: "pw"}, ""},
		{"what is hidden", field("muc#roomconfig_membersonly", "hidden", "0"), muc.Plan{Private: true}, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			form, err := muc.ParseConfig(configuration(t, row.fields))
			if err != nil {
				t.Fatal(err)
			}
			answers := row.plan.Answers(form)
			var got []string
			for name, value := range answers {
				got = append(got, strings.TrimPrefix(name, "muc#roomconfig")+"="+value)
			}
			slices.Sort(got)
			if said := strings.Join(got, " "); said != row.want {
				t.Errorf("got  %s\nwant %s", said, row.want)
			}
			submitted(t, form, answers)
		})
	}
}

// submitted holds what is sent against what was offered: every field once, answered or as it was, and no others.
func submitted(t *testing.T, form forms.Form, answers map[string]string) {
	t.Helper()
	filled, err := form.Submit(answers)
	if err != nil {
		t.Fatal(err)
	}
	sent := map[string]string{}
	for _, f := range filled.Fields {
		sent[f.Var] = strings.Join(f.Values, "\n")
	}
	want := map[string]string{}
	for _, f := range form.Fields {
		want[f.Var] = f.Value
	}
	maps.Copy(want, answers)
	if fmt.Sprint(sent) != fmt.Sprint(want) || len(sent) != len(filled.Fields) {
		t.Errorf("sent %v, want %v", sent, want)
	}
}

// Vector 14: what was not offered is not submitted.
func TestVector14(t *testing.T) {
	form, err := muc.ParseConfig(configuration(t, field("muc#roomconfig_membersonly", "boolean", "0")+field("muc#roomconfig_whois", "list-single", "moderators", "moderators", "anyone")))
	if err != nil {
		t.Fatal(err)
	}
	filled, err := form.Submit(muc.Plan{Private: true}.Answers(form))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := xmpp.Marshal(muc.SetConfig(filled))
	const want = `<query xmlns="http://jabber.org/protocol/muc#owner"><x xmlns="jabber:x:data" type="submit">` +
		`<field var="FORM_TYPE" type="hidden"><value>http://jabber.org/protocol/muc#roomconfig</value></field>` +
		`<field var="muc#roomconfig_membersonly"><value>1</value></field><field var="muc#roomconfig_whois"><value>anyone</value></field></x></query>`
	if err != nil || string(raw) != want {
		t.Errorf("got  %s, %v\nwant %s", raw, err, want)
	}
}

func TestConfigurationsThatAreNone(t *testing.T) {
	for name, text := range map[string]string{
		"no form":             "<query xmlns='" + muc.NSOwner + "'/>",
		"another thing":       "<query xmlns='urn:x'/>",
		"a form of a kind":    "<query xmlns='" + muc.NSOwner + "'><x xmlns='jabber:x:data' type='form'><field var='FORM_TYPE' type='hidden'><value>urn:x</value></field></x></query>",
		"a form of no kind":   "<query xmlns='" + muc.NSOwner + "'><x xmlns='jabber:x:data' type='form'/></query>",
		"a form that is sent": "<query xmlns='" + muc.NSOwner + "'><x xmlns='jabber:x:data' type='submit'>" + formType + "</x></query>",
		"a result":            "<query xmlns='" + muc.NSOwner + "'><x xmlns='jabber:x:data' type='result'>" + formType + "</x></query>",
	} {
		e := xmpptest.Element(t, text)
		if _, err := muc.ParseConfig(&e); err == nil {
			t.Errorf("%s was taken for a configuration", name)
		}
	}
	if _, err := muc.ParseConfig(nil); err == nil {
		t.Error("nothing was taken for a configuration")
	}
}
