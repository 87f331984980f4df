package app_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/history"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

func (p *peer) retract(chat, id string) {
	p.t.Helper()
	if _, err := p.Retract(p.t.Context(), p.jid, chat, id); err != nil {
		p.t.Fatal(err)
	}
}

// awaitRetracted waits until the text of a row is gone.
func (p *peer) awaitRetracted(with, id string) (found history.Message) {
	p.t.Helper()
	p.await("retraction", func() bool {
		for _, m := range p.messages(with) {
			if m.ID == id && m.Retracted() {
				found = m
				return true
			}
		}
		return false
	})
	return found
}

func TestRetractionsTakeTheText(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
	alice, bob := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
	friends(t, server, alice, bob)
	id := alice.send(bob.jid, "I hate Mondays")
	before := bob.awaitMessage(alice.jid, "I hate Mondays")
	alice.awaitState(bob.jid, id, view.MessageDelivered)
	alice.correct(bob.jid, id, "I love Mondays")
	bob.awaitMessage(alice.jid, "I love Mondays")
	alice.send(bob.jid, "bring tea")
	alice.retract(bob.jid, id)
	alice.awaitState(bob.jid, id, view.MessageDelivered)
	for p, with := range map[*peer]string{alice: bob.jid, bob: alice.jid} {
		row := id
		if p == bob {
			row = before.ID
		}
		m := p.awaitRetracted(with, row)
		if m.Body != "" || !m.EditedAt.IsZero() || m.RetractedBy != alice.jid || m.Kind != view.RowText {
			t.Errorf("%s has %+v", p.jid, m)
		}
		if rows := p.messages(with); len(rows) != 4 || rows[3].Body != "bring tea" {
			t.Errorf("%s has rows %+v", p.jid, rows)
		}
	}
	alice.refuse(app.Retract{Account: alice.jid, Chat: bob.jid, ID: id}, app.KindConflict)
	alice.refuse(app.CorrectText{Account: alice.jid, Chat: bob.jid, ID: id, Body: "x"}, app.KindConflict)
	alice.refuse(app.Retract{Account: alice.jid, Chat: bob.jid, ID: alice.awaitMessage(bob.jid, "hello alice").ID}, app.KindInvalid)
	bob.restart()
	alice.send(bob.jid, "end")
	bob.awaitMessage(alice.jid, "end")
	if rows := bob.messages(alice.jid); len(rows) != 5 || !rows[2].Retracted() {
		t.Errorf("after a restart bob has %+v", rows)
	}
}

func TestRetractionOfWhatHasNotLeft(t *testing.T) {
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive())
	alice, bob := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
	friends(t, server, alice, bob)
	sent := alice.send(bob.jid, "one")
	theirs := bob.awaitMessage(alice.jid, "one").ID
	alice.awaitState(bob.jid, sent, view.MessageDelivered)
	alice.must(app.EnableAccount{Account: alice.jid})
	id := alice.send(bob.jid, "never")
	alice.retract(bob.jid, id)
	if rows := alice.messages(bob.jid); len(rows) != 3 {
		t.Errorf("alice has %+v", rows)
	}
	alice.correct(bob.jid, sent, "nor this")
	alice.retract(bob.jid, sent)
	alice.refuse(app.TakeBack{Account: alice.jid, Chat: bob.jid, ID: sent}, app.KindConflict)
	alice.restart()
	alice.must(app.EnableAccount{Account: alice.jid, On: true})
	if m := bob.awaitRetracted(alice.jid, theirs); !m.EditedAt.IsZero() {
		t.Errorf("bob has %+v", m)
	}
	alice.awaitState(bob.jid, sent, view.MessageSent, view.MessageDelivered)
	alice.send(bob.jid, "end")
	bob.awaitMessage(alice.jid, "end")
	if rows := bob.messages(alice.jid); len(rows) != 4 {
		t.Errorf("bob has %+v", rows)
	}
}

// retract-other, and what a retraction in clear may do.
func TestWhoMayRetractInClear(t *testing.T) {
	l := newLiar(t)
	const tried = "<body>took it back</body><fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:message-retract:1'/>"
	retract := func(from, id, of, more string) string {
		return fmt.Sprintf("<message from='%s/x' to='%%s' type='chat' id='%s'><retract xmlns='urn:xmpp:message-retract:1' id='%s'/>%s</message>", from, id, of, more)
	}
	for i := range 4 {
		id := fmt.Sprint("m", i)
		l.tell("<message from='" + bobs + "/x' to='%s' type='chat' id='" + id + "'><body>text " + id + "</body></message>")
		l.awaitMessage(bobs, "text "+id)
	}
	l.must(app.SetEncryption{Account: l.jid, Chat: bobs})
	sent := l.awaitState(bobs, l.send(bobs, "of alice"), view.MessageSent).MessageID
	for _, row := range []struct {
		name, stanza string
		rows         []string
		gone         string
	}{
		{"retract-other", retract("carol@localhost", "r1", "m0", tried), nil, ""},
		{"retract-other: of mine", retract(bobs, "r2", sent, tried), nil, ""},
		{"of nothing", retract(bobs, "r3", "none", tried), nil, ""},
		{"of nothing, with a text beside it", retract(bobs, "r4", "none", "<body>a text</body>"), []string{bobs + ": a text"}, ""},
		{"with a text beside it", retract(bobs, "r5", "m0", "<body>another text</body>"), []string{bobs + ": another text"}, ""},
		{"by a moderator who is none", "<message from='" + bobs + "/x' to='%s' type='chat' id='r6'><retract xmlns='urn:xmpp:message-retract:1' id='" + sent + "'><moderated xmlns='urn:xmpp:message-moderate:1' by='" + bobs + "'/></retract></message>", nil, ""},
		{"by the sender", retract(bobs, "r7", "m1", tried), nil, "text m1"},
		{"by the sender: and comes again", retract(bobs, "r7", "m1", tried), nil, ""},
		{"by the sender: once more", retract(bobs, "r8", "m1", tried), nil, ""},
		{"by the sender, without words", retract(bobs, "r9", "m2", ""), nil, "text m2"},
		{"of an old client", "<message from='" + bobs + "/x' to='%s' type='chat' id='r10'><apply-to xmlns='urn:xmpp:fasten:0' id='m3'><retract xmlns='urn:xmpp:message-retract:0'/></apply-to>" +
			"<fallback xmlns='urn:xmpp:fallback:0'/><body>took it back</body></message>", nil, "text m3"},
		{"as a copy of what we sent", "<message from='%s' to='%s/~' type='chat'><sent xmlns='urn:xmpp:carbons:2'>" +
			wrapped("%s/y", bobs, "<retract xmlns='urn:xmpp:message-retract:1' id='"+sent+"'/>"+tried) + "</sent></message>", nil, "of alice"},
	} {
		t.Run(row.name, func(t *testing.T) {
			was := bodies(l.messages(bobs))
			rows, _ := l.between(t, func() { l.tell(row.stanza) })
			if !slices.Equal(rows, row.rows) {
				t.Errorf("new rows %q, want %q", rows, row.rows)
			}
			now := bodies(l.messages(bobs))
			for _, text := range was {
				if slices.Contains(now, text) == (text == row.gone) {
					t.Errorf("of %q there is %q", was, now)
				}
			}
		})
	}
}

func bodies(rows []history.Message) (all []string) {
	for _, m := range rows {
		if m.Body != "" {
			all = append(all, m.Body)
		}
	}
	return all
}

// An encrypted message is taken back by its own device, or one that is trusted, and never in clear.
// tookBack is the text of a retraction that Vouch sends under encryption.
const tookBack = "This person took back an earlier message, which this client cannot do."

func TestWhoMayRetractWhatCameEncrypted(t *testing.T) {
	server, alice, carol := withCarol(t)
	other := newRaw(t, server, "carol")
	carol.publishList(carol.device, other.device)
	carol.meet(alice)
	other.meet(alice)
	id := carol.message(alice, carol.element(carol.encrypt(alice, "one")))
	row := alice.awaitMessage(carol.jid, "one")
	retract := "<retract xmlns='urn:xmpp:message-retract:1' id='" + id + "'/><fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:message-retract:1'/>"
	carol.message(alice, "<body>in clear</body>"+retract)
	other.message(alice, other.element(other.encrypt(alice, "by the other"))+retract)
	alice.awaitMessage(carol.jid, "in clear")
	alice.awaitMessage(carol.jid, "by the other")
	if m := alice.awaitMessage(carol.jid, "one"); m.Retracted() {
		t.Errorf("the row is %+v", m)
	}
	carol.message(alice, carol.element(carol.encrypt(alice, tookBack))+retract)
	alice.awaitRetracted(carol.jid, row.ID)
	if rows := alice.messages(carol.jid); len(rows) != 3 {
		t.Errorf("rows %+v", rows)
	}
}

// What was taken back is gone from the file when it is opened next.
func TestRetractedTextLeavesTheFile(t *testing.T) {
	l := newLiar(t)
	l.tell("<message from='" + bobs + "/x' to='%s' type='chat' id='m'><body>to be forgotten</body></message>")
	row := l.awaitMessage(bobs, "to be forgotten")
	size := func() (all []byte) {
		for _, name := range mustGlob(t, filepath.Join(l.dir, "*")) {
			if data, err := os.ReadFile(name); err == nil && strings.HasSuffix(name, ".db") {
				all = append(all, data...)
			}
		}
		return all
	}
	l.tell("<message from='" + bobs + "/x' to='%s' type='chat' id='r'><retract xmlns='urn:xmpp:message-retract:1' id='m'/></message>")
	l.awaitRetracted(bobs, row.ID)
	before := size()
	l.restart()
	if after := size(); len(before) == 0 || bytes.Equal(before, after) {
		t.Errorf("the file was not compacted: %d bytes before, %d after", len(before), len(after))
	}
	l.awaitRetracted(bobs, row.ID)
}

func mustGlob(t *testing.T, pattern string) []string {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	return names
}
