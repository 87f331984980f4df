package rooms

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

// onPage shows the page with those people.
func onPage(t testing.TB, people []app.RoomPerson) (*Room, *uitest.Service) {
	t.Helper()
	w, s := window(t, uitest.MembersScene())
	s.Persons = people
	w.Win.SetContent(w.Page())
	w.Show(nil, w.Shown)
	carryOut(t, w)
	return w, s
}

func carryOut(t testing.TB, w *Room) {
	for _, o := range w.Queue.TakeOrders() {
		w.Queue.CarryOut(t.Context(), o)
	}
	for _, o := range w.Queue.TakeOutcomes() {
		o.Then(o.Err)
	}
}

// chosen presses an entry of the menu of a line.
func chosen(t *testing.T, w *Room, key, word string) {
	t.Helper()
	spot, ok := w.page.list.Find(key).(*draw.Spot)
	if !ok {
		t.Fatalf("there is no %q", key)
	}
	spot.Tap()
	uitest.PressItem(t, w.Shell, word)
}

func linesAre(w *Room) string {
	var out []string
	for _, l := range w.page.list.lines {
		if l.heading != "" {
			out = append(out, l.heading+":")
			continue
		}
		out = append(out, w.nameOf(l.person))
	}
	return strings.Join(out, " ")
}

func TestPeopleStandUnderTheirAffiliations(t *testing.T) {
	w, s := onPage(t, uitest.Persons())
	if got := linesAre(w); got != "Owners: alice Admins: Bob Members: Carol Erin Dave frank@example.org Others who are here: guest" {
		t.Errorf("%q", got)
	}
	w.page.search.SetText("EXAMPLE.NET")
	if got := linesAre(w); got != "Members: Carol" {
		t.Errorf("by address: %q", got)
	}
	w.page.search.SetText("nobody")
	if !contains(uitest.Drawn(w.Page()), words.Tr("people.none")) {
		t.Error("that nobody fits is not said")
	}
	w.page.search.SetText("")
	s.Banned = []app.RoomPerson{{JID: "mallory@example.org", Affiliation: "outcast"}}
	uitest.Press(t, w.Page(), "banned")
	carryOut(t, w)
	if got := linesAre(w); !strings.HasSuffix(got, "guest Banned: mallory@example.org") {
		t.Errorf("%q", got)
	}
	if got := plain(factsOf(uitest.Persons()[1])); got != "Moderator · in the garden · bob@example.org" {
		t.Errorf("of Bob it says %q", got)
	}
}

// TestPeopleAreAskedForWhenTheyChange, and not with every snapshot.
func TestPeopleAreAskedForWhenTheyChange(t *testing.T) {
	w, s := onPage(t, uitest.Persons())
	before := w.Shown
	same := uitest.MembersScene()
	uitest.Show(w.Shell, same)
	w.Show(before, same)
	carryOut(t, w)
	if s.Looks != 1 {
		t.Errorf("asked %d times", s.Looks)
	}
	other := uitest.MembersScene()
	other.Chat.Room.Occupants++
	uitest.Show(w.Shell, other)
	w.Show(same, other)
	w.Show(same, other) // while it is being asked
	carryOut(t, w)
	carryOut(t, w)
	if s.Looks != 3 {
		t.Errorf("asked %d times", s.Looks)
	}
}

func TestDeedsAreDone(t *testing.T) {
	affiliation := func(jid, to, reason string) app.Command {
		return app.SetAffiliation{Account: uitest.Alice, Room: uitest.Walk, JID: jid, Affiliation: to, Reason: reason}
	}
	role := func(nick, to, reason string) app.Command {
		return app.SetRole{Account: uitest.Alice, Room: uitest.Walk, Nick: nick, Role: to, Reason: reason}
	}
	for _, c := range []struct {
		key, word string
		asks      bool
		want      app.Command
	}{
		{"person guest ", "deed.voice", false, role("guest", "participant", "")},
		{"person Carol " + uitest.Carol, "deed.mute", false, role("Carol", "visitor", "")},
		{"person Carol " + uitest.Carol, "deed.moderator", false, role("Carol", "moderator", "")},
		{"person Carol " + uitest.Carol, "deed.admin", false, affiliation(uitest.Carol, "admin", "")},
		{"person Bob " + uitest.Bob, "deed.member", false, affiliation(uitest.Bob, "member", "")},
		{"person Bob " + uitest.Bob, "deed.owner", true, affiliation(uitest.Bob, "owner", "")},
		{"person  " + uitest.Dave, "deed.remove", true, affiliation(uitest.Dave, "none", "late")},
		{"person Erin " + uitest.Erin, "deed.kick", true, role("Erin", "none", "late")},
		{"person Erin " + uitest.Erin, "deed.ban", true, affiliation(uitest.Erin, "outcast", "late")},
	} {
		t.Run(c.word, func(t *testing.T) {
			w, s := onPage(t, uitest.Persons())
			chosen(t, w, c.key, words.Tr(c.word))
			if c.asks {
				carryOut(t, w)
				uitest.Did(t, s)
				if f := uitest.Fields(w.Shell); len(f) == 1 {
					f[0].SetText("late")
				}
				uitest.Press(t, uitest.Top(t, w.Shell), "deed")
			}
			carryOut(t, w)
			uitest.Did(t, s, c.want)
			carryOut(t, w)
			if s.Looks != 2 {
				t.Error("who is there is not asked again")
			}
		})
	}
	w, s := onPage(t, uitest.Persons())
	s.Err = &app.Error{Kind: app.KindConflict}
	chosen(t, w, "person Carol "+uitest.Carol, words.Tr("deed.admin"))
	carryOut(t, w)
	if !contains(uitest.Drawn(w.Page()), words.Tr("room.lastOwner")) {
		t.Error("what went wrong is not said")
	}
}

func TestTheListIsForTheKeyboardToo(t *testing.T) {
	w, _ := onPage(t, uitest.Persons())
	w.Focus()
	w.page.search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	l := w.page.list
	at := func() string { return w.nameOf(l.lines[l.at].person) }
	for _, c := range []struct {
		key  fyne.KeyName
		want string
	}{{"", "alice"}, {fyne.KeyDown, "Bob"}, {fyne.KeyDown, "Carol"}, {fyne.KeyUp, "Bob"}, {fyne.KeyEnd, "guest"}, {fyne.KeyUp, "frank@example.org"}, {fyne.KeyHome, "alice"}, {fyne.KeyPageDown, "guest"}, {fyne.KeyUp, "frank@example.org"}} {
		if c.key != "" {
			l.TypedKey(&fyne.KeyEvent{Name: c.key})
		}
		if at() != c.want {
			t.Errorf("after %s at %q", c.key, at())
		}
	}
	l.TypedKey(uitest.Enter)
	uitest.PressItem(t, w.Shell, words.Tr("deed.ban"))
	if len(uitest.Fields(w.Shell)) != 1 {
		t.Error("there is no question")
	}
}

// TestOfThousandsOnlyThoseOnTheScreenAreDrawn also while they are scrolled.
func TestOfThousandsOnlyThoseOnTheScreenAreDrawn(t *testing.T) {
	w, _ := onPage(t, uitest.Crowd(2000))
	l := w.page.list
	count := func() (n int) {
		for _, o := range l.CreateRenderer().Objects() {
			if _, ok := o.(*draw.Spot); ok {
				n++
			}
		}
		return n
	}
	l.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -40_000)})
	if n := count(); n == 0 || n > 20 || l.top != 40_000 {
		t.Errorf("%d are drawn at %f", n, l.top)
	}
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	if l.Find("person person 1999 ") == nil {
		t.Error("the last is not drawn at the end")
	}
}

func BenchmarkScrollPeople(b *testing.B) {
	w, _ := onPage(b, uitest.Crowd(2000))
	l := w.page.list
	for i := range b.N {
		l.top = float32(i*52%90_000) / 1
		l.Refresh()
	}
}

func BenchmarkSearchPeople(b *testing.B) {
	w, _ := onPage(b, uitest.Crowd(2000))
	for i := range b.N {
		w.page.search.SetText([]string{"person 1", "person 19"}[i%2])
	}
}

func TestTheMenuOfARoom(t *testing.T) {
	w, s := window(t, uitest.GroupScene())
	items := w.Items(uitest.Walk, "Weekend walk")
	if got := strings.Join(uitest.Labels(items), " "); got != "Notifications Invite… Nickname… Subject… Settings of the room… Leave… End for all…" {
		t.Errorf("an owner: %q", got)
	}
	w.Shown.Chat.Room.Affiliation, w.Shown.Chat.Room.Role, w.Shown.Chat.Room.Invites = "member", "participant", false
	if got := strings.Join(uitest.Labels(w.Items(uitest.Walk, "")), " "); got != "Notifications Nickname… Leave…" {
		t.Errorf("a member: %q", got)
	}
	uitest.Show(w.Shell, uitest.OutScene(view.Out{Why: view.OutKicked}))
	if got := strings.Join(uitest.Labels(w.Items(uitest.Walk, "")), " "); got != "Notifications Come back" {
		t.Errorf("who is out: %q", got)
	}
	levels := items[0].ChildMenu.Items
	if !levels[0].Checked || levels[1].Checked {
		t.Error("a group does not tell all at first")
	}
	uitest.Choose(t, levels, words.Tr("level.muted"))
	uitest.Show(w.Shell, uitest.GroupScene())
	uitest.Choose(t, items, words.Tr("room.nick"))
	uitest.Write(w.Shell, " Ally ")
	uitest.Press(t, uitest.Top(t, w.Shell), "save")
	uitest.Choose(t, items, words.Tr("room.leave"))
	uitest.Press(t, uitest.Top(t, w.Shell), "deed")
	uitest.Choose(t, items, words.Tr("room.destroy"))
	uitest.Press(t, uitest.Top(t, w.Shell), "deed")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.SetRoomLevel{Account: uitest.Alice, Room: uitest.Walk, Level: view.LevelMuted}, app.SetNick{Account: uitest.Alice, Room: uitest.Walk, Nick: "Ally"},
		app.LeaveRoom{Account: uitest.Alice, Room: uitest.Walk}, app.DestroyRoom{Account: uitest.Alice, Room: uitest.Walk})
}

// TestAnOwnerSetsThePictureOfARoom where it may have one, and takes it away.
func TestAnOwnerSetsThePictureOfARoom(t *testing.T) {
	w, s := window(t, uitest.GroupScene())
	has := func(word string) bool {
		return slices.Contains(uitest.Labels(w.Items(uitest.Walk, "Weekend walk")), words.Tr(word))
	}
	if has("room.picture") {
		t.Error("a room without pictures offers one")
	}
	w.Shown.Chat.Room.Pictures = true
	if !has("room.picture") || has("room.noPicture") {
		t.Error("a room without a picture has one taken away")
	}
	w.RowOf(uitest.Walk).Picture = &view.Picture{Hash: "h", PNG: uitest.Readable()}
	uitest.Choose(t, w.Items(uitest.Walk, "Weekend walk"), words.Tr("room.noPicture"))
	uitest.Choose(t, w.Items(uitest.Walk, "Weekend walk"), words.Tr("room.picture"))
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.SetRoomAvatar{Account: uitest.Alice, Room: uitest.Walk})
	s.Err = &app.Error{Kind: app.KindNotAllowed}
	uitest.Write(w.Shell, "/walk.png")
	uitest.Press(t, uitest.Top(t, w.Shell), "save")
	carryOut(t, w)
	carryOut(t, w)
	uitest.Did(t, s, app.SetRoomAvatar{Account: uitest.Alice, Room: uitest.Walk, Path: "/walk.png"})
	if !says(w, words.Tr("room.notAllowed")) {
		t.Error("that it was refused is not said")
	}
	w.Shown.Chat.Room.Affiliation = "admin"
	if has("room.picture") {
		t.Error("who is no owner is offered it")
	}
}

func TestPeopleAreInvited(t *testing.T) {
	w, s := window(t, uitest.GroupScene())
	w.Invite(uitest.Walk, "Weekend walk")
	list := uitest.ListOf(t, w.Shell)
	uitest.Press(t, list.Page, "pick "+uitest.Bob)
	uitest.Write(w.Shell, "grace@example.com") // nobody fits: it is an address
	s.Err = &app.Error{Kind: app.KindNotAllowed}
	uitest.Press(t, uitest.Top(t, w.Shell), "invite")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.InviteToRoom{Account: uitest.Alice, Room: uitest.Walk, JID: uitest.Bob}, app.InviteToRoom{Account: uitest.Alice, Room: uitest.Walk, JID: "grace@example.com"})
	if !contains(s.LastFailure(), "grace@example.com was not invited") {
		t.Errorf("says %q", s.LastFailure())
	}
}

func TestOnlyWhatWasChangedIsConfigured(t *testing.T) {
	w, s := window(t, uitest.GroupScene())
	s.Fields = uitest.RoomFields()
	open := func() *draw.Pane {
		w.Configure(uitest.Walk, "Weekend walk")
		uitest.CarryOut(t, w.Shell)
		return listPane(t, w)
	}
	open()
	uitest.Press(t, uitest.Top(t, w.Shell), "save")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s)
	page := open()
	if got := uitest.Drawn(page); !contains(got, "All who are there") || contains(got, "anyone") || !contains(got, "visitor") {
		t.Errorf("options are called %q", got)
	}
	for _, key := range []string{"field muc#roomconfig_membersonly", "field muc#roomconfig_whois moderators", "field muc#roomconfig_presencebroadcast participant"} {
		uitest.Press(t, page, key)
	}
	s.Err = &app.Error{Kind: app.KindNotAllowed}
	uitest.Press(t, uitest.Top(t, w.Shell), "save")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.ConfigureRoom{Account: uitest.Alice, Room: uitest.Walk, Fields: map[string]string{
		"muc#roomconfig_membersonly": "0", "muc#roomconfig_whois": "moderators", "muc#roomconfig_presencebroadcast": "moderator\nparticipant\nvisitor",
	}})
	if !says(w, words.Tr("room.notAllowed")) {
		t.Error("that it was refused is not said")
	}
}
