package app_test

import (
	"slices"
	"strings"
	"testing"

	"vouch/app/history"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// compareLedgers waits until everything has come to rest, and compares what each side accepted for sending, what each
// has stored, and what the server has archived for each: nothing lost, doubled, unreadable or in another order.
func compareLedgers(t *testing.T, server xmpptest.Server, sides []*peer, accepted [][]string) {
	t.Helper()
	for n, side := range sides {
		other := sides[1-n]
		side.await("everything sent", func() bool {
			return !slices.ContainsFunc(side.all(other.jid), func(m history.Message) bool {
				return m.Own && m.State != view.MessageSent && m.State != view.MessageDelivered
			})
		})
		other.await("everything received", func() bool { return len(received(other.all(side.jid))) >= len(accepted[n]) })
		other.inTime(func() bool { return slices.Equal(received(other.all(side.jid)), accepted[n]) }) // else it is reported below
	}
	for n, side := range sides {
		other := sides[1-n]
		archive := xmpptest.ArchiveOf(t, server, strings.TrimSuffix(side.jid, "@"+server.Place().Domain))
		checkOrder(t, side.jid+" has from the other side", received(side.all(other.jid)), accepted[1-n])
		bodies := map[string]string{} // by id attribute
		for _, m := range side.all(other.jid) {
			if m.Kind == view.RowUnreadable {
				t.Errorf("%s could not read a message: %+v", side.jid, m)
			}
			bodies[m.From+" "+m.MessageID] = m.Body
		}
		for from, want := range map[string][]string{side.jid: accepted[n], other.jid: accepted[1-n]} {
			var got []string
			for _, a := range archive {
				if body := bodies[a.From+" "+a.MessageID]; a.From == from && body != "" {
					got = append(got, body)
				}
			}
			if _, several := server.(*xmpptest.Ejabberd); several {
				got = firsts(got)
			}
			checkOrder(t, "the archive of "+side.jid+" has from "+from, got, want)
		}
	}
}

// firsts leaves out what was there before. In ejabberd each connection is read by a process of its own: what was written
// before a cut may be read after the archive was asked for it on the next connection, and archived once more. It is the
// same stanza under the same id, which every receiver knows.
func firsts(texts []string) (out []string) {
	seen := map[string]bool{}
	for _, text := range texts {
		if !seen[text] {
			out = append(out, text)
		}
		seen[text] = true
	}
	return out
}

// received are the texts from the other side.
func received(rows []history.Message) (out []string) {
	for _, m := range rows {
		if m.Kind == view.RowText && !m.Own {
			out = append(out, m.Body)
		}
	}
	return out
}

// checkOrder reports where got begins to differ from want, with what stands around it.
func checkOrder(t testing.TB, what string, got, want []string) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		if i < len(got) && i < len(want) && got[i] == want[i] {
			continue
		}
		around := func(s []string) []string { return s[min(max(i-3, 0), len(s)):min(i+8, len(s))] }
		t.Errorf("%s %d messages, want %d; from %d on %q, want %q", what, len(got), len(want), max(i-3, 0), around(got), around(want))
		return
	}
}
