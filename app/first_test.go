package app_test

import (
	"slices"
	"testing"

	"vouch/app"
	"vouch/app/view"
)

func (p *peer) chatView(chat string) *view.ChatView {
	p.t.Helper()
	s, err := p.Look(view.View{Account: p.jid, Chat: chat})
	if err != nil {
		p.t.Fatal(err)
	}
	return s.Chat
}

// TestTheDeviceThatWroteFirst: of bob's two devices nobody has decided about, the window can name the one that wrote; once
// one is decided about, it asks no more.
func TestTheDeviceThatWroteFirst(t *testing.T) {
	_, alice, bob, phone := withPhone(t)
	if d := alice.chatView(bob.jid).Wrote; d != nil {
		t.Errorf("before any message: %+v", d)
	}
	for _, writer := range []*peer{phone, bob} {
		writer.trustKey(alice)
		writer.send(alice.jid, "from "+writer.key())
		alice.awaitMessage(bob.jid, "from "+writer.key())
		chat := alice.chatView(bob.jid)
		if chat.Wrote == nil || chat.Wrote.Fingerprint != writer.key() || chat.Undecided != 2 {
			t.Errorf("%+v", chat)
		}
	}
	alice.decide(bob, view.TrustTrusted)
	if chat := alice.chatView(bob.jid); chat.Wrote != nil || chat.Undecided != 1 || alice.level(bob.jid, phone.key()) != view.TrustUndecided {
		t.Errorf("after a decision: %+v", chat)
	}
}

// TestLabelsStandEverywhere names bob's phone and looks where it is named.
func TestLabelsStandEverywhere(t *testing.T) {
	_, alice, bob, phone := withPhone(t)
	phone.trustKey(alice)
	phone.send(alice.jid, "from the phone")
	alice.awaitMessage(bob.jid, "from the phone")
	alice.must(app.NameDevice{Account: alice.jid, JID: bob.jid, DeviceID: phone.status().DeviceID, Label: " Bob\u2019s\nphone ", Note: "cracked screen"})
	alice.decide(bob, view.TrustTrusted)
	id := alice.send(bob.jid, "waits")
	alice.awaitKind(bob.jid, id, app.KindUndecided)
	s, err := alice.Look(view.View{Account: alice.jid, Chat: bob.jid, Page: view.PageDevices})
	if err != nil {
		t.Fatal(err)
	}
	const label = "Bob\u2019s phone"
	named := map[string]string{"question": s.Chat.Question.Devices[0].Label}
	for _, r := range s.Rows {
		if r.Body == "from the phone" {
			named["row"] = r.Device
		}
	}
	for _, d := range s.Devices.Devices {
		if d.Fingerprint == phone.key() {
			named["tab"] = d.Label
			if d.Note != "cracked screen" {
				t.Errorf("the note is %q", d.Note)
			}
		}
	}
	for _, l := range s.Chat.Coverage.LeftOut {
		if l.ID == phone.status().DeviceID {
			named["coverage"] = l.Label
		}
	}
	moments, err := alice.Timeline(alice.jid, bob.jid)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range moments {
		if m.Fingerprint == phone.key() {
			named["timeline "+string(m.Kind)] = m.Label
		}
	}
	if len(named) < 6 {
		t.Errorf("named at %v only", named)
	}
	for where, got := range named {
		if got != label {
			t.Errorf("%s: %q", where, got)
		}
	}
	alice.trustKey(phone)
	both := alice.awaitState(bob.jid, id, view.MessageSent, view.MessageDelivered)
	rows := alice.rowsOf(bob.jid)
	sent := rows[slices.IndexFunc(rows, func(r *view.Row) bool { return r.ID == both.ID })]
	if !slices.ContainsFunc(sent.Recipients, func(r view.Recipient) bool { return r.Label == label }) {
		t.Errorf("%+v", sent.Recipients)
	}
}

// TestTimelinePagesNoticeNewLines: the number of a timeline page grows with what is decided, and the page has its devices.
func TestTimelinePagesNoticeNewLines(t *testing.T) {
	_, alice, bob, phone := withPhone(t)
	look := func(p view.Page) *view.Snapshot {
		s, err := alice.Look(view.View{Account: alice.jid, Chat: bob.jid, Page: p})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	theirs, own := look(view.PageTimeline), look(view.PageOwnTimeline)
	if theirs.Devices == nil || theirs.Devices.JID != bob.jid || own.Devices == nil || own.Devices.JID != alice.jid || theirs.Moments == 0 {
		t.Fatalf("%+v, %+v", theirs, own)
	}
	alice.decide(phone, view.TrustRejected)
	if again := look(view.PageTimeline); again.Moments != theirs.Moments+1 {
		t.Errorf("%d, after %d", again.Moments, theirs.Moments)
	}
	if look(view.PageDevices).Moments != 0 {
		t.Error("a page without timeline has the number too")
	}
}

// TestExpectedKeysCanBeForgotten takes back that a key not seen yet is verified.
func TestExpectedKeysCanBeForgotten(t *testing.T) {
	_, alice, bob, _ := withPhone(t)
	const key = "e8715dbc4c3fd15a33937172fd31f208b9c6c18b00e178a75d8e1f803b4bb62c"
	expected := func() []view.ExpectedKey {
		s, err := alice.Look(view.View{Account: alice.jid, Chat: bob.jid, Page: view.PageDevices})
		if err != nil {
			t.Fatal(err)
		}
		out, err := alice.Expected(alice.jid, bob.jid)
		if err != nil || len(out) != len(s.Devices.Expected) {
			t.Fatalf("%+v beside %+v, %v", out, s.Devices.Expected, err)
		}
		return out
	}
	alice.refuse(app.Decide{Account: alice.jid, JID: bob.jid, Fingerprint: key, Trust: view.TrustVerified}, app.KindNotFound)
	alice.verify(app.Verify{JID: bob.jid, Keys: []string{key}, By: view.ByCode, Detail: "camera"})
	if got := expected(); len(got) != 1 || got[0].Fingerprint != key || got[0].Detail != "camera" {
		t.Fatalf("%+v", got)
	}
	alice.must(app.Decide{Account: alice.jid, JID: bob.jid, Fingerprint: key, Trust: view.TrustUndecided})
	if got := expected(); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}
