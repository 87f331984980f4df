package app

import "vouch/app/view"

// JoinRoom enters a room, on all devices from then on. What keeps us out is an error whose About says why, in the words of
// package muc: KindAuth: it wants a Password, or LookPuzzle was not solved; KindNotAllowed: it is for members, or we are banned; KindConflict: the nickname
// is taken, and so is that with a _; KindNotFound: there is none; KindBusy: it is full.
type JoinRoom struct {
	Account  string `json:"account"`
	Room     string `json:"room"`
	Nick     string `json:"nick,omitempty" about:"where it is left out the one that is known, or the usual one"`
	Password string `json:"password,omitempty"`
}

// LeaveRoom leaves a room, on all devices. With Forget its bookmark goes too. Chat and history stay.
type LeaveRoom struct {
	Account string `json:"account"`
	Room    string `json:"room"`
	Forget  bool   `json:"forget,omitempty" about:"take its bookmark away too"`
}

// CreateRoom makes a room: a private group, for the People and nobody else, or a public channel. Where Room is "" it gets an
// address that nobody can guess at the server's own service. Nobody is invited before the room is known to be as it
// should. KindNotOffered: the server has no such rooms; KindConflict: there is a room of that address.
type CreateRoom struct {
	Account     string   `json:"account"`
	Room        string   `json:"room,omitempty" about:"its address; where it is left out one is made up"`
	Name        string   `json:"name" about:"what it is called, which servers can read"`
	Description string   `json:"description,omitempty" about:"what it is about"`
	Public      bool     `json:"public,omitempty" about:"a channel that anybody may enter, in lists and not encrypted; else a private group"`
	Nick        string   `json:"nick,omitempty" about:"ours there; where it is left out the usual one"`
	People      []string `json:"people,omitempty" about:"addresses of those to invite"`
}

// DestroyRoom ends a room for all. KindNotAllowed: we are no owner.
type DestroyRoom struct {
	Account string `json:"account"`
	Room    string `json:"room"`
	Instead string `json:"instead,omitempty" about:"another room for them to go to"`
	Reason  string `json:"reason,omitempty" about:"everybody there can read it"`
}

// InviteToRoom asks somebody to come. Of a private group they become a member.
type InviteToRoom struct {
	Account string `json:"account"`
	Room    string `json:"room"`
	JID     string `json:"jid"`
	Reason  string `json:"reason,omitempty" about:"servers on the way can read it"`
}

// SetAffiliation says how somebody stands to a room, there or not. KindNotAllowed; KindConflict: the last owner.
type SetAffiliation struct {
	Account     string `json:"account"`
	Room        string `json:"room"`
	JID         string `json:"jid"`
	Affiliation string `json:"affiliation" about:"owner, admin, member, none, or outcast, who is banned"`
	Reason      string `json:"reason,omitempty" about:"everybody there can read it"`
}

// SetRole says what somebody in a room may do as long as they are there. KindNotAllowed, KindNotFound.
type SetRole struct {
	Account string `json:"account"`
	Room    string `json:"room"`
	Nick    string `json:"nick" about:"whose role it is"`
	Role    string `json:"role" about:"moderator, participant, visitor, or none, who is kicked"`
	Reason  string `json:"reason,omitempty" about:"everybody there can read it"`
}

// SetSubject sets the subject of a room, which servers can read. KindNotAllowed.
type SetSubject struct {
	Account string `json:"account"`
	Room    string `json:"room"`
	Subject string `json:"subject" about:"an empty one takes it away"`
}

// SetNick changes our nickname in a room. KindConflict: somebody else has it.
type SetNick struct {
	Account string `json:"account"`
	Room    string `json:"room"`
	Nick    string `json:"nick" about:"the new one"`
}

// SetRoomLevel says of what in a room the user is told.
type SetRoomLevel struct {
	Account string     `json:"account"`
	Room    string     `json:"room"`
	Level   view.Level `json:"level" setting:"true" about:"all, mentions, muted, or default: all of groups, mentions in channels"`
}

// IgnorePerson has the user hear nothing of somebody in a room: what they write is kept, and folded. They are known by their address
// or occupant id, not by the nickname, which may be anybody's tomorrow. One of Nick, JID, Occupant and ID says who. KindNotOffered: the
// room shows neither of them.
type IgnorePerson struct {
	Account  string `json:"account"`
	Room     string `json:"room"`
	Nick     string `json:"nick,omitempty" setting:"true" about:"of somebody who is there"`
	JID      string `json:"jid,omitempty" setting:"true"`
	Occupant string `json:"occupant,omitempty" setting:"true" about:"their occupant id"`
	ID       string `json:"id,omitempty" setting:"true" about:"a message of theirs"`
	Undo     bool   `json:"undo,omitempty" setting:"true" about:"hear of them again"`
}

// LookMembers asks who is in a room and who belongs to it.
type LookMembers struct {
	Account string `json:"account"`
	Room    string `json:"room"`
}

// SetRoomAvatar gives a room the picture in a file (PNG, JPEG, GIF or WebP), made square, small and upright, without what else the file
// holds. Everybody can see it. KindNotAllowed: we are no owner; KindNotOffered: the room has none; KindInvalid "path": no picture that can be used.
type SetRoomAvatar struct {
	Account string `json:"account"`
	Room    string `json:"room"`
	Path    string `json:"path" about:"a file with a PNG, JPEG, GIF or WebP picture; \"\" for no picture"`
}

// LookPuzzle asks what a room wants solved before it lets us in; JoinRoom waits meanwhile.
type LookPuzzle struct {
	Account string `json:"account"`
	Room    string `json:"room"`
}

// SolvePuzzle answers that. KindAuth: it was wrong, and entering begins anew; KindInvalid "fields": one was left out; KindNotFound: the
// room wants nothing, or no longer.
type SolvePuzzle struct {
	Account string            `json:"account"`
	Room    string            `json:"room"`
	Fields  map[string]string `json:"fields" about:"answers by the names of fields"`
}

// ListAffiliated asks the room who has an affiliation, such as who is banned.
type ListAffiliated struct {
	Account     string `json:"account"`
	Room        string `json:"room"`
	Affiliation string `json:"affiliation" about:"owner, admin, member or outcast"`
}

// BrowseRooms reads the list of the rooms of a service.
type BrowseRooms struct {
	Account string `json:"account"`
	Service string `json:"service,omitempty" about:"one, or a server that has some; where it is left out the account's server"`
	Search  string `json:"search,omitempty" about:"words in name or address"`
	After   string `json:"after,omitempty" about:"what the page before gave as next"`
}

// ConfigureRoom changes what is given of a room's configuration. KindNotAllowed: we are no owner; KindInvalid: the server
// takes no such value.
type ConfigureRoom struct {
	Account string            `json:"account"`
	Room    string            `json:"room"`
	Fields  map[string]string `json:"fields" setting:"true" about:"values by the names of fields; what is left out stays"`
}

// ModerateMessage has a room take a message of somebody away for all. KindNotOffered: it does not do that; KindNotAllowed: we are no
// moderator.
type ModerateMessage struct {
	Account string `json:"account"`
	Room    string `json:"room"`
	ID      string `json:"id"`
	Reason  string `json:"reason,omitempty" about:"everybody there can read it"`
}

func (ModerateMessage) command() {}
func (SetRoomAvatar) command()   {}
func (LookPuzzle) command()      {}
func (SolvePuzzle) command()     {}
func (JoinRoom) command()        {}
func (LeaveRoom) command()       {}
func (CreateRoom) command()      {}
func (DestroyRoom) command()     {}
func (InviteToRoom) command()    {}
func (SetAffiliation) command()  {}
func (SetRole) command()         {}
func (SetSubject) command()      {}
func (SetNick) command()         {}
func (SetRoomLevel) command()    {}
func (IgnorePerson) command()    {}
func (LookMembers) command()     {}
func (ListAffiliated) command()  {}
func (BrowseRooms) command()     {}
func (ConfigureRoom) command()   {}
