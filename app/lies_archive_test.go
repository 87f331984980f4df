package app_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// ofArchive is a message of bob to alice as the archive has it.
func ofArchive(n int, body string) string {
	return fmt.Sprintf("<message from='%s/x' to='alice@localhost' type='chat' id='kept-%d'><body>%s</body></message>", bobs, n, body)
}

var resultID = regexp.MustCompile(`(<result [^>]*id=')([^']*)'`)

var beforeID = regexp.MustCompile(`<before>[^<]*</before>`)

// What the archive does to the page that is asked for after a new login. The archive holds kept 0 to kept 5, none of which
// is here. Whatever it does, alice is online again in the end and does not ask for ever.
func TestLiesOfTheArchive(t *testing.T) {
	all := []string{"kept 0", "kept 1", "kept 2", "kept 3", "kept 4", "kept 5"}
	drop := func(_, _ string) string { return "" }
	twice := func(_, s string) string { return s + s }
	incomplete := func(_, s string) string { return strings.Replace(s, "complete='true'", "complete='false'", 1) }
	last := func(_, s string) string {
		return regexp.MustCompile(`<last>[^<]*</last>`).ReplaceAllString(s, "<last>elsewhere</last>")
	}
	lie := func(step string, times int, f func(to, stanza string) string) xmpptest.Fault {
		return xmpptest.Fault{Step: step, User: "alice", Times: times, Deed: xmpptest.Lie, Lie: f}
	}
	for _, row := range []struct {
		name   string
		faults func() []xmpptest.Fault
		want   []string // bodies and notices, in the order of the chat
		cap    int
	}{
		{"an honest archive", func() []xmpptest.Fault { return nil }, all, 2},
		{"each result twice", func() []xmpptest.Fault { return []xmpptest.Fault{lie("archive result", -1, twice)} }, all, 50},
		{"a last that is none", func() []xmpptest.Fault { return []xmpptest.Fault{lie("archive fin", -1, last)} }, all, 2},
		{"never complete", func() []xmpptest.Fault { return []xmpptest.Fault{lie("archive fin", -1, incomplete)} }, all, 50},
		{"empty pages, never complete", func() []xmpptest.Fault {
			return []xmpptest.Fault{lie("archive result", -1, drop), lie("archive fin", -1, incomplete)}
		}, nil, 50},
		{"the same page for ever", func() []xmpptest.Fault { // whatever is asked, the answer is to the question for the beginning
			return []xmpptest.Fault{lie("archive fin", -1, incomplete), lie("archive in", -1, func(_, s string) string {
				return regexp.MustCompile(`<after>[^<]*</after>`).ReplaceAllString(s, "<after></after>")
			})}
		}, all, 50},
		{"no message it is asked after is known", func() []xmpptest.Fault {
			return []xmpptest.Fault{lie("archive in", -1, func(_, s string) string {
				return regexp.MustCompile(`<after>[^<]*</after>`).ReplaceAllString(s, "<after>unknown</after>")
			})}
		}, all, 50},
		{"mam-order: results in another order", func() []xmpptest.Fault {
			held := ""
			return []xmpptest.Fault{
				lie("archive result", -1, func(_, s string) string { held = s + held; return "" }),
				lie("archive fin", -1, func(_, s string) string { s, held = held+s, ""; return s }),
			}
		}, []string{"kept 5", "kept 4", "kept 3", "kept 2", "kept 1", "kept 0"}, 50},
		{"mam-wrong-from: the right query, another sender", func() []xmpptest.Fault {
			return []xmpptest.Fault{lie("archive result", -1, func(_, s string) string {
				forged := strings.Replace(strings.ReplaceAll(s, "kept", "forged"), "from='alice@localhost'", "from='"+bobs+"'", 1)
				full := strings.Replace(forged, "from='"+bobs+"'", "from='alice@localhost/other'", 1)
				return resultID.ReplaceAllString(forged, "${1}f$2'") + s + resultID.ReplaceAllString(full, "${1}g$2'")
			})}
		}, all, 50},
		{"mam-unsolicited: another query", func() []xmpptest.Fault {
			return []xmpptest.Fault{lie("archive result", -1, func(_, s string) string {
				forged := regexp.MustCompile(`queryid='[^']*'`).ReplaceAllString(strings.ReplaceAll(s, "kept", "forged"), "queryid='q'")
				return resultID.ReplaceAllString(forged, "${1}f$2'") + s
			})}
		}, all, 50},
		{"unreadable: one that does not decode", func() []xmpptest.Fault {
			return []xmpptest.Fault{{Step: "archive result", Has: "kept 2", Times: -1, Deed: xmpptest.Lie, Lie: func(_, s string) string {
				return strings.Replace(s, "to='alice@localhost' type='chat'", "to='@' type='chat'", 1)
			}}}
		}, []string{"kept 0", "kept 1", "broken", "kept 3", "kept 4", "kept 5"}, 50},
		{"xml-bad-chars: one with characters that XML does not allow, on each stream again", func() []xmpptest.Fault {
			return []xmpptest.Fault{{Step: "archive result", Has: "kept 3", Times: -1, Deed: xmpptest.Lie, Lie: func(_, s string) string {
				return strings.Replace(s, "kept 3", "kept\x01\xff&#x0;3", 1)
			}}}
		}, []string{"kept 0", "kept 1", "kept 2", "kept\uFFFD\uFFFD\uFFFD3", "kept 4", "kept 5"}, 50},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			l := newLiar(t)
			l.say("before")
			l.server.PageCap(row.cap)
			l.server.Keep("alice", bobs, ofArchive(-1, "the cursor"), time.Now())
			l.reconnect()
			for i := range 6 {
				l.server.Keep("alice", bobs, ofArchive(i, fmt.Sprint("kept ", i)), time.Now())
			}
			var injected []*xmpptest.Injected
			for _, f := range row.faults() {
				injected = append(injected, l.server.Inject(f))
			}
			for range 2 { // the second time, all of it is known
				l.reconnect()
			}
			for _, i := range injected {
				i.End()
			}
			l.say("after")
			l.settled()
			var got []string
			for _, m := range l.messages(bobs) {
				switch {
				case m.Kind == view.RowNotice && m.Notice != view.NoticeEarlier:
					got = append(got, string(m.Notice))
				case strings.HasPrefix(m.Body, "kept"), strings.HasPrefix(m.Body, "forged"):
					got = append(got, m.Body)
				}
			}
			if !slices.Equal(got, row.want) {
				t.Errorf("rows %q, want %q", got, row.want)
			}
			asked := 0
			for _, w := range l.server.Written("alice") {
				if strings.Contains(w, "<query xmlns=\"urn:xmpp:mam:2\"") {
					asked++
				}
			}
			if asked > 30 {
				t.Errorf("asked %d times", asked)
			}
		})
	}
}

// A page may be longer than what is kept of one, and called complete: the rest is fetched all the same.
func TestPageBeyondItsBoundIsFetchedToItsEnd(t *testing.T) {
	const messages = 1100
	l := newLiarWith(t, app.Options{})
	l.say("before")
	l.server.PageCap(messages)
	for i := range messages {
		l.server.Keep("alice", bobs, ofArchive(i, fmt.Sprint("kept ", i)), time.Now())
	}
	l.server.Inject(xmpptest.Fault{Step: "archive in", Times: -1, Deed: xmpptest.Lie, Lie: func(_, s string) string {
		return strings.Replace(s, "<max>250</max>", "<max>100000</max>", 1)
	}})
	l.reconnect()
	l.say("after")
	got := 0
	for before := ""; ; {
		page, err := l.Messages(l.jid, bobs, 500, before, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range page {
			if strings.HasPrefix(m.Body, "kept ") {
				got++
			}
		}
		if len(page) == 0 {
			break
		}
		before = page[0].ID
	}
	if got != messages {
		t.Errorf("%d of %d messages", got, messages)
	}
}
