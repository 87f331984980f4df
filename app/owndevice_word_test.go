package app_test

import (
	"fmt"
	"testing"

	"vouch/app"
	"vouch/app/view"
)

// What another device of ours says about an own message does not say that the other side has it.
func TestOwnDevicesDoNotAnswerForOthers(t *testing.T) {
	l := newLiar(t)
	l.must(app.SetEncryption{Account: l.jid, Chat: bobs, On: false})
	id := l.send(bobs, "did it come")
	sent := l.awaitState(bobs, id, view.MessageSent)
	for n, says := range []string{
		"<received xmlns='urn:xmpp:receipts' id='" + sent.MessageID + "'/>",
		"<reactions xmlns='urn:xmpp:reactions:0' id='" + sent.MessageID + "'><reaction>👍</reaction></reactions>",
		"<body>and so</body><reply xmlns='urn:xmpp:reply:0' to='alice@localhost' id='" + sent.MessageID + "'/>",
	} {
		l.tell(fmt.Sprintf("<message from='%%s' to='%%s/~' type='chat'><sent xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>"+
			"<message xmlns='jabber:client' from='%%s/phone' to='%s' type='chat' id='phone-%d'>%s</message></forwarded></sent></message>", bobs, n, says))
	}
	l.settled()
	if m, _ := l.message(bobs, "did it come"); m.State != view.MessageSent || len(reactionsTo(m)) != 1 {
		t.Errorf("%s, with reactions %q", m.State, reactionsTo(m))
	}
	l.tell("<message from='" + bobs + "/x' to='%s' type='chat'><received xmlns='urn:xmpp:receipts' id='" + sent.MessageID + "'/></message>")
	l.awaitState(bobs, id, view.MessageDelivered)
}
