package ui

import (
	"strings"
	"testing"

	"vouch/app"
	"vouch/ui/words"
)

func TestAboutAContact(t *testing.T) {
	w, s := window(t, Options{})
	snap := inGroups()
	snap.Chat.Profile = &app.Profile{FullName: "Bob\nBuilder", Note: strings.Repeat("x", 5000)}
	snap.Chat.Nickname, s.snap = "Bobby", snap
	see(w, snap)
	w.lookUp(alice, bob, "Bob")
	carryOut(t, w.Shell) // looks up
	carryOut(t, w.Shell) // and reads what was found
	did(t, s, app.LookUp{Account: alice, JID: bob})
	top(t, w.Shell)
	said := map[string]string{}
	for _, f := range profileFacts(snap.Chat, w.RowOf(bob), words.Calendar{Now: now}) {
		said[f.word] += f.text + ";"
	}
	if said["Address"] != bob+";" || said["Groups"] != "friends;" || said["Name"] != "Bob Builder;" || said["Nickname"] != "Bobby;" || len(said["Note"]) > 320 {
		t.Errorf("shown %q", said)
	}
	nothing := profileFacts(&app.ChatView{Chat: bob}, &app.ChatRow{}, words.Calendar{Now: now})
	if len(nothing) != 2 || nothing[1].text != "The contact says nothing about themselves." {
		t.Errorf("of nothing %v", nothing)
	}
}

func TestALookThatFailsIsSaid(t *testing.T) {
	w, s := window(t, Options{})
	see(w, mainScene())
	s.err = &app.Error{Kind: app.KindNotConnected}
	w.lookUp(alice, bob, "Bob")
	carryOut(t, w.Shell)
	if w.chat.failure == "" || w.Win.Canvas().Overlays().Top() != nil {
		t.Errorf("said %q", w.chat.failure)
	}
}

func TestAboutTheUser(t *testing.T) {
	w, s := window(t, Options{})
	snap := mainScene()
	snap.Accounts[0].Profile = &app.Profile{FullName: "Alice", Phone: "+1-555"}
	s.snap = snap
	see(w, snap)
	w.editProfile()
	carryOut(t, w.Shell)
	carryOut(t, w.Shell)
	s.done = nil
	for _, r := range "X" {
		w.Win.Canvas().Focused().TypedRune(r)
	}
	s.err = &app.Error{Kind: app.KindNotConnected}
	press(t, top(t, w.Shell), "save")
	carryOut(t, w.Shell)
	top(t, w.Shell)
	did(t, s, app.SetProfile{Account: alice, Profile: app.Profile{FullName: "XAlice", Phone: "+1-555"}})
	s.err = nil
	press(t, top(t, w.Shell), "older")
	press(t, top(t, w.Shell), "save")
	carryOut(t, w.Shell)
	did(t, s, app.SetProfile{Account: alice, Profile: app.Profile{FullName: "XAlice", Phone: "+1-555"}, Older: true})
	if w.Win.Canvas().Overlays().Top() != nil {
		t.Error("the dialog stays")
	}
}

func TestANicknameIsASuggestion(t *testing.T) {
	row := &app.ChatRow{Chat: bob, Name: "bob", Nickname: "Your\nbank"}
	if got := contactText(row); !strings.Contains(got, "bob@example.org calls themselves ‘Your bank’.") {
		t.Errorf("says %q", got)
	}
	w, _ := window(t, Options{})
	snap := mainScene()
	snap.Chats[0].Nickname, snap.Chat.Nickname = "Your bank", "Your bank"
	see(w, snap)
	if w.ChatName(snap.Chats[0].Name, bob) != "Bob" {
		t.Error("a nickname stands in the place of a name")
	}
}
