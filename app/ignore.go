package app

import (
	"context"
	"errors"
	"slices"
	"strings"

	"mellium.im/xmpp/jid"

	"vouch/app/history"
)

// heed notes in the row of an arrival what it is to the user: somebody ignored wrote it, of which they are not told, or it names
// them.
func (a *account) heed(h *history.Store, in arrival, row *history.Message) error {
	room, nick, beside := strings.Cut(in.chat, "/")
	if in.own || in.room == nil && !beside {
		return nil
	}
	who, occupant := in.from, ""
	if in.room != nil {
		occupant = in.room.occupant
	} else if o, there := a.rooms.Sender(room, nick); there && !in.archived { // a message between the two
		who, occupant = o.JID, o.ID
	}
	is, _, err := h.Room(room)
	if row.Ignored = is.Ignores(who, occupant); err != nil || row.Ignored || in.room == nil || !row.Kind.Said() {
		return err
	}
	row.Mention = a.isNamed(in.chat, row.Body)
	return nil
}

// errNobody is why somebody cannot be ignored: by the nickname alone another who takes it would be.
var errNobody = &Error{Kind: KindNotOffered, Param: "nick", Why: "the room shows neither address nor occupant id"}

func (s *Service) ignorePerson(ctx context.Context, c IgnorePerson) error {
	return s.onRoom(c.Account, c.Room, func(a *account, at jid.JID) error {
		is, err := a.roomRecord(at.String())
		if err != nil {
			return err
		}
		who, err := a.personOf(ctx, at, c, is)
		if err != nil {
			return err
		}
		switch {
		case who.JID == a.jid:
			return invalid("jid", "our own")
		case who.JID == "" && who.Occupant == "":
			return errNobody
		case c.Undo && !is.Ignores(who.JID, who.Occupant):
			return notFound("jid", who.JID+who.Occupant)
		}
		return a.rooms.Ignore(ctx, at, who, !c.Undo, func(h *history.Store) error {
			if c.Undo {
				return nil
			}
			return h.Hush(at.String(), seenAtOnce, func(m history.Message) bool { return who.Is(m.From, m.Occupant) })
		})
	})
}

// personOf is whom a command means, as far as the room shows who that is.
func (a *account) personOf(ctx context.Context, at jid.JID, c IgnorePerson, is history.Room) (who history.Ignored, err error) {
	given := slices.DeleteFunc([]string{c.Nick, c.JID, c.Occupant, c.ID}, func(s string) bool { return s == "" })
	switch {
	case len(given) != 1:
		return who, invalid("nick", "one of nick, jid, occupant and id")
	case c.ID != "":
		return a.writerOf(at.String(), c.ID)
	case c.JID != "":
		if who.JID, err = bareJID("jid", c.JID); err != nil {
			return who, err
		}
	}
	people, err := a.rooms.Members(ctx, at)
	if err != nil {
		return who, err
	}
	for _, p := range people {
		if c.Nick != "" && p.Nick == c.Nick || who.JID != "" && p.JID == who.JID || c.Occupant != "" && p.ID == c.Occupant {
			if p.Ours {
				return who, invalid("nick", "our own")
			}
			return history.Ignored{JID: p.JID, Occupant: p.ID, Nick: p.Nick}, nil
		}
	}
	for _, i := range is.Ignored {
		if c.Undo && c.Nick != "" && i.Nick == c.Nick || i.Is(who.JID, c.Occupant) {
			return i, nil
		}
	}
	switch {
	case c.Nick != "":
		return who, notFound("nick", c.Nick)
	case c.JID != "" && !is.Kind.NonAnonymous, c.Occupant != "" && !is.Kind.Offers.OccupantIDs:
		return who, errNobody
	}
	return history.Ignored{JID: who.JID, Occupant: c.Occupant}, nil
}

// writerOf is who wrote a message of a room.
func (a *account) writerOf(room, id string) (who history.Ignored, err error) {
	err = a.View("read message", func(h *history.Store) error {
		m, err := h.InChat(room, id)
		switch {
		case errors.Is(err, history.ErrNotFound):
			return notFound("id", id)
		case err != nil:
			return err
		case m.Own || m.Kind == history.KindNotice:
			return invalid("id", "not a message of somebody else")
		}
		who = history.Ignored{JID: m.From, Occupant: m.Occupant, Nick: m.Nick}
		if strings.Contains(m.From, "/") || m.From == room { // nobody's address
			who.JID = ""
		}
		return nil
	})
	return who, err
}

// IgnoredPerson is somebody in a room of whom the user wants to hear nothing.
type IgnoredPerson struct {
	JID      string `json:"jid,omitempty" about:"bare, where the room showed it"`
	Occupant string `json:"occupant,omitempty"`
	Nick     string `json:"nick" about:"that they had when you said so"`
}

func (s *Service) ignored(_ context.Context, c IgnorePerson) (out []IgnoredPerson, err error) {
	out = []IgnoredPerson{}
	err = s.onRoom(c.Account, c.Room, func(a *account, at jid.JID) error {
		return a.View("read room", func(h *history.Store) error {
			is, known, err := h.Room(at.String())
			if err == nil && !known {
				err = notFound("room", at.String())
			}
			for _, i := range is.Ignored {
				out = append(out, IgnoredPerson(i))
			}
			return err
		})
	})
	return out, err
}
