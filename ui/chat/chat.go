package chat

import (
	"context"
	"image"
	"time"

	"fyne.io/fyne/v2"

	"vouch/app/view"
	"vouch/ui/clipboard"
	"vouch/ui/draw"
	"vouch/ui/listen"
	"vouch/ui/pictures"
	"vouch/ui/shell"
	"vouch/ui/timeline"
	"vouch/ui/voice"
	"vouch/ui/words"
)

// How many rows more a conversation asks for at a time, and at most.
const (
	moreRows = 200
	mostRows = 800
)

// Room is the right part of the window while it shows a chat: header, timeline, bars, coverage line, composer.
type Room struct {
	w        *shell.Shell
	to       Elsewhere
	Pane     *draw.Pane
	list     *timeline.List
	pictures *pictures.Cache
	player   *listen.Player
	entry    *draw.Entry
	book     rowBook
	drafts   map[string]string // by account and chat
	voices   map[string]*spoken
	voiceBar *voice.Bar
	told     string // what the service was told last of what the user does
	toldAt   time.Time
	jump     string // row to go to once it is there
	about    *about // nil: the composer is for a new message
	question questionBar
	asked    string // chat and account whose older messages were asked for, until there is an answer
	put      string // fingerprint of the first device that wrote, about which the user decides later
	failure  string // what went wrong last, until the user goes on
	answered int    // answers to commands so far
	tab      omemoTab
	mention  mentioning
	lines    int  // of the composer
	quiet    bool // the text of the composer is being set by the program

	copied func(context.Context) (clipboard.Content, error) // what other programs have copied that is no text
	saved  map[string]string                                // where files were saved, by row and by the answer that says so
}

// New makes a conversation that shows nothing yet. It goes to what is not its own by to.
func New(w *shell.Shell, to Elsewhere) *Room {
	c := &Room{w: w, to: to, drafts: make(map[string]string), voices: make(map[string]*spoken), lines: 1, copied: clipboard.Read}
	c.Pane = w.Pane(c.draw)
	c.list = timeline.New(timeline.Events{
		Act: c.act, Link: c.OpenLink, Menu: c.rowMenu, Sender: c.askSender, Keys: w.On.Key, Pressed: w.On.Pressed,
		Copy:  func(text string) { w.App.Clipboard().SetContent(text) },
		Rune:  func(r rune) { w.On.Focus(); c.TypeRune(r) },
		Short: func(s fyne.Shortcut) { w.On.Shortcut(s) },
		Tip:   w.On.Tip, Top: c.wantOlder, End: c.wantNewer, Moved: c.moved, Picture: c.picture, Voice: c.voice,
	})
	c.pictures = pictures.New(w, c.pictureMade)
	c.player = listen.New(w, to.Audio, listen.Events{Changed: c.voiceChanged, Next: c.nextVoice, Failed: c.voiceFailed})
	c.newComposer()
	c.voiceBar = voice.NewBar(w, c.sendVoice, c.dropVoice)
	return c
}

// Show takes over what a snapshot says about the chat.
func (c *Room) Show(before, snap *view.Snapshot) {
	if before == nil || before.View.Chat != snap.View.Chat || before.View.Account != snap.View.Account {
		c.failure, c.put = "", ""
		c.question, c.about, c.jump = questionBar{}, nil, snap.View.Anchor
		c.book.reset()
		c.tab = omemoTab{}
		c.list.Reset()
		c.loadDraft(snap.View.Account, snap.View.Chat)
	}
	c.left(before, snap)
	c.learnNicks(before, snap)
	if snap.Chat != nil {
		c.question.show(snap.Chat.Question, snap.View.Chat)
	}
	c.list.SetRows(c.book.rows(snap, c.w.Now(), c.contactFace(snap)))
	if len(snap.Rows) == 0 {
		c.fetchOlder(snap) // no row can come near
	}
	c.jumped()
}

// contactFace is the picture of the contact beside its messages, or nil.
func (c *Room) contactFace(snap *view.Snapshot) image.Image {
	if snap.Chat == nil {
		return nil
	}
	return c.w.Face(snap.Chat.Name, snap.Chat.Chat, snap.Chat.Picture).Picture
}

// Fail shows what went wrong near the composer.
func (c *Room) Fail(text string) {
	c.failure = text
	c.Pane.Refresh()
}

func (c *Room) draw(s *draw.Sheet) {
	s.Rect(0, 0, s.W, s.H, draw.Bg)
	snap := c.w.Shown
	if snap == nil || snap.Chat == nil {
		c.drawNone(s)
		return
	}
	top := c.drawHeader(s, snap.Chat)
	bottom := c.drawComposer(s, snap.Chat)
	if c.about != nil {
		bottom = c.drawAbout(s, bottom)
	}
	if isOmemo(c.entry.Text) {
		bottom = c.drawHint(s, bottom)
	} else if isPrivate(snap.Chat) {
		bottom = c.drawPrivateCover(s, bottom)
	} else if inRoom(snap) {
		bottom = c.drawNicks(s, c.drawRoomCoverage(s, snap.Chat, bottom))
	} else if snap.Chat.Encrypted {
		bottom = c.drawCoverage(s, snap.Chat, bottom)
	}
	if c.failure != "" {
		bottom = c.drawFailure(s, bottom)
	}
	bottom = c.drawOffline(s, bottom)
	if inRoom(snap) {
		bottom = c.drawRoomBar(s, snap.Chat, bottom)
	}
	switch {
	case clearByNature(snap.Chat):
	case !snap.Chat.Encrypted:
		bottom = c.drawPlainBar(s, snap.Chat, bottom)
	case c.w.Account() != nil && c.w.Account().Doubt != "":
		bottom = c.drawDoubt(s, c.w.Account().Doubt, bottom)
	case c.question.open():
		bottom = c.drawQuestion(s, snap.Chat, bottom)
	case c.question.asked == nil && snap.Chat.Wrote != nil && snap.Chat.Wrote.Fingerprint != c.put:
		bottom = c.drawFirst(s, snap.Chat, bottom)
	}
	if snap.Chat.Blocked != "" {
		bottom = c.drawBlocked(s, snap.Chat, bottom)
	}
	if snap.Chat.Wants {
		bottom = c.drawRequest(s, snap.Chat, bottom)
	}
	if len(snap.Rows) == 0 && snap.Chat.Older != view.OlderLoading {
		c.drawNoRows(s, snap.Chat, top, bottom)
	}
	s.Put(c.list, 0, top, s.W, bottom-top)
	if !c.list.AtEnd() || snap.Chat.Newer {
		c.drawToEnd(s, bottom)
	}
}

func (c *Room) drawNone(s *draw.Sheet) {
	text := words.Tr("chat.pick")
	if c.w.Shown != nil && len(c.w.Shown.Chats) == 0 {
		text = words.Tr("chat.first")
	}
	h := s.ParaMid(draw.One(text, draw.F14, draw.Muted), 24, s.H/2-20, s.W-48, s.K(20))
	if c.w.Shown != nil && len(c.w.Shown.Chats) == 0 {
		b := draw.Button{Icon: "plus", Word: words.Tr("newchat.title"), Kind: draw.Primary}
		bw, _ := s.Size(b)
		s.Button("first", b, (s.W-bw)/2, s.H/2-20+h+16, c.to.NewChat)
	}
}

func (c *Room) drawNoRows(s *draw.Sheet, chat *view.ChatView, top, bottom float32) {
	text := words.Tr("chat.empty", "Name", c.w.ChatName(chat.Name, chat.Chat))
	if clearByNature(chat) {
		text = words.Tr("chat.emptyChannel")
	} else if !chat.Encrypted {
		text = words.Tr("chat.emptyPlain")
	}
	s.ParaMid(draw.One(text, draw.F13, draw.Muted), 40, (top+bottom)/2-s.K(18), s.W-80, s.K(18))
}

// drawToEnd draws the button that goes to the newest message.
func (c *Room) drawToEnd(s *draw.Sheet, bottom float32) {
	end := s.Hit("end", s.W-60, bottom-52, 40, 40, func(s *draw.Sheet, hover, focus bool) {
		s.Frame(0, 0, 40, 40, draw.Ctl, draw.Card, 20, 2)
		if hover {
			s.Frame(0, 0, 40, 40, draw.Acc, draw.Card, 20, 2)
		}
		if focus {
			s.Ring(0, 0, 40, 40, 20)
		}
		s.Icon("down", draw.Fg, 10, 11, 20)
	}, c.toEnd)
	end.Tip = words.Tr("tip.end")
}

func (c *Room) toEnd() {
	if c.w.View().Anchor != "" {
		c.w.Look(func(v *view.View) { v.Anchor, v.Before, v.After = "", shell.FirstRows, 0 })
	}
	c.list.ToEnd()
	c.Pane.Refresh()
}

// moved draws the button that goes to the end, or takes it away.
func (c *Room) moved() {
	c.to.Moved()
	if shown := c.Pane.Find("end") != nil; shown == c.list.AtEnd() && c.w.Shown != nil && c.w.Shown.Chat != nil && !c.w.Shown.Chat.Newer {
		c.Pane.Refresh()
	}
}

// wantOlder asks for rows before the first one, and where there are no more, for the older messages of the archive.
func (c *Room) wantOlder() {
	snap := c.w.Shown
	if snap == nil || snap.Chat == nil || c.w.View() != snap.View {
		return
	}
	if !snap.Chat.More {
		c.fetchOlder(snap)
		return
	}
	c.w.Look(func(v *view.View) {
		if v.Before < mostRows {
			v.Before += moreRows
			return
		}
		v.Anchor, v.Before, v.After = c.list.FirstVisible(), mostRows/2, mostRows/2
	})
}

// wantNewer asks for rows after the last one, where the view does not reach the newest.
func (c *Room) wantNewer() {
	snap := c.w.Shown
	if snap == nil || snap.Chat == nil || !snap.Chat.Newer || c.w.View() != snap.View {
		return
	}
	c.w.Look(func(v *view.View) { v.Anchor, v.Before, v.After = c.list.FirstVisible(), mostRows/2, mostRows/2 })
}

// Areas are the stops of F6.
func (c *Room) Areas(before []fyne.Focusable) []fyne.Focusable {
	if f, ok := c.Pane.Find("pill").(fyne.Focusable); ok {
		before = append(before, f)
	}
	if c.w.Shown != nil && c.w.Shown.Chat != nil && silenced(c.w.Shown.Chat) != "" {
		return append(before, c.list)
	}
	return append(before, c.list, c.writes())
}

// Focus gives the keyboard to the composer or, where nothing can be written, back to the window. In the place of the composer may be a voice message.
func (c *Room) Focus() {
	if c.w.Shown != nil && c.w.Shown.Chat != nil && silenced(c.w.Shown.Chat) != "" {
		c.w.Win.Canvas().Unfocus()
		return
	}
	c.w.Win.Canvas().Focus(c.writes())
}

// TypeRune types into the composer, if it has the keyboard.
func (c *Room) TypeRune(r rune) {
	if c.w.Win.Canvas().Focused() == c.entry {
		c.entry.TypedRune(r)
	}
}

// ToNew scrolls up to the line above what is new, where that is above what is seen.
func (c *Room) ToNew() { c.list.ToIfAbove(unreadLine) }

// AtEnd says whether the newest row that is there is on the screen.
func (c *Room) AtEnd() bool { return c.list.AtEnd() }

// Offer puts a text into the composer of a chat, where nobody has written anything. A command is not taken: Enter would carry
// it out.
func (c *Room) Offer(account, chat, text string) {
	if key := account + " " + chat; text != "" && !isOmemo(text) && c.drafts[key] == "" {
		c.drafts[key] = text
	}
}

// Failure is what went wrong last, until the user goes on.
func (c *Room) Failure() string { return c.failure }
