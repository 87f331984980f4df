package presence_test

import (
	"testing"

	"gosrc.io/xmpp/stanza"
	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/caps"
	"vouch/xmpp/presence"
)

func TestSent(t *testing.T) {
	bob := jid.MustParse("bob@example.org/x")
	for _, row := range []struct {
		name  string
		value any
		want  string
	}{
		{"here", presence.Available{}, `<presence></presence>`},
		{"here, in detail", presence.Available{Show: "away", Status: "a<b", Priority: -1, Caps: &caps.C{Hash: "sha-1", Node: "n", Ver: "v"}},
			`<presence><show>away</show><status>a&lt;b</status><priority>-1</priority><c xmlns="http://jabber.org/protocol/caps" hash="sha-1" node="n" ver="v"></c></presence>`},
		{"a request", presence.Subscribe(bob), `<presence type="subscribe" to="bob@example.org"></presence>`},
		{"an approval", presence.Subscribed(bob), `<presence type="subscribed" to="bob@example.org"></presence>`},
		{"a refusal", presence.Unsubscribed(bob), `<presence type="unsubscribed" to="bob@example.org"></presence>`},
	} {
		t.Run(row.name, func(t *testing.T) {
			if raw, err := xmpp.Marshal(row.value); err != nil || string(raw) != row.want {
				t.Errorf("got %s, %v", raw, err)
			}
		})
	}
}

func TestKindOf(t *testing.T) {
	for kind, want := range map[stanza.StanzaType]presence.Kind{
		"": presence.IsAvailable, "unavailable": presence.IsUnavailable, "subscribe": presence.AsksToSubscribe,
		"subscribed": presence.HasAccepted, "unsubscribe": presence.HasLeft, "unsubscribed": presence.HasDeclined,
		"error": presence.IsFailure, "probe": presence.Unknown, "x": presence.Unknown,
	} {
		p := &xmpp.Presence{}
		p.Type = kind
		if got := presence.KindOf(p); got != want {
			t.Errorf("%q is %d, want %d", kind, got, want)
		}
	}
}

func TestShow(t *testing.T) {
	for show, want := range map[stanza.PresenceShow]string{"": "", "away": "away", "chat": "chat", "dnd": "dnd", "xa": "xa", "gone": ""} {
		p := &xmpp.Presence{}
		p.Show = show
		if got := presence.Show(p); got != want {
			t.Errorf("%q is %q", show, got)
		}
	}
}
