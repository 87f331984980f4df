package chat

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"vouch/app"
	"vouch/app/files/sound"
	"vouch/app/view"
	"vouch/ui/audio"
	"vouch/ui/uitest"
	"vouch/ui/voice"
	"vouch/ui/words"
)

// talking is a window with a microphone.
func talking(t *testing.T) (*bench, *uitest.Service, *uitest.Mic) {
	t.Helper()
	w, s := window(t)
	m := &uitest.Mic{Files: audio.Files{Out: filepath.Join(t.TempDir(), "out.wav")}}
	m.Turned = func() { w.Soon(func() {}) }
	w.chat.to.Audio = m
	return w, s, m
}

// say records something in the chat that is shown.
func (w *bench) say(t *testing.T, m *uitest.Mic, length time.Duration) {
	t.Helper()
	if w.chat.spoken() == nil {
		uitest.Press(t, w.chat.Pane, "record")
	}
	uitest.Await(t, w.Shell, "microphone", m.Runs)
	v := w.chat.spoken()
	before := v.Length()
	m.Say(t, uitest.Speech(length))
	uitest.Await(t, w.Shell, "sound", func() bool { return v.Length() >= before+length })
}

func (w *bench) awaitVoice(t *testing.T, s voice.State) {
	t.Helper()
	uitest.Await(t, w.Shell, "state", func() bool { v := w.chat.spoken(); return v != nil && v.State() == s && !v.Busy() })
}

// sent is the voice message that was sent, and its sound.
func sentVoice(t *testing.T, s *uitest.Service) (app.SendContent, []int16) {
	t.Helper()
	for _, c := range s.Done {
		if sent, ok := c.(app.SendContent); ok {
			_, got := uitest.Decoded(t, sent.Content)
			sent.Content, s.Done = nil, nil
			return sent, got
		}
	}
	t.Fatalf("nothing was sent: %#v", s.Done)
	panic("unreachable")
}

// Recorded, stopped, listened to and sent: what leaves is what was said, in this chat; the field is back, with the keyboard.
func TestAVoiceMessageIsSent(t *testing.T) {
	w, s, m := talking(t)
	see(w, uitest.MainScene())
	w.say(t, m, 2*time.Second)
	bar := w.chat.voiceBar.Pane
	if w.Win.Canvas().Focused() != uitest.Focusable(t, bar, "voice stop") {
		t.Error("the keyboard is not where the recording stops")
	}
	uitest.Press(t, bar, "voice stop")
	w.awaitVoice(t, voice.Whole)
	if w.Win.Canvas().Focused() != uitest.Focusable(t, bar, "voice play") {
		t.Error("the keyboard is not where it is listened to")
	}
	uitest.Press(t, bar, "voice play")
	uitest.Await(t, w.Shell, "end", func() bool { v := w.chat.spoken(); return !v.Playing() && !v.Busy() })
	uitest.Did(t, s)
	uitest.Press(t, bar, "voice send")
	uitest.Press(t, bar, "voice send") // while it is handed over
	if orders := w.Queue.TakeOrders(); len(orders) != 1 {
		t.Errorf("it is sent %d times", len(orders))
	} else {
		w.Queue.Put(orders[0])
	}
	uitest.Await(t, w.Shell, "field", func() bool { return w.chat.spoken() == nil })
	sent, got := sentVoice(t, s)
	want := app.SendContent{Account: uitest.Alice, Chat: uitest.Bob, Name: words.Tr("voice.name", "Date", uitest.Now.Format("2006-01-02"), "Time", uitest.Now.Format("15.04")) + ".oga"}
	if sent.Account != want.Account || sent.Chat != want.Chat || sent.Name != want.Name || sent.Caption != "" {
		t.Errorf("sent %#v, want %#v", sent, want)
	}
	said := uitest.Speech(2 * time.Second)
	if len(got) != len(said) || uitest.Alike(got, said) < 0.97 {
		t.Errorf("%d samples, alike %.3f", len(got), uitest.Alike(got, said))
	}
	if w.Win.Canvas().Focused() != w.chat.entry || w.chat.Failure() != "" {
		t.Errorf("the field is not back: %q", w.chat.Failure())
	}
}

// While it records it is sent at one press; a second one sends nothing more.
func TestAVoiceMessageIsSentAtOnce(t *testing.T) {
	w, s, m := talking(t)
	see(w, uitest.MainScene())
	w.say(t, m, time.Second)
	send := w.chat.voiceBar.Send
	send()
	send()
	uitest.Await(t, w.Shell, "field", func() bool { return w.chat.spoken() == nil })
	send()
	if n := len(s.Done); n != 1 {
		t.Errorf("%d commands", n)
	}
	if _, got := sentVoice(t, s); len(got) != sound.RecordRate || m.Runs() {
		t.Errorf("%d samples", len(got))
	}
}

// What the service does not take is still there.
func TestAVoiceMessageThatIsNotSentStays(t *testing.T) {
	w, s, m := talking(t)
	see(w, uitest.MainScene())
	w.say(t, m, time.Second)
	s.Err = &app.Error{Kind: app.KindDisk}
	w.chat.sendVoice()
	uitest.Await(t, w.Shell, "words", func() bool { return w.chat.Failure() != "" })
	if !strings.Contains(w.chat.Failure(), words.Tr("voice.stillHere")) || w.chat.spoken() == nil {
		t.Errorf("it says %q", w.chat.Failure())
	}
	s.Err, s.Done = nil, nil
	w.chat.sendVoice()
	uitest.Await(t, w.Shell, "field", func() bool { return w.chat.spoken() == nil })
	if _, got := sentVoice(t, s); len(got) != sound.RecordRate {
		t.Errorf("%d samples", len(got))
	}
}

// A short one goes at Escape, a longer one after a question, and nothing is left of either.
func TestAVoiceMessageIsThrownAway(t *testing.T) {
	w, s, m := talking(t)
	see(w, uitest.MainScene())
	escape := func() { w.Win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape}) }
	w.say(t, m, time.Second)
	escape()
	if w.chat.spoken() != nil || w.Win.Canvas().Overlays().Top() != nil || w.Win.Canvas().Focused() != w.chat.entry {
		t.Fatal("a try is asked about")
	}
	uitest.Await(t, w.Shell, "end", func() bool { return !m.Runs() })
	w.say(t, m, 3500*time.Millisecond)
	escape()
	if !uitest.Shows(w.Shell, words.Tr("voice.dropTitle")) || w.chat.spoken() == nil {
		t.Fatal("it is not asked")
	}
	uitest.DialogOf(t, w.Shell).Close()
	w.awaitVoice(t, voice.Paused) // nobody records a question
	w.chat.dropVoice()
	uitest.DialogOf(t, w.Shell).Buttons[1].Tap()
	if w.chat.spoken() != nil || w.chat.Unsent() || m.Runs() {
		t.Error("it is still there")
	}
	uitest.Did(t, s)
}

// Who goes to another chat while it records finds it there again, paused; it never goes to the other one.
func TestAVoiceMessageWaitsInItsChat(t *testing.T) {
	w, s, m := talking(t)
	see(w, uitest.MainScene())
	test.Type(w.chat.entry, "begun")
	uitest.CarryOut(t, w.Shell)
	w.chat.record() // by the keyboard there is no button for it now
	w.say(t, m, time.Second)
	v := w.chat.spoken()
	see(w, uitest.PlainScene())
	if v.State() != voice.Paused {
		t.Error("it records what nobody sees")
	}
	uitest.Await(t, w.Shell, "pause", func() bool { return !m.Runs() })
	if w.chat.spoken() != nil || w.Win.Canvas().Focused() != w.chat.entry {
		t.Error("it is in the other chat")
	}
	if w.chat.Draft(uitest.Bob) != "begun" {
		t.Errorf("the list says %q", w.chat.Draft(uitest.Bob))
	}
	delete(w.chat.drafts, uitest.Alice+" "+uitest.Bob)
	if w.chat.Draft(uitest.Bob) != words.Tr("voice.draft") {
		t.Errorf("the list says %q", w.chat.Draft(uitest.Bob))
	}
	see(w, uitest.MainScene())
	w.awaitVoice(t, voice.Paused)
	page := uitest.MainScene()
	page.View.Page, page.Number = view.PageDevices, 5
	uitest.Press(t, w.chat.voiceBar.Pane, "voice pause")
	w.say(t, m, time.Second)
	see(w, page)
	if v.State() != voice.Paused {
		t.Error("it records behind another page")
	}
	uitest.Await(t, w.Shell, "pause", func() bool { return !m.Runs() })
	see(w, uitest.MainScene())
	w.chat.sendVoice()
	see(w, uitest.PlainScene()) // before it has ended
	uitest.Await(t, w.Shell, "end", func() bool { return !w.chat.Unsent() })
	if sent, got := sentVoice(t, s); sent.Chat != uitest.Bob || len(got) != 2*sound.RecordRate {
		t.Errorf("%d samples went to %s", len(got), sent.Chat)
	}
}

// The button is there where a file can be sent and nothing is written; what is typed while it records goes nowhere.
func TestWhereVoiceMessagesAreMade(t *testing.T) {
	w, _, m := talking(t)
	see(w, uitest.MainScene())
	if w.chat.Pane.Find("record") == nil || w.chat.Pane.Find("send") != nil {
		t.Error("there is no button beside the empty field")
	}
	test.Type(w.chat.entry, "a")
	if w.chat.Pane.Find("record") != nil || w.chat.Pane.Find("send") == nil {
		t.Error("who types cannot send")
	}
	w.chat.entry.SetText("")
	uitest.CarryOut(t, w.Shell)
	w.say(t, m, time.Second)
	w.Win.Canvas().Focus(w.chat.list)
	w.chat.list.TypedRune('x')
	if w.chat.entry.Text != "" {
		t.Error("somebody types where nobody sees it")
	}
	w.chat.dropVoice()
	see(w, uitest.PlainScene())
	if w.chat.Pane.Find("record") == nil || w.chat.Pane.Find("send") == nil {
		t.Error("in clear there are not both buttons")
	}
	w.chat.to.Audio = nil
	for _, scene := range []*view.Snapshot{uitest.PlainScene(), uitest.MainScene()} {
		see(w, scene)
		w.chat.record()
		if w.chat.Pane.Find("record") != nil || w.chat.Pane.Find("send") == nil || w.chat.spoken() != nil {
			t.Error("it records without a microphone")
		}
	}
}

// Where there is no microphone, the field is back with a word about it.
func TestNoMicrophone(t *testing.T) {
	w, _, m := talking(t)
	m.Err = audio.ErrRefused
	see(w, uitest.MainScene())
	uitest.Press(t, w.chat.Pane, "record")
	uitest.Await(t, w.Shell, "words", func() bool { return w.chat.Failure() != "" })
	if w.chat.Failure() != words.Tr("voice.refused") || w.chat.spoken() != nil || w.Win.Canvas().Focused() != w.chat.entry {
		t.Errorf("it says %q", w.chat.Failure())
	}
}
