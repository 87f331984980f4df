package csi_test

import (
	"encoding/xml"
	"testing"

	"vouch/xmpp/csi"
)

func TestSent(t *testing.T) {
	for active, want := range map[bool]string{
		true: `<active xmlns="urn:xmpp:csi:0"></active>`, false: `<inactive xmlns="urn:xmpp:csi:0"></inactive>`,
	} {
		if raw, err := xml.Marshal(csi.Of(active)); err != nil || string(raw) != want {
			t.Errorf("active %v: %s, %v", active, raw, err)
		}
	}
}
