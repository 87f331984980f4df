package ui

import (
	"context"
	"errors"
	"strings"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/accounts"
	"vouch/ui/bidi"
	"vouch/ui/desktop"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// Desktop is what a window needs of the desktop around it.
type Desktop interface {
	// Notify tells something outside of the window; a later one of the same tag takes its place.
	Notify(n desktop.Notification)
	// Withdraw takes back what was told about a tag. Neither waits.
	Withdraw(tag string)
	// OpenFile opens a file in another program, which the user picks with ask. It waits, so it is not for the main goroutine.
	// errors.ErrUnsupported: nobody can be asked.
	OpenFile(ctx context.Context, path string, ask bool) error
	// ShowFile shows a file in its folder. It waits too.
	ShowFile(ctx context.Context, path string) error
}

// noDesktop stands for the one that a window of a test does not have.
type noDesktop struct{}

var errNoDesktop = errors.New("no desktop")

func (noDesktop) Notify(desktop.Notification)                  {}
func (noDesktop) Withdraw(string)                              {}
func (noDesktop) OpenFile(context.Context, string, bool) error { return errNoDesktop }
func (noDesktop) ShowFile(context.Context, string) error       { return errNoDesktop }

// newsText is how much of a message a notification shows, in letters.
const newsText = 300

// told is what was said about a tag: the message that it was about or the number of devices, and the words. Without words,
// nobody was told.
type told struct {
	about   string
	devices int
	words   string
}

// Tags of notifications; what they are about follows.
const (
	tagChat   = "chat "
	tagAsks   = "asks "
	tagDevice = "device "
)

// tellNews tells the desktop what is new since the snapshot before, unless the user looks at it, and takes back what is no
// longer new. What was there at the start is no news.
func (w *Window) tellNews(snap *view.Snapshot) {
	if w.options.Desktop == nil {
		return
	}
	first, before := w.told == nil, w.told
	w.told = map[string]told{}
	busy := map[string]*view.AccountView{}
	for _, a := range snap.Accounts {
		busy[a.JID] = a
		if a.Undecided > 0 {
			w.tellDevice(a, before, first)
		}
	}
	for _, n := range snap.News {
		tag := tagChat + n.Account + " " + n.Chat
		if n.Wants {
			tag = tagAsks + n.Account + " " + n.Chat
		}
		was, known := before[tag]
		a := busy[n.Account]
		if a != nil && a.CatchingUp && !first { // one for all that comes, when it is known what others of our devices have read
			if known {
				w.told[tag] = was
			}
			continue
		}
		now := told{about: n.Last}
		title, body := w.newsWords(n, len(snap.Accounts) > 1)
		switch {
		case first, w.looksAt(n), w.notify() == accounts.NotifyNone, a != nil && a.Show == view.ShowDND:
			now.words = "" // withdrawn below, if it was told
		case known && was.about == n.Last && (was.words == "" || was.words == title+body):
			now.words = was.words
		default:
			now.words = title + body
			w.options.Desktop.Notify(desktop.Notification{Tag: tag, Title: title, Body: body, Picture: w.Face(n.Name, n.Chat, n.Picture).Picture,
				Quiet: known && was.about == n.Last, Actions: newsActions(n)})
		}
		w.told[tag] = now
	}
	for tag, was := range before {
		if was.words != "" && w.told[tag].words == "" {
			w.options.Desktop.Withdraw(tag)
		}
	}
}

// tellDevice tells that an account has a device that nobody has decided on. That cannot be switched off.
func (w *Window) tellDevice(a *view.AccountView, before map[string]told, first bool) {
	tag := tagDevice + a.JID
	now := told{devices: a.Undecided, words: tag}
	was := before[tag]
	switch {
	case first, !w.away && a == w.Account(): // the window says so too
		now.words = ""
	case was.devices >= now.devices:
		now.words = was.words
	default:
		w.options.Desktop.Notify(desktop.Notification{Tag: tag, Title: words.Trn("news.device", a.Undecided, "Account", words.OneLine(a.JID, words.NameRunes)), Body: words.Tr("news.deviceText"),
			Urgent: true, Actions: []desktop.Action{{Name: desktop.Press, Word: words.Tr("row.lookAtIt")}}})
	}
	w.told[tag] = now
}

// looksAt says whether the user has what is new on the screen.
func (w *Window) looksAt(n *view.News) bool {
	v := w.View()
	return !w.away && v.Account == n.Account && v.Chat == n.Chat && v.Page == view.PageChat
}

// notify is what notifications say.
func (w *Window) notify() string { return w.App.Preferences().String(accounts.NotifyKey) }

// newsWords are those of a notification. Where there are several accounts, it says whose it is.
func (w *Window) newsWords(n *view.News, several bool) (title, body string) {
	title = words.OneLine(words.NameOf(n.Name, n.Chat), words.NameRunes)
	if several {
		title = words.Tr("news.for", "Name", title, "Account", words.OneLine(n.Account, words.NameRunes))
	}
	if n.Wants {
		return title, words.Tr("news.asks", "Address", words.OneLine(n.Chat, 2*words.NameRunes))
	}
	if n.Count > 1 {
		title = bidi.Isolate(title) + " · " + words.Trn("news.count", n.Count)
	}
	if n.Mention {
		title += " · " + words.Tr("tip.mention")
	}
	var lines []string
	switch {
	case w.notify() == accounts.NotifyName:
		lines = append(lines, words.Tr("news.message"))
	case n.Retracted:
		lines = append(lines, words.Tr("news.retracted"))
	case n.Kind == view.RowUnreadable:
		lines = append(lines, words.Tr("news.unreadable"))
	case n.Kind == view.RowOther:
		lines = append(lines, words.ShortOther(n.Notice))
	default:
		lines = append(lines, words.BodyLine(n.Text, newsText))
		if by := words.OneLine(n.From, words.NameRunes); by != "" {
			lines[len(lines)-1] = words.Tr("news.by", "Name", by, "Words", lines[len(lines)-1])
		}
	}
	switch {
	case n.PlainIn:
		lines = append(lines, words.Tr("news.plain"))
	case n.Trust == view.TrustUndecided:
		lines = append(lines, words.Tr("news.undecided"))
	case n.Trust == view.TrustRejected:
		lines = append(lines, words.Tr("news.rejected"))
	}
	return title, strings.Join(lines, "\n")
}

func newsActions(n *view.News) []desktop.Action {
	out := []desktop.Action{{Name: desktop.Press, Word: words.Tr("menu.open")}}
	if !n.Wants {
		out = append(out, desktop.Action{Name: actionRead, Word: words.Tr("news.markRead")})
	}
	return out
}

// actionRead is the button of a notification that says: I have seen it.
const actionRead = "read"

// pressedNews does what a press on a notification asks for.
func (w *Window) pressedNews(tag, action string) {
	kind, rest, _ := strings.Cut(tag, " ")
	account, chat, _ := strings.Cut(rest, " ")
	if action == actionRead {
		w.Do(app.MarkRead{Account: account, Chat: chat}, nil)
		return
	}
	w.reveal()
	if kind+" " == tagDevice {
		w.Look(func(v *view.View) { *v = view.View{Account: account, Before: shell.FirstRows, Page: view.PageOwn} })
		return
	}
	w.Look(func(v *view.View) { *v = view.View{Account: account, Chat: chat, Before: shell.FirstRows} })
}
