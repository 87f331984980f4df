package chat

import (
	"context"
	"image"
	"maps"
	"slices"

	"vouch/app"
	"vouch/ui/shell"
	"vouch/ui/timeline"
)

const (
	pictureBytes = 64 << 20 // of pictures that are kept decoded
	mostWanted   = 24       // pictures that wait to be decoded: what was scrolled past is not looked for
)

// pictures are those of the chat as they are drawn: made beside the main goroutine, one after the other, what was asked for last
// first, and kept while there is room.
type pictures struct {
	w      *shell.Shell
	made   func(id string, err error) // of a message: its picture is there, or cannot be shown
	kept   map[pictureKey]*shown
	used   []pictureKey // the one used last at the end
	bytes  int
	want   []wanted            // the one asked for last at the end
	broken map[pictureKey]bool // cannot be shown, and are not asked for again
	busy   bool
}

// pictureKey names a picture, and whether it is cut to fill a box.
type pictureKey struct {
	account, chat, id string
	fill              bool
}

// wanted is a picture in the pixels in which it is wanted.
type wanted struct {
	key           pictureKey
	width, height int
}

// shown is a picture that was made.
type shown struct {
	picture image.Image
	asked   wanted
}

func newPictures(w *shell.Shell, made func(string, error)) *pictures {
	return &pictures{w: w, made: made, kept: map[pictureKey]*shown{}, broken: map[pictureKey]bool{}}
}

// picture is of, for the timeline.
func (c *Room) picture(t timeline.Picture, width, height int, fill bool) image.Image {
	if c.w.Shown == nil {
		return nil
	}
	v := c.w.Shown.View
	return c.pictures.of(pictureKey{v.Account, v.Chat, t.ID, fill}, width, height)
}

// pictureMade draws a picture that is there; a row whose picture cannot be shown says so.
func (c *Room) pictureMade(id string, err error) {
	if err == nil {
		c.list.Repaint(id)
		return
	}
	c.w.Log.Warn("show picture", "err", err)
	if snap := c.w.Shown; snap != nil && c.row(id) != nil {
		c.book.notShown(id)
		c.list.SetRows(c.book.rows(snap, c.w.Now(), c.contactFace(snap)))
	}
}

// of is the picture of a message for a box of pixels, or nil while it is made; until then one of another size stands for it.
func (p *pictures) of(k pictureKey, width, height int) image.Image {
	w := wanted{k, width, height}
	s := p.kept[w.key]
	if s == nil {
		if !p.broken[k] {
			p.ask(w)
		}
		return nil
	}
	p.touch(w.key)
	if s.asked != w {
		p.ask(w)
	}
	return s.picture
}

// forget has a picture be asked for again that could not be shown.
func (p *pictures) forget(id string) {
	maps.DeleteFunc(p.broken, func(k pictureKey, _ bool) bool { return k.id == id })
}

// Drawn says whether every picture was made that was asked for.
func (c *Room) Drawn() bool { return !c.pictures.busy && len(c.pictures.want) == 0 }

// touch has a picture be the one that was used last.
func (p *pictures) touch(k pictureKey) {
	if n := len(p.used); n > 0 && p.used[n-1] == k {
		return
	}
	if i := slices.Index(p.used, k); i >= 0 {
		p.used = slices.Delete(p.used, i, i+1)
	}
	p.used = append(p.used, k)
}

// ask has a picture made next.
func (p *pictures) ask(w wanted) {
	p.want = slices.DeleteFunc(p.want, func(o wanted) bool { return o.key == w.key })
	p.want = append(p.want, w)
	if n := len(p.want); n > mostWanted {
		p.want = slices.Delete(p.want, 0, n-mostWanted)
	}
	p.next()
}

// next makes the picture that was asked for last.
func (p *pictures) next() {
	n := len(p.want)
	if p.busy || n == 0 {
		return
	}
	w := p.want[n-1]
	p.want, p.busy = p.want[:n-1], true
	var m image.Image
	p.w.Ask(func(ctx context.Context, service shell.Service) error {
		made, err := service.FilePicture(ctx, app.PictureOf{Account: w.key.account, Chat: w.key.chat, ID: w.key.id, Width: w.width, Height: w.height, Fill: w.key.fill})
		m = made
		return err
	}, func(err error) {
		p.busy = false
		if err == nil {
			p.keep(w.key, &shown{m, w})
		} else {
			p.broken[w.key] = true
		}
		if v := p.w.View(); v.Account == w.key.account && v.Chat == w.key.chat {
			p.made(w.key.id, err)
		}
		p.next()
	})
}

// keep takes a picture over, and lets those go that were not used for longest.
func (p *pictures) keep(k pictureKey, s *shown) {
	p.drop(k)
	p.kept[k] = s
	p.used = append(p.used, k)
	p.bytes += s.size()
	for p.bytes > pictureBytes && len(p.used) > 1 {
		p.drop(p.used[0])
	}
}

func (p *pictures) drop(k pictureKey) {
	s := p.kept[k]
	if s == nil {
		return
	}
	p.bytes -= s.size()
	delete(p.kept, k)
	p.used = slices.DeleteFunc(p.used, func(o pictureKey) bool { return o == k })
}

// size is what a picture takes, in bytes.
func (s *shown) size() int {
	b := s.picture.Bounds()
	return 4 * b.Dx() * b.Dy()
}
