package rooms

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

// TestWhoWroteARowIsFound, as long as they are there: by address, by occupant id, or by a nickname that nobody else has had since.
func TestWhoWroteARowIsFound(t *testing.T) {
	noon := uitest.Now
	at := func(from, occupant string, t time.Time) *view.Row {
		return &view.Row{From: from, Occupant: occupant, Name: "dave", Time: t}
	}
	place := uitest.Users + "/dave"
	for _, c := range []struct {
		name string
		who  app.RoomPerson
		row  *view.Row
		want bool
	}{
		{"by address", app.RoomPerson{JID: uitest.Dave, Nick: "davy"}, at(uitest.Dave, "", noon), true},
		{"another address", app.RoomPerson{JID: uitest.Bob, Nick: "dave"}, at(uitest.Dave, "", noon), false},
		{"by occupant id", app.RoomPerson{Nick: "davy", Occupant: "d", Here: true}, at(place, "d", noon), true},
		{"another who has the nickname now", app.RoomPerson{Nick: "dave", Occupant: "x", Here: true}, at(place, "d", noon), false},
		{"one without an occupant id", app.RoomPerson{Nick: "dave", Here: true}, at(place, "d", noon), false},
		{"by nickname", app.RoomPerson{Nick: "dave", Here: true, Since: noon}, at(place, "", noon), true},
		{"who came after that", app.RoomPerson{Nick: "dave", Here: true, Since: noon.Add(time.Second)}, at(place, "", noon), false},
		{"another nickname", app.RoomPerson{Nick: "grace", Here: true, Since: noon}, at(place, "", noon), false},
		{"who is not there", app.RoomPerson{Nick: "dave", Occupant: "d"}, at(place, "d", noon), false},
	} {
		if _, got := author([]app.RoomPerson{c.who}, c.row); got != c.want {
			t.Errorf("%s: %t", c.name, got)
		}
	}
}

func TestANameInAConversationLeadsToTheirChat(t *testing.T) {
	w, s := window(t, uitest.GroupScene())
	s.Persons = uitest.Persons()
	w.Person(&view.Row{From: uitest.Carol, Name: "Carol", Time: uitest.Now}, fyne.NewPos(10, 10))
	carryOut(t, w)
	uitest.PressItem(t, w.Shell, words.Tr("deed.kick")) // what the page offers is offered here, too
	uitest.Press(t, uitest.Top(t, w.Shell), "deed")
	carryOut(t, w)
	uitest.Did(t, s, app.SetRole{Account: uitest.Alice, Room: uitest.Walk, Nick: "Carol", Role: "none"})
	w.Person(&view.Row{From: "grace@example.com", Name: "grace", Time: uitest.Now}, fyne.NewPos(10, 10)) // who has left the group
	carryOut(t, w)
	uitest.PressItem(t, w.Shell, words.Tr("deed.chat"))
	if w.View().Chat != "grace@example.com" {
		t.Errorf("shows %q", w.View().Chat)
	}
}

// TestAPrivateChatIsBegunWithWhoIsMeant, and with nobody who has taken their nickname.
func TestAPrivateChatIsBegunWithWhoIsMeant(t *testing.T) {
	for _, c := range []struct {
		name string
		now  []app.RoomPerson // once the entry was pressed
		want string
	}{
		{"there still", []app.RoomPerson{{Nick: "dave", Occupant: "d", Here: true, Role: "participant"}}, uitest.Users + "/dave"},
		{"gone", nil, uitest.Users},
		{"another", []app.RoomPerson{{Nick: "dave", Occupant: "x", Here: true, Role: "participant"}}, uitest.Users},
	} {
		w, s := window(t, uitest.ChannelScene())
		s.Persons = []app.RoomPerson{{Nick: "dave", Occupant: "d", Here: true, Role: "participant"}}
		w.Person(&view.Row{From: uitest.Users + "/dave", Occupant: "d", Name: "dave", Time: uitest.Now}, fyne.NewPos(10, 10))
		carryOut(t, w)
		s.Persons = c.now
		uitest.PressItem(t, w.Shell, words.Tr("deed.private"))
		carryOut(t, w)
		if got := w.View().Chat; got != c.want || (c.want == uitest.Users) != (plain(s.LastFailure()) == words.Tr("private.gone", "Name", "dave")) {
			t.Errorf("%s: shows %q and says %q", c.name, got, s.LastFailure())
		}
		w.Person(&view.Row{From: uitest.Users + "/dave", Occupant: "gone", Name: "dave", Time: uitest.Now}, fyne.NewPos(10, 10))
		carryOut(t, w)
		if c.want != uitest.Users && plain(s.LastFailure()) != words.Tr("private.gone", "Name", "dave") {
			t.Errorf("%s: of who is gone it says %q", c.name, s.LastFailure())
		}
	}
}
