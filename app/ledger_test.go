package app_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"mellium.im/xmpp/jid"

	"vouch/app"
	"vouch/xmpp"
	"vouch/xmpp/mam"
	"vouch/xmpp/xmpptest"
)

// archived is one message of a server's archive.
type archived struct{ id, messageID, from string }

// archiveOf is what the server keeps for the account name, oldest first: a ledger of its own beside what the services
// have stored. It is read on a stream that shows no presence, so that nothing is delivered to it. One row counts once:
// ejabberd 23.01 gives rows several times while its table on disk is at work.
func archiveOf(t *testing.T, server xmpptest.Server, name string) (out []archived) {
	t.Helper()
	client := connect(t, server, name+"@"+server.Place().Domain)
	defer client.Close()
	for after := (*string)(nil); ; {
		if err := client.Ask(xmpp.Request{Set: true, Payload: mam.Query{ID: "ledger", After: after, Max: 250}}); err != nil {
			t.Fatal(err)
		}
		page := archivePage(t, client)
		if len(page) == 0 {
			return out
		}
		out = append(out, slices.Compact(page)...)
		after = &page[len(page)-1].id
	}
}

// connect signs in without showing presence, until the end of the test. What comes in is the caller's to take.
func connect(t *testing.T, server xmpptest.Server, address string) *xmpp.Client {
	t.Helper()
	at, addr := server.Place(), jid.MustParse(address)
	client, err := xmpp.Connect(t.Context(), xmpp.Config{
		Address: addr, Password: addr.Localpart() + "pass", Host: at.Host, Port: at.Port, RootCAs: server.Pool(),
	})
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { defer close(ended); client.Run(t.Context()) }()
	t.Cleanup(func() { client.Close(); <-ended })
	return client
}

// archivePage takes what comes until the page that was asked for has ended.
func archivePage(t *testing.T, client *xmpp.Client) (page []archived) {
	t.Helper()
	deadline := time.After(patience)
	for {
		var e xmpp.Event
		select {
		case e = <-client.Events():
		case <-deadline:
			t.Fatal("the archive does not answer")
		}
		client.Handled(e)
		switch what := e.What.(type) {
		case *xmpp.Message:
			if r, ok := mam.ParseResult(what); ok && r.QueryID == "ledger" && r.Message != nil { // others are left from streams that were cut
				page = append(page, archived{r.ArchiveID, r.Message.Id, r.Message.FromJID.Bare().String()})
			}
		case *xmpp.Answer:
			if what.Err != nil {
				t.Fatal(what.Err)
			}
			return page
		}
	}
}

// compareLedgers waits until everything has come to rest, and compares what each side accepted for sending, what each
// has stored, and what the server has archived for each: nothing lost, doubled, unreadable or in another order.
func compareLedgers(t *testing.T, server xmpptest.Server, sides []*peer, accepted [][]string) {
	t.Helper()
	for n, side := range sides {
		other := sides[1-n]
		side.await("everything sent", func() bool {
			return !slices.ContainsFunc(side.all(other.jid), func(m app.MessageRecord) bool {
				return m.Own && m.State != string(app.MessageSent) && m.State != string(app.MessageDelivered)
			})
		})
		other.await("everything received", func() bool { return len(received(other.all(side.jid))) >= len(accepted[n]) })
		other.inTime(func() bool { return slices.Equal(received(other.all(side.jid)), accepted[n]) }) // else it is reported below
	}
	for n, side := range sides {
		other := sides[1-n]
		archive := archiveOf(t, server, strings.TrimSuffix(side.jid, "@"+server.Place().Domain))
		checkOrder(t, side.jid+" has from the other side", received(side.all(other.jid)), accepted[1-n])
		bodies := map[string]string{} // by id attribute
		for _, m := range side.all(other.jid) {
			if m.Kind == "unreadable" {
				t.Errorf("%s could not read a message: %+v", side.jid, m)
			}
			bodies[m.From+" "+m.MessageID] = m.Body
		}
		for from, want := range map[string][]string{side.jid: accepted[n], other.jid: accepted[1-n]} {
			var got []string
			for _, a := range archive {
				if body := bodies[a.from+" "+a.messageID]; a.from == from && body != "" {
					got = append(got, body)
				}
			}
			checkOrder(t, "the archive of "+side.jid+" has from "+from, got, want)
		}
	}
}

// received are the texts from the other side.
func received(rows []app.MessageRecord) (out []string) {
	for _, m := range rows {
		if m.Kind == "text" && !m.Own {
			out = append(out, m.Body)
		}
	}
	return out
}

// checkOrder reports where got begins to differ from want, with what stands around it.
func checkOrder(t *testing.T, what string, got, want []string) {
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
