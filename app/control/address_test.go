package control_test

import (
	"errors"
	"testing"

	"vouch/app/control"
	"vouch/xmpp/xmpptest"
)

// TestAnAccountIsFoundHoweverItIsWritten: every parameter that is an address is prepared in one way.
func TestAnAccountIsFoundHoweverItIsWritten(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
	alice := start(t, server, "alice")
	type object = map[string]any
	var added struct {
		JID string `json:"jid"`
	}
	alice.must("account.add", object{"jid": " Bob@LocalHost/home", "password": "bobpass", "host": server.Host, "port": server.Port, "ca_file": server.CAFile}, &added)
	if added.JID != "bob@localhost" {
		t.Errorf("added %q", added.JID)
	}
	for _, account := range []string{"Alice@LocalHost", " alice@localhost", "alice@localhost/home", "\uff41lice@localhost"} {
		for method, params := range map[string]object{
			"roster.list": {"account": account}, "chat.list": {"account": account}, "devices.log": {"account": account},
			"devices.uri": {"account": account, "jid": " ALICE@localhost/x"}, "devices.page": {"account": account, "format": "text"},
			"chat.encryption": {"account": account, "chat": "BOB@localhost/phone", "on": true}, "account.presence": {"jid": account},
			"devices.policy": {"account": account, "jid": "Bob@localhost", "policy": "ask"},
		} {
			alice.until(method, func() bool { // the keys are made at the first sign-in
				_, err := alice.call(method, params)
				return err == nil
			})
		}
		for method, params := range map[string]object{
			"roster.add":   {"account": account, "jid": "ALICE@localhost"},
			"devices.tell": {"account": account, "to": []string{"Alice@localhost"}, "body": "x"},
		} {
			var e *control.Error
			if _, err := alice.call(method, params); !errors.As(err, &e) || e.Data.Kind != "invalid" {
				t.Errorf("%s of %q to oneself: %v", method, account, err)
			}
		}
	}
	alice.must("roster.add", object{"account": "alice@localhost", "jid": "space cadet@localhost"}, nil)
	var contacts []struct {
		JID string `json:"jid"`
	}
	alice.until("the contact", func() bool {
		alice.must("roster.list", object{"account": "alice@localhost"}, &contacts)
		for _, c := range contacts {
			if c.JID == `space\20cadet@localhost` {
				return true
			}
		}
		return false
	})
}
