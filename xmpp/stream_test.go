package xmpp_test

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/ping"
	"vouch/xmpp/xmpptest"
)

const (
	askedFor = `<iq id="([^"]*)" type="get"[^>]*><ping xmlns="urn:xmpp:ping"></ping></iq>`
	sm       = " xmlns='urn:xmpp:sm:3'"
	request  = "<r" + sm + "/>"
	mark     = "<message from='bob@example.org/x' id='mark'/>"
)

func isMark(m *xmpp.Message) bool { return m.Id == "mark" }

func TestAnswersAreBelievedFromWhoWasAsked(t *testing.T) {
	const result, refusal = "result", "error"
	bob, own, server := jid.MustParse("bob@example.org/x"), jid.MustParse("alice@example.org"), jid.MustParse("example.org")
	for _, row := range []struct {
		name     string
		to       jid.JID
		from     string // attribute of the answer
		kind     string
		believed bool
	}{
		{"from the address asked", bob, "from='bob@example.org/x'", result, true},
		{"an error from the address asked", bob, "from='bob@example.org/x'", refusal, true},
		{"the same address in other letters", bob, "from='BOB@Example.ORG/x'", result, true},
		{"iq-wrong-sender: from another resource", bob, "from='bob@example.org/y'", result, false},
		{"iq-wrong-sender: from the bare address", bob, "from='bob@example.org'", result, false},
		{"iq-wrong-sender: from someone else", bob, "from='carol@example.org/x'", result, false},
		{"iq-wrong-sender: from the server", bob, "from='example.org'", result, false},
		{"iq-wrong-sender: from nobody", bob, "", result, false},
		{"iq-wrong-sender: from what is no address", bob, "from='@'", result, false},
		{"own account: from nobody", jid.JID{}, "", result, true},
		{"own account: from the bare address", jid.JID{}, "from='alice@example.org'", result, true},
		{"own account: from the full address", jid.JID{}, "from='alice@example.org/bound'", result, true},
		{"own account: from the server itself", jid.JID{}, "from='example.org'", refusal, true},
		{"iq-wrong-sender: another device of ours", jid.JID{}, "from='alice@example.org/other'", result, false},
		{"iq-wrong-sender: someone else for our account", jid.JID{}, "from='bob@example.org'", result, false},
		{"own bare address: from nobody", own, "", result, true},
		{"own bare address: from itself", own, "from='alice@example.org'", result, true},
		{"iq-wrong-sender: our bare address, answered by the server", own, "from='example.org'", result, false},
		{"the server", server, "from='example.org'", result, true},
		{"iq-wrong-sender: the server, answered by a user", server, "from='bob@example.org'", result, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			s, _ := serve(t, func(w *xmpptest.Wire) {
				asked := w.Expect(askedFor)
				w.Write("<iq id='" + asked[1] + "' type='" + row.kind + "' " + row.from + "><x xmlns='urn:x'/></iq>" + mark)
				w.Drain()
			})
			if err := s.Ask(xmpp.Request{To: row.to, Payload: ping.Ping{}, Tag: "tag"}); err != nil {
				t.Fatal(err)
			}
			var answer *xmpp.Answer
			for {
				e := s.next()
				if a, ok := e.What.(*xmpp.Answer); ok {
					answer = a
				}
				if m, ok := e.What.(*xmpp.Message); ok && isMark(m) {
					break
				}
			}
			if (answer != nil) != row.believed {
				t.Fatalf("answer is %+v", answer)
			}
			if answer != nil && (answer.Tag != "tag" || (answer.Err != nil) != (row.kind == refusal) || answer.From.Equal(jid.JID{})) {
				t.Errorf("answer is %+v", answer)
			}
		})
	}
}

func TestFirstAnswerCounts(t *testing.T) {
	s, _ := serve(t, func(w *xmpptest.Wire) {
		asked := w.Expect(askedFor)
		for i := range 4 {
			w.Write(fmt.Sprintf("<iq id='%s' type='result'><x xmlns='urn:x' n='%d'/></iq>", asked[1], i))
		}
		w.Write(mark)
		w.Drain()
	})
	if err := s.Ask(xmpp.Request{Payload: ping.Ping{}}); err != nil {
		t.Fatal(err)
	}
	a, _ := await[*xmpp.Answer](s, nil)
	if a.Payload == nil || a.Payload.Attr("n") != "0" {
		t.Errorf("iq-result-twice: answered %+v", a)
	}
	if e := s.next(); !isMark(e.What.(*xmpp.Message)) || e.Seq != 5 {
		t.Errorf("iq-result-twice: then came %+v", e)
	}
}

func TestUnansweredQuestionTimesOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _ := serve(t, func(w *xmpptest.Wire) {
			asked := w.Expect(askedFor)
			w.Write("<iq id='" + asked[1] + "' type='result' from='carol@example.org'/>")
			w.Expect(`<r xmlns='urn:xmpp:sm:3'/>`)
			w.Write("<a" + sm + " h='1'/>")
			w.Expect(`<body>late</body>`)
			w.Write("<iq id='" + asked[1] + "' type='result' from='bob@example.org/x'/>" + mark)
			w.Drain()
		})
		begin := time.Now()
		err := s.Ask(xmpp.Request{To: jid.MustParse("bob@example.org/x"), Payload: ping.Ping{}, Tag: 7, Timeout: 20 * time.Second})
		if err != nil {
			t.Fatal(err)
		}
		a := waitFor[*xmpp.Answer](s)
		if !errors.Is(a.Err, xmpp.ErrTimeout) || a.Tag != 7 || time.Since(begin) != 20*time.Second {
			t.Fatalf("after %s: %+v", time.Since(begin), a)
		}
		if _, err := s.Send(chat(a.From, "late", "late")); err != nil {
			t.Fatal(err)
		}
		for e := range s.Events() {
			if a, ok := e.What.(*xmpp.Answer); ok {
				t.Errorf("a late answer came: %+v", a)
			}
			if m, ok := e.What.(*xmpp.Message); ok && isMark(m) {
				break
			}
		}
	})
}

// waitFor is await without a limit, for tests with a fake clock.
func waitFor[T any](s *session) T {
	for e := range s.Events() {
		s.Handled(e)
		if what, ok := e.What.(T); ok {
			return what
		}
	}
	s.t.Fatal("stream ended")
	panic("not reached")
}

func TestAnswerBehind500StanzasWithRoomForOne(t *testing.T) {
	h := xmpptest.StartHostile(t, xmpptest.Script{Then: func(w *xmpptest.Wire) {
		asked := w.Expect(askedFor)
		for i := range 500 {
			w.Write(fmt.Sprintf("<message from='bob@example.org/x' id='%d'/>", i))
		}
		w.Write("<iq id='" + asked[1] + "' type='result'/>" + mark)
		w.Drain()
	}})
	cfg := configAt(h)
	cfg.Queue = 1
	s := open(t, cfg)
	if err := s.Ask(xmpp.Request{Payload: ping.Ping{}}); err != nil {
		t.Fatal(err)
	}
	for i := range 500 {
		if m := s.next().What.(*xmpp.Message); m.Id != fmt.Sprint(i) {
			t.Fatalf("got %q, want %d", m.Id, i)
		}
	}
	if e := s.next(); e.What.(*xmpp.Answer).Err != nil || e.Seq != 501 {
		t.Errorf("got %+v", e)
	}
}

func TestClocksStandStillWhileTheConsumerIsSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := xmpptest.StartHostile(t, xmpptest.Script{Then: func(w *xmpptest.Wire) {
			asked := w.Expect(askedFor + `<r xmlns='urn:xmpp:sm:3'/>`)
			w.Write(strings.Repeat(honest, 10) + "<iq id='" + asked[1] + "' type='result'/><a" + sm + " h='1'/>" + mark)
			w.Drain()
		}})
		cfg := configAt(h)
		cfg.Queue = 1
		s := open(t, cfg)
		if err := s.Ask(xmpp.Request{Payload: ping.Ping{}, Tag: 1, Timeout: 10 * time.Second}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Hour) // on the fake clock: the disk is slow
		if a := waitFor[*xmpp.Answer](s); a.Err != nil {
			t.Errorf("answered %v", a.Err)
		}
		if a := waitFor[xmpp.Acked](s); a != 1 {
			t.Errorf("acknowledged %d", a)
		}
		waitFor[*xmpp.Message](s)
	})
}

func TestSilentServerIsDead(t *testing.T) {
	for _, row := range []struct {
		name     string
		features string
		send     bool
		speak    bool // the server says something every 10 s, but answers nothing
		after    time.Duration
	}{
		{"half-open: after sending", "", true, false, 15 * time.Second},
		{"half-open: idle", "", false, false, 60 * time.Second},
		{"half-open: after sending, without stream management", "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>", true, false, 15 * time.Second},
		{"half-open: idle, without stream management", "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>", false, false, 60 * time.Second},
		{"any byte counts as life", "", true, true, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := xmpptest.StartHostile(t, xmpptest.Script{Features: row.features, Then: func(w *xmpptest.Wire) {
					if row.speak {
						go func() {
							for range 20 {
								time.Sleep(10 * time.Second)
								w.Write(" ")
							}
							w.Write("</stream:stream>")
						}()
					}
					w.Drain()
				}})
				s := open(t, configAt(h))
				begin := time.Now()
				if row.send {
					if _, err := s.Send(chat(s.Address(), "a", "text")); err != nil {
						t.Fatal(err)
					}
				}
				for range s.Events() {
					t.Error("something came in")
				}
				err := <-s.ran
				if row.speak {
					if errors.Is(err, xmpp.ErrDead) {
						t.Errorf("after %s: %v", time.Since(begin), err)
					}
					return
				}
				if took := time.Since(begin); !errors.Is(err, xmpp.ErrDead) || took < row.after || took > row.after+100*time.Millisecond {
					t.Errorf("after %s: %v", took, err)
				}
			})
		})
	}
}

func TestServerIsToldWhatWasHandled(t *testing.T) {
	told := make(chan string, 10)
	s, _ := serve(t, func(w *xmpptest.Wire) {
		tell := func() { told <- w.Expect(`<a xmlns='urn:xmpp:sm:3' h='(\d+)'/>`)[1] }
		w.Write("<r" + sm + "/>")
		tell()
		const unasked = "<iq id='unasked' type='result'/>"
		w.Write(honest + unasked + honest + unasked + "<r" + sm + "/>" + mark)
		tell()
		tell()
		w.Drain()
	})
	want := func(h string) {
		t.Helper()
		select {
		case got := <-told:
			if got != h {
				t.Fatalf("told %s, want %s", got, h)
			}
		case <-time.After(patience):
			t.Fatalf("told nothing, want %s", h)
		}
	}
	want("0")
	first, second, third := s.next(), s.next(), s.next()
	want("0") // at once, though four have come in
	if first.Seq != 1 || second.Seq != 3 || third.Seq != 5 {
		t.Fatalf("numbered %d, %d, %d", first.Seq, second.Seq, third.Seq)
	}
	s.Handled(first)
	select {
	case h := <-told:
		t.Fatalf("told %s too early", h)
	default:
	}
	s.Handled(second)
	want("4") // as soon as what was asked about is handled; nobody handles an answer to no question
}

func TestCountsToldNeverGoBack(t *testing.T) {
	const count = 2000
	s, h := serve(t, func(w *xmpptest.Wire) {
		go func() {
			for range count {
				w.Write(honest + "<r" + sm + "/>")
			}
			w.Write(mark)
		}()
		w.Drain()
	})
	await(s, isMark)
	s.Close()
	if err := s.ended(); err != nil {
		t.Fatal(err)
	}
	last := 0
	for _, told := range regexp.MustCompile(`<a xmlns='urn:xmpp:sm:3' h='(\d+)'/>`).FindAllStringSubmatch(h.Received(), -1) {
		n, err := strconv.Atoi(told[1])
		if err != nil || n < last {
			t.Fatalf("told %s after %d", told[1], last)
		}
		last = n
	}
	if last != count+1 {
		t.Errorf("told %d at last, want %d", last, count+1)
	}
}

func TestFinalCountIsToldWhenClosing(t *testing.T) {
	s, h := serve(t, func(w *xmpptest.Wire) {
		w.Write(honest + honest)
		w.Drain()
	})
	s.Handled(s.next())
	s.next()
	s.Close()
	if err := s.ended(); err != nil {
		t.Errorf("ended by %v", err)
	}
	if want := "<a xmlns='urn:xmpp:sm:3' h='1'/></stream:stream>"; !strings.HasSuffix(h.Received(), want) {
		t.Errorf("written last: %q", tail(h.Received()))
	}
	if _, err := s.Send(ping.Ping{}); !errors.Is(err, xmpp.ErrClosed) {
		t.Errorf("sent after the end: %v", err)
	}
	if err := s.Run(t.Context()); !errors.Is(err, xmpp.ErrClosed) {
		t.Errorf("ran again: %v", err)
	}
}

func TestCountBeyondWhatWasSentEndsTheStream(t *testing.T) {
	for _, h := range []string{"2", "4294967295", "-1", "", "99999999999"} {
		t.Run("h is "+h, func(t *testing.T) {
			s, server := serve(t, func(w *xmpptest.Wire) {
				w.Expect(`<r xmlns='urn:xmpp:sm:3'/>`)
				w.Write("<a" + sm + " h='1'/><a" + sm + " h='" + h + "'/>")
				w.Drain()
			})
			if _, err := s.Send(chat(s.Address(), "a", "text")); err != nil {
				t.Fatal(err)
			}
			await[xmpp.Acked](s, nil)
			if err := s.ended(); !errors.Is(err, xmpp.ErrStream) {
				t.Errorf("ended by %v", err)
			}
			server.Close()
			if strings.HasPrefix(h, "2") && !strings.Contains(server.Received(), "<handled-count-too-high xmlns='urn:xmpp:sm:3' h='2' send-count='1'/>") {
				t.Errorf("server was told %q", tail(server.Received()))
			}
		})
	}
}

func TestManyStanzasAskOnceAtATime(t *testing.T) {
	const count = 200
	asked := make(chan struct{})
	s, h := serve(t, func(w *xmpptest.Wire) {
		w.Expect(`<r xmlns='urn:xmpp:sm:3'/>`)
		close(asked)
		w.Expect(`id="last"`)
		w.Write("<a" + sm + " h='1'/>")
		w.Expect(`<r xmlns='urn:xmpp:sm:3'/>`)
		w.Write(fmt.Sprintf("<a%s h='%d'/>", sm, count))
		w.Drain()
	})
	for i := range count {
		id := fmt.Sprint(i)
		if i == count-1 {
			id = "last"
		}
		if _, err := s.Send(chat(s.Address(), id, "text")); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			<-asked
		}
	}
	await(s, isAcked(count))
	if times := strings.Count(h.Received(), "<r xmlns='urn:xmpp:sm:3'/>"); times != 2 {
		t.Errorf("asked %d times", times)
	}
}

func TestQueueIsBounded(t *testing.T) {
	h := xmpptest.StartHostile(t, xmpptest.Script{Then: (*xmpptest.Wire).Drain})
	c, err := xmpp.Connect(t.Context(), configAt(h)) // nothing writes before Run
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for i := range 10_000 {
		if n, err := c.SendRaw([]byte("<message/>")); err != nil || n != uint64(i+1) {
			t.Fatalf("stanza %d: %d, %v", i, n, err)
		}
	}
	if _, err := c.SendRaw([]byte("<message/>")); !errors.Is(err, xmpp.ErrBusy) {
		t.Errorf("one more: %v", err)
	}
	if err := c.Ask(xmpp.Request{Payload: ping.Ping{}}); !errors.Is(err, xmpp.ErrBusy) {
		t.Errorf("a question more: %v", err)
	}
}

func TestWrittenSaysWhatMayHaveLeft(t *testing.T) {
	arrived := make(chan struct{})
	s, _ := serve(t, func(w *xmpptest.Wire) {
		w.Expect(`id="first"`)
		close(arrived)
		w.Wait() // the second is never read
	})
	for _, id := range []string{"first", "second"} {
		if _, err := s.Send(chat(s.Address(), id, strings.Repeat("x", 16<<10))); err != nil {
			t.Fatal(err)
		}
	}
	<-arrived
	s.Close()
	if err := s.ended(); err != nil {
		t.Fatal(err)
	}
	if n := s.Written(); n != 1 && n != 2 {
		t.Errorf("%d of 2 were written", n)
	}

	c, err := xmpp.Connect(t.Context(), configAt(xmpptest.StartHostile(t, xmpptest.Script{Then: (*xmpptest.Wire).Drain})))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Send(ping.Ping{}); err != nil {
		t.Fatal(err)
	}
	c.Close()
	if n := c.Written(); n != 0 {
		t.Errorf("%d were written without a Run", n)
	}
}

func TestStreamEnds(t *testing.T) {
	failure := func(condition string) string {
		return "<stream:error><" + condition + " xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>" +
			"<text xmlns='urn:ietf:params:xml:ns:xmpp-streams'>why</text></stream:error>"
	}
	for _, row := range []struct {
		name, xml string
		want      error
		text      string
	}{
		{"stream-conflict", failure("conflict"), xmpp.ErrConflict, "conflict: why"},
		{"the server is going down", failure("system-shutdown"), xmpp.ErrStream, "system-shutdown: why"},
		{"we broke a rule", failure("policy-violation"), xmpp.ErrPolicy, "policy-violation: why"},
		{"the server says goodbye", "</stream:stream>", xmpp.ErrStream, "ended by server"},
		{"a cut in the middle", "<message><body>", xmpp.ErrStream, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			s, _ := serve(t, func(w *xmpptest.Wire) { w.Write(honest + row.xml) })
			await[*xmpp.Message](s, nil)
			err := s.ended()
			if !errors.Is(err, row.want) || !strings.Contains(err.Error(), row.text) {
				t.Errorf("ended by %v", err)
			}
		})
	}
}

func TestRunEndsWithItsContext(t *testing.T) {
	h := xmpptest.StartHostile(t, xmpptest.Script{Then: func(w *xmpptest.Wire) {
		w.Write(strings.Repeat(honest, 1000)) // more than the consumer ever takes
		w.Drain()
	}})
	c, err := xmpp.Connect(t.Context(), configAt(h))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	if err := c.Run(ctx); err != nil {
		t.Errorf("ended by %v", err)
	}
	for range c.Events() {
		continue // closed at the end
	}
}

func TestCloseWithoutRun(t *testing.T) {
	h := xmpptest.StartHostile(t, xmpptest.Script{Then: (*xmpptest.Wire).Drain})
	c, err := xmpp.Connect(t.Context(), configAt(h))
	if err != nil {
		t.Fatal(err)
	}
	c.Close()
	c.Close()
	if _, open := <-c.Events(); open {
		t.Error("an event came")
	}
	if err := c.Run(t.Context()); err != nil {
		t.Errorf("ran: %v", err)
	}
}

func TestStanzasBeforeStreamManagementAreNotCounted(t *testing.T) {
	h := xmpptest.StartHostile(t, xmpptest.Script{BindAnswer: func(id string) string {
		return honest + "<iq type='result' id='" + id + "'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>alice@example.org/r</jid></bind></iq>" +
			honest + "<enabled" + sm + "/>" + mark
	}})
	s := open(t, configAt(h))
	for _, want := range []uint64{0, 0, 1} {
		if e := s.next(); e.Seq != want {
			t.Errorf("numbered %d, want %d", e.Seq, want)
		}
	}
}

func TestConnectionThatIsGivenUp(t *testing.T) {
	held := &xmpptest.Held{}
	h := xmpptest.StartHostile(t, held.Script(xmpptest.Script{}))
	network := &xmpptest.Network{}
	host, port, err := h.Listen()
	if err != nil {
		t.Fatal(err)
	}
	cfg := configAt(h)
	cfg.Host, cfg.Port, cfg.Dialer = host, port, network
	cfg.Timing = xmpp.Timing{Idle: time.Hour, Ack: time.Hour}
	s := open(t, cfg)
	say(s, "one")
	await(s, isAcked(1))
	if at := s.LocalAddr().String(); !strings.HasPrefix(at, "127.0.0.1:") {
		t.Errorf("our end is %s", at)
	}
	network.Silence()
	say(s, "two")
	s.Lose()
	s.Lose()
	if err := s.ended(); !errors.Is(err, xmpp.ErrLost) {
		t.Fatalf("Run: %v", err)
	}
	left, ok := s.Resumable()
	if !ok || len(left.Unacked) != 1 {
		t.Fatalf("resumable: %v %v", ok, left)
	}
	cfg.Resume = &left
	again := open(t, cfg)
	await(again, isAcked(2))
	if !again.Resumed() {
		t.Error("the stream does not go on")
	}
}

func TestServerIsAskedWhetherItIsThere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := xmpptest.StartHostile(t, xmpptest.Script{Then: (*xmpptest.Wire).Drain})
		s := open(t, configAt(h))
		begin := time.Now()
		s.Probe()
		for range s.Events() {
			t.Error("something came in")
		}
		if err := <-s.ran; !errors.Is(err, xmpp.ErrDead) || time.Since(begin) > 16*time.Second {
			t.Errorf("after %s: %v", time.Since(begin), err)
		}
	})
}
