package app

import (
	"cmp"

	"vouch/app/history"
	"vouch/app/rooms"
	"vouch/xmpp/muc"
)

// newRooms makes the room of the house that is about rooms.
func (a *account) newRooms() *rooms.Rooms {
	r := rooms.New(a.asRoomsSeeIt())
	r.Tell = a.tellRoom
	r.Own = func() muc.Own {
		p := a.ownPresence()
		return muc.Own{Show: p.Show, Status: p.Status, Caps: p.Caps}
	}
	r.Entered, r.Left = a.enteredRoom, a.leftRoom
	r.Pictured = a.roomPictured
	r.Nick = func() string { return a.addr.Localpart() }
	return r
}

// noticeOfRoom are the rows about what happened in a room.
var noticeOfRoom = map[rooms.NewsKind]history.Notice{
	rooms.NewsKicked: history.NoticeKicked, rooms.NewsBanned: history.NoticeBanned, rooms.NewsRemoved: history.NoticeRemoved,
	rooms.NewsClosed: history.NoticeClosed, rooms.NewsDestroyed: history.NoticeDestroyed, rooms.NewsGone: history.NoticeGone,
	rooms.NewsAdded: history.NoticeAdded, rooms.NewsPublic: history.NoticePublic, rooms.NewsPrivate: history.NoticePrivate,
	rooms.NewsSubject: history.NoticeSubject,
}

// tellRoom leaves a row in the chat of a room about what happened there.
func (a *account) tellRoom(h *history.Store, n rooms.News) error {
	row := history.Message{
		Chat: n.Room, From: n.Room, Own: n.Ours, Time: a.now(), Kind: history.KindNotice, Notice: noticeOfRoom[n.Kind],
		Nick: n.ByNick, By: n.By, About: cmp.Or(n.Who, n.Nick), AboutNick: n.Nick, Body: n.Reason,
	}
	switch n.Kind {
	case rooms.NewsDestroyed, rooms.NewsGone:
		row.About, row.AboutNick = n.Instead, ""
	case rooms.NewsSubject:
		row.Nick, row.About, row.AboutNick, row.Body = n.Nick, "", "", n.Subject
	}
	if err := a.appendLive(h, &row); err != nil {
		return err
	}
	h.OnCommit(func() { a.arrived(row) })
	return nil
}
