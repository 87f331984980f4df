package chat

import (
	"vouch/app"
	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/timeline"
	"vouch/ui/words"
)

// olderRow stands above the first row there is, and says what is known of older messages.
func olderRow(snap *view.Snapshot) (timeline.Row, bool) {
	out := timeline.Row{ID: "older", Kind: timeline.Head, Icon: "history", Edge: draw.Muted}
	if snap.Chat == nil || snap.Chat.More {
		return out, false
	}
	switch {
	case snap.Chat.Older == view.OlderLoading:
		out.Text = words.Tr("older.loading")
	case snap.Chat.Older == view.OlderComplete && len(snap.Rows) > 0:
		out.Text = words.Tr("older.begins")
	case snap.Chat.Older == view.OlderFailed:
		out.Text, out.Actions[0] = olderFailure(snap.Chat.OlderErr)
		if snap.Chat.OlderErr != app.KindBusy {
			out.Icon, out.Edge = "warn", draw.Undecided
		}
	default:
		return out, false
	}
	return out, true
}

// olderFailure says why older messages are not here, and what can be done.
func olderFailure(why app.Kind) (text string, act timeline.Action) {
	again := timeline.Action{Act: actOlder, Word: words.Tr("older.again")}
	switch why {
	case app.KindMalformed:
		return words.Tr("older.senseless"), again
	case app.KindBusy:
		return words.Tr("older.empty"), timeline.Action{Act: actOlder, Word: words.Tr("older.on")}
	}
	return words.Tr("older.failed"), again
}

// fetchOlder has older messages fetched where nothing is known of them yet, and there is a connection.
func (c *Room) fetchOlder(snap *view.Snapshot) {
	if snap.Chat == nil || snap.Chat.Older != view.OlderUnknown {
		return
	}
	for _, a := range snap.Accounts {
		if a.JID == snap.View.Account && a.State == view.StateOnline {
			c.orderOlder(snap)
		}
	}
}

// orderOlder has older messages fetched, once at a time. What goes wrong is a row of the next snapshot.
func (c *Room) orderOlder(snap *view.Snapshot) {
	what := snap.View.Account + " " + snap.View.Chat
	if c.asked == what {
		return
	}
	c.asked = what
	c.w.Do(app.FetchOlder{Account: snap.View.Account, Chat: snap.View.Chat}, func(err error) {
		if c.asked == what {
			c.asked = ""
		}
		if err != nil {
			c.w.Log.Info("fetch older messages", "err", err)
		}
	})
}
