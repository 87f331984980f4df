package chat

import (
	"vouch/app"
	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/timeline"
	"vouch/ui/words"
)

// footOf says which words stand below a row, or "".
func footOf(r *view.Row) string {
	switch {
	case r.Own && r.State == view.MessagePending && words.WaitText(r.Err, "") != "":
		return "waits"
	case r.Own && r.State == view.MessageFailed:
		return "failed"
	case r.Own && r.State == view.MessageUnknownFate:
		return "unknown"
	case r.Own && !r.AskedAt.IsZero() && r.Retracted.IsZero():
		return "notread"
	case r.PlainIn:
		return "plain"
	case r.Encrypted && r.Trust == view.TrustUndecided: // an own one that came from another device is not simply mine
		return "undecided"
	case r.Encrypted && r.Trust == view.TrustRejected:
		return "rejected"
	}
	return ""
}

func foot(r *view.Row, out *timeline.Row, chat string, c words.Calendar) {
	set := func(icon string, color draw.Token, words string, acts ...timeline.Action) {
		out.FootIcon, out.FootColor, out.Foot = icon, color, words
		copy(out.Actions[:], acts)
	}
	back := timeline.Action{Act: actTakeBack, Word: words.Tr("row.takeBack")}
	again := timeline.Action{Act: actAgain, Word: words.Tr("row.sendAgain")}
	look, undecided, rejected := timeline.Action{Act: actDevices, Word: words.Tr("row.lookAtIt")}, "row.undecided", "row.rejected"
	if r.Own {
		undecided, rejected = "row.ownUndecided", "row.ownRejected"
	}
	switch footOf(r) {
	case "waits":
		set("clock", draw.Undecided, words.WaitText(r.Err, chat), back)
	case "failed":
		if mayShorten(r) {
			set("warn", draw.Rejected, failedText(r, chat), timeline.Action{Act: actEdit, Word: words.Tr("row.edit")}, back)
			break
		}
		set("warn", draw.Rejected, failedText(r, chat), again, timeline.Action{Act: actDetails, Word: words.Tr("row.details")})
	case "unknown":
		set("warn", draw.Rejected, unknownText(r), again, timeline.Action{Act: actDetails, Word: words.Tr("row.details")})
	case "notread":
		set("warn", draw.Undecided, words.Tr("row.notRead", "Name", chat, "Time", c.Seen(r.AskedAt)), timeline.Action{Act: actCopy, Word: words.Tr("row.sendAgain")})
	case "plain":
		set("open", draw.Rejected, words.Tr("row.plainIn"))
	case "undecided":
		set("undecided", draw.Undecided, words.Tr(undecided), look)
	case "rejected":
		set("rejected", draw.Rejected, words.Tr(rejected), look)
	}
}

func failedText(r *view.Row, chat string) string {
	if r.File != nil {
		return fileFailed(r)
	}
	switch r.Err {
	case app.KindRefused:
		return words.Tr("row.refused", "Name", chat)
	case app.KindTooBig:
		if r.Count > 0 {
			return words.Trn("row.tooBigFor", r.Count)
		}
		return words.Tr("row.tooBig")
	case app.KindCutOff:
		return words.Tr("row.cutOff")
	}
	return words.Tr("row.failed")
}

// unknownText says that nobody knows whether a message has arrived.
func unknownText(r *view.Row) string {
	if r.Err == app.KindNotReflected {
		return words.Tr("row.notReflected")
	}
	return words.Tr("row.unknownFate")
}

// mayShorten says whether a message was too long to leave, so that another text, or none, is what helps.
func mayShorten(r *view.Row) bool {
	return r.Own && r.State == view.MessageFailed && r.Err == app.KindTooBig && r.Kind.Said() && r.Retracted.IsZero() && r.File == nil
}
