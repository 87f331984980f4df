package control_test

import (
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vouch/app/control"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// device is one of devices.list.
type device struct {
	DeviceID    uint32      `json:"device_id"`
	Fingerprint string      `json:"fingerprint"`
	Label       string      `json:"label"`
	Trust       view.Trust  `json:"trust"`
	DecidedBy   view.Author `json:"decided_by"`
	Detail      string      `json:"detail"`
}

// TestTrustOverTheControlSocket goes through the methods about codes, pages and devices of two services.
func TestTrustOverTheControlSocket(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
	alice, bob := start(t, server, "alice"), start(t, server, "bob")
	type object = map[string]any
	devices := func(p *profile, of string) (all []device) {
		p.must("devices.list", object{"account": p.jid, "jid": of}, &all)
		return all
	}
	alice.until("own keys", func() bool { d := devices(alice, alice.jid); return len(d) == 1 && d[0].Fingerprint != "" })
	bob.until("own keys", func() bool { d := devices(bob, bob.jid); return len(d) == 1 && d[0].Fingerprint != "" })
	key := devices(bob, bob.jid)[0]

	var code struct {
		URI   string   `json:"uri"`
		PNG   string   `json:"png_base64"`
		Parts []string `json:"parts"`
	}
	bob.must("devices.uri", object{"account": bob.jid}, &code)
	picture, err := base64.StdEncoding.DecodeString(code.PNG)
	if err != nil || len(code.Parts) != 1 || code.Parts[0] != code.URI {
		t.Fatalf("%+v, %v", code, err)
	}
	file := filepath.Join(t.TempDir(), "code.png")
	if err := os.WriteFile(file, picture, 0o600); err != nil {
		t.Fatal(err)
	}
	var scan struct {
		JID     string   `json:"jid"`
		Matched []device `json:"matched"`
		Added   []device `json:"added"`
		Applied bool     `json:"applied"`
	}
	alice.must("devices.scan", object{"account": alice.jid, "uri": code.URI}, &scan)
	if scan.JID != bob.jid || len(scan.Matched)+len(scan.Added) != 1 || scan.Applied {
		t.Errorf("%+v", scan)
	}
	alice.must("devices.scan", object{"account": alice.jid, "image": file, "apply": true}, &scan)
	if !scan.Applied {
		t.Errorf("%+v", scan)
	}
	alice.must("chat.send", object{"account": alice.jid, "chat": bob.jid, "body": "hello"}, nil)
	alice.until("a verified device", func() bool {
		d := devices(alice, bob.jid)
		return len(d) == 1 && d[0].Trust == view.TrustVerified && d[0].DecidedBy == view.ByCode && d[0].Detail == "picture"
	})
	alice.must("devices.name", object{"account": alice.jid, "jid": bob.jid, "device_id": key.DeviceID, "label": "Desk"}, nil)
	if got := devices(alice, bob.jid)[0].Label; got != "Desk" {
		t.Errorf("the label is %q", got)
	}
	alice.until("a session", func() bool {
		_, err := alice.call("devices.repair", object{"account": alice.jid, "jid": bob.jid, "device_id": key.DeviceID})
		return err == nil
	})

	var page struct {
		Page string `json:"page"`
	}
	bob.must("devices.page", object{"account": bob.jid, "format": "markdown"}, &page)
	var check struct {
		Matched, Missing, Extra []device
	}
	alice.must("devices.check", object{"account": alice.jid, "jid": bob.jid, "text": page.Page + "\n" + strings.Repeat("ab", 32)}, &check)
	if len(check.Matched) != 1 || check.Matched[0].Fingerprint != key.Fingerprint || len(check.Missing) != 0 || len(check.Extra) != 1 {
		t.Errorf("%+v", check)
	}
	var moments []struct {
		Kind view.MomentKind `json:"kind"`
		By   string          `json:"by"`
	}
	alice.must("devices.timeline", object{"account": alice.jid, "jid": bob.jid}, &moments)
	kinds := map[view.MomentKind]int{}
	for _, m := range moments {
		kinds[m.Kind]++
	}
	if kinds[view.MomentDecision] != 1 || kinds[view.MomentNamed] != 1 || kinds[view.MomentRepaired] != 1 || kinds[view.MomentSeen] != 1 {
		t.Errorf("%+v", moments)
	}
	bob.must("devices.renew", object{"account": bob.jid}, nil)
	if now := devices(bob, bob.jid)[0]; now.Fingerprint == key.Fingerprint || now.DeviceID == key.DeviceID {
		t.Errorf("still %+v", now)
	}
	for _, refused := range []struct {
		method string
		params object
		kind   string
	}{
		{"devices.scan", object{"account": alice.jid, "uri": "hello"}, "invalid"},
		{"devices.scan", object{"account": alice.jid, "uri": code.URI, "jid": alice.jid}, "conflict"},
		{"devices.scan", object{"account": alice.jid, "image": filepath.Join(t.TempDir(), "no.png")}, "invalid"},
		{"devices.page", object{"account": alice.jid, "format": "pdf"}, "invalid"},
		{"devices.remove", object{"account": alice.jid, "device_id": 77}, "not-found"},
		{"devices.fetch", object{"account": alice.jid, "address": "http://example.org"}, "invalid"},
		{"chat.answer-keys", object{"account": alice.jid, "chat": bob.jid, "id": "x", "accept": true}, "not-found"},
		{"chat.ask-again", object{"account": alice.jid, "chat": bob.jid, "id": "x", "body": "again?"}, "not-found"},
		{"chat.send-copies", object{"account": alice.jid, "chat": bob.jid, "ids": []string{"x"}}, "not-found"},
		{"devices.tell", object{"account": alice.jid, "to": []string{}, "body": "x"}, "invalid"},
	} {
		_, err := alice.call(refused.method, refused.params)
		var e *control.Error
		if !errors.As(err, &e) || e.Data.Kind != refused.kind {
			t.Errorf("%s %v: %v, want %s", refused.method, refused.params, err, refused.kind)
		}
	}
}

// TestMethodsDescribeThemselves looks at the list of methods.
func TestMethodsDescribeThemselves(t *testing.T) {
	alice := start(t, xmpptest.StartProsody(t, xmpptest.Users("alice")), "alice")
	var all map[string]map[string]string
	alice.must("methods", map[string]any{}, &all)
	if all["chat.send"]["body"] != "needed" || all["chat.send"]["reply_to"] != "optional" || all["events"] == nil || len(all) < 60 {
		t.Errorf("%d methods; chat.send %v", len(all), all["chat.send"])
	}
	for name := range all {
		if noun, verb, ok := strings.Cut(name, "."); ok && (noun == "" || verb == "") {
			t.Errorf("method %q", name)
		}
	}
}
