package chat

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/timeline"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

func TestUpEditsTheLastOwnMessage(t *testing.T) {
	w, s := window(t)
	see(w, uitest.MainScene())
	e := w.chat.entry
	test.Type(e, "a draft")
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyUp})
	if w.chat.about != nil {
		t.Fatal("Up in a text begins to edit")
	}
	e.SetText("")
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyUp})
	if e.Text != "Great, see you at nine" || w.chat.Pane.Find("about") == nil {
		t.Fatalf("the field holds %q", e.Text)
	}
	e.SetText("Great, see you at ten")
	e.TypedKey(uitest.Enter)
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.CorrectText{Account: uitest.Alice, Chat: uitest.Bob, ID: "7", Body: "Great, see you at ten"})
	if e.Text != "" || w.chat.Pane.Find("about") != nil {
		t.Errorf("the field still holds %q", e.Text)
	}
	test.Type(e, "new")
	e.TypedKey(uitest.Enter)
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.SendText{Account: uitest.Alice, Chat: uitest.Bob, Body: "new"})
}

func TestEditingKeepsTheDraft(t *testing.T) {
	w, s := window(t)
	see(w, uitest.MainScene())
	test.Type(w.chat.entry, "a draft")
	w.chat.edit(w.Shown.Rows[0], w.Shown.Rows[0].Body)
	test.Type(w.chat.entry, " and more")
	w.chat.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if w.chat.about != nil || w.chat.entry.Text != "a draft" {
		t.Errorf("the field holds %q", w.chat.entry.Text)
	}
	w.chat.edit(w.Shown.Rows[0], w.Shown.Rows[0].Body)
	w.chat.entry.TypedKey(uitest.Enter) // nothing was changed
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s)
	w.chat.edit(w.Shown.Rows[0], w.Shown.Rows[0].Body)
	see(w, uitest.PlainScene())
	if w.chat.about != nil || w.chat.entry.Text != "" {
		t.Errorf("another chat edits %q", w.chat.entry.Text)
	}
	see(w, uitest.MainScene())
	if w.chat.entry.Text != "a draft" {
		t.Errorf("the field holds %q", w.chat.entry.Text)
	}
}

func TestAnEditThatCannotBeStoredComesBack(t *testing.T) {
	w, s := window(t)
	see(w, uitest.MainScene())
	s.Err = &app.Error{Kind: app.KindDisk}
	w.chat.edit(w.Shown.Rows[0], "another text")
	w.chat.entry.TypedKey(uitest.Enter)
	uitest.CarryOut(t, w.Shell)
	if w.chat.about == nil || w.chat.entry.Text != "another text" || !strings.Contains(w.chat.failure, "disk") {
		t.Errorf("the field holds %q, the window says %q", w.chat.entry.Text, w.chat.failure)
	}
}

func TestEditedRowsSaySo(t *testing.T) {
	w, _ := window(t)
	snap := uitest.MainScene()
	r := snap.Rows[2]
	r.Edited, r.Earlier = uitest.At(20, "13:45"), []view.Earlier{{Body: "Then this way.", Time: r.Time}}
	see(w, snap)
	row := w.chat.book.made[r.ID]
	if row.Time != "edited · 13:40" || !strings.Contains(row.Tip, "13:45") {
		t.Errorf("the row says %q, %q", row.Time, row.Tip)
	}
	var earlier string
	for _, f := range w.chat.facts(r) {
		if f.Word == words.Tr("details.earlier") {
			earlier = f.Text
		}
	}
	if !strings.Contains(earlier, "Then this way.") || !strings.Contains(earlier, "13:40") {
		t.Errorf("the details say %q", earlier)
	}
}

func TestRetractingAsksFirst(t *testing.T) {
	w, s := window(t)
	see(w, uitest.MainScene())
	w.chat.retract(w.Shown.Rows[6])
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s)
	uitest.Press(t, uitest.Top(t, w.Shell), "deed")
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.Retract{Account: uitest.Alice, Chat: uitest.Bob, ID: "7"})
}

func TestRetractedRowsAreNoBubbles(t *testing.T) {
	snap := uitest.MainScene()
	r := snap.Rows[3]
	r.Body, r.Retracted = "", uitest.At(20, "13:45")
	row := newRow(r, snap, true, true, words.Calendar{Now: uitest.Now})
	if row.Kind != timeline.Note || row.Text != "Bob retracted a message, 13:45" {
		t.Errorf("the row is %+v", row)
	}
	if joined(snap, snap.Rows[2], r, words.Calendar{Now: uitest.Now}) {
		t.Error("it is joined to a bubble")
	}
	mine := uitest.Own("8", "", uitest.At(20, "14:00"), view.MessageFailed)
	mine.Retracted = uitest.At(20, "14:01")
	if row := newRow(mine, snap, true, true, words.Calendar{Now: uitest.Now}); row.Actions[0].Act != actAgain || mayEdit(mine) {
		t.Errorf("one that was not told of: %+v", row)
	}
	if got := words.Preview(&view.ChatRow{Kind: view.RowText, Retracted: true, Own: true}); got != "A message was retracted" {
		t.Errorf("the list says %q", got)
	}
}

func TestRepliesNameTheMessage(t *testing.T) {
	w, s := window(t)
	see(w, uitest.MainScene())
	test.Type(w.chat.entry, "half")
	w.chat.reply(w.Shown.Rows[3])
	if w.chat.entry.Text != "half" || w.chat.Pane.Find("about") == nil {
		t.Fatalf("the field holds %q", w.chat.entry.Text)
	}
	w.chat.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if w.chat.about != nil || w.chat.entry.Text != "half" {
		t.Fatalf("the field holds %q", w.chat.entry.Text)
	}
	w.chat.reply(w.Shown.Rows[3])
	s.Err = &app.Error{Kind: app.KindDisk}
	w.chat.entry.TypedKey(uitest.Enter)
	uitest.CarryOut(t, w.Shell)
	if w.chat.about == nil || w.chat.entry.Text != "half" {
		t.Errorf("what could not be stored has become %q", w.chat.entry.Text)
	}
	s.Err, s.Done = nil, nil
	w.chat.entry.TypedKey(uitest.Enter)
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.SendText{Account: uitest.Alice, Chat: uitest.Bob, Body: "half", ReplyTo: "4"})
	if w.chat.about != nil {
		t.Error("the next message is an answer too")
	}
}

func TestQuotesGoToTheirMessage(t *testing.T) {
	w, _ := window(t)
	snap := uitest.MainScene()
	r := snap.Rows[6]
	for _, c := range []struct {
		reply view.Reply
		want  string
	}{
		{view.Reply{ID: "4", From: uitest.Bob, Name: "Bob", Text: "Bring good shoes."}, "Bob: Bring good shoes."},
		{view.Reply{ID: "1", Own: true, From: uitest.Alice, Name: "Alice", Text: "Found it"}, "You: Found it"},
		{view.Reply{ID: "4", From: uitest.Bob, Name: "Bob", Retracted: true}, "Bob: A message was retracted"},
		{view.Reply{Text: "Bob: I owe you"}, "Quoted from a message that is not here: ‘Bob: I owe you’"},
		{view.Reply{}, "Answers a message that is not here"},
	} {
		r.Reply = &c.reply
		if got := newRow(r, snap, true, true, words.Calendar{Now: uitest.Now}).Quote; got != c.want {
			t.Errorf("the line says %q, want %q", got, c.want)
		}
	}
	r.Reply = &view.Reply{ID: "old", From: uitest.Bob, Name: "Bob", Text: "long ago"}
	see(w, snap)
	w.chat.act(w.chat.book.made["7"], timeline.ActQuote)
	if v := w.View(); v.Anchor != "old" || v.After == 0 {
		t.Fatalf("the window looks at %+v", v)
	}
	there := uitest.MainScene()
	there.View, there.Number = w.View(), 2
	there.Rows = append([]*view.Row{uitest.Text("old", uitest.Bob, "Bob", "long ago", uitest.At(20, "08:00"))}, there.Rows...)
	see(w, there)
	if w.chat.jump != "" || w.chat.list.FirstVisible() != "old" && w.chat.list.AtEnd() {
		t.Errorf("the list is at %q", w.chat.list.FirstVisible())
	}
}

// A message that is too long for the server can be made shorter, or be taken back; sending it again would not help.
func TestTooLongMessageCanBeShortened(t *testing.T) {
	w, s := window(t)
	snap := uitest.MainScene()
	long := uitest.Own("8", "a very long text", uitest.At(20, "14:00"), view.MessageFailed)
	long.Err = app.KindTooBig
	snap.Rows = append(snap.Rows, long)
	see(w, snap)
	row := w.chat.book.made["8"]
	if row.Foot != "Too long for the server" || row.Actions[0].Act != actEdit || row.Actions[1].Act != actTakeBack {
		t.Errorf("it says %q and offers %+v", row.Foot, row.Actions)
	}
	w.chat.act(row, actEdit)
	if w.chat.entry.Text != "a very long text" {
		t.Errorf("the field holds %q", w.chat.entry.Text)
	}
	w.chat.setText("")
	w.chat.act(row, actTakeBack)
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.TakeBack{Account: uitest.Alice, Chat: uitest.Bob, ID: "8"})
}
