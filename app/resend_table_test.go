package app

import (
	"encoding/binary"
	"os"
	"testing"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/trust"
	"vouch/xmpp"
	"vouch/xmpp/xmpptest"
)

// closedStream has the account have a stream that takes nothing more.
func closedStream(t *testing.T, a *account) {
	t.Helper()
	server := xmpptest.StartScripted(t, xmpptest.Users("alice"))
	at := server.Place()
	authority, err := os.ReadFile(at.CAFile)
	if err != nil {
		t.Fatal(err)
	}
	conf, err := a.s.config(trust.Account{JID: "alice@" + at.Domain, Password: "alicepass", Host: at.Host, Port: at.Port, CAs: authority})
	if err != nil {
		t.Fatal(err)
	}
	if a.conn.client, err = xmpp.Connect(t.Context(), conf); err != nil {
		t.Fatal(err)
	}
	a.conn.client.Close()
	a.conn.online = true
}

// What goes out again may be there already. Where the stream does not take it, it goes out on the next one in the same bytes; what goes
// out for the first time is made anew.
func TestWhatMayBeThereIsNotMadeAnew(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(a *account, e history.Entry)
		same bool
	}{
		{"written again", func(a *account, e history.Entry) {
			if a.writeAgain(e.Seq) {
				t.Error("a stream that has ended has taken it")
			}
		}, true},
		{"missing", func(a *account, e history.Entry) {
			if err := a.sendMissing([]uint64{e.Seq}); err != nil {
				t.Error(err)
			}
		}, true},
		{"new", func(a *account, e history.Entry) { a.send(e.Seq, e.Stanza, false) }, false},
	} {
		a := withoutNetwork(t)
		closedStream(t, a)
		e := a.queuedFor(t, "bob@example.org", "perhaps there", true)
		c.do(a, e)
		state, _, made := a.stateOf(t, e)
		if made != c.same || a.outbox.made[e.Seq] != c.same || a.outbox.resend[e.Seq] != c.same || a.outbox.doubt[e.Seq] || a.conn.online {
			t.Errorf("%s: made %t in the file, %t here; to go out again %t", c.name, made, a.outbox.made[e.Seq], a.outbox.resend[e.Seq])
		}
		if want := map[bool]history.State{true: history.StateSending, false: history.StatePending}[c.same]; state != want {
			t.Errorf("%s: the row is %s", c.name, state)
		}
	}
}

// Where the file fails what was made counts as made here as well: it is in the file, and goes out as it is.
func TestWhatTheFileHoldsIsMade(t *testing.T) {
	a := withoutNetwork(t)
	e := a.queuedFor(t, "bob@example.org", "made", true)
	other := a.queuedFor(t, "bob@example.org", "missing", true)
	a.outbox.inflight[1], a.outbox.written = e.Seq, 0
	a.outbox.doubt[other.Seq] = true
	if err := a.s.file.Close(); err != nil {
		t.Fatal(err)
	}
	if err := a.sortInflight(0, false); err == nil {
		t.Error("a file that is closed was written to")
	}
	if !a.outbox.made[e.Seq] || !a.outbox.resend[e.Seq] {
		t.Errorf("made %t, to go out again %t", a.outbox.made[e.Seq], a.outbox.resend[e.Seq])
	}
	if err := a.sendMissing([]uint64{other.Seq}); err == nil || !a.outbox.made[other.Seq] || !a.outbox.doubt[other.Seq] {
		t.Errorf("what was missing is made %t, in doubt %t, %v", a.outbox.made[other.Seq], a.outbox.doubt[other.Seq], err)
	}
}

// What a transaction that failed has taken back is made as before.
func TestWhatATransactionLeftUndoneIsMade(t *testing.T) {
	a := withoutNetwork(t)
	e, damaged := a.queuedFor(t, "bob@example.org", "made", true), a.queuedFor(t, "bob@example.org", "damaged", true)
	if err := a.s.file.Update(func(tx *bbolt.Tx) error {
		name := a.s.file.Seal().Name("history", a.jid)
		return tx.Bucket([]byte("history")).Bucket(name[:]).Bucket([]byte("outbox")).Put(binary.BigEndian.AppendUint64(nil, damaged.Seq), []byte("damaged"))
	}); err != nil {
		t.Fatal(err)
	}
	if err := a.unmake([]uint64{e.Seq, damaged.Seq}); err == nil {
		t.Error("what is damaged was read")
	}
	if _, _, made := a.stateOf(t, e); !made || !a.outbox.made[e.Seq] {
		t.Errorf("it is made %t in the file, %t here", made, a.outbox.made[e.Seq])
	}
}
