package app

import (
	"context"
	"errors"
	"slices"

	"mellium.im/xmpp/jid"

	"vouch/xmpp/forms"
)

// RoomPage is a part of the list of the rooms of a service.
type RoomPage struct {
	Service  string       `json:"service"`
	Rooms    []RoomListed `json:"rooms"`
	Next     string       `json:"next,omitempty" about:"what to go on from; left out at the end"`
	More     bool         `json:"more,omitempty" about:"there are more than were looked at"`
	Services []string     `json:"services,omitempty" about:"with the first page, where the server has several: all of them"`
}

// RoomListed is a room of such a list.
type RoomListed struct {
	Room string `json:"room"`
	Name string `json:"name,omitempty"`
}

// BrowseRooms gives a page of the rooms of a service; of a server that has several it is the first one, and they are named.
// KindNotOffered: there is none.
func (s *Service) BrowseRooms(ctx context.Context, c BrowseRooms) (RoomPage, error) {
	a, err := s.account(c.Account)
	if err != nil {
		return RoomPage{}, err
	}
	service, services, err := a.browsed(ctx, c)
	if err != nil {
		return RoomPage{}, err
	}
	page, err := a.rooms.Browse(ctx, service, c.Search, c.After)
	if err != nil {
		return RoomPage{}, err
	}
	out := RoomPage{Service: service.String(), Rooms: []RoomListed{}, Next: page.Next, More: page.More, Services: services}
	for _, r := range page.Rooms {
		out.Rooms = append(out.Rooms, RoomListed{r.Room, r.Name})
	}
	return out, nil
}

// browsed is the service whose rooms are wanted, and all that its server has where they are several. That was asked with the first
// page.
func (a *account) browsed(ctx context.Context, c BrowseRooms) (service jid.JID, all []string, err error) {
	if c.After != "" && c.Service != "" {
		if service, err = jid.Parse(c.Service); err != nil {
			err = invalid("service", err.Error())
		}
		return service.Domain(), nil, err
	}
	services, err := a.roomServices(ctx, c.Service)
	if err != nil {
		return jid.JID{}, nil, err
	}
	if len(services) > 1 {
		for _, one := range services {
			all = append(all, one.String())
		}
	}
	return services[0], all, nil
}

// RoomField is a field of a room's configuration.
type RoomField struct {
	Var     string       `json:"var"`
	Type    string       `json:"type,omitempty"`
	Label   string       `json:"label,omitempty"`
	Value   string       `json:"value" about:"of several each on a line"`
	Options []RoomOption `json:"options,omitempty" about:"what it may be"`
}

// RoomOption is a value that a field may have, with the server's word for it, or "".
type RoomOption struct {
	Value string `json:"value"`
	Label string `json:"label,omitempty"`
}

// RoomConfig gives the configuration of a room, in the server's words.
func (s *Service) RoomConfig(ctx context.Context, of, room string) (out []RoomField, err error) {
	out = []RoomField{}
	err = s.onRoom(of, room, func(a *account, at jid.JID) error {
		form, err := a.rooms.Config(ctx, at)
		for _, f := range form.Fields {
			if f.Hidden() {
				continue
			}
			field := RoomField{Var: f.Var, Type: f.Type, Label: f.Label, Value: f.Value}
			for _, o := range f.Options {
				field.Options = append(field.Options, RoomOption(o))
			}
			out = append(out, field)
		}
		return err
	})
	return out, err
}

func (s *Service) configureRoom(ctx context.Context, c ConfigureRoom) error {
	return s.onRoom(c.Account, c.Room, func(a *account, at jid.JID) error {
		form, err := a.rooms.Config(ctx, at)
		if err != nil {
			return err
		}
		var unknown []error
		for name := range c.Fields {
			if !hasField(form.Fields, name) {
				unknown = append(unknown, errors.New(name))
			}
		}
		if len(unknown) > 0 {
			return &Error{Kind: KindInvalid, Param: "fields", Why: "not in the form", Err: errors.Join(unknown...)}
		}
		return a.rooms.Configure(ctx, at, form, c.Fields)
	})
}

func hasField(fields []forms.Field, name string) bool {
	return slices.ContainsFunc(fields, func(f forms.Field) bool { return f.Var == name })
}
