package ui

import (
	"vouch/app"
	"vouch/ui/draw"
	"vouch/ui/timeline"
)

// noticeRow is a row by the program: a card for what the user must not miss, a quiet line for the rest.
func noticeRow(r *app.Row, chat string, c calendar) timeline.Row {
	out := timeline.Row{ID: r.ID, Kind: timeline.Card, Time: c.clock(r.Time), Icon: "info", Edge: draw.Acc}
	switch r.Notice {
	case app.NoticeEncryptionOff:
		out.Icon, out.Edge = "open", draw.Rejected
		out.Title, out.Detail = tr("notice.encryptionOff"), tr("notice.encryptionOffDetail")
	case app.NoticeEncryptionOn:
		out.Icon, out.Edge = "lock", draw.Verified
		out.Title, out.Detail = tr("notice.encryptionOn"), tr("notice.encryptionOnDetail", "Name", chat)
	case app.NoticeKeyChanged:
		out.Icon, out.Edge = "warn", draw.Rejected
		out.Title, out.Detail = tr("notice.keyChanged", "Device", senderDevice(r)), tr("notice.keyChangedDetail")
		out.Actions[0] = timeline.Action{Act: actDevices, Word: tr("row.lookAtIt")}
	case app.NoticeKeyShared:
		out.Icon, out.Edge = "warn", draw.Rejected
		out.Title, out.Detail = tr("notice.keyShared", "Device", senderDevice(r)), tr("notice.keySharedDetail")
		out.Actions[0] = timeline.Action{Act: actDevices, Word: tr("row.lookAtIt")}
	case app.NoticeAutoTrusted:
		out.Kind, out.Icon, out.Edge, out.Text = timeline.Note, "trusted", draw.Trusted, autoTrustedText(r, chat)
		out.Actions[0] = timeline.Action{Act: actDevices, Word: tr("row.lookAtIt")}
	case app.NoticeTrusted:
		out.Kind, out.Icon, out.Edge, out.Text = timeline.Note, "trusted", draw.Trusted, trn("notice.trusted", r.Count, "Device", trustedDevice(r, chat))
		out.Actions[0] = timeline.Action{Act: actCopies, Word: tr("notice.sendAgain")}
	case app.NoticeEarlier:
		out.Kind, out.Icon, out.Edge, out.Text = timeline.Note, "history", draw.Muted, trn("notice.earlier", r.Count)
	case app.NoticeBroken:
		out.Icon, out.Edge = "warn", draw.Undecided
		out.Title, out.Detail = tr("notice.broken"), tr("notice.brokenDetail", "Name", chat)
	case app.NoticeUnknown:
		out.Kind, out.Edge, out.Text = timeline.Note, draw.Muted, trn("notice.unknown", max(r.Count, 1), "About", oneLine(r.About, aboutRunes))
	case app.NoticeStrangers:
		out.Kind, out.Edge, out.Text = timeline.Note, draw.Muted, strangersText(r)
	default:
		out.Title = oneLine(r.Body, 200)
	}
	return out
}

// autoTrustedText says which device of the chat's contact was trusted, and by which policy.
func autoTrustedText(r *app.Row, chat string) string {
	device := trustedDevice(r, chat)
	if r.Policy != app.PolicyFirstUse && r.Policy != app.PolicyUntilVerified {
		return tr("notice.autoTrustedPlain", "Device", device)
	}
	return tr("notice.autoTrusted", "Device", device, "Rule", policyName(r.Policy))
}
