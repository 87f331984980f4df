package app_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"vouch/app"
	"vouch/app/history"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// At the first sign-in the archive is read backwards: whatever refers to a message comes before it, and waits for it.
func TestWhatRefersToAMessageMayComeFirst(t *testing.T) {
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive())
	at := time.Now().Add(-10 * time.Hour)
	put := func(from, to, id, children string) {
		at = at.Add(time.Minute)
		with := from
		if from == "alice@localhost" {
			with = to
		}
		server.Keep("alice", with, fmt.Sprintf("<message type='chat' id='%s' from='%s/x' to='%s'>%s</message>", id, from, to, children), at)
	}
	const alices = "alice@localhost"
	for i := range 400 {
		from, to := bobs, alices
		if i%10 == 0 {
			from, to = to, from
		}
		put(from, to, fmt.Sprint("o", i), fmt.Sprintf("<body>old %d</body>", i))
	}
	put(bobs, alices, "r1", "<reactions xmlns='urn:xmpp:reactions:0' id='o3'><reaction>👍</reaction></reactions>")
	put(alices, bobs, "r2", "<reactions xmlns='urn:xmpp:reactions:0' id='o3'><reaction>🎉</reaction></reactions>")
	put(bobs, alices, "r3", "<received xmlns='urn:xmpp:receipts' id='o30'/>")
	put(bobs, alices, "r4", "<displayed xmlns='urn:xmpp:chat-markers:0' id='o20'/>")
	put(bobs, alices, "r5", "<body>> old 5\nwhat I meant</body><reply xmlns='urn:xmpp:reply:0' id='o5'/><fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'><body start='0' end='8'/></fallback>")
	put("carol@localhost", alices, "r6", "<reactions xmlns='urn:xmpp:reactions:0' id='o3'><reaction>😂</reaction></reactions>")
	alice := newPeer(t, server, "alice", app.Options{})
	find := func(body string) (m history.Message, ok bool) {
		for _, m := range alice.all(bobs) {
			if m.Body == body {
				return m, true
			}
		}
		return m, false
	}
	alice.await("the oldest", func() bool { _, ok := find("old 0"); return ok })
	if m, _ := find("old 3"); !slices.Equal(reactionsTo(m), []string{"bob@localhost 👍", "alice@localhost 🎉"}) {
		t.Errorf("the message has %q", reactionsTo(m))
	}
	for body, state := range map[string]view.MessageState{"old 40": view.MessageSent, "old 30": view.MessageDelivered, "old 20": view.MessageRead, "old 10": view.MessageRead, "old 0": view.MessageRead} {
		if m, _ := find(body); m.State != state {
			t.Errorf("%s is %s, want %s", body, m.State, state)
		}
	}
	original, _ := find("old 5")
	if m, _ := find("what I meant"); m.ReplyRow == "" || m.ReplyRow != original.ID || m.Quoted != "" {
		t.Errorf("the answer is %+v", m)
	}
}
