package uitest

import (
	"fmt"
	"strconv"
	"time"

	"vouch/app"
	"vouch/app/view"
)

// Unreadable is a message of Bob’s that could not be read, for that cause.
func Unreadable(kind app.Kind) *view.Row {
	return &view.Row{ID: "u", Kind: view.RowUnreadable, From: Bob, Name: "Bob", Time: At(20, "13:52"), Encrypted: true, Device: "Bob’s laptop", DeviceID: 90125, Err: kind, Key: PrintLaptop}
}

// KeysScene has cards of keys of each kind.
func KeysScene() *view.Snapshot {
	s := MainScene()
	s.Chat.UnreadFrom = ""
	s.Rows = nil
	for i, k := range []view.KeyCard{
		{Keys: 3, New: 1, CanAccept: true},
		{Keys: 2, New: 1, Differs: 1},
		{Keys: 2, New: 2, Answered: view.KeysDismissed},
		{Keys: 2, Answered: view.KeysAccepted},
		{Keys: 2},
		{Keys: 1, Differs: 1, CanAccept: true},
	} {
		r := Text("k"+strconv.Itoa(i), Bob, "Bob", "My devices have changed: xmpp:bob@example.org?omemo-sid-771204=…", At(20, "13:4"+strconv.Itoa(i)))
		r.Keys = &k
		s.Rows = append(s.Rows, r)
	}
	return s
}

// TextsScene has texts that are not what they look like: blank ones, links to hosts that look like others, words as reactions.
func TextsScene() *view.Snapshot {
	s := MainScene()
	s.Chat.UnreadFrom = ""
	reply := Text("2", Bob, "Bob", "\u200b", At(20, "13:41"))
	reply.Reply = &view.Reply{ID: "3", Own: true, From: Alice, Name: "Alice", Text: "\u3164"}
	mine := Own("3", "\u2800", At(20, "13:42"), view.MessageRead)
	mine.Reactions = []view.Reaction{{Emoji: "ok", Words: true, From: []string{Bob}}, {Emoji: "+1", Words: true, From: []string{Bob}, Own: true}}
	s.Rows = []*view.Row{Text("1", Bob, "Bob", "  ", At(20, "13:40")), reply, mine,
		Text("4", Bob, "Bob", "Look at https://p\u0430ypal.com/login before noon.", At(20, "13:43")),
		Text("5", Bob, "Bob", "Or «https://xn--mnchen-3ya.example/a_(b)», or https://example.org@example.net/.", At(20, "13:44"))}
	s.Chats[1].Preview = "\u200b"
	return s
}

// UnreadableScene has messages that could not be read, for different causes, with what was tried.
func UnreadableScene() *view.Snapshot {
	s := MainScene()
	s.Chat.UnreadFrom = ""
	row := func(id string, kind app.Kind, clock string) *view.Row {
		r := Unreadable(kind)
		r.ID, r.Time = id, At(20, clock)
		return r
	}
	asked := row("u2", app.KindNoSession, "13:53")
	asked.AskedAt, asked.Repaired = At(20, "14:03"), At(20, "14:04")
	s.Rows = []*view.Row{s.Rows[0], row("u1", app.KindNotForThisDevice, "13:52"), asked, row("u3", app.KindTampered, "13:54"), row("u4", app.KindDuplicateKey, "13:55"), s.Rows[6]}
	return s
}

// Gaps gives a scene gaps in the archive: of another day, before a row of today, and after all rows.
func Gaps(s *view.Snapshot) *view.Snapshot {
	s.Accounts[0].Gaps = []view.Gap{
		{From: Date(time.March, 2), To: Date(time.March, 9)},
		{From: At(18, "21:30"), To: At(20, "13:39")},
		{From: At(20, "14:09"), To: At(20, "14:10")},
	}
	return s
}

// LongScene is a chat with as many rows as do not fit, from the row with that number on.
func LongScene(from, to int, older view.Older) *view.Snapshot {
	snap := MainScene()
	snap.Chat.UnreadFrom, snap.Chat.Older = "", older
	snap.Rows = nil
	for i := from; i < to; i++ {
		snap.Rows = append(snap.Rows, Text(fmt.Sprint("r", i), Bob, "Bob", fmt.Sprint("Message ", i), At(20, "08:00").Add(time.Duration(i)*time.Minute)))
	}
	return snap
}

// Older is the scene with what is known of older messages.
func Older(snap *view.Snapshot, state view.Older, why app.Kind) *view.Snapshot {
	snap.Chat.Older, snap.Chat.OlderErr = state, why
	return snap
}

// MissedMessages are messages of Alice’s that a device of Bob’s has missed.
func MissedMessages() []app.Missed {
	var out []app.Missed
	for i, body := range []string{"Found the old path above the lake. Steep, but dry.", "The bridge is open again, so nobody gets wet feet this time.", "Who brings the lamp?"} {
		out = append(out, app.Missed{ID: string(rune('a' + i)), Body: body, Time: At(20, "13:3"+string(rune('1'+i)))})
	}
	return out
}

// TrustedScene has the row where a device of bob's begins to read, and an own message that he could not read.
func TrustedScene() *view.Snapshot {
	s := MainScene()
	s.Chat.UnreadFrom = ""
	s.Rows = append(s.Rows[:4:4], &view.Row{ID: "n", Kind: view.RowNotice, Notice: view.NoticeTrusted, From: Bob, Name: "Bob", Device: "Bob’s tablet", DeviceID: 5512, Key: PrintNew, Count: 3, Time: At(20, "14:00")}, s.Rows[6])
	s.Rows[1].AskedAt = At(20, "13:58")
	return s
}

// Blanks are texts that are empty to the eye.
var Blanks = []string{"", "   ", "\u200b", "\u2800\u2800", "\u3164", "\uffa0", "\u0301", "\u202e", "\n\u00a0\n", "\U000e0041"}

// UnreadScene is a chat with more that is new than fits the screen.
func UnreadScene() *view.Snapshot {
	s := MainScene()
	s.Rows = nil
	for i := range 80 {
		s.Rows = append(s.Rows, Text(fmt.Sprint("r", i), Bob, "Bob", "one of many", At(20, "09:00").Add(time.Duration(i)*time.Minute)))
	}
	s.Chat.UnreadFrom = "r30"
	s.Chats[0].Unread = 50
	return s
}
