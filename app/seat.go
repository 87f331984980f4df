package app

import (
	"errors"
	"time"

	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/trust"
	"vouch/xmpp"
	"vouch/xmpp/ids"
	"vouch/xmpp/mam"
	"vouch/xmpp/muc"
	"vouch/xmpp/occupants"
)

// Who wrote a message of a room is what the room said in the presences before it, and nothing that stands in the message: an
// occupant can write there what they like, and servers relay it. In the archive of a room there are no presences. What stands
// there is believed where the room shows who everybody is, names one person, and nothing that is known says otherwise.

// seat is where in a room a message came from.
type seat struct {
	nick     string
	occupant string    // occupant id (XEP-0421), "" where the room announces none
	sure     bool      // from is the real address of who wrote it
	since    time.Time // from when on nobody else had the nickname, of a live message
}

// describeRoom establishes who wrote a live message of a room to all. It is false for what is none.
func (a *account) describeRoom(in *arrival, m *xmpp.Message) bool {
	if m.Type != "groupchat" {
		return false
	}
	room, nick := m.FromJID.Bare().String(), m.FromJID.Resourcepart()
	in.msg, in.chat, in.from, in.room = m, room, m.FromJID.String(), &seat{nick: nick}
	if o, there := a.rooms.Sender(room, nick); there {
		in.sit(o.JID, o.ID)
		in.own, in.room.since = o.Ours, o.Since
	}
	if in.own {
		in.from = a.jid
	}
	return true
}

// sit notes who has the seat, by bare JID where the room shows it.
func (in *arrival) sit(who, occupant string) {
	in.room.occupant, in.room.sure = occupant, who != ""
	if who != "" {
		in.from = who
	}
}

// describeKept establishes who wrote a message that the archive of a room gave. It is false for what is none of its messages.
func (a *account) describeKept(h *history.Store, in *arrival, r mam.Result, is history.Room) (bool, error) {
	m := r.Message
	if m.Type != "groupchat" || m.FromJID.Bare().String() != is.JID {
		return false, nil
	}
	in.msg, in.chat, in.from = m, is.JID, m.FromJID.String()
	in.room = &seat{nick: m.FromJID.Resourcepart(), occupant: occupants.Of(m.Children, is.Kind.Offers.OccupantIDs)}
	real, err := a.keptAuthor(h, m, is, in.room.occupant)
	if err != nil {
		return false, err
	}
	if in.sit(real, in.room.occupant); real == a.jid || real == "" && a.isOurs(h, is.JID, *in.room, m.Id) {
		in.own, in.from = true, a.jid
	} else if real == "" {
		if in.own, err = a.sentAs(h, is.JID, m, in.room.nick); in.own {
			in.from = a.jid
		}
	}
	return true, err
}

// sentAs tells whether a message of an archive is one of ours that has not come back, under the nickname that we had then. Nobody else
// knew its id before it was there.
func (a *account) sentAs(h *history.Store, room string, m *xmpp.Message, nick string) (bool, error) {
	row, err := h.OwnByMessageID(room, m.Id)
	if err != nil {
		if errors.Is(err, history.ErrNotFound) {
			err = nil
		}
		return false, err
	}
	q, waits := a.queued(row.ID, changeNamed(row, m.Id))
	if !waits {
		return false, nil
	}
	e, err := h.Entry(q.Seq)
	return err == nil && nick != "" && e.Nick == nick, err
}

// keptAuthor is the real address of who wrote a message of an archive, "" where it is not sure.
func (a *account) keptAuthor(h *history.Store, m *xmpp.Message, is history.Room, occupant string) (string, error) {
	if !is.Kind.NonAnonymous {
		return "", nil
	}
	said, ok := muc.ArchivedBy(m)
	if !ok {
		return "", nil
	}
	if occupant == "" {
		return said.String(), nil
	}
	known, err := h.OccupantOf(is.JID, occupant)
	if err != nil || known != "" && known != said.String() {
		return "", err
	}
	return said.String(), nil
}

// isOurs tells whether a seat is the one that we have now, by its occupant id. In a room that gives none somebody else may have had
// our nickname while we were away: then it is ours if we have written a message of that id.
func (a *account) isOurs(h *history.Store, room string, s seat, id string) bool {
	place, in := a.rooms.Place(room)
	if !in {
		return false
	}
	ours, there := a.rooms.Sender(room, place.Resourcepart())
	if !there || ours.ID != "" {
		return there && ours.ID == s.occupant
	}
	return s.occupant == "" && s.nick == ours.Nick && h.KnowsOwn(room, id)
}

// by is whose archive gave the archive id of an arrival: the room's, or our own account's.
func (in arrival) by(self string) string {
	if in.room != nil {
		return in.chat
	}
	return self
}

// roomID is the id that a room gave a message, where it removes forged ones (XEP-0359 v0.7.0 §5).
func roomID(m *xmpp.Message, room jid.JID, is history.RoomKind) string {
	if !is.Offers.StanzaIDs {
		return ""
	}
	return ids.Stanza(m, room.Bare())
}

// learnOccupant remembers whose an occupant id is, by what the room says in presences, so that its archive can be held against it.
func learnOccupant(h *history.Store, in arrival) error {
	if in.room == nil || in.archived || !in.room.sure || in.room.occupant == "" {
		return nil
	}
	return h.PutOccupant(in.chat, in.room.occupant, in.from)
}

// wrote tells whether a row is by the sender of an arrival. In a room that does not show who they are the occupant id says so or,
// where it gives none, that nobody else has had the nickname since.
func (in arrival) wrote(row history.Message) bool {
	if in.room == nil || in.own || in.room.sure {
		return row.From == in.from
	}
	if in.room.occupant != "" || row.Occupant != "" {
		return row.Occupant == in.room.occupant
	}
	return row.From == in.from && !in.room.since.IsZero() && !row.Time.Before(in.room.since)
}

// errUnknownSender is the cause where nobody can be sure who wrote an encrypted message of a room.
var errUnknownSender = errors.New("who wrote it is not sure")

// senderIsSure tells whether an encrypted message of a room is by who it is said to be by, as far as that is known without opening
// it. In the archive anybody's address may stand there: what comes from a device that nobody here knows proves nothing.
func senderIsSure(t *trust.Store, in arrival, device uint32) (bool, error) {
	if in.room == nil || !in.room.sure || !in.archived {
		return in.room == nil || in.room.sure, nil
	}
	d, known, err := t.Device(in.from, device)
	return known && d.Fingerprint != "", err
}

// isForged tells whether the key of a message from a room's archive is another than that of the device which it names.
func isForged(t *trust.Store, in arrival, device uint32, fingerprint string) (bool, error) {
	if in.room == nil || !in.archived {
		return false, nil
	}
	d, _, err := t.Device(in.from, device)
	return d.Fingerprint != fingerprint, err
}
