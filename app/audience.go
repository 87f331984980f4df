package app

import (
	"errors"

	"vouch/app/history"
)

// audience is who shall be able to read an encrypted message, beside this device: our own other devices always, and the
// devices of others.
type audience struct {
	self   string   // bare JID of the account
	others []string // bare JIDs; empty for the notes to oneself
}

// errNoAudience is returned for a chat of which nobody knows here who reads it.
var errNoAudience = errors.New("who reads this chat is not known")

// audienceOf gives the audience of a chat as it is now.
func audienceOf(self string, chat history.Chat) (audience, error) {
	switch chat.Kind {
	case history.ChatNotes:
		return audience{self: self}, nil
	case history.ChatContact:
		return audience{self, []string{chat.JID}}, nil
	}
	return audience{}, errNoAudience
}

// audienceIn is audienceOf for the chat with this JID, whether there is one yet or not.
func audienceIn(h *history.Store, self, chat string) (audience, error) {
	c, err := h.ChatOrNew(chat)
	if err != nil {
		return audience{}, err
	}
	return audienceOf(self, c)
}

// everybody is the audience with ourselves.
func (a audience) everybody() []string { return append(a.others[:len(a.others):len(a.others)], a.self) }

// needed are those of whom at least one device must be able to read a message: the others, or for notes we ourselves.
func (a audience) needed() []string {
	if len(a.others) == 0 {
		return []string{a.self}
	}
	return a.others
}
