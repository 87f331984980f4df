package xmpp_test

import (
	"fmt"
	"strings"
	"testing"

	"vouch/xmpp"
	"vouch/xmpp/xmpptest"
)

const void = `<iq type="result" id="void"></iq>`

func TestWhatIsWithdrawnIsNotWritten(t *testing.T) {
	h := xmpptest.StartHostile(t, xmpptest.Script{Then: func(w *xmpptest.Wire) {
		w.Expect(`id="three"`)
		w.Write("<a" + sm + " h='3'/>")
		w.Drain()
	}})
	c, err := xmpp.Connect(t.Context(), configAt(h)) // nothing writes before Run
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"one", "two", "three"} {
		if _, err := c.SendRaw([]byte(`<message id="` + id + `"></message>`)); err != nil {
			t.Fatal(err)
		}
	}
	if !c.Withdraw(2) || c.Withdraw(4) || c.Settled() {
		t.Error("the second of three was not withdrawn, or a fourth was")
	}
	await(run(t, c), isAcked(3))
	if got := h.Received(); !strings.Contains(got, `<message id="one"></message>`+void+`<message id="three"></message>`) {
		t.Errorf("written %s", tail(got))
	}
	if !c.Settled() || c.Withdraw(3) {
		t.Error("what has arrived is not settled")
	}
}

// A stanza that was written may have arrived, and is not written again; one behind it that hangs was not.
func TestWithdrawingOnAStreamThatHangs(t *testing.T) {
	arrived := make(chan struct{})
	s, _ := serve(t, func(w *xmpptest.Wire) {
		w.Expect(`id="first"`)
		close(arrived)
		w.Wait() // the rest is never read
	})
	for _, id := range []string{"first", "second", "third"} {
		if _, err := s.Send(chat(s.Address(), id, strings.Repeat("x", 16<<10))); err != nil {
			t.Fatal(err)
		}
	}
	<-arrived
	if first, third := s.Withdraw(1), s.Withdraw(3); first || !third {
		t.Errorf("unwritten were: the first %v, the third %v", first, third)
	}
	s.Lose()
	s.ended()
	r, ok := s.Resumable()
	if !ok || len(r.Unacked) != 3 || string(r.Unacked[0]) != void || string(r.Unacked[2]) != void || len(r.Unacked[1]) < 16<<10 {
		t.Errorf("left is %v", r)
	}
}

func TestResumptionWithoutAStanza(t *testing.T) {
	for _, row := range []struct {
		number    uint64
		taken     string
		unwritten bool
	}{{5, "", false}, {6, "six", false}, {7, "seven", false}, {8, "eight", true}, {9, "", false}} {
		before := earlier()
		after, unwritten := before.Without(row.number)
		taken := ""
		for i, raw := range after.Unacked {
			if string(raw) == void {
				taken = []string{"six", "seven", "eight"}[i]
			}
		}
		if unwritten != row.unwritten || taken != row.taken || strings.Contains(fmt.Sprintf("%s", before.Unacked), void) {
			t.Errorf("without %d: %q is gone, unwritten %v", row.number, taken, unwritten)
		}
	}
}

// After a stream that a stanza may have ended, what is written again goes one by one, and new stanzas after that.
func TestWrittenAgainOneByOne(t *testing.T) {
	c, h, err := resumeAt(t, "<resumed"+sm+" previd='HERE' h='5'/>", func(w *xmpptest.Wire) {
		w.Expect(`^<message id="six"></message><r xmlns='urn:xmpp:sm:3'/>$`)
		w.Write("<a" + sm + " h='6'/>")
		w.Expect(`^<message id="seven"></message><r xmlns='urn:xmpp:sm:3'/>$`)
		w.Write("<a" + sm + " h='7'/>")
		w.Expect(`^<message id="eight"></message><message id="new"></message>`)
		w.Write("<a" + sm + " h='9'/>")
		w.Drain()
	})
	if err != nil {
		t.Fatal(err)
	}
	c.OneByOne(7)
	if _, err := c.SendRaw([]byte(`<message id="new"></message>`)); err != nil {
		t.Fatal(err)
	}
	s := run(t, c)
	await(s, isAcked(7))
	await(s, isAcked(9))
	if !s.Settled() {
		t.Errorf("written %s", tail(h.Received()))
	}
}
