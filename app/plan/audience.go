package plan

import (
	"errors"

	"vouch/app/history"
)

// Audience is who shall be able to read an encrypted message, beside this device: our own other devices always, and the
// devices of others.
type Audience struct {
	Self   string   // bare JID of the account
	Others []string // bare JIDs; empty for the notes to oneself
}

// ErrNoAudience is returned for a chat of which nobody knows here who reads it.
var ErrNoAudience = errors.New("who reads this chat is not known")

// AudienceOf gives the audience of a chat of the account self as it is now. ErrNoAudience: it is not known.
func AudienceOf(self string, chat history.Chat) (Audience, error) {
	switch chat.Kind {
	case history.ChatNotes:
		return Audience{Self: self}, nil
	case history.ChatContact:
		return Audience{self, []string{chat.JID}}, nil
	}
	return Audience{}, ErrNoAudience
}

// AudienceIn is AudienceOf for the chat with this JID, whether there is one yet or not.
func AudienceIn(h *history.Store, self, chat string) (Audience, error) {
	c, err := h.ChatOrNew(chat)
	if err != nil {
		return Audience{}, err
	}
	return AudienceOf(self, c)
}

// Everybody is the audience with ourselves.
func (a Audience) Everybody() []string { return append(a.Others[:len(a.Others):len(a.Others)], a.Self) }

// Needed are those of whom at least one device must be able to read a message: the others, or for notes we ourselves.
func (a Audience) Needed() []string {
	if len(a.Others) == 0 {
		return []string{a.Self}
	}
	return a.Others
}
