package chat

import (
	"vouch/app/view"
	"vouch/ui/draw"
	"vouch/ui/timeline"
	"vouch/ui/words"
)

// noticeRow is a row by the program: a card for what the user must not miss, a quiet line for the rest.
func noticeRow(r *view.Row, chat string, c words.Calendar) timeline.Row {
	out := timeline.Row{ID: r.ID, Kind: timeline.Card, Time: c.Clock(r.Time), Icon: "info", Edge: draw.Acc}
	switch r.Notice {
	case view.NoticeEncryptionOff:
		out.Icon, out.Edge = "open", draw.Rejected
		out.Title, out.Detail = words.Tr("notice.encryptionOff"), words.Tr("notice.encryptionOffDetail")
	case view.NoticeEncryptionOn:
		out.Icon, out.Edge = "lock", draw.Verified
		out.Title, out.Detail = words.Tr("notice.encryptionOn"), words.Tr("notice.encryptionOnDetail", "Name", chat)
	case view.NoticeKeyChanged:
		out.Icon, out.Edge = "warn", draw.Rejected
		out.Title, out.Detail = words.Tr("notice.keyChanged", "Device", senderDevice(r)), words.Tr("notice.keyChangedDetail")
		out.Actions[0] = timeline.Action{Act: actDevices, Word: words.Tr("row.lookAtIt")}
	case view.NoticeKeyShared:
		out.Icon, out.Edge = "warn", draw.Rejected
		out.Title, out.Detail = words.Tr("notice.keyShared", "Device", senderDevice(r)), words.Tr("notice.keySharedDetail")
		out.Actions[0] = timeline.Action{Act: actDevices, Word: words.Tr("row.lookAtIt")}
	case view.NoticeAutoTrusted:
		out.Kind, out.Icon, out.Edge, out.Text = timeline.Note, "trusted", draw.Trusted, autoTrustedText(r, chat)
		out.Actions[0] = timeline.Action{Act: actDevices, Word: words.Tr("row.lookAtIt")}
	case view.NoticeTrusted:
		out.Kind, out.Icon, out.Edge, out.Text = timeline.Note, "trusted", draw.Trusted, words.Trn("notice.trusted", r.Count, "Device", trustedDevice(r, chat))
		out.Actions[0] = timeline.Action{Act: actCopies, Word: words.Tr("notice.sendAgain")}
	case view.NoticeEarlier:
		out.Kind, out.Icon, out.Edge, out.Text = timeline.Note, "history", draw.Muted, words.Trn("notice.earlier", r.Count)
	case view.NoticeBroken:
		out.Icon, out.Edge = "warn", draw.Undecided
		out.Title, out.Detail = words.Tr("notice.broken"), words.Tr("notice.brokenDetail", "Name", chat)
	case view.NoticeUnknown:
		out.Kind, out.Edge, out.Text = timeline.Note, draw.Muted, words.Trn("notice.unknown", max(r.Count, 1), "About", words.OneLine(r.About, aboutRunes))
	case view.NoticeStrangers:
		out.Kind, out.Edge, out.Text = timeline.Note, draw.Muted, strangersText(r)
	default:
		out.Title = words.OneLine(r.Body, 200)
	}
	return out
}

// autoTrustedText says which device of the chat's contact was trusted, and by which policy.
func autoTrustedText(r *view.Row, chat string) string {
	device := trustedDevice(r, chat)
	if r.Policy != view.PolicyFirstUse && r.Policy != view.PolicyUntilVerified {
		return words.Tr("notice.autoTrustedPlain", "Device", device)
	}
	return words.Tr("notice.autoTrusted", "Device", device, "Rule", words.PolicyName(r.Policy))
}
