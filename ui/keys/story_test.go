package keys

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/keys"
	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

// tell puts moments on the timeline that is open, as if the service had given them.
func tell(w *Room, moments []view.Moment) {
	w.Queue.TakeOrders()
	w.story.loading = false
	w.story.take(moments)
}

// titles are the titles of the lines that are chosen.
func titles(p *storyPage) (out []string) {
	for _, m := range p.chosen() {
		out = append(out, plain(p.words(m).title))
	}
	return out
}

func TestTheTimelineIsReadWhenItOpensAndWhenThereIsMore(t *testing.T) {
	w, s := window(t)
	see(w, uitest.EncScene())
	uitest.Press(t, w.devices.body, "timeline")
	if w.View().Page != view.PageTimeline || w.View().Chat != uitest.Bob {
		t.Fatalf("looks at %+v", w.View())
	}
	s.Moments = uitest.Story()[1:]
	see(w, uitest.StoryScene())
	uitest.CarryOut(t, w.Shell)
	if len(s.Asked) != 1 || s.Asked[0] != uitest.Alice+" "+uitest.Bob || len(w.story.all) != 7 {
		t.Fatalf("asked for %q, shows %d", s.Asked, len(w.story.all))
	}
	same := uitest.StoryScene()
	same.Number = 2
	see(w, same)
	uitest.CarryOut(t, w.Shell)
	if len(s.Asked) != 1 {
		t.Error("it is read again though nothing is new")
	}
	s.Moments = uitest.Story()
	more := uitest.StoryScene()
	more.Number, more.Moments = 3, 9
	see(w, more)
	more = uitest.StoryScene()
	more.Number, more.Moments = 4, 10 // while it is being read
	see(w, more)
	uitest.CarryOut(t, w.Shell)
	uitest.CarryOut(t, w.Shell)
	if len(s.Asked) != 3 || len(w.story.all) != 8 {
		t.Errorf("asked %d times, shows %d", len(s.Asked), len(w.story.all))
	}
	w.Back()
	if w.View().Page != view.PageDevices {
		t.Errorf("Escape leads to %v", w.View().Page)
	}
}

func TestTheTimelineOfEverybody(t *testing.T) {
	uitest.Speak(t, "en")
	w, s := window(t)
	see(w, uitest.OwnScene())
	uitest.Press(t, w.devices.body, "timeline")
	s.Moments = uitest.LongStory()
	see(w, uitest.OwnStoryScene())
	uitest.CarryOut(t, w.Shell)
	if len(s.Asked) != 1 || s.Asked[0] != uitest.Alice+" " {
		t.Fatalf("asked for %q", s.Asked)
	}
	if got := w.story.words(w.story.all[1]).detail; !strings.HasPrefix(got, "Bob · ") {
		t.Errorf("whose device it is: %q", got)
	}
	uitest.Press(t, w.story.pane, "back")
	if w.View().Page != view.PageOwn {
		t.Errorf("leads back to %v", w.View().Page)
	}
}

func TestWhatCannotBeReadOfTheTimelineIsSaid(t *testing.T) {
	w, s := window(t)
	s.Err = &app.Error{Kind: app.KindDisk}
	see(w, uitest.StoryScene())
	uitest.CarryOut(t, w.Shell)
	if w.story.failure == "" {
		t.Error("nothing is said")
	}
}

func TestTheFiltersOfTheTimeline(t *testing.T) {
	uitest.Speak(t, "en")
	w, _ := window(t)
	see(w, uitest.StoryScene())
	tell(w, uitest.Story())
	for i, want := range [][]string{
		{"Alarm: the key of Bob’s laptop changed", "Device 1029384756 wrote its first message", "Device 1029384756 appeared in the list of Bob", "You trusted Bob’s laptop",
			"You named device 882104417 Bob’s laptop", "Bob’s laptop appeared in the list of Bob", "You verified Bob’s phone", "Bob’s phone became trusted by the rule First use"},
		{"You trusted Bob’s laptop", "You verified Bob’s phone", "Bob’s phone became trusted by the rule First use"},
		{"Alarm: the key of Bob’s laptop changed", "Device 1029384756 wrote its first message", "Device 1029384756 appeared in the list of Bob", "You named device 882104417 Bob’s laptop", "Bob’s laptop appeared in the list of Bob"},
		{"Alarm: the key of Bob’s laptop changed"},
	} {
		uitest.Press(t, w.story.pane, "filter "+fmt.Sprint(i))
		if got := titles(w.story); !slices.Equal(got, want) {
			t.Errorf("filter %d:\n%s", i, strings.Join(got, "\n"))
		}
	}
	uitest.Press(t, w.story.pane, "filter 0")
	uitest.Choose(t, w.story.deviceItems(), "Bob’s phone")
	if got := titles(w.story); len(got) != 2 {
		t.Errorf("of one device: %q", got)
	}
	uitest.Choose(t, w.story.deviceItems(), "All devices")
	if got := titles(w.story); len(got) != 8 {
		t.Errorf("of all again: %q", got)
	}
	w.story.wanted = ""
	see(w, uitest.EncScene())
	uitest.Choose(t, w.devices.deviceItems(uitest.Phone()), "Timeline")
	see(w, uitest.StoryScene())
	tell(w, uitest.Story())
	if got := titles(w.story); len(got) != 2 {
		t.Errorf("opened for one device: %q", got)
	}
}

func TestAnAlarmOfTheTimelineLeadsToTheDecision(t *testing.T) {
	alarm := uitest.Story()[0]
	d := &view.DeviceView{JID: uitest.Bob, Fingerprint: alarm.Fingerprint}
	for _, c := range []struct {
		press []string
		want  []app.Command
	}{
		{[]string{"trust"}, []app.Command{uitest.Decision(d, view.TrustTrusted)}},
		{[]string{"reject"}, []app.Command{uitest.Decision(d, view.TrustRejected)}},
		{[]string{"compare", "match"}, []app.Command{uitest.Decision(d, view.TrustVerified)}},
		{[]string{"compare", "cancel"}, nil},
		{[]string{"cancel"}, nil},
	} {
		w, s := window(t)
		see(w, uitest.StoryScene())
		tell(w, uitest.Story())
		uitest.Press(t, w.story.body, "decide "+alarm.Fingerprint)
		for _, key := range c.press {
			uitest.Press(t, uitest.Top(t, w.Shell), key)
		}
		uitest.CarryOut(t, w.Shell)
		uitest.Did(t, s, c.want...)
	}
	w, _ := window(t)
	see(w, uitest.StoryScene())
	decided := uitest.Story()
	decided[0].Alarm = false
	tell(w, decided)
	if w.story.body.Find("decide "+alarm.Fingerprint) != nil {
		t.Error("there is still something to decide")
	}
}

func TestALongTimelineIsDrawnInPages(t *testing.T) {
	uitest.Speak(t, "en")
	w, _ := window(t)
	see(w, uitest.StoryScene())
	if n := len(w.story.deviceItems()); n > mostStoryDevices+1 {
		t.Errorf("%d devices in a menu", n)
	}
	count := func() int {
		s := draw.Dry(800)
		w.story.drawBody(s)
		return int(s.H)
	}
	tell(w, uitest.ManyMoments(storyRows))
	one := count()
	tell(w, uitest.ManyMoments(10_000))
	if full := count(); full > one+100 {
		t.Errorf("10,000 lines are %d high, %d are %d", full, storyRows, one)
	}
	if w.story.body.Find("newer") != nil {
		t.Error("there is something newer than the newest")
	}
	uitest.Press(t, w.story.body, "older")
	if w.story.page != 1 || w.story.scroll.Offset.Y != 0 {
		t.Errorf("page %d, at %v", w.story.page, w.story.scroll.Offset)
	}
	uitest.Press(t, w.story.body, "newer")
	w.story.turn(49)
	if w.story.body.Find("older") != nil {
		t.Error("there is something older than the oldest")
	}
	w.story.turn(1000)
	if w.story.page != 49 {
		t.Errorf("page %d", w.story.page)
	}
}

func TestTheTimelineAsText(t *testing.T) {
	uitest.Speak(t, "en")
	w, _ := window(t)
	see(w, uitest.StoryScene())
	tell(w, uitest.Story())
	got := w.story.text()
	for _, want := range []string{
		"Trust timeline of Bob (bob@example.org)\nMade Thursday, 20 November, 14:10:00. Newest first.\n\n2025-11-20, Today\n14:04  Alarm: the key of Bob’s laptop changed\n",
		"       before: 9c39fabc 06f8d86d 7cca4e39 17e078a0 7f543b67 89e66ce2 5a4d5a0f 9cea57f2\n       key: e8715dbc",
		"2025-06-12, Thursday, 12 June\n18:22  You trusted Bob’s laptop (undecided → trusted)\n       by hand\n",
		"12:40  You verified Bob’s phone (trusted → verified)\n       code scanned with the camera\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("without %q:\n%s", want, got)
		}
	}
	if strings.ContainsAny(got, strongFrom+strongTo) || strings.Contains(got, "{{") {
		t.Errorf("%q", got)
	}
	for _, m := range uitest.Story() {
		if title := plain(w.story.words(m).title); !strings.Contains(got, title) {
			t.Errorf("%q is missing", title)
		}
	}
}

// file is a file that is written to, and may refuse.
type file struct {
	text   bytes.Buffer
	closed bool
	err    error
}

func (f *file) Write(b []byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	return f.text.Write(b)
}

func (f *file) Close() error { f.closed = true; return nil }

func TestWritingAFileSaysWhatCameOfIt(t *testing.T) {
	for _, err := range []error{nil, errors.New("no space left")} {
		w, _ := window(t)
		see(w, uitest.StoryScene())
		tell(w, uitest.Story())
		f := &file{err: err}
		w.WriteFile(f, "timeline.txt", w.story.writeText(), w.story.written)
		if f.text.Len() > 0 {
			t.Error("it is written on the main goroutine")
		}
		uitest.CarryOut(t, w.Shell)
		if !f.closed || (f.text.String() == w.story.text()) != (err == nil) || (w.story.said != "") != (err == nil) || (w.story.failure != "") != (err != nil) {
			t.Errorf("%v: said %q, %q, closed %v", err, w.story.said, w.story.failure, f.closed)
		}
	}
}

func TestEveryMomentHasWordsInEveryLanguage(t *testing.T) {
	for _, language := range []string{"en", "de"} {
		uitest.Speak(t, language)
		seen := map[string]bool{}
		for _, m := range append(uitest.LongStory(),
			view.Moment{Kind: view.MomentNamed, DeviceID: 3, JID: uitest.Bob},
			view.Moment{Kind: view.MomentPolicy, JID: uitest.Bob, Name: "Bob", To: "until-verified"},
			view.Moment{Kind: view.MomentPolicy, JID: uitest.Bob, Name: "Bob"},
			view.Moment{Kind: view.MomentRenewed, JID: uitest.Alice, Detail: keys.DoubtBundle},
			view.Moment{Kind: view.MomentRepaired, JID: uitest.Bob, By: view.ByHealing},
			view.Moment{Kind: view.MomentDecision, JID: uitest.Bob, Fingerprint: uitest.PrintDesk, From: "undecided", To: "verified", By: view.ByPage, Detail: "https://example.org"},
			view.Moment{Kind: view.MomentDecision, JID: uitest.Bob, DeviceID: 3, From: "verified", To: "rejected", By: view.ByRemoval},
			view.Moment{Kind: view.MomentDecision, JID: uitest.Bob, DeviceID: 3, From: "verified", To: "undecided", By: view.ByHand},
			view.Moment{Kind: view.MomentDecision, JID: uitest.Bob, DeviceID: 3, From: "verified", To: "undecided", By: view.ByUndo},
			view.Moment{Kind: view.MomentSeen, JID: uitest.Alice, DeviceID: 3},
			view.Moment{Kind: view.MomentLeft, JID: uitest.Bob, DeviceID: 3},
		) {
			words := momentOf(m, true, uitest.Alice, words.ShortKey)
			title := plain(words.title)
			if !strings.Contains(title, " ") || strings.Contains(title+words.detail, "{{") || strings.Contains(title+words.detail, "<no value>") || words.icon == "info" {
				t.Errorf("%s: %+v: %q, %q", language, m, title, words.detail)
			}
			seen[title+words.detail] = true
		}
		if len(seen) < 18 {
			t.Errorf("%s: only %d different lines", language, len(seen))
		}
	}
}

func TestNamesCannotForgeWordsOfTheTimeline(t *testing.T) {
	uitest.Speak(t, "en")
	m := uitest.Story()[3]
	m.Label = "x\x03 verified\n12:00  You trusted everybody\x02"
	words := momentOf(m, false, uitest.Alice, words.ShortKey)
	if got := plain(words.title); strings.Contains(got, "\n") || got != "You trusted x verified 12:00 You trusted everybody" {
		t.Errorf("%q", got)
	}
	if r := runs(words.title, 14, draw.Fg); len(r) != 2 || !r[1].Font.Bold {
		t.Errorf("%+v", r)
	}
}
