package keys

import (
	"image"
	"image/color"
	"time"

	"vouch/app"
	"vouch/app/keys"
	"vouch/trust/qr"
	"vouch/ui/dialog"
	"vouch/ui/shell"
	"vouch/ui/words"
)

const (
	// turnEvery is how long a part of a code is shown before the next one.
	turnEvery = 3 * time.Second
	// restFor is how long a part stays that the user has turned to.
	restFor = 10 * time.Second
)

// codePage shows the code of the account's own devices, or of a contact's for the user's other computers.
type codePage struct {
	*dialog.Cover
	w            *Room
	account, jid string
	trusted      bool // with the trusted devices too
	code         *keys.Code
	pictures     []image.Image // of each part, a pixel for each module
	part         int
	rests        time.Time // until when no part turns by itself
	turning      bool
	failure      string
	said         string // what became of the last button
}

// ShowCode shows the code of the account that is shown, or of a contact of it.
func (w *Room) ShowCode(jid string) *codePage {
	p := &codePage{w: w, account: w.View().Account, jid: jid}
	p.Cover = w.NewCover(p.draw)
	p.Cover.Open()
	p.load()
	p.Focus("close")
	return p
}

func (p *codePage) own() bool { return p.jid == p.account }

func (p *codePage) include() keys.Include {
	if p.trusted {
		return keys.IncludeTrusted
	}
	return keys.IncludeVerified
}

// load has the code made, and shows it. What comes when the switch has moved on meanwhile is not for us.
func (p *codePage) load() {
	with := p.include()
	var code *keys.Code
	var pictures []image.Image
	p.w.Read(func(s shell.Service) (err error) {
		if code, err = s.Code(p.account, p.jid, with); err != nil {
			return err
		}
		for _, part := range code.Parts {
			modules, err := qr.Modules(part)
			if err != nil {
				return err
			}
			pictures = append(pictures, pictureOf(modules))
		}
		return nil
	}, func(err error) {
		if with != p.include() {
			return
		}
		p.failure = ""
		switch {
		case app.KindOf(err) == app.KindNotFound && !p.own():
			p.failure = words.Tr("code.noneVerified", "Name", p.name())
		case app.KindOf(err) == app.KindNotFound:
			p.failure = words.Tr("code.noKeys")
		case err != nil:
			p.failure = words.ErrText(err, words.HostOf(p.account))
		default:
			p.code, p.pictures, p.part = code, pictures, 0
			if len(pictures) > 1 && !p.turning {
				p.turning = true
				p.w.Queue.After(turnEvery, p.turn)
			}
		}
		p.Refresh()
	})
}

// pictureOf is a code with a pixel for each module.
func pictureOf(modules [][]bool) image.Image {
	m := image.NewPaletted(image.Rect(0, 0, len(modules), len(modules)), color.Palette{color.White, color.Black})
	for y, row := range modules {
		for x, dark := range row {
			if dark {
				m.SetColorIndex(x, y, 1)
			}
		}
	}
	return m
}

// turn shows the next part after a while, as long as the page is there.
func (p *codePage) turn() {
	if p.Gone || len(p.pictures) < 2 {
		p.turning = false
		return
	}
	if !p.w.Clock().Before(p.rests) {
		p.part = (p.part + 1) % len(p.pictures)
		p.Refresh()
	}
	p.w.Queue.After(turnEvery, p.turn)
}

// turnTo shows a part because the user asks for it.
func (p *codePage) turnTo(part int) {
	n := len(p.pictures)
	p.part, p.rests = (part+n)%n, p.w.Clock().Add(restFor)
	p.Refresh()
}

func (p *codePage) name() string {
	if p.code != nil {
		return words.NameOf(p.code.Name, p.jid)
	}
	return p.w.PersonName(p.jid)
}
