package chat

import (
	"strings"

	"vouch/app/view"
	"vouch/ui/words"
)

// omemoWord begins a command for people at the keyboard. A message that begins with it is never sent.
const omemoWord = "/omemo"

// isOmemo says whether a text is meant as such a command, rightly written or not.
func isOmemo(text string) bool {
	text = strings.TrimSpace(text)
	return len(text) >= len(omemoWord) && strings.EqualFold(text[:len(omemoWord)], omemoWord)
}

// mayBeOmemo says whether a text is such a command or its beginning.
func mayBeOmemo(text string) bool {
	text = strings.TrimSpace(text)
	return isOmemo(text) || text != "" && strings.HasPrefix(omemoWord, strings.ToLower(text))
}

// The commands, in the order in which help names them.
var omemoVerbs = []string{"help", "gen", "fingerprint", "device_list", "trust", "untrust", "trustmode", "start", "end", "qrcode"}

// omemoModes are the words of trustmode, and the policies that they stand for.
var omemoModes = []struct {
	word   string
	policy view.Policy
}{{"manual", view.PolicyAsk}, {"firstusage", view.PolicyFirstUse}, {"blind", view.PolicyUntilVerified}}

// omemoCommand is a command that makes sense.
type omemoCommand struct {
	verb   string
	who    string      // the address it is about: as given, or that of the chat; "" for the account's own
	digits string      // of trust and untrust: a fingerprint of 64 digits
	policy view.Policy // of trustmode, or "" to ask for it
}

// What can be wrong with a command: keys of words.
const (
	omemoUnknown   = "omemo.unknown"
	omemoSeveral   = "omemo.severalLines"
	omemoSurplus   = "omemo.surplus"
	omemoAddress   = "omemo.address"
	omemoDigits    = "omemo.digits"
	omemoMode      = "omemo.mode"
	omemoDigitsToo = "omemo.digitsMissing"
)

// parseOmemo reads a command in a chat. Where it makes no sense, wrong says why.
func parseOmemo(text, chat string) (c omemoCommand, wrong string) {
	text = strings.TrimSpace(text)
	if strings.ContainsAny(text, "\n\r") {
		return c, omemoSeveral
	}
	words := strings.Fields(text)
	if !strings.EqualFold(words[0], omemoWord) {
		return c, omemoUnknown
	}
	if len(words) == 1 {
		return omemoCommand{verb: "help"}, ""
	}
	c.verb, words = strings.ToLower(words[1]), words[2:]
	switch c.verb {
	case "gen", "start", "end", "qrcode", "help":
		if len(words) > 0 {
			return c, omemoSurplus
		}
		return c, ""
	case "fingerprint", "device_list":
		return aboutWhom(c, words, chat)
	case "trust", "untrust":
		return keyDecision(c, words, chat)
	case "trustmode":
		return policyMode(c, words)
	}
	return c, omemoUnknown
}

// aboutWhom is a command with an address at most. Without one a fingerprint is the account's own, and a list that of the chat.
func aboutWhom(c omemoCommand, all []string, chat string) (omemoCommand, string) {
	if len(all) > 1 {
		return c, omemoSurplus
	}
	if len(all) == 0 {
		if c.verb == "device_list" {
			c.who = chat
		}
		return c, ""
	}
	who, err := words.ContactAddress(all[0])
	if err != nil {
		return c, omemoAddress
	}
	c.who = who
	return c, ""
}

// keyDecision is a command with a fingerprint, and an address before it where it is not about the chat's contact.
func keyDecision(c omemoCommand, all []string, chat string) (omemoCommand, string) {
	c.who = chat
	if len(all) > 0 && strings.Contains(all[0], "@") {
		who, err := words.ContactAddress(all[0])
		if err != nil {
			return c, omemoAddress
		}
		c.who, all = who, all[1:]
	}
	if len(all) == 0 {
		return c, omemoDigitsToo
	}
	digits, ok := omemoFingerprint(strings.Join(all, ""))
	if !ok {
		return c, omemoDigits
	}
	c.digits = digits
	return c, ""
}

// omemoFingerprint reads a fingerprint in any grouping, also with the byte that says which kind of key it is.
func omemoFingerprint(text string) (digits string, ok bool) {
	digits = strings.ToLower(strings.NewReplacer("-", "", ":", "", " ", "").Replace(text))
	if len(digits) == 66 {
		digits, ok = strings.CutPrefix(digits, "05")
		if !ok {
			return "", false
		}
	}
	if len(digits) != 64 || strings.Trim(digits, "0123456789abcdef") != "" {
		return "", false
	}
	return digits, true
}

func policyMode(c omemoCommand, words []string) (omemoCommand, string) {
	switch len(words) {
	case 0:
		return c, ""
	case 1:
		for _, m := range omemoModes {
			if strings.EqualFold(words[0], m.word) || strings.EqualFold(words[0], string(m.policy)) {
				c.policy = m.policy
				return c, ""
			}
		}
		return c, omemoMode
	}
	return c, omemoSurplus
}
