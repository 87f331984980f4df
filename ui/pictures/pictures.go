// Package pictures gives windows the pictures of messages as they are drawn: made beside the main goroutine, one after the other, and
// kept while there is room. All of it belongs to the main goroutine.
package pictures

import (
	"context"
	"image"
	"maps"
	"slices"

	"vouch/app"
	"vouch/ui/shell"
)

const (
	mostBytes  = 64 << 20 // of pictures that are kept decoded
	mostWanted = 24       // pictures that wait to be decoded: what was scrolled past is not looked for
)

// Cache makes and keeps pictures. What was asked for last is made first.
type Cache struct {
	w      *shell.Shell
	made   func(Key, error)
	kept   map[Key]*shown
	used   []Key // the one used last at the end
	bytes  int
	want   []wanted     // the one asked for last at the end
	broken map[Key]bool // cannot be shown, and are not asked for again
	busy   bool

	playing map[Key]*playing
}

// Key names a picture, and whether it is cut to fill a box.
type Key struct {
	Account, Chat, ID string // of the message
	Fill              bool
}

// wanted is a picture in the pixels in which it is wanted.
type wanted struct {
	key           Key
	width, height int
}

// shown is a picture that was made.
type shown struct {
	picture image.Image
	asked   wanted
}

// New makes an empty cache. made is told of the message whose picture is there, or cannot be shown.
func New(w *shell.Shell, made func(key Key, err error)) *Cache {
	return &Cache{w: w, made: made, kept: map[Key]*shown{}, broken: map[Key]bool{}, playing: map[Key]*playing{}}
}

// Of is the picture of a message for a box of pixels, or nil while it is made; until then one of another size stands for it.
func (c *Cache) Of(k Key, width, height int) image.Image {
	if p := c.playing[k]; p != nil {
		if p.seen = true; p.frame != nil {
			return p.frame
		}
	}
	w := wanted{k, width, height}
	s := c.kept[w.key]
	if s == nil {
		if !c.broken[k] {
			c.ask(w)
		}
		return nil
	}
	c.touch(w.key)
	if s.asked != w {
		c.ask(w)
	}
	return s.picture
}

// Forget has a picture be asked for again that could not be shown.
func (c *Cache) Forget(id string) {
	maps.DeleteFunc(c.broken, func(k Key, _ bool) bool { return k.ID == id })
}

// Idle says whether every picture was made that was asked for.
func (c *Cache) Idle() bool { return !c.busy && len(c.want) == 0 }

// touch has a picture be the one that was used last.
func (c *Cache) touch(k Key) {
	if n := len(c.used); n > 0 && c.used[n-1] == k {
		return
	}
	if i := slices.Index(c.used, k); i >= 0 {
		c.used = slices.Delete(c.used, i, i+1)
	}
	c.used = append(c.used, k)
}

// ask has a picture made next.
func (c *Cache) ask(w wanted) {
	c.want = slices.DeleteFunc(c.want, func(o wanted) bool { return o.key == w.key })
	c.want = append(c.want, w)
	if n := len(c.want); n > mostWanted {
		c.want = slices.Delete(c.want, 0, n-mostWanted)
	}
	c.next()
}

// next makes the picture that was asked for last.
func (c *Cache) next() {
	n := len(c.want)
	if c.busy || n == 0 {
		return
	}
	w := c.want[n-1]
	c.want, c.busy = c.want[:n-1], true
	var m image.Image
	c.w.Ask(func(ctx context.Context, service shell.Service) error {
		made, err := service.FilePicture(ctx, app.PictureOf{Account: w.key.Account, Chat: w.key.Chat, ID: w.key.ID, Width: w.width, Height: w.height, Fill: w.key.Fill})
		m = made
		return err
	}, func(err error) {
		c.busy = false
		if err == nil {
			c.keep(w.key, &shown{m, w})
		} else {
			c.broken[w.key] = true
		}
		c.made(w.key, err)
		c.next()
	})
}

// keep takes a picture over, and lets those go that were not used for longest.
func (c *Cache) keep(k Key, s *shown) {
	c.drop(k)
	c.kept[k] = s
	c.used = append(c.used, k)
	c.bytes += s.size()
	for c.bytes > mostBytes && len(c.used) > 1 {
		c.drop(c.used[0])
	}
}

func (c *Cache) drop(k Key) {
	s := c.kept[k]
	if s == nil {
		return
	}
	c.bytes -= s.size()
	delete(c.kept, k)
	c.used = slices.DeleteFunc(c.used, func(o Key) bool { return o == k })
}

// size is what a picture takes, in bytes.
func (s *shown) size() int {
	b := s.picture.Bounds()
	return 4 * b.Dx() * b.Dy()
}
