package app_test

import (
	"slices"
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/history"
	"vouch/app/keys"
	"vouch/app/view"
	"vouch/trust"
)

// rowsOf are the rows of a chat as a window sees them.
func (p *peer) rowsOf(chat string) []*view.Row {
	p.t.Helper()
	s, err := p.Look(view.View{Account: p.jid, Chat: chat})
	if err != nil {
		p.t.Fatal(err)
	}
	return s.Rows
}

// TestAskAgain: bob cannot read what alice wrote without a key for him; he asks, she sees which message it is and sends a
// copy, which he can read.
func TestAskAgain(t *testing.T) {
	_, alice, bob, phone := withPhone(t)
	alice.decide(bob, view.TrustTrusted)
	alice.decide(phone, view.TrustRejected)
	id := alice.send(bob.jid, "not for the phone")
	alice.awaitState(bob.jid, id, view.MessageSent, view.MessageDelivered)
	var lost history.Message
	phone.await("unreadable row", func() bool {
		rows := phone.messages(alice.jid)
		if len(rows) == 1 {
			lost = rows[0]
		}
		return lost.Kind == view.RowUnreadable
	})
	phone.decide(alice, view.TrustTrusted)
	ask := app.AskAgain{Account: phone.jid, Chat: alice.jid, ID: lost.ID, Text: "I could not read one message. Please send it again."}
	phone.must(ask)
	alice.awaitMessage(bob.jid, ask.Text)
	asked := func(p *peer, chat, id string) bool {
		return slices.ContainsFunc(p.messages(chat), func(m history.Message) bool { return m.ID == id && !m.AskedAt.IsZero() })
	}
	alice.await("mark on the message", func() bool { return asked(alice, bob.jid, id) })
	if !asked(phone, alice.jid, lost.ID) {
		t.Error("the row does not say that it was asked for")
	}
	if rows := alice.rowsOf(bob.jid); rows[0].ID != id || rows[0].AskedAt.IsZero() {
		t.Errorf("%+v", rows[0])
	}
	alice.decide(phone, view.TrustTrusted)
	alice.must(app.SendCopies{Account: alice.jid, Chat: bob.jid, IDs: []string{id}})
	phone.awaitMessage(alice.jid, "not for the phone")
	if asked(alice, bob.jid, id) {
		t.Error("the mark stays although the message was sent again")
	}

	readable := phone.awaitMessage(alice.jid, "not for the phone").ID
	phone.refuse(app.AskAgain{Account: phone.jid, Chat: alice.jid, ID: readable, Text: "x"}, app.KindConflict)
	phone.refuse(app.AskAgain{Account: phone.jid, Chat: alice.jid, ID: "no", Text: "x"}, app.KindNotFound)
	phone.refuse(app.AskAgain{Account: phone.jid, Chat: alice.jid, ID: lost.ID, Text: " "}, app.KindInvalid)
	alice.refuse(app.SendCopies{Account: alice.jid, Chat: bob.jid, IDs: []string{id, "no"}}, app.KindNotFound)
	alice.refuse(app.SendCopies{Account: alice.jid, Chat: bob.jid}, app.KindInvalid)
	theirs := alice.awaitMessage(bob.jid, ask.Text).ID
	alice.refuse(app.SendCopies{Account: alice.jid, Chat: bob.jid, IDs: []string{theirs}}, app.KindConflict)

	alice.must(app.SetEncryption{Account: alice.jid, Chat: bob.jid})
	alice.refuse(app.SendCopies{Account: alice.jid, Chat: bob.jid, IDs: []string{id}}, app.KindReadable)
	alice.must(app.SetEncryption{Account: alice.jid, Chat: bob.jid, On: true})
	if rows := alice.rowsOf(bob.jid); !slices.ContainsFunc(rows, func(r *view.Row) bool { return r.Body == ask.Text && r.Key == phone.key() }) {
		t.Error("a row does not say which key wrote it")
	}
}

// TestUnreadableRowSaysWhatWasTried: the row knows the key that its device has now, and when the session was begun anew.
func TestUnreadableRowSaysWhatWasTried(t *testing.T) {
	_, alice, bob, phone := withPhone(t)
	alice.decide(bob, view.TrustTrusted)
	alice.decide(phone, view.TrustRejected)
	alice.send(bob.jid, "not for the phone")
	row := func() *view.Row { return phone.rowsOf(alice.jid)[0] }
	phone.await("unreadable row", func() bool {
		rows := phone.rowsOf(alice.jid)
		return len(rows) > 0 && rows[0].Kind == view.RowUnreadable
	})
	phone.decide(alice, view.TrustTrusted)
	if r := row(); r.Key != alice.key() || !r.Repaired.IsZero() {
		t.Errorf("%+v", r)
	}
	phone.must(app.RepairSession{Account: phone.jid, JID: alice.jid, DeviceID: alice.status().DeviceID})
	if r := row(); !r.Repaired.After(r.Time) {
		t.Errorf("%+v", r)
	}
}

// TestOnlyTheReceiverAsksAgain: carol cannot mark what alice wrote to bob, nor alice's own row by another's id.
func TestOnlyTheReceiverAsksAgain(t *testing.T) {
	server, alice, carol := withCarol(t)
	bob := newRaw(t, server, "bob")
	for _, who := range []*raw{bob, carol} {
		who.meet(alice)
		who.say(alice, "hello from "+who.jid)
		alice.must(app.Decide{Account: alice.jid, JID: who.jid, Fingerprint: alice.awaitMessage(who.jid, "hello from "+who.jid).Fingerprint, Trust: view.TrustTrusted})
	}
	id := alice.send(bob.jid, "for bob")
	m := alice.awaitState(bob.jid, id, view.MessageSent, view.MessageDelivered)
	carol.message(alice, "<body>who?</body><unread xmlns='urn:vouch:unread:0' id='"+m.MessageID+"'/>")
	alice.awaitMessage(carol.jid, "who?")
	if got, _ := alice.message(bob.jid, "for bob"); !got.AskedAt.IsZero() {
		t.Error("carol has marked a message to bob")
	}
	bob.message(alice, "<body>me</body><unread xmlns='urn:vouch:unread:0' id='"+m.MessageID+"'/>")
	alice.awaitMessage(bob.jid, "me")
	if got, _ := alice.message(bob.jid, "for bob"); got.AskedAt.IsZero() {
		t.Error("bob's request did not count")
	}
}

// TestTrustIsNotAppliedBackwards leaves a row where a device begins to read, with what it has missed.
func TestTrustIsNotAppliedBackwards(t *testing.T) {
	_, alice, bob, phone := withPhone(t)
	alice.decide(bob, view.TrustTrusted)
	alice.decide(phone, view.TrustRejected)
	for _, text := range []string{"one", "two"} {
		alice.awaitState(bob.jid, alice.send(bob.jid, text), view.MessageSent, view.MessageDelivered)
	}
	notices := func() (out []*view.Row) {
		for _, r := range alice.rowsOf(bob.jid) {
			if r.Notice == view.NoticeTrusted {
				out = append(out, r)
			}
		}
		return out
	}
	if n := len(notices()); n > 0 {
		t.Errorf("%d rows before anything was missed", n)
	}
	alice.decide(phone, view.TrustTrusted)
	alice.decide(phone, view.TrustRejected)
	alice.decide(phone, view.TrustVerified)
	rows := notices()
	if len(rows) != 1 || rows[0].Key != phone.key() || rows[0].Count != 2 {
		t.Fatalf("%+v", rows)
	}
	missed, err := alice.Missed(alice.jid, bob.jid, phone.key())
	if err != nil || len(missed) != 2 || missed[0].Body != "one" || missed[1].Body != "two" {
		t.Errorf("%+v, %v", missed, err)
	}
	alice.must(app.SendCopies{Account: alice.jid, Chat: bob.jid, IDs: []string{missed[1].ID, missed[0].ID}})
	phone.awaitMessage(alice.jid, "one")
	phone.awaitMessage(alice.jid, "two")
	var texts []string
	for _, m := range phone.messages(alice.jid) {
		if m.Kind == view.RowText {
			texts = append(texts, m.Body)
		}
	}
	if !slices.Equal(texts, []string{"one", "two"}) {
		t.Errorf("in the order %q", texts)
	}
	if missed, err := alice.Missed(alice.jid, bob.jid, phone.key()); err != nil || len(missed) != 0 {
		t.Errorf("after the copies %+v, %v", missed, err)
	}
}

// TestTellOthers: bob tells alice about his new phone. She has verified his desk, so she can accept; carol has only trusted
// it, so she cannot.
func TestTellOthers(t *testing.T) {
	server, alice, bob, phone := withPhone(t)
	carol := newPeer(t, server, "carol", app.Options{})
	carol.must(app.OpenChat{Account: carol.jid, JID: bob.jid})
	carol.awaitDevice(bob.jid, bob.key(), view.TrustTrusted)
	alice.decide(bob, view.TrustVerified)
	for _, p := range []*peer{alice, carol} {
		bob.must(app.OpenChat{Account: bob.jid, JID: p.jid})
		bob.awaitDevice(p.jid, p.key(), view.TrustTrusted)
	}
	bob.decide(phone, view.TrustVerified)
	code, err := bob.Code(bob.jid, bob.jid, keys.IncludeVerified)
	if err != nil {
		t.Fatal(err)
	}
	text := "I have a new phone: " + code.Link + "\nThe old devices are still mine."
	bob.must(app.OpenChat{Account: bob.jid, JID: "dave@example.org"})
	bob.must(app.SetEncryption{Account: bob.jid, Chat: "dave@example.org", On: false})
	left, err := bob.Tell(t.Context(), bob.jid, []string{alice.jid, carol.jid, "dave@example.org"}, text)
	if err != nil || !slices.Equal(left, []string{"dave@example.org"}) {
		t.Errorf("left out %q, %v", left, err)
	}
	card := func(p *peer) (id string, card *view.KeyCard) {
		t.Helper()
		p.awaitMessage(bob.jid, text)
		for _, r := range p.rowsOf(bob.jid) {
			if r.Keys != nil {
				id, card = r.ID, r.Keys
			}
		}
		if card == nil {
			t.Fatalf("%s has no card", p.jid)
		}
		return id, card
	}
	id, got := card(alice)
	if want := (view.KeyCard{Keys: 2, New: 1, CanAccept: true}); *got != want {
		t.Errorf("alice's card is %+v", got)
	}
	alice.must(app.AnswerKeys{Account: alice.jid, Chat: bob.jid, ID: id, Accept: true})
	if level := alice.level(bob.jid, phone.key()); level != view.TrustVerified {
		t.Errorf("the phone is %s", level)
	}
	if _, got := card(alice); got.New != 0 || got.Answered != view.KeysAccepted {
		t.Errorf("after accepting: %+v", got)
	}
	log, err := alice.Log(alice.jid, bob.jid)
	if last := log[len(log)-1]; err != nil || last.By != view.ByMessage || last.Detail != bob.key() {
		t.Errorf("%+v, %v", last, err)
	}
	id, got = card(carol)
	if got.CanAccept {
		t.Error("carol may accept the word of a device that she has not verified")
	}
	carol.refuse(app.AnswerKeys{Account: carol.jid, Chat: bob.jid, ID: id, Accept: true}, app.KindUndecided)
	if level := carol.level(bob.jid, phone.key()); level != view.TrustUndecided {
		t.Errorf("the phone is %s for carol", level)
	}
	carol.must(app.AnswerKeys{Account: carol.jid, Chat: bob.jid, ID: id})
	if _, got := card(carol); got.Answered != view.KeysDismissed {
		t.Errorf("%+v", got)
	}
	told, err := bob.Log(bob.jid, carol.jid)
	if err != nil || !slices.ContainsFunc(told, func(l app.LogLine) bool { return l.Event == trust.EventTold }) {
		t.Errorf("%+v, %v", told, err)
	}
	for name, err := range map[string]error{
		"nobody":  second(bob.Tell(t.Context(), bob.jid, nil, text)),
		"oneself": second(bob.Tell(t.Context(), bob.jid, []string{bob.jid}, text)),
		"nothing": second(bob.Tell(t.Context(), bob.jid, []string{alice.jid}, " ")),
	} {
		if app.KindOf(err) != app.KindInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func second[A any](_ A, err error) error { return err }

// TestCardsOfLinks: what looks like a verification link makes no card unless it is its sender's own. In a sentence of any
// script it is one.
func TestCardsOfLinks(t *testing.T) {
	_, alice, carol := withCarol(t)
	carol.meet(alice)
	key := []trust.LinkKey{{Device: 5, Fingerprint: strings.Repeat("ab", 32)}}
	texts := []string{
		"of another: " + trust.URI(alice.jid, key), "broken: " + trust.URI(carol.jid, key)[:70],
		"for other computers: " + trust.VouchedURI(carol.jid, key, carol.jid), "omemo-sid- in words",
	}
	for _, text := range texts {
		carol.say(alice, text)
		alice.awaitMessage(carol.jid, text)
	}
	for _, r := range alice.rowsOf(carol.jid) {
		if r.Keys != nil {
			t.Errorf("%q has a card", r.Body)
		}
		alice.refuse(app.AnswerKeys{Account: alice.jid, Chat: carol.jid, ID: r.ID, Accept: true}, app.KindNotFound)
	}
	for _, around := range [][2]string{{"见", "，谢谢。"}, {"（", "）"}, {"«", "»."}} {
		text := around[0] + trust.URI(carol.jid, key) + around[1]
		carol.say(alice, text)
		alice.awaitMessage(carol.jid, text)
		if rows := alice.rowsOf(carol.jid); rows[len(rows)-1].Keys == nil {
			t.Errorf("%q has no card", text)
		}
	}
	carol.message(alice, "<body>in clear: "+trust.URI(carol.jid, key)+"</body>")
	alice.awaitMessage(carol.jid, "in clear: "+trust.URI(carol.jid, key))
	rows := alice.rowsOf(carol.jid)
	if last := rows[len(rows)-1]; last.Keys == nil || last.Keys.CanAccept {
		t.Errorf("a link in clear: %+v", last.Keys)
	}
}
