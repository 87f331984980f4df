package rsm_test

import (
	"encoding/xml"
	"strings"
	"testing"

	"vouch/xmpp"
	"vouch/xmpp/rsm"
	"vouch/xmpp/xmpptest"
)

func TestIn(t *testing.T) {
	set := func(content string) string {
		return "<x xmlns='urn:x'><set xmlns='" + rsm.NS + "'>" + content + "</set></x>"
	}
	none := rsm.Page{Index: -1, Count: -1}
	for _, row := range []struct {
		name, xml string
		want      rsm.Page
	}{
		{"a page", set("<first index='3'>a</first><last>b</last><count>9</count>"), rsm.Page{First: "a", Last: "b", Index: 3, Count: 9}},
		{"without index and count", set("<first>a</first><last>b</last>"), rsm.Page{First: "a", Last: "b", Index: -1, Count: -1}},
		{"an empty list", set("<count>0</count>"), rsm.Page{Index: -1, Count: 0}},
		{"nothing", set(""), none},
		{"no set", "<x xmlns='urn:x'/>", none},
		{"xml-wrong-ns", strings.ReplaceAll(set("<count>1</count>"), rsm.NS, "urn:y"), none},
		{"a foreign first", set("<first xmlns='urn:y'>a</first>"), none},
		{"a negative count", set("<count>-1</count>"), none},
		{"a count beyond all bounds", set("<count>99999999999999999999</count>"), none},
		{"an endless id", set("<last>" + strings.Repeat("x", 2000) + "</last>"), none},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := rsm.In(xmpptest.Element(t, row.xml).Children()); got != row.want {
				t.Errorf("got %+v, want %+v", got, row.want)
			}
		})
	}
}

func TestRequest(t *testing.T) {
	text, none := "a&b", ""
	max, zero := 50, 0
	for _, row := range []struct {
		name string
		r    rsm.Request
		want string
	}{
		{"the next page", rsm.Request{Max: &max, After: &text}, "<max>50</max><after>a&amp;b</after>"},
		{"the last page", rsm.Request{Before: &none}, "<before></before>"},
		{"the count alone", rsm.Request{Max: &zero}, "<max>0</max>"},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := xml.Marshal(row.r)
			if want := `<set xmlns="` + rsm.NS + `">` + row.want + "</set>"; err != nil || string(got) != want {
				t.Errorf("got %s, %v", got, err)
			}
		})
	}
}

func FuzzIn(f *testing.F) {
	f.Add("<x><set xmlns='" + rsm.NS + "'><first index='0'>a</first><last>b</last><count>1</count></set></x>")
	f.Fuzz(func(t *testing.T, text string) {
		e, err := xmpp.ParseElement(text)
		if err != nil {
			return
		}
		if p := rsm.In(e.Children()); p.Count < -1 || p.Index < -1 || len(p.First) > 1024 || len(p.Last) > 1024 {
			t.Errorf("%q is %+v", text, p)
		}
	})
}
