package accounts

import (
	"context"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/dialog"
	"vouch/ui/draw"
	"vouch/ui/shell"
	"vouch/ui/words"
)

// mostUsages are listed: the chats whose files take the most.
const mostUsages = 8

// spaceAges are how old messages have to be whose copies go, in days; 0 for all.
var spaceAges = []int{365, 90, 30, 0}

func spaceAge(days int) string {
	switch days {
	case 365:
		return words.Tr("media.clearYear")
	case 90:
		return words.Tr("space.clearQuarter")
	case 30:
		return words.Tr("media.clearMonth")
	}
	return words.Tr("space.clearAll")
}

// space is the dialog about what the files of an account take on this computer.
type space struct {
	*dialog.Dialog
	w       *Room
	account string
	usage   []app.ChatUsage // the largest first; nil while it is being asked
	days    int
	failure string
}

// AskSpace shows what the files of an account take here, and offers to take copies away.
func (w *Room) AskSpace(a *view.AccountView) {
	p := &space{w: w, account: a.JID, days: spaceAges[0]}
	p.Dialog = &dialog.Dialog{Title: words.Tr("space.title"), Text: words.Tr("media.clearText"), Focus: dialog.CancelKey, Width: 520, Body: p.draw, Stays: map[string]bool{"clear": true}}
	p.arrange()
	w.OpenDialog(p.Dialog)
	p.ask()
}

func (p *space) ask() {
	var got []app.ChatUsage
	p.w.Read(func(s shell.Service) error {
		answer, err := s.Call(context.Background(), app.FileUsage{Account: p.account})
		if err == nil {
			got = answer.([]app.ChatUsage)
		}
		return err
	}, func(err error) {
		if err != nil {
			p.failure = words.ErrText(err, "")
		} else if p.usage = got; got == nil {
			p.usage = []app.ChatUsage{}
		}
		p.arrange()
		p.Refresh()
	})
}

// sum is what all files take.
func (p *space) sum() (all app.ChatUsage) {
	for _, u := range p.usage {
		all.Files += u.Files
		all.Bytes += u.Bytes
	}
	return all
}

func (p *space) arrange() {
	b := draw.KeyButton{Button: draw.Button{Word: words.Tr("media.clearDeed"), Kind: draw.Primary}, Key: "clear"}
	if p.sum().Files > 0 {
		b.Tap = p.clear
	}
	p.Buttons = []draw.KeyButton{dialog.CloseButton(), b}
}

func (p *space) clear() {
	p.failure = ""
	p.w.Do(app.ClearFiles{Account: p.account, Days: p.days}, func(err error) {
		if err != nil {
			p.failure = words.ErrText(err, "")
			p.Refresh()
			return
		}
		p.ask()
	})
}

func (p *space) draw(s *draw.Sheet, x, y, w float32) float32 {
	lh := s.K(22)
	if p.usage == nil {
		s.Word(words.Tr("coverage.asking"), x, y, lh, draw.F14, draw.Muted)
		y += lh
	} else {
		all := p.sum()
		s.Word(words.Trn("media.usage", all.Files, "Size", words.Size(all.Bytes)), x, y, lh, draw.B14, draw.Fg)
		y += lh + 4
		for _, u := range p.usage[:min(mostUsages, len(p.usage))] {
			right := x + w - s.Right(words.Size(u.Bytes), x+w, y, lh, draw.F14, draw.Muted) - 12
			s.Word(s.Clip(p.w.ChatName(p.w.RowOf(u.Chat).Name, u.Chat), right-x, draw.F14), x, y, lh, draw.F14, draw.Fg)
			y += lh
		}
		y += 12
		if all.Files > 0 {
			for _, days := range spaceAges {
				y = dialog.Choice(s, words.Count(days), spaceAge(days), days == p.days, true, x, y, w, func() { p.days = days; p.Refresh() }) + 6
			}
		}
	}
	if p.failure != "" {
		y += 10 + dialog.Warning(s, p.failure, x, y+10, w)
	}
	return y
}
