package control_test

import (
	"testing"

	"vouch/xmpp/xmpptest"
)

// TestExpectedKeysOverTheControlSocket verifies a key of bob's that no device has shown, and takes it back.
func TestExpectedKeysOverTheControlSocket(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
	alice := start(t, server, "alice")
	bob := "bob@" + alice.jid[len("alice@"):]
	const key = "e8715dbc4c3fd15a33937172fd31f208b9c6c18b00e178a75d8e1f803b4bb62c"
	type record struct {
		Fingerprint string `json:"fingerprint"`
		DecidedAt   string `json:"decided_at"`
		DecidedBy   string `json:"decided_by"`
		Detail      string `json:"detail"`
	}
	expected := func() (out []record) {
		alice.must("devices.expected", map[string]any{"account": alice.jid, "jid": bob}, &out)
		return out
	}
	if got := expected(); len(got) != 0 {
		t.Fatalf("%+v", got)
	}
	alice.must("devices.verify", map[string]any{"account": alice.jid, "jid": bob, "fingerprints": []string{key}, "by": "code", "detail": "camera"}, nil)
	if got := expected(); len(got) != 1 || got[0].Fingerprint != key || got[0].DecidedBy != "code" || got[0].Detail != "camera" || got[0].DecidedAt == "" {
		t.Errorf("%+v", got)
	}
	alice.must("devices.trust", map[string]any{"account": alice.jid, "jid": bob, "fingerprint": key, "trust": "undecided"}, nil)
	if got := expected(); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}
