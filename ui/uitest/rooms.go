package uitest

import (
	"fmt"
	"time"

	"vouch/app"
	"vouch/app/view"
)

// Rooms that Alice is in, and Erin, whom she knows from one of them.
const (
	Walk  = "walk@rooms.example.org"
	Users = "users@rooms.example.com"
	Erin  = "erin@example.org"
)

// roomRows are the lines of a group, a channel with mentions, a muted one, and a group that Alice is out of.
func roomRows() []*view.ChatRow {
	return []*view.ChatRow{
		{Chat: Walk, Of: view.ChatGroup, Name: "Weekend walk", From: "Carol", FromJID: Carol, Preview: "I can bring the map and tea, if nobody else does", Kind: view.RowText, Time: At(20, "13:58"), Unread: 3, Encrypted: true},
		{Chat: Users, Of: view.ChatChannel, Name: "Vouch users", From: "dave", FromJID: Users + "/dave", Occupant: "d", Preview: "alice: 0.3 works on Wayland here", Kind: view.RowText, Time: At(19, "18:20"), Unread: 48, Mentions: 1},
		{Chat: "news@rooms.example.com", Of: view.ChatChannel, Name: "Mill news", From: "Mill", FromJID: "news@rooms.example.com/Mill", Preview: "The wheel turns again", Kind: view.RowText, Time: At(18, "08:00"), Unread: 12, Level: view.LevelMuted},
		{Chat: "house@rooms.example.org", Of: view.ChatGroup, Name: "House group", From: "Bob", FromJID: Bob, Preview: "Who has the key?", Kind: view.RowText, Time: At(17, "09:00"), Encrypted: true, Away: true},
	}
}

func roomScene(room string) *view.Snapshot {
	s := Scene(room, view.PageChat)
	rows := roomRows()
	for _, r := range rows {
		r.Presence = view.PresenceOffline // as of everybody who sends none
	}
	s.Chats = append([]*view.ChatRow{s.Chats[0], rows[0], rows[1], s.Chats[2], rows[2], rows[3]}, s.Chats[3])
	return s
}

// Said is a message of somebody in a room, encrypted where trust is given.
func Said(id, from, nick, body string, t time.Time, trust view.Trust) *view.Row {
	r := Text(id, from, nick, body, t)
	r.Trust, r.Encrypted = trust, trust != ""
	return r
}

// GroupScene is a private group of nine, with messages of several, notices, and members who cannot read.
func GroupScene() *view.Snapshot {
	s := roomScene(Walk)
	s.Chats[1].Unread = 0
	s.Chat = &view.ChatView{Chat: Walk, Kind: view.ChatGroup, Name: "Weekend walk", Presence: view.PresenceOffline, Encrypted: true, Older: view.OlderNone,
		Room: &view.RoomView{RoomLive: view.RoomLive{State: view.RoomIn, Nick: "alice", Affiliation: "owner", Role: "moderator", Occupants: 5},
			Private: true, Wanted: true, Subject: "Saturday, nine o’clock, at the mill", Members: 9, Reading: 6, Invites: true, Archive: true, Without: []string{Dave}},
		Coverage: view.Coverage{Theirs: 12, TheirsAll: 14, Own: 3, OwnAll: 3, LeftOut: []view.LeftOut{{JID: Erin, Label: "Erin’s tablet", ID: 5512, Trust: view.TrustUndecided}}},
	}
	mine := Own("6", "Great, see you all at nine", At(20, "14:09"), view.MessageSent)
	asks := Said("5", Erin, "Erin", "alice: may I bring the dog?", At(20, "14:02"), view.TrustUndecided)
	asks.Mention = true
	s.Rows = []*view.Row{
		{ID: "0", Kind: view.RowNotice, Notice: view.NoticeAdded, From: Walk, About: Erin, Who: "Erin", Name: "Carol", Time: At(20, "13:30")},
		Said("1", Carol, "Carol", "Found the old path above the lake. Steep, but dry.", At(20, "13:31"), view.TrustVerified),
		Said("2", Carol, "Carol", "The bridge is open again, so nobody gets wet feet this time.", At(20, "13:32"), view.TrustVerified),
		Said("3", Bob, "Bob", "Then that way. It starts at the mill: https://example.org/mill", At(20, "13:40"), view.TrustTrusted),
		{ID: "4", Kind: view.RowNotice, Notice: view.NoticeSubject, From: Walk, Name: "Bob", Body: "Saturday, nine o’clock, at the mill", Time: At(20, "13:45")},
		asks, mine,
	}
	return s
}

// IgnoredScene is the group in which Alice ignores Bob.
func IgnoredScene() *view.Snapshot {
	s := GroupScene()
	s.Rows[3].Ignored = true
	return s
}

// ChannelScene is a public channel, whose people are known by nickname alone.
func ChannelScene() *view.Snapshot {
	s := roomScene(Users)
	s.Chats[2].Unread, s.Chats[2].Mentions = 0, 0
	s.Chat = &view.ChatView{Chat: Users, Kind: view.ChatChannel, Name: "Vouch users", Older: view.OlderNone,
		Room: &view.RoomView{RoomLive: view.RoomLive{State: view.RoomIn, Nick: "alice", Affiliation: "none", Role: "participant", Occupants: 214}, Wanted: true, Subject: "Questions about Vouch · be kind"}}
	at := func(id, nick, occupant, body, clock string) *view.Row {
		r := Said(id, Users+"/"+nick, nick, body, At(20, clock), "")
		r.Occupant = occupant
		return r
	}
	asked := at("3", "dave", "d", "alice: 0.3 works on Wayland here", "13:50")
	asked.Mention = true
	mine := Own("4", "Good to hear, thanks!", At(20, "13:52"), view.MessageSent)
	mine.Encrypted, mine.Recipients = false, nil
	taken := at("0", "mallory", "m", "", "13:38")
	taken.Retracted, taken.Moderated, taken.TakenBy, taken.About = At(20, "13:39"), true, "heidi", "casino links"
	s.Rows = []*view.Row{taken,
		at("1", "grace", "g", "Does the window scale on Wayland?", "13:40"), at("2", "grace", "g", "At 150 %, that is.", "13:41"), asked, mine,
		{ID: "5", Kind: view.RowNotice, Notice: view.NoticeKicked, From: Users, About: "mallory", Name: "heidi", Body: "casino links", Time: At(20, "14:00")},
	}
	return s
}

// UnansweredScene is the group with a message that waits for the devices of a member whose server does not answer.
func UnansweredScene() *view.Snapshot {
	s := GroupScene()
	waits := Own("7", "Bring boots", At(20, "14:12"), view.MessagePending)
	waits.Err = app.KindUnreachable
	s.Rows = append(s.Rows, waits)
	s.Chat.Question = &view.Question{Kind: app.KindUnreachable, Waiting: 1, First: "7", Who: []string{Dave}}
	return s
}

// PrivateScene is a chat with somebody in the channel who is known by nickname alone.
func PrivateScene() *view.Snapshot {
	dave := Users + "/dave"
	s := roomScene(dave)
	s.Chats = append([]*view.ChatRow{{Chat: dave, Of: view.ChatOccupant, Name: "dave", Beside: "Vouch users", Preview: "Thanks! I did not want to fill the channel with that.", Kind: view.RowText, Time: At(20, "14:02")}}, s.Chats...)
	s.Chat = &view.ChatView{Chat: dave, Kind: view.ChatOccupant, Name: "dave", Older: view.OlderNone, Beside: &view.Beside{Room: Users, Name: "Vouch users", Kind: view.ChatChannel}}
	mine := Own("2", "Delete the folder build and try again.", At(20, "14:00"), view.MessageSent)
	mine.Encrypted, mine.Recipients = false, nil
	s.Rows = []*view.Row{Said("1", dave, "dave", "May I ask you something about the log that I have here?", At(20, "13:58"), ""), mine,
		Said("3", dave, "dave", "Thanks! I did not want to fill the channel with that.", At(20, "14:02"), "")}
	return s
}

// OutScene is a group that Alice is out of, for that reason.
func OutScene(why view.Out) *view.Snapshot {
	s := GroupScene()
	s.Chats[1].Away = true
	r := s.Chat.Room
	r.RoomLive = view.RoomLive{Nick: "alice", Held: view.HeldOut}
	r.Out, r.OutBy, r.Wanted = why, why.Nick, why.Why != ""
	s.Rows = append(s.Rows, &view.Row{ID: "7", Kind: view.RowNotice, Notice: map[any]view.Notice{
		view.OutKicked: view.NoticeKicked, view.OutBanned: view.NoticeBanned, view.OutRemoved: view.NoticeRemoved, view.OutClosed: view.NoticeClosed,
		view.OutDestroyed: view.NoticeDestroyed, view.OutGone: view.NoticeGone,
	}[why.Why], Own: true, From: Walk, Name: why.Nick, Body: why.Reason, About: why.Instead, Time: At(20, "14:10")})
	return s
}

// OpenedScene is a group that has become one that anybody may enter.
func OpenedScene() *view.Snapshot {
	s := GroupScene()
	s.Chat.Kind, s.Chats[1].Of = view.ChatChannel, view.ChatChannel
	s.Chat.Room.Private, s.Chat.Room.Members, s.Chat.Coverage = false, 0, view.Coverage{}
	s.Rows = append(s.Rows, &view.Row{ID: "7", Kind: view.RowNotice, Notice: view.NoticePublic, From: Walk, Time: At(20, "14:10")})
	return s
}

// MembersScene is the page with the people of the group.
func MembersScene() *view.Snapshot {
	s := GroupScene()
	s.View.Page = view.PageMembers
	return s
}

// Persons are the people of the group as its room tells them.
func Persons() []app.RoomPerson {
	return []app.RoomPerson{
		{Nick: "alice", JID: Alice, Affiliation: "owner", Role: "moderator", Here: true, Ours: true},
		{Nick: "Bob", JID: Bob, Affiliation: "admin", Role: "moderator", Here: true, Show: "away", Status: "in the garden"},
		{Nick: "Carol", JID: Carol, Affiliation: "member", Role: "participant", Here: true, Hats: []string{"Guide"}},
		{Nick: "Erin", JID: Erin, Affiliation: "member", Role: "participant", Here: true},
		{JID: Dave, Affiliation: "member"},
		{JID: "frank@example.org", Affiliation: "member"},
		{Nick: "guest", Affiliation: "none", Role: "visitor", Here: true},
	}
}

// Crowd are so many people in a channel.
func Crowd(n int) (out []app.RoomPerson) {
	for i := range n {
		out = append(out, app.RoomPerson{Nick: fmt.Sprintf("person %04d", i), Affiliation: "none", Role: "participant", Here: true})
	}
	return out
}
