package xmpp_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"vouch/xmpp"
	"vouch/xmpp/xmpptest"
)

// serve opens a session with a scripted server that does then once alice is logged in.
func serve(t testing.TB, then func(*xmpptest.Wire), more ...func(*xmpp.Config)) (*session, *xmpptest.Hostile) {
	t.Helper()
	h := xmpptest.StartHostile(t, xmpptest.Script{Then: then})
	cfg := configAt(h)
	for _, o := range more {
		o(&cfg)
	}
	return open(t, cfg), h
}

const honest = "<message from='bob@example.org/x' id='honest'><body>hello</body></message>"

func TestBadXMLEndsTheStream(t *testing.T) {
	for _, row := range []struct {
		name, xml, condition string
		want                 error
	}{
		{"xml-dtd: a document type", "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>]>", "restricted-xml", xmpp.ErrStream},
		{"xml-dtd: an entity", "<message><body>&bomb;</body></message>", "not-well-formed", xmpp.ErrStream},
		{"xml-external-entity", "<!DOCTYPE x SYSTEM 'file:///etc/passwd'>", "restricted-xml", xmpp.ErrStream},
		{"xml-pi-comment: a comment", "<!-- x -->", "restricted-xml", xmpp.ErrStream},
		{"xml-pi-comment: a comment inside", "<message><body>a<!-- x --></body></message>", "restricted-xml", xmpp.ErrStream},
		{"xml-pi-comment: a processing instruction", "<?php x ?>", "restricted-xml", xmpp.ErrStream},
		{"xml-pi-comment: a processing instruction inside", "<message><?x?></message>", "restricted-xml", xmpp.ErrStream},
		{"xml-depth", "<message>" + strings.Repeat("<a>", 200_000), "policy-violation", xmpp.ErrPolicy},
		{"xml-huge-text", "<message><body>" + strings.Repeat("A", 2<<20), "policy-violation", xmpp.ErrPolicy},
		{"too many elements in a question", "<iq type='get' id='q'>" + strings.Repeat("<a/>", 50_000) + "</iq>", "policy-violation", xmpp.ErrPolicy},
		{"too many attributes of a question", "<iq " + attributes(101) + "/>", "policy-violation", xmpp.ErrPolicy},
		{"too many namespaces of a question", "<iq>" + strings.Repeat("<a "+namespaces(50)+">", 5), "policy-violation", xmpp.ErrPolicy},
		{"xml-depth: in what is set aside", "<message>" + strings.Repeat("<a>", 1001), "policy-violation", xmpp.ErrPolicy},
		{"a comment in what is set aside", "<message>" + strings.Repeat("<a>", 101) + "<!-- x -->", "restricted-xml", xmpp.ErrStream},
		{"a huge attribute", "<message a='" + strings.Repeat("A", 2<<20), "policy-violation", xmpp.ErrPolicy},
		{"a huge name", "<" + strings.Repeat("A", 2<<20), "policy-violation", xmpp.ErrPolicy},
		{"xml-bad-chars: bad UTF-8", "<message><body>\xff</body></message>", "not-well-formed", xmpp.ErrStream},
		{"xml-bad-chars: NUL", "<message><body>\x00</body></message>", "not-well-formed", xmpp.ErrStream},
		{"xml-bad-chars: a control character", "<message><body>&#1;</body></message>", "not-well-formed", xmpp.ErrStream},
		{"xml-dup-attr", "<message id='a' id='b'/>", "not-well-formed", xmpp.ErrStream},
		{"xml-dup-attr: by two prefixes", "<message xmlns:p='u' xmlns:q='u' p:id='a' q:id='b'/>", "not-well-formed", xmpp.ErrStream},
		{"elements that do not nest", "<message><a></b></message>", "not-well-formed", xmpp.ErrStream},
		{"elements that nest by another prefix", "<message xmlns:p='u' xmlns:q='u'><p:a></q:a></message>", "not-well-formed", xmpp.ErrStream},
		{"text between stanzas", "text", "not-well-formed", xmpp.ErrStream},
		{"a prefix nobody declared", "<message><eu.siacs.conversations.axolotl:encrypted/></message>", "bad-namespace-prefix", xmpp.ErrStream},
		{"a prefix declared as nothing", "<message xmlns:a=''/>", "bad-namespace-prefix", xmpp.ErrStream},
		{"a prefix that is taken", "<message xmlns:xmlns='u'/>", "bad-namespace-prefix", xmpp.ErrStream},
		{"a name with two colons", "<message><a:b:c/></message>", "not-well-formed", xmpp.ErrStream},
	} {
		t.Run(row.name, func(t *testing.T) {
			s, h := serve(t, func(w *xmpptest.Wire) {
				w.Write(honest)
				go w.Write(row.xml + "<") // what follows shows that a text is over
				w.Drain()
			})
			await(s, func(m *xmpp.Message) bool { return m.Id == "honest" })
			if err := s.ended(); !errors.Is(err, row.want) {
				t.Errorf("ended by %v, want %v", err, row.want)
			}
			h.Close()
			if want := "<stream:error><" + row.condition + " "; !strings.Contains(h.Received(), want) {
				t.Errorf("server was told %q, want %s", tail(h.Received()), row.condition)
			}
		})
	}
}

func attributes(n int) string {
	var out strings.Builder
	for i := range n {
		fmt.Fprintf(&out, "a%d='' ", i)
	}
	return out.String()
}

func namespaces(n int) string {
	var out strings.Builder
	for i := range n {
		fmt.Fprintf(&out, "xmlns:a%d='u' ", i)
	}
	return out.String()
}

func tail(text string) string { return text[max(0, len(text)-300):] }

func TestEndlessElementsCostLittleMemory(t *testing.T) {
	for _, row := range []struct{ name, begin, again string }{
		{"text", "<message><body>", strings.Repeat("A", 64<<10)},
		{"elements", "<iq type='result'>", strings.Repeat("<a>b</a>", 8<<10)},
		{"attributes", "<message ", strings.Repeat("a='b' ", 8<<10)},
	} {
		t.Run("xml-huge-text: endless "+row.name, func(t *testing.T) {
			t.Parallel()
			s, _ := serve(t, func(w *xmpptest.Wire) {
				w.Write(row.begin)
				for {
					w.Write(row.again)
				}
			})
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			if err := s.ended(); !errors.Is(err, xmpp.ErrPolicy) {
				t.Errorf("ended by %v", err)
			}
			runtime.ReadMemStats(&after)
			if more := (int64(after.HeapInuse) - int64(before.HeapInuse)) >> 20; more > 64 {
				t.Errorf("it took %d MB", more)
			}
		})
	}
}

func TestXMLThatMeansSomethingElse(t *testing.T) {
	const from = "<message from='bob@example.org/x' id='m'"
	for _, row := range []struct {
		name, xml string
		body      string
		children  int
	}{
		{"xml-prefixed-attr: only plain attributes count",
			"<message xmlns:z='urn:z' z:from='boss@example.org' from='bob@example.org/x' z:id='i' id='m' z:type='error' z:to='x@y'><body>b</body></message>", "b", 0},
		{"xml-prefixed-attr: in the other order",
			"<message xmlns:z='urn:z' from='bob@example.org/x' id='m' z:from='boss@example.org' z:id='i' z:type='error'><body>b</body></message>", "b", 0},
		{"xml-wrong-ns: a body inside something else",
			from + "><body>real</body><x xmlns='urn:evil'><body xmlns='jabber:client'>forged</body><body>forged</body></x></message>", "real", 1},
		{"xml-wrong-ns: a body in a foreign namespace", from + "><body xmlns='urn:evil'>forged</body></message>", "", 1},
		{"xml-wrong-ns: a body without a namespace", from + "><body xmlns=''>forged</body></message>", "", 1},
		{"xml-wrong-ns: a body after resolving twice",
			from + " xmlns:a='q' xmlns:q='jabber:client'><a:body>forged</a:body><body>real</body></message>", "real", 1},
		{"xml-wrong-ns: a prefix of our own namespace is our own", from + " xmlns:c='jabber:client'><c:body>real</c:body></message>", "real", 0},
		{"xml-wrong-ns: a whole message inside",
			from + "><x xmlns='urn:evil'><message xmlns='jabber:client' from='boss@example.org'><body>forged</body></message></x><body>real</body></message>", "real", 1},
		{"a body inside a body", from + "><body>re<body>forged</body>al</body></message>", "real", 0},
		{"several bodies: the one without a language", from + "><body xml:lang='de'>hallo</body><body>hello</body></message>", "hello", 0},
		{"several bodies: the first", from + "><body xml:lang='de'>hallo</body><body xml:lang='fr'>salut</body></message>", "hallo", 0},
		{"two bodies of one language: the first", from + "><body>one</body><body>two</body></message>", "one", 0},
		{"CDATA is text", from + "><body><![CDATA[<b>]]> &amp; c</body></message>", "<b> & c", 0},
		{"xml-bad-chars: a surrogate is no character", from + "><body>a&#xD800;b</body></message>", "a\uFFFDb", 0},
		{"xml-unknown: children nobody knows", from + "><a xmlns='urn:a'/><b xmlns='urn:b'><c/></b><body>b</body></message>", "b", 2},
	} {
		t.Run(row.name, func(t *testing.T) {
			s, _ := serve(t, func(w *xmpptest.Wire) {
				w.Write(row.xml + honest)
				w.Drain()
			})
			m, e := await[*xmpp.Message](s, nil)
			if m.FromJID.String() != "bob@example.org/x" || m.From != "bob@example.org/x" || m.Id != "m" || m.Type != "" || m.To != "" {
				t.Errorf("attributes are %+v", m.Attrs)
			}
			if m.Body != row.body || len(m.Children) != row.children || len(m.Extensions) != 0 || e.Seq != 1 {
				t.Errorf("body %q, children %v, extensions %v, number %d", m.Body, m.Children, m.Extensions, e.Seq)
			}
			if m, _ := await[*xmpp.Message](s, nil); m.Id != "honest" {
				t.Errorf("then came %q", m.Id)
			}
		})
	}
}

func TestAllBodiesAreKept(t *testing.T) {
	s, _ := serve(t, func(w *xmpptest.Wire) {
		w.Write("<message from='bob@example.org' xml:lang='en'><body>hello</body><body xml:lang='de'>hallo</body><subject>s</subject><thread>t</thread></message>")
		w.Drain()
	})
	m, _ := await[*xmpp.Message](s, nil)
	if len(m.Bodies) != 2 || m.Bodies[0] != (xmpp.Text{Words: "hello"}) || m.Bodies[1] != (xmpp.Text{Lang: "de", Words: "hallo"}) || m.Body != "hello" || m.Lang != "en" || m.Subject != "s" || m.Thread != "t" {
		t.Errorf("got %+v", m)
	}
}

func TestBrokenStanzasAreSetAside(t *testing.T) {
	for _, row := range []struct{ name, xml string }{
		{"a priority out of range", "<presence from='bob@example.org/x' id='b'><priority>300</priority></presence>"},
		{"a sender that is no address", "<message from='@' id='b'><body>x</body></message>"},
		{"a recipient that is no address", "<presence from='bob@example.org' to='@' id='b'/>"},
		{"a question without an id", "<iq type='get' from='bob@example.org'><q xmlns='urn:q'/></iq>"},
		{"a question of no type", "<iq type='nothing' id='b'><q xmlns='urn:q'/></iq>"},
		{"xml-depth: one too deep", "<message from='bob@example.org' id='b'>" + strings.Repeat("<a>", 100) + strings.Repeat("</a>", 100) + "</message>"},
		{"too many elements", "<message from='bob@example.org' id='b'>" + strings.Repeat("<a/>", 25_000) + "</message>"},
		{"too many attributes", "<message from='bob@example.org' id='b' " + attributes(101) + "><x xmlns='urn:x'/></message>"},
		{"too many attributes inside", "<message from='bob@example.org' id='b'><x " + attributes(101) + "/></message>"},
		{"too many namespaces", "<presence from='bob@example.org' id='b'>" + strings.Repeat("<a "+namespaces(50)+">", 5) + strings.Repeat("</a>", 5) + "</presence>"},
	} {
		t.Run(row.name, func(t *testing.T) {
			s, _ := serve(t, func(w *xmpptest.Wire) {
				w.Write(row.xml + honest)
				w.Drain()
			})
			b, e := await[*xmpp.Broken](s, nil)
			if e.Seq != 1 || b.Err == nil || b.Raw == "" || len(b.Raw) > 4096 {
				t.Errorf("set aside as %d: %+v", e.Seq, b)
			}
			if m, e := await[*xmpp.Message](s, nil); m.Id != "honest" || e.Seq != 2 {
				t.Errorf("then came %q as %d", m.Id, e.Seq)
			}
		})
	}
}

func TestUnknownElementsAreIgnored(t *testing.T) {
	s, _ := serve(t, func(w *xmpptest.Wire) {
		w.Write("<message xmlns='urn:evil' from='boss@example.org'><body>forged</body></message>" +
			"<x xmlns='urn:x'/><thing/> \n <stream:features/>" + honest)
		w.Drain()
	})
	if m, e := await[*xmpp.Message](s, nil); m.Id != "honest" || e.Seq != 1 {
		t.Errorf("got %q as %d", m.Id, e.Seq)
	}
}

func TestPiecesMakeNoDifference(t *testing.T) {
	const stanza = "<message from='bob@example.org/x' id='ü'><body>h&#228;llo</body></message>"
	for _, size := range []int{1, 7, 64 << 10} {
		t.Run(fmt.Sprintf("xml-fragments: %d bytes", size), func(t *testing.T) {
			s, _ := serve(t, func(w *xmpptest.Wire) {
				text := strings.Repeat(stanza, 20)
				for len(text) > 0 {
					n := min(size, len(text))
					w.Write(text[:n])
					text = text[n:]
				}
				w.Drain()
			})
			for i := range 20 {
				if m, e := await[*xmpp.Message](s, nil); m.Id != "ü" || m.Body != "hällo" || e.Seq != uint64(i+1) {
					t.Fatalf("got %q as %d", m.Body, e.Seq)
				}
			}
		})
	}
}

func TestFloodKeepsOrderAndMemory(t *testing.T) {
	const count = 100_000
	s, _ := serve(t, func(w *xmpptest.Wire) {
		var block strings.Builder
		for i := range count {
			fmt.Fprintf(&block, "<message from='bob@example.org/x' id='%d'><body>text</body></message>", i)
			if block.Len() > 60<<10 {
				w.Write(block.String())
				block.Reset()
			}
		}
		w.Write(block.String())
		w.Drain()
	})
	begin := time.Now()
	for i := range count {
		if m, _ := await[*xmpp.Message](s, nil); m.Id != fmt.Sprint(i) {
			t.Fatalf("got %q, want %d", m.Id, i)
		}
	}
	t.Logf("%d stanzas in %s", count, time.Since(begin))
}
