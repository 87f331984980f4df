package words

import (
	"time"

	"vouch/app"
)

// Verdict is a decision about a key: what, when, by whom or by which rule, and where it was read.
type Verdict struct {
	Trust  app.Trust
	At     time.Time
	By     app.Author
	Detail string
}

// VerdictOf is the decision about a device as it stands.
func VerdictOf(d *app.DeviceView) Verdict {
	return Verdict{d.Trust, d.DecidedAt, d.DecidedBy, d.Detail}
}

// Text says who decided what and when. name gives the device with a key its name.
func (d Verdict) Text(c Calendar, name func(fingerprint string) string) string {
	on := c.On(d.At)
	policy, automatic := d.By.Policy()
	switch {
	case d.Trust == app.TrustUndecided || d.Trust == "":
		return Tr("decided.nobody")
	case automatic:
		return Tr("decided.auto", "On", on, "Rule", PolicyName(policy))
	case d.Trust == app.TrustRejected && d.By == app.ByHand:
		return Tr("decided.rejected", "On", on)
	case d.Trust == app.TrustRejected:
		return Tr("decided.rejectedHow", "On", on, "How", HowText(d.By, d.Detail, name))
	case d.Trust == app.TrustVerified:
		return Tr("decided.verified", "On", on, "How", HowText(d.By, d.Detail, name))
	}
	return Tr("decided.trusted", "On", on, "How", HowText(d.By, d.Detail, name))
}

// HowText says by which way a decision came about. Detail is where the key was read.
func HowText(by app.Author, detail string, name func(fingerprint string) string) string {
	switch by {
	case app.ByCode:
		return codeSeenText(detail)
	case app.ByLink:
		return Tr("how.link")
	case app.ByPage:
		if where := OneLine(detail, NameRunes); where != "" {
			return Tr("how.pageAt", "Where", where)
		}
		return Tr("how.page")
	case app.ByMessage:
		return Tr("how.message", "Device", name(detail))
	case app.ByOtherDevice:
		return Tr("how.otherDevice")
	case app.ByUndo:
		return Tr("how.undo")
	case app.ByRemoval:
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
func KeyName(v *app.DevicesView) func(string) string {
	return func(fingerprint string) string {
		for _, d := range v.Devices {
			if d.Fingerprint == fingerprint {
				return DeviceName(d)
			}
		}
		return ShortKey(fingerprint)
	}
}
