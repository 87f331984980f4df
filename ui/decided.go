package ui

import (
	"vouch/app"
)

// decidedText says who decided what and when.
func decidedText(d *app.DeviceView, c calendar) string {
	on := c.on(d.DecidedAt)
	auto := d.DecidedBy == "first-use" || d.DecidedBy == "until-verified"
	switch {
	case d.Trust == app.TrustUndecided:
		return tr("decided.nobody")
	case auto:
		return tr("decided.auto", "On", on, "Rule", policyName(d.DecidedBy))
	case d.Trust == app.TrustRejected:
		return tr("decided.rejected", "On", on)
	case d.Trust == app.TrustVerified:
		return tr("decided.verified", "On", on, "How", howText(d.DecidedBy))
	}
	return tr("decided.trusted", "On", on, "How", howText(d.DecidedBy))
}

func howText(by string) string {
	switch by {
	case "code":
		return tr("how.code")
	case "link":
		return tr("how.link")
	case "page":
		return tr("how.page")
	}
	return tr("how.hand")
}
