package pictures

import (
	"context"
	"image"
	"time"

	"vouch/app"
	"vouch/ui/shell"
)

// rounds are how often a picture that moves plays, once it was pressed.
const rounds = 3

// playing is a picture that moves now.
type playing struct {
	frame image.Image // nil before the first
	seen  bool        // it was drawn since the last frame
	stop  chan struct{}
}

// MayPlay says whether the user lets pictures move.
func MayPlay(w *shell.Shell) bool {
	return w.App.Preferences().String(shell.MovingKey) != shell.MovingNever
}

// Play has a picture move for three rounds, in the pixels in which it is there, for as long as it is drawn.
func (c *Cache) Play(k Key) {
	still := c.kept[k]
	if still == nil || c.playing[k] != nil {
		return
	}
	width, height := still.asked.width, still.asked.height
	p := &playing{seen: true, stop: make(chan struct{})}
	c.playing[k] = p
	c.w.Ask(func(ctx context.Context, s shell.Service) error {
		m, err := s.FileMoving(ctx, app.PictureOf{Account: k.Account, Chat: k.Chat, ID: k.ID})
		for round := 0; err == nil && round < rounds; {
			frame, stands, more, failed := m.Next(ctx, width, height)
			switch {
			case failed != nil:
				err = failed
			case !more:
				round++
			case !c.stand(ctx, k, p, frame, stands):
				return nil
			}
		}
		return err
	}, func(err error) {
		if err != nil {
			c.w.Log.Info("play picture", "err", err)
		}
		delete(c.playing, k)
		c.made(k, nil)
	})
}

// stand shows a frame, and waits as long as it stands. It is false when no other is wanted.
func (c *Cache) stand(ctx context.Context, k Key, p *playing, frame image.Image, stands time.Duration) bool {
	c.w.Soon(func() {
		if !p.seen { // nobody looks: it was scrolled away, or the page is another one
			p.end()
			return
		}
		p.frame, p.seen = frame, false
		c.made(k, nil)
	})
	select {
	case <-time.After(stands):
		return true
	case <-p.stop:
	case <-ctx.Done():
	}
	return false
}

// end stops a picture, on the main goroutine.
func (p *playing) end() {
	select {
	case <-p.stop:
	default:
		close(p.stop)
	}
}

// Has says whether a picture is there, as it is drawn.
func (c *Cache) Has(k Key) bool { return c.kept[k] != nil }

// Plays says whether a picture moves now.
func (c *Cache) Plays(k Key) bool { return c.playing[k] != nil }

// Still stops all that moves.
func (c *Cache) Still() {
	for _, p := range c.playing {
		p.end()
	}
}
