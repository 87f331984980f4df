package xmpptest

import (
	"testing"
	"time"

	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/mam"
)

// SignIn is a stream as address, whose password is the name and "pass". It shows no presence, so nothing is delivered to
// it unasked, and it ends with the test. What comes in is the caller's to take.
func SignIn(t testing.TB, server Server, address string) *xmpp.Client {
	t.Helper()
	at, addr := server.Place(), jid.MustParse(address)
	client, err := xmpp.Connect(t.Context(), xmpp.Config{
		Address: addr, Password: addr.Localpart() + "pass", Host: at.Host, Port: at.Port, RootCAs: server.Pool(),
	})
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { defer close(ended); _ = client.Run(t.Context()) }()
	t.Cleanup(func() { _ = client.Close(); <-ended })
	return client
}

// Archived is one message of an archive: who wrote it, bare, under which id attribute.
type Archived struct{ ID, MessageID, From string }

// ArchiveOf is what the server keeps for the account name, oldest first: a ledger beside what clients have stored.
func ArchiveOf(t testing.TB, server Server, name string) (out []Archived) {
	t.Helper()
	client := SignIn(t, server, name+"@"+server.Place().Domain)
	defer client.Close()
	for after := (*string)(nil); ; {
		if err := client.Ask(xmpp.Request{Set: true, Payload: mam.Query{ID: ledgerQuery, After: after, Max: 250}}); err != nil {
			t.Fatal(err)
		}
		page := archivePage(t, client)
		if len(page) == 0 {
			return out
		}
		out = append(out, page...)
		after = &page[len(page)-1].ID
	}
}

// ledgerQuery tells our results from those that a server still sends for streams that were cut.
const ledgerQuery = "ledger"

// archivePage takes what comes until the page that was asked for has ended.
func archivePage(t testing.TB, client *xmpp.Client) (page []Archived) {
	t.Helper()
	deadline := time.After(startTime)
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
			if r, ok := mam.ParseResult(what); ok && r.QueryID == ledgerQuery && r.Message != nil {
				page = append(page, Archived{r.ArchiveID, r.Message.Id, r.Message.FromJID.Bare().String()})
			}
		case *xmpp.Answer:
			if what.Err != nil {
				t.Fatal(what.Err)
			}
			return page
		}
	}
}
