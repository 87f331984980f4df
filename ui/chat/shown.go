package chat

import (
	"image"

	"vouch/ui/pictures"
	"vouch/ui/timeline"
)

// picture is a picture for the timeline, or nil while it is made.
func (c *Room) picture(t timeline.Picture, width, height int, fill bool) (m image.Image, plays bool) {
	if c.w.Shown == nil {
		return nil, false
	}
	v := c.w.Shown.View
	k := pictures.Key{Account: v.Account, Chat: v.Chat, ID: t.ID, Fill: fill}
	return c.pictures.Of(k, width, height), c.pictures.Plays(k)
}

// pictureMade draws a picture that is there; a row whose picture cannot be shown says so.
func (c *Room) pictureMade(k pictures.Key, err error) {
	if v := c.w.View(); v.Account != k.Account || v.Chat != k.Chat {
		return
	}
	if err == nil {
		c.list.Repaint(k.ID)
		return
	}
	c.w.Log.Warn("show picture", "err", err)
	if snap := c.w.Shown; snap != nil && c.row(k.ID) != nil {
		c.book.notShown(k.ID)
		c.list.SetRows(c.book.rows(snap, c.w.Now(), c.contactFace(snap)))
	}
}

// Drawn says whether every picture was made that was asked for.
func (c *Room) Drawn() bool { return c.pictures.Idle() }
