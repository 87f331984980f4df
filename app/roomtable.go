package app

import "context"

var roomTable = []Spec{
	gives("rooms.join", "enter a room, on all devices from then on", (*Service).joinRoom, waits,
		fails(KindNotConnected, KindAuth, KindNotAllowed, KindConflict, KindBusy, KindUnreachable, KindRefused)),
	gives("rooms.puzzle", "what a room wants solved before it lets one in",
		func(s *Service, ctx context.Context, c LookPuzzle) (RoomPuzzle, error) {
			return s.RoomPuzzle(ctx, c.Account, c.Room)
		}, waits, more("`rooms.join` waits for it.")),
	does("rooms.solve", "answer what a room wants solved", (*Service).solvePuzzle, waits, fails(KindNotConnected, KindAuth, KindRefused)),
	does("rooms.leave", "leave a room, on all devices", (*Service).leaveRoom, waits, more("Chat and history stay.")),
	gives("rooms.create", "make a private group, or a channel", (*Service).createRoom, waits,
		fails(KindNotConnected, KindNotOffered, KindNotAllowed, KindConflict, KindUnreachable, KindRefused)),
	does("rooms.destroy", "end a room for all", (*Service).destroyRoom, waits, fails(KindNotConnected, KindNotAllowed, KindRefused)),
	does("rooms.invite", "ask somebody to come to a room", (*Service).inviteToRoom, waits,
		fails(KindNotConnected, KindNotAllowed, KindRefused), more("Of a private group they become a member.")),
	does("rooms.affiliate", "say how somebody stands to a room: make them a member, admin or owner, or ban them",
		(*Service).setAffiliation, waits, fails(KindNotConnected, KindNotAllowed, KindConflict, KindRefused)),
	does("rooms.role", "say what somebody in a room may do, or kick them", (*Service).setRole, waits,
		fails(KindNotConnected, KindNotAllowed, KindConflict, KindRefused)),
	does("rooms.moderate", "take a message of somebody away for all", (*Service).moderate, waits,
		fails(KindNotConnected, KindNotOffered, KindNotAllowed, KindRefused)),
	does("rooms.subject", "set the subject of a room", (*Service).setSubject, waits,
		fails(KindNotConnected, KindNotAllowed, KindRefused), more("Servers can read it.")),
	does("rooms.avatar", "give a room a picture, or take it away", (*Service).setRoomAvatar, waits,
		fails(KindNotConnected, KindNotOffered, KindNotAllowed, KindRefused)),
	does("rooms.nick", "change the own nickname in a room", (*Service).setNick, waits,
		fails(KindNotConnected, KindConflict, KindRefused)),
	does("rooms.level", "of what in a room the user is told", (*Service).setRoomLevel, waits, setting((*Service).roomLevel)),
	does("rooms.ignore", "hear nothing of somebody in a room, or of them again", (*Service).ignorePerson, waits,
		fails(KindNotOffered), setting((*Service).ignored),
		more("What they write is kept, and folded in the window. They are known by address or occupant id, which the room has to show.")),
	gives("rooms.members", "who is in a room, and who belongs to it",
		func(s *Service, ctx context.Context, c LookMembers) ([]RoomPerson, error) {
			return s.RoomMembers(ctx, c.Account, c.Room)
		}),
	gives("rooms.affiliated", "all with an affiliation, as the room says now", (*Service).Affiliated, waits,
		fails(KindNotConnected, KindNotAllowed, KindRefused)),
	gives("rooms.browse", "the rooms of a service", (*Service).BrowseRooms, waits,
		fails(KindNotConnected, KindNotOffered, KindUnreachable, KindRefused)),
	does("rooms.configure", "change the configuration of a room, or show it", (*Service).configureRoom, waits,
		fails(KindNotConnected, KindNotAllowed, KindNotOffered, KindRefused),
		setting(func(s *Service, ctx context.Context, c ConfigureRoom) ([]RoomField, error) {
			return s.RoomConfig(ctx, c.Account, c.Room)
		})),
}
