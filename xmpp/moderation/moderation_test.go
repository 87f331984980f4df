package moderation_test

import (
	"strings"
	"testing"
	"time"

	"vouch/xmpp"
	"vouch/xmpp/disco"
	"vouch/xmpp/moderation"
	"vouch/xmpp/xmpptest"
)

const (
	newer = "<retract xmlns='urn:xmpp:message-retract:1' id='s1'><moderated xmlns='urn:xmpp:message-moderate:1' by='grp@r.example.org/mod'>" +
		"<occupant-id xmlns='urn:xmpp:occupant-id:0' id='M'/></moderated><reason>ads</reason></retract>"
	older = "<apply-to xmlns='urn:xmpp:fasten:0' id='s1'><moderated xmlns='urn:xmpp:message-moderate:0' by='grp@r.example.org/mod'>" +
		"<retract xmlns='urn:xmpp:message-retract:0'/><reason>ads</reason></moderated></apply-to>"
)

func TestOf(t *testing.T) {
	for _, row := range []struct {
		name, from, children, kind string
		want                       string // "" for none
	}{
		{"by the room", "grp@r.example.org", newer, "groupchat", "s1 grp@r.example.org/mod M ads"},
		{"by the room, the older way", "grp@r.example.org", older, "groupchat", "s1 grp@r.example.org/mod  ads"},
		{"both ways at once", "grp@r.example.org", older + newer, "groupchat", "s1 grp@r.example.org/mod M ads"},
		{"nobody is named", "grp@r.example.org", strings.ReplaceAll(newer, "by='grp@r.example.org/mod'", ""), "groupchat", "s1  M ads"},
		{"muc-moderate-from-occupant", "grp@r.example.org/mod", newer, "groupchat", ""},
		{"muc-moderate-from-occupant, the older way", "grp@r.example.org/mod", older, "groupchat", ""},
		{"from a service", "r.example.org", newer, "groupchat", ""},
		{"that came back", "grp@r.example.org", newer, "error", ""},
		{"somebody's own retraction", "grp@r.example.org", "<retract xmlns='urn:xmpp:message-retract:1' id='s1'/>", "groupchat", ""},
		{"something else that is moderated", "grp@r.example.org", strings.ReplaceAll(older, "<retract xmlns='urn:xmpp:message-retract:0'/>", ""), "groupchat", ""},
		{"of no message", "grp@r.example.org", strings.ReplaceAll(newer, "id='s1'", ""), "groupchat", ""},
		{"of a far too long id", "grp@r.example.org", strings.ReplaceAll(newer, "s1", strings.Repeat("s", 1025)), "groupchat", ""},
		{"xml-wrong-ns", "grp@r.example.org", strings.ReplaceAll(newer, "moderate:1", "moderate:7"), "groupchat", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			m := xmpptest.Message(t, "<message type='"+row.kind+"' from='"+row.from+"'>"+row.children+"</message>")
			got, ok := moderation.Of(m, true)
			said := strings.Join([]string{got.ID, got.By.String(), got.Occupant, got.Reason}, " ")
			if ok != (row.want != "") || ok && said != row.want {
				t.Errorf("got %q, %v", said, ok)
			}
			if got, _ := moderation.Of(m, false); got.Occupant != "" {
				t.Error("muc-occid-unannounced: an occupant id of a room without them was believed")
			}
		})
	}
}

func TestTombstone(t *testing.T) {
	at := time.Date(2019, 9, 20, 23, 19, 12, 0, time.UTC)
	for _, row := range []struct {
		name, children, want string
		stamp                time.Time
	}{
		{"in an archive", "<retracted xmlns='urn:xmpp:message-retract:1' stamp='2019-09-20T23:19:12Z'><moderated xmlns='urn:xmpp:message-moderate:1' by='grp@r.example.org/mod'/><reason>ads</reason></retracted>",
			"grp@r.example.org/mod ads", at},
		{"the older way", "<moderated xmlns='urn:xmpp:message-moderate:0' by='grp@r.example.org/mod'><retracted xmlns='urn:xmpp:message-retract:0' stamp='2019-09-20T23:19:12Z'/><reason>ads</reason></moderated>",
			"grp@r.example.org/mod ads", at},
		{"of no time", "<retracted xmlns='urn:xmpp:message-retract:1' stamp='yesterday'><moderated xmlns='urn:xmpp:message-moderate:1'/></retracted>", " ", time.Time{}},
		{"the author's own", "<retracted xmlns='urn:xmpp:message-retract:1' stamp='2019-09-20T23:19:12Z'/>", "", time.Time{}},
		{"what is yet to do", newer, "", time.Time{}},
		{"what is yet to do, the older way", older, "", time.Time{}},
	} {
		t.Run(row.name, func(t *testing.T) {
			m := xmpptest.Message(t, "<message type='groupchat' from='grp@r.example.org/bob'>"+row.children+"</message>")
			got, ok := moderation.Tombstone(m, false)
			if said := got.By.String() + " " + got.Reason; ok != (row.want != "") || ok && (said != row.want || !got.Stamp.Equal(row.stamp)) {
				t.Errorf("got %+v, %v", got, ok)
			}
		})
	}
}

func TestModerate(t *testing.T) {
	for _, row := range []struct{ form, reason, want string }{
		{moderation.NS, "<ads>", `<moderate xmlns="urn:xmpp:message-moderate:1" id="s1"><retract xmlns="urn:xmpp:message-retract:1"></retract><reason>&lt;ads&gt;</reason></moderate>`},
		{moderation.NS, "", `<moderate xmlns="urn:xmpp:message-moderate:1" id="s1"><retract xmlns="urn:xmpp:message-retract:1"></retract></moderate>`},
		{moderation.Old, "ads", `<apply-to xmlns="urn:xmpp:fasten:0" id="s1"><moderate xmlns="urn:xmpp:message-moderate:0"><retract xmlns="urn:xmpp:message-retract:0"></retract><reason>ads</reason></moderate></apply-to>`},
	} {
		if raw, err := xmpp.Marshal(moderation.Moderate(row.form, "s1", row.reason)); err != nil || string(raw) != row.want {
			t.Errorf("got  %s, %v\nwant %s", raw, err, row.want)
		}
	}
	if raw, err := xmpp.Marshal(moderation.Moderate(moderation.NS, "s1", strings.Repeat("ä", 2000))); err != nil || len(raw) > 1300 {
		t.Errorf("%d bytes, %v", len(raw), err)
	}
}

func TestAnnounced(t *testing.T) {
	for want, features := range map[string][]string{"": {"urn:x"}, moderation.Old: {moderation.Old}, moderation.NS: {moderation.Old, moderation.NS}} {
		if got := moderation.Announced(disco.Info{Features: features}); got != want {
			t.Errorf("%v announces %q", features, got)
		}
	}
}
