package app_test

import (
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/view"
)

// A message that one device or server has refused, and what is heard about it from its receiver then, or was before.
func TestReceiversWordIsStrongerThanARefusal(t *testing.T) {
	l := newLiar(t)
	l.must(app.SetEncryption{Account: l.jid, Chat: bobs})
	const (
		refusal = "<message type='error' id='M' from='" + bobs + "' to='%s/~'><error type='wait'><remote-server-timeout xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>"
		head    = "<message type='chat' from='" + bobs + "/x' to='%s' id='of M'>"
		receipt = head + "<received xmlns='urn:xmpp:receipts' id='M'/></message>"
		marker  = head + "<displayed xmlns='urn:xmpp:chat-markers:0' id='M'/></message>"
		others  = "<message type='chat' from='carol@localhost/x' to='%s'><received xmlns='urn:xmpp:receipts' id='M'/></message>"
	)
	for _, row := range []struct {
		name, stanzas string
		want          view.MessageState
	}{
		{"refused", refusal, view.MessageFailed},
		{"refused, then received", refusal + receipt, view.MessageDelivered},
		{"refused, then displayed", refusal + marker, view.MessageRead},
		{"refused, then reacted to", refusal + head + "<reactions xmlns='urn:xmpp:reactions:0' id='M'><reaction>👍</reaction></reactions></message>", view.MessageDelivered},
		{"refused, then answered", refusal + head + "<body>an answer to M</body><reply xmlns='urn:xmpp:reply:0' id='M' to='%s'/></message>", view.MessageDelivered},
		{"refused, then not readable there", refusal + head + "<body>what to M?</body><unread xmlns='urn:vouch:unread:0' id='M'/></message>", view.MessageDelivered},
		{"received, then refused", receipt + refusal, view.MessageDelivered},
		{"displayed, then refused", marker + refusal, view.MessageRead},
		{"displayed, then received", marker + receipt, view.MessageRead},
		{"refused, then displayed, then refused", refusal + marker + refusal, view.MessageRead},
		{"refused, and received by somebody else", refusal + others, view.MessageFailed},
	} {
		t.Run(row.name, func(t *testing.T) {
			id := l.send(bobs, "about "+row.name)
			m := l.awaitState(bobs, id, view.MessageSent)
			l.between(t, func() { l.tell(strings.ReplaceAll(row.stanzas, "M'", m.MessageID+"'")) })
			if got := l.awaitState(bobs, id, row.want); (got.ErrKind != "" || got.ErrText != "") != (row.want == view.MessageFailed) {
				t.Errorf("it says %s %q", got.ErrKind, got.ErrText)
			}
		})
	}
}

// refusedOnce is a message of alice's to carol that was read, and refused, and that waits to be sent again.
func refusedOnce(t *testing.T) (alice *peer, carol, other *raw, row, id string) {
	t.Helper()
	server, alice, carol := withCarol(t)
	row = alice.send(carol.jid, "once")
	alice.awaitKind(carol.jid, row, app.KindUndecided)
	alice.must(app.Decide{Account: alice.jid, JID: carol.jid, Fingerprint: carol.id.Fingerprint(), Trust: view.TrustTrusted})
	id = alice.awaitState(carol.jid, row, view.MessageSent).MessageID
	carol.read(alice)
	carol.send("<message type='error' id='" + id + "' to='" + alice.jid + "/" + alice.status().Resource + "'><error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>")
	alice.awaitState(carol.jid, row, view.MessageFailed)
	other = newRaw(t, server, "carol")
	carol.publishList(carol.device, other.device)
	alice.await("another key", func() bool { d := alice.devices(carol.jid); return len(d) == 2 && d[1].Fingerprint != "" })
	alice.must(app.SendAgain{Account: alice.jid, Chat: carol.jid, ID: row})
	alice.awaitKind(carol.jid, row, app.KindUndecided)
	return alice, carol, other, row, id
}

// When the receiver says that a message is there which waits to be sent again, it does not leave.
func TestWhatWasReceivedIsNotSentAgain(t *testing.T) {
	alice, carol, other, row, id := refusedOnce(t)
	carol.message(alice, "<received xmlns='urn:xmpp:receipts' id='"+id+"'/>")
	alice.awaitState(carol.jid, row, view.MessageDelivered)
	alice.must(app.Decide{Account: alice.jid, JID: carol.jid, Fingerprint: other.id.Fingerprint(), Trust: view.TrustRejected})
	alice.awaitState(carol.jid, alice.send(carol.jid, "twice"), view.MessageSent)
	if got := carol.read(alice); got != "twice" {
		t.Errorf("carol reads %q", got)
	}
}

// What the archive has of a sending that was refused does not stand for the next one.
func TestArchivedRefusedMessageIsSentAgain(t *testing.T) {
	alice, carol, other, row, _ := refusedOnce(t)
	alice.restart()
	alice.await("the archive id", func() bool { m, _ := alice.message(carol.jid, "once"); return m.ArchiveID != "" })
	alice.awaitKind(carol.jid, row, app.KindUndecided)
	alice.must(app.Decide{Account: alice.jid, JID: carol.jid, Fingerprint: other.id.Fingerprint(), Trust: view.TrustRejected})
	if got := carol.read(alice); got != "once" {
		t.Errorf("carol reads %q", got)
	}
}
