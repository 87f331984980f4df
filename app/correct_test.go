package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/history"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

func (p *peer) correct(chat, id, body string) {
	p.t.Helper()
	if _, err := p.Correct(p.t.Context(), p.jid, chat, id, body); err != nil {
		p.t.Fatal(err)
	}
}

// texts are what a row said before, and says now.
func texts(m history.Message) (all []string) {
	for _, e := range m.Earlier {
		all = append(all, e.Body)
	}
	return append(all, m.Body)
}

func wantTexts(t *testing.T, m history.Message, want ...string) {
	t.Helper()
	if !slices.Equal(texts(m), want) {
		t.Errorf("the row says %q, want %q", texts(m), want)
	}
}

func TestCorrectionsKeepTheirRow(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
	alice, bob := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
	friends(t, server, alice, bob)
	id := alice.send(bob.jid, "at eihgt")
	alice.send(bob.jid, "bring tea")
	before := bob.awaitMessage(alice.jid, "at eihgt")
	bob.awaitMessage(alice.jid, "bring tea")
	alice.awaitState(bob.jid, id, view.MessageDelivered)
	alice.correct(bob.jid, id, "at eight")
	alice.awaitState(bob.jid, id, view.MessageDelivered)
	wantTexts(t, bob.awaitMessage(alice.jid, "at eight"), "at eihgt", "at eight")
	alice.correct(bob.jid, id, "at nine")
	after := bob.awaitMessage(alice.jid, "at nine")
	wantTexts(t, after, "at eihgt", "at eight", "at nine")
	if after.ID != before.ID || !after.Time.Equal(before.Time) || !after.Encrypted || after.Fingerprint != alice.key() {
		t.Errorf("the row was %+v and is %+v", before, after)
	}
	rows := bob.messages(alice.jid)
	if len(rows) != 5 || rows[3].Body != "bring tea" || rows[4].Notice != view.NoticeChanged || rows[4].ReplyRow != before.ID {
		t.Errorf("bob's rows %+v", rows)
	}
	alice.awaitState(bob.jid, id, view.MessageDelivered)
	wantTexts(t, alice.awaitMessage(bob.jid, "at nine"), "at eihgt", "at eight", "at nine")
	alice.restart() // all of it comes once more, from the archive
	bob.restart()
	alice.send(bob.jid, "end")
	bob.awaitMessage(alice.jid, "end")
	bob.await("the end of the catch-up", func() bool { return !bob.status().CatchingUp && !alice.status().CatchingUp })
	for p, with := range map[*peer]string{alice: bob.jid, bob: alice.jid} {
		want := 5
		if p == bob {
			want++ // that an earlier message was changed
		}
		if rows := p.messages(with); len(rows) != want {
			t.Errorf("%s has %d rows", p.jid, len(rows))
		}
	}
}

func TestCorrectionOfWhatHasNotLeft(t *testing.T) {
	server := xmpptest.StartProsody(t, xmpptest.Friends("alice", "bob"))
	alice, bob := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
	friends(t, server, alice, bob)
	alice.must(app.EnableAccount{Account: alice.jid})
	id := alice.send(bob.jid, "frist")
	alice.correct(bob.jid, id, "first")
	alice.must(app.EnableAccount{Account: alice.jid, On: true})
	if m := bob.awaitMessage(alice.jid, "first"); !m.EditedAt.IsZero() {
		t.Errorf("a text that never left is told of: %+v", m.Earlier)
	}
	alice.awaitState(bob.jid, id, view.MessageDelivered)
	alice.must(app.EnableAccount{Account: alice.jid})
	alice.correct(bob.jid, id, "secnod")
	alice.correct(bob.jid, id, "second")
	wantTexts(t, alice.awaitState(bob.jid, id, view.MessagePending), "first", "second")
	alice.must(app.TakeBack{Account: alice.jid, Chat: bob.jid, ID: id})
	wantTexts(t, alice.awaitState(bob.jid, id, view.MessageDelivered), "first")
	alice.correct(bob.jid, id, "third")
	alice.restart()
	alice.must(app.EnableAccount{Account: alice.jid, On: true})
	wantTexts(t, bob.awaitMessage(alice.jid, "third"), "first", "third")
	alice.refuse(app.CorrectText{Account: alice.jid, Chat: bob.jid, ID: "none", Body: "x"}, app.KindNotFound)
	alice.refuse(app.CorrectText{Account: alice.jid, Chat: bob.jid, ID: id, Body: " "}, app.KindInvalid)
	theirs := alice.awaitMessage(bob.jid, "hello alice").ID
	alice.refuse(app.CorrectText{Account: alice.jid, Chat: bob.jid, ID: theirs, Body: "x"}, app.KindInvalid)
}

// A correction is encrypted, and waits for the same decisions as a message.
func TestCorrectionsWaitLikeMessages(t *testing.T) {
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive())
	alice, bob := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
	friends(t, server, alice, bob)
	id := alice.send(bob.jid, "at eihgt")
	alice.awaitState(bob.jid, id, view.MessageDelivered)
	tablet := newPeer(t, server, "bob", app.Options{})
	alice.await("an undecided device", func() bool {
		return slices.ContainsFunc(alice.devices(bob.jid), func(d *view.DeviceView) bool { return d.Fingerprint == tablet.key() })
	})
	alice.correct(bob.jid, id, "at eight")
	later := alice.send(bob.jid, "bring tea")
	alice.awaitKind(bob.jid, id, app.KindUndecided)
	alice.awaitKind(bob.jid, later, app.KindUndecided)
	if _, there := bob.message(alice.jid, "at eight"); there {
		t.Error("the correction left without a decision")
	}
	alice.must(app.Release{Account: alice.jid, Chat: bob.jid, ID: later})
	m := bob.awaitMessage(alice.jid, "at eight")
	wantTexts(t, m, "at eihgt", "at eight")
	bob.awaitMessage(alice.jid, "bring tea")
	for _, r := range alice.awaitState(bob.jid, id, view.MessageSent, view.MessageDelivered).Recipients {
		if r.Fingerprint == tablet.key() {
			t.Error("the correction was encrypted for a device that nobody decided on")
		}
	}
	for _, w := range server.Written("alice") {
		if strings.Contains(w, "eight") || strings.Contains(w, "eihgt") {
			t.Errorf("a text left in clear: %s", w)
		}
	}
}

// correct-others, correct-mine, and what a correction in clear may do.
func TestWhoMayCorrectInClear(t *testing.T) {
	l := newLiar(t)
	message := func(from, id, replaces, body string) string {
		return fmt.Sprintf("<message from='%s/x' to='%%s' type='chat' id='%s'><body>%s</body><replace xmlns='urn:xmpp:message-correct:0' id='%s'/></message>", from, id, body, replaces)
	}
	l.say("first")
	l.tell("<message from='" + bobs + "/x' to='%s' type='chat' id='mine'><body>one</body></message>")
	l.awaitMessage(bobs, "one")
	l.must(app.SetEncryption{Account: l.jid, Chat: bobs})
	own := l.send(bobs, "of alice")
	sent := l.awaitState(bobs, own, view.MessageSent).MessageID
	for _, row := range []struct {
		name, stanza string
		rows         []string
	}{
		{"correct-others", message("carol@localhost", "c1", "mine", "by carol"), []string{"carol@localhost: by carol"}},
		{"correct-mine", message(bobs, "c2", sent, "by bob"), []string{bobs + ": by bob"}},
		{"correct-mine: by somebody else", message("carol@localhost", "c3", sent, "again"), []string{"carol@localhost: again"}},
		{"of nothing", message(bobs, "c4", "none", "late"), []string{bobs + ": late"}},
		{"by the sender", message(bobs, "c5", "mine", "two"), nil},
		{"by the sender: and comes again", message(bobs, "c5", "mine", "two"), nil},
		{"by the sender, of the correction", message(bobs, "c6", "c5", "three"), nil},
		{"as a copy of what we sent", "<message from='%s' to='%s/~' type='chat'><sent xmlns='urn:xmpp:carbons:2'>" +
			wrapped("%s/y", bobs, "<body>of alice's phone</body><replace xmlns='urn:xmpp:message-correct:0' id='"+sent+"'/>") + "</sent></message>", nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			rows, _ := l.between(t, func() { l.tell(row.stanza) })
			rows = slices.DeleteFunc(rows, func(s string) bool { return strings.Contains(s, "notice") })
			if !slices.Equal(rows, row.rows) {
				t.Errorf("new rows %q, want %q", rows, row.rows)
			}
		})
	}
	wantTexts(t, l.awaitMessage(bobs, "three"), "one", "two", "three")
	wantTexts(t, l.awaitMessage(bobs, "of alice's phone"), "of alice", "of alice's phone")
}

// correct-plain-omemo: an encrypted message is corrected by its own device, or one that is trusted, and never in clear.
func TestWhoMayCorrectWhatCameEncrypted(t *testing.T) {
	server, alice, carol := withCarol(t)
	other := newRaw(t, server, "carol")
	carol.publishList(carol.device, other.device)
	carol.meet(alice)
	other.meet(alice)
	id := carol.message(alice, carol.element(carol.encrypt(alice, "one")))
	row := alice.awaitMessage(carol.jid, "one")
	replace := "<replace xmlns='urn:xmpp:message-correct:0' id='" + id + "'/>"
	carol.message(alice, "<body>in clear</body>"+replace)
	other.message(alice, other.element(other.encrypt(alice, "by the other"))+replace)
	for _, text := range []string{"in clear", "by the other"} {
		if m := alice.awaitMessage(carol.jid, text); m.ID == row.ID || !m.EditedAt.IsZero() {
			t.Errorf("%q was applied: %+v", text, m)
		}
	}
	wantTexts(t, alice.awaitMessage(carol.jid, "one"), "one")
	carol.message(alice, carol.element(carol.encrypt(alice, "two"))+replace)
	wantTexts(t, alice.awaitMessage(carol.jid, "two"), "one", "two")
	alice.must(app.Decide{Account: alice.jid, JID: carol.jid, Fingerprint: other.id.Fingerprint(), Trust: view.TrustTrusted})
	other.message(alice, other.element(other.encrypt(alice, "three"))+replace)
	m := alice.awaitMessage(carol.jid, "three")
	wantTexts(t, m, "one", "two", "three")
	if m.ID != row.ID || m.Fingerprint != other.id.Fingerprint() || m.Trust != view.TrustTrusted {
		t.Errorf("the row is %+v, want it to name the other device", m)
	}
	for i := range 40 {
		other.message(alice, other.element(other.encrypt(alice, fmt.Sprint("again ", i)))+replace)
	}
	if got := texts(alice.awaitMessage(carol.jid, "again 39")); len(got) != 21 || got[0] != "one" || got[19] != "again 38" {
		t.Errorf("kept of many texts: %q", got)
	}
}
