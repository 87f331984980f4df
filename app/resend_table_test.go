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

// What goes out again may be there already. Where the stream does not take it, it is decided about on the next one, and never made
// in other bytes; what goes out for the first time is made anew.
func TestWhatMayBeThereIsNotMadeAnew(t *testing.T) {
	for _, again := range []bool{true, false} {
		a := withoutNetwork(t)
		closedStream(t, a)
		e := a.queuedFor(t, "bob@example.org", "perhaps there", true)
		if again {
			a.outbox.resend[e.Seq] = true
			if a.writeAgain(e.Seq) {
				t.Error("a stream that has ended has taken it")
			}
		} else {
			a.send(e.Seq, e.Stanza, false)
		}
		state, _, made := a.stateOf(t, e)
		if made != again || a.outbox.made[e.Seq] != again || a.outbox.doubt[e.Seq] != again || a.outbox.resend[e.Seq] || a.conn.online {
			t.Errorf("again %t: made %t in the file, %t here; in doubt %t", again, made, a.outbox.made[e.Seq], a.outbox.doubt[e.Seq])
		}
		if want := map[bool]history.State{true: history.StateSending, false: history.StatePending}[again]; state != want {
			t.Errorf("again %t: the row is %s", again, state)
		}
	}
}

// Where the file fails what was made counts as made here as well, and is in doubt: it is in the file.
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
	if !a.outbox.made[e.Seq] || !a.outbox.doubt[e.Seq] {
		t.Errorf("made %t, in doubt %t", a.outbox.made[e.Seq], a.outbox.doubt[e.Seq])
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
