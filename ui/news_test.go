package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/accounts"
	"vouch/ui/desktop"
	"vouch/ui/uitest"
)

// board is a Desktop that writes down what it is told.
type board []string

func (b *board) Notify(n desktop.Notification) {
	var actions []string
	for _, a := range n.Actions {
		actions = append(actions, a.Name)
	}
	*b = append(*b, fmt.Sprintf("%s: %s: %s [%s]%s%s", n.Tag, n.Title, n.Body, strings.Join(actions, " "), map[bool]string{true: " urgent"}[n.Urgent], map[bool]string{true: " quiet"}[n.Quiet]))
}

func (b *board) Withdraw(tag string) { *b = append(*b, "withdraw "+tag) }

func (b *board) OpenFile(_ context.Context, path string, ask bool) error {
	*b = append(*b, fmt.Sprint("open ", path, " ", ask))
	return nil
}

func (b *board) ShowFile(_ context.Context, path string) error {
	*b = append(*b, "show "+path)
	return nil
}

// said checks what was told since it was called last.
func (b *board) said(t *testing.T, want ...string) {
	t.Helper()
	if !slices.Equal(*b, want) {
		t.Errorf("told\n%s\nwant\n%s", strings.Join(*b, "\n"), strings.Join(want, "\n"))
	}
	*b = nil
}

// newsScene is a window that shows the chat with bob while somebody writes.
func newsScene(news ...*view.News) *view.Snapshot {
	snap := uitest.MainScene()
	snap.News = news
	return snap
}

func newsOf(who, id, text string, n int) *view.News {
	return &view.News{Account: uitest.Alice, Chat: who, Name: strings.ToUpper(who[:1]) + who[1:strings.Index(who, "@")], Count: n, Last: id, Text: text, Kind: view.RowText, Trust: view.TrustTrusted}
}

func TestWhatIsNewIsToldOnce(t *testing.T) {
	b := &board{}
	w, s := window(t, Options{Desktop: b})
	see(w, newsScene(newsOf(uitest.Carol, "1", "old", 1)))
	b.said(t) // it was there before
	see(w, newsScene(newsOf(uitest.Carol, "1", "old", 1)))
	b.said(t)
	see(w, newsScene(newsOf(uitest.Carol, "2", "<b>new</b>\u202e", 2)))
	b.said(t, "chat alice@example.org carol@example.net: Carol · 2 new messages: <b>new</b> [default read]")
	see(w, newsScene(newsOf(uitest.Carol, "2", "<b>new</b>\u202e", 2)))
	b.said(t)
	see(w, newsScene(newsOf(uitest.Carol, "2", "corrected", 2)))
	b.said(t, "chat alice@example.org carol@example.net: Carol · 2 new messages: corrected [default read] quiet")
	see(w, newsScene())
	b.said(t, "withdraw chat alice@example.org carol@example.net")

	see(w, newsScene(newsOf(uitest.Bob, "3", "seen", 1)))
	b.said(t) // his chat is on the screen
	w.lookAway(true)
	see(w, newsScene(newsOf(uitest.Bob, "4", "not seen", 1)))
	b.said(t, "chat alice@example.org bob@example.org: Bob: not seen [default read]")
	w.lookAway(false)
	see(w, newsScene(newsOf(uitest.Bob, "4", "not seen", 1)))
	b.said(t, "withdraw chat alice@example.org bob@example.org")

	uitest.CarryOut(t, w.Shell)
	s.Done = nil
	w.pressedNews("chat "+uitest.Alice+" "+uitest.Carol, actionRead)
	uitest.CarryOut(t, w.Shell)
	uitest.Did(t, s, app.MarkRead{Account: uitest.Alice, Chat: uitest.Carol})
	w.pressedNews("chat "+uitest.Alice+" "+uitest.Carol, desktop.Press)
	if v := w.View(); v.Chat != uitest.Carol {
		t.Errorf("the press shows %+v", v)
	}
}

// TestNewsSayWhatCanBeTrusted: what came in clear, from devices nobody decided on, or cannot be read.
func TestNewsSayWhatCanBeTrusted(t *testing.T) {
	w, _ := window(t, Options{})
	for _, c := range []struct {
		change func(n *view.News)
		want   string
	}{
		{func(n *view.News) {}, "secret"},
		{func(n *view.News) { n.Trust = view.TrustVerified }, "secret"},
		{func(n *view.News) { n.Trust = view.TrustUndecided }, "secret\nFrom a device you have not decided on."},
		{func(n *view.News) { n.Trust = view.TrustRejected }, "secret\nFrom a device you have rejected."},
		{func(n *view.News) { n.Trust, n.PlainIn = "", true }, "secret\nNot encrypted."},
		{func(n *view.News) { n.Retracted, n.Text = true, "" }, "The message was taken back."},
		{func(n *view.News) { n.Kind, n.Text = view.RowUnreadable, "" }, "A message that cannot be read on this device."},
		{func(n *view.News) { n.Text = strings.Repeat("x", 5000) }, strings.Repeat("x", newsText) + "…"},
		{func(n *view.News) { n.Wants = true }, "bob@example.org wants to see when you are online."},
	} {
		n := newsOf(uitest.Bob, "1", "secret", 1)
		c.change(n)
		if _, got := w.newsWords(n, false); got != c.want {
			t.Errorf("%+v says %q, want %q", n, got, c.want)
		}
	}
	n := newsOf(uitest.Bob, "1", "secret", 1)
	if title, _ := w.newsWords(n, true); title != "Bob to alice@example.org" {
		t.Errorf("with several accounts: %q", title)
	}
	w.App.Preferences().SetString(accounts.NotifyKey, accounts.NotifyName)
	if title, body := w.newsWords(n, false); title != "Bob" || body != "New message" {
		t.Errorf("without its text: %q, %q", title, body)
	}
}

// TestNotificationsCanBeOff by the settings, by do not disturb, and while it is not known what was read elsewhere.
func TestNotificationsCanBeOff(t *testing.T) {
	b := &board{}
	w, _ := window(t, Options{Desktop: b})
	see(w, newsScene())
	snap := newsScene(newsOf(uitest.Carol, "1", "while catching up", 1))
	snap.Accounts[0].CatchingUp = true
	see(w, snap)
	b.said(t)
	see(w, newsScene(newsOf(uitest.Carol, "2", "and after", 7)))
	b.said(t, "chat alice@example.org carol@example.net: Carol · 7 new messages: and after [default read]")
	snap = newsScene(newsOf(uitest.Carol, "2", "and after", 7), newsOf(uitest.Dave, "3", "disturbs", 1))
	snap.Accounts[0].Show = view.ShowDND
	see(w, snap)
	b.said(t, "withdraw chat alice@example.org carol@example.net")
	w.App.Preferences().SetString(accounts.NotifyKey, accounts.NotifyNone)
	see(w, newsScene(newsOf(uitest.Dave, "4", "more", 1)))
	b.said(t)
	w.App.Preferences().SetString(accounts.NotifyKey, accounts.NotifyAll)
	see(w, newsScene(newsOf(uitest.Dave, "4", "more", 1)))
	b.said(t) // what was not told then is not told later
}

// TestNewDevicesOfOnesOwnAreToldAlways even with notifications off.
func TestNewDevicesOfOnesOwnAreToldAlways(t *testing.T) {
	b := &board{}
	w, _ := window(t, Options{Desktop: b})
	with := func(n int) *view.Snapshot {
		snap := uitest.MainScene()
		snap.Accounts[0].Undecided, snap.Accounts[0].Show = n, view.ShowDND
		return snap
	}
	w.App.Preferences().SetString(accounts.NotifyKey, accounts.NotifyNone)
	see(w, with(9))
	w.lookAway(true)
	see(w, with(9))
	b.said(t)
	see(w, with(10))
	b.said(t, "device alice@example.org: 10 new devices in your account alice@example.org: It reads nothing until you decide. [default] urgent")
	see(w, with(9))
	b.said(t)
	see(w, with(0))
	b.said(t, "withdraw device alice@example.org")
	see(w, with(1))
	b.said(t, "device alice@example.org: A new device in your account alice@example.org: It reads nothing until you decide. [default] urgent")
	w.pressedNews("device "+uitest.Alice, desktop.Press)
	if v := w.View(); v.Page != view.PageOwn {
		t.Errorf("the press shows %+v", v)
	}
}
