package chat

import (
	"time"

	"fyne.io/fyne/v2"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/voice"
	"vouch/ui/words"
)

// dropUnasked is how much may be thrown away at a press, without a question.
const dropUnasked = 3 * time.Second

// spoken is a voice message that is made in a chat. There is one for a chat at most, in the place of the composer's field, until it has
// left or was thrown away; what was begun to be written waits meanwhile. When the user goes elsewhere it rests, and is there when they
// come back. Nothing is sent or lost by leaving.
type spoken struct {
	*voice.Message
	leaving bool // it is being handed to the service
}

// spoken is the voice message of the chat that is shown, or nil.
func (c *Room) spoken() *spoken { return c.voices[c.current()] }

// mayRecord says whether a voice message can be made in the chat that is shown.
func (c *Room) mayRecord() bool { return c.to.Audio != nil && c.mayAttach() }

// record begins a voice message.
func (c *Room) record() {
	if !c.mayRecord() || c.spoken() != nil {
		return
	}
	key, v := c.current(), &spoken{}
	c.failure = ""
	c.player.Stop() // it would be recorded
	v.Message = voice.New(c.w, c.to.Audio, c.w.RowOf(c.w.Shown.View.Chat).WAV, voice.Events{Changed: func() { c.spoke(key, v) }, Failed: c.w.Fail})
	c.voices[key] = v
	c.Pane.Refresh()
	c.w.On.Focus()
}

// spoke shows what has become of a voice message.
func (c *Room) spoke(key string, v *spoken) {
	if v.State() == voice.Dropped {
		c.silence(key, v)
		return
	}
	if c.current() != key {
		return
	}
	c.voiceBar.Pane.Refresh()
	if o := c.w.Win.Canvas(); o.Focused() == nil && o.Overlays().Top() == nil { // the button that had the keyboard is another one now
		c.w.On.Focus()
	}
}

// silence takes a voice message away from its chat, and shows the field again.
func (c *Room) silence(key string, v *spoken) {
	if c.voices[key] != v {
		return
	}
	delete(c.voices, key)
	if c.current() == key {
		c.Pane.Refresh()
		c.w.On.Focus()
	}
}

// dropVoice throws the voice message away; one that is longer than a try, after asking.
func (c *Room) dropVoice() {
	v := c.spoken()
	if v == nil || v.leaving {
		return
	}
	v.Rest()
	if v.Length() <= dropUnasked {
		v.Drop()
		return
	}
	c.w.Confirm(words.Tr("voice.dropTitle"), words.Tr("voice.dropText", "Length", voice.Clock(v.Length())), words.Tr("voice.drop"), v.Drop)
}

// sendVoice hands the voice message to the service, for the chat that is shown. It stays until the service has it.
func (c *Room) sendVoice() {
	v := c.spoken()
	if v == nil || v.leaving {
		return
	}
	key, account, chat := c.current(), c.w.Shown.View.Account, c.w.Shown.View.Chat
	v.Take(func(content []byte) {
		v.leaving = true
		command := app.SendContent{Account: account, Chat: chat, Name: v.Name(c.w.Now().Now), Content: content}
		c.w.Do(command, func(err error) {
			v.leaving = false
			if err != nil {
				c.w.Fail(words.ErrText(err, words.HostOf(account)) + " " + words.Tr("voice.stillHere"))
				return
			}
			c.silence(key, v)
		})
		if c.current() == key {
			c.toEnd()
		}
	})
}

// drawVoice draws the voice message in the place of the field, and gives its upper edge.
func (c *Room) drawVoice(s *draw.Sheet, v *spoken, plain bool) float32 {
	c.voiceBar.Message, c.voiceBar.Plain = v.Message, plain
	h := c.voiceBar.Height(s, s.W)
	y := s.H - 14 - h
	s.Put(c.voiceBar.Pane, 0, y, s.W, h)
	c.voiceBar.Pane.Refresh()
	return y - 6
}

// left has voice messages rest where the user went to another chat or page.
func (c *Room) left(before, snap *view.Snapshot) {
	if before != nil && before.View.Chat == snap.View.Chat && before.View.Account == snap.View.Account && snap.View.Page == view.PageChat {
		return
	}
	c.Rest()
}

// Rest pauses what is recorded or listened to, as the user goes away.
func (c *Room) Rest() {
	for _, v := range c.voices {
		v.Rest()
	}
}

// Unsent says whether there is a voice message in any chat, which the end of the program would lose.
func (c *Room) Unsent() bool { return len(c.voices) > 0 }

// writes is what has the keyboard where something is written: the field, or the voice message in its place.
func (c *Room) writes() fyne.Focusable {
	if c.spoken() != nil {
		if f := c.voiceBar.Focus(); f != nil {
			return f
		}
	}
	return c.entry
}
