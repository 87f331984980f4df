package ui

import (
	"strings"
	"testing"

	"vouch/app/view"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

func TestANotificationOfABlankMessageSaysSo(t *testing.T) {
	for _, body := range uitest.Blanks {
		w, _ := window(t, Options{})
		if _, got := w.newsWords(&view.News{Kind: view.RowText, Text: body, Count: 1}, false); got != words.Tr("row.blank") {
			t.Errorf("%+q: the notification says %q", body, got)
		}
	}
}

func TestABlankNameIsNone(t *testing.T) {
	for _, name := range uitest.Blanks {
		if got := words.NameOf(name, uitest.Bob); got != uitest.Bob {
			t.Errorf("%+q is called %q", name, got)
		}
		if got := words.DeviceName(&view.DeviceView{Label: name}); got != words.Tr("device.unnamed") {
			t.Errorf("a device called %+q is called %q", name, got)
		}
		if got := chatTip(&view.ChatRow{Chat: uitest.Bob, Encrypted: true, Groups: []string{name}}, "Bob", false); got != uitest.Bob+" · "+words.Tr("pill.encrypted") {
			t.Errorf("in group %+q: %q", name, got)
		}
	}
	if got := words.OneLine(strings.Repeat("\u2800", 100)+"Bob", words.NameRunes); got != "Bob" {
		t.Errorf("behind blanks, Bob is called %q", got)
	}
}
