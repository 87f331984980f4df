package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

func (p *peer) answer(chat, body, to string) string {
	p.t.Helper()
	id, err := p.SendReply(p.t.Context(), p.jid, chat, body, to)
	if err != nil {
		p.t.Fatal(err)
	}
	return id
}

// reply is what a window shows of the message that one of that text answers.
func (p *peer) reply(chat, body string) *view.Reply {
	p.t.Helper()
	s, err := p.Look(view.View{Account: p.jid, Chat: chat, Before: 100})
	if err != nil {
		p.t.Fatal(err)
	}
	i := slices.IndexFunc(s.Rows, func(r *view.Row) bool { return r.Body == body })
	if i < 0 || s.Rows[i].Reply == nil {
		p.t.Fatalf("%q answers nothing", body)
	}
	return s.Rows[i].Reply
}

func TestRepliesNameWhatTheyAnswer(t *testing.T) {
	server := xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive())
	alice, bob := newPeer(t, server, "alice", app.Options{}), newPeer(t, server, "bob", app.Options{})
	friends(t, server, alice, bob)
	id := alice.send(bob.jid, "tea or coffee?\nor neither?")
	theirs := bob.awaitMessage(alice.jid, "tea or coffee?\nor neither?").ID
	bob.answer(alice.jid, "tea", theirs)
	if m := alice.awaitMessage(bob.jid, "tea"); m.ReplyRow != id || m.Quoted != "" {
		t.Errorf("alice has %+v", m)
	}
	if q := alice.reply(bob.jid, "tea"); *q != (view.Reply{ID: id, Own: true, From: alice.jid, Name: "alice", Text: "tea or coffee?"}) {
		t.Errorf("alice sees %+v", q)
	}
	if q := bob.reply(alice.jid, "tea"); *q != (view.Reply{ID: theirs, From: alice.jid, Name: "alice", Text: "tea or coffee?"}) {
		t.Errorf("bob sees %+v", q)
	}
	alice.correct(bob.jid, id, "tea or cake?")
	bob.awaitMessage(alice.jid, "tea or cake?")
	tea := alice.awaitMessage(bob.jid, "tea").ID
	again := alice.answer(bob.jid, "so it is", tea)
	alice.correct(bob.jid, again, "so be it")
	if m := bob.awaitMessage(alice.jid, "so be it"); m.ReplyRow == "" || len(texts(m)) != 2 {
		t.Errorf("bob has %+v", m)
	}
	if q := bob.reply(alice.jid, "tea"); q.Text != "tea or cake?" {
		t.Errorf("bob sees %+v of a message that was corrected", q)
	}
	alice.retract(bob.jid, id)
	bob.awaitRetracted(alice.jid, theirs)
	if q := bob.reply(alice.jid, "tea"); q.Text != "" || !q.Retracted {
		t.Errorf("bob sees %+v of a message that was taken back", q)
	}
	for _, p := range []*peer{alice, bob} {
		p.refuse(app.SendText{Account: p.jid, Chat: other(p, alice, bob), Body: "x", ReplyTo: "none"}, app.KindNotFound)
	}
	alice.refuse(app.SendText{Account: alice.jid, Chat: bob.jid, Body: "x", ReplyTo: id}, app.KindInvalid)
	for _, w := range append(server.Written("alice"), server.Written("bob")...) {
		if strings.Contains(w, "coffee") || strings.Contains(w, "so it") {
			t.Errorf("a text left in clear: %s", w)
		}
	}
}

// What came encrypted is not quoted in clear once the encryption of a chat was turned off.
func TestNoEncryptedTextIsQuotedInClear(t *testing.T) {
	server, alice, carol := withCarol(t)
	carol.meet(alice)
	carol.say(alice, "the secret")
	secret := alice.awaitMessage(carol.jid, "the secret").ID
	alice.must(app.SetEncryption{Account: alice.jid, Chat: carol.jid})
	id := alice.answer(carol.jid, "in clear", secret)
	alice.awaitState(carol.jid, id, view.MessageSent)
	carol.message(alice, "<body>open words</body>")
	id = alice.answer(carol.jid, "in clear too", alice.awaitMessage(carol.jid, "open words").ID)
	alice.awaitState(carol.jid, id, view.MessageSent)
	var all strings.Builder
	for _, w := range server.Written("alice") {
		if strings.HasPrefix(w, "<message") { // what she can do names the namespace too
			all.WriteString(w)
		}
	}
	if text := all.String(); strings.Contains(text, "secret") || !strings.Contains(text, "&gt; open words") || strings.Count(text, "urn:xmpp:reply:0") != 3 {
		t.Errorf("alice wrote %s", text)
	}
}

// quoted-author: who is quoted is what our own rows say, never what a message says.
func TestQuotedWordsAreNobodysUnlessTheyAreHere(t *testing.T) {
	l := newLiar(t)
	l.tell("<message from='" + bobs + "/x' to='%s' type='chat' id='m'><body>I owe you five</body></message>")
	row := l.awaitMessage(bobs, "I owe you five").ID
	l.tell("<message from='carol@localhost/x' to='%s' type='chat' id='c'><body>of carol</body></message>")
	l.awaitMessage("carol@localhost", "of carol")
	reply := func(id, to, quote, text string) string {
		n := len([]rune(strings.ReplaceAll(quote, "&gt;", ">")))
		return "<message from='" + bobs + "/x' to='%s' type='chat' id='" + text + "'><reply xmlns='urn:xmpp:reply:0' id='" + id + "' to='" + to + "'/>" +
			"<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'><body start='0' end='" + fmt.Sprint(n) + "'/></fallback><body>" + quote + text + "</body></message>"
	}
	for _, c := range []struct {
		name, stanza, text string
		want               view.Reply
	}{
		{"words that were not said", reply("m", "%s", "&gt; I owe you fifty\n", "one"), "one", view.Reply{ID: row, From: bobs, Name: "bob", Text: "I owe you five"}},
		{"words of nobody", reply("none", "%s", "&gt; I owe you fifty\n", "two"), "two", view.Reply{Text: "I owe you fifty"}},
		{"words of another chat", reply("c", "carol@localhost", "", "three"), "three", view.Reply{}},
		{"text called a quotation", reply("m", bobs, "pay me\n", "four"), "pay me\nfour", view.Reply{ID: row, From: bobs, Name: "bob", Text: "I owe you five"}},
	} {
		l.tell(c.stanza)
		l.awaitMessage(bobs, c.text)
		if q := l.reply(bobs, c.text); *q != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, q, c.want)
		}
	}
}
