package keys_test

import (
	"strings"
	"testing"

	"vouch/app/fault"
	"vouch/app/keys"
	"vouch/trust"
)

// TestCodesThatAreNone reads what must not be read as a code, and wants to hear why.
func TestCodesThatAreNone(t *testing.T) {
	t.Parallel()
	_, one := publicKey("one")
	_, two := publicKey("two")
	uri := func(jid string, ks ...trust.LinkKey) string { return trust.URI(jid, ks) }
	first, second := trust.LinkKey{Device: 7, Fingerprint: one}, trust.LinkKey{Device: 8, Fingerprint: two}
	message := "xmpp:" + bob + "?trust-message;encryption="
	for _, c := range []struct {
		name  string
		texts []string
		fault keys.Fault
	}{
		{"nothing", nil, keys.FaultNoKeys},
		{"a text", []string{"hello"}, keys.FaultMalformed},
		{"a link without keys", []string{uri(bob)}, keys.FaultNoKeys},
		{"two keys for a device", []string{uri(bob, first) + ";omemo-sid-7=" + two}, keys.FaultTwice},
		{"an id that no device has", []string{uri(bob, first) + ";omemo-sid-0=" + two}, keys.FaultDevice},
		{"an id beyond those of devices", []string{uri(bob, first) + ";omemo-sid-2147483648=" + two}, keys.FaultDevice},
		{"an id without a key", []string{uri(bob, first) + ";omemo-sid-9"}, keys.FaultDevice},
		{"a key that is none", []string{uri(bob, first) + ";omemo-sid-9=" + two[1:]}, keys.FaultKey},
		{"a part that is none", []string{uri(bob, first) + ";part=2-1"}, keys.FaultPart},
		{"huge", []string{uri(bob, first) + ";x=" + strings.Repeat("y", 9000)}, keys.FaultTooLong},
		{"for another encryption", []string{message + "urn:xmpp:openpgp:0;trust=" + one}, keys.FaultEncryption},
		{"trusted and distrusted", []string{message + "urn:xmpp:omemo:2;trust=" + one + ";distrust=" + one}, keys.FaultContradicts},
		{"trusted and distrusted in parts", []string{uri(bob, first) + ";part=1-2", message + "urn:xmpp:omemo:2;distrust=" + one}, keys.FaultMixed},
		{"two codes", []string{uri(bob, first), uri(bob, second)}, keys.FaultMixed},
		{"parts of two people", []string{uri(bob, first) + ";part=1-2", uri(carol, second) + ";part=2-2"}, keys.FaultMixed},
		{"parts of two authors", []string{uri(bob, first) + ";part=1-2", uri(bob, second) + ";vouched-by=" + alice + ";part=2-2"}, keys.FaultMixed},
		{"parts of two sizes", []string{uri(bob, first) + ";part=1-2", uri(bob, second) + ";part=2-3"}, keys.FaultMixed},
		{"the same part twice", []string{uri(bob, first) + ";part=1-2", uri(bob, second) + ";part=1-2"}, keys.FaultMixed},
		{"parts that contradict each other", []string{uri(bob, first) + ";part=1-2", uri(bob, trust.LinkKey{Device: 7, Fingerprint: two}) + ";part=2-2"}, keys.FaultTwice},
	} {
		got, err := keys.ReadCode(c.texts...)
		if keys.FaultOf(err) != c.fault || !isFault(err, fault.KindInvalid, "uri") || got.JID != "" {
			t.Errorf("%s: %+v, %v", c.name, got, err)
		}
	}
	if _, err := keys.ReadCode(uri("room@rooms.example.org", first) + ";join"); !isFault(err, fault.KindRoom, "uri") || keys.FaultOf(err) != "" {
		t.Errorf("a room: %v", err)
	}
}

func TestReadTrustMessage(t *testing.T) {
	t.Parallel()
	_, one := publicKey("one")
	_, two := publicKey("two")
	for _, encryption := range []string{"eu.siacs.conversations.axolotl", "urn:xmpp:omemo:1", "urn:xmpp:omemo:2"} {
		c, err := keys.ReadCode("xmpp:" + bob + "?trust-message;encryption=" + encryption + ";trust=" + one + ";distrust=" + two)
		if err != nil || len(c.Keys) != 1 || c.Keys[0].Fingerprint != one || len(c.Distrust) != 1 || c.Distrust[0] != two {
			t.Errorf("%s: %+v, %v", encryption, c, err)
		}
	}
}

func TestReadPage(t *testing.T) {
	t.Parallel()
	_, one := publicKey("one")
	c, err := keys.ReadPage("phone: "+one+"\nold: "+strings.Repeat("12345678 ", 4), bob)
	if err != nil || c.JID != bob || c.Part != 1 || c.Parts != 1 || len(c.Keys) != 1 || c.Keys[0] != (trust.LinkKey{Fingerprint: one}) || len(c.Odd) != 1 {
		t.Errorf("%+v, %v", c, err)
	}
	if c, err := keys.ReadPage("nothing to see", bob); err != nil || len(c.Keys) != 0 {
		t.Errorf("%+v, %v", c, err)
	}
	if _, err := keys.ReadPage(strings.Repeat("x", 4<<20), bob); !isFault(err, fault.KindInvalid, "text") {
		t.Errorf("a huge one: %v", err)
	}
}
