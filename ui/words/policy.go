package words

import "vouch/app/view"

// PolicyName is what a policy for new devices is called: "ask", "first-use" or "until-verified".
func PolicyName(policy view.Policy) string {
	switch policy {
	case view.PolicyFirstUse:
		return Tr("policy.firstUseName")
	case view.PolicyUntilVerified:
		return Tr("policy.untilVerifiedName")
	}
	return Tr("policy.askName")
}

// PolicyText says what a policy does with devices of who.
func PolicyText(policy view.Policy, who string) string {
	switch policy {
	case view.PolicyFirstUse:
		return Tr("policy.firstUse", "Name", who)
	case view.PolicyUntilVerified:
		return Tr("policy.untilVerified", "Name", who)
	}
	return Tr("policy.ask")
}
