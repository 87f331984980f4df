package chat

import (
	"slices"
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/timeline"
	"vouch/ui/uitest"
)

// TestWhatIsIgnoredIsALineThatOpens, and can be folded again; what is beside it stays as it is.
func TestWhatIsIgnoredIsALineThatOpens(t *testing.T) {
	w, _ := window(t)
	see(w, uitest.IgnoredScene())
	row := func() *timeline.Row { return w.chat.book.made["3"] }
	if r := row(); r.Kind != timeline.Note || r.Text != "Message from Bob, whom you ignore" || r.Actions[0].Act != actUnfold {
		t.Fatalf("it is %+v", r)
	}
	carols := w.chat.book.made["2"]
	w.chat.act(row(), actUnfold)
	if r := row(); r.Kind != timeline.Bubble || r.Sender != "Bob" || r.Foot != "You ignore Bob" || r.Actions[0].Act != actFold {
		t.Fatalf("opened it is %+v", r)
	}
	if w.chat.book.made["2"] != carols {
		t.Error("another row was made anew")
	}
	see(w, uitest.IgnoredScene())
	if row().Kind != timeline.Bubble {
		t.Error("it does not stay open")
	}
	w.chat.act(row(), actFold)
	if row().Kind != timeline.Note {
		t.Error("it is not folded")
	}
}

// TestIgnoringIsOfferedOfWhoIsKnown by address or occupant id.
func TestIgnoringIsOfferedOfWhoIsKnown(t *testing.T) {
	offers := func(snap *view.Snapshot, change func(r *view.Row)) []string {
		w, s := window(t)
		change(snap.Rows[0])
		see(w, snap)
		items := w.chat.ignoreItems(snap.Rows[0])
		if len(items) > 0 {
			items[0].Action()
			uitest.CarryOut(t, w.Shell)
			uitest.Did(t, s, app.IgnorePerson{Account: uitest.Alice, Room: snap.View.Chat, ID: snap.Rows[0].ID, Undo: snap.Rows[0].Ignored})
		}
		return uitest.Labels(items)
	}
	for _, c := range []struct {
		name   string
		scene  *view.Snapshot
		change func(r *view.Row)
		want   []string
	}{
		{"a notice", uitest.GroupScene(), func(*view.Row) {}, nil},
		{"an address", uitest.GroupScene(), func(r *view.Row) { *r = *uitest.GroupScene().Rows[1] }, []string{"Ignore"}},
		{"one who is ignored", uitest.GroupScene(), func(r *view.Row) { *r = *uitest.GroupScene().Rows[1]; r.Ignored = true }, []string{"No longer ignore"}},
		{"our own", uitest.GroupScene(), func(r *view.Row) { *r = *uitest.GroupScene().Rows[6] }, nil},
		{"an occupant id", uitest.ChannelScene(), func(*view.Row) {}, []string{"Ignore"}},
		{"a nickname alone", uitest.ChannelScene(), func(r *view.Row) { r.Occupant = "" }, nil},
		{"a chat of two", uitest.MainScene(), func(*view.Row) {}, nil},
	} {
		if got := offers(c.scene, c.change); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}
