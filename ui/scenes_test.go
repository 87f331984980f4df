package ui

import (
	"strconv"
	"time"

	"vouch/app"
	"vouch/ui/shell"
)

// The scenes of the pictures: what a service would have said.

var now = time.Date(2025, 11, 20, 14, 10, 0, 0, time.UTC)

func at(day int, clock string) time.Time {
	t, err := time.Parse("15:04", clock)
	if err != nil {
		panic(err)
	}
	return time.Date(2025, 11, day, t.Hour(), t.Minute(), 0, 0, time.UTC)
}

func date(month time.Month, day int) time.Time {
	return time.Date(2025, month, day, 12, 0, 0, 0, time.UTC)
}

const (
	alice = "alice@example.org"
	bob   = "bob@example.org"
	carol = "carol@example.net"
	dave  = "dave@example.com"

	printNew    = "593c6a0d59c64bc83ea19e21255926f7f3ce9d63b1455828e5f1f20d47fa4591"
	printPhone  = "eda7e66db726b9d910bac084cc5b29a924ad7aa83b7e8b86261ba82fcc655902"
	printLaptop = "9c39fabc06f8d86d7cca4e3917e078a07f543b6789e66ce25a4d5a0f9cea57f2"
	printDesk   = "60b4ba2033d4a0954cb5389d3acc09cb093ff85933ef0c15430988073e323ba8"
	printOther  = "e8715dbc4c3fd15a33937172fd31f208b9c6c18b00e178a75d8e1f803b4bb62c"
	printOld    = "d34b31c62a2e40f16be781480450b12ef038a7afcfb0bf29b2649ccfc5027d4c"
)

func account() *app.AccountView {
	return &app.AccountView{JID: alice, Name: "Alice", Enabled: true, State: app.StateOnline, DeviceID: 1184625991, Fingerprint: printDesk}
}

func chats() []*app.ChatRow {
	return []*app.ChatRow{
		{Chat: bob, Name: "Bob", Presence: app.PresenceOnline, Preview: "Great, see you at nine", Kind: app.RowText, Time: at(20, "14:09"), Encrypted: true},
		{Chat: carol, Name: "Carol", Presence: app.PresenceAway, Preview: "I can bring the map and tea, if nobody else does", Kind: app.RowText, Time: at(20, "13:58"), Unread: 3, Encrypted: true, Verified: true},
		{Chat: dave, Name: "Dave", Presence: app.PresenceOffline, Preview: "Parcel is with the neighbours", Own: true, Kind: app.RowText, Time: at(19, "16:30")},
		{Chat: alice, Name: "Alice", Preview: "Shopping: flour, lamp oil, stamps", Kind: app.RowText, Time: at(16, "09:00"), Encrypted: true, Verified: true},
	}
}

func scene(chat string, page app.Page) *app.Snapshot {
	return &app.Snapshot{
		View:   app.View{Account: alice, Chat: chat, Before: shell.FirstRows, Page: page},
		Number: 1, Accounts: []*app.AccountView{account()}, Chats: chats(),
	}
}

func newDevice() *app.DeviceView {
	return &app.DeviceView{JID: bob, ID: 1029384756, Fingerprint: printNew, Active: true, Trust: app.TrustUndecided,
		FirstSeen: at(20, "14:01"), LastSeen: at(20, "14:01"), LastMessage: at(20, "14:02")}
}

func phone() *app.DeviceView {
	return &app.DeviceView{JID: bob, ID: 771204, Label: "Bob’s phone", Fingerprint: printPhone, Active: true, Trust: app.TrustVerified,
		FirstSeen: date(time.March, 3), LastMessage: at(20, "13:41"), DecidedAt: date(time.March, 4), DecidedBy: "code", Detail: "camera", Note: "the one with the cracked screen"}
}

func laptop() *app.DeviceView {
	return &app.DeviceView{JID: bob, ID: 90125, Label: "Bob’s laptop", Fingerprint: printLaptop, Active: true, Trust: app.TrustTrusted,
		FirstSeen: date(time.June, 12), LastMessage: at(20, "13:52"), DecidedAt: date(time.June, 12), DecidedBy: "hand"}
}

func bobView() *app.ChatView {
	return &app.ChatView{Chat: bob, Name: "Bob", Presence: app.PresenceOnline, Subscription: "both", Encrypted: true, Older: app.OlderNone, Devices: 3, Undecided: 1,
		Coverage: app.Coverage{Theirs: 2, TheirsAll: 3, Own: 3, OwnAll: 3, LeftOut: []app.LeftOut{{ID: 1029384756, Trust: app.TrustUndecided}}}}
}

func text(id, from, name, body string, t time.Time) *app.Row {
	return &app.Row{ID: id, Kind: app.RowText, From: from, Name: name, Body: body, Time: t, Encrypted: true, Trust: app.TrustTrusted, DeviceID: 90125}
}

func own(id, body string, t time.Time, state app.MessageState) *app.Row {
	return &app.Row{ID: id, Kind: app.RowText, Own: true, From: alice, Name: "Alice", Body: body, Time: t, Encrypted: true, State: state,
		Recipients: []app.Recipient{{JID: bob, DeviceID: 771204, Fingerprint: printPhone, Label: "Bob’s phone"}, {JID: bob, DeviceID: 90125, Fingerprint: printLaptop, Label: "Bob’s laptop"}}}
}

// mainScene is a conversation with every kind of row.
func mainScene() *app.Snapshot {
	s := scene(bob, app.PageChat)
	s.Chat = bobView()
	s.Chat.UnreadFrom = "5"
	undecided := text("6", bob, "Bob", "Writing from the new tablet. Nine o’clock at the mill?", at(20, "14:02"))
	undecided.Trust = app.TrustUndecided
	s.Rows = []*app.Row{
		own("1", "Found the old path above the lake. Steep, but dry.", at(20, "13:31"), app.MessageRead),
		own("2", "The bridge is open again, so nobody gets wet feet this time.", at(20, "13:32"), app.MessageRead),
		text("3", bob, "Bob", "Then that way. Here is the track, it starts at the mill: https://example.org/mill", at(20, "13:40")),
		text("4", bob, "Bob", "Bring good shoes.", at(20, "13:41")),
		{ID: "5", Kind: app.RowUnreadable, From: bob, Name: "Bob", Time: at(20, "13:52"), Encrypted: true, Device: "Bob’s laptop", DeviceID: 90125, Err: app.KindNotForThisDevice},
		undecided,
		own("7", "Great, see you at nine", at(20, "14:09"), app.MessageDelivered),
	}
	return s
}

// quietScene is a conversation with the quiet rows by the program, while the account catches up.
// talkScene has what a message carries: an answer, reactions (in letters: emoji depend on fonts), a correction, one taken back, styled text, /me.
func talkScene() *app.Snapshot {
	snap := mainScene()
	snap.Chat.UnreadFrom, snap.Chat.Typing = "", true
	question := text("q", bob, "Bob", "Who brings the lamp?", at(20, "13:40"))
	question.Reactions = []app.Reaction{{Emoji: "+1", From: []string{carol}, Own: true}, {Emoji: "ok", From: []string{carol, dave}}}
	answer := own("a", "I do. The big one, since it will be late.", at(20, "13:42"), app.MessageRead)
	answer.Reply = &app.Reply{ID: "q", From: bob, Name: "Bob", Text: question.Body}
	answer.Edited, answer.Earlier = at(20, "13:43"), []app.Earlier{{Body: "I do.", Time: at(20, "13:42")}}
	gone := text("g", bob, "Bob", "", at(20, "13:44"))
	gone.Retracted = at(20, "13:45")
	styled := text("s", bob, "Bob", "*Strong*, _emphasised_, ~gone~ and `code`\n> a quotation\n> of two lines\nand what follows it", at(20, "13:50"))
	nobody := text("n", bob, "Bob", "That one", at(20, "13:51"))
	nobody.Reply = &app.Reply{Text: "Something that is not here"}
	me := text("m", bob, "Bob", "/me packs the bag", at(20, "13:52"))
	snap.Rows = []*app.Row{question, answer, gone, styled, nobody, me}
	return snap
}

// foreignScene has messages in the user's own name that other devices wrote: one nobody has decided on, one rejected, one
// in clear.
func foreignScene() *app.Snapshot {
	snap := mainScene()
	for i, change := range []func(*app.Row){
		func(r *app.Row) { r.Trust = app.TrustUndecided },
		func(r *app.Row) { r.Trust = app.TrustRejected },
		func(r *app.Row) { r.Encrypted, r.PlainIn = false, true },
	} {
		row := text("foreign "+strconv.Itoa(i), alice, "Alice", "Was this really me?", at(20, "14:1"+strconv.Itoa(i)))
		row.Own, row.State = true, app.MessageSent
		change(row)
		snap.Rows = append(snap.Rows, row)
	}
	return snap
}

func quietScene() *app.Snapshot {
	s := mainScene()
	s.Accounts[0].CatchingUp = true
	s.Chat.UnreadFrom = ""
	rows := []*app.Row{{ID: "e", Kind: app.RowNotice, Notice: app.NoticeEarlier, Count: 214, Time: at(20, "13:30")}}
	rows = append(rows, s.Rows[:4]...)
	s.Rows = append(rows,
		&app.Row{ID: "t", Kind: app.RowNotice, Notice: app.NoticeAutoTrusted, From: bob, Name: "Bob", Device: "Bob’s tablet", DeviceID: 5512, Body: "first-use", Time: at(20, "13:55")},
		own("7", "Great, see you at nine", at(20, "14:09"), app.MessageDelivered))
	return s
}

// otherScene is a conversation in which came what is no text of ours.
func otherScene() *app.Snapshot {
	s := mainScene()
	s.Chat.UnreadFrom = ""
	other := func(id string, n app.Notice, about, body string, at time.Time) *app.Row {
		return &app.Row{ID: id, Kind: app.RowOther, Notice: n, From: bob, Name: "Bob", About: about, Body: body, Time: at}
	}
	subject := text("s", bob, "Bob", "Details on the usual page.", at(20, "14:12"))
	subject.Subject = "Server moves on Sunday"
	changed := other("c", app.NoticeChanged, "", "", at(20, "14:16"))
	changed.Reply = &app.Reply{ID: s.Rows[1].ID, From: bob, Name: "Bob", Text: "Nine o’clock at the mill"}
	s.Rows = []*app.Row{
		s.Rows[0], s.Rows[1], subject,
		other("i", app.NoticeInvitation, "hikers@conference.example.org", "Come in, we plan the tour", at(20, "14:13")),
		other("p", app.NoticeCall, "audio", "", at(20, "14:14")),
		{ID: "o", Kind: app.RowUnreadable, From: bob, Name: "Bob", Err: app.KindOtherEncryption, About: "OpenPGP (XEP-0373)", Body: "This message is encrypted with OpenPGP", Time: at(20, "14:15")},
		changed,
		{ID: "u", Kind: app.RowNotice, Notice: app.NoticeUnknown, From: bob, About: "poll (urn:example:poll:3)", Count: 3, Time: at(20, "14:17")},
		{ID: "n", Kind: app.RowNotice, Notice: app.NoticeStrangers, From: "mallory@elsewhere.example", About: "invitation casino@elsewhere.example", Count: 214, Time: at(20, "14:18")},
	}
	return s
}

// undecidedScene is a message that waits for a decision.
func undecidedScene() *app.Snapshot {
	s := scene(bob, app.PageChat)
	s.Chat = bobView()
	s.Chat.Question = &app.Question{Kind: app.KindUndecided, Waiting: 1, First: "4", Devices: []*app.DeviceView{newDevice()}}
	s.Chats[0].Waiting, s.Chats[0].Time = 1, at(20, "14:05")
	undecided := text("3", bob, "Bob", "Writing from the new tablet. Nine o’clock at the mill?", at(20, "14:02"))
	undecided.Trust = app.TrustUndecided
	waits := own("4", "Great, see you at nine", at(20, "14:05"), app.MessagePending)
	waits.Err, waits.Recipients = app.KindUndecided, nil
	s.Rows = []*app.Row{
		text("1", bob, "Bob", "I’ll write once the train leaves.", at(19, "21:14")),
		own("2", "Safe trip!", at(19, "21:20"), app.MessageRead),
		undecided, waits,
	}
	return s
}

// plainScene is a chat that is not encrypted.
func plainScene() *app.Snapshot {
	s := scene(dave, app.PageChat)
	s.Chat = &app.ChatView{Chat: dave, Name: "Dave", Presence: app.PresenceOffline, Subscription: "both", Older: app.OlderNone}
	plain := func(r *app.Row) *app.Row { r.Encrypted, r.Trust, r.Recipients = false, "", nil; return r }
	s.Rows = []*app.Row{
		plain(text("1", dave, "Dave", "Is anyone at home on Wednesday for a parcel?", at(17, "09:12"))),
		plain(text("2", dave, "Dave", "About this big, and heavy.", at(17, "09:12"))),
		{ID: "3", Kind: app.RowNotice, Notice: app.NoticeEncryptionOff, Time: at(19, "16:29")},
		plain(own("4", "Parcel is with the neighbours", at(19, "16:30"), app.MessageDelivered)),
	}
	return s
}

// encScene is the Encryption tab of a contact.
func encScene() *app.Snapshot {
	s := scene(bob, app.PageDevices)
	s.Chat = bobView()
	gone := &app.DeviceView{JID: bob, ID: 4711, Label: "Old phone", Fingerprint: printOld, Trust: app.TrustRejected, FirstSeen: date(time.February, 28), LastSeen: date(time.October, 1), DecidedAt: date(time.October, 2), DecidedBy: "hand"}
	kept := &app.DeviceView{JID: bob, ID: 4712, Label: "Work computer", Fingerprint: printOther, Trust: app.TrustVerified, FirstSeen: date(time.February, 28), LastSeen: date(time.October, 1), DecidedAt: date(time.March, 2), DecidedBy: "hand"}
	s.Devices = &app.DevicesView{JID: bob, Name: "Bob", Policy: "ask", Inherited: true, Reading: 2, Active: 3, Devices: []*app.DeviceView{phone(), laptop(), newDevice(), gone, kept}}
	return s
}

// unreachableScene is a message that waits because the contact's server cannot be reached, and refusedTabScene the tab that says so.
func unreachableScene() *app.Snapshot {
	s := undecidedScene()
	s.Chat.Question = &app.Question{Kind: app.KindUnreachable, Waiting: 1, First: "4"}
	s.Rows[len(s.Rows)-1].Err, s.Rows[len(s.Rows)-1].ErrText = app.KindUnreachable, "remote-server-timeout"
	return s
}

func refusedTabScene() *app.Snapshot {
	s := encScene()
	s.Devices.Refused, s.Devices.Said = app.KindUnreachable, "remote-server-timeout: Server-to-server connection failed: connection refused"
	return s
}

// sharedScene is a chat in which a device came with the key of another one.
func sharedScene() *app.Snapshot {
	s := mainScene()
	s.Chat.KeyChanged = true
	s.Rows = append(s.Rows[:4:4], &app.Row{ID: "s", Kind: app.RowNotice, Notice: app.NoticeKeyShared, From: bob, Name: "Bob", Device: "Bob’s book", DeviceID: 5512, Time: at(20, "13:55")})
	return s
}

// sharedDevices is the Encryption tab with that device.
func sharedDevices() *app.Snapshot {
	s := encScene()
	shared := secondDevice()
	shared.Fingerprint, shared.Shared = phone().Fingerprint, true
	s.Devices.Devices = []*app.DeviceView{phone(), shared}
	return s
}

// firstScene is the Encryption tab of a contact of whom nothing was decided yet.
func firstScene() *app.Snapshot {
	s := encScene()
	s.Devices.Devices, s.Devices.Reading, s.Devices.Active = []*app.DeviceView{newDevice(), secondDevice()}, 0, 2
	return s
}

func secondDevice() *app.DeviceView {
	return &app.DeviceView{JID: bob, ID: 5512, Label: "Bob’s book", Fingerprint: printOther, Active: true, Trust: app.TrustUndecided, FirstSeen: at(20, "13:00")}
}

// ownScene is the Encryption tab of the own account, with a device that nobody knows.
func ownScene() *app.Snapshot {
	s := scene("", app.PageOwn)
	s.Accounts[0].Undecided = 1
	mine := func(d *app.DeviceView) *app.DeviceView { d.JID, d.Own = alice, true; return d }
	s.Devices = &app.DevicesView{JID: alice, Name: "Alice", Own: true, Policy: "ask", Reading: 2, Active: 3, Devices: []*app.DeviceView{
		mine(&app.DeviceView{ID: 1184625991, Label: "Alice’s desk", Fingerprint: printDesk, This: true, Active: true, Trust: app.TrustVerified, FirstSeen: date(time.February, 28), DecidedBy: "this"}),
		mine(&app.DeviceView{ID: 2039481173, Fingerprint: printOther, Active: true, Trust: app.TrustUndecided, FirstSeen: at(20, "09:30")}),
		mine(&app.DeviceView{ID: 331, Label: "Alice’s phone", Fingerprint: printPhone, Active: true, Trust: app.TrustVerified, FirstSeen: date(time.February, 28), LastMessage: at(20, "13:05"), DecidedAt: date(time.February, 28), DecidedBy: "hand"}),
		mine(&app.DeviceView{ID: 332, Label: "Old laptop", Fingerprint: printOld, Trust: app.TrustRejected, FirstSeen: date(time.February, 28), LastSeen: date(time.October, 1), DecidedAt: date(time.October, 2), DecidedBy: "removed", Removed: true, Note: "sold in September"}),
	}}
	return s
}

// expectedScene is a contact one of whose keys was verified before any device has shown it.
func expectedScene() *app.Snapshot {
	s := encScene()
	s.Devices.Expected = []app.ExpectedKey{{Fingerprint: printDesk, DecidedAt: date(time.November, 2), DecidedBy: app.ByPage, Detail: "https://example.org/bob"}}
	return s
}

// backScene is an account with a removed device that came back, and two that nobody decided on.
func backScene() *app.Snapshot {
	s := ownScene()
	s.Accounts[0].Undecided = 2
	old := s.Devices.Devices[3]
	old.Active = true
	more := *s.Devices.Devices[1]
	more.ID, more.Fingerprint, more.FirstSeen = 77, printNew, at(20, "11:00")
	s.Devices.Devices, s.Devices.Active = append(s.Devices.Devices, &more), 5
	return s
}

// doubted says of a scene that another copy of the profile seems to be in use.
func doubted(s *app.Snapshot) *app.Snapshot {
	s.Accounts[0].Doubt = app.DoubtMessage
	return s
}

// copiedScene is a chat whose messages wait because of that.
func copiedScene() *app.Snapshot {
	s := doubted(mainScene())
	waits := own("8", "Is this the right key?", at(20, "14:10"), app.MessagePending)
	waits.Err, waits.Recipients = app.KindCopied, nil
	s.Rows = append(s.Rows, waits)
	return s
}

// firstWords is a chat in which a contact wrote of whom nothing was ever decided.
func firstWords() *app.Snapshot {
	s := scene(bob, app.PageChat)
	s.Chat = bobView()
	s.Chat.Wrote, s.Chat.Undecided = newDevice(), 3
	s.Chat.Coverage.Theirs = 0
	row := text("1", bob, "Bob", "Hello, this is my new address.", at(20, "14:02"))
	row.Trust, row.DeviceID = app.TrustUndecided, newDevice().ID
	s.Rows = []*app.Row{row}
	return s
}

// story is the timeline of the mock-up.
func story() []app.Moment {
	laptop := app.Moment{JID: bob, Name: "Bob", DeviceID: 882104417, Label: "Bob’s laptop", Fingerprint: printLaptop}
	phone := app.Moment{JID: bob, Name: "Bob", DeviceID: 771204, Label: "Bob’s phone", Fingerprint: printPhone}
	fresh := app.Moment{JID: bob, Name: "Bob", DeviceID: 1029384756, Fingerprint: printNew}
	moment := func(m app.Moment, kind app.MomentKind, t time.Time, change func(*app.Moment)) app.Moment {
		m.Kind, m.Time = kind, t
		if change != nil {
			change(&m)
		}
		return m
	}
	decided := func(from, to app.Trust, by, detail string) func(*app.Moment) {
		return func(m *app.Moment) { m.From, m.To, m.By, m.Detail = string(from), string(to), by, detail }
	}
	clock := func(t time.Time, hour, minute int) time.Time {
		return time.Date(t.Year(), t.Month(), t.Day(), hour, minute, 0, 0, t.Location())
	}
	june, march, early := date(time.June, 12), date(time.March, 4), date(time.March, 3)
	return []app.Moment{
		moment(laptop, app.MomentChanged, at(20, "14:04"), func(m *app.Moment) { m.Before, m.Fingerprint, m.Alarm = printLaptop, printOther, true }),
		moment(fresh, app.MomentWrote, at(20, "14:02"), nil),
		moment(fresh, app.MomentSeen, at(20, "14:01"), nil),
		moment(laptop, app.MomentDecision, clock(june, 18, 22), decided(app.TrustUndecided, app.TrustTrusted, app.ByHand, "")),
		moment(laptop, app.MomentNamed, clock(june, 18, 22), func(m *app.Moment) { m.Detail = "Bob’s laptop" }),
		moment(laptop, app.MomentSeen, clock(june, 18, 19), nil),
		moment(phone, app.MomentDecision, clock(march, 12, 40), decided(app.TrustTrusted, app.TrustVerified, app.ByCode, "camera")),
		moment(phone, app.MomentDecision, clock(early, 9, 11), decided(app.TrustUndecided, app.TrustTrusted, "first-use", "")),
	}
}

// storyScene is the page of that timeline; what it shows comes from the service.
func storyScene() *app.Snapshot {
	s := encScene()
	s.View.Page, s.Moments = app.PageTimeline, 8
	return s
}

func ownStoryScene() *app.Snapshot {
	s := ownScene()
	s.View.Page, s.Moments = app.PageOwnTimeline, 12
	return s
}

// longStory has every kind of moment, of several people.
func longStory() []app.Moment {
	mine := app.Moment{JID: alice, Name: "Alice", DeviceID: 332, Label: "Old laptop", Fingerprint: printOld}
	out := story()
	for i, kind := range []app.MomentKind{app.MomentSeen, app.MomentRemoved, app.MomentRenewed, app.MomentRepaired, app.MomentLeft, app.MomentPolicy, app.MomentTold, app.MomentChanged} {
		m := mine
		m.Kind, m.Time, m.By = kind, at(19, "10:00").Add(-time.Duration(i)*time.Hour), app.ByHand
		switch kind {
		case app.MomentPolicy:
			m = app.Moment{Kind: kind, Time: m.Time, To: "first-use", By: "user"}
		case app.MomentTold:
			m.JID, m.Name, m.Fingerprint, m.DeviceID, m.Label = carol, "Carol", "", 0, ""
		case app.MomentChanged:
			m.Before = printDesk
		}
		out = append(out, m)
	}
	return out
}

// offline takes the connection away from a scene.
func offline(s *app.Snapshot) *app.Snapshot {
	a := s.Accounts[0]
	a.State, a.Err, a.Waiting = app.StateConnecting, &app.Error{Kind: app.KindNotConnected}, 2
	return s
}
