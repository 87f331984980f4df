package view

import (
	"cmp"
	"errors"
	"strings"

	"vouch/app/history"
	"vouch/app/plan"
)

// RoomView is what is shown of a room beside its chat.
type RoomView struct {
	RoomLive
	Private     bool // only members enter, and everybody sees who they are: messages can be encrypted for them
	Hosts       bool // whole servers belong to it, of whose people nobody knows here
	Wanted      bool // the user wants to be in it
	Subject     string
	Description string
	Level       Level    // of what the user is told; "" for what its kind has
	Out         Out      // why we are out, and do not go back by ourselves
	OutBy       string   // who put us out, as the user calls them, or their nickname; "" where the room did not tell
	Members     int      // of a private room: who belongs to it, ourselves among them
	Reading     int      // of Members, ourselves apart: who can read what is written now
	Moderates   bool     // messages of others can be taken away there (XEP-0425)
	Invites     bool     // every member may invite
	Subjects    bool     // every participant may set the subject
	Archive     bool     // it keeps what is said
	Pictures    bool     // it may have a picture, which owners set
	Without     []string // bare JIDs of members who cannot read what is written now
	Ignored     []Ignored
}

// Left tells whether we are out of the room and do not come back by ourselves. Between two streams we are merely out.
func (r *RoomView) Left() bool { return r.State == RoomOut && (!r.Wanted || r.Out.Why != "") }

// Ignored is somebody in a room of whom the user wants to hear nothing.
type Ignored = history.Ignored

// ignores tells whether the user ignores who wrote a row of the room.
func (r *RoomView) ignores(m history.Message) bool {
	return r != nil && !m.Own && m.Kind != history.KindNotice && history.Room{Ignored: r.Ignored}.Ignores(m.From, m.Occupant)
}

// Out is why we are out of a room. The zero Out is none.
type Out = history.Out

// roomOf is the room of a chat, and its name; nil for a chat with none.
func (src Source) roomOf(chat history.Chat) (*RoomView, string, error) {
	if !chat.Kind.Room() {
		return nil, "", nil
	}
	is, known, err := src.History.Room(chat.JID)
	if err != nil {
		return nil, "", err
	}
	out := &RoomView{RoomLive: src.Live.Rooms[chat.JID]}
	if !known {
		return out, Localpart(chat.JID), nil
	}
	k := is.Kind
	out.Private, out.Wanted, out.Subject, out.Level, out.Out = k.Private(), is.Autojoin, is.Subject, is.Level, is.Out
	out.Description, out.Invites, out.Subjects, out.Archive = k.Profile.Description, k.MemberInvites, k.SubjectByAll, k.Offers.Archive
	out.Ignored = is.Ignored
	out.Pictures = k.Offers.Pictures
	out.Moderates, out.Nick = k.Offers.Moderation != "", cmp.Or(out.Nick, is.Nick)
	out.OutBy, err = src.personName(is.Out.By, is.Out.Nick)
	return out, NameOf(cmp.Or(is.Name, k.Profile.Name), chat.JID), err
}

// Beside is the room of a chat with somebody who is known by their place there.
type Beside struct {
	Room string // bare JID
	Name string
	Kind ChatKind
	Left bool // we are out of it for good, and nothing can be sent
}

// beside is the room of the chat with a place.
func (src Source) beside(place string) (*Beside, error) {
	out := &Beside{Kind: ChatChannel, Left: true}
	out.Room, _, _ = strings.Cut(place, "/")
	out.Name = Localpart(out.Room)
	is, known, err := src.History.Room(out.Room)
	if err != nil || !known {
		return out, err
	}
	room, name, err := src.roomOf(history.Chat{JID: out.Room, Kind: is.Kind.Chat()})
	if err != nil {
		return nil, err
	}
	out.Name, out.Kind, out.Left = name, is.Kind.Chat(), room.Left()
	return out, nil
}

// addRoom adds the room of a chat.
func (src Source) addRoom(out *ChatView) error {
	chat, err := src.History.ChatOrNew(out.Chat)
	if err != nil {
		return err
	}
	if out.Kind = chat.Kind; chat.Kind == ChatOccupant {
		out.Name, out.Presence = placeName(chat.JID), ""
		out.Beside, err = src.beside(chat.JID)
		return err
	}
	room, name, err := src.roomOf(chat)
	if err != nil || room == nil {
		return err
	}
	out.Room, out.Name, out.Presence = room, name, ""
	if !room.Private {
		return nil
	}
	members, err := src.History.Members(out.Chat)
	if err != nil {
		return err
	}
	room.Members = len(members)
	room.Hosts, err = src.History.HasDomains(out.Chat)
	return err
}

// cover adds who could read a message that is sent now. Of a room that is not private nobody can say.
func (src Source) cover(out *ChatView) error {
	to, err := plan.AudienceIn(src.History, src.self(), out.Chat)
	if errors.Is(err, plan.ErrNoAudience) {
		return nil
	} else if err != nil {
		return err
	}
	p, err := plan.For(src.Trust, to, plan.Options{Released: true})
	if err != nil {
		return err
	}
	if out.Room != nil {
		out.Room.Without, out.Room.Reading = p.Without, len(to.Others)-len(p.Without)
	}
	out.Coverage, err = coverage(src.Trust, to.Self, p)
	return err
}

// tells tells whether the user wants to hear of what is unread in a room: all of a group and what names them in a channel, unless
// they said otherwise.
func (r *RoomView) tells(chat history.Chat) bool {
	level := r.Level
	if level == LevelDefault && chat.Kind == ChatChannel {
		level = LevelMentions
	}
	switch level {
	case LevelMuted:
		return false
	case LevelMentions:
		return chat.Mentions > 0
	}
	return true
}
