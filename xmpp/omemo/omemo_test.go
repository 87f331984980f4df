package omemo_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gosrc.io/xmpp/stanza"

	"vouch/xmpp"
	"vouch/xmpp/omemo"
	"vouch/xmpp/xmpptest"
)

const ns = " xmlns='eu.siacs.conversations.axolotl'"

func TestList(t *testing.T) {
	for _, row := range []struct {
		name, list string
		want       []uint32
		dropped    int
	}{
		{"an empty list", "<list" + ns + "/>", nil, 0},
		{"some devices", "<list" + ns + "><device id='3'/><device id='1'/></list>", []uint32{3, 1}, 0},
		{"the same device twice", "<list" + ns + "><device id='3'/><device id='3'/></list>", []uint32{3}, 0},
		{"the largest id", "<list" + ns + "><device id='2147483647'/></list>", []uint32{2147483647}, 0},
		{"ids that are none", "<list" + ns + "><device id='0'/><device id='2147483648'/><device id='-1'/><device id='x'/><device/><device id=''/><device id='7'/></list>", []uint32{7}, 6},
		{"devices in a foreign namespace", "<list" + ns + "><device xmlns='urn:x' id='3'/></list>", nil, 0},
		{"a label nobody asked for", "<list" + ns + "><device id='3' label='phone'/></list>", []uint32{3}, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			l, err := omemo.ParseList(xmpptest.Element(t, row.list))
			if err != nil || !slices.Equal(l.Devices, row.want) || l.Dropped != row.dropped {
				t.Errorf("got %+v, %v", l, err)
			}
		})
	}
	if _, err := omemo.ParseList(xmpptest.Element(t, "<list xmlns='urn:x'/>")); err == nil {
		t.Error("something else was taken for a list")
	}
}

func TestListOf10000Devices(t *testing.T) {
	var list strings.Builder
	list.WriteString("<iq type='result'><list" + ns + ">")
	for i := range 10_000 {
		fmt.Fprintf(&list, "<device id='%d'/>", i+1)
	}
	list.WriteString("</list></iq>")
	l, err := omemo.ParseList(xmpptest.Element(t, list.String()).Children()[0])
	if err != nil || len(l.Devices) != 50 || l.Devices[49] != 10_000 || l.Dropped != 9_950 {
		t.Errorf("devicelist-10k: kept %d, dropped %d, %v", len(l.Devices), l.Dropped, err)
	}
}

func TestRoundTrips(t *testing.T) {
	list := omemo.List{Devices: []uint32{5, 6}}
	if got, err := omemo.ParseList(xmpptest.Sent(t, list)); err != nil || !reflect.DeepEqual(got, list) {
		t.Errorf("list: got %+v, %v", got, err)
	}
	bundle := omemo.Bundle{
		SignedPreKeyID: 7, SignedPreKey: []byte{5, 1}, Signature: bytes.Repeat([]byte{2}, 64), IdentityKey: []byte{5, 3},
		PreKeys: []omemo.PreKey{{1, []byte{5, 4}}, {4294967295, []byte{5, 5}}},
	}
	if got, err := omemo.ParseBundle(xmpptest.Sent(t, bundle)); err != nil || !reflect.DeepEqual(*got, bundle) {
		t.Errorf("bundle: got %+v, %v", got, err)
	}
	for _, m := range []omemo.Encrypted{
		{SenderID: 1, IV: make([]byte, 12), Payload: []byte("payload"), Keys: []omemo.Key{{2, true, []byte("k")}, {3, false, []byte("l")}}},
		{SenderID: 1, IV: make([]byte, 16), Keys: []omemo.Key{{2, false, []byte("k")}}},
		{SenderID: 1, IV: []byte{1}, Payload: []byte{}},
	} {
		if got, err := omemo.Parse(xmpptest.Sent(t, m)); err != nil || !reflect.DeepEqual(*got, m) {
			t.Errorf("message: got %+v, %v", got, err)
		}
	}
}

func TestWhatOthersReadIsWhatTheySend(t *testing.T) {
	m := omemo.Encrypted{SenderID: 27183, IV: []byte("0123456789ab"), Payload: []byte("p"),
		Keys: []omemo.Key{{31415, true, []byte("a")}, {12321, false, []byte("b")}}}
	raw, err := xmpp.Marshal(stanza.Message{Attrs: stanza.Attrs{To: "bob@example.org"}, Extensions: []stanza.MsgExtension{m}})
	const want = `<message to="bob@example.org"><encrypted xmlns="eu.siacs.conversations.axolotl"><header sid="27183">` +
		`<key rid="31415" prekey="true">YQ==</key><key rid="12321">Yg==</key><iv>MDEyMzQ1Njc4OWFi</iv></header>` +
		`<payload>cA==</payload></encrypted></message>`
	if err != nil || string(raw) != want {
		t.Errorf("got  %s, %v\nwant %s", raw, err, want)
	}
}

func TestEncrypted(t *testing.T) {
	key := func(attrs, data string) string {
		return "<encrypted" + ns + "><header sid='1'><key " + attrs + ">" + data + "</key><iv>AAAA</iv></header></encrypted>"
	}
	big := base64.StdEncoding.EncodeToString(make([]byte, 11<<10))
	for _, row := range []struct {
		name, xml string
		ok        bool
		keys      []omemo.Key
	}{
		{"prekey true", key("rid='2' prekey='true'", "YQ=="), true, []omemo.Key{{2, true, []byte("a")}}},
		{"prekey 1", key("rid='2' prekey='1'", "YQ=="), true, []omemo.Key{{2, true, []byte("a")}}},
		{"prekey false", key("rid='2' prekey='false'", "YQ=="), true, []omemo.Key{{2, false, []byte("a")}}},
		{"prekey 0", key("rid='2' prekey='0'", "YQ=="), true, []omemo.Key{{2, false, []byte("a")}}},
		{"white space and no padding", key("rid='2'", "\n Y\tQ "), true, []omemo.Key{{2, false, []byte("a")}}},
		{"empty-key", key("rid='2'", ""), true, []omemo.Key{{2, false, []byte{}}}},
		{"a key that is no base64 is kept empty", key("rid='2'", "!"), true, []omemo.Key{{2, false, nil}}},
		{"a key over 10 KiB is kept empty", key("rid='2'", big), true, []omemo.Key{{2, false, nil}}},
		{"a key for no device", key("rid='0'", "YQ=="), true, nil},
		{"a key for nobody", key("", "YQ=="), true, nil},
		{"iv-sizes: none", "<encrypted" + ns + "><header sid='1'/></encrypted>", true, nil},
		{"iv-sizes: bad base64", "<encrypted" + ns + "><header sid='1'><iv>!</iv></header></encrypted>", false, nil},
		{"iv-sizes: far too long", "<encrypted" + ns + "><header sid='1'><iv>" + big + "</iv></header></encrypted>", false, nil},
		{"iv-sizes: a payload that is no base64", "<encrypted" + ns + "><header sid='1'/><payload>!</payload></encrypted>", false, nil},
		{"no header", "<encrypted" + ns + "/>", false, nil},
		{"a header in a foreign namespace", "<encrypted" + ns + "><header xmlns='urn:x' sid='1'/></encrypted>", false, nil},
		{"no sender", "<encrypted" + ns + "><header/></encrypted>", false, nil},
		{"a sender out of range", "<encrypted" + ns + "><header sid='2147483648'/></encrypted>", false, nil},
		{"another element", "<encrypted xmlns='urn:xmpp:omemo:2'><header sid='1'/></encrypted>", false, nil},
		{"1000 keys", "<encrypted" + ns + "><header sid='1'>" + strings.Repeat("<key rid='0'/>", 1000) + "</header></encrypted>", true, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			m, err := omemo.Parse(xmpptest.Element(t, row.xml))
			if (err == nil) != row.ok {
				t.Fatalf("got %+v, %v", m, err)
			}
			if err == nil && !reflect.DeepEqual(m.Keys, row.keys) {
				t.Errorf("keys are %v", m.Keys)
			}
		})
	}
}

func TestTooManyKeys(t *testing.T) {
	many := "<encrypted" + ns + "><header sid='1'>" + strings.Repeat("<key rid='2'>YQ==</key>", 1001) + "</header></encrypted>"
	if _, err := omemo.Parse(xmpptest.Element(t, many)); err == nil {
		t.Error("1001 keys were taken")
	}
}

func TestFromMessage(t *testing.T) {
	const encrypted = "<encrypted" + ns + "><header sid='1'><iv>AAAA</iv></header><payload/></encrypted>"
	for _, row := range []struct {
		name, children string
		present, ok    bool
	}{
		{"there", encrypted + "<body>fallback</body>", true, true},
		{"there and unreadable", "<encrypted" + ns + "/>", true, false},
		{"not there", "<body>text</body>", false, true},
		{"only inside something else", "<x xmlns='urn:x'>" + encrypted + "</x>", false, true},
		{"of OMEMO 2", "<encrypted xmlns='urn:xmpp:omemo:2'/>", false, true},
	} {
		t.Run(row.name, func(t *testing.T) {
			m, present, err := omemo.FromMessage(xmpptest.Message(t, "<message>"+row.children+"</message>"))
			if present != row.present || (err == nil) != row.ok || (m != nil) != (present && row.ok) {
				t.Errorf("got %+v, %v, %v", m, present, err)
			}
			if m != nil && m.Payload == nil {
				t.Error("an empty payload became a key transport")
			}
		})
	}
}

func TestBundle(t *testing.T) {
	const (
		signed    = "<signedPreKeyPublic signedPreKeyId='1'>YQ==</signedPreKeyPublic>"
		signature = "<signedPreKeySignature>YQ==</signedPreKeySignature>"
		identity  = "<identityKey>YQ==</identityKey>"
	)
	for _, row := range []struct {
		name, content string
		ok            bool
		prekeys       int
	}{
		{"complete", signed + signature + identity + "<prekeys><preKeyPublic preKeyId='1'>YQ==</preKeyPublic></prekeys>", true, 1},
		{"without prekeys", signed + signature + identity, true, 0},
		{"prekeys that are none", signed + signature + identity +
			"<prekeys><preKeyPublic preKeyId='x'>YQ==</preKeyPublic><preKeyPublic>YQ==</preKeyPublic><preKeyPublic preKeyId='1'>!</preKeyPublic><x xmlns='urn:x' preKeyId='1'>YQ==</x></prekeys>", true, 0},
		{"too many prekeys", signed + signature + identity + "<prekeys>" + strings.Repeat("<preKeyPublic preKeyId='1'>YQ==</preKeyPublic>", 1100) + "</prekeys>", true, 1000},
		{"no signed prekey", signature + identity, false, 0},
		{"no signature", signed + identity, false, 0},
		{"no identity key", signed + signature, false, 0},
		{"an identity key that is no base64", signed + signature + "<identityKey>!</identityKey>", false, 0},
		{"a signed prekey without an id", "<signedPreKeyPublic>YQ==</signedPreKeyPublic>" + signature + identity, false, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			b, err := omemo.ParseBundle(xmpptest.Element(t, "<bundle"+ns+">"+row.content+"</bundle>"))
			if (err == nil) != row.ok || err == nil && len(b.PreKeys) != row.prekeys {
				t.Errorf("got %+v, %v", b, err)
			}
		})
	}
	if _, err := omemo.ParseBundle(xmpptest.Element(t, "<x/>")); err == nil {
		t.Error("something else was taken for a bundle")
	}
}

// FuzzOMEMO feeds elements to all parsers; what they take keeps the bounds.
func FuzzOMEMO(f *testing.F) {
	f.Add("<list" + ns + "><device id='1'/></list>")
	f.Add("<bundle" + ns + "><signedPreKeyPublic signedPreKeyId='1'>YQ==</signedPreKeyPublic><signedPreKeySignature/><identityKey/><prekeys><preKeyPublic preKeyId='1'/></prekeys></bundle>")
	f.Add("<encrypted" + ns + "><header sid='1'><key rid='2' prekey='1'>YQ==</key><iv>AA</iv></header><payload>Y Q=</payload></encrypted>")
	f.Fuzz(func(t *testing.T, text string) {
		e, err := xmpp.ParseElement(text)
		if err != nil {
			return
		}
		if l, err := omemo.ParseList(e); err == nil && len(l.Devices) > omemo.MaxDevices {
			t.Error("too many devices")
		}
		if b, err := omemo.ParseBundle(e); err == nil && (len(b.PreKeys) > omemo.MaxPreKeys || len(b.IdentityKey) > omemo.MaxKeyBytes) {
			t.Error("bundle over its bounds")
		}
		if m, err := omemo.Parse(e); err == nil && (len(m.Keys) > omemo.MaxKeys || len(m.Payload) > omemo.MaxPayload || m.SenderID == 0) {
			t.Error("message over its bounds")
		}
	})
}
