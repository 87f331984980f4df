package ui

import (
	"time"

	"vouch/app"
)

// verdict is a decision about a key: what, when, by whom or by which rule, and where it was read.
type verdict struct {
	trust  app.Trust
	at     time.Time
	by     app.Author
	detail string
}

func verdictOf(d *app.DeviceView) verdict {
	return verdict{d.Trust, d.DecidedAt, d.DecidedBy, d.Detail}
}

// text says who decided what and when. name gives the device with a key its name.
func (d verdict) text(c calendar, name func(fingerprint string) string) string {
	on := c.on(d.at)
	policy, automatic := d.by.Policy()
	switch {
	case d.trust == app.TrustUndecided || d.trust == "":
		return tr("decided.nobody")
	case automatic:
		return tr("decided.auto", "On", on, "Rule", policyName(policy))
	case d.trust == app.TrustRejected && d.by == app.ByHand:
		return tr("decided.rejected", "On", on)
	case d.trust == app.TrustRejected:
		return tr("decided.rejectedHow", "On", on, "How", howText(d.by, d.detail, name))
	case d.trust == app.TrustVerified:
		return tr("decided.verified", "On", on, "How", howText(d.by, d.detail, name))
	}
	return tr("decided.trusted", "On", on, "How", howText(d.by, d.detail, name))
}

// howText says by which way a decision came about. Detail is where the key was read.
func howText(by app.Author, detail string, name func(fingerprint string) string) string {
	switch by {
	case app.ByCode:
		return codeSeenText(detail)
	case app.ByLink:
		return tr("how.link")
	case app.ByPage:
		if where := oneLine(detail, nameRunes); where != "" {
			return tr("how.pageAt", "Where", where)
		}
		return tr("how.page")
	case app.ByMessage:
		return tr("how.message", "Device", name(detail))
	case app.ByOtherDevice:
		return tr("how.otherDevice")
	case app.ByUndo:
		return tr("how.undo")
	case app.ByRemoval:
		return tr("how.removed")
	}
	return tr("how.hand")
}

// codeSeenText says where a code was seen.
func codeSeenText(detail string) string {
	switch detail {
	case "camera":
		return tr("how.camera")
	case "screen":
		return tr("how.screen")
	case "picture":
		return tr("how.picture")
	case "clipboard":
		return tr("how.clipboard")
	}
	return tr("how.code")
}

// keyName gives the device of the page with that key its name, or the beginning of the key where none has it.
func keyName(v *app.DevicesView) func(string) string {
	return func(fingerprint string) string {
		for _, d := range v.Devices {
			if d.Fingerprint == fingerprint {
				return deviceName(d)
			}
		}
		return shortKey(fingerprint)
	}
}

// shortKey is the beginning of a fingerprint: enough to tell keys apart, not to compare them.
func shortKey(fingerprint string) string {
	if len(fingerprint) < 16 {
		return oneLine(fingerprint, 16)
	}
	return fingerprint[:8] + " " + fingerprint[8:16] + " …"
}
