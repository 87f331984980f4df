package xmpp_test

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/xmpptest"
)

// earlier is a stream with ten stanzas in and eight out, of which the last three are not acknowledged, and the last of
// these was never written.
func earlier() *xmpp.Resumption {
	r := &xmpp.Resumption{
		ID: "old'<id>", In: 10, Sent: 8, Acked: 5, Unwritten: 1, Address: jid.MustParse("alice@example.org/before"),
	}
	for _, id := range []string{"six", "seven", "eight"} {
		r.Unacked = append(r.Unacked, []byte(`<message id="`+id+`"></message>`))
	}
	return r
}

// resumeAt connects with earlier to a server that gives that answer to resume; HERE stands for the id.
func resumeAt(t *testing.T, answer string, then func(*xmpptest.Wire)) (*xmpp.Client, *xmpptest.Hostile, error) {
	t.Helper()
	h := xmpptest.StartHostile(t, xmpptest.Script{
		Resume: func(_, previd string) string { return strings.ReplaceAll(answer, "HERE", previd) },
		Then:   then,
	})
	cfg := configAt(h)
	cfg.Resume = earlier()
	c, err := xmpp.Connect(t.Context(), cfg)
	return c, h, err
}

func TestAnswersToResume(t *testing.T) {
	const wrap = "<iq type='result' id='not asked'/>"
	all := []string{"six", "seven", "eight"}
	for _, row := range []struct {
		name    string
		answer  string
		resumed bool
		again   []string // ids of what is written before anything else
		failedH int      // -1: unknown
		want    error
	}{
		{"sm-resumed: nothing new arrived", "<resumed" + sm + " previd='HERE' h='5'/>", true, all, -1, nil},
		{"sm-resumed: a part arrived", "<resumed" + sm + " previd='HERE' h='6'/>", true, all[1:], -1, nil},
		{"sm-resumed: all that was written arrived", "<resumed" + sm + " previd='HERE' h='7'/>", true, all[2:], -1, nil},
		{"more arrived than was written", "<resumed" + sm + " previd='HERE' h='8'/>", false, nil, -1, xmpp.ErrResume},
		{"more arrived than was ever sent", "<resumed" + sm + " previd='HERE' h='9'/>", false, nil, -1, xmpp.ErrResume},
		{"less arrived than was acknowledged", "<resumed" + sm + " previd='HERE' h='4'/>", false, nil, -1, xmpp.ErrResume},
		{"no count", "<resumed" + sm + " previd='HERE'/>", false, nil, -1, xmpp.ErrResume},
		{"a negative count", "<resumed" + sm + " previd='HERE' h='-1'/>", false, nil, -1, xmpp.ErrResume},
		{"another stream", "<resumed" + sm + " previd='other' h='5'/>", false, nil, -1, xmpp.ErrResume},
		{"sm-failed-h", "<failed" + sm + " h='6'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>", false, nil, 6, nil},
		{"sm-failed", "<failed" + sm + "><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>", false, nil, -1, nil},
		{"failed with more than was written", "<failed" + sm + " h='8'/>", false, nil, -1, nil},
		{"failed with less than was acknowledged", "<failed" + sm + " h='4'/>", false, nil, -1, nil},
		{"failed with nonsense", "<failed" + sm + " h='x'/>", false, nil, -1, nil},
		{"a stanza before the answer", wrap + "<resumed" + sm + " previd='HERE' h='7'/>", true, all[2:], -1, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			written := make(chan string, 1)
			c, h, err := resumeAt(t, row.answer, func(w *xmpptest.Wire) {
				written <- w.Expect(`(?s)^(.*)<message id="end"></message>`)[1]
				w.Drain()
			})
			if !errors.Is(err, row.want) || row.want != nil && !errors.Is(err, xmpp.ErrStream) {
				t.Fatalf("error %v, want %v", err, row.want)
			}
			if !strings.Contains(h.Received(), "<resume xmlns='urn:xmpp:sm:3' h='10' previd='old&#39;&lt;id&gt;'/>") {
				t.Errorf("asked by %s", h.Received())
			}
			if err != nil {
				return
			}
			s := run(t, c)
			if s.Resumed() != row.resumed {
				t.Errorf("resumed is %v", s.Resumed())
			}
			if n, known := s.FailedH(); known != (row.failedH >= 0) || known && n != uint64(row.failedH) {
				t.Errorf("the server had %d, %v", n, known)
			}
			last := uint64(0)
			address := "alice@example.org/bound"
			if row.resumed {
				last, address = 8, "alice@example.org/before"
			}
			if s.Address().String() != address {
				t.Errorf("address is %s", s.Address())
			}
			if n, err := s.SendRaw([]byte(`<message id="end"></message>`)); n != last+1 || err != nil {
				t.Errorf("number %d follows %d, %v", n, last, err)
			}
			if got := messageIDs(<-written); !slices.Equal(got, row.again) {
				t.Errorf("written again: %v, want %v", got, row.again)
			}
		})
	}
}

func messageIDs(text string) (ids []string) {
	for _, m := range regexp.MustCompile(`<message id="([^"]*)">`).FindAllStringSubmatch(text, -1) {
		ids = append(ids, m[1])
	}
	return ids
}

func TestTooHighCountIsNamed(t *testing.T) {
	_, h, err := resumeAt(t, "<resumed"+sm+" previd='HERE' h='9'/>", (*xmpptest.Wire).Drain)
	if err == nil {
		t.Fatal("connected")
	}
	h.Close()
	if !strings.Contains(h.Received(), "<handled-count-too-high xmlns='urn:xmpp:sm:3' h='9' send-count='7'/>") {
		t.Errorf("told %s", h.Received())
	}
}

func TestNumbersOfAResumedStream(t *testing.T) {
	c, _, err := resumeAt(t, "<resumed"+sm+" previd='HERE' h='6'/>", func(w *xmpptest.Wire) {
		w.Write(honest + mark)
		w.Expect(`<message id="ready">`)
		w.Write("<r" + sm + "/>")
		w.Expect(`<a xmlns='urn:xmpp:sm:3' h='11'/>`) // mark is not handled
		w.Write("<a" + sm + " h='9'/>")
		w.Expect("never")
	})
	if err != nil {
		t.Fatal(err)
	}
	s := run(t, c)
	if e := s.next(); e.What != xmpp.Acked(6) || e.Seq != 0 {
		t.Errorf("the first event is %+v", e)
	}
	e := s.next()
	if e.Seq != 11 {
		t.Errorf("the first stanza is number %d", e.Seq)
	}
	s.Handled(e)
	if e := s.next(); e.Seq != 12 {
		t.Errorf("the second stanza is number %d", e.Seq)
	}
	if n, err := s.SendRaw([]byte(`<message id="ready"></message>`)); n != 9 || err != nil {
		t.Errorf("number %d, %v", n, err)
	}
	await(s, isAcked(9))
	if n := s.Written(); n != 9 {
		t.Errorf("%d are written", n)
	}
	r, ok := s.Resumable() // as it would be if the connection broke now
	if !ok || r.In != 11 || r.Sent != 9 || r.Acked != 9 || len(r.Unacked) != 0 || r.ID != earlier().ID || r.Unwritten != 0 {
		t.Errorf("left is %#v, %d, %v", r, len(r.Unacked), ok)
	}
}

func TestQuestionsOfTheOldStreamAreNotAnswered(t *testing.T) {
	h := xmpptest.StartHostile(t, xmpptest.Script{
		Resume: func(_, previd string) string { return "<resumed" + sm + " previd='" + previd + "' h='0'/>" },
		Then: func(w *xmpptest.Wire) {
			id := w.Expect(`<iq id="([^"]*)" type="get"`)[1]
			w.Write("<iq type='result' id='" + id + "'/>" + mark)
			w.Drain()
		},
	})
	cfg := configAt(h)
	cfg.Resume = &xmpp.Resumption{
		ID: "old", Sent: 1, Address: jid.MustParse("alice@example.org/before"),
		Unacked: [][]byte{[]byte(`<iq id="old" type="get"><x xmlns="urn:x"></x></iq>`)},
	}
	s := open(t, cfg)
	for {
		switch what := s.next().What.(type) {
		case *xmpp.Answer:
			t.Errorf("answered %+v", what)
		case *xmpp.Message:
			if isMark(what) {
				return
			}
		}
	}
}

func TestWhatLeavesAStreamResumable(t *testing.T) {
	broke := func(condition string) func(*xmpptest.Wire) {
		return func(w *xmpptest.Wire) {
			w.Write("<stream:error><" + condition + " xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>")
			w.Drain()
		}
	}
	for _, row := range []struct {
		name      string
		then      func(*xmpptest.Wire)
		resumable bool
	}{
		{"the connection breaks", func(w *xmpptest.Wire) {}, true},
		{"it breaks in the middle of a stanza", func(w *xmpptest.Wire) { w.Write("<message><bo") }, true},
		{"the server shuts down", broke("system-shutdown"), true},
		{"the server resets", broke("reset"), true},
		{"another client took the place", broke("conflict"), false},
		{"the server dislikes what we sent", broke("policy-violation"), false},
		{"the server ends the stream", func(w *xmpptest.Wire) { w.Write("</stream:stream>"); w.Drain() }, false},
		{"xml-bad-chars: what came in is broken", func(w *xmpptest.Wire) { w.Write("<message>\x00</message>"); w.Drain() }, false},
		{"more is acknowledged than was sent", func(w *xmpptest.Wire) { w.Write("<a" + sm + " h='7'/>"); w.Drain() }, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			s, h := serve(t, func(w *xmpptest.Wire) { w.Write(mark); row.then(w) })
			err := s.ended()
			if _, ok := s.Resumable(); ok != row.resumable {
				t.Errorf("after %v: resumable is %v", err, ok)
			}
			h.Close()
			if said := strings.Contains(h.Received(), "</stream:stream>"); said == row.resumable {
				t.Errorf("after %v: the end of the stream was written: %v", err, said)
			}
		})
	}
	t.Run("we end the stream", func(t *testing.T) {
		s, _ := serve(t, func(w *xmpptest.Wire) { w.Write(mark); w.Drain() })
		await(s, isMark) // it runs
		_ = s.Close()
		if err := s.ended(); err != nil {
			t.Fatal(err)
		}
		if _, ok := s.Resumable(); ok {
			t.Error("resumable after a polite end")
		}
	})
}

func TestResumptionThatFitsNothing(t *testing.T) {
	for name, change := range map[string]func(*xmpp.Resumption){
		"no id":                              func(r *xmpp.Resumption) { r.ID = "" },
		"more acknowledged than sent":        func(r *xmpp.Resumption) { r.Acked = 9 },
		"a stanza is missing":                func(r *xmpp.Resumption) { r.Unacked = r.Unacked[1:] },
		"more unwritten than unacknowledged": func(r *xmpp.Resumption) { r.Unwritten = 4 },
		"less than nothing unwritten":        func(r *xmpp.Resumption) { r.Unwritten = -1 },
		"another account":                    func(r *xmpp.Resumption) { r.Address = jid.MustParse("bob@example.org/x") },
		"no resource":                        func(r *xmpp.Resumption) { r.Address = r.Address.Bare() },
	} {
		t.Run(name, func(t *testing.T) {
			h := xmpptest.StartHostile(t, xmpptest.Script{})
			cfg := configAt(h)
			cfg.Resume = earlier()
			change(cfg.Resume)
			if _, err := xmpp.Connect(t.Context(), cfg); !errors.Is(err, xmpp.ErrResume) {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestCountsOfAnOldStreamAreModulo2To32(t *testing.T) {
	h := xmpptest.StartHostile(t, xmpptest.Script{
		Resume: func(h, previd string) string { return "<resumed" + sm + " previd='" + previd + "' h='0'/>" },
		Then:   func(w *xmpptest.Wire) { w.Write(mark); w.Drain() },
	})
	cfg := configAt(h)
	cfg.Resume = earlier()
	cfg.Resume.In, cfg.Resume.Sent, cfg.Resume.Acked = math.MaxUint32+3, math.MaxUint32+2, math.MaxUint32-1
	s := open(t, cfg)
	if e := s.next(); e.What != xmpp.Acked(math.MaxUint32+1) {
		t.Errorf("acknowledged %v", e.What)
	}
	if _, e := await(s, isMark); e.Seq != math.MaxUint32+4 {
		t.Errorf("number %d", e.Seq)
	}
	if !strings.Contains(h.Received(), "<resume xmlns='urn:xmpp:sm:3' h='2' ") {
		t.Errorf("asked by %s", h.Received())
	}
}

func TestNoResumptionOffered(t *testing.T) {
	for name, enabled := range map[string]string{
		"not at all":       "<enabled" + sm + "/>",
		"refused":          "<enabled" + sm + " id='x' resume='false'/>",
		"an endless name":  "<enabled" + sm + " resume='true' id='" + strings.Repeat("x", 5000) + "'/>",
		"without its name": "<enabled" + sm + " resume='true'/>",
	} {
		t.Run(name, func(t *testing.T) {
			h := xmpptest.StartHostile(t, xmpptest.Script{Enabled: enabled, Then: func(w *xmpptest.Wire) { w.Expect("end") }})
			s := open(t, configAt(h))
			if _, err := s.SendRaw([]byte(`<message id="end"></message>`)); err != nil {
				t.Fatal(err)
			}
			s.ended()
			if r, ok := s.Resumable(); ok {
				t.Errorf("left is %v", r)
			}
		})
	}
}

func TestResumptionShowsNoStanza(t *testing.T) {
	r := earlier()
	r.Unacked[0] = []byte("secret")
	for _, format := range []string{"%v", "%+v", "%#v", "%s"} {
		if text := fmt.Sprintf(format, *r) + fmt.Sprintf(format, r); strings.Contains(text, "secret") || strings.Contains(text, "old'") {
			t.Errorf("%s shows %s", format, text)
		}
	}
}
