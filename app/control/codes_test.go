package control_test

import (
	"strings"
	"testing"

	"vouch/app/view"
	"vouch/trust"
	"vouch/xmpp/xmpptest"
)

// TestCodesOverTheControlSocket makes and reads codes of bob, who has two devices: what nobody has decided about is in none,
// and a code that changes nothing is not said to be applied.
func TestCodesOverTheControlSocket(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
	alice, desk := start(t, server, "alice"), start(t, server, "bob")
	start(t, server, "bob") // his phone
	type object = map[string]any
	own := func(p *profile) (all []device) {
		p.must("devices.list", object{"account": p.jid, "jid": p.jid}, &all)
		return all
	}
	desk.until("both devices", func() bool { all := own(desk); return len(all) == 2 && all[1].Fingerprint != "" })
	other := own(desk)[1].Fingerprint
	code := func() string {
		var made struct {
			URI string `json:"uri"`
		}
		desk.must("devices.uri", object{"account": desk.jid, "all": true}, &made)
		return made.URI
	}
	if uri := code(); strings.Contains(uri, other) {
		t.Errorf("a device that nobody has decided about is in the code: %s", uri)
	}
	desk.must("devices.trust", object{"account": desk.jid, "jid": desk.jid, "fingerprint": other, "trust": view.TrustTrusted}, nil)
	if uri := code(); !strings.Contains(uri, other) {
		t.Errorf("a trusted device is not in the code: %s", uri)
	}

	alice.must("devices.look", object{"account": alice.jid, "jid": desk.jid}, nil)
	scan := func(uri string) (out struct {
		Matched, Added, Mismatched []device
		Applied                    bool
	}) {
		alice.must("devices.scan", object{"account": alice.jid, "uri": uri, "apply": true}, &out)
		return out
	}
	parts := []string{trust.URI(desk.jid, []trust.LinkKey{{Device: 1, Fingerprint: other}}) + ";part=1-2", trust.URI(desk.jid, []trust.LinkKey{{Device: 2, Fingerprint: own(desk)[0].Fingerprint}}) + ";part=2-2"}
	if _, err := alice.call("devices.scan", object{"account": alice.jid, "uri": parts[1], "apply": true}); err == nil {
		t.Error("a part is applied without the other")
	}
	alice.must("devices.scan", object{"account": alice.jid, "uri": strings.Join(parts, "\n")}, nil)
	if got := scan(code()); !got.Applied || len(got.Matched)+len(got.Added) != 2 {
		t.Errorf("the first time: %+v", got)
	}
	if got := scan(code()); got.Applied || len(got.Matched)+len(got.Added) != 2 {
		t.Errorf("what was known is applied: %+v", got)
	}
	alice.must("chat.send", object{"account": alice.jid, "chat": desk.jid, "body": "hello"}, nil)
	var known []device
	alice.until("bob's devices", func() bool {
		alice.must("devices.list", object{"account": alice.jid, "jid": desk.jid}, &known)
		return len(known) == 2 && known[0].Fingerprint != "" && known[1].Fingerprint != ""
	})
	differs := trust.URI(desk.jid, []trust.LinkKey{{Device: known[0].DeviceID, Fingerprint: strings.Repeat("ab", 32)}})
	if got := scan(differs); got.Applied || len(got.Mismatched) != 1 {
		t.Errorf("a key that differs is applied: %+v", got)
	}
}
