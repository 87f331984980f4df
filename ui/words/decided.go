package words

import (
	"time"

	"vouch/app/view"
)

// Verdict is a decision about a key: what, when, by whom or by which rule, and where it was read.
type Verdict struct {
	Trust  view.Trust
	At     time.Time
	By     view.Author
	Detail string
}

// VerdictOf is the decision about a device as it stands.
func VerdictOf(d *view.DeviceView) Verdict {
	return Verdict{d.Trust, d.DecidedAt, d.DecidedBy, d.Detail}
}

// Text says who decided what and when. name gives the device with a key its name.
func (d Verdict) Text(c Calendar, name func(fingerprint string) string) string {
	on := c.On(d.At)
	policy, automatic := d.By.Policy()
	switch {
	case d.Trust == view.TrustUndecided || d.Trust == "":
		return Tr("decided.nobody")
	case automatic:
		return Tr("decided.auto", "On", on, "Rule", PolicyName(policy))
	case d.Trust == view.TrustRejected && d.By == view.ByHand:
		return Tr("decided.rejected", "On", on)
	case d.Trust == view.TrustRejected:
		return Tr("decided.rejectedHow", "On", on, "How", HowText(d.By, d.Detail, name))
	case d.Trust == view.TrustVerified:
		return Tr("decided.verified", "On", on, "How", HowText(d.By, d.Detail, name))
	}
	return Tr("decided.trusted", "On", on, "How", HowText(d.By, d.Detail, name))
}

// HowText says by which way a decision came about. Detail is where the key was read.
func HowText(by view.Author, detail string, name func(fingerprint string) string) string {
	switch by {
	case view.ByCode:
		return codeSeenText(detail)
	case view.ByLink:
		return Tr("how.link")
	case view.ByPage:
		if where := OneLine(detail, NameRunes); where != "" {
			return Tr("how.pageAt", "Where", where)
		}
		return Tr("how.page")
	case view.ByMessage:
		return Tr("how.message", "Device", name(detail))
	case view.ByOtherDevice:
		return Tr("how.otherDevice")
	case view.ByUndo:
		return Tr("how.undo")
	case view.ByRemoval:
		return Tr("how.removed")
	}
	return Tr("how.hand")
}

// codeSeenText says where a code was seen.
func codeSeenText(detail string) string {
	switch detail {
	case "camera":
		return Tr("how.camera")
	case "screen":
		return Tr("how.screen")
	case "picture":
		return Tr("how.picture")
	case "clipboard":
		return Tr("how.clipboard")
	}
	return Tr("how.code")
}

// KeyName gives the device of an Encryption tab with that key its name, or the beginning of the key where none has it.
func KeyName(v *view.DevicesView) func(string) string {
	return func(fingerprint string) string {
		for _, d := range v.Devices {
			if d.Fingerprint == fingerprint {
				return DeviceName(d)
			}
		}
		return ShortKey(fingerprint)
	}
}
