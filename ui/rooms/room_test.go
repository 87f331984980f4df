package rooms

import (
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

func TestMain(m *testing.M) { uitest.Main(m) }

// window shows a scene without what stands around the room.
func window(t testing.TB, snap *view.Snapshot) (*Room, *uitest.Service) {
	t.Helper()
	sh, s := uitest.Stage(t, uitest.Look{W: 880})
	uitest.Show(sh, snap)
	return New(sh), s
}

// moved is the error of a room that another has taken the place of, as the service gives it.
type moved string

func (m moved) Error() string   { return "gone" }
func (m moved) Instead() string { return string(m) }

func TestWhatKeepsUsOutIsSaid(t *testing.T) {
	for _, c := range []struct {
		name   string
		err    *app.Error
		want   string
		fields int
	}{
		{"banned", &app.Error{Kind: app.KindNotAllowed, About: "banned"}, words.Tr("refused.banned"), 2},
		{"for members", &app.Error{Kind: app.KindNotAllowed, About: "members"}, words.Tr("refused.members"), 2},
		{"full", &app.Error{Kind: app.KindBusy, About: "full"}, words.Tr("refused.full"), 2},
		{"taken", &app.Error{Kind: app.KindConflict, About: "nick"}, words.Tr("refused.nick"), 2},
		{"a password", &app.Error{Kind: app.KindAuth, About: "password"}, words.Tr("refused.password"), 3},
		{"none", &app.Error{Kind: app.KindNotFound, About: "none", Said: "no such node"}, words.WithDetail(words.Tr("refused.none"), &app.Error{Said: "no such node"}), 2},
		{"offline", &app.Error{Kind: app.KindNotConnected}, words.KindText(app.KindNotConnected, "rooms.example.org"), 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, s := window(t, uitest.MainScene())
			w.AskJoin("cave@rooms.example.org")
			s.Err = c.err
			uitest.Press(t, uitest.Top(t, w.Shell), "join")
			uitest.CarryOut(t, w.Shell)
			j := uitest.DialogOf(t, w.Shell)
			if got := uitest.Fields(w.Shell); len(got) != c.fields {
				t.Errorf("%d fields", len(got))
			}
			if !says(w, c.want) {
				t.Errorf("does not say %q", c.want)
			}
			s.Err, s.Done = nil, nil
			uitest.Write(w.Shell, "again")
			uitest.Fields(w.Shell)[0].SetText(" xmpp:cave@rooms.example.org?join ")
			j.First.OnSubmitted("")
			uitest.CarryOut(t, w.Shell)
			want := app.JoinRoom{Account: uitest.Alice, Room: "cave@rooms.example.org"}
			switch c.err.About {
			case "password":
				want.Password = "again"
			case "nick":
				want.Nick = "again"
			}
			uitest.Did(t, s, want)
			if w.View().Chat != "cave@rooms.example.org" {
				t.Errorf("shows %q", w.View().Chat)
			}
		})
	}
}

// says tells whether the dialog that is open has a line of that text, however it is wrapped.
func says(w *Room, text string) bool {
	return contains(uitest.Drawn(w.Win.Canvas().Overlays().Top()), text)
}

func TestARoomThatIsGoneOffersTheOther(t *testing.T) {
	w, s := window(t, uitest.MainScene())
	s.Err = &app.Error{Kind: app.KindNotFound, About: "gone", Err: moved("new@rooms.example.org")}
	w.Enter("cave@rooms.example.org")
	uitest.CarryOut(t, w.Shell)
	s.Done = nil
	uitest.Press(t, uitest.Top(t, w.Shell), "instead")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s) // nobody goes there unasked
	if !uitest.Shows(w.Shell, words.Tr("join.titleRoom", "Room", "new@rooms.example.org")) {
		t.Error("the other room is not asked about")
	}
}

func TestComingBackAsksOnlyForWhatIsMissing(t *testing.T) {
	w, s := window(t, uitest.OutScene(view.Out{Why: view.OutKicked}))
	w.Enter(uitest.Walk)
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.JoinRoom{Account: uitest.Alice, Room: uitest.Walk})
	if w.Win.Canvas().Overlays().Top() != nil {
		t.Error("there is a question")
	}
	s.Err = &app.Error{Kind: app.KindNotAllowed, About: "banned"}
	w.Enter(uitest.Walk)
	uitest.CarryOut(t, w.Shell)
	if s.LastFailure() != words.Tr("refused.banned") {
		t.Errorf("says %q", s.LastFailure())
	}
	s.Err = &app.Error{Kind: app.KindAuth, About: "password"}
	w.Enter(uitest.Walk)
	uitest.CarryOut(t, w.Shell)
	if got := uitest.Fields(w.Shell); len(got) != 3 || !got[2].Password {
		t.Errorf("asks in %d fields", len(got))
	}
}

func TestRoomsAreFoundPageByPage(t *testing.T) {
	w, s := window(t, uitest.MainScene())
	s.Listed = uitest.Listed()
	w.Browse()
	uitest.CarryOut(t, w.Shell)
	d := uitest.DialogOf(t, w.Shell)
	page := listPane(t, w)
	uitest.Press(t, page, "more rooms")
	uitest.CarryOut(t, w.Shell)
	if len(s.Browsed) != 2 || s.Browsed[1].After != "50" || page.Find("room tea@rooms.example.org") == nil || page.Find("room late@rooms.example.org") == nil || page.Find("more rooms") != nil {
		t.Errorf("asked for %+v", s.Browsed)
	}
	uitest.Fields(w.Shell)[0].SetText(" tea ")
	uitest.Fields(w.Shell)[1].SetText("rooms.example.com")
	d.First.OnSubmitted("")
	uitest.CarryOut(t, w.Shell)
	if got := s.Browsed[2]; got != (app.BrowseRooms{Account: uitest.Alice, Service: "rooms.example.com", Search: "tea"}) {
		t.Errorf("asked for %+v", got)
	}
	uitest.Press(t, page, "room tea@rooms.example.org")
	if !uitest.Shows(w.Shell, words.Tr("join.titleRoom", "Room", "tea@rooms.example.org")) {
		t.Error("a press does not ask whether to join")
	}
	s.RoomErr = &app.Error{Kind: app.KindNotOffered}
	w.Browse()
	uitest.CarryOut(t, w.Shell)
	if !contains(uitest.Drawn(listPane(t, w)), words.KindText(app.KindNotOffered, "example.org")) {
		t.Error("a server without rooms is not said")
	}
}

func TestAGroupIsMadeForThoseWhoArePicked(t *testing.T) {
	w, s := window(t, uitest.GroupScene())
	s.Made = app.MadeRoom{EnteredRoom: app.EnteredRoom{Room: "new@rooms.example.org"}, Left: []string{uitest.Dave}}
	w.Make()
	top := uitest.Top(t, w.Shell)
	if top.Find("make").(*draw.Hit).Tap != nil {
		t.Error("a group without a name can be made")
	}
	uitest.Write(w.Shell, " Tea ")
	uitest.Fields(w.Shell)[1].SetText("DAV")
	list := uitest.ListOf(t, w.Shell)
	if got := uitest.KeysOf(list.Visible()); len(got) != 1 || got[0] != uitest.Dave {
		t.Fatalf("offers %q", got) // neither rooms nor the account itself fit
	}
	uitest.Press(t, list.Page, "pick "+uitest.Dave)
	uitest.Fields(w.Shell)[1].SetText("")
	if got := uitest.KeysOf(list.Visible()); len(got) != 2 {
		t.Errorf("offers %q", got)
	}
	uitest.Press(t, list.Page, "pick "+uitest.Bob)
	uitest.Press(t, top, "make")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.CreateRoom{Account: uitest.Alice, Name: "Tea", People: []string{uitest.Bob, uitest.Dave}})
	if got := plain(uitest.WhatIsSaid(t, w.Shell)); w.View().Chat != "new@rooms.example.org" || got != plain(words.Tr("make.left", "Names", "Dave")+"\n"+words.Tr("make.noArchive")) {
		t.Errorf("shows %q and says %q", w.View().Chat, got)
	}
}

func TestAChannelThatCannotBeMadeIsStillInTheFields(t *testing.T) {
	w, s := window(t, uitest.MainScene())
	s.RoomErr = &app.Error{Kind: app.KindNotOffered}
	w.Make()
	uitest.Write(w.Shell, "Tea")
	uitest.Press(t, uitest.Top(t, w.Shell), "public")
	uitest.Fields(w.Shell)[0].OnSubmitted("")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.CreateRoom{Account: uitest.Alice, Name: "Tea", Public: true})
	if uitest.Fields(w.Shell)[0].Text != "Tea" || !says(w, words.Tr("make.notOffered", "Who", "example.org")) {
		t.Error("what went wrong is not said beside what was typed")
	}
}

// TestAPasswordInALinkIsFilledIn where it can be seen that there is one, and nobody has typed another.
func TestAPasswordInALinkIsFilledIn(t *testing.T) {
	w, s := window(t, uitest.MainScene())
	w.AskJoinWith("cave@rooms.example.org", "open")
	if f := uitest.Fields(w.Shell); len(f) != 3 || !f[2].Password || f[2].Text != "open" {
		t.Fatalf("%d fields", len(f))
	}
	uitest.Fields(w.Shell)[0].SetText("xmpp:cave@rooms.example.org?join;password=third")
	uitest.Fields(w.Shell)[2].SetText("other")
	uitest.DialogOf(t, w.Shell).First.OnSubmitted("")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.JoinRoom{Account: uitest.Alice, Room: "cave@rooms.example.org", Password: "other"})
	w.AskJoin("")
	uitest.Fields(w.Shell)[0].SetText("xmpp:cave@rooms.example.org?join;password=open")
	uitest.DialogOf(t, w.Shell).First.OnSubmitted("")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.JoinRoom{Account: uitest.Alice, Room: "cave@rooms.example.org", Password: "open"})
}

// TestAllServicesOfAServerAreOffered, and which of them is looked at is seen.
func TestAllServicesOfAServerAreOffered(t *testing.T) {
	w, s := window(t, uitest.MainScene())
	s.Listed = uitest.Listed()
	page := s.Listed[""]
	page.Services = []string{"rooms.example.org", "irc.example.org"}
	s.Listed[""] = page
	w.Browse()
	uitest.CarryOut(t, w.Shell)
	list := listPane(t, w)
	uitest.Press(t, list, "more rooms")
	uitest.CarryOut(t, w.Shell)
	s.Listed[""] = app.RoomPage{Service: "irc.example.org", Rooms: []app.RoomListed{{Room: "net%irc@irc.example.org"}}}
	uitest.Press(t, list, "service irc.example.org")
	uitest.CarryOut(t, w.Shell)
	if list.Find("room net%irc@irc.example.org") == nil || list.Find("service rooms.example.org") == nil {
		t.Error("the other service is not looked at")
	}
	if got := s.Browsed; len(got) != 3 || got[1].Service != "rooms.example.org" || got[1].After != "50" || got[2] != (app.BrowseRooms{Account: uitest.Alice, Service: "irc.example.org"}) {
		t.Errorf("asked for %+v", got)
	}
	s.Listed[""] = app.RoomPage{Service: "rooms.example.com"}
	uitest.Fields(w.Shell)[1].SetText(" example.com ")
	uitest.DialogOf(t, w.Shell).First.OnSubmitted("")
	uitest.CarryOut(t, w.Shell)
	if got := s.Browsed[3].Service; got != "example.com" || list.Find("service rooms.example.org") != nil {
		t.Errorf("another server was asked as %q", got)
	}
	s.RoomErr = &app.Error{Kind: app.KindNotOffered}
	uitest.DialogOf(t, w.Shell).First.OnSubmitted("")
	uitest.CarryOut(t, w.Shell)
	if !contains(uitest.Drawn(list), words.KindText(app.KindNotOffered, "example.com")) {
		t.Error("who has no rooms is not named")
	}
}

// TestARoomThatWantsSomethingSolvedIsAnswered where the user waits to be let in; of another one nothing opens by itself.
func TestARoomThatWantsSomethingSolvedIsAnswered(t *testing.T) {
	const cave = "cave@rooms.example.org"
	w, s := window(t, uitest.MainScene())
	s.Puzzle = app.RoomPuzzle{Form: uitest.AsksForPicture(uitest.Readable(), "cid:x").Form, URL: "https://example.org/captcha/42"}
	wants := func(number int) {
		snap := uitest.MainScene()
		snap.Accounts[0].Puzzles = map[string]int{cave: number, "other@rooms.example.org": 9}
		before := w.Shown
		uitest.Show(w.Shell, snap)
		w.Show(before, snap)
		uitest.CarryOut(t, w.Shell)
	}
	wants(1) // by a bookmark: the conversation says so
	if w.Win.Canvas().Overlays().Top() != nil {
		t.Fatal("something opens that nobody waits for")
	}
	w.AskJoin(cave)
	uitest.Press(t, uitest.Top(t, w.Shell), "join")
	waiting := w.Queue.TakeOrders() // the room does not answer as yet
	wants(2)
	wants(2)
	if !uitest.Shows(w.Shell, words.Tr("solve.title", "Room", cave)) || uitest.Top(t, w.Shell).Find("page") == nil {
		t.Fatal("what is to be solved is not shown")
	}
	uitest.Press(t, uitest.Top(t, w.Shell), "answer")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s) // a question has no answer
	for _, e := range uitest.Fields(w.Shell) {
		e.SetText("walk")
	}
	uitest.Press(t, uitest.Top(t, w.Shell), "answer")
	uitest.CarryOut(t, w.Shell)
	if len(s.Done) != 1 || s.Done[0].(app.SolvePuzzle).Room != cave || s.Done[0].(app.SolvePuzzle).Fields["ocr"] != "walk" {
		t.Errorf("did %+v", s.Done)
	}
	if !uitest.Shows(w.Shell, words.Tr("join.titleRoom", "Room", cave)) {
		t.Error("it stays, or the other dialog goes")
	}
	for _, o := range waiting {
		w.Queue.CarryOut(t.Context(), o)
	}
	uitest.CarryOut(t, w.Shell)
	if w.View().Chat != cave || len(w.entering) > 0 {
		t.Errorf("shows %q, waits for %v", w.View().Chat, w.entering)
	}
}
