package mam_test

import (
	"reflect"
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/mam"
	"vouch/xmpp/xmpptest"
)

func TestPrefs(t *testing.T) {
	bob, carol := jid.MustParse("bob@example.org"), jid.MustParse("carol@example.org/x")
	for _, row := range []struct {
		name, xml string
		want      mam.Prefs // with no Default: it is refused
	}{
		{"everything", "<prefs xmlns='urn:xmpp:mam:2' default='always'><always/><never/></prefs>", mam.Prefs{Default: mam.Always}},
		{"with rules", "<prefs xmlns='urn:xmpp:mam:2' default='roster'><always><jid>bob@example.org</jid></always><never><jid>carol@example.org/x</jid></never></prefs>",
			mam.Prefs{Default: mam.Roster, Always: []jid.JID{bob}, Never: []jid.JID{carol}}},
		{"with a rule about nobody", "<prefs xmlns='urn:xmpp:mam:2' default='never'><always><jid>@</jid><x>bob@example.org</x><jid>bob@example.org</jid></always></prefs>",
			mam.Prefs{Default: mam.Never, Always: []jid.JID{bob}}},
		{"an unknown default", "<prefs xmlns='urn:xmpp:mam:2' default='sometimes'/>", mam.Prefs{}},
		{"another protocol", "<prefs xmlns='urn:xmpp:mam:1' default='always'/>", mam.Prefs{}},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := xmpptest.Element(t, row.xml)
			got, err := mam.ParsePrefs(&e)
			if (err == nil) != (row.want.Default != "") || err == nil && !reflect.DeepEqual(got, row.want) {
				t.Fatalf("got %+v, %v", got, err)
			}
			if err != nil {
				return
			}
			sent := xmpptest.Sent(t, got)
			if again, err := mam.ParsePrefs(&sent); err != nil || !reflect.DeepEqual(again, row.want) {
				t.Errorf("what is sent is read as %+v, %v: %s", again, err, sent.Raw(500))
			}
		})
	}
	if _, err := mam.ParsePrefs((*xmpp.Element)(nil)); err == nil {
		t.Error("no error for no answer")
	}
}
