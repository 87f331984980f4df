package chat

import (
	"time"

	"vouch/app"
)

// retold is how often the service is told that the user goes on writing; it tells the contact once.
const retold = 3 * time.Second

// typing tells the service that the user writes, or that the field is empty again.
func (c *Room) typing(text string) {
	c.w.On.Used()
	if c.w.Shown == nil || c.w.Shown.Chat == nil {
		return
	}
	state := "composing"
	if text == "" {
		state = "active"
	}
	now, v := c.w.Now().Now, c.w.Shown.View
	what := v.Account + " " + v.Chat + " " + state
	if c.told == what && now.Sub(c.toldAt) < retold && now.After(c.toldAt.Add(-retold)) {
		return
	}
	c.told, c.toldAt = what, now
	c.w.Do(app.Typing{Account: v.Account, Chat: v.Chat, State: state}, func(err error) {
		if err != nil {
			c.w.Log.Info("tell typing", "err", err)
		}
	})
}
