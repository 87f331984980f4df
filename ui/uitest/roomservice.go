package uitest

import (
	"context"

	"vouch/app"
)

// RoomService is the part of a Service that is about rooms.
type RoomService struct {
	Persons []app.RoomPerson
	Banned  []app.RoomPerson
	Listed  map[string]app.RoomPage // by where they begin
	Browsed []app.BrowseRooms
	Fields  []app.RoomField
	Made    app.MadeRoom
	Puzzle  app.RoomPuzzle
	RoomErr error // of all questions about rooms
	Looks   int   // how often people were asked for
}

// Call implements shell.Service.
func (s *Service) Call(ctx context.Context, c app.Command) (any, error) {
	if _, ok := c.(app.CreateRoom); ok && s.Err == nil {
		s.Done = append(s.Done, c)
		return s.Made, s.RoomErr
	}
	switch c := c.(type) {
	case app.ListFiles:
		return s.listFiles(c), s.Err
	case app.Search:
		return s.search(c), s.Err
	case app.FileUsage:
		return s.Usage, s.Err
	case app.OpenFile:
		if s.Err != nil {
			break
		}
		s.Done = append(s.Done, c)
		if path := s.Copies[c.ID]; path != "" {
			return app.Opened{Path: path}, nil
		}
		return nil, &app.Error{Kind: app.KindProgram, Param: "id"}
	}
	return nil, s.Do(ctx, c)
}

// RoomMembers implements shell.Service.
func (s *RoomService) RoomMembers(context.Context, string, string) ([]app.RoomPerson, error) {
	s.Looks++
	return s.Persons, s.RoomErr
}

// Affiliated implements shell.Service.
func (s *RoomService) Affiliated(context.Context, app.ListAffiliated) ([]app.RoomPerson, error) {
	return s.Banned, s.RoomErr
}

// BrowseRooms implements shell.Service.
func (s *RoomService) BrowseRooms(_ context.Context, c app.BrowseRooms) (app.RoomPage, error) {
	s.Browsed = append(s.Browsed, c)
	return s.Listed[c.After], s.RoomErr
}

// RoomConfig implements shell.Service.
func (s *RoomService) RoomConfig(context.Context, string, string) ([]app.RoomField, error) {
	return s.Fields, s.RoomErr
}

// RoomPuzzle implements shell.Service.
func (s *RoomService) RoomPuzzle(context.Context, string, string) (app.RoomPuzzle, error) {
	return s.Puzzle, s.RoomErr
}

// Listed are two pages of the rooms of a service.
func Listed() map[string]app.RoomPage {
	return map[string]app.RoomPage{
		"":   {Service: "rooms.example.org", Rooms: []app.RoomListed{{Room: "tea@rooms.example.org", Name: "Tea at five"}, {Room: "garden@rooms.example.org"}}, Next: "50"},
		"50": {Service: "rooms.example.org", Rooms: []app.RoomListed{{Room: "late@rooms.example.org", Name: "Late birds"}}},
	}
}

// RoomFields is a configuration with a field of each kind.
func RoomFields() []app.RoomField {
	return []app.RoomField{
		{Var: "muc#roomconfig_roomname", Type: "text-single", Label: "Name", Value: "Weekend walk"},
		{Type: "fixed", Value: "Who may come in"},
		{Var: "muc#roomconfig_membersonly", Type: "boolean", Label: "Members only", Value: "1"},
		{Var: "muc#roomconfig_whois", Type: "list-single", Label: "Who sees addresses", Value: "anyone", Options: []app.RoomOption{{Value: "moderators", Label: "Moderators only"}, {Value: "anyone", Label: "All who are there"}}},
		{Var: "muc#roomconfig_presencebroadcast", Type: "list-multi", Value: "moderator\nvisitor", Options: []app.RoomOption{{Value: "moderator", Label: "Moderators"}, {Value: "participant", Label: "Participants"}, {Value: "visitor"}}},
	}
}
