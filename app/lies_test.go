package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"vouch/app"
	"vouch/app/view"
	"vouch/xmpp/xmpptest"
)

// liar is alice's service at a scripted server, and bob, who is not there: what he says, the server says. Each case stands
// between two honest messages.
type liar struct {
	*peer
	server *xmpptest.Scripted
	ids    int
}

const bobs, strangers = "bob@localhost", "mallory@elsewhere.example"

func newLiar(t *testing.T) *liar {
	t.Helper()
	return newLiarWith(t, app.Options{Timing: impatient})
}

func newLiarWith(t *testing.T, opt app.Options) *liar {
	t.Helper()
	return newLiarOn(t, xmpptest.StartScripted(t, xmpptest.Friends("alice", "bob"), xmpptest.Archive()), opt)
}

func newLiarOn(t *testing.T, server *xmpptest.Scripted, opt app.Options) *liar {
	t.Helper()
	published := server.Inject(xmpptest.Fault{Step: "pep in", Has: `publish node="eu.siacs.conversations.axolotl.devicelist"`, Deed: xmpptest.Lie, Lie: honestly})
	l := &liar{peer: newPeer(t, server, "alice", opt), server: server}
	struck(t, published)
	return l
}

// honestly is a lie that is none: it tells that a step was taken.
func honestly(_, stanza string) string { return stanza }

func struck(t testing.TB, i *xmpptest.Injected) {
	t.Helper()
	select {
	case <-i.Struck():
	case <-time.After(patience):
		t.Fatal("a step was not taken")
	}
}

// tell has the server write these bytes; %s in them is alice's bare address, ~ her resource.
func (l *liar) tell(stanza string) {
	stanza = strings.ReplaceAll(strings.ReplaceAll(stanza, "%s", l.jid), "~", l.status().Resource)
	l.server.Deliver("alice", stanza)
}

// say is an honest message of bob.
func (l *liar) say(body string) {
	l.t.Helper()
	l.ids++
	l.tell(fmt.Sprintf("<message from='%s/x' to='%%s' type='chat' id='honest-%d'><body>%s</body></message>", bobs, l.ids, body))
	l.awaitMessage(bobs, body)
}

// between is a case: an honest message, the attack, an honest message. It gives what the attack has brought: of each new
// row its chat, and its text, notice, or kind of failure; and what alice has written meanwhile.
func (l *liar) between(t *testing.T, attack func()) (rows, written []string) {
	t.Helper()
	was := l.t
	l.t = t
	defer func() { l.t = was }()
	l.ids++
	first, last := fmt.Sprint("before ", l.ids), fmt.Sprint("after ", l.ids)
	l.say(first)
	before, wrote := l.rows(), len(l.server.Written("alice"))
	attack()
	l.say(last)
	l.settled()
	for _, row := range l.rows() {
		if !slices.ContainsFunc(before, func(b told) bool { return b.id == row.id }) && row.text != bobs+": "+last {
			rows = append(rows, row.text)
		}
	}
	if !l.online() {
		t.Error("alice is not online")
	}
	return rows, l.server.Written("alice")[wrote:]
}

// settled waits until the server has read what alice had to say by now.
func (l *liar) settled() {
	l.t.Helper()
	l.ids++
	id := fmt.Sprint("sync-", l.ids)
	answered := l.server.Inject(xmpptest.Fault{Step: "iq in", Has: id, Deed: xmpptest.Lie, Lie: honestly})
	defer answered.End()
	l.tell("<iq type='get' id='" + id + "' from='localhost' to='%s/~'><ping xmlns='urn:xmpp:ping'/></iq>")
	struck(l.t, answered)
}

// told is a row by what a person sees of it.
type told struct{ id, text string }

func (l *liar) rows() (all []told) {
	l.t.Helper()
	for _, c := range mustChats(l.t, l.peer) {
		for _, m := range l.messages(c.Chat) {
			text := c.Chat
			if m.Own {
				text += " (own)"
			}
			switch m.Kind {
			case view.RowNotice:
				text += ": notice " + string(m.Notice)
				if m.Notice == view.NoticeUnknown {
					text += " " + m.About
				}
			case view.RowUnreadable:
				text += ": unreadable " + strings.TrimSpace(string(m.ErrKind)+" "+m.About)
			case view.RowOther:
				text += ": " + strings.TrimSpace(string(m.Notice)+" "+m.About+" "+m.Body)
			default:
				text += ": "
				if m.Subject != "" {
					text += m.Subject + " | "
				}
				text += m.Body
				if f := m.Attachment(); f != nil {
					text += "file " + f.Name
				}
			}
			all = append(all, told{m.ID, text})
		}
	}
	return all
}

// wrapped is a forwarded message of somebody to somebody.
func wrapped(from, to, inner string) string {
	return fmt.Sprintf("<forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client' type='chat' id='w' from='%s' to='%s'>%s</message></forwarded>", from, to, inner)
}

const forgedBody = "<body>forged</body>"

// What the server, or somebody it lets through, claims about who wrote something, for whom, and what it answers.
func TestClaimsOfTheStream(t *testing.T) {
	l := newLiar(t)
	received := func(from, inner string) string {
		return "<message from='" + from + "' to='%s/~' type='chat'><received xmlns='urn:xmpp:carbons:2'>" + inner + "</received></message>"
	}
	sent := func(from, inner string) string { return strings.ReplaceAll(received(from, inner), "received", "sent") }
	carol := "carol@localhost/x"
	for _, row := range []struct {
		name, stanza string
		rows         []string
	}{
		{"carbon-from-contact", received(bobs+"/x", wrapped(carol, "%s", forgedBody)), nil},
		{"carbon-from-contact: with a body beside it", "<message from='" + bobs + "/x' to='%s' type='chat' id='b'><received xmlns='urn:xmpp:carbons:2'>" + wrapped(carol, "%s", forgedBody) + "</received><body>beside</body></message>", nil},
		{"carbon-sent-forged", sent(bobs+"/x", wrapped("%s/y", carol, forgedBody)), nil},
		{"carbon-own-full-jid", received("%s/~", wrapped(carol, "%s", forgedBody)), nil},
		{"carbon-own-full-jid: of another resource", sent("%s/other", wrapped("%s/other", carol, forgedBody)), nil},
		{"carbon-own-full-jid: of the server", received("localhost", wrapped(carol, "%s", forgedBody)), nil},
		{"carbon-own-full-jid: of a room", received("room@conference.localhost", wrapped(carol, "%s", forgedBody)), nil},
		{"carbon-sent-forged: the server copies what somebody else sent", sent("%s", wrapped(carol, bobs, forgedBody)), nil},
		{"carbon-from-contact: the server copies what somebody else got", received("%s", wrapped(carol, bobs, forgedBody)), nil},
		{"carbon-nested: only the outer wrapper counts",
			received("%s", wrapped(bobs+"/x", "%s", "<received xmlns='urn:xmpp:carbons:2'>"+wrapped(carol, "%s", forgedBody)+"</received><body>outer</body>")), []string{bobs + ": outer"}},
		{"carbon-nested: no copy is no attack", received("%s", wrapped(bobs+"/x", "%s/y", "<body>copied</body>")), []string{bobs + ": copied"}},
		{"mam-unsolicited", "<message from='%s' to='%s/~'><result xmlns='urn:xmpp:mam:2' queryid='q' id='i'>" + wrapped(carol, "%s", forgedBody) + "</result></message>", nil},
		{"mam-unsolicited: without a query", "<message to='%s/~'><result xmlns='urn:xmpp:mam:2' id='i'>" + wrapped(carol, "%s", forgedBody) + "</result></message>", nil},
		{"carbon-nested: in an archive result", "<message from='%s' to='%s/~'><result xmlns='urn:xmpp:mam:2' queryid='q' id='i'>" +
			wrapped(bobs, "%s", "<sent xmlns='urn:xmpp:carbons:2'>"+wrapped("%s", carol, forgedBody)+"</sent>") + "</result></message>", nil},
		{"groupchat-no-room", "<message from='room@conference.localhost/nick' to='%s/~' type='groupchat'>" + forgedBody + "</message>", nil},
		{"stranger-presence: and typing", "<presence from='" + strangers + "/x' to='%s/~'/>" +
			"<message from='" + strangers + "/x' to='%s' type='chat'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>", nil},
		{"receipt-third-party", "<message from='" + carol + "' to='%s' type='chat'><received xmlns='urn:xmpp:receipts' id='honest-1'/></message>", nil},
		{"xml-wrong-ns: a message of another protocol", "<message xmlns='urn:x' from='" + carol + "' to='%s'>" + forgedBody + "</message>", nil},
		{"xml-prefixed-attr", "<message xmlns:z='urn:z' z:from='" + carol + "' from='" + bobs + "/x' z:type='error' to='%s' type='chat' id='z'><body>by bob</body></message>", []string{bobs + ": by bob"}},
		{"unreadable: a message that does not decode", "<message from='" + bobs + "/x' to='@' type='chat' id='broken'>" + forgedBody + "</message>", []string{bobs + ": notice broken"}},
		{"unreadable: and comes once more", "<message from='" + bobs + "/x' to='@' type='chat' id='broken'>" + forgedBody + "</message>", nil},
		{"unreadable: a carbon that does not decode", received("%s", strings.Replace(wrapped(bobs+"/x", "@", forgedBody), "id='w'", "id='w2'", 1)), []string{bobs + ": notice broken"}},
		{"carbon-from-contact: one that does not decode", received(bobs+"/x", strings.Replace(wrapped(carol, "@", forgedBody), "id='w'", "id='w3'", 1)), nil},
		{"jid-variants", "<message from='BOB@LOCALHOST/X' to='ALICE@localhost' type='chat' id='v'><body>in capitals</body></message>", []string{bobs + ": in capitals"}},
		{"same-id-other-body", "<message from='" + bobs + "/x' to='%s' type='chat' id='honest-1'><body>other</body></message>", []string{bobs + ": other"}},
		{"same-id-other-body: and the same one", "<message from='" + bobs + "/x' to='%s' type='chat' id='honest-1'><body>other</body></message>", nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			rows, written := l.between(t, func() { l.tell(row.stanza) })
			if !slices.Equal(rows, row.rows) {
				t.Errorf("new rows %q, want %q", rows, row.rows)
			}
			for _, w := range written {
				if !strings.Contains(w, `id="sync-`) {
					t.Errorf("alice wrote %s", w)
				}
			}
		})
	}
}
