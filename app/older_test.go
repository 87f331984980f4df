package app_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"vouch/app"
	"vouch/app/history"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// later is a clock that makes all that is in an archive older than what a first sign-in fetches.
func later() time.Time { return time.Now().AddDate(0, 0, 40) }

// What was written before all that is here comes page after page, in the order of the archive and to its beginning, and
// none of it is news.
func TestOlderMessagesComeQuietly(t *testing.T) {
	onEach(t, func(t *testing.T, server xmpptest.Server) {
		alice, phone := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
		friends(t, server, alice, phone) // two messages under encryption, one of them bob's own
		alice.must(app.SetEncryption{Account: alice.jid, Chat: phone.jid})
		phone.must(app.SetEncryption{Account: phone.jid, Chat: alice.jid})
		var want []string
		for i := range 120 {
			from, to := alice, phone
			if i%10 == 3 {
				from, to = phone, alice
			}
			body := fmt.Sprint("past ", i)
			from.send(to.jid, body)
			to.awaitMessage(from.jid, body)
			want = append(want, body)
		}
		tablet := newPeer(t, server, "bob", app.Options{Now: later})
		tablet.await("catch-up", func() bool { s := tablet.status(); return s.State == view.StateOnline && !s.CatchingUp })
		events, stop := tablet.Watch()
		defer stop()
		alice.send(phone.jid, "news")
		awaitEvent(t, events, app.EventMessage, tablet.idOf(alice.jid, "news")) // it is told after it is stored
		if got := bodiesOf(tablet.messages(alice.jid)); !slices.Equal(got, []string{"news"}) {
			t.Fatalf("the first sign-in has brought %q", got)
		}
		rounds, added := 0, 0
		for complete := false; !complete; rounds++ {
			got, err := tablet.Older(t.Context(), tablet.jid, alice.jid)
			if err != nil || rounds > 10 {
				t.Fatalf("round %d: %+v, %v", rounds, got, err)
			}
			if complete = got.Complete; !complete && got.Added == 0 {
				t.Errorf("round %d has brought nothing", rounds)
			}
			added += got.Added
			rows := bodiesOf(tablet.messages(alice.jid))
			if all := append(slices.Clone(want), "news"); !slices.Equal(rows, all[len(all)-len(rows):]) {
				t.Fatalf("rows %q", rows)
			}
		}
		all := tablet.messages(alice.jid)
		if got := bodiesOf(all); !slices.Equal(got, append(want, "news")) {
			t.Errorf("rows %q", got)
		}
		if rounds < 3 || added != len(want)+1 {
			t.Errorf("%d rows in %d rounds", added, rounds)
		}
		if i := slices.IndexFunc(all, func(m history.Message) bool { return m.Notice == view.NoticeEarlier }); i < 0 || all[i].Count != 1 {
			t.Errorf("the message from before this device is not counted: %d", i)
		}
		for drained := false; !drained; {
			select {
			case e := <-events:
				if e.Event == app.EventMessage {
					t.Errorf("told as news: %+v", e)
				}
			default:
				drained = true
			}
		}
		if c := mustChats(t, tablet); c[0].Unread != 1 {
			t.Errorf("%d unread", c[0].Unread)
		}
		if got, err := tablet.Older(t.Context(), tablet.jid, alice.jid); err != nil || got != (app.FetchedOlder{Complete: true}) {
			t.Errorf("beyond the beginning: %+v, %v", got, err)
		}
		tablet.stop()
		alice.send(phone.jid, "more news")
		alice.await("the message left", func() bool {
			m, _ := alice.message(phone.jid, "more news")
			return m.State == view.MessageSent || m.State == view.MessageDelivered
		})
		tablet.start()
		tablet.awaitMessage(alice.jid, "more news")
		if got := bodiesOf(tablet.messages(alice.jid)); !slices.Equal(got, append(want, "news", "more news")) {
			t.Errorf("after another login: rows %q", got)
		}
		if c := mustChats(t, tablet); c[0].Unread != 2 {
			t.Errorf("%d unread", c[0].Unread)
		}
	}, xmpptest.Friends("alice", "bob"))
}

// awaitEvent waits for an event about a row.
func awaitEvent(t *testing.T, events <-chan app.Event, what, row string) {
	t.Helper()
	deadline := time.After(patience)
	for {
		select {
		case e := <-events:
			if e.Event == what && e.ID == row {
				return
			}
		case <-deadline:
			t.Fatalf("no event %s of %s", what, row)
		}
	}
}

func TestOlderWhereThereIsNoArchive(t *testing.T) {
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"))
	alice := newPeer(t, server, "alice", app.Options{})
	alice.refuse(app.FetchOlder{Account: alice.jid, Chat: "bob@localhost"}, app.KindNotOffered)
	alice.refuse(app.FetchOlder{Account: alice.jid, Chat: "@"}, app.KindInvalid)
	snap, err := alice.Look(view.View{Account: alice.jid, Chat: "bob@localhost"})
	if err != nil || snap.Chat.Older != view.OlderNone {
		t.Errorf("the window is told %q, %v", snap.Chat.Older, err)
	}
	alice.must(app.EnableAccount{Account: alice.jid})
	alice.refuse(app.FetchOlder{Account: alice.jid, Chat: "bob@localhost"}, app.KindNotConnected)
}

// past is alice at a server whose archive holds n messages of bob that the first sign-in does not fetch, and one that it
// does.
func past(t *testing.T, n int) *liar {
	t.Helper()
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive())
	ago := time.Now().AddDate(0, 0, -60)
	for i := range n {
		server.Keep("alice", bobs, ofArchive(i, fmt.Sprint("past ", i)), ago.Add(time.Duration(i)*time.Minute))
	}
	server.Keep("alice", bobs, ofArchive(n, "recent"), time.Now().Add(-time.Hour))
	l := newLiarOn(t, server, app.Options{Timing: impatient})
	l.awaitMessage(bobs, "recent")
	return l
}

func numbered(prefix string, from, to int) (out []string) {
	for i := from; i < to; i++ {
		out = append(out, fmt.Sprint(prefix, i))
	}
	return out
}

// older asks for older messages as a person does who scrolls: until there are no more, or something is wrong.
func (l *liar) older(most int) (rounds int, err error) {
	l.t.Helper()
	for rounds < most {
		rounds++
		got, err := l.Older(l.t.Context(), l.jid, bobs)
		if err != nil || got.Complete {
			return rounds, err
		}
	}
	return rounds, nil
}

// Whatever an archive does when it is asked for the past: it ends, it is said, and what is here stays right.
func TestLiesAboutThePast(t *testing.T) {
	drop := func(_, _ string) string { return "" }
	change := func(old, next string) func(_, s string) string {
		return func(_, s string) string { return strings.ReplaceAll(s, old, next) }
	}
	lie := func(step string, f func(to, stanza string) string) xmpptest.Fault {
		return xmpptest.Fault{Step: step, User: "alice", Times: -1, Deed: xmpptest.Lie, Lie: f}
	}
	incomplete := lie("archive fin", change("complete='true'", "complete='false'"))
	newest := lie("archive in", func(_, s string) string { return beforeID.ReplaceAllString(s, "<before></before>") })
	for _, row := range []struct {
		name   string
		faults []xmpptest.Fault
		want   []string // texts before "recent"
		kind   app.Kind // of the failure, "" for none
	}{
		{"an honest archive", nil, numbered("past ", 0, 120), ""},
		{"never complete", []xmpptest.Fault{incomplete}, numbered("past ", 0, 120), app.KindMalformed},
		{"empty pages, never complete", []xmpptest.Fault{lie("archive result", drop), incomplete}, nil, app.KindMalformed},
		{"the newest page for ever", []xmpptest.Fault{newest, incomplete}, numbered("past ", 71, 120), app.KindMalformed},
		{"another chat's messages", []xmpptest.Fault{lie("archive result", change("from='"+bobs, "from='carol@localhost"))}, nil, app.KindMalformed},
		{"mam-wrong-from: another sender", []xmpptest.Fault{lie("archive result", change("<message from='alice@localhost'", "<message from='"+bobs+"'"))}, nil, app.KindMalformed},
		{"mam-unsolicited: another question", []xmpptest.Fault{lie("archive result", change("queryid='", "queryid='x"))}, nil, app.KindMalformed},
		{"each result twice", []xmpptest.Fault{lie("archive result", func(_, s string) string { return s + s })}, numbered("past ", 0, 120), ""},
		{"it refuses", []xmpptest.Fault{lie("archive in", func(_, s string) string { return strings.Replace(s, "urn:xmpp:mam:2", "urn:xmpp:mam:2#x", 1) })}, nil, app.KindRefused},
		{"what it is asked before is unknown", []xmpptest.Fault{lie("archive in", func(_, s string) string {
			return regexp.MustCompile(`<before>[^<]+</before>`).ReplaceAllString(s, "<before>unknown</before>")
		})}, numbered("past ", 0, 120), ""}, // by time then
		{"one that does not decode", []xmpptest.Fault{{Step: "archive result", Has: "past 7<", Times: -1, Deed: xmpptest.Lie, Lie: change("to='alice@localhost' type='chat'", "to='@' type='chat'")}},
			slices.Replace(numbered("past ", 0, 120), 7, 8, "broken"), ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			l := past(t, 120)
			l.say("before")
			var injected []*xmpptest.Injected
			for _, f := range row.faults {
				injected = append(injected, l.server.Inject(f))
			}
			rounds, err := l.older(20)
			if app.KindOf(err) != row.kind || rounds == 20 {
				t.Errorf("after %d rounds: %v, want %q", rounds, err, row.kind)
			}
			snap, err := l.Look(view.View{Account: l.jid, Chat: bobs})
			if want := map[bool]view.Older{true: view.OlderComplete, false: view.OlderFailed}[row.kind == ""]; err != nil || snap.Chat.Older != want || snap.Chat.OlderErr != row.kind {
				t.Errorf("the window is told %q %q, %v", snap.Chat.Older, snap.Chat.OlderErr, err)
			}
			if got := l.past(); !slices.Equal(got, row.want) {
				t.Errorf("rows %q, want %q", got, row.want)
			}
			for _, i := range injected {
				i.End()
			}
			if _, err := l.older(20); err != nil { // honest again, all of it comes
				t.Errorf("tried again: %v", err)
			}
			if len(row.want) == 0 {
				row.want = numbered("past ", 0, 120)
			}
			if got := l.past(); len(got) != 120 || !slices.Equal(got[len(got)-len(row.want):], row.want) {
				t.Errorf("tried again: rows %q", got)
			}
			l.say("after")
			if !l.online() {
				t.Error("alice is not online")
			}
		})
	}
}

// past are the texts and notices of the chat with bob before the recent one.
func (l *liar) past() (out []string) {
	l.t.Helper()
	for _, m := range l.messages(bobs) {
		if m.Body == "recent" {
			return out
		}
		out = append(out, m.Body+string(m.Notice))
	}
	l.t.Error("the recent message is not where it was")
	return out
}

// What is of the past asks for nothing: no receipt, no word that it was seen, and it does not move the cursor.
func TestThePastIsAnsweredByNothing(t *testing.T) {
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive())
	asks := "<request xmlns='urn:xmpp:receipts'/><markable xmlns='urn:xmpp:chat-markers:0'/>"
	for i := range 3 {
		server.Keep("alice", bobs, strings.Replace(ofArchive(i, fmt.Sprint("past ", i)), "</message>", asks+"</message>", 1), time.Now().AddDate(0, 0, -60))
	}
	own := "<message from='alice@localhost/old' to='" + bobs + "' type='chat' id='mine'><body>past 3</body></message>"
	server.Keep("alice", bobs, own, time.Now().AddDate(0, 0, -59))
	l := newLiarOn(t, server, app.Options{Timing: impatient})
	l.tell("<message from='" + bobs + "/x' to='%s' type='chat' id='unread'><body>recent</body></message>")
	l.awaitMessage(bobs, "recent")
	wrote := len(server.Written("alice"))
	if _, err := l.older(5); err != nil {
		t.Fatal(err)
	}
	if got := l.past(); !slices.Equal(got, numbered("past ", 0, 4)) {
		t.Fatalf("rows %q", got)
	}
	if c := mustChats(t, l.peer); c[0].Unread != 1 {
		t.Errorf("%d unread", c[0].Unread)
	}
	l.must(app.MarkRead{Account: l.jid, Chat: bobs})
	l.settled()
	for _, w := range server.Written("alice")[wrote:] {
		if strings.Contains(w, "<message") {
			t.Errorf("alice wrote %s", w)
		}
	}
	l.kept("news", "")
	l.reconnect()
	l.awaitMessage(bobs, "news")
	if got := bodiesOf(l.messages(bobs)); !slices.Equal(got, append(numbered("past ", 0, 4), "recent", "news")) {
		t.Errorf("rows %q", got)
	}
}

// What was asked on a stream that has ended is asked again on the next one, and only when somebody wants it.
func TestCutWhileThePastIsFetched(t *testing.T) {
	l := past(t, 120)
	fin := l.server.Inject(xmpptest.Fault{Step: "archive fin", User: "alice", Deed: xmpptest.Cut})
	l.refuse(app.FetchOlder{Account: l.jid, Chat: bobs}, app.KindNotConnected)
	struck(t, fin)
	l.await("the stream back, on which nobody has asked yet", func() bool { // at first it says online for a moment longer
		s := l.status()
		return s.State == view.StateOnline && !s.CatchingUp && l.look(bobs).Chat.Older == view.OlderUnknown
	})
	if got := l.past(); len(got) != 0 {
		t.Errorf("rows %q of a page without an end", got)
	}
	if _, err := l.older(20); err != nil {
		t.Error(err)
	}
	if got := l.past(); !slices.Equal(got, numbered("past ", 0, 120)) {
		t.Errorf("rows %q", got)
	}
}

// What the user has cleared does not come back by looking further.
func TestClearedChatHasNoPast(t *testing.T) {
	l := past(t, 3)
	l.must(app.ClearChat{Account: l.jid, Chat: bobs})
	if got, err := l.Older(t.Context(), l.jid, bobs); err != nil || got != (app.FetchedOlder{Complete: true}) {
		t.Errorf("%+v, %v", got, err)
	}
	if got := l.messages(bobs); len(got) != 0 {
		t.Errorf("rows %+v", got)
	}
}
