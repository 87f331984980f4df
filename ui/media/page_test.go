package media

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/shell"
	"vouch/ui/uitest"
	"vouch/ui/viewer"
	"vouch/ui/words"
)

func TestMain(m *testing.M) { uitest.Main(m) }

// opened is the page of a chat with n pictures, and what it led to.
func opened(t *testing.T, n int) (r *Room, w *shell.Shell, s *uitest.Service, led *[]string) {
	t.Helper()
	w, s = uitest.Stage(t, uitest.Look{W: 880})
	led = &[]string{}
	r = New(w, Elsewhere{Message: func(id string) { *led = append(*led, "message "+id) }, Link: func(to string) { *led = append(*led, to) }})
	scene, sent, photos := uitest.MediaScene(n)
	s.Sent, s.Files = sent, photos
	uitest.Show(w, scene)
	w.Win.SetContent(r.Page())
	r.Show(nil, scene)
	uitest.Await(t, w, "the files", r.Drawn)
	return r, w, s, led
}

func key(r *Room, keys ...fyne.KeyName) {
	for _, k := range keys {
		r.list.TypedKey(&fyne.KeyEvent{Name: k})
	}
}

func choose(t *testing.T, r *Room, sort app.FileSort) {
	t.Helper()
	test.Tap(r.pane.Find("sort " + string(sort)).(fyne.Tappable))
	uitest.Await(t, r.w, "the files", r.Drawn)
}

// Pictures stand beside each other below their month, and the keys go through them in that order.
func TestPicturesStandByMonth(t *testing.T) {
	r, _, _, _ := opened(t, 12) // 4 days apart, from 20 November back
	var got []string
	for _, n := range r.list.lines {
		if got = append(got, fmt.Sprint(n.n)); n.heading != "" {
			got[len(got)-1] = n.heading
		}
	}
	if want := []string{"November", "5", "October", "6", "1"}; !slices.Equal(got, want) {
		t.Errorf("lines are %q, want %q", got, want)
	}
	r.Focus()
	key(r, fyne.KeyRight, fyne.KeyDown)
	if r.list.at != 7 {
		t.Errorf("the keyboard is at %d", r.list.at)
	}
	key(r, fyne.KeyEnd, fyne.KeyEnd)
	if r.list.at != 11 {
		t.Errorf("at the end it is at %d", r.list.at)
	}
	key(r, fyne.KeyHome)
	if r.list.at != 0 || r.list.top != 0 {
		t.Errorf("at the beginning it is at %d, %v", r.list.at, r.list.top)
	}
}

// A press does what is most likely meant.
func TestUsingWhatWasSent(t *testing.T) {
	r, w, s, led := opened(t, 9)
	test.Tap(r.list.Find("item m2").(fyne.Tappable))
	v, ok := w.Win.Canvas().Overlays().Top().(*viewer.Viewer)
	if !ok || v.Shown().ID != "m2" {
		t.Fatal("a picture is not looked at")
	}
	w.Win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight}) // the newer one
	if v.Shown().ID != "m1" {
		t.Errorf("the next is %s", v.Shown().ID)
	}
	v.Close()
	if r.list.at != 1 {
		t.Errorf("the keyboard is at %d", r.list.at)
	}
	test.Tap(r.list.Find("item m4").(fyne.Tappable)) // not here
	uitest.CarryOut(t, w)
	uitest.Did(t, s, app.FetchFile{Account: uitest.Alice, Chat: uitest.Bob, ID: "m4"})
	uitest.Await(t, w, "the rest", r.Drawn)
	choose(t, r, app.SortFiles)
	key(r, fyne.KeyReturn) // here
	choose(t, r, app.SortLinks)
	key(r, fyne.KeyReturn)
	if want := []string{"message m9", "https://example.org/mill"}; !slices.Equal(*led, want) {
		t.Errorf("it led to %q, want %q", *led, want)
	}
}

// More is asked for as the end comes near, and what comes stays where it is; a file that has come is shown without leaving the page.
func TestMoreIsAskedForAtTheEnd(t *testing.T) {
	r, w, s, _ := opened(t, 450)
	if len(r.items) != atOnce || r.next == "" {
		t.Fatalf("%d at first", len(r.items))
	}
	r.Focus()
	for range 3 {
		key(r, fyne.KeyEnd)
		uitest.Await(t, w, "more", r.Drawn)
	}
	if len(r.items) != 450 || r.next != "" || r.list.top == 0 {
		t.Errorf("%d in the end, at %v", len(r.items), r.list.top)
	}
	at, top := r.list.at, r.list.top
	s.Sent[4].State, s.Sent[4].Width = view.FileHere, 10
	r.Show(nil, w.Shown)
	uitest.Await(t, w, "what has come", r.Drawn)
	if r.items[4].Width != 10 || r.list.at != at || r.list.top != top {
		t.Errorf("%+v, at %d, %v", r.items[4], r.list.at, r.list.top)
	}
}

// What the files take is said, and copies are taken away only when the user is sure.
func TestFreeingSpace(t *testing.T) {
	r, w, s, _ := opened(t, 3)
	if r.pane.Find("clear") != nil {
		t.Error("there is something to clear where nothing is")
	}
	s.Usage = []app.ChatUsage{{Chat: uitest.Carol, Files: 9, Bytes: 9}, {Chat: uitest.Bob, Files: 1, Bytes: 2_300_000}}
	r.Show(nil, w.Shown)
	uitest.Await(t, w, "what they take", r.Drawn)
	if !strings.Contains(uitest.Drawn(r.pane), words.Trn("media.usage", 1, "Size", "2.3 MB")) {
		t.Error("it does not say what they take")
	}
	test.Tap(r.pane.Find("clear").(fyne.Tappable))
	uitest.PressItem(t, w, words.Tr("media.clearMonth"))
	uitest.CarryOut(t, w)
	uitest.Did(t, s, app.ClearFiles{Account: uitest.Alice, Chat: uitest.Bob, Days: 30})
	uitest.Await(t, w, "the rest", r.Drawn)
	test.Tap(r.pane.Find("clear").(fyne.Tappable))
	uitest.PressItem(t, w, words.Tr("media.clearAll"))
	uitest.CarryOut(t, w)
	uitest.Did(t, s)
	if !uitest.Shows(w, words.Tr("media.clearTitle")) {
		t.Error("all went without a question")
	}
}

// A snapshot in which nothing has come asks nothing: each answer brings another snapshot.
func TestNothingIsAskedForNothing(t *testing.T) {
	r, w, _, _ := opened(t, 3)
	r.Show(w.Shown, w.Shown)
	if r.asking {
		t.Error("it asks although nothing has come")
	}
	other := *w.Shown
	other.Rows = other.Rows[1:]
	r.Show(w.Shown, &other)
	if !r.asking {
		t.Error("it does not ask although something has come")
	}
}

// While a file is on its way it is asked again after a while.
func TestFilesOnTheirWayAreLookedFor(t *testing.T) {
	r, w, s, _ := opened(t, 6)
	asked := 0
	w.Queue.After = func(d time.Duration, f func()) {
		if asked++; d != lookAgain {
			t.Errorf("after %v", d)
		}
		if asked < 3 {
			w.Later(f)
		}
	}
	s.Sent[4].State = view.FileComing
	r.Show(nil, w.Shown)
	uitest.Await(t, w, "the third question", func() bool { return asked == 3 && !r.asking })
	s.Sent[4].State = view.FileHere
	r.Show(nil, w.Shown)
	uitest.Await(t, w, "the file", func() bool { return r.items[4].State == view.FileHere && !r.asking })
	if asked != 3 {
		t.Errorf("%d questions", asked)
	}
}

// Each chat begins anew.
func TestAnotherChatBeginsAnew(t *testing.T) {
	r, w, s, _ := opened(t, 3)
	choose(t, r, app.SortLinks)
	s.Sent = nil
	other := *w.Shown
	chat := *other.Chat
	chat.Chat = uitest.Carol
	other.Chat, other.View.Chat = &chat, uitest.Carol
	uitest.Show(w, &other)
	r.Show(nil, &other)
	uitest.Await(t, w, "the files", r.Drawn)
	if r.sort != app.SortPictures || len(r.items) != 0 || !strings.Contains(uitest.Drawn(r.pane), words.Tr("media.none")) {
		t.Errorf("%s: %d", r.sort, len(r.items))
	}
	other.View.Page = view.PageChat
	r.Show(nil, &other)
	if r.of != "" {
		t.Error("a page that is not shown still asks")
	}
}
