package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

func TestMain(m *testing.M) { uitest.Main(m) }

// opened is the page of a window that looks at the chat with Bob, with those hits and n more to be found.
func opened(t *testing.T, n int) (*Room, *shell.Shell, *uitest.Service) {
	t.Helper()
	w, s := uitest.Stage(t, uitest.Look{W: 880})
	scene, hits := uitest.SearchScene(n)
	s.Hits = hits
	uitest.Show(w, scene)
	r := New(w, func(account, chat, id string) {
		w.Look(func(v *view.View) { *v = view.View{Account: account, Chat: chat, Anchor: id} })
	})
	w.Win.SetContent(r.Page())
	r.Open("", "")
	uitest.Show(w, scene)
	r.Show(nil, scene)
	return r, w, s
}

func (r *Room) types(t *testing.T, text string) {
	t.Helper()
	r.entry.SetText(text)
	uitest.Await(t, r.w, "the hits", r.Drawn)
}

func (r *Room) shown() (out []string) {
	for _, h := range r.hits {
		out = append(out, h.ID)
	}
	return out
}

// deed presses the button of the dialog that does it.
func deed(t *testing.T, w *shell.Shell) {
	t.Helper()
	h, ok := uitest.DialogOf(t, w).Find("deed").(*draw.Hit)
	if !ok {
		t.Fatal("there is no such button")
	}
	h.Tap()
}

// What is typed is looked for at once; while an answer is awaited only what stands there last.
func TestWhatIsTypedIsLookedFor(t *testing.T) {
	r, w, s := opened(t, 0)
	if r.asked || len(s.Searched) > 0 {
		t.Error("it searched for nothing")
	}
	for _, text := range []string{"b", "bo", "boa", "boat", "boat kra"} {
		r.entry.SetText(text)
	}
	uitest.Await(t, w, "the hits", r.Drawn)
	if got := r.shown(); !slices.Equal(got, []string{"h4"}) {
		t.Errorf("found %q", got)
	}
	if len(s.Searched) != 2 || s.Searched[1].Text != "boat kra" {
		t.Errorf("searched for %+v", s.Searched)
	}
	r.types(t, "")
	if r.asked || len(r.hits) > 0 {
		t.Error("hits of nothing are shown")
	}
	s.Err = &app.Error{Kind: app.KindDisk}
	r.types(t, "x")
	if r.failure != words.ErrText(s.Err, "") || len(r.hits) > 0 {
		t.Errorf("said is %q", r.failure)
	}
}

// One chat is searched or all of them, and what is wanted beside words goes along.
func TestWhatIsWantedBesideWords(t *testing.T) {
	r, w, s := opened(t, 0)
	r.types(t, "boat")
	last := func() app.Search {
		t.Helper()
		uitest.Await(t, w, "the hits", r.Drawn)
		c := s.Searched[len(s.Searched)-1]
		c.Limit = 0
		return c
	}
	want := app.Search{Text: "boat"}
	check := func(what string) {
		t.Helper()
		if got := last(); got != want {
			t.Errorf("%s: %+v, want %+v", what, got, want)
		}
	}
	check("all")
	uitest.Press(t, r.pane, "here")
	want.Account, want.Chat = uitest.Alice, uitest.Bob
	check("here")
	if slices.Contains(r.shown(), "h4") {
		t.Error("Carol’s message is shown")
	}
	uitest.Press(t, r.pane, "has picture")
	want.Has = "picture"
	check("pictures")
	uitest.Press(t, r.pane, "has link")
	want.Has = "link"
	check("links")
	uitest.Press(t, r.pane, "has link")
	want.Has = ""
	check("anything")
	uitest.Press(t, r.pane, "from")
	uitest.PressItem(t, w, words.Tr("search.me"))
	want.From = "me"
	check("from me")
	uitest.Press(t, r.pane, "from")
	uitest.PressItem(t, w, words.Tr("search.somebody"))
	uitest.Fields(w)[0].SetText(" car ")
	deed(t, w)
	want.From = "car"
	check("from somebody")
	uitest.Press(t, r.pane, "when")
	uitest.PressItem(t, w, words.Trn("search.days", 7))
	want.After = uitest.Now.AddDate(0, 0, -7).Format("2006-01-02")
	check("a week")
	uitest.Press(t, r.pane, "when")
	uitest.PressItem(t, w, words.Tr("search.pick"))
	days := uitest.Fields(w)
	days[0].SetText("1.2.2026")
	deed(t, w)
	if !uitest.Shows(w, words.Tr("search.pickTitle")) {
		t.Fatal("what is no day was taken")
	}
	days[0].SetText("2026-02-01")
	days[1].SetText("2026-03-01")
	deed(t, w)
	want.After, want.Before = "2026-02-01", "2026-03-01"
	check("two days")
	uitest.Press(t, r.pane, "all")
	want.Account, want.Chat = "", ""
	check("all again")
	r.types(t, "")
	want.Text = ""
	check("no words, and still a time")
}

// A press leads to the message in its chat, and from there back to what was found, as it was.
func TestToAHitAndBack(t *testing.T) {
	r, w, _ := opened(t, 5)
	r.types(t, "boat")
	if r.Back() != nil {
		t.Error("there is a way back from where nothing led")
	}
	r.list.step(4)
	r.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	v := w.View()
	if v.Chat != uitest.Carol || v.Anchor != "h4" || v.Page != view.PageChat || v.Account != uitest.Alice {
		t.Errorf("it looks at %+v", v)
	}
	back := r.Back()
	if back == nil {
		t.Fatal("there is no way back")
	}
	if back(); w.View().Page != view.PageSearch || r.list.at != 4 || len(r.hits) != 12 {
		t.Errorf("it looks at %+v, at hit %d of %d", w.View(), r.list.at, len(r.hits))
	}
	r.open(6) // of another account
	if v := w.View(); v.Account != "alice@example.net" || v.Chat != uitest.Dave {
		t.Errorf("it looks at %+v", v)
	}
	w.OpenChat(uitest.Bob)
	if r.Back() != nil {
		t.Error("another chat leads back too")
	}
	r.Leave()
	r.open(99)
	if r.Back() != nil {
		t.Error("after leaving there is a way back")
	}
}

// What is older comes as one scrolls to it, all of it once.
func TestOlderHitsCome(t *testing.T) {
	r, w, s := opened(t, 120)
	r.types(t, "boat number")
	for n := range 10 {
		r.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
		r.pane.Refresh()
		uitest.Await(t, w, fmt.Sprint("page ", n), r.Drawn)
	}
	if got := r.shown(); len(got) != 120 || len(slices.Compact(slices.Sorted(slices.Values(got)))) != 120 {
		t.Errorf("%d hits", len(got))
	}
	if len(s.Searched) != 4 && len(s.Searched) != 3 {
		t.Errorf("asked %d times", len(s.Searched))
	}
	r.list.TypedRune('s')
	if w.Win.Canvas().Focused() != r.entry || !strings.HasSuffix(r.entry.Text, "s") && !strings.HasPrefix(r.entry.Text, "s") {
		t.Errorf("typed into the list it is in %T: %q", w.Win.Canvas().Focused(), r.entry.Text)
	}
}

// While chats are still looked through, what is found is asked for again with what changes.
func TestWhatIsFoundLaterComes(t *testing.T) {
	r, w, s := opened(t, 0)
	s.Behind = 2
	r.types(t, "krankenhaus")
	s.Behind = 0
	r.Show(w.Shown, w.Shown)
	uitest.Await(t, w, "the hits", r.Drawn)
	r.Show(w.Shown, w.Shown)
	if r.left != 0 || len(s.Searched) != 2 {
		t.Errorf("%d are left, asked %d times", r.left, len(s.Searched))
	}
}

// Nothing found says so, and offers to look elsewhere.
func TestNothingFound(t *testing.T) {
	r, w, _ := opened(t, 0)
	r.setScope(uitest.Bob)
	r.types(t, "krankenhaus")
	r.pane.Refresh()
	if link, ok := r.pane.Find("everywhere").(*draw.Hit); !ok {
		t.Fatal("nothing is offered")
	} else {
		link.Tap()
	}
	uitest.Await(t, w, "the hits", r.Drawn)
	if got := r.shown(); !slices.Equal(got, []string{"h4"}) {
		t.Errorf("found %q", got)
	}
}
