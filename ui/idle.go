package ui

import (
	"time"

	"vouch/app"
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

// lookAway notes whether the user looks at the program. What comes while nobody does is not read.
func (w *Window) lookAway(away bool) {
	w.away, w.focused = away, !away
	w.Do(app.SetActive{On: !away}, func(err error) {
		if err != nil {
			w.Log.Warn("tell whether somebody looks", "err", err)
		}
	})
	if away {
		w.chat.Still()
	} else {
		w.markRead()
	}
}
