package mam_test

import (
	"encoding/xml"
	"strings"
	"testing"
	"time"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/mam"
	"vouch/xmpp/xmpptest"
)

const inner = "<message xmlns='jabber:client' from='bob@example.org/x' to='alice@example.org' id='in'><body>hello</body></message>"

func result(attrs, content string) string {
	return "<message from='alice@example.org'><result xmlns='urn:xmpp:mam:2' " + attrs + ">" +
		"<forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' stamp='2020-01-02T03:04:05.678Z'/>" +
		content + "</forwarded></result></message>"
}

func TestParseResult(t *testing.T) {
	for _, row := range []struct {
		name, xml    string
		ok, readable bool
	}{
		{"a result", result("queryid='q' id='a1'", inner), true, true},
		{"a message that cannot be read", result("queryid='q' id='a1'", strings.Replace(inner, "bob", "@", 1)), true, false},
		{"no archive id", result("queryid='q'", inner), false, false},
		{"an endless archive id", result("queryid='q' id='"+strings.Repeat("x", 2000)+"'", inner), false, false},
		{"no message", result("queryid='q' id='a1'", ""), false, false},
		{"two messages", result("queryid='q' id='a1'", inner+inner), false, false},
		{"xml-wrong-ns: the result", strings.Replace(result("queryid='q' id='a1'", inner), "mam:2", "mam:1", 1), false, false},
		{"xml-wrong-ns: the message", result("queryid='q' id='a1'", strings.Replace(inner, "jabber:client", "jabber:server", 1)), false, false},
		{"a bounced result", strings.Replace(result("queryid='q' id='a1'", inner), "<message", "<message type='error'", 1), false, false},
		{"a plain message", "<message><body>hello</body></message>", false, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			r, ok := mam.ParseResult(xmpptest.Message(t, row.xml))
			if ok != row.ok || (r.Message != nil) != row.readable {
				t.Fatalf("got %+v, %v", r, ok)
			}
			if !ok {
				return
			}
			if r.QueryID != "q" || r.ArchiveID != "a1" || !r.Delay.Stamp.Equal(time.Date(2020, 1, 2, 3, 4, 5, 678e6, time.UTC)) {
				t.Errorf("got %+v", r)
			}
			if row.readable && (r.Message.Body != "hello" || r.Message.FromJID.String() != "bob@example.org/x") {
				t.Errorf("inside is %+v", r.Message)
			}
			if !row.readable && (r.Err == nil || !strings.Contains(r.Raw, "hello")) {
				t.Errorf("unreadable: %v, %q", r.Err, r.Raw)
			}
		})
	}
}

func TestParseFin(t *testing.T) {
	fin := func(attrs, content string) string {
		return "<fin xmlns='urn:xmpp:mam:2' " + attrs + "><set xmlns='http://jabber.org/protocol/rsm'>" + content + "</set></fin>"
	}
	for _, row := range []struct {
		name, xml string
		want      mam.Fin
	}{
		{"a page", fin("", "<first index='0'>a</first><last>b</last><count>9</count>"), mam.Fin{Stable: true, First: "a", Last: "b", Count: 9}},
		{"the last page", fin("complete='true'", "<count>0</count>"), mam.Fin{Complete: true, Stable: true, Index: -1}},
		{"the last page, in figures", fin("complete='1'", ""), mam.Fin{Complete: true, Stable: true, Index: -1, Count: -1}},
		{"an archive that moves", fin("stable='false'", ""), mam.Fin{Index: -1, Count: -1}},
		{"nonsense for a truth", fin("complete='yes' stable='no'", ""), mam.Fin{Stable: true, Index: -1, Count: -1}},
		{"nothing", "<fin xmlns='urn:xmpp:mam:2'/>", mam.Fin{Stable: true, Index: -1, Count: -1}},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := xmpptest.Element(t, row.xml)
			if got, err := mam.ParseFin(&e); err != nil || got != row.want {
				t.Errorf("got %+v, %v; want %+v", got, err, row.want)
			}
		})
	}
	wrong := xmpptest.Element(t, "<fin xmlns='urn:xmpp:mam:1' complete='true'/>")
	for _, payload := range []*xmpp.Element{nil, &wrong} {
		if _, err := mam.ParseFin(payload); err == nil {
			t.Errorf("no error for %v", payload)
		}
	}
}

func TestQuery(t *testing.T) {
	id, none := "a1", ""
	day := time.Date(2020, 1, 2, 3, 4, 5, 678912e3, time.FixedZone("", 3600))
	form := func(fields string) string {
		return `<x xmlns="jabber:x:data" type="submit"><field var="FORM_TYPE" type="hidden"><value>urn:xmpp:mam:2</value></field>` + fields + "</x>"
	}
	page := func(content string) string {
		return `<set xmlns="http://jabber.org/protocol/rsm">` + content + "</set>"
	}
	for _, row := range []struct {
		name string
		q    mam.Query
		want string
	}{
		{"everything", mam.Query{ID: "q"}, ""},
		{"with someone", mam.Query{ID: "q", With: jid.MustParse("bob@example.org")}, form(`<field var="with"><value>bob@example.org</value></field>`)},
		{"a time", mam.Query{ID: "q", Start: day, End: day}, form(`<field var="start"><value>2020-01-02T02:04:05.678Z</value></field><field var="end"><value>2020-01-02T02:04:05.679Z</value></field>`)},
		{"the page after an id", mam.Query{ID: "q", After: &id, Max: 50}, page("<max>50</max><after>a1</after>")},
		{"the newest page", mam.Query{ID: "q", Before: &none, Max: 1}, page("<max>1</max><before></before>")},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := xml.Marshal(row.q)
			want := `<query xmlns="urn:xmpp:mam:2" queryid="q">` + row.want + "</query>"
			if err != nil || string(got) != want {
				t.Errorf("got %s, %v\nwant %s", got, err, want)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add(result("queryid='q' id='a1'", inner))
	f.Add("<message><fin xmlns='urn:xmpp:mam:2' complete='true'/></message>")
	f.Fuzz(func(t *testing.T, text string) {
		e, err := xmpp.ParseElement(text)
		if err != nil {
			return
		}
		for _, child := range e.Children() {
			_, _ = mam.ParseFin(&child)
		}
		m, err := xmpp.ParseMessage(e)
		if err != nil {
			return
		}
		if r, ok := mam.ParseResult(m); ok && (r.ArchiveID == "" || (r.Message == nil) != (r.Err != nil)) {
			t.Errorf("%q is %+v", text, r)
		}
	})
}
