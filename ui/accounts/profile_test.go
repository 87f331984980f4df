package accounts

import (
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

func TestAboutAContact(t *testing.T) {
	w, s := window(t)
	snap := uitest.InGroups()
	snap.Chat.Profile = &view.Profile{FullName: "Bob\nBuilder", Note: strings.Repeat("x", 5000)}
	snap.Chat.Nickname, s.Snap = "Bobby", snap
	see(w, snap)
	w.LookUp(uitest.Alice, uitest.Bob, "Bob")
	uitest.CarryOut(t, w.Shell) // looks up
	uitest.CarryOut(t, w.Shell) // and reads what was found
	uitest.Did(t, s, app.LookUp{Account: uitest.Alice, JID: uitest.Bob})
	uitest.Top(t, w.Shell)
	said := map[string]string{}
	for _, f := range profileFacts(snap.Chat, w.RowOf(uitest.Bob), words.Calendar{Now: uitest.Now}) {
		said[f.Word] += f.Text + ";"
	}
	if said["Address"] != uitest.Bob+";" || said["Groups"] != "friends;" || said["Name"] != "Bob Builder;" || said["Nickname"] != "Bobby;" || len(said["Note"]) > 320 {
		t.Errorf("shown %q", said)
	}
	nothing := profileFacts(&view.ChatView{Chat: uitest.Bob}, &view.ChatRow{}, words.Calendar{Now: uitest.Now})
	if len(nothing) != 2 || nothing[1].Text != "The contact says nothing about themselves." {
		t.Errorf("of nothing %v", nothing)
	}
}

func TestALookThatFailsIsSaid(t *testing.T) {
	w, s := window(t)
	see(w, uitest.MainScene())
	s.Err = &app.Error{Kind: app.KindNotConnected}
	w.LookUp(uitest.Alice, uitest.Bob, "Bob")
	uitest.CarryOut(t, w.Shell)
	if len(s.Failures) == 0 || w.Win.Canvas().Overlays().Top() != nil {
		t.Errorf("said %q", s.LastFailure())
	}
}

func TestAboutTheUser(t *testing.T) {
	w, s := window(t)
	snap := uitest.MainScene()
	snap.Accounts[0].Profile = &view.Profile{FullName: "Alice", Phone: "+1-555"}
	s.Snap = snap
	see(w, snap)
	w.EditProfile()
	uitest.CarryOut(t, w.Shell)
	uitest.CarryOut(t, w.Shell)
	s.Done = nil
	for _, r := range "X" {
		w.Win.Canvas().Focused().TypedRune(r)
	}
	s.Err = &app.Error{Kind: app.KindNotConnected}
	uitest.Press(t, uitest.Top(t, w.Shell), "save")
	uitest.CarryOut(t, w.Shell)
	uitest.Top(t, w.Shell)
	uitest.Did(t, s, app.SetProfile{Account: uitest.Alice, Profile: view.Profile{FullName: "XAlice", Phone: "+1-555"}})
	s.Err = nil
	uitest.Press(t, uitest.Top(t, w.Shell), "older")
	uitest.Press(t, uitest.Top(t, w.Shell), "save")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.SetProfile{Account: uitest.Alice, Profile: view.Profile{FullName: "XAlice", Phone: "+1-555"}, Older: true})
	if w.Win.Canvas().Overlays().Top() != nil {
		t.Error("the dialog stays")
	}
}

func TestANicknameIsASuggestion(t *testing.T) {
	row := &view.ChatRow{Chat: uitest.Bob, Name: "bob", Nickname: "Your\nbank"}
	if got := contactText(row); !strings.Contains(got, "bob@example.org calls themselves ‘Your bank’.") {
		t.Errorf("says %q", got)
	}
	w, _ := window(t)
	snap := uitest.MainScene()
	snap.Chats[0].Nickname, snap.Chat.Nickname = "Your bank", "Your bank"
	see(w, snap)
	if w.ChatName(snap.Chats[0].Name, uitest.Bob) != "Bob" {
		t.Error("a nickname stands in the place of a name")
	}
}

func TestAProfileSaysWhenAContactWasActive(t *testing.T) {
	if facts := profileFacts(&view.ChatView{Chat: uitest.Bob, Presence: view.PresenceAway, Idle: uitest.At(20, "13:40")}, &view.ChatRow{}, words.Calendar{Now: uitest.Now}); facts[len(facts)-1].Text != "today 13:40" {
		t.Errorf("the page says %v", facts)
	}
}
