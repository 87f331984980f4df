package ui

import (
	"strings"
	"testing"
	"time"

	"vouch/app"
	"vouch/ui/draw"
	"vouch/ui/timeline"
)

func TestTheQuietRows(t *testing.T) {
	speak(t, "en")
	window(t, Options{})
	for _, c := range []struct {
		name string
		row  app.Row
		want string
	}{
		{"many earlier messages", app.Row{Notice: app.NoticeEarlier, Count: 214}, "214 earlier messages were written before this device existed"},
		{"one earlier message", app.Row{Notice: app.NoticeEarlier, Count: 1}, "1 earlier message was written before this device existed"},
		{"a named device", app.Row{Notice: app.NoticeAutoTrusted, Device: "Bob’s tablet", Body: "first-use"}, "Bob’s tablet was trusted by your policy ‘First use’"},
		{"a device without a name", app.Row{Notice: app.NoticeAutoTrusted, Body: "until-verified"}, "A new device of Bob was trusted by your policy ‘Until verified’"},
		{"a policy that nobody knows", app.Row{Notice: app.NoticeAutoTrusted, Device: "Bob’s tablet", Body: "<b>"}, "Bob’s tablet was trusted by your policy"},
	} {
		if got := noticeRow(&c.row, "Bob", calendar{now}); got.Kind != timeline.Note || got.Text != c.want {
			t.Errorf("%s: %q", c.name, got.Text)
		}
	}
}

func TestAQuietRowLeadsToTheDevices(t *testing.T) {
	w, _ := window(t, Options{})
	see(w, quietScene())
	row := w.chat.book.made["t"]
	w.chat.act(row, row.Actions[0].Act)
	if w.view().Page != app.PageDevices {
		t.Error("the devices are not shown")
	}
}

func TestARowWithoutATimeBeginsNoDay(t *testing.T) {
	w, _ := window(t, Options{})
	snap := quietScene()
	snap.Rows[0] = &app.Row{ID: "e", Kind: app.RowNotice, Notice: app.NoticeEarlier, Count: 2}
	see(w, snap)
	days := 0
	for id := range w.chat.book.made {
		if strings.HasPrefix(id, "day ") {
			days++
		}
	}
	if days != 1 {
		t.Errorf("there are %d days", days)
	}
}

func TestANoticeIsNoPreview(t *testing.T) {
	if got := preview(&app.ChatRow{Kind: app.RowNotice, Preview: "first-use"}); got != "" {
		t.Errorf("the list says %q", got)
	}
}

func TestCatchingUpIsQuiet(t *testing.T) {
	if icon, color := connectionMark(&app.AccountView{State: app.StateOnline, CatchingUp: true}); icon != "clock" || color != draw.Muted {
		t.Errorf("it shows %s in %s", icon, color)
	}
}

func TestWhatTheTimeSays(t *testing.T) {
	speak(t, "en")
	window(t, Options{})
	plain := text("1", bob, "Bob", "Bring tea", at(20, "14:02"))
	plain.Encrypted, plain.Trust = false, ""
	labelled := text("1", bob, "Bob", "Bring tea", at(20, "14:02"))
	labelled.Device = "Bob’s laptop"
	for _, c := range []struct {
		name string
		row  *app.Row
		want string
	}{
		{"from a trusted device", labelled, "Thursday, 20 November, 14:02:00 · Encrypted · Bob’s laptop · Trusted"},
		{"in clear", plain, "Thursday, 20 November, 14:02:00 · Not encrypted"},
		{"an own one", own("1", "Bring tea", at(20, "14:09"), app.MessageDelivered), "Thursday, 20 November, 14:09:00 · Encrypted · Delivered"},
	} {
		if got := rowTip(c.row, calendar{now}); got != c.want {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}

func TestTheTimeBringsUpTheWholeDate(t *testing.T) {
	clock := now
	w, _ := window(t, Options{Now: func() time.Time { return clock }})
	see(w, mainScene())
	if w.tip.over(w.chat.book.made["7"].Tip, w.chat.list); w.tip.due() {
		t.Error("the words come up at once")
	}
	clock = clock.Add(tipAfter)
	if !w.tip.due() || !strings.Contains(w.tip.words, "20 November") {
		t.Errorf("the words are %q", w.tip.words)
	}
}
