package chat

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/timeline"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

func TestTheQuietRows(t *testing.T) {
	uitest.Speak(t, "en")
	window(t)
	for _, c := range []struct {
		name string
		row  view.Row
		want string
	}{
		{"many earlier messages", view.Row{Notice: view.NoticeEarlier, Count: 214}, "214 earlier messages were written before this device existed"},
		{"one earlier message", view.Row{Notice: view.NoticeEarlier, Count: 1}, "1 earlier message was written before this device existed"},
		{"a named device", view.Row{Notice: view.NoticeAutoTrusted, Device: "Bob’s tablet", Policy: view.PolicyFirstUse}, "Bob’s tablet was trusted by your policy ‘First use’"},
		{"a device without a name", view.Row{Notice: view.NoticeAutoTrusted, Policy: view.PolicyUntilVerified}, "A new device of Bob was trusted by your policy ‘Until verified’"},
		{"a policy that nobody knows", view.Row{Notice: view.NoticeAutoTrusted, Device: "Bob’s tablet", Policy: "<b>"}, "Bob’s tablet was trusted by your policy"},
	} {
		if got := noticeRow(&c.row, "Bob", words.Calendar{Now: uitest.Now}); got.Kind != timeline.Note || got.Text != c.want {
			t.Errorf("%s: %q", c.name, got.Text)
		}
	}
}

func TestAQuietRowLeadsToTheDevices(t *testing.T) {
	w, _ := window(t)
	see(w, uitest.QuietScene())
	row := w.chat.book.made["t"]
	w.chat.act(row, row.Actions[0].Act)
	if w.View().Page != view.PageDevices {
		t.Error("the devices are not shown")
	}
}

// own-unverified: what another device of the account wrote is not simply mine.
func TestOwnMessageOfAnotherDeviceSaysSo(t *testing.T) {
	w, _ := window(t)
	see(w, uitest.ForeignScene())
	for id, want := range map[string]string{"foreign 0": "row.ownUndecided", "foreign 1": "row.ownRejected", "foreign 2": "row.plainIn"} {
		if got := w.chat.book.made[id].Foot; got != words.Tr(want) {
			t.Errorf("%s says %q, want %q", id, got, words.Tr(want))
		}
	}
	row := w.chat.book.made["foreign 0"]
	w.chat.act(row, row.Actions[0].Act)
	if w.View().Page != view.PageOwn {
		t.Error("the own devices are not shown")
	}
}

func TestARowWithoutATimeBeginsNoDay(t *testing.T) {
	w, _ := window(t)
	snap := uitest.QuietScene()
	snap.Rows[0] = &view.Row{ID: "e", Kind: view.RowNotice, Notice: view.NoticeEarlier, Count: 2}
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
	if got := words.Preview(&view.ChatRow{Kind: view.RowNotice, Preview: "first-use"}); got != "" {
		t.Errorf("the list says %q", got)
	}
}

func TestCatchingUpIsQuiet(t *testing.T) {
	if icon, color := shell.ConnectionMark(&view.AccountView{State: view.StateOnline, CatchingUp: true}); icon != "clock" || color != draw.Muted {
		t.Errorf("it shows %s in %s", icon, color)
	}
}

func TestWhatTheTimeSays(t *testing.T) {
	uitest.Speak(t, "en")
	window(t)
	plain := uitest.Text("1", uitest.Bob, "Bob", "Bring tea", uitest.At(20, "14:02"))
	plain.Encrypted, plain.Trust = false, ""
	labelled := uitest.Text("1", uitest.Bob, "Bob", "Bring tea", uitest.At(20, "14:02"))
	labelled.Device = "Bob’s laptop"
	for _, c := range []struct {
		name string
		row  *view.Row
		want string
	}{
		{"from a trusted device", labelled, "Thursday, 20 November, 14:02:00 · Encrypted · Bob’s laptop · Trusted"},
		{"in clear", plain, "Thursday, 20 November, 14:02:00 · Not encrypted"},
		{"an own one", uitest.Own("1", "Bring tea", uitest.At(20, "14:09"), view.MessageDelivered), "Thursday, 20 November, 14:09:00 · Encrypted · Delivered"},
	} {
		if got := rowTip(c.row, words.Calendar{Now: uitest.Now}); got != c.want {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}

func TestAGapStandsAtItsPlace(t *testing.T) {
	uitest.Speak(t, "en")
	w, _ := window(t)
	see(w, uitest.Gaps(uitest.MainScene()))
	var got []string
	for _, r := range w.chat.book.rows(w.Shown, w.Now(), nil) {
		if r.Kind == timeline.Bubble || r.Kind == timeline.Card {
			got = append(got, r.ID)
		} else if r.Kind == timeline.Gap {
			got = append(got, r.Text)
		}
	}
	want := []string{"1", "2", "Messages between 18 November and today 13:39 may be missing: the server no longer has them", "3", "4", "5", "6", "7",
		"Messages between today 14:09 and today 14:10 may be missing: the server no longer has them"}
	if !slices.Equal(got, want) {
		t.Errorf("rows %q, want %q", got, want)
	}
	part := uitest.Gaps(uitest.MainScene())
	part.Number, part.Chat.Newer = 2, true
	see(w, part)
	if w.chat.book.made["gap "+fmt.Sprint(uitest.At(20, "14:09").UnixMilli())] != nil {
		t.Error("a gap stands at the end though there are newer rows")
	}
}

func TestAGapWithinADayNamesTheHours(t *testing.T) {
	uitest.Speak(t, "en")
	window(t)
	r := gapRow(view.Gap{From: uitest.Date(time.March, 2), To: uitest.Date(time.March, 2).Add(2 * time.Hour)}, words.Calendar{Now: uitest.Now})
	if want := "Messages between 2 March, 12:00 and 2 March, 14:00 may be missing: the server no longer has them"; r.Text != want {
		t.Errorf("it says %q", r.Text)
	}
}

// A gap is no row of the service, so that the window cannot ask for rows around it.
func TestAGapIsNoAnchor(t *testing.T) {
	w, _ := window(t)
	snap := uitest.Gaps(uitest.MainScene())
	snap.Chat.UnreadFrom = ""
	for range 100 {
		snap.Accounts[0].Gaps = append(snap.Accounts[0].Gaps, view.Gap{From: uitest.Now.Add(time.Duration(len(snap.Accounts[0].Gaps)) * time.Hour), To: uitest.Now.AddDate(1, 0, 0)})
	}
	see(w, snap)
	if got := w.chat.list.FirstVisible(); got != "" {
		t.Errorf("the first row is %q", got)
	}
	w.chat.list.ScrollBy(5000)
	if got := w.chat.list.FirstVisible(); got != "1" {
		t.Errorf("the first row is %q", got)
	}
}
