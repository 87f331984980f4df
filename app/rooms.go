package app

import (
	"cmp"
	"context"
	"strings"
	"time"

	"mellium.im/xmpp/jid"

	"vouch/app/history"
	"vouch/app/rooms"
	"vouch/app/view"
	"vouch/xmpp/muc"
)

// onRoom carries out a command about a room, which waits for the network.
func (s *Service) onRoom(of, room string, f func(a *account, at jid.JID) error) error {
	a, err := s.account(of)
	if err != nil {
		return err
	}
	at, err := bareJID("room", room)
	if err != nil {
		return err
	}
	return f(a, jid.MustParse(at))
}

// EnteredRoom is a room that we are in now.
type EnteredRoom struct {
	Room string        `json:"room"`
	Nick string        `json:"nick" about:"ours; one that was taken has got a _"`
	Kind view.ChatKind `json:"kind" about:"group or channel"`
}

func (s *Service) joinRoom(ctx context.Context, c JoinRoom) (out EnteredRoom, err error) {
	err = s.onRoom(c.Account, c.Room, func(a *account, at jid.JID) error {
		in, err := a.rooms.Join(ctx, at, c.Nick, c.Password)
		out = EnteredRoom{in.Room, in.Nick, in.Kind}
		return err
	})
	return out, err
}

func (s *Service) leaveRoom(ctx context.Context, c LeaveRoom) error {
	return s.onRoom(c.Account, c.Room, func(a *account, at jid.JID) error {
		if c.Forget {
			return a.rooms.Forget(ctx, at)
		}
		return a.rooms.Leave(ctx, at)
	})
}

// MadeRoom is a room that was made.
type MadeRoom struct {
	EnteredRoom
	Archive bool     `json:"archive" about:"it keeps what is said"`
	Left    []string `json:"left" about:"whom the server did not let us invite"`
}

func (s *Service) createRoom(ctx context.Context, c CreateRoom) (MadeRoom, error) {
	a, err := s.account(c.Account)
	if err != nil {
		return MadeRoom{}, err
	}
	if strings.TrimSpace(c.Name) == "" {
		return MadeRoom{}, invalid("name", "empty")
	}
	var people []jid.JID
	for _, text := range c.People {
		who, err := bareJID("people", text)
		if err != nil {
			return MadeRoom{}, err
		}
		people = append(people, jid.MustParse(who))
	}
	at, err := a.placeForRoom(ctx, c.Room)
	if err != nil {
		return MadeRoom{}, err
	}
	plan := muc.Plan{Private: !c.Public, Name: strings.TrimSpace(c.Name), Description: c.Description}
	made, err := a.rooms.Create(ctx, plan, at, c.Nick, people)
	if err != nil {
		return MadeRoom{}, err
	}
	out := MadeRoom{EnteredRoom: EnteredRoom{made.Room, made.Nick, made.Kind}, Archive: made.Archive, Left: []string{}}
	for _, who := range made.Left {
		out.Left = append(out.Left, who.String())
	}
	return out, nil
}

// placeForRoom is the address that is wanted for a new room or, for "", one that nobody can guess.
func (a *account) placeForRoom(ctx context.Context, room string) (jid.JID, error) {
	if room != "" {
		at, err := bareJID("room", room)
		if err != nil {
			return jid.JID{}, err
		}
		return jid.MustParse(at), nil
	}
	services, err := a.roomServices(ctx, "")
	if err != nil {
		return jid.JID{}, err
	}
	at, err := services[0].WithLocal(history.NewID()[:20])
	if err != nil {
		return jid.JID{}, invalid("room", err.Error())
	}
	return at, nil
}

// roomServices are the services for rooms of a server, or that which is named itself; "" is our server. KindNotOffered: it has none.
func (a *account) roomServices(ctx context.Context, host string) ([]jid.JID, error) {
	at := a.addr.Domain()
	if host != "" {
		named, err := jid.Parse(host)
		if err != nil {
			return nil, invalid("service", err.Error())
		}
		at = named.Domain()
	}
	services, err := a.rooms.Services(ctx, at)
	if err == nil && len(services) == 0 {
		err = &Error{Kind: KindNotOffered, Param: "service"}
	}
	return services, err
}

func (s *Service) destroyRoom(ctx context.Context, c DestroyRoom) error {
	return s.onRoom(c.Account, c.Room, func(a *account, at jid.JID) error {
		var instead jid.JID
		if c.Instead != "" {
			other, err := bareJID("instead", c.Instead)
			if err != nil {
				return err
			}
			instead = jid.MustParse(other)
		}
		return a.rooms.Destroy(ctx, at, instead, "", c.Reason)
	})
}

func (s *Service) inviteToRoom(ctx context.Context, c InviteToRoom) error {
	return s.onRoom(c.Account, c.Room, func(a *account, at jid.JID) error {
		who, err := bareJID("jid", c.JID)
		if err != nil {
			return err
		}
		return a.rooms.Invite(ctx, at, jid.MustParse(who), c.Reason)
	})
}

func (s *Service) setAffiliation(ctx context.Context, c SetAffiliation) error {
	return s.onRoom(c.Account, c.Room, func(a *account, at jid.JID) error {
		who, err := jid.Parse(c.JID) // may be a whole server
		if err != nil {
			return invalid("jid", err.Error())
		}
		to, err := affiliationOf(c.Affiliation)
		if err != nil {
			return err
		}
		return a.rooms.Affiliate(ctx, at, who.Bare(), to, c.Reason)
	})
}

func affiliationOf(word string) (muc.Affiliation, error) {
	switch to := muc.Affiliation(word); to {
	case muc.Owner, muc.Admin, muc.Member, muc.Unaffiliated, muc.Outcast:
		return to, nil
	}
	return "", invalid("affiliation", "owner, admin, member, none or outcast")
}

func (s *Service) setRole(ctx context.Context, c SetRole) error {
	return s.onRoom(c.Account, c.Room, func(a *account, at jid.JID) error {
		switch to := muc.Role(c.Role); to {
		case muc.Moderator, muc.Participant, muc.Visitor, muc.NoRole:
			return a.rooms.Role(ctx, at, c.Nick, to, c.Reason)
		}
		return invalid("role", "moderator, participant, visitor or none")
	})
}

func (s *Service) setSubject(ctx context.Context, c SetSubject) error {
	return s.onRoom(c.Account, c.Room, func(a *account, at jid.JID) error { return a.rooms.Subject(ctx, at, c.Subject) })
}

func (s *Service) setNick(ctx context.Context, c SetNick) error {
	return s.onRoom(c.Account, c.Room, func(a *account, at jid.JID) error { return a.rooms.Rename(ctx, at, c.Nick) })
}

// RoomLevel is of what in a room the user is told.
type RoomLevel struct {
	Level string `json:"level"`
}

func (s *Service) setRoomLevel(ctx context.Context, c SetRoomLevel) error {
	return s.onRoom(c.Account, c.Room, func(a *account, at jid.JID) error {
		level := view.Level(strings.TrimPrefix(string(c.Level), "default"))
		switch level {
		case history.LevelDefault, history.LevelAll, history.LevelMentions, history.LevelMuted:
			return a.rooms.SetLevel(ctx, at, level)
		}
		return invalid("level", "all, mentions, muted or default")
	})
}

func (s *Service) roomLevel(_ context.Context, c SetRoomLevel) (out RoomLevel, err error) {
	err = s.onRoom(c.Account, c.Room, func(a *account, at jid.JID) error {
		return a.View("read room", func(h *history.Store) error {
			room, known, err := h.Room(at.String())
			if err == nil && !known {
				err = notFound("room", at.String())
			}
			out.Level = cmp.Or(string(room.Level), "default")
			return err
		})
	})
	return out, err
}

// RoomPerson is somebody in a room, or who belongs to it.
type RoomPerson struct {
	Nick        string   `json:"nick,omitempty"`
	JID         string   `json:"jid,omitempty" about:"bare, where the room shows it"`
	Affiliation string   `json:"affiliation"`
	Role        string   `json:"role,omitempty"`
	Here        bool     `json:"here"`
	Ours        bool     `json:"ours,omitempty"`
	Show        string   `json:"show,omitempty"`
	Status      string   `json:"status,omitempty"`
	Hats        []string `json:"hats,omitempty"`
	Occupant    string   `json:"occupant,omitempty" about:"their occupant id, where the room announces such ids"`
	Ignored     bool     `json:"ignored,omitempty" about:"you hear nothing of them"`

	Since time.Time `json:"-"` // from when on, as far as was seen, nobody else had the nickname; zero of who is not here
}

// RoomMembers gives who is in a room and who belongs to it, by affiliation, role and name.
func (s *Service) RoomMembers(ctx context.Context, of, room string) (out []RoomPerson, err error) {
	out = []RoomPerson{}
	err = s.onRoom(of, room, func(a *account, at jid.JID) error {
		all, err := a.rooms.Members(ctx, at)
		if err != nil {
			return err
		}
		is, err := a.roomRecord(at.Bare().String())
		for _, p := range all {
			one := roomPerson(p)
			one.Ignored = is.Ignores(p.JID, p.ID)
			out = append(out, one)
		}
		return err
	})
	return out, err
}

func roomPerson(p rooms.Person) RoomPerson {
	out := RoomPerson{Nick: p.Nick, JID: p.JID, Affiliation: string(p.Affiliation), Role: string(p.Role), Here: p.Here, Ours: p.Ours, Show: p.Show, Status: p.Status,
		Occupant: p.ID, Since: p.Since}
	for _, h := range p.Hats {
		out.Hats = append(out.Hats, h.Title)
	}
	return out
}

// Affiliated gives all with an affiliation to a room, as it says now. KindNotAllowed: it does not tell us.
func (s *Service) Affiliated(ctx context.Context, c ListAffiliated) (out []RoomPerson, err error) {
	out = []RoomPerson{}
	err = s.onRoom(c.Account, c.Room, func(a *account, at jid.JID) error {
		to, err := affiliationOf(c.Affiliation)
		if err != nil {
			return err
		}
		items, err := a.rooms.List(ctx, at, to)
		for _, i := range items {
			out = append(out, RoomPerson{Nick: i.Nick, JID: i.JID.String(), Affiliation: string(i.Affiliation)})
		}
		return err
	})
	return out, err
}
