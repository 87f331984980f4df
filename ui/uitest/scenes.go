package uitest

import (
	"strconv"
	"time"

	"vouch/app"
	"vouch/app/view"
	"vouch/ui/shell"
)

// The scenes of the pictures: what a service would have said.

// Now is when everything happens: 20 November 2025, 14:10.
var Now = time.Date(2025, 11, 20, 14, 10, 0, 0, time.UTC)

// At is a time of a day of that month.
func At(day int, clock string) time.Time {
	t, err := time.Parse("15:04", clock)
	if err != nil {
		panic(err)
	}
	return time.Date(2025, 11, day, t.Hour(), t.Minute(), 0, 0, time.UTC)
}

// Date is noon of a day of that year.
func Date(month time.Month, day int) time.Time {
	return time.Date(2025, month, day, 12, 0, 0, 0, time.UTC)
}

const (
	Alice = "alice@example.org"
	Bob   = "bob@example.org"
	Carol = "carol@example.net"
	Dave  = "dave@example.com"

	PrintNew    = "593c6a0d59c64bc83ea19e21255926f7f3ce9d63b1455828e5f1f20d47fa4591"
	PrintPhone  = "eda7e66db726b9d910bac084cc5b29a924ad7aa83b7e8b86261ba82fcc655902"
	PrintLaptop = "9c39fabc06f8d86d7cca4e3917e078a07f543b6789e66ce25a4d5a0f9cea57f2"
	PrintDesk   = "60b4ba2033d4a0954cb5389d3acc09cb093ff85933ef0c15430988073e323ba8"
	PrintOther  = "e8715dbc4c3fd15a33937172fd31f208b9c6c18b00e178a75d8e1f803b4bb62c"
	PrintOld    = "d34b31c62a2e40f16be781480450b12ef038a7afcfb0bf29b2649ccfc5027d4c"
)

func chats() []*view.ChatRow {
	return []*view.ChatRow{
		{Chat: Bob, Name: "Bob", Presence: view.PresenceOnline, Preview: "Great, see you at nine", Kind: view.RowText, Time: At(20, "14:09"), Encrypted: true},
		{Chat: Carol, Name: "Carol", Presence: view.PresenceAway, Preview: "I can bring the map and tea, if nobody else does", Kind: view.RowText, Time: At(20, "13:58"), Unread: 3, Encrypted: true, Verified: true},
		{Chat: Dave, Name: "Dave", Presence: view.PresenceOffline, Preview: "Parcel is with the neighbours", Own: true, Kind: view.RowText, Time: At(19, "16:30")},
		{Chat: Alice, Name: "Alice", Preview: "Shopping: flour, lamp oil, stamps", Kind: view.RowText, Time: At(16, "09:00"), Encrypted: true, Verified: true},
	}
}

// Scene is a view of Alice’s account, on a chat and a page, without what they show.
func Scene(chat string, page view.Page) *view.Snapshot {
	return &view.Snapshot{
		View:   view.View{Account: Alice, Chat: chat, Before: shell.FirstRows, Page: page},
		Number: 1, Accounts: []*view.AccountView{Account()}, Chats: chats(),
	}
}

// NewDevice is a device of Bob’s that nobody has decided about.
func NewDevice() *view.DeviceView {
	return &view.DeviceView{JID: Bob, ID: 1029384756, Fingerprint: PrintNew, Active: true, Trust: view.TrustUndecided,
		FirstSeen: At(20, "14:01"), LastSeen: At(20, "14:01"), LastMessage: At(20, "14:02")}
}

// Phone is a device of Bob’s that was verified.
func Phone() *view.DeviceView {
	return &view.DeviceView{JID: Bob, ID: 771204, Label: "Bob’s phone", Fingerprint: PrintPhone, Active: true, Trust: view.TrustVerified,
		FirstSeen: Date(time.March, 3), LastMessage: At(20, "13:41"), DecidedAt: Date(time.March, 4), DecidedBy: view.ByCode, Detail: "camera", Note: "the one with the cracked screen"}
}

// Laptop is a device of Bob’s that is trusted.
func Laptop() *view.DeviceView {
	return &view.DeviceView{JID: Bob, ID: 90125, Label: "Bob’s laptop", Fingerprint: PrintLaptop, Active: true, Trust: view.TrustTrusted,
		FirstSeen: Date(time.June, 12), LastMessage: At(20, "13:52"), DecidedAt: Date(time.June, 12), DecidedBy: view.ByHand}
}

func bobView() *view.ChatView {
	return &view.ChatView{Chat: Bob, Name: "Bob", Presence: view.PresenceOnline, Subscription: "both", Encrypted: true, Older: view.OlderNone, Devices: 3, Undecided: 1,
		Coverage: view.Coverage{Theirs: 2, TheirsAll: 3, Own: 3, OwnAll: 3, LeftOut: []view.LeftOut{{ID: 1029384756, Trust: view.TrustUndecided}}}}
}

// Text is a received message that could be read, of a trusted device.
func Text(id, from, name, body string, t time.Time) *view.Row {
	return &view.Row{ID: id, Kind: view.RowText, From: from, Name: name, Body: body, Time: t, Encrypted: true, Trust: view.TrustTrusted, DeviceID: 90125}
}

// Own is a message of Alice’s to Bob’s phone and laptop.
func Own(id, body string, t time.Time, state view.MessageState) *view.Row {
	return &view.Row{ID: id, Kind: view.RowText, Own: true, From: Alice, Name: "Alice", Body: body, Time: t, Encrypted: true, State: state,
		Recipients: []view.Recipient{{JID: Bob, DeviceID: 771204, Fingerprint: PrintPhone, Label: "Bob’s phone"}, {JID: Bob, DeviceID: 90125, Fingerprint: PrintLaptop, Label: "Bob’s laptop"}}}
}

// MainScene is a conversation with every kind of row.
func MainScene() *view.Snapshot {
	s := Scene(Bob, view.PageChat)
	s.Chat = bobView()
	s.Chat.UnreadFrom = "5"
	undecided := Text("6", Bob, "Bob", "Writing from the new tablet. Nine o’clock at the mill?", At(20, "14:02"))
	undecided.Trust = view.TrustUndecided
	s.Rows = []*view.Row{
		Own("1", "Found the old path above the lake. Steep, but dry.", At(20, "13:31"), view.MessageRead),
		Own("2", "The bridge is open again, so nobody gets wet feet this time.", At(20, "13:32"), view.MessageRead),
		Text("3", Bob, "Bob", "Then that way. Here is the track, it starts at the mill: https://example.org/mill", At(20, "13:40")),
		Text("4", Bob, "Bob", "Bring good shoes.", At(20, "13:41")),
		{ID: "5", Kind: view.RowUnreadable, From: Bob, Name: "Bob", Time: At(20, "13:52"), Encrypted: true, Device: "Bob’s laptop", DeviceID: 90125, Err: app.KindNotForThisDevice},
		undecided,
		Own("7", "Great, see you at nine", At(20, "14:09"), view.MessageDelivered),
	}
	return s
}

// TalkScene has what a message carries: an answer, reactions (in letters: emoji depend on fonts), a correction, one taken back, styled text, /me.
func TalkScene() *view.Snapshot {
	snap := MainScene()
	snap.Chat.UnreadFrom, snap.Chat.Typing = "", true
	question := Text("q", Bob, "Bob", "Who brings the lamp?", At(20, "13:40"))
	question.Reactions = []view.Reaction{{Emoji: "+1", From: []string{Carol}, Own: true}, {Emoji: "ok", From: []string{Carol, Dave}}}
	answer := Own("a", "I do. The big one, since it will be late.", At(20, "13:42"), view.MessageRead)
	answer.Reply = &view.Reply{ID: "q", From: Bob, Name: "Bob", Text: question.Body}
	answer.Edited, answer.Earlier = At(20, "13:43"), []view.Earlier{{Body: "I do.", Time: At(20, "13:42")}}
	gone := Text("g", Bob, "Bob", "", At(20, "13:44"))
	gone.Retracted = At(20, "13:45")
	styled := Text("s", Bob, "Bob", "*Strong*, _emphasised_, ~gone~ and `code`\n> a quotation\n> of two lines\nand what follows it", At(20, "13:50"))
	nobody := Text("n", Bob, "Bob", "That one", At(20, "13:51"))
	nobody.Reply = &view.Reply{Text: "Something that is not here"}
	me := Text("m", Bob, "Bob", "/me packs the bag", At(20, "13:52"))
	snap.Rows = []*view.Row{question, answer, gone, styled, nobody, me}
	return snap
}

// ForeignScene has messages in the user's own name that other devices wrote: one nobody has decided on, one rejected, one
// in clear.
func ForeignScene() *view.Snapshot {
	snap := MainScene()
	for i, change := range []func(*view.Row){
		func(r *view.Row) { r.Trust = view.TrustUndecided },
		func(r *view.Row) { r.Trust = view.TrustRejected },
		func(r *view.Row) { r.Encrypted, r.PlainIn = false, true },
	} {
		row := Text("foreign "+strconv.Itoa(i), Alice, "Alice", "Was this really me?", At(20, "14:1"+strconv.Itoa(i)))
		row.Own, row.State = true, view.MessageSent
		change(row)
		snap.Rows = append(snap.Rows, row)
	}
	return snap
}

// QuietScene is a conversation with the quiet rows by the program, while the account catches up.
func QuietScene() *view.Snapshot {
	s := MainScene()
	s.Accounts[0].CatchingUp = true
	s.Chat.UnreadFrom = ""
	rows := []*view.Row{{ID: "e", Kind: view.RowNotice, Notice: view.NoticeEarlier, Count: 214, Time: At(20, "13:30")}}
	rows = append(rows, s.Rows[:4]...)
	s.Rows = append(rows,
		&view.Row{ID: "t", Kind: view.RowNotice, Notice: view.NoticeAutoTrusted, From: Bob, Name: "Bob", Device: "Bob’s tablet", DeviceID: 5512, Policy: view.PolicyFirstUse, Time: At(20, "13:55")},
		Own("7", "Great, see you at nine", At(20, "14:09"), view.MessageDelivered))
	return s
}

// OtherScene is a conversation in which came what is no text of ours.
func OtherScene() *view.Snapshot {
	s := MainScene()
	s.Chat.UnreadFrom = ""
	other := func(id string, n view.Notice, about, body string, at time.Time) *view.Row {
		return &view.Row{ID: id, Kind: view.RowOther, Notice: n, From: Bob, Name: "Bob", About: about, Body: body, Time: at}
	}
	subject := Text("s", Bob, "Bob", "Details on the usual page.", At(20, "14:12"))
	subject.Subject = "Server moves on Sunday"
	changed := other("c", view.NoticeChanged, "", "", At(20, "14:16"))
	changed.Reply = &view.Reply{ID: s.Rows[1].ID, From: Bob, Name: "Bob", Text: "Nine o’clock at the mill"}
	s.Rows = []*view.Row{
		s.Rows[0], s.Rows[1], subject,
		other("i", view.NoticeInvitation, "hikers@conference.example.org", "Come in, we plan the tour", At(20, "14:13")),
		other("p", view.NoticeCall, "audio", "", At(20, "14:14")),
		{ID: "o", Kind: view.RowUnreadable, From: Bob, Name: "Bob", Err: app.KindOtherEncryption, About: "OpenPGP (XEP-0373)", Body: "This message is encrypted with OpenPGP", Time: At(20, "14:15")},
		changed,
		{ID: "u", Kind: view.RowNotice, Notice: view.NoticeUnknown, From: Bob, About: "poll (urn:example:poll:3)", Count: 3, Time: At(20, "14:17")},
		{ID: "n", Kind: view.RowNotice, Notice: view.NoticeStrangers, From: "mallory@elsewhere.example", About: "invitation casino@elsewhere.example", Count: 214, Time: At(20, "14:18")},
	}
	return s
}
