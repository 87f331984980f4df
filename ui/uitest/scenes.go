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

// UndecidedScene is a message that waits for a decision.
func UndecidedScene() *view.Snapshot {
	s := Scene(Bob, view.PageChat)
	s.Chat = bobView()
	s.Chat.Question = &view.Question{Kind: app.KindUndecided, Waiting: 1, First: "4", Devices: []*view.DeviceView{NewDevice()}}
	s.Chats[0].Waiting, s.Chats[0].Time = 1, At(20, "14:05")
	undecided := Text("3", Bob, "Bob", "Writing from the new tablet. Nine o’clock at the mill?", At(20, "14:02"))
	undecided.Trust = view.TrustUndecided
	waits := Own("4", "Great, see you at nine", At(20, "14:05"), view.MessagePending)
	waits.Err, waits.Recipients = app.KindUndecided, nil
	s.Rows = []*view.Row{
		Text("1", Bob, "Bob", "I’ll write once the train leaves.", At(19, "21:14")),
		Own("2", "Safe trip!", At(19, "21:20"), view.MessageRead),
		undecided, waits,
	}
	return s
}

// PlainScene is a chat that is not encrypted.
func PlainScene() *view.Snapshot {
	s := Scene(Dave, view.PageChat)
	s.Chat = &view.ChatView{Chat: Dave, Name: "Dave", Presence: view.PresenceOffline, Subscription: "both", Older: view.OlderNone}
	plain := func(r *view.Row) *view.Row { r.Encrypted, r.Trust, r.Recipients = false, "", nil; return r }
	s.Rows = []*view.Row{
		plain(Text("1", Dave, "Dave", "Is anyone at home on Wednesday for a parcel?", At(17, "09:12"))),
		plain(Text("2", Dave, "Dave", "About this big, and heavy.", At(17, "09:12"))),
		{ID: "3", Kind: view.RowNotice, Notice: view.NoticeEncryptionOff, Time: At(19, "16:29")},
		plain(Own("4", "Parcel is with the neighbours", At(19, "16:30"), view.MessageDelivered)),
	}
	return s
}

// EncScene is the Encryption tab of a contact.
func EncScene() *view.Snapshot {
	s := Scene(Bob, view.PageDevices)
	s.Chat = bobView()
	gone := &view.DeviceView{JID: Bob, ID: 4711, Label: "Old phone", Fingerprint: PrintOld, Trust: view.TrustRejected, FirstSeen: Date(time.February, 28), LastSeen: Date(time.October, 1), DecidedAt: Date(time.October, 2), DecidedBy: view.ByHand}
	kept := &view.DeviceView{JID: Bob, ID: 4712, Label: "Work computer", Fingerprint: PrintOther, Trust: view.TrustVerified, FirstSeen: Date(time.February, 28), LastSeen: Date(time.October, 1), DecidedAt: Date(time.March, 2), DecidedBy: view.ByHand}
	s.Devices = &view.DevicesView{JID: Bob, Name: "Bob", Policy: view.PolicyAsk, Inherited: true, Reading: 2, Active: 3, Devices: []*view.DeviceView{Phone(), Laptop(), NewDevice(), gone, kept}}
	return s
}

// UnreachableScene is a message that waits because the contact's server cannot be reached, and refusedTabScene the tab that says so.
func UnreachableScene() *view.Snapshot {
	s := UndecidedScene()
	s.Chat.Question = &view.Question{Kind: app.KindUnreachable, Waiting: 1, First: "4"}
	s.Rows[len(s.Rows)-1].Err, s.Rows[len(s.Rows)-1].ErrText = app.KindUnreachable, "remote-server-timeout"
	return s
}

// RefusedTabScene is an Encryption tab whose contact does not say which devices it has.
func RefusedTabScene() *view.Snapshot {
	s := EncScene()
	s.Devices.Refused, s.Devices.Said = app.KindUnreachable, "remote-server-timeout: Server-to-server connection failed: connection refused"
	return s
}

// SharedScene is a chat in which a device came with the key of another one.
func SharedScene() *view.Snapshot {
	s := MainScene()
	s.Chat.KeyChanged = true
	s.Rows = append(s.Rows[:4:4], &view.Row{ID: "s", Kind: view.RowNotice, Notice: view.NoticeKeyShared, From: Bob, Name: "Bob", Device: "Bob’s book", DeviceID: 5512, Time: At(20, "13:55")})
	return s
}

// SharedDevices is the Encryption tab with that device.
func SharedDevices() *view.Snapshot {
	s := EncScene()
	shared := SecondDevice()
	shared.Fingerprint, shared.Shared = Phone().Fingerprint, true
	s.Devices.Devices = []*view.DeviceView{Phone(), shared}
	return s
}

// FirstScene is the Encryption tab of a contact of whom nothing was decided yet.
func FirstScene() *view.Snapshot {
	s := EncScene()
	s.Devices.Devices, s.Devices.Reading, s.Devices.Active = []*view.DeviceView{NewDevice(), SecondDevice()}, 0, 2
	return s
}

// SecondDevice is one more that nobody has decided about.
func SecondDevice() *view.DeviceView {
	return &view.DeviceView{JID: Bob, ID: 5512, Label: "Bob’s book", Fingerprint: PrintOther, Active: true, Trust: view.TrustUndecided, FirstSeen: At(20, "13:00")}
}

// OwnScene is the Encryption tab of the own account, with a device that nobody knows.
func OwnScene() *view.Snapshot {
	s := Scene("", view.PageOwn)
	s.Accounts[0].Undecided = 1
	mine := func(d *view.DeviceView) *view.DeviceView { d.JID, d.Own = Alice, true; return d }
	s.Devices = &view.DevicesView{JID: Alice, Name: "Alice", Own: true, Policy: view.PolicyAsk, Reading: 2, Active: 3, Devices: []*view.DeviceView{
		mine(&view.DeviceView{ID: 1184625991, Label: "Alice’s desk", Fingerprint: PrintDesk, This: true, Active: true, Trust: view.TrustVerified, FirstSeen: Date(time.February, 28), DecidedBy: view.ByThis}),
		mine(&view.DeviceView{ID: 2039481173, Fingerprint: PrintOther, Active: true, Trust: view.TrustUndecided, FirstSeen: At(20, "09:30")}),
		mine(&view.DeviceView{ID: 331, Label: "Alice’s phone", Fingerprint: PrintPhone, Active: true, Trust: view.TrustVerified, FirstSeen: Date(time.February, 28), LastMessage: At(20, "13:05"), DecidedAt: Date(time.February, 28), DecidedBy: view.ByHand}),
		mine(&view.DeviceView{ID: 332, Label: "Old laptop", Fingerprint: PrintOld, Trust: view.TrustRejected, FirstSeen: Date(time.February, 28), LastSeen: Date(time.October, 1), DecidedAt: Date(time.October, 2), DecidedBy: view.ByRemoval, Removed: true, Note: "sold in September"}),
	}}
	return s
}

// ExpectedScene is a contact one of whose keys was verified before any device has shown it.
func ExpectedScene() *view.Snapshot {
	s := EncScene()
	s.Devices.Expected = []view.ExpectedKey{{Fingerprint: PrintDesk, DecidedAt: Date(time.November, 2), DecidedBy: view.ByPage, Detail: "https://example.org/bob"}}
	return s
}

// BackScene is an account with a removed device that came back, and two that nobody decided on.
func BackScene() *view.Snapshot {
	s := OwnScene()
	s.Accounts[0].Undecided = 2
	old := s.Devices.Devices[3]
	old.Active = true
	more := *s.Devices.Devices[1]
	more.ID, more.Fingerprint, more.FirstSeen = 77, PrintNew, At(20, "11:00")
	s.Devices.Devices, s.Devices.Active = append(s.Devices.Devices, &more), 5
	return s
}

// Doubted says of a scene that another copy of the profile seems to be in use.
func Doubted(s *view.Snapshot) *view.Snapshot {
	s.Accounts[0].Doubt = app.DoubtMessage
	return s
}

// CopiedScene is a chat whose messages wait because of that.
func CopiedScene() *view.Snapshot {
	s := Doubted(MainScene())
	waits := Own("8", "Is this the right key?", At(20, "14:10"), view.MessagePending)
	waits.Err, waits.Recipients = app.KindCopied, nil
	s.Rows = append(s.Rows, waits)
	return s
}

// FirstWords is a chat in which a contact wrote of whom nothing was ever decided.
func FirstWords() *view.Snapshot {
	s := Scene(Bob, view.PageChat)
	s.Chat = bobView()
	s.Chat.Wrote, s.Chat.Undecided = NewDevice(), 3
	s.Chat.Coverage.Theirs = 0
	row := Text("1", Bob, "Bob", "Hello, this is my new address.", At(20, "14:02"))
	row.Trust, row.DeviceID = view.TrustUndecided, NewDevice().ID
	s.Rows = []*view.Row{row}
	return s
}

// Story is the timeline of the mock-up.
func Story() []view.Moment {
	laptop := view.Moment{JID: Bob, Name: "Bob", DeviceID: 882104417, Label: "Bob’s laptop", Fingerprint: PrintLaptop}
	phone := view.Moment{JID: Bob, Name: "Bob", DeviceID: 771204, Label: "Bob’s phone", Fingerprint: PrintPhone}
	fresh := view.Moment{JID: Bob, Name: "Bob", DeviceID: 1029384756, Fingerprint: PrintNew}
	moment := func(m view.Moment, kind view.MomentKind, t time.Time, change func(*view.Moment)) view.Moment {
		m.Kind, m.Time = kind, t
		if change != nil {
			change(&m)
		}
		return m
	}
	decided := func(from, to view.Trust, by view.Author, detail string) func(*view.Moment) {
		return func(m *view.Moment) { m.From, m.To, m.By, m.Detail = string(from), string(to), by, detail }
	}
	clock := func(t time.Time, hour, minute int) time.Time {
		return time.Date(t.Year(), t.Month(), t.Day(), hour, minute, 0, 0, t.Location())
	}
	june, march, early := Date(time.June, 12), Date(time.March, 4), Date(time.March, 3)
	return []view.Moment{
		moment(laptop, view.MomentChanged, At(20, "14:04"), func(m *view.Moment) { m.Before, m.Fingerprint, m.Alarm = PrintLaptop, PrintOther, true }),
		moment(fresh, view.MomentWrote, At(20, "14:02"), nil),
		moment(fresh, view.MomentSeen, At(20, "14:01"), nil),
		moment(laptop, view.MomentDecision, clock(june, 18, 22), decided(view.TrustUndecided, view.TrustTrusted, view.ByHand, "")),
		moment(laptop, view.MomentNamed, clock(june, 18, 22), func(m *view.Moment) { m.Detail = "Bob’s laptop" }),
		moment(laptop, view.MomentSeen, clock(june, 18, 19), nil),
		moment(phone, view.MomentDecision, clock(march, 12, 40), decided(view.TrustTrusted, view.TrustVerified, view.ByCode, "camera")),
		moment(phone, view.MomentDecision, clock(early, 9, 11), decided(view.TrustUndecided, view.TrustTrusted, view.PolicyFirstUse.Author(), "")),
	}
}

// StoryScene is the page of that timeline; what it shows comes from the service.
func StoryScene() *view.Snapshot {
	s := EncScene()
	s.View.Page, s.Moments = view.PageTimeline, 8
	return s
}

// OwnStoryScene is the timeline of everybody.
func OwnStoryScene() *view.Snapshot {
	s := OwnScene()
	s.View.Page, s.Moments = view.PageOwnTimeline, 12
	return s
}

// LongStory has every kind of moment, of several people.
func LongStory() []view.Moment {
	mine := view.Moment{JID: Alice, Name: "Alice", DeviceID: 332, Label: "Old laptop", Fingerprint: PrintOld}
	out := Story()
	for i, kind := range []view.MomentKind{view.MomentSeen, view.MomentRemoved, view.MomentRenewed, view.MomentRepaired, view.MomentLeft, view.MomentPolicy, view.MomentTold, view.MomentChanged} {
		m := mine
		m.Kind, m.Time, m.By = kind, At(19, "10:00").Add(-time.Duration(i)*time.Hour), view.ByHand
		switch kind {
		case view.MomentPolicy:
			m = view.Moment{Kind: kind, Time: m.Time, To: "first-use", By: view.ByHand}
		case view.MomentTold:
			m.JID, m.Name, m.Fingerprint, m.DeviceID, m.Label = Carol, "Carol", "", 0, ""
		case view.MomentChanged:
			m.Before = PrintDesk
		}
		out = append(out, m)
	}
	return out
}

// Offline takes the connection away from a scene.
func Offline(s *view.Snapshot) *view.Snapshot {
	a := s.Accounts[0]
	a.State, a.Err, a.Waiting = view.StateConnecting, &app.Error{Kind: app.KindNotConnected}, 2
	return s
}
