package chat

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"vouch/app/view"
	"vouch/ui/shell"
	"vouch/ui/timeline"
	"vouch/ui/uitest"
	"vouch/ui/viewer"
	"vouch/ui/words"
)

// albums are the pictures of each bubble that has some.
func albums(w *bench) (out [][]string) {
	for _, r := range w.chat.book.rows(w.Shown, w.Now(), nil) {
		if r.Album == nil {
			continue
		}
		ids := []string{}
		for _, p := range *r.Album {
			ids = append(ids, p.ID)
		}
		out = append(out, ids)
	}
	return out
}

// Pictures in a row stand in one bubble, unless there is something to say about one of them.
func TestPicturesInARowAreAnAlbum(t *testing.T) {
	for _, row := range []struct {
		name   string
		change func(c, d *view.Row, s *view.Snapshot)
		want   [][]string
	}{
		{"all in a row", func(c, d *view.Row, s *view.Snapshot) {}, [][]string{{"a", "b", "c", "d", "e"}}},
		{"a reaction", func(c, d *view.Row, s *view.Snapshot) {
			c.Reactions = []view.Reaction{{Emoji: "👍", From: []string{uitest.Bob}}}
		}, [][]string{{"a", "b"}, {"c"}, {"d", "e"}}},
		{"an answer to something", func(c, d *view.Row, s *view.Snapshot) { c.Reply = &view.Reply{Text: "which?"} }, [][]string{{"a", "b"}, {"c"}, {"d", "e"}}},
		{"from another device", func(c, d *view.Row, s *view.Snapshot) { d.DeviceID, s.Rows[7].DeviceID = 7, 7 }, [][]string{{"a", "b", "c"}, {"d", "e"}}},
		{"not encrypted", func(c, d *view.Row, s *view.Snapshot) { c.Encrypted = false }, [][]string{{"a", "b"}, {"c"}, {"d", "e"}}},
		{"of a device nothing is decided of", func(c, d *view.Row, s *view.Snapshot) { c.Trust = view.TrustUndecided }, [][]string{{"a", "b"}, {"c"}, {"d", "e"}}},
		{"an hour later", func(c, d *view.Row, s *view.Snapshot) {
			d.Time, s.Rows[7].Time = uitest.At(20, "15:10"), uitest.At(20, "15:11")
		}, [][]string{{"a", "b", "c"}, {"d", "e"}}},
		{"the new ones begin", func(c, d *view.Row, s *view.Snapshot) { s.Chat.UnreadFrom = "c" }, [][]string{{"a", "b"}, {"c", "d", "e"}}},
		{"one is not here", func(c, d *view.Row, s *view.Snapshot) {
			c.File = &view.FileView{Name: "c.jpg", State: view.FileOffered}
		}, [][]string{{"a", "b"}, {"d", "e"}}},
		{"taken back", func(c, d *view.Row, s *view.Snapshot) { c.Retracted = c.Time }, [][]string{{"a", "b"}, {"d", "e"}}},
	} {
		t.Run(row.name, func(t *testing.T) {
			w, _ := window(t)
			scene, _ := uitest.PicturesScene()
			row.change(scene.Rows[5], scene.Rows[6], scene)
			see(w, scene)
			got := albums(w)
			got = slices.DeleteFunc(got, func(a []string) bool { return slices.Contains([]string{"wide", "broken", "small", "high"}, a[0]) })
			if !slices.EqualFunc(got, row.want, slices.Equal) {
				t.Errorf("%q, want %q", got, row.want)
			}
		})
	}
}

// A row that shows the same pictures is the same row: it is not measured again.
func TestAlbumStaysTheSame(t *testing.T) {
	w, _ := window(t)
	scene, _ := uitest.PicturesScene()
	see(w, scene)
	first := slices.Clone(w.chat.book.rows(scene, w.Now(), nil))
	for i, r := range w.chat.book.rows(scene, w.Now(), nil) {
		if r != first[i] {
			t.Errorf("row %s is another", r.ID)
		}
	}
}

// What cannot be shown is a file that can be saved, and says so.
func TestPictureThatCannotBeShown(t *testing.T) {
	w, s := window(t)
	scene, photos := uitest.PicturesScene()
	s.Files = photos
	see(w, scene)
	if m, _ := w.chat.picture(timeline.Picture{ID: "broken"}, 10, 10, false); m != nil {
		t.Fatal("it is there before it was made")
	}
	uitest.Await(t, w.Shell, "pictures", w.chat.Drawn)
	i := slices.IndexFunc(w.chat.book.rows(scene, w.Now(), nil), func(r *timeline.Row) bool { return r.ID == "broken" })
	r := w.chat.book.rows(scene, w.Now(), nil)[i]
	if w.chat.picture(timeline.Picture{ID: "broken"}, 10, 10, false); !w.chat.Drawn() {
		t.Error("it is tried again and again")
	}
	if r.Album != nil || r.Text == "" || r.Foot != words.Tr("file.notShown") || r.Actions[0].Act != actSaveFile {
		t.Errorf("%+v", r)
	}
}

// A picture that is pressed is looked at among all of the chat; leaving at another one brings that to the screen.
func TestPicturesAreLookedAt(t *testing.T) {
	w, s := window(t)
	scene, photos := uitest.PicturesScene()
	s.Files = photos
	see(w, scene)
	uitest.Await(t, w.Shell, "pictures", w.chat.Drawn)
	w.chat.act(&timeline.Row{ID: "a"}, timeline.ActPicture+"c")
	page, ok := w.Win.Canvas().Overlays().Top().(*viewer.Viewer)
	if !ok || page.Shown().ID != "c" {
		t.Fatalf("over the window is %T", w.Win.Canvas().Overlays().Top())
	}
	uitest.Await(t, w.Shell, "the picture", page.Whole)
	w.chat.act(&timeline.Row{ID: "a"}, timeline.ActPicture+"a") // one is enough
	for range 20 {
		w.Win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	}
	if page.Shown().ID != "wide" { // the broken one is none
		t.Errorf("the first is %s", page.Shown().ID)
	}
	w.Win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if w.Win.Canvas().Overlays().Top() != nil || w.chat.list.AtEnd() {
		t.Error("it is not left at the first picture")
	}
}

// A picture that moves plays at the first press, and is looked at by the next; where pictures stand still it is looked at.
func TestPicturesThatMove(t *testing.T) {
	for _, never := range []bool{false, true} {
		w, s := window(t)
		scene, photos := uitest.PicturesScene()
		s.Files = photos
		if never {
			w.App.Preferences().SetString(shell.MovingKey, shell.MovingNever)
		}
		for _, r := range scene.Rows {
			if r.ID == "high" {
				r.File.Moves = true
			}
		}
		see(w, scene)
		uitest.Await(t, w.Shell, "pictures", w.chat.Drawn)
		press := func() { w.chat.act(&timeline.Row{ID: "high"}, timeline.ActPicture+"high") }
		press()
		if over := w.Win.Canvas().Overlays().Top(); (over != nil) != never {
			t.Errorf("never %t: over the window is %T", never, over)
		}
		if !never {
			press()
			if w.Win.Canvas().Overlays().Top() == nil {
				t.Error("the second press does nothing")
			}
			w.chat.Still()
		}
	}
}
