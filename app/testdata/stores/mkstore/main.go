// Command mkstore writes a profile with the packages of the version it is built with, and what that version reads from it:
//
//	go run ./mkstore FOLDER
package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/crypto"
	"vouch/trust"
)

const (
	alice = "alice@localhost"
	bob   = "bob@localhost"
	carol = "carol@localhost"
	dave  = "dave@localhost"
	erin  = "erin@localhost"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func at(minutes int) time.Time { return noon.Add(time.Duration(minutes) * time.Minute) }

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// writer fills the profile of one account.
type writer struct {
	h   *history.Store
	t   *trust.Store
	own crypto.Identity
	n   int // rows so far
}

func main() {
	dir := os.Args[1]
	file, err := trust.Open(dir, slog.Default())
	must(err)
	must(file.Update(func(tx *bbolt.Tx) error {
		of := func(jid string, n int) *writer {
			w := &writer{h: history.In(tx, file.Seal(), jid), t: trust.In(tx, file.Seal(), jid), n: n}
			must(w.t.CreateOwn(nil, noon))
			w.own, err = w.t.Identity()
			must(err)
			_, _, err = w.t.SeeList(jid, []uint32{w.own.Device}, noon)
			must(err)
			return w
		}
		a, b := of(alice, 0), of(bob, 1000)
		accounts(tx, file.Seal())
		session(a, b)
		a.people()
		a.keys(b.own)
		a.withBob(b.own)
		a.withCarol()
		a.withDave()
		a.withErin()
		a.rest()
		b.keysOf(alice, a.own)
		b.add(history.Message{Chat: alice, From: alice, Time: at(0), Kind: "text", Body: "hello bob", Encrypted: true, Trust: "trusted",
			Device: a.own.Device, Fingerprint: a.own.Fingerprint(), MessageID: "a0"})
		since(a, b)
		return nil
	}))
	must(file.Close())
	file, err = trust.Open(dir, slog.Default()) // compacts
	must(err)
	out := map[string]any{}
	must(file.View(func(tx *bbolt.Tx) error {
		for _, jid := range []string{alice, bob} {
			out[jid] = dump(history.In(tx, file.Seal(), jid), trust.In(tx, file.Seal(), jid))
		}
		all, err := trust.Accounts(tx, file.Seal())
		out["accounts"] = all
		return err
	}))
	must(file.Close())
	text, err := json.MarshalIndent(out, "", " ")
	must(err)
	must(os.WriteFile(filepath.Join(dir, "expected.json"), append(text, '\n'), 0o644))
}

func accounts(tx *bbolt.Tx, seal *trust.Seal) {
	must(trust.PutAccount(tx, seal, trust.Account{JID: alice, Password: "alicepass", Host: "localhost", Port: 5222, Resource: "desk", Strongest: "SCRAM-SHA-256-PLUS",
		Agent: "5f0e7a6c-1f0b-4a9e-8a53-6f2f6f4f5f01", Enabled: true, Added: at(0), Show: "dnd", Words: "in a meeting", NoMarkers: true, IdleAfter: 7}))
	must(trust.PutAccount(tx, seal, trust.Account{JID: bob, Password: "bobpass", Enabled: true, Added: at(1), Proxy: "", NoTyping: true, NoDisplayed: true}))
}

// session makes sessions between the accounts, with a message each way.
func session(a, b *writer) {
	bundle, err := b.t.Bundle()
	must(err)
	toBob, toAlice := crypto.Address{JID: bob, Device: b.own.Device}, crypto.Address{JID: alice, Device: a.own.Device}
	must(crypto.StartSession(a.t, toBob, bundle))
	for _, step := range []struct {
		from, to *writer
		at, of   crypto.Address
	}{{a, b, toBob, toAlice}, {b, a, toAlice, toBob}, {a, b, toBob, toAlice}} {
		key, err := crypto.NewTransportKey()
		must(err)
		data, preKey, err := encrypt(step.from.t, step.at, step.to.own.Fingerprint(), key)
		must(err)
		_, err = crypto.DecryptKey(step.to.t, step.of, data, preKey)
		must(err)
	}
}

func (w *writer) add(m history.Message) history.Message {
	w.n++
	m.ID = fmt.Sprintf("%032x", w.n)
	must(w.h.Append(&m))
	if m.MessageID != "" {
		mark(w.h, m)
	}
	if m.ArchiveID != "" {
		must(w.h.MarkArchived(w.t.Account(), m.ArchiveID, m.ID))
	}
	return m
}

// stanza is a message as it is written, encrypted for one device.
func (w *writer) stanza(id, body string, to crypto.Address, fingerprint string) []byte {
	sealed, err := crypto.SealPayload([]byte(body))
	must(err)
	data, _, err := encrypt(w.t, to, fingerprint, sealed.Key)
	must(err)
	text := base64.StdEncoding.EncodeToString
	return fmt.Appendf(nil, `<message xmlns="jabber:client" to="%s" type="chat" id="%s"><encrypted xmlns="eu.siacs.conversations.axolotl">`+
		`<header sid="%d"><key rid="%d">%s</key><iv>%s</iv></header><payload>%s</payload></encrypted></message>`,
		to.JID, id, w.own.Device, to.Device, text(data), text(sealed.IV), text(sealed.Ciphertext))
}

func (w *writer) people() {
	must(w.h.SetRoster([]history.Contact{
		{JID: bob, Name: "Bob", Subscription: "both", Groups: []string{"Friends", "Work"}},
		{JID: carol, Subscription: "from", Ask: true},
		{JID: dave, Name: "Dave", Subscription: "both"},
	}))
	must(w.h.PutRosterVersion("ver7"))
	must(w.h.PutBlocked([]string{"mallory@localhost", "spam.example"}))
	must(w.h.PutFace(history.Face{JID: bob, Hash: "0123456789abcdef0123456789abcdef01234567"}, []byte("a picture")))
	must(w.h.PutFace(history.Face{JID: carol, Hash: "89abcdef0123456789abcdef0123456789abcdef", VCard: true}, []byte("another")))
	must(w.h.PutInvitation(history.Invitation{Token: "token1", Made: at(2), Expires: at(100000)}))
	must(putArchive(w.h, alice, history.Archive{Begun: true, Cursor: "arch9", At: at(60), KeepOwn: true, Since: at(0), Back: &history.Back{Before: "arch1", Start: at(-1000), Left: 40},
		Gaps: []history.Gap{{From: at(-500), To: at(-400)}, {From: at(-300), To: at(-200)}}}))
}

func (w *writer) keysOf(jid string, id crypto.Identity) {
	_, _, err := w.t.SeeList(jid, []uint32{id.Device}, at(1))
	must(err)
	_, _, err = w.t.SeeKey(jid, id.Device, id.Public(), at(1))
	must(err)
	must(w.t.Decide(jid, id.Fingerprint(), trust.Trusted, "hand", at(2)))
}

// key is a key of nobody.
func key(n byte) []byte {
	k := make([]byte, 33)
	k[0], k[1], k[32] = 5, n, 1
	return k
}

// keys are devices in each decision, with what else is known of them.
func (w *writer) keys(bobs crypto.Identity) {
	w.keysOf(bob, bobs)
	must(w.t.SeeMessage(bob, bobs.Device, bobs.Fingerprint(), at(3)))
	must(w.t.SetLabel(bob, bobs.Device, "Bob's phone", "the blue one", at(4)))
	_, _, err := w.t.SeeList(dave, []uint32{11, 12, 13, 14, 15}, at(5))
	must(err)
	for id := range uint32(4) {
		_, _, err := w.t.SeeKey(dave, 11+id, key(byte(11+id)), at(6))
		must(err)
	}
	must(w.t.SeeBroken(dave, 15))
	_, _, err = w.t.SeeKey(dave, 13, key(99), at(7)) // another key of the same device
	must(err)
	must(w.t.Record(trust.Decision{JID: dave, Fingerprint: crypto.Fingerprint(key(12)), Level: trust.Verified, At: at(8), By: "code", Detail: "camera"}))
	must(w.t.Decide(dave, crypto.Fingerprint(key(99)), trust.Rejected, "hand", at(9)))
	must(w.t.Decide(dave, crypto.Fingerprint(key(14)), trust.Trusted, "first-use", at(10)))
	must(w.t.Record(trust.Decision{JID: dave, Fingerprint: crypto.Fingerprint(key(77)), Level: trust.Verified, At: at(11), By: "page", Detail: "https://example.org/dave"}))
	must(w.t.Decide(dave, crypto.Fingerprint(key(78)), trust.Trusted, "hand", at(11)))
	must(w.t.Decide(dave, crypto.Fingerprint(key(78)), trust.Undecided, "undo", at(12)))
	must(setPolicy(w.t, "", trust.FirstUse))
	must(setPolicy(w.t, dave, trust.Ask))
	must(setPolicy(w.t, carol, trust.UntilVerified))
	must(w.t.Note(trust.Entry{Time: at(13), JID: bob, Fingerprint: bobs.Fingerprint(), Device: bobs.Device, Event: trust.EventRepaired, By: "healing"}))
	must(w.t.Note(trust.Entry{Time: at(14), JID: bob, Event: trust.EventTold, By: "hand"}))
	_, _, err = w.t.SeeList(alice, []uint32{w.own.Device, 21, 22}, at(15))
	must(err)
	_, _, err = w.t.SeeKey(alice, 21, key(21), at(15))
	must(err)
	_, _, err = w.t.SeeKey(alice, 22, key(22), at(15))
	must(err)
	must(w.t.Remove(22, at(16)))
}

func (w *writer) withBob(bobs crypto.Identity) {
	in := func(minute int, body string) history.Message {
		return history.Message{Chat: bob, From: bob, Time: at(minute), Kind: "text", Body: body, Encrypted: true, Trust: "trusted", Device: bobs.Device,
			Fingerprint: bobs.Fingerprint(), MessageID: fmt.Sprint("b", minute), ArchiveID: fmt.Sprint("arch", minute)}
	}
	to := []history.Recipient{{JID: bob, Device: bobs.Device, Fingerprint: bobs.Fingerprint()}}
	out := func(minute int, body string, state state) history.Message {
		return history.Message{Chat: bob, From: alice, Own: true, Time: at(minute), Kind: "text", Body: body, Encrypted: true, State: state, Recipients: to,
			MessageID: fmt.Sprint("a", minute)}
	}
	note := func(minute int, notice notice) history.Message {
		return history.Message{Chat: bob, From: bob, Time: at(minute), Kind: "notice", Notice: notice, Device: bobs.Device, Fingerprint: bobs.Fingerprint()}
	}
	earlier := note(1, "earlier")
	earlier.Count = 12
	earlier = w.add(earlier)
	auto := note(2, "auto-trusted")
	autoTrusted(&auto)
	w.add(auto)
	first := w.add(in(3, "hello alice"))
	asked := in(4, "do you see this?")
	asked.Markable = true
	seen := w.add(asked)
	reacted := w.add(in(5, "we meet at nine"))
	reacted.React(alice, []string{"👍"}, at(6))
	reacted.React(bob, []string{"🎉", "❤️"}, at(7))
	must(w.h.Put(reacted))
	changed := w.add(in(8, "at tne"))
	changed.Revise("at ten", "b8x", at(9))
	changed.Revise("at ten, sharp", "b8y", at(10))
	changed.Device, changed.Fingerprint, changed.Trust = bobs.Device, bobs.Fingerprint(), "trusted"
	must(w.h.Put(changed))
	gone := w.add(in(11, "a secret"))
	must(w.h.Erase(&gone, bob, at(12)))
	answer := in(13, "yes, at nine")
	answer.ReplyTo, answer.ReplyRow = reacted.MessageID, reacted.ID
	w.add(answer)
	quoting := in(14, "no")
	quoting.ReplyTo, quoting.Quoted = "nobody-knows", "what was asked long ago"
	w.add(quoting)
	card := in(15, "xmpp:bob@localhost?omemo-sid-1="+bobs.Fingerprint())
	card.Answered = "accepted"
	w.add(card)
	lost := in(16, "")
	lost.Kind, lost.ErrKind, lost.ErrText, lost.Trust, lost.Raw, lost.AskedAt = "unreadable", "no-session", "no session with the device", "", "<message/>", at(17)
	lost = w.add(lost)
	for i, m := range []history.Message{
		out(20, "delivered", "delivered"), out(21, "read", "read"), out(22, "sent", "sent"), out(23, "fate", "unknown-fate"), out(24, "refused", "failed"),
	} {
		switch i {
		case 3:
			m.ErrKind = "unknown-fate"
		case 4:
			m.ErrKind, m.ErrText = "refused", "service-unavailable"
		}
		w.add(m)
	}
	again := out(25, "once more", "sent")
	again.Unread = lost.MessageID
	again.AskedAt = at(26)
	w.add(again)
	mine := w.add(out(27, "see yuo", "delivered"))
	mine.Revise("see you", "a27x", at(28))
	mine.State = "sent"
	must(w.h.Put(mine))
	back := w.add(out(29, "I take this back", "sent"))
	must(w.h.Erase(&back, alice, at(30)))
	private := out(31, "was clear", "sent")
	private.Encrypted, private.Recipients, private.Private = false, nil, true
	w.add(private)
	w.add(note(32, "key-changed"))
	w.add(note(33, "key-shared"))
	w.add(note(34, "trusted"))
	w.add(note(35, "broken"))

	waiting := out(40, "waits for the network", "pending")
	waiting.Recipients = nil
	waiting = w.add(waiting)
	leaving := w.add(out(41, "was on its way", "sending"))
	edited := w.add(out(42, "waits as it was", "sent"))
	edited.Revise("waits as it is", "a42x", at(43))
	edited.State, edited.Recipients = "pending", nil
	must(w.h.Put(edited))
	for _, e := range []history.Entry{
		{Purpose: history.ForReceipt, Chat: bob, Ref: first.MessageID, Encrypted: true},
		{Purpose: history.ForMarker, Chat: bob, Ref: seen.MessageID, Encrypted: true},
		{Purpose: history.ForMessage, Chat: bob, Row: waiting.ID, Encrypted: true},
		{Purpose: history.ForMessage, Chat: bob, Row: leaving.ID, Encrypted: true, Released: true, Recipients: to, Since: &history.Mark{ID: "arch16", At: at(16)},
			Stanza: w.stanza("a41", "was on its way", crypto.Address{JID: bob, Device: bobs.Device}, bobs.Fingerprint())},
		{Purpose: history.ForMessage, Chat: bob, Row: edited.ID, ID: "a42x", Encrypted: true},
		{Purpose: history.ForReaction, Chat: bob, Ref: reacted.ID, ID: "a-react", Encrypted: true},
		{Purpose: history.ForTransport, Chat: bob, Device: bobs.Device, Encrypted: true},
	} {
		must(w.h.Queue(&e))
	}
	c, err := w.h.Chat(bob)
	must(err)
	c.Unread, c.ReadTo, c.Alarm, c.Earlier, c.Reacts = 3, seen.Sort, true, earlier.ID, true
	c.Older = history.Older{ID: "arch1", At: at(-2000)}
	c.Displayed, c.ToBeRead = "arch4", "arch99"
	must(w.h.PutChat(c))
	must(w.h.AddLate(bob, "b77", history.Late{Chat: bob, ID: "b77x", Time: at(36), Encrypted: true, Device: bobs.Device, Fingerprint: bobs.Fingerprint(), Trust: "trusted"}))
}

// withCarol is a chat in clear.
func (w *writer) withCarol() {
	c, err := w.h.Begin(carol, at(0))
	must(err)
	c.Plain = true
	must(w.h.PutChat(c))
	w.add(history.Message{Chat: carol, From: alice, Own: true, Time: at(1), Kind: "notice", Notice: "encryption-off"})
	w.add(history.Message{Chat: carol, From: carol, Time: at(2), Kind: "text", Body: "in clear\nwith a second line", MessageID: "c2", ArchiveID: "arch2c"})
	own := w.add(history.Message{Chat: carol, From: alice, Own: true, Time: at(3), Kind: "text", Body: "clear too", State: "pending", MessageID: "ac3"})
	must(w.h.Queue(&history.Entry{Purpose: history.ForMessage, Chat: carol, To: carol + "/phone", Row: own.ID}))
	old := history.Message{ID: fmt.Sprintf("%032x", 900), Chat: carol, From: carol, Time: at(-60), Kind: "text", Body: "from the archive", MessageID: "c-60", ArchiveID: "arch-60c"}
	must(w.h.Insert(&old, history.Place{Quiet: true}))
	must(w.h.MarkBare(alice, "arch-bare", carol, at(-30)))
}

// withDave is a chat in which a message waits for the user.
func (w *writer) withDave() {
	w.add(history.Message{Chat: dave, From: dave, Time: at(1), Kind: "text", Body: "clear where it should not be", PlainIn: true, MessageID: "d1"})
	own := w.add(history.Message{Chat: dave, From: alice, Own: true, Time: at(2), Kind: "text", Body: "waits for a decision", Encrypted: true, State: "pending", ErrKind: "undecided", MessageID: "ad2"})
	must(w.h.Queue(&history.Entry{Purpose: history.ForMessage, Chat: dave, Row: own.ID, Encrypted: true}))
	w.add(history.Message{Chat: dave, From: dave, Time: at(3), Kind: "unreadable", Encrypted: true, ErrKind: "malformed", ErrText: "no header", MessageID: "d3"})
	w.add(history.Message{Chat: dave, From: alice, Own: true, Time: at(4), Kind: "notice", Notice: "encryption-on"})
}

// withErin is a chat that was cleared.
func (w *writer) withErin() {
	w.add(history.Message{Chat: erin, From: erin, Time: at(1), Kind: "text", Body: "nobody reads this again", MessageID: "e1", ArchiveID: "arch-e1"})
	_, err := w.h.Clear(erin)
	must(err)
}

func (w *writer) rest() {
	for _, t := range []history.Todo{
		{Task: history.FetchList, JID: bob}, {Task: history.FetchBundle, JID: dave, Device: 15}, {Task: history.DeleteBundle, Device: 22}, {Task: history.TellDisplayed, JID: bob},
	} {
		must(w.h.Need(t))
	}
	must(w.t.SetDoubt(""))
}
