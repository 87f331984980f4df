package xmpp_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"vouch/xmpp"
	"vouch/xmpp/mam"
	"vouch/xmpp/xmpptest"
)

// TestSignInTakesFewRoundTrips counts how often both sides wait for each other, after TCP: a header for its features, twice in
// clear and under TLS and once more after SASL; starttls; TLS 1.3; what the mechanism takes; bind and enable, or resume. With
// SASL2 all that follows the mechanism goes along with it.
func TestSignInTakesFewRoundTrips(t *testing.T) {
	direct := func(c *xmpp.Config) { c.DirectTLS = true }
	resuming := func(c *xmpp.Config) { c.Resume = earlier() }
	resumed := func(_, previd string) string { return "<resumed" + sm + " previd='" + previd + "' h='5'/>" }
	modern := func() *xmpptest.Modern { return &xmpptest.Modern{Bind: allAlong, Resume: true, Fast: allFast} }
	for _, row := range []struct {
		name   string
		modern *xmpptest.Modern
		script xmpptest.Script
		change func(*xmpp.Config)
		token  bool
		turns  int
	}{
		{"by SCRAM", nil, xmpptest.Script{}, nil, false, 9},
		{"by SCRAM, TLS from the first byte", nil, xmpptest.Script{DirectTLS: true}, direct, false, 7},
		{"by PLAIN", nil, xmpptest.Script{Mechanisms: []string{"PLAIN"}}, nil, false, 8},
		{"an older stream", nil, xmpptest.Script{Resume: resumed}, resuming, false, 8},
		{"with SASL2", modern(), xmpptest.Script{}, nil, false, 6},
		{"with SASL2, an older stream", modern(), xmpptest.Script{Resume: resumed}, resuming, false, 6},
		{"by a token", modern(), xmpptest.Script{}, nil, true, 5},
		{"by a token, TLS from the first byte", modern(), xmpptest.Script{DirectTLS: true}, direct, true, 3},
	} {
		t.Run(row.name, func(t *testing.T) {
			script := row.script
			if row.modern != nil {
				script = modernScript(row.modern)
				script.DirectTLS, script.Resume = row.script.DirectTLS, row.script.Resume
			}
			script.Then = (*xmpptest.Wire).Drain
			h := xmpptest.StartHostile(t, script)
			cfg := configAt(h)
			cfg.UserAgent = agent
			if row.change != nil {
				row.change(&cfg)
			}
			if row.token {
				cfg.Token = signIn(t, cfg)
			}
			before := h.Traffic()
			c, err := xmpp.Connect(t.Context(), cfg)
			if err != nil {
				t.Fatal(err)
			}
			did := h.Traffic().Minus(before)
			defer c.Close()
			if c.Resumed() != (cfg.Resume != nil) || strings.HasPrefix(c.Mechanism(), "HT-") != row.token {
				t.Errorf("by %s, resumed %v", c.Mechanism(), c.Resumed())
			}
			if handshake := 1; did.Turns != row.turns || did.Records != row.turns-handshake {
				t.Errorf("%d round trips in %d records, want %d round trips in one record each", did.Turns, did.Records, row.turns)
			}
		})
	}
}

// records is a script that passes on what clients write, one TLS record at a time.
func records(to chan<- string) func(*xmpptest.Wire) {
	return func(w *xmpptest.Wire) {
		buf := make([]byte, 64<<10)
		for {
			n, err := w.Conn.Read(buf)
			if err != nil || strings.HasSuffix(string(buf[:n]), "</stream:stream>") {
				return
			}
			to <- string(buf[:n])
		}
	}
}

// TestWhatBelongsTogetherIsOneWrite looks at each record that a server gets. In a bubble of synctest nothing takes time but
// what waits for it.
func TestWhatBelongsTogetherIsOneWrite(t *testing.T) {
	const short = `<message id="short"></message>`
	many := func(n int) string { return strings.Repeat(short, n) }
	long := `<message id="long"><body>` + strings.Repeat("x", 12<<10) + "</body></message>"
	for _, row := range []struct {
		name    string
		sent    []string
		records []string
	}{
		{"a stanza and the request for its acknowledgement", []string{short}, []string{short + request}},
		{"a long one, right after the login", []string{long}, []string{long + request}},
		{"those that are there together", []string{short, short, short}, []string{many(3) + request}},
		{"just what a record holds", slices.Repeat([]string{short}, 546), []string{many(512) + request, many(34)}},
		{"more than one record takes", []string{short, long, short, long, short}, []string{short + long + short + request, long + short}},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				got := make(chan string, 10)
				c, err := xmpp.Connect(t.Context(), configAt(xmpptest.StartHostile(t, xmpptest.Script{Then: records(got)})))
				if err != nil {
					t.Fatal(err)
				}
				begin := time.Now()
				for _, stanza := range row.sent {
					if _, err := c.SendRaw([]byte(stanza)); err != nil {
						t.Fatal(err)
					}
				}
				run(t, c)
				for i, want := range row.records {
					if record := <-got; record != want {
						t.Errorf("record %d is %q, want %q", i, record, want)
					}
				}
				if took := time.Since(begin); took > 0 {
					t.Errorf("waited for %v", took)
				}
			})
		})
	}
}

// pageAnswer is a page of n results, in the middle of which the server asks for our count, as answer to the query with that id.
func pageAnswer(id string, n int) string {
	var page strings.Builder
	for i := range n {
		fmt.Fprintf(&page, "<message from='alice@example.org'><result xmlns='urn:xmpp:mam:2' id='%d'><forwarded xmlns='urn:xmpp:forward:0'>%s</forwarded></result></message>",
			i, honest)
		if i == n/2 {
			page.WriteString(request)
		}
	}
	return page.String() + "<iq type='result' id='" + id + "'><fin xmlns='urn:xmpp:mam:2'/></iq>"
}

// TestPagesAreOneWriteEachWay: a question goes out in one record with the request for an acknowledgement, and our count is told
// when the server asks, and once more when what came before that is handled.
func TestPagesAreOneWriteEachWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const pages, results = 5, 50
		asked := regexp.MustCompile(`^(<a [^>]*/>)?<iq id="([^"]*)" type="set"><query .*</iq>` + request + `$`)
		counted := regexp.MustCompile(`^<a [^>]*/>$`)
		counts, strange := 0, []string(nil)
		s, h := serve(t, func(w *xmpptest.Wire) {
			got := make(chan string)
			go func() { defer close(got); records(got)(w) }()
			n := 0
			for record := range got {
				question := asked.FindStringSubmatch(record)
				switch {
				case question != nil:
					n++
					if question[1] != "" {
						counts++
					}
					// its count stands first: the next question does not ask for one before that is read
					w.Write(fmt.Sprintf("<a%s h='%d'/>", sm, n) + pageAnswer(question[2], results))
				case counted.MatchString(record):
					counts++
				default:
					strange = append(strange, record)
				}
			}
			w.Write("</stream:stream>")
		})
		before := h.Traffic()
		for range pages {
			if a := s.ask(xmpp.Request{Set: true, Payload: mam.Query{Max: results}}); a.Err != nil {
				t.Fatal(a.Err)
			}
		}
		synctest.Wait()
		if did := h.Traffic().Minus(before); did.Writes != pages {
			t.Errorf("%d pages took %d writes", pages, did.Writes)
		}
		if counts < pages || counts > 2*pages || strange != nil {
			t.Errorf("%d pages took %d counts, and %q", pages, counts, strange)
		}
	})
}
