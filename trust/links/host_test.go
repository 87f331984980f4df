package links_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"vouch/trust/links"
)

func TestHostsThatLookLikeOthersAreOdd(t *testing.T) {
	for _, c := range []struct{ name, link, other string }{
		{"Cyrillic among Latin", "https://p\u0430ypal.com/login", "xn--pypal-4ve.com"},
		{"Greek among Latin", "https://g\u03bfogle.com", "xn--gogle-rce.com"},
		{"Armenian among Latin", "https://g\u0585ogle.com", "xn--gogle-lkg.com"},
		{"Cherokee among Latin", "https://ex\u13a0mple.com", "xn--exmple-j81a.com"},
		{"Latin among Cyrillic", "https://\u0441\u0431\u0435p\u0431\u0430\u043d\u043a.\u0440\u0444", "xn--p-8sbbbs7au0a.xn--p1ai"},
		{"Cyrillic alone that looks like Latin", "https://\u0430\u0440\u0440\u04cf\u0435.com", "xn--80ak6aa92e.com"},
		{"below another name", "https://\u0430\u0440\u0440\u04cf\u0435.example.com", "xn--80ak6aa92e.example.com"},
		{"Greek alone that looks like Latin", "https://\u03bd\u03bf\u03bf\u03bd.com", "xn--yxaafa.com"},
		{"in ASCII", "https://xn--80ak6aa92e.com", "\u0430\u0440\u0440\u04cf\u0435.com"},
		{"signs of phonetics", "https://\u0261oogle.com", "xn--oogle-qmc.com"},
		{"an i without its dot", "https://w\u0131kipedia.org", "xn--wkipedia-tkb.org"},
		{"a slash that is none", "https://example.org\u2044login.example.net", "example.xn--orglogin-g03d.example.net"},
		{"a joiner", "https://exam\u200dple.org", ""},
		{"in ASCII, and no letters", "https://xn--a--.example", ""},
		{"who looks like the host", "https://example.org@example.net/", "example.net"},
		{"who looks like the host, with a word", "https://example.org:80@example.net/", "example.net"},
		{"Cyrillic in an address", "xmpp:bob@ex\u0430mple.org?message", "xn--exmple-4nf.org"},
		{"Cyrillic in the local part", "xmpp:b\u043eb@example.org", "example.org"},
		{"Cyrillic behind an account", "xmpp://bob@example.org/bob@ex\u0430mple.org", "xn--exmple-4nf.org"},
		{"Cyrillic in an authority", "xmpp://bob@ex\u0430mple.org", "xn--exmple-4nf.org"},
		{"Cyrillic, escaped", "xmpp:bob@ex%D0%B0mple.org", "xn--exmple-4nf.org"},
		{"Cyrillic in mail", "mailto:bob@example.org,bob@ex\u0430mple.org?subject=x", "xn--exmple-4nf.org"},
	} {
		other, odd := links.Host(c.link)
		if !odd || other != c.other {
			t.Errorf("%s: odd %v, other %q", c.name, odd, other)
		}
	}
}

func TestHostsOfOneScriptAreNotOdd(t *testing.T) {
	for _, c := range []struct{ name, link, other string }{
		{"ASCII", "https://example.org:8080/a?b=\u0430", ""},
		{"capitals", "HTTPS://Example.ORG", ""},
		{"an underline", "http://my_host.example.org", ""},
		{"a number", "http://192.0.2.1/", ""},
		{"a number of version 6", "http://[2001:db8::1]/", ""},
		{"German", "https://m\u00fcnchen.example", ""},
		{"German in ASCII", "https://xn--mnchen-3ya.example", "m\u00fcnchen.example"},
		{"Russian", "https://\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444/", ""},
		{"Russian letters that look like Latin, among Russians", "https://\u0441\u043e\u0440.\u0440\u0444", ""},
		{"Russian below Latin", "https://www.\u043f\u0440\u0438\u043c\u0435\u0440.com/", ""},
		{"Greek", "https://\u03b5\u03bb\u03bb\u03ac\u03b4\u03b1.\u03b5\u03bb", ""},
		{"Japanese", "https://\u30a2\u30cb\u30e1\u3068\u6f2b\u753b-fan.jp", ""},
		{"Chinese with Latin", "https://\u4f8b\u5b50abc.cn", ""},
		{"Korean", "https://\ud55c\uad6d.kr", ""},
		{"Arabic", "https://\u0645\u062b\u0627\u0644.\u0625\u062e\u062a\u0628\u0627\u0631", ""},
		{"Hebrew", "https://\u05d3\u05d5\u05d2\u05de\u05d4.co.il", ""},
		{"Hindi", "https://\u0909\u0926\u093e\u0939\u0930\u0923.\u092d\u093e\u0930\u0924", ""},
		{"Turkish", "https://k\u0131z.com.tr", ""},
		{"wide letters", "https://\uff45xample.org", "example.org"},
		{"no host", "geo:48.2,16.4", ""},
		{"no link", "https://[", ""},
		{"an address", "xmpp:bob@example.org/home?message", ""},
		{"an address in Russian", "xmpp:\u0438\u0432\u0430\u043d@\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444", ""},
	} {
		if other, odd := links.Host(c.link); odd || other != c.other {
			t.Errorf("%s: odd %v, other %q", c.name, odd, other)
		}
	}
}

func FuzzHost(f *testing.F) {
	f.Add("https://p\u0430ypal.com")
	f.Add("https://xn--80ak6aa92e.com/")
	f.Add("xmpp:a@xn--a?b")
	f.Fuzz(func(t *testing.T, link string) {
		other, _ := links.Host(link)
		if !utf8.ValidString(other) || strings.ContainsAny(other, "/@ \n") {
			t.Errorf("%+q of %+q", other, link)
		}
	})
}
