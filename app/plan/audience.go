package plan

import (
	"errors"
	"slices"

	"vouch/app/history"
	"vouch/trust"
)

// Audience is who shall be able to read an encrypted message, beside this device: our own other devices always, and the
// devices of others.
type Audience struct {
	Self   string   // bare JID of the account
	Others []string // bare JIDs; empty for the notes to oneself
	Group  bool     // of a private room: who cannot read does not hold up the others

	Accepted []history.Accepted // in a group: those without whom the user writes
}

// ErrNoAudience is returned for a chat of which nobody can say who reads it: a room that is not for members only, or does not
// show who they are.
var ErrNoAudience = errors.New("who reads this chat is not known")

// AudienceOf gives the audience of a chat of the account self as it is now. That of a group are those who belong to the room, as
// owner, admin or member, whether they are there or not (XEP-0384 v0.9.1 §5.8). ErrNoAudience: it is not known.
func AudienceOf(h *history.Store, self string, chat history.Chat) (Audience, error) {
	switch chat.Kind {
	case history.ChatNotes:
		return Audience{Self: self}, nil
	case history.ChatContact:
		return Audience{Self: self, Others: []string{chat.JID}}, nil
	case history.ChatGroup:
		return audienceOfGroup(h, self, chat.JID)
	}
	return Audience{}, ErrNoAudience
}

func audienceOfGroup(h *history.Store, self, room string) (Audience, error) {
	is, known, err := h.Room(room)
	if err != nil {
		return Audience{}, err
	}
	if !known || !is.Kind.Private() {
		return Audience{}, ErrNoAudience
	}
	members, err := h.Members(room)
	if err != nil {
		return Audience{}, err
	}
	out := Audience{Self: self, Group: true, Accepted: is.Accepted}
	for _, m := range members {
		if m.JID != self {
			out.Others = append(out.Others, m.JID)
		}
	}
	return out, nil
}

// Accepts tells whether the user writes to a group without somebody, of whom no other device has become known since.
func (a Audience) Accepts(ts *trust.Store, who string) (bool, error) {
	i := slices.IndexFunc(a.Accepted, func(m history.Accepted) bool { return m.JID == who })
	if i < 0 {
		return false, nil
	}
	devices, err := ts.Devices(who)
	return !slices.ContainsFunc(devices, func(d trust.Device) bool { return d.Active && !slices.Contains(a.Accepted[i].Devices, d.ID) }), err
}

// AudienceIn is AudienceOf for the chat with this JID, whether there is one yet or not.
func AudienceIn(h *history.Store, self, chat string) (Audience, error) {
	c, err := h.ChatOrNew(chat)
	if err != nil {
		return Audience{}, err
	}
	return AudienceOf(h, self, c)
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
