package keys

import (
	"strconv"
	"strings"

	"vouch/app/view"
	"vouch/ui/bidi"
	"vouch/ui/draw"
	"vouch/ui/words"
)

// moment is a line of a timeline in words, the same on the screen and in the text that is exported.
type moment struct {
	view.Moment
	icon          string
	color         draw.Token
	title, detail string // a part of the title between strongFrom and strongTo is set in bold
}

const strongFrom, strongTo = "\x02", "\x03" // names have no control characters

func strong(name string) string { return strongFrom + name + strongTo }

// momentOf puts a moment into words. everybody is set where lines of several people stand beside each other.
func momentOf(m view.Moment, everybody bool, own string, name func(string) string) moment {
	out := moment{Moment: m, icon: "info", color: draw.Muted}
	device, who := strong(words.MomentDevice(m)), words.NameOf(m.Name, m.JID)
	mine := m.JID == own
	switch m.Kind {
	case view.MomentDecision:
		out.decision(device, name)
	case view.MomentSeen:
		out.icon, out.title = "plus", words.Tr("moment.seen", "Device", device, "Name", who)
		if mine {
			out.title = words.Tr("moment.seenOwn", "Device", device)
		}
		out.detail = keyWords(m)
	case view.MomentChanged:
		out.icon, out.color = "warn", draw.Rejected
		out.title = words.Tr("moment.changed", "Device", device)
		out.detail = words.Tr("moment.changedText", "ID", strconv.Itoa(int(m.DeviceID)))
		if m.Alarm {
			out.title, out.detail = strong(words.Tr("moment.alarm", "Device", words.MomentDevice(m))), words.Tr("moment.alarmText", "ID", strconv.Itoa(int(m.DeviceID)))
		}
	case view.MomentPolicy:
		out.icon, out.title = "settings", policyMoment(m, who)
		out.detail = words.Tr("moment.policyText")
	case view.MomentNamed:
		out.icon, out.title, out.detail = "compose", words.Tr("moment.named", "ID", strconv.Itoa(int(m.DeviceID)), "Label", strong(words.OneLine(m.Detail, words.NameRunes))), words.Tr("moment.namedText")
		if words.OneLine(m.Detail, words.NameRunes) == "" {
			out.title = words.Tr("moment.unnamed", "ID", strconv.Itoa(int(m.DeviceID)))
		}
	case view.MomentWrote:
		out.icon, out.title, out.detail = "send", words.Tr("moment.wrote", "Device", device), keyWords(m)
	case view.MomentLeft:
		out.icon, out.title, out.detail = "inactive", words.Tr("moment.left", "Device", device, "Name", who), words.Tr("moment.leftText")
		if mine {
			out.title = words.Tr("moment.leftOwn", "Device", device)
		}
	case view.MomentRemoved:
		out.icon, out.color, out.title, out.detail = "trash", draw.Rejected, words.Tr("moment.removed", "Device", device), words.Tr("moment.removedText")
	case view.MomentRenewed:
		out.icon, out.title, out.detail = "key", words.Tr("moment.renewed"), words.Tr("moment.renewedText")
		if m.Detail != "" {
			out.detail = words.DoubtText(m.Detail)
		}
	case view.MomentRepaired:
		out.icon, out.title, out.detail = "repair", words.Tr("moment.repaired", "Device", device), words.Tr("how.hand")
		if m.By != view.ByHand {
			out.detail = words.Tr("moment.repairedItself")
		}
	case view.MomentTold:
		out.icon, out.title, out.detail = "send", words.Tr("moment.told", "Name", strong(who)), words.Tr("moment.toldText")
	default:
		out.title = device
	}
	if everybody && m.JID != "" && m.Kind != view.MomentTold {
		if mine {
			who = words.Tr("moment.ownDevice")
		}
		out.detail = strings.TrimSuffix(bidi.Isolate(who)+" · "+out.detail, " · ")
	}
	return out
}

// decision says what was decided about a device, and by whom.
func (out *moment) decision(device string, name func(string) string) {
	m := out.Moment
	out.icon, out.color = m.To, draw.Token(m.To)
	out.detail = words.HowText(m.By, m.Detail, name)
	policy, automatic := m.By.Policy()
	switch {
	case automatic:
		out.title, out.detail = words.Tr("moment.policyTrusted", "Device", device, "Rule", strong(words.PolicyName(policy))), words.PolicyText(policy, words.NameOf(m.Name, m.JID))
	case m.By == view.ByUndo:
		out.title, out.detail = words.Tr("moment.undone", "Device", device), ""
	case m.To == string(view.TrustTrusted):
		out.title = words.Tr("moment.trusted", "Device", device)
	case m.To == string(view.TrustVerified):
		out.title = words.Tr("moment.verified", "Device", device)
	case m.To == string(view.TrustRejected):
		out.title = words.Tr("moment.rejected", "Device", device)
	default:
		out.icon, out.color, out.title = "undecided", draw.Undecided, words.Tr("moment.undecided", "Device", device)
	}
	if m.DeviceID == 0 { // seen by nobody yet
		out.detail = strings.TrimPrefix(out.detail+" · "+words.Tr("moment.expected"), " · ")
	}
}

// policyMoment says whose rule for new devices became which.
func policyMoment(m view.Moment, who string) string {
	switch {
	case m.JID == "":
		return words.Tr("moment.policyAll", "Rule", strong(words.PolicyName(view.Policy(m.To))))
	case m.To == "":
		return words.Tr("moment.policyInherit", "Name", strong(who))
	}
	return words.Tr("moment.policy", "Name", strong(who), "Rule", strong(words.PolicyName(view.Policy(m.To))))
}

func keyWords(m view.Moment) string {
	return strconv.Itoa(int(m.DeviceID)) + " · " + words.ShortKey(m.Fingerprint)
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
