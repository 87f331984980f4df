package forward_test

import (
	"strings"
	"testing"

	"vouch/xmpp"
	"vouch/xmpp/forward"
	"vouch/xmpp/xmpptest"
)

const (
	open  = "<w xmlns='urn:w'><forwarded xmlns='urn:xmpp:forward:0'>"
	shut  = "</forwarded></w>"
	inner = "<message xmlns='jabber:client' from='bob@example.org' id='in'/>"
	late  = "<delay xmlns='urn:xmpp:delay' stamp='2020-01-02T03:04:05Z'/>"
)

func TestIn(t *testing.T) {
	for _, row := range []struct {
		name, xml    string
		ok, readable bool
		stamped      bool
	}{
		{"a message", open + inner + shut, true, true, false},
		{"a message with its time", open + late + inner + shut, true, true, true},
		{"a time without a meaning", open + strings.Replace(late, "2020", "20", 1) + inner + shut, true, true, false},
		{"something else beside it", open + "<x xmlns='urn:x'/>" + inner + shut, true, true, false},
		{"a message that cannot be read", open + strings.Replace(inner, "bob", "@", 1) + shut, true, false, false},
		{"two messages", open + inner + inner + shut, false, false, false},
		{"no message", open + late + shut, false, false, false},
		{"a presence", open + strings.Replace(inner, "message", "presence", 1) + shut, false, false, false},
		{"xml-wrong-ns", open + strings.Replace(inner, "jabber:client", "urn:x", 1) + shut, false, false, false},
		{"two forwarded elements", "<w xmlns='urn:w'>" + strings.Repeat("<forwarded xmlns='urn:xmpp:forward:0'>"+inner+"</forwarded>", 2) + "</w>", false, false, false},
		{"none", "<w xmlns='urn:w'>" + inner + "</w>", false, false, false},
		{"deeper inside", "<w xmlns='urn:w'><x>" + open + inner + shut + "</x></w>", false, false, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			f, ok := forward.In(xmpptest.Element(t, row.xml))
			if ok != row.ok || (f.Message != nil) != row.readable || f.Delay.Stamp.IsZero() == row.stamped {
				t.Fatalf("got %+v, %v", f, ok)
			}
			if row.readable && f.Message.Id != "in" || ok && !row.readable && (f.Err == nil || !strings.Contains(f.Raw, "message")) {
				t.Errorf("got %+v", f)
			}
		})
	}
}

func FuzzIn(f *testing.F) {
	f.Add(open + late + inner + shut)
	f.Add(open + inner + inner + shut)
	f.Fuzz(func(t *testing.T, text string) {
		e, err := xmpp.ParseElement(text)
		if err != nil {
			return
		}
		if got, ok := forward.In(e); ok && (got.Message == nil) != (got.Err != nil) {
			t.Errorf("%q is %+v", text, got)
		}
	})
}
