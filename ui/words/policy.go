package words

// ByPolicy says whether a decision was made by a policy and not by a person. By is its author, as the trust log names it.
func ByPolicy(by string) bool { return by == "first-use" || by == "until-verified" }

// PolicyName is what a policy for new devices is called: "ask", "first-use" or "until-verified".
func PolicyName(policy string) string {
	switch policy {
	case "first-use":
		return Tr("policy.firstUseName")
	case "until-verified":
		return Tr("policy.untilVerifiedName")
	}
	return Tr("policy.askName")
}

// PolicyText says what a policy does with devices of who.
func PolicyText(policy, who string) string {
	switch policy {
	case "first-use":
		return Tr("policy.firstUse", "Name", who)
	case "until-verified":
		return Tr("policy.untilVerified", "Name", who)
	}
	return Tr("policy.ask")
}
