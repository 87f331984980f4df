package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"vouch/app/view"
	"vouch/ui/bidi"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/uitest"
	"vouch/ui/words"
)

// TestNamesTurnNothingAroundThem: a name that runs from right to left stays in its place in a sentence of ours, in whatever order
// it is put together.
func TestNamesTurnNothingAroundThem(t *testing.T) {
	const david = "דוד (עבודה)"
	apart := bidi.Isolate(david)
	w, _ := window(t, Options{})
	snap := uitest.MainScene()
	snap.Chat.Name, snap.Chat.Status = david, david
	see(w, snap)
	title, _ := w.newsWords(&view.News{Name: david, Chat: uitest.Bob, Kind: view.RowText, Text: "x", Count: 3}, false)
	for where, got := range map[string]string{
		"a notification":    title,
		"a device":          words.Tr("device.of", "Name", david),
		"the tip of a chat": chatTip(&view.ChatRow{Chat: uitest.Bob, Groups: []string{david}}, "Bob", false),
	} {
		if !strings.Contains(got, apart) {
			t.Errorf("%s: %q", where, got)
		}
		if bidi.Direction([]rune(got)) != 0 {
			t.Errorf("%s runs from right to left: %q", where, got)
		}
	}
	if got := words.Tr("chats.you", "Words", "שלום"); got != "You: "+bidi.Isolate("שלום") || words.Tr("chats.you", "Words", "hello") != "You: hello" {
		t.Errorf("%q", got)
	}
	if hint := w.Win.Canvas().Focused().(*draw.Entry).PlaceHolder; strings.ContainsAny(hint, "\u2068\u2069") || !strings.Contains(hint, "(\u200eעבודה\u200e) \u200eדוד") {
		t.Errorf("the field says %q", hint)
	}
	items := []*fyne.MenuItem{fyne.NewMenuItem("x", nil), fyne.NewMenuItem(david, nil)}
	items[0].ChildMenu = fyne.NewMenu("", fyne.NewMenuItem(david, nil))
	if shell.Turn(items); items[1].Label == david || items[0].ChildMenu.Items[0].Label != items[1].Label || items[0].Label != "x" {
		t.Errorf("the menu says %q and %q", items[1].Label, items[0].ChildMenu.Items[0].Label)
	}
}

func TestMarksOfDirectionStayInTheirBox(t *testing.T) {
	if got := words.Many("\u200fabc!\u202e\u2067\u061c1"); got != "\u200fabc!\u061c1" {
		t.Errorf("a message is %+q", got)
	}
	if got := words.OneLine("\u200fabc\u200e", 10); got != "abc" {
		t.Errorf("a name is %+q", got)
	}
}
