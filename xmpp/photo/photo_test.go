package photo_test

import (
	"testing"

	"vouch/xmpp"
	"vouch/xmpp/photo"
	"vouch/xmpp/xmpptest"
)

func TestOf(t *testing.T) {
	const hash = "0123456789abcdef0123456789abcdef01234567"
	in := func(content string) string { return "<x xmlns='vcard-temp:x:update'>" + content + "</x>" }
	for _, row := range []struct {
		name, children, hash string
		told                 bool
	}{
		{"nothing", "", "", false},
		{"not known yet", in(""), "", false},
		{"no picture", in("<photo/>"), "", true},
		{"a picture", in("<photo>" + hash + "</photo>"), hash, true},
		{"in capitals", in("<photo> 0123456789ABCDEF0123456789ABCDEF01234567\n</photo>"), hash, true},
		{"what is no hash", in("<photo>../../etc</photo>"), "../../etc", false},
		{"another namespace", "<x xmlns='urn:x'><photo>" + hash + "</photo></x>", "", false},
		{"a photo of another namespace", in("<photo xmlns='urn:x'>" + hash + "</photo>"), "", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := xmpptest.Element(t, "<presence>"+row.children+"</presence>")
			if got, told := photo.Of(&xmpp.Presence{Children: e.Children()}); told != row.told || got != row.hash {
				t.Errorf("%q, %v", got, told)
			}
		})
	}
}
