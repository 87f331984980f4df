package trust

import (
	"errors"
	"fmt"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"vouch/crypto"
)

// hexA and hexB are two fingerprints.
var (
	hexA = strings.Repeat("a1b2c3d4", 8)
	hexB = strings.Repeat("00ff1234", 8)
)

func TestURI(t *testing.T) {
	for _, c := range []struct {
		name, jid string
		keys      []LinkKey
		want      string
	}{
		{"no key", "alice@example.org", nil, "xmpp:alice@example.org"},
		{"one key", "alice@example.org", []LinkKey{{7, hexA}}, "xmpp:alice@example.org?omemo-sid-7=" + hexA},
		{"two keys", "alice@example.org", []LinkKey{{7, hexA}, {2147483647, hexB}}, "xmpp:alice@example.org?omemo-sid-7=" + hexA + ";omemo-sid-2147483647=" + hexB},
		{"a local part with signs", "a?b#c%d@example.org", nil, "xmpp:a%3Fb%23c%25d@example.org"},
		{"a local part beyond ASCII", "jürgen@example.org", nil, "xmpp:j%C3%BCrgen@example.org"},
		{"a domain", "example.org", nil, "xmpp:example.org"},
		{"an escaped local part", `d\27artagnan@example.org`, nil, "xmpp:d%5C27artagnan@example.org"},
	} {
		got := URI(c.jid, c.keys)
		if got != c.want {
			t.Errorf("%s: %s", c.name, got)
		}
		l, err := ParseLink(got)
		if err != nil || l.JID != c.jid || len(l.Keys) != len(c.keys) || len(c.keys) > 0 && !reflect.DeepEqual(l.Keys, c.keys) {
			t.Errorf("%s: read back %+v, %v", c.name, l, err)
		}
	}
}

func TestParseLink(t *testing.T) {
	one := []LinkKey{{7, hexA}}
	two := []LinkKey{{7, hexA}, {8, hexB}}
	const alice = "alice@example.org"
	for _, c := range []struct {
		name, link string
		want       Link
	}{
		{"Vouch, Conversations", "xmpp:alice@example.org?omemo-sid-7=" + hexA + ";omemo-sid-8=" + hexB, Link{JID: alice, Keys: two}},
		{"a web link", "https://conversations.im/i/alice@example.org?omemo-sid-7=" + hexA + "&omemo-sid-8=" + hexB, Link{JID: alice, Keys: two}},
		{"a web link in two parts", "https://conversations.im/i/alice/example.org?omemo-sid-7=" + hexA, Link{JID: alice, Keys: one}},
		{"a web link all escaped", "https://conversations.im/i/alice%40example.org", Link{JID: alice}},
		{"Gajim: action first, upper case", "xmpp:alice@example.org?message;omemo-sid-7=" + strings.ToUpper(hexA), Link{JID: alice, Action: "message", Keys: one}},
		{"the action last", "xmpp:alice@example.org?omemo-sid-7=" + hexA + ";Message", Link{JID: alice, Action: "message", Keys: one}},
		{"Dino: the path escaped", "xmpp:alice%40example.org?omemo-sid-7=" + hexA, Link{JID: alice, Keys: one}},
		{"names in upper case", "XMPP:alice@example.org?OMEMO-SID-7=" + hexA, Link{JID: alice, Keys: one}},
		{"a grouped fingerprint", "xmpp:alice@example.org?omemo-sid-7=05" + strings.ReplaceAll(hexA, "d4", "d4%20"), Link{JID: alice, Keys: one}},
		{"the same key twice", "xmpp:alice@example.org?omemo-sid-7=" + hexA + ";omemo-sid-7=" + hexA, Link{JID: alice, Keys: one}},
		{"a key without device id", "xmpp:alice@example.org?omemo=" + hexA, Link{JID: alice, Keys: []LinkKey{{0, hexA}}}},
		{"imto", "imto://xmpp/alice%40example.org", Link{JID: alice}},
		{"imto jabber", "imto://Jabber/alice@example.org", Link{JID: alice}},
		{"a plain address", " Alice@Example.org\n", Link{JID: alice}},
		{"a resource is dropped", "xmpp:alice@example.org/phone", Link{JID: alice}},
		{"an authority is the account", "xmpp://me@example.net/alice@example.org?message", Link{JID: alice, Action: "message"}},
		{"an authority alone is meant as address", "xmpp://alice@example.org", Link{JID: alice}},
		{"an escaped local part", "xmpp:a%3Fb@example.org", Link{JID: "a?b@example.org"}},
		{"a sign that a local part cannot have", "xmpp:d'artagnan@example.org", Link{JID: `d\27artagnan@example.org`}},
		{"such a sign in percents", "xmpp:d%27artagnan@example.org", Link{JID: `d\27artagnan@example.org`}},
		{"a blank in percents", "xmpp:space%20cadet@example.org?message", Link{JID: `space\20cadet@example.org`, Action: "message"}},
		{"an escaped sign in percents (RFC 5122 §2.7.2)", "xmpp:d%5C27artagnan@example.org", Link{JID: `d\27artagnan@example.org`}},
		{"such an address alone", "space cadet@example.org", Link{JID: `space\20cadet@example.org`}},
		{"a slash in percents is no resource", "https://conversations.im/i/a%2Fb@example.org", Link{JID: `a\2fb@example.org`}},
		{"a fragment is dropped", "xmpp:alice@example.org?join#x=1", Link{JID: alice, Action: "join"}},
		{"a message with a body", "xmpp:alice@example.org?message;body=hi%20there%3B%20a%26b+c", Link{JID: alice, Action: "message", Params: url.Values{"body": {"hi there; a&b+c"}}}},
		{"other actions are given as they are", "xmpp:alice@example.org?remove", Link{JID: alice, Action: "remove"}},
		{"the largest device id", "xmpp:alice@example.org?omemo-sid-2147483647=" + hexA, Link{JID: alice, Keys: []LinkKey{{2147483647, hexA}}}},
		{"a name that is escaped", "xmpp:alice@example.org?omemo%2Dsid%2D7=" + hexA, Link{JID: alice, Keys: one}},
		{"the word of another account", "xmpp:alice@example.org?omemo-sid-7=" + hexA + ";vouched-by=Me@Example.net%2Fx", Link{JID: alice, Keys: one, Params: url.Values{"vouched-by": {"me@example.net"}}}},
		{"a part without keys is nothing of ours", "xmpp:alice@example.org?message;part=x", Link{JID: alice, Action: "message", Params: url.Values{"part": {"x"}}}},
		{"a trust message", "xmpp:alice@example.org?trust-message;encryption=urn:xmpp:omemo:2;trust=" + hexA + ";distrust=" + hexB, Link{JID: alice, Action: "trust-message", Encryption: "urn:xmpp:omemo:2", Keys: []LinkKey{{0, hexA}}, Distrust: []string{hexB}}},
	} {
		got, err := ParseLink(c.link)
		if c.want.Params == nil {
			c.want.Params = url.Values{}
		}
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v, %v", c.name, got, err)
		}
	}
}

// TestOneBadEntrySpoilsTheCode: a code is read as a whole, and what was wrong is said.
func TestOneBadEntrySpoilsTheCode(t *testing.T) {
	good := ";omemo-sid-8=" + hexB
	for entry, why := range map[string]error{
		"omemo-sid-0=" + hexA:                    ErrBadDevice,
		"omemo-sid-2147483648=" + hexA:           ErrBadDevice,
		"omemo-sid-4294967295=" + hexA:           ErrBadDevice,
		"omemo-sid-18446744073709551617=" + hexA: ErrBadDevice,
		"omemo-sid--7=" + hexA:                   ErrBadDevice,
		"omemo-sid-+7=" + hexA:                   ErrBadDevice,
		"omemo-sid-7.0=" + hexA:                  ErrBadDevice,
		"omemo-sid-٧=" + hexA:                    ErrBadDevice,
		"omemo-sid-=" + hexA:                     ErrBadDevice,
		"omemo-sid=" + hexA:                      ErrBadDevice,
		"omemo-7=" + hexA:                        ErrBadDevice,
		"omemo2-sid-7=" + hexA:                   ErrBadDevice,
		"omemo%2Dsid%2D0=" + hexA:                ErrBadDevice,
		"omemo-sid-7":                            ErrBadDevice,
		"omemo":                                  ErrBadDevice,
		"omemo-sid-7=":                           crypto.ErrBadFingerprint,
		"omemo-sid-7=" + hexA[1:]:                crypto.ErrBadFingerprint,
		"omemo-sid-7=" + hexA + "0":              crypto.ErrBadFingerprint,
		"omemo-sid-7=06" + hexA:                  crypto.ErrBadFingerprint,
		"omemo-sid-7=" + hexA[:63] + "g":         crypto.ErrBadFingerprint,
		"omemo-sid-7=" + hexA[:63] + "а":         crypto.ErrBadFingerprint, // Cyrillic
		"omemo=" + hexA[2:]:                      crypto.ErrBadFingerprint,
		"omemo-sid-8=" + hexA:                    ErrTwoKeys,
		"omemo-sid-08=" + hexA:                   ErrTwoKeys,
		"part=0-2":                               ErrBadPart,
		"part=3-2":                               ErrBadPart,
		"part=1-51":                              ErrBadPart,
		"part=1":                                 ErrBadPart,
		"part=":                                  ErrBadPart,
		"part=+1-2":                              ErrBadPart,
		"part=1-2;part=2-2":                      ErrBadPart,
		"vouched-by=":                            nil,
		"vouched-by=@":                           nil,
		"vouched-by=a@b.example;vouched-by=c@d":  nil,
	} {
		for _, link := range []string{
			"xmpp:a@b.example?" + entry + good, "xmpp:a@b.example?" + strings.TrimPrefix(good, ";") + ";" + entry,
			"https://conversations.im/i/a@b.example?" + strings.ReplaceAll(entry+good, ";", "&"),
		} {
			l, err := ParseLink(link)
			if !errors.Is(err, ErrBadLink) || !reflect.DeepEqual(l, Link{}) || why != nil && !errors.Is(err, why) {
				t.Errorf("%s: %+v, %v", link, l, err)
			}
		}
	}
}

func TestLinksToRooms(t *testing.T) {
	for link, room := range map[string]bool{
		"xmpp:room@rooms.example.org?join": true, "xmpp:room@rooms.example.org?JOIN": true, "xmpp:room@rooms.example.org?;join;password=x": true,
		"xmpp:room@rooms.example.org?password=x&join": true, "xmpp://me@example.org/room@rooms.example.org?join": true,
		"xmpp:room@rooms.example.org?invite;jid=bob@example.org": true, "xmpp:room%40rooms.example.org?join": true,
		"https://conversations.im/j/room@rooms.example.org": true, "https://Conversations.im/j/room/rooms.example.org": true,
		"xmpp:alice@example.org": false, "xmpp:alice@example.org?message;body=join": false, "xmpp:alice@example.org?roster;preauth=x": false,
		"https://conversations.im/i/join@example.org": false,
	} {
		if l, err := ParseLink(link); err != nil || l.Room() != room {
			t.Errorf("%s: %+v, %v", link, l, err)
		}
	}
}

func TestParseLinkRefuses(t *testing.T) {
	for _, c := range []struct{ name, link string }{
		{"nothing", ""},
		{"a word", "alice"},
		{"another scheme", "mailto:alice@example.org"},
		{"another web site", "https://example.org/i/alice@example.org"},
		{"a web link over http", "http://conversations.im/i/alice@example.org"},
		{"another service", "imto://icq/alice@example.org"},
		{"no address", "xmpp:?message"},
		{"an empty local part", "xmpp:@example.org"},
		{"two addresses in one", "xmpp:alice%40example.org%40example.net"},
		{"bad escapes in the address", "xmpp:ali%zzce@example.org"},
		{"a forbidden sign in the local part", "xmpp:ali%2Fce%40x@example.org"},
		{"a device with two keys", "xmpp:a@b.example?omemo-sid-7=" + hexA + ";omemo-sid-7=" + hexB},
		{"a device with two keys, the ids written differently", "xmpp:a@b.example?omemo-sid-7=" + hexA + ";omemo-sid-07=" + hexB},
		{"two keys without device id", "xmpp:a@b.example?omemo=" + hexA + ";omemo=" + hexB},
		{"device id 0", "xmpp:a@b.example?omemo-sid-0=" + hexA},
		{"a device id over 32 bits", "xmpp:a@b.example?omemo-sid-4294967296=" + hexA},
		{"a device id that is no number", "xmpp:a@b.example?omemo-sid-x=" + hexA},
		{"a fingerprint of 63 digits", "xmpp:a@b.example?omemo-sid-7=" + hexA[1:]},
		{"a good key and a bad one", "xmpp:a@b.example?omemo-sid-7=" + hexA + ";omemo-sid-8=zz"},
		{"an empty key", "xmpp:a@b.example?omemo-sid-7="},
		{"two actions", "xmpp:a@b.example?message;remove"},
		{"a value with bad escapes", "xmpp:a@b.example?message;body=%zz"},
		{"a value that is no text", "xmpp:a@b.example?message;body=%ff"},
		{"a control character", "xmpp:a@b.example?message;body=a\x00b"},
		{"a huge link", "xmpp:a@b.example?message;body=" + strings.Repeat("a", 9000)},
		{"a trust message without encryption", "xmpp:a@b.example?trust-message;trust=" + hexA},
		{"a trust message with the encryption last", "xmpp:a@b.example?trust-message;trust=" + hexA + ";encryption=urn:xmpp:omemo:2"},
		{"a trust message without keys", "xmpp:a@b.example?trust-message;encryption=urn:xmpp:omemo:2"},
		{"a trust message with a bad key", "xmpp:a@b.example?trust-message;encryption=urn:xmpp:omemo:2;trust=" + hexA + ";trust=12"},
		{"a trust message that contradicts itself", "xmpp:a@b.example?trust-message;encryption=urn:xmpp:omemo:2;trust=" + hexA + ";distrust=" + hexA},
		{"a trust message with something else", "xmpp:a@b.example?trust-message;encryption=urn:xmpp:omemo:2;omemo-sid-7=" + hexA},
	} {
		if l, err := ParseLink(c.link); !errors.Is(err, ErrBadLink) || !reflect.DeepEqual(l, Link{}) {
			t.Errorf("%s: %+v, %v", c.name, l, err)
		}
	}
}

func FuzzParseLink(f *testing.F) {
	for _, s := range []string{
		"xmpp:alice@example.org?omemo-sid-7=" + hexA + ";omemo-sid-8=" + hexB, "https://conversations.im/i/a/b.example?omemo=" + hexA,
		"xmpp://x@y.example/a%40b.example?message;body=%20", "xmpp:a@b.example?trust-message;encryption=x;trust=" + hexA, "imto://xmpp/a@b.example",
		"xmpp:a@b.example?omemo-sid-2147483648=" + hexA, "xmpp:a@b.example?omemo-sid-7=" + hexA + ";part=1-2;vouched-by=c@d.example",
		"https://conversations.im/j/a@b.example?x=y", "xmpp:a@b.example?omemo%2dsid%2d0=" + hexA, "xmpp:a@b.example?omemo-sid-7;join",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		l, err := ParseLink(s)
		if err != nil {
			return
		}
		seen := map[string]bool{}
		for _, k := range l.Keys {
			if len(k.Fingerprint) != 64 || k.Device > 1<<31-1 || k.Device != 0 && seen[fmt.Sprint(k.Device)] {
				t.Fatalf("key %+v", k)
			}
			seen[fmt.Sprint(k.Device)] = true
		}
		again, err := ParseLink(URI(l.JID, nil))
		if err != nil || again.JID != l.JID {
			t.Fatalf("%q: address %q does not read back: %q, %v", s, l.JID, again.JID, err)
		}
	})
}
