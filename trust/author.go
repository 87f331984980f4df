package trust

// Author says who or what has decided about a key, and in which way; of other lines of the log, who has brought them about.
// A policy that decides is an author too: see Policy.Author.
type Author string

// The authors.
const (
	ByHand        Author = "hand"         // the user, without a proof; of a line that is no decision: the user
	ByCode        Author = "code"         // Detail is where it was read: "camera", in person, or, of a picture, "screen", "picture", "clipboard"
	ByLink        Author = "link"         // a verification link
	ByPage        Author = "page"         // a page of fingerprints; Detail is where it is from
	ByMessage     Author = "message"      // the word of another device of the same person, whose key Detail is
	ByOtherDevice Author = "other-device" // a code or link that another device of the user made
	ByUndo        Author = "undo"         // the user has taken back a decision
	ByRemoval     Author = "removed"      // the user has taken the own device out of the account
	ByThis        Author = "this"         // of this device itself, whose key nobody decides about
	ByHealing     Author = "healing"      // of EventRepaired: the program, after a message that could not be read
)

// userWord is the word for ByHand in lines of the log that are no decisions, up to Vouch 0.1.0.
const userWord = "user"

// Policy is the policy that has decided, and whether it was one, not the user.
func (a Author) Policy() (p Policy, decided bool) {
	p = Policy(a)
	return p, p == FirstUse || p == UntilVerified
}

// UnmarshalText implements encoding.TextUnmarshaler: it reads the word of earlier versions for ByHand, too.
func (a *Author) UnmarshalText(text []byte) error {
	if *a = Author(text); *a == userWord {
		*a = ByHand
	}
	return nil
}
