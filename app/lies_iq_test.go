package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// answersTo are the answers alice has written to the questions with an id.
func answersTo(written []string, id string) (found []string) {
	for _, w := range written {
		if strings.HasPrefix(w, "<iq") && strings.Contains(w, `id="`+id+`"`) {
			found = append(found, w)
		}
	}
	return found
}

// iq-from-stranger: whatever is asked, the answer is the one to a question that nobody understands.
func TestStrangersGetOneAnswer(t *testing.T) {
	l := newLiar(t)
	n := 0
	ask := func(t *testing.T, from, kind, payload string) string {
		n++
		id := fmt.Sprint("ask-", n)
		_, written := l.between(t, func() {
			l.tell("<iq type='" + kind + "' id='" + id + "' from='" + from + "' to='%s/~'>" + payload + "</iq>")
		})
		answers := answersTo(written, id)
		if len(answers) != 1 {
			t.Fatalf("answers %q", answers)
		}
		return strings.ReplaceAll(strings.ReplaceAll(answers[0], id, "ID"), from, "FROM")
	}
	want := ask(t, strangers+"/x", "get", "<unheard-of xmlns='urn:x'/>")
	if !strings.Contains(want, "service-unavailable") {
		t.Fatalf("an unknown question is answered by %s", want)
	}
	for name, payload := range map[string]string{
		"version": "<query xmlns='jabber:iq:version'/>", "last": "<query xmlns='jabber:iq:last'/>", "time": "<time xmlns='urn:xmpp:time'/>",
		"disco": "<query xmlns='http://jabber.org/protocol/disco#info'/>", "ping": "<ping xmlns='urn:xmpp:ping'/>", "vcard": "<vCard xmlns='vcard-temp'/>",
		"items": "<query xmlns='http://jabber.org/protocol/disco#items'/>",
	} {
		t.Run("iq-from-stranger: "+name, func(t *testing.T) {
			for _, kind := range []string{"get", "set"} {
				if got := ask(t, strangers+"/x", kind, payload); got != want {
					t.Errorf("%s answered by %s, want %s", kind, got, want)
				}
			}
		})
	}
	for payload, part := range map[string]string{
		"<ping xmlns='urn:xmpp:ping'/>": `type="result"`, "<time xmlns='urn:xmpp:time'/>": "<tzo>",
		"<query xmlns='jabber:iq:version'/>": "<name>Vouch</name>", "<query xmlns='jabber:iq:last'/>": "service-unavailable",
		"<vCard xmlns='vcard-temp'/>": "service-unavailable",
	} {
		if got := ask(t, bobs+"/x", "get", payload); !strings.Contains(got, part) {
			t.Errorf("a contact that asks %s is answered by %s", payload, got)
		}
	}
}

// What changes the roster, and who may.
func TestOnlyTheServerChangesTheRoster(t *testing.T) {
	l := newLiar(t)
	contacts := func() (all []string) {
		roster, err := l.Roster(l.jid)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range roster {
			all = append(all, c.JID+" "+c.Subscription)
		}
		return all
	}
	push := func(from, item string) string {
		return "<iq type='set' id='push' " + from + " to='%s/~'><query xmlns='jabber:iq:roster'>" + item + "</query></iq>"
	}
	const evil = "<item jid='evil@localhost' subscription='both'/>"
	for _, row := range []struct{ name, stanza string }{
		{"roster-push-contact", push("from='"+bobs+"/x'", evil)},
		{"roster-push-contact: from a bare address", push("from='"+bobs+"'", evil)},
		{"roster-push-contact: from another resource of ours", push("from='%s/other'", evil)},
		{"roster-push-contact: from the server's domain", push("from='localhost'", evil)},
		{"roster-push-contact: two items", push("from='%s'", evil+evil)},
		{"roster-push-contact: an answer nobody asked for", "<iq type='result' id='none' from='%s' to='%s/~'><query xmlns='jabber:iq:roster'>" + evil + "</query></iq>"},
		{"subscription-unasked: subscribe", "<presence type='subscribe' from='" + strangers + "' to='%s'/>"},
		{"subscription-unasked: subscribed", "<presence type='subscribed' from='" + strangers + "' to='%s'/>"},
		{"subscription-unasked: unsubscribe", "<presence type='unsubscribe' from='" + bobs + "' to='%s'/>"},
		{"subscription-unasked: unsubscribed", "<presence type='unsubscribed' from='" + bobs + "' to='%s'/>"},
	} {
		t.Run(row.name, func(t *testing.T) {
			rows, written := l.between(t, func() { l.tell(row.stanza) })
			if got := contacts(); !slices.Equal(got, []string{bobs + " both"}) || rows != nil {
				t.Errorf("roster %q, rows %q", got, rows)
			}
			for _, w := range written {
				if strings.HasPrefix(w, "<presence") || strings.Contains(w, `type="result"`) && !strings.Contains(w, `id="sync-`) {
					t.Errorf("alice wrote %s", w)
				}
			}
		})
	}
	for _, from := range []string{"", "from='%s'"} {
		l.tell(push(from, "<item jid='carol@localhost' subscription='to'/>"))
		l.await("carol in the roster", func() bool { return slices.Contains(contacts(), "carol@localhost to") })
		l.tell(push(from, "<item jid='carol@localhost' subscription='remove'/>"))
		l.await("carol out of the roster", func() bool { return !slices.Contains(contacts(), "carol@localhost to") })
	}
}

// reconnect makes alice sign in anew.
func (l *liar) reconnect() {
	l.t.Helper()
	published := l.server.Inject(xmpptest.Fault{Step: "presence in", Deed: xmpptest.Lie, Lie: honestly})
	l.server.Forget("alice", false)
	struck(l.t, published)
	l.await("catch-up", func() bool { s := l.status(); return s.State == view.StateOnline && !s.CatchingUp })
}

// roster-huge: many entries, and names without end.
func TestHugeRosterIsCut(t *testing.T) {
	l := newLiarWith(t, app.Options{})
	l.between(t, func() {
		l.server.Inject(xmpptest.Fault{Step: "roster out", Has: "<item", Deed: xmpptest.Lie, Lie: func(_, answer string) string {
			var items strings.Builder
			for i := range 50_000 {
				fmt.Fprintf(&items, "<item jid='c%d@localhost' subscription='both'/>", i)
			}
			fmt.Fprintf(&items, "<item jid='beyond@localhost' subscription='both' name='%s'/>", strings.Repeat("n", 1<<20))
			return strings.Replace(answer, "</query>", "<item jid='long@localhost' subscription='both' name='"+strings.Repeat("n", 1<<20)+"'/>"+items.String()+"</query>", 1)
		}})
		l.reconnect()
	})
	roster, err := l.Roster(l.jid)
	if err != nil || len(roster) != 50_000 {
		t.Fatalf("%d entries, %v", len(roster), err)
	}
	for _, c := range roster {
		if len(c.Name) > 200 {
			t.Errorf("a name of %d bytes", len(c.Name))
		}
	}
}

// server-deletes: the roster is emptied and the archive with it; what is here stays here.
func TestWhatTheServerDeletesStays(t *testing.T) {
	l := newLiar(t)
	l.between(t, func() {
		l.server.Inject(xmpptest.Fault{Step: "roster out", Has: "<item", Deed: xmpptest.Lie, Lie: func(_, answer string) string {
			return answer[:strings.Index(answer, "<item")] + "</query></iq>"
		}})
		l.server.DropArchive("alice")
		l.reconnect()
	})
	if _, here := l.message(bobs, "before 1"); !here {
		t.Error("a message is gone")
	}
	if roster, err := l.Roster(l.jid); err != nil || len(roster) != 0 {
		t.Errorf("roster %+v, %v: want what the server says", roster, err)
	}
}

// receipt-request-stranger, and who is told of what could not be read.
func TestReceiptsAreForContactsAndForWhatWasRead(t *testing.T) {
	l := newLiar(t)
	const ask = "<request xmlns='urn:xmpp:receipts'/>"
	for _, row := range []struct {
		name, from, children string
		receipt              bool
		rows                 []string
	}{
		{"receipt-request-stranger", strangers, "<body>hi</body>" + ask, false, []string{strangers + ": hi"}},
		{"a contact asks", bobs, "<body>hi</body>" + ask, true, []string{bobs + ": hi"}},
		{"a contact asks without text", bobs, ask, false, nil},
		{"unreadable: nothing is said to the sender", bobs, "<encrypted xmlns='eu.siacs.conversations.axolotl'><header sid='5'><key rid='5'>AAAA</key><iv>AAAA</iv></header><payload>AAAA</payload></encrypted>" + ask, false,
			[]string{bobs + ": unreadable not-for-this-device"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			rows, written := l.between(t, func() {
				l.tell("<message from='" + row.from + "/x' to='%s' type='chat' id='" + strings.ReplaceAll(row.name, " ", "-") + "'>" + row.children + "</message>")
			})
			if !slices.Equal(rows, row.rows) {
				t.Errorf("rows %q, want %q", rows, row.rows)
			}
			told := slices.ContainsFunc(written, func(w string) bool { return strings.HasPrefix(w, "<message") })
			if told != row.receipt {
				t.Errorf("alice wrote %q", written)
			}
		})
	}
}

// devicelist-for-other: a list is its sender's, whatever it says.
func TestDeviceListsAreTheirSenders(t *testing.T) {
	l := newLiar(t)
	list := func(from string, ids ...int) string {
		out := "<message type='headline' from='" + from + "' to='%s/~'><event xmlns='http://jabber.org/protocol/pubsub#event'><items node='eu.siacs.conversations.axolotl.devicelist'>" +
			"<item id='current' publisher='carol@localhost'><list xmlns='eu.siacs.conversations.axolotl' jid='carol@localhost'>"
		for _, id := range ids {
			out += fmt.Sprintf("<device id='%d' jid='carol@localhost'/>", id)
		}
		return out + "</list></item></items></event></message>"
	}
	ids := func(who string) (all []uint32) {
		for _, d := range l.devices(who) {
			if d.Active {
				all = append(all, d.ID)
			}
		}
		return all
	}
	own := ids(l.jid)
	l.between(t, func() { l.tell(list(bobs+"/x", 7, 8)) })
	if got := ids(bobs); !slices.Equal(got, []uint32{7, 8}) {
		t.Errorf("bob's devices %v", got)
	}
	if got := ids("carol@localhost"); got != nil {
		t.Errorf("carol's devices %v", got)
	}
	l.between(t, func() { l.tell(list(strangers, 9)) })
	if got := ids(strangers); got != nil {
		t.Errorf("a stranger's devices %v", got)
	}
	if got := ids(l.jid); !slices.Equal(got, own) {
		t.Errorf("own devices %v, were %v", got, own)
	}
	many := make([]int, 10_000)
	for i := range many {
		many[i] = i + 1
	}
	l.between(t, func() { l.tell(list(bobs, many...)) }) // devicelist-10k
	if got := ids(bobs); len(got) != 50 || !slices.Contains(got, 10_000) {
		t.Errorf("%d devices of 10000: %v", len(got), got)
	}
}
