package words

import "vouch/app"

// PolicyName is what a policy for new devices is called: "ask", "first-use" or "until-verified".
func PolicyName(policy app.Policy) string {
	switch policy {
	case app.PolicyFirstUse:
		return Tr("policy.firstUseName")
	case app.PolicyUntilVerified:
		return Tr("policy.untilVerifiedName")
	}
	return Tr("policy.askName")
}

// PolicyText says what a policy does with devices of who.
func PolicyText(policy app.Policy, who string) string {
	switch policy {
	case app.PolicyFirstUse:
		return Tr("policy.firstUse", "Name", who)
	case app.PolicyUntilVerified:
		return Tr("policy.untilVerified", "Name", who)
	}
	return Tr("policy.ask")
}
