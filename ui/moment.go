package ui

import (
	"strconv"
	"strings"

	"vouch/app"
	"vouch/ui/bidi"
	"vouch/ui/draw"
)

// moment is a line of a timeline in words, the same on the screen and in the text that is exported.
type moment struct {
	app.Moment
	icon          string
	color         draw.Token
	title, detail string // a part of the title between strongFrom and strongTo is set in bold
}

const strongFrom, strongTo = "\x02", "\x03" // names have no control characters

func strong(name string) string { return strongFrom + name + strongTo }

// momentOf puts a moment into words. everybody is set where lines of several people stand beside each other.
func momentOf(m app.Moment, everybody bool, own string, name func(string) string) moment {
	out := moment{Moment: m, icon: "info", color: draw.Muted}
	device, who := strong(momentDevice(m)), nameOf(m.Name, m.JID)
	mine := m.JID == own
	switch m.Kind {
	case app.MomentDecision:
		out.decision(device, name)
	case app.MomentSeen:
		out.icon, out.title = "plus", tr("moment.seen", "Device", device, "Name", who)
		if mine {
			out.title = tr("moment.seenOwn", "Device", device)
		}
		out.detail = keyWords(m)
	case app.MomentChanged:
		out.icon, out.color = "warn", draw.Rejected
		out.title = tr("moment.changed", "Device", device)
		out.detail = tr("moment.changedText", "ID", strconv.Itoa(int(m.DeviceID)))
		if m.Alarm {
			out.title, out.detail = strong(tr("moment.alarm", "Device", momentDevice(m))), tr("moment.alarmText", "ID", strconv.Itoa(int(m.DeviceID)))
		}
	case app.MomentPolicy:
		out.icon, out.title = "settings", policyMoment(m, who)
		out.detail = tr("moment.policyText")
	case app.MomentNamed:
		out.icon, out.title, out.detail = "compose", tr("moment.named", "ID", strconv.Itoa(int(m.DeviceID)), "Label", strong(oneLine(m.Detail, nameRunes))), tr("moment.namedText")
		if oneLine(m.Detail, nameRunes) == "" {
			out.title = tr("moment.unnamed", "ID", strconv.Itoa(int(m.DeviceID)))
		}
	case app.MomentWrote:
		out.icon, out.title, out.detail = "send", tr("moment.wrote", "Device", device), keyWords(m)
	case app.MomentLeft:
		out.icon, out.title, out.detail = "inactive", tr("moment.left", "Device", device, "Name", who), tr("moment.leftText")
		if mine {
			out.title = tr("moment.leftOwn", "Device", device)
		}
	case app.MomentRemoved:
		out.icon, out.color, out.title, out.detail = "trash", draw.Rejected, tr("moment.removed", "Device", device), tr("moment.removedText")
	case app.MomentRenewed:
		out.icon, out.title, out.detail = "key", tr("moment.renewed"), tr("moment.renewedText")
		if m.Detail != "" {
			out.detail = doubtText(m.Detail)
		}
	case app.MomentRepaired:
		out.icon, out.title, out.detail = "repair", tr("moment.repaired", "Device", device), tr("how.hand")
		if m.By != app.ByHand {
			out.detail = tr("moment.repairedItself")
		}
	case app.MomentTold:
		out.icon, out.title, out.detail = "send", tr("moment.told", "Name", strong(who)), tr("moment.toldText")
	default:
		out.title = device
	}
	if everybody && m.JID != "" && m.Kind != app.MomentTold {
		if mine {
			who = tr("moment.ownDevice")
		}
		out.detail = strings.TrimSuffix(bidi.Isolate(who)+" · "+out.detail, " · ")
	}
	return out
}

// decision says what was decided about a device, and by whom.
func (out *moment) decision(device string, name func(string) string) {
	m := out.Moment
	out.icon, out.color = m.To, draw.Token(m.To)
	out.detail = howText(m.By, m.Detail, name)
	switch {
	case byPolicy(m.By):
		out.title, out.detail = tr("moment.policyTrusted", "Device", device, "Rule", strong(policyName(m.By))), policyText(m.By, nameOf(m.Name, m.JID))
	case m.By == "undo":
		out.title, out.detail = tr("moment.undone", "Device", device), ""
	case m.To == string(app.TrustTrusted):
		out.title = tr("moment.trusted", "Device", device)
	case m.To == string(app.TrustVerified):
		out.title = tr("moment.verified", "Device", device)
	case m.To == string(app.TrustRejected):
		out.title = tr("moment.rejected", "Device", device)
	default:
		out.icon, out.color, out.title = "undecided", draw.Undecided, tr("moment.undecided", "Device", device)
	}
	if m.DeviceID == 0 { // seen by nobody yet
		out.detail = strings.TrimPrefix(out.detail+" · "+tr("moment.expected"), " · ")
	}
}

// policyMoment says whose rule for new devices became which.
func policyMoment(m app.Moment, who string) string {
	switch {
	case m.JID == "":
		return tr("moment.policyAll", "Rule", strong(policyName(m.To)))
	case m.To == "":
		return tr("moment.policyInherit", "Name", strong(who))
	}
	return tr("moment.policy", "Name", strong(who), "Rule", strong(policyName(m.To)))
}

// momentDevice names the device of a moment: by its label, its id, or its key.
func momentDevice(m app.Moment) string {
	switch label := oneLine(m.Label, nameRunes); {
	case label != "":
		return label
	case m.DeviceID != 0:
		return tr("moment.device", "ID", strconv.Itoa(int(m.DeviceID)))
	}
	return tr("moment.key", "Key", shortKey(m.Fingerprint))
}

func keyWords(m app.Moment) string {
	return strconv.Itoa(int(m.DeviceID)) + " · " + shortKey(m.Fingerprint)
}

// runs are the words of a title, with its bold parts.
func runs(title string, size float32, color draw.Token) (out []draw.Run) {
	for title != "" {
		before, rest, found := strings.Cut(title, strongFrom)
		if before != "" {
			out = append(out, draw.Run{Text: before, Font: draw.Font{Size: size}, Color: color})
		}
		if !found {
			break
		}
		bold, after, _ := strings.Cut(rest, strongTo)
		out = append(out, draw.Run{Text: bold, Font: draw.Font{Size: size, Bold: true}, Color: color})
		title = after
	}
	return out
}

// plain are the words of a title without marks for bold.
func plain(title string) string {
	return strings.NewReplacer(strongFrom, "", strongTo, "").Replace(title)
}
