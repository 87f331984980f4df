package xmpp_test

import (
	"testing"

	"vouch/xmpp/xmpptest"
)

func TestLimitsThatServersTell(t *testing.T) {
	for _, row := range []struct {
		name, limits string
		want         int
	}{
		{"none", "", 0},
		{"of idleness alone", "<limits xmlns='urn:xmpp:stream-limits:0'><idle-seconds>60</idle-seconds></limits>", 0},
		{"of bytes", "<limits xmlns='urn:xmpp:stream-limits:0'><idle-seconds>60</idle-seconds><max-bytes> 262144\n</max-bytes></limits>", 262144},
		{"the smallest there may be", "<limits xmlns='urn:xmpp:stream-limits:0'><max-bytes>10000</max-bytes></limits>", 10000},
		{"below that", "<limits xmlns='urn:xmpp:stream-limits:0'><max-bytes>9999</max-bytes></limits>", 0},
		{"beyond all numbers", "<limits xmlns='urn:xmpp:stream-limits:0'><max-bytes>18446744073709551615</max-bytes></limits>", 1<<31 - 1},
		{"no number", "<limits xmlns='urn:xmpp:stream-limits:0'><max-bytes>-1</max-bytes></limits>", 0},
		{"of another kind", "<limits xmlns='urn:other'><max-bytes>20000</max-bytes></limits>", 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := open(t, configAt(xmpptest.StartHostile(t, xmpptest.Script{
				Features: "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>" + row.limits, Then: (*xmpptest.Wire).Drain,
			})))
			if got := s.MaxBytes(); got != row.want {
				t.Errorf("%d, want %d", got, row.want)
			}
		})
	}
}
