package chat

import (
	"slices"
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/timeline"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

// moderated is the group, whose room takes messages away for its moderators.
func moderated() *view.Snapshot {
	snap := uitest.GroupScene()
	snap.Chat.Room.Moderates = true
	for _, r := range snap.Rows {
		r.RoomID = true
	}
	return snap
}

func rowIn(snap *view.Snapshot, id string) *view.Row {
	return snap.Rows[slices.IndexFunc(snap.Rows, func(r *view.Row) bool { return r.ID == id })]
}

func TestWhoMayTakeAMessageAway(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*view.Snapshot, *view.Row)
		want   bool
	}{
		{"a moderator", func(*view.Snapshot, *view.Row) {}, true},
		{"a participant", func(s *view.Snapshot, _ *view.Row) { s.Chat.Room.Role = "participant" }, false},
		{"a room that does not do it", func(s *view.Snapshot, _ *view.Row) { s.Chat.Room.Moderates = false }, false},
		{"who is not there", func(s *view.Snapshot, _ *view.Row) { s.Chat.Room.State = view.RoomOut }, false},
		{"an own message", func(_ *view.Snapshot, r *view.Row) { r.Own = true }, false},
		{"one that the room gave no id", func(_ *view.Snapshot, r *view.Row) { r.RoomID = false }, false},
		{"one taken back", func(_ *view.Snapshot, r *view.Row) { r.Retracted = uitest.Now }, false},
		{"a notice", func(_ *view.Snapshot, r *view.Row) { r.Kind = view.RowNotice }, false},
		{"a chat of two", func(s *view.Snapshot, _ *view.Row) { s.Chat.Room = nil }, false},
	} {
		snap := moderated()
		r := *rowIn(snap, "3")
		c.change(snap, &r)
		if got := mayTakeAway(snap.Chat.Room, &r); got != c.want {
			t.Errorf("%s: %t", c.name, got)
		}
	}
}

// TestAMessageIsTakenAwayAfterAQuestion, which may have a reason; a refusal is said.
func TestAMessageIsTakenAwayAfterAQuestion(t *testing.T) {
	w, s := window(t)
	see(w, moderated())
	row := rowIn(w.Shown, "3")
	w.chat.rowMenu(&timeline.Row{ID: row.ID}, "", w.chat.Pane.Position())
	uitest.PressItem(t, w.Shell, words.Tr("row.takeAway"))
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s)
	s.Err = &app.Error{Kind: app.KindNotAllowed}
	for _, e := range uitest.Fields(w.Shell) {
		e.SetText(" too loud ")
	}
	uitest.Press(t, uitest.Top(t, w.Shell), "deed")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.ModerateMessage{Account: uitest.Alice, Room: uitest.Walk, ID: "3", Reason: "too loud"})
	if w.chat.Failure() != words.Tr("room.notAllowed") {
		t.Errorf("says %q", w.chat.Failure())
	}
}

func TestWhoTookAMessageAwayIsSaid(t *testing.T) {
	for _, c := range []struct {
		name string
		row  view.Row
		want string
	}{
		{"somebody", view.Row{Name: "Bob", TakenBy: "Carol", About: "too\nloud"}, "Carol took a message of Bob away, 14:10: “too loud”"},
		{"we", view.Row{Name: "Bob", TakenBy: "alice", TakenByUs: true}, "You took a message of Bob away, 14:10"},
		{"nobody known", view.Row{Name: "Bob"}, "A moderator took a message of Bob away, 14:10"},
		{"ours", view.Row{Name: "alice", Own: true, TakenBy: "Carol"}, "Carol took your message away, 14:10"},
		{"ours by nobody known", view.Row{Name: "alice", Own: true}, "A moderator took your message away, 14:10"},
	} {
		c.row.ID, c.row.Kind, c.row.From, c.row.Time, c.row.Retracted, c.row.Moderated = "m", view.RowText, uitest.Bob, uitest.Now, uitest.Now, true
		got := newRow(&c.row, uitest.GroupScene(), true, true, words.Calendar{Now: uitest.Now})
		if got.Kind != timeline.Note || plain(got.Text) != c.want {
			t.Errorf("%s: %q", c.name, plain(got.Text))
		}
	}
}
