package app

import (
	"fmt"
	"slices"
	"testing"

	"go.etcd.io/bbolt"
	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/xmpp"
)

// incoming is an event with a message in clear.
func incoming(from, id string) xmpp.Event {
	return xmpp.Event{What: said(from, id)}
}

func said(from, id string) *xmpp.Message {
	m := &xmpp.Message{FromJID: jid.MustParse(from), ToJID: jid.MustParse("alice@example.org/a")}
	m.Type, m.Id, m.Body, m.Bodies, m.From = "chat", id, "text "+id, xmpp.Texts{{Words: "text " + id}}, from
	return m
}

// withWaiting is an account without a loop, whose stream has brought events.
func withWaiting(t testing.TB, events ...xmpp.Event) *account {
	t.Helper()
	a := withoutNetwork(t)
	came := make(chan xmpp.Event, len(events))
	for _, e := range events {
		came <- e
	}
	a.conn.client, a.conn.events = &xmpp.Client{}, came
	return a
}

// takeAll handles what has come, as the loop does, and counts the transactions that were committed.
func (a *account) takeAll(t *testing.T) (commits int) {
	t.Helper()
	first := a.transaction(t)
	for len(a.conn.events) > 0 {
		a.takeWaiting(<-a.conn.events)
	}
	return a.transaction(t) - first - 1
}

// transaction is the number of a transaction that changes nothing.
func (a *account) transaction(t *testing.T) (id int) {
	t.Helper()
	if err := a.s.file.Update(func(tx *bbolt.Tx) error { id = tx.ID(); return nil }); err != nil {
		t.Fatal(err)
	}
	return id
}

// bodies are the texts of a chat, and what notices are about.
func (a *account) bodies(t *testing.T, chat string) (all []string) {
	t.Helper()
	if err := a.View("read chat", func(h *history.Store) error {
		rows, err := h.After(chat, nil, 1000)
		for _, row := range rows {
			all = append(all, string(row.Notice)+row.Body)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

// Messages that wait are taken in with few commits, in their order, once each, and what is among them in its turn.
func TestMessagesThatWaitShareATransaction(t *testing.T) {
	var events []xmpp.Event
	var want []string
	for i := range mostTogether + 8 {
		id := fmt.Sprint(i)
		events, want = append(events, incoming("bob@example.org/b", id)), append(want, "text "+id)
		if i == 4 { // no conversation, but handled
			events = append(events, xmpp.Event{What: &xmpp.Presence{}})
		}
		if i == 9 { // the same once more
			events = append(events, incoming("bob@example.org/b", id))
		}
	}
	a := withWaiting(t, events...)
	if commits := a.takeAll(t); commits != 3 {
		t.Errorf("%d transactions, want one up to the presence, a full one and the rest", commits)
	}
	if got := a.bodies(t, "bob@example.org"); !slices.Equal(got, want) {
		t.Errorf("stored %q", got)
	}

	alone := withWaiting(t, incoming("bob@example.org/b", "1"))
	if commits := alone.takeAll(t); commits != 1 {
		t.Errorf("one message took %d transactions", commits)
	}
}

// One that cannot be stored costs the others of its transaction nothing, and is noted.
func TestOneOfThoseTogetherCannotBeStored(t *testing.T) {
	a := withWaiting(t, incoming("bob@example.org/b", "1"), incoming("carol@example.org/c", "2"), incoming("bob@example.org/b", "3"))
	if err := a.s.file.Update(func(tx *bbolt.Tx) error {
		if _, err := a.s.history(tx, a.jid).Begin("carol@example.org", a.now()); err != nil {
			return err
		}
		return tx.Bucket([]byte("history")).ForEachBucket(func(account []byte) error {
			chats := tx.Bucket([]byte("history")).Bucket(account).Bucket([]byte("chats"))
			return chats.ForEach(func(k, _ []byte) error { return chats.Put(k, []byte("damaged")) })
		})
	}); err != nil {
		t.Fatal(err)
	}
	a.takeAll(t)
	if got := a.bodies(t, "bob@example.org"); !slices.Equal(got, []string{"text 1", "text 3"}) {
		t.Errorf("stored %q", got)
	}
	if got := a.bodies(t, "example.org"); !slices.Equal(got, []string{string(history.NoticeBroken)}) {
		t.Errorf("noted %q", got)
	}
}

// What a message in clear costs that comes in a burst, without the network: as many as share a transaction.
func BenchmarkMessagesTogether(b *testing.B) {
	a := withWaiting(b)
	n := 0
	for b.Loop() {
		came := make(chan xmpp.Event, mostTogether)
		for range mostTogether {
			n++
			came <- incoming("bob@example.org/b", fmt.Sprint(n))
		}
		a.conn.events = came
		a.takeWaiting(<-came)
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*mostTogether), "µs/message")
}
