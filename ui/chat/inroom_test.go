package chat

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/timeline"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

func rowsOf(snap *view.Snapshot) map[string]*timeline.Row {
	var b rowBook
	out := map[string]*timeline.Row{}
	for _, r := range b.rows(snap, words.Calendar{Now: uitest.Now}, nil) {
		out[r.ID] = r
	}
	return out
}

func TestWhoWritesInARoomIsNamedOnceAGroup(t *testing.T) {
	rows := rowsOf(uitest.GroupScene())
	for id, want := range map[string]struct {
		sender, key string
		mark        draw.Token
	}{
		"1": {"Carol", uitest.Carol, "verified"}, "2": {"", uitest.Carol, ""}, "3": {"Bob", uitest.Bob, "trusted"},
		"5": {"Erin", uitest.Erin, "undecided"}, "6": {"", "", ""},
	} {
		if r := rows[id]; r.Sender != want.sender || r.JID != want.key || r.SenderMark != want.mark {
			t.Errorf("%s: %q %q %q", id, r.Sender, r.JID, r.SenderMark)
		}
	}
	if r := rows["5"]; !strings.HasPrefix(r.Time, "@") || !strings.Contains(r.Tip, words.Tr("tip.mention")) {
		t.Errorf("that a message names the user is not seen: %q, %q", r.Time, r.Tip)
	}
	renamed := uitest.GroupScene()
	renamed.Rows[2].Name = "Caroline"
	if r := rowsOf(renamed)["2"]; r.Sender != "Caroline" {
		t.Errorf("after another nickname it says %q", r.Sender)
	}
	other := uitest.ChannelScene()
	other.Rows[2].Occupant = "x" // somebody else who took the name
	if r := rowsOf(other)["2"]; r.Sender != "grace" || r.JID != "x" {
		t.Errorf("another occupant of that name is %q, %q", r.Sender, r.JID)
	}
	if r := rowsOf(uitest.MainScene())["3"]; r.Sender != "" {
		t.Errorf("in a chat of two it says %q", r.Sender)
	}
}

// TestAChannelIsInClearWithoutAlarm: neither red frames nor open locks, but a group that was opened has both its bar and its pill.
func TestAChannelIsInClearWithoutAlarm(t *testing.T) {
	snap := uitest.ChannelScene()
	for _, id := range []string{"1", "4"} {
		if r := rowsOf(snap)[id]; r.Lock != timeline.NoLock || r.Outlined {
			t.Errorf("%s: lock %d, outlined %t", id, r.Lock, r.Outlined)
		}
	}
	snap.Chat.Kind = view.ChatGroup // the user has turned its encryption off
	if r := rowsOf(snap)["4"]; r.Lock != timeline.Open || !r.Outlined {
		t.Errorf("in a group: lock %d, outlined %t", r.Lock, r.Outlined)
	}
	w, _ := window(t)
	see(w, uitest.ChannelScene())
	if pill := pillOf(draw.Dry(800), w.Shown.Chat); pill.ground == draw.Danger || w.chat.Pane.Find("encrypt") != nil {
		t.Error("a channel is an alarm")
	}
	see(w, uitest.OpenedScene())
	if pill := pillOf(draw.Dry(800), w.Shown.Chat); pill.ground != draw.Danger || pill.word != words.Tr("pill.opened") {
		t.Errorf("a group that was opened: %+v", pill)
	}
	uitest.Press(t, w.chat.Pane, "room plain")
	if !uitest.Shows(w.Shell, "off") {
		t.Error("it leaves in clear without a question")
	}
}

func TestTheLineAboutReadersOfARoom(t *testing.T) {
	group := func(change func(*view.ChatView)) *view.ChatView {
		chat := uitest.GroupScene().Chat
		change(chat)
		return chat
	}
	w, _ := window(t)
	see(w, uitest.GroupScene())
	for _, c := range []struct {
		name string
		chat *view.ChatView
		want string
		mark string
	}{
		{"a group", group(func(*view.ChatView) {}), "7 of 9 members · 15 devices left out: Dave, Erin’s tablet", "inactive"},
		{"all read", group(func(c *view.ChatView) { c.Room.Without, c.Coverage.LeftOut, c.Room.Reading = nil, nil, 8 }), "9 of 9 members · 15 devices", ""},
		{"a device alone", group(func(c *view.ChatView) { c.Room.Without = nil; c.Coverage.LeftOut[0].Label = "" }), "7 of 9 members · 15 devices left out: A device of erin@example.org", "undecided"},
		{"devices of who is named already", group(func(c *view.ChatView) { c.Coverage.LeftOut[0].JID = uitest.Dave }), "7 of 9 members · 15 devices left out: Dave", "inactive"},
		{"without keys", group(func(c *view.ChatView) { c.Room.Without = nil; c.Coverage.LeftOut[0].NoKeys = true }), "7 of 9 members · 15 devices left out: Erin’s tablet (no keys)", "undecided"},
		{"a whole server", group(func(c *view.ChatView) { c.Room.Without, c.Coverage.LeftOut, c.Room.Hosts = nil, nil, true }), "7 of 9 members · 15 devices left out: whole servers that belong to it", "inactive"},
		{"being asked", group(func(c *view.ChatView) { c.Room.Held = view.HeldAsking }), "Asking who is here…", ""},
		{"a channel", uitest.ChannelScene().Chat, "Not encrypted: everybody in a channel can read along", ""},
		{"out", uitest.OutScene(view.Out{Why: view.OutKicked}).Chat, "", ""},
	} {
		_, said, mark, left := w.chat.roomCoverage(c.chat)
		text := ""
		for _, r := range said {
			text += r.Text
		}
		if got := strings.TrimSpace(plain(text + " " + left)); got != c.want || mark != c.mark {
			t.Errorf("%s: %q with %q", c.name, got, mark)
		}
	}
}

// TestWhoIsOutCannotWrite: the field gives way to words, and the way in is offered where there is one.
func TestWhoIsOutCannotWrite(t *testing.T) {
	for _, c := range []struct {
		name   string
		scene  *view.Snapshot
		silent string // key of words
		button string
		line   string
	}{
		{"kicked", uitest.OutScene(view.Out{Why: view.OutKicked}), "room.silentOut", "Come back", "You were kicked out"},
		{"left", uitest.OutScene(view.Out{}), "room.silentOut", "Come back", "You are not in this room"},
		{"banned", uitest.OutScene(view.Out{Why: view.OutBanned}), "room.silentOut", "Try again", "You were banned"},
		{"removed", uitest.OutScene(view.Out{Why: view.OutRemoved}), "room.silentOut", "Try again", "You are no longer a member"},
		{"destroyed", uitest.OutScene(view.Out{Why: view.OutDestroyed}), "room.silentOut", "", "This room was ended for all"},
		{"destroyed with another", uitest.OutScene(view.Out{Why: view.OutDestroyed, Instead: "new@rooms.example.org"}), "room.silentOut", "Go to new@rooms.example.org…", "This room was ended for all"},
		{"refused a password", standing(func(r *view.RoomView) { r.State, r.Refusal = view.RoomOut, "password" }), "", "Join…", "The room wants a password."},
		{"refused as full", standing(func(r *view.RoomView) { r.State, r.Refusal = view.RoomOut, "full" }), "", "Try again", "The room is full."},
		{"on the way", standing(func(r *view.RoomView) { r.State = view.RoomEntering }), "", "", "Entering…"},
		{"a visitor", standing(func(r *view.RoomView) { r.Role = "visitor" }), "room.silentVisitor", "", "9 members · 5 here · Saturday, nine o’clock, at the mill"},
		{"in", standing(func(*view.RoomView) {}), "", "", "9 members · 5 here · Saturday, nine o’clock, at the mill"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, s := window(t)
			w.chat.to.EnterRoom = func(room string) { w.chat.Fail("enters " + room) }
			w.chat.to.JoinRoom = w.chat.to.EnterRoom
			see(w, c.scene)
			if got := plain(w.chat.subtitle(w.Shown.Chat)); got != c.line {
				t.Errorf("the header says %q", got)
			}
			if got := silenced(w.Shown.Chat); got != "" && got != words.Tr(c.silent) || (got == "") != (c.silent == "") {
				t.Errorf("says %q", got)
			}
			if drawn := fyne.CurrentApp().Driver().CanvasForObject(w.chat.entry) != nil && w.chat.Pane.Find("send") != nil; drawn == (c.silent != "") {
				t.Errorf("the field is there: %t", drawn)
			}
			w.chat.entry.SetText("hello")
			w.chat.send()
			uitest.CarryOut(t, w.Shell)
			if sent := len(s.Done) > 1; sent == (c.silent != "") { // the first tells that the user types
				t.Errorf("did %v", s.Done)
			}
			var b bar
			if got := plain(w.chat.wayIn(&b, w.Shown.Chat).Word); (w.chat.Pane.Find("room enter") != nil) != (c.button != "") || c.button != "" && got != c.button {
				t.Errorf("offers %q", got)
			}
			if c.button != "" {
				uitest.Press(t, w.chat.Pane, "room enter")
				if !strings.HasPrefix(w.chat.Failure(), "enters ") {
					t.Error("the button leads nowhere")
				}
			}
		})
	}
}

// standing is the group with another standing.
func standing(change func(*view.RoomView)) *view.Snapshot {
	snap := uitest.GroupScene()
	change(snap.Chat.Room)
	return snap
}
