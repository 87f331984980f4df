package ui

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"vouch/app"
	"vouch/ui/words"
)

// usedAgain is how often the service is told that the user goes on.
const usedAgain = 30 * time.Second

// used tells the service that the user does something here.
func (w *Window) used() {
	now := w.Clock()
	if since := now.Sub(w.usedAt); since >= 0 && since < usedAgain {
		return
	}
	w.usedAt = now
	w.Do(app.Active{}, func(err error) {
		if err != nil {
			w.Log.Info("tell that the user is here", "err", err)
		}
	})
}

// lastActive says when a contact that is away was active last, as it says; "" where it does not, or where that makes no
// sense.
func lastActive(chat *app.ChatView, c words.Calendar) string {
	if chat.Presence != app.PresenceAway || chat.Idle.IsZero() || chat.Idle.After(c.Now) {
		return ""
	}
	return words.Tr("presence.lastActive", "Time", c.On(chat.Idle))
}

// minutesOf reads the minutes that a person typed; nothing is 0.
func minutesOf(text string) (int, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > 24*60 {
		return 0, errors.New("no number of minutes")
	}
	return n, nil
}
