package uitest

import (
	"time"

	"vouch/app"
	"vouch/app/keys"
	"vouch/app/view"
)

// The scenes about devices: what is asked, what the Encryption tab shows.

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
	s.Accounts[0].Doubt = keys.DoubtMessage
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
