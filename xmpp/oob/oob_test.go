package oob

import (
	"strings"
	"testing"

	"vouch/xmpp"
)

func TestLinks(t *testing.T) {
	for _, row := range []struct {
		name, children string
		want           Link
		ok             bool
	}{
		{"a link", "<x xmlns='jabber:x:oob'><url> https://example.org/a.png </url></x>", Link{URL: "https://example.org/a.png"}, true},
		{"with a description", "<x xmlns='jabber:x:oob'><url>https://example.org/a.png</url><desc> my cat </desc></x>", Link{"https://example.org/a.png", "my cat"}, true},
		{"encrypted", "<x xmlns='jabber:x:oob'><url>aesgcm://example.org/a#00</url></x>", Link{URL: "aesgcm://example.org/a#00"}, true},
		{"a very long description", "<x xmlns='jabber:x:oob'><url>https://example.org</url><desc>" + strings.Repeat("ä", 1000) + "</desc></x>", Link{"https://example.org", strings.Repeat("ä", 512)}, true},
		{"no URL", "<x xmlns='jabber:x:oob'><url>/etc/passwd</url></x>", Link{}, false},
		{"two of them", "<x xmlns='jabber:x:oob'><url>https://example.org/a b</url></x>", Link{}, false},
		{"without end", "<x xmlns='jabber:x:oob'><url>https://example.org/" + strings.Repeat("a", 3000) + "</url></x>", Link{}, false},
		{"empty", "<x xmlns='jabber:x:oob'/>", Link{}, false},
		{"of another namespace", "<x xmlns='jabber:iq:oob'><url>https://example.org</url></x>", Link{}, false},
	} {
		e, err := xmpp.ParseElement("<message from='bob@example.org'>" + row.children + "</message>")
		if err != nil {
			t.Fatal(err)
		}
		m, err := xmpp.ParseMessage(e)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := Of(m); ok != row.ok || got != row.want {
			t.Errorf("%s: %+v, %v", row.name, got, ok)
		}
	}
}
