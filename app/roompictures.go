package app

import (
	"context"

	"mellium.im/xmpp/jid"
)

// roomPictured takes which picture a room has. It is fetched as soon as somebody looks at this account on this stream: who never does
// asks no room.
func (a *account) roomPictured(room, hash string) {
	if !a.facts.watched {
		return
	}
	if err := a.people.RoomPicture(room, hash); err != nil {
		a.log.Error("picture of room", "room", room, "err", err)
	}
}

// watched fetches the pictures of rooms that are not known, when somebody looks first.
func (a *account) watched() {
	if a.facts.watched || !a.conn.online {
		return
	}
	a.facts.watched = true
	for room, hash := range a.rooms.Pictures() {
		a.roomPictured(room, hash)
	}
}

// setRoomAvatar gives a room a picture, or takes it away.
func (s *Service) setRoomAvatar(ctx context.Context, c SetRoomAvatar) error {
	return s.onRoom(c.Account, c.Room, func(a *account, at jid.JID) (err error) {
		var picture []byte
		if c.Path != "" {
			if picture, err = s.OwnPicture(c.Path); err != nil {
				return err
			}
		}
		return a.rooms.SetPicture(ctx, at, picture)
	})
}
