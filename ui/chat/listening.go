package chat

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/audio"
	"vouch/ui/listen"
	"vouch/ui/timeline"
	"vouch/ui/words"
)

// voiceAct does what is done with the sound of a row; it is false for all else.
func (c *Room) voiceAct(id, what string) bool {
	v := c.w.Shown.View
	k := listen.Key{Account: v.Account, Chat: v.Chat, ID: id}
	at, seeks := timeline.SeekedTo(what)
	switch {
	case what == timeline.ActPlay:
		c.Rest() // what is recorded
		c.player.Press(k)
	case what == timeline.ActSpeed:
		c.player.Faster()
		c.list.Refresh()
	case seeks:
		c.player.Seek(k, at)
	default:
		return false
	}
	return true
}

// HeardUntil has the sound of a row go on at a time, once it is pressed.
func (c *Room) HeardUntil(id string, at time.Duration) {
	v := c.w.View()
	c.player.Left(listen.Key{Account: v.Account, Chat: v.Chat, ID: id}, at)
}

// voice is how far the sound of a row is.
func (c *Room) voice(id string) timeline.VoiceState {
	if c.w.Shown == nil {
		return timeline.VoiceState{}
	}
	v := c.w.Shown.View
	s := c.player.State(listen.Key{Account: v.Account, Chat: v.Chat, ID: id})
	return timeline.VoiceState{Plays: s.Plays, At: s.At, Speed: fmt.Sprintf("%g×", s.Speed)}
}

// voiceChanged draws a row whose sound is elsewhere now.
func (c *Room) voiceChanged(k listen.Key) {
	if v := c.w.View(); v.Account == k.Account && v.Chat == k.Chat {
		c.list.Repaint(k.ID)
	}
}

// nextVoice is the message with sound that follows one, as long as nothing else was said between them by somebody else.
func (c *Room) nextVoice(k listen.Key) string {
	snap := c.w.Shown
	if snap == nil || snap.View.Account != k.Account || snap.View.Chat != k.Chat {
		return ""
	}
	i := slices.IndexFunc(snap.Rows, func(r *view.Row) bool { return r.ID == k.ID })
	if i < 0 || i+1 >= len(snap.Rows) {
		return ""
	}
	next := snap.Rows[i+1]
	if next.File == nil || next.File.Length == 0 || next.File.State != view.FileHere || !next.Retracted.IsZero() || next.Ignored {
		return ""
	}
	return next.ID
}

// voiceFailed says why sound does not play.
func (c *Room) voiceFailed(err error) {
	switch {
	case errors.Is(err, audio.ErrNoDevice):
		c.w.Fail(words.Tr("voice.noSpeaker"))
	case errors.Is(err, audio.ErrGone), errors.Is(err, audio.ErrSilent), errors.Is(err, audio.ErrRefused):
		c.w.Fail(words.Tr("voice.speakerGone"))
	case app.KindOf(err) == app.KindInvalid, app.KindOf(err) == "":
		c.w.Fail(words.Tr("voice.notPlayed"))
	default:
		c.w.Fail(words.ErrText(err, ""))
	}
}
