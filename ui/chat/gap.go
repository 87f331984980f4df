package chat

import (
	"fmt"

	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/timeline"
	"vouch/ui/words"
)

// gapsOf are the gaps in the archive of the account that is shown: they concern each of its chats.
func gapsOf(snap *view.Snapshot) []view.Gap {
	for _, a := range snap.Accounts {
		if a.JID == snap.View.Account {
			return a.Gaps
		}
	}
	return nil
}

// gapRow is the quiet row at the place where messages may be missing.
func gapRow(g view.Gap, c words.Calendar) timeline.Row {
	from, to := c.Seen(g.From), c.Seen(g.To)
	if from == to { // within one day of the past, or one minute
		from, to = from+", "+c.Clock(g.From), to+", "+c.Clock(g.To)
	}
	return timeline.Row{ID: fmt.Sprint("gap ", g.From.UnixMilli()), Kind: timeline.Gap, Icon: "history", Edge: draw.Muted,
		Text: words.Tr("notice.gap", "From", from, "To", to)}
}
