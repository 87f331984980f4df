package app

import (
	"mellium.im/xmpp/jid"

	"vouch/xmpp"
	"vouch/xmpp/invites"
)

// receiveFromRoom takes a message stanza whose sender is a known room, or somebody in one. It is never one between two people,
// whatever its type.
func (a *account) receiveFromRoom(m *xmpp.Message) error {
	if m.Type == "error" {
		return a.receiveRoomError(m)
	}
	if taken, err := a.rooms.ReceiveNotice(m); taken || err != nil {
		return err
	}
	in := arrival{at: a.now()}
	if a.describeRoom(&in, m) {
		is, err := a.roomRecord(in.chat)
		if err != nil || is.Kind.Offers.Archive && !a.rooms.In(in.chat) {
			return err // meant for who was there before us: it is in the archive, which is read when we are in
		}
		in.archiveID = roomID(m, m.FromJID, is.Kind)
		return a.takeArrivals(in)
	}
	if i, ok := invites.Of(m); ok && i.FromInside {
		return nil // nobody can be sure whose it is
	}
	if in, ok := a.arrivalOf(m); ok {
		return a.takeArrivals(in)
	}
	return nil
}

// receiveRoomError takes an error that a room answers with. Where it says that we are not in, the message goes out again when we
// are.
func (a *account) receiveRoomError(m *xmpp.Message) error {
	if m.Failure == nil || a.rooms.ReceiveRefusal(m.FromJID, m.Id, m.Failure) {
		return nil
	}
	if m.FromJID.Resourcepart() == "" && (m.Failure.Condition == "not-acceptable" || m.Failure.Condition == "gone") {
		return nil
	}
	return a.receiveError(m, m.FromJID.String()) // of a place there: the chat with it
}

// besideRooms establishes the chat of a message between the user and somebody in a room, who is known by their place alone
// (XEP-0045 v1.35.5 §7.5). It is false for one that has to do with no room.
func (a *account) besideRooms(in *arrival, from, to jid.JID) bool {
	other := from
	if in.own {
		other = to
	}
	if !a.rooms.Is(other.Bare().String()) || other.Resourcepart() == "" {
		return false
	}
	in.chat = other.String()
	if !in.own {
		in.from = in.chat
	}
	return true
}
