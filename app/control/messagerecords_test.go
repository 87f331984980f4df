package control

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"vouch/app"
	"vouch/app/history"
	"vouch/app/view"
)

// TestRecordOfAMessage holds what scripts read of a stored message, to the byte, and that each field of it is in a row here.
func TestRecordOfAMessage(t *testing.T) {
	const alice, bob = "alice@localhost", "bob@localhost"
	at := func(minute int) time.Time {
		return time.Date(2026, 11, 20, 14, minute, 30, 123_456_789, time.FixedZone("", 3600))
	}
	all := ""
	for _, row := range []struct {
		name string
		m    history.Message
		want string
	}{
		{"nothing", history.Message{}, `{"id":"","message_id":"","chat":"","from":"","own":false,"time":"","body":"","kind":"","encryption":"none"}`},
		{"an own one", history.Message{
			ID: "1", MessageID: "m1", Chat: bob, From: alice, Own: true, Time: at(0), Body: "hello", Kind: history.KindText, Encrypted: true,
			State: history.StateDelivered, Recipients: []history.Recipient{{JID: bob, Device: 7, Fingerprint: "b7"}, {JID: alice, Device: 8, Fingerprint: "a8"}},
		}, `{"id":"1","message_id":"m1","chat":"bob@localhost","from":"alice@localhost","own":true,"time":"2026-11-20T13:00:30.123Z","body":"hello",` +
			`"kind":"text","encryption":"omemo","state":"delivered","recipients":[{"jid":"bob@localhost","device_id":7,"fingerprint":"b7"},{"jid":"alice@localhost","device_id":8,"fingerprint":"a8"}]}`},
		{"a received one", history.Message{
			ID: "2", MessageID: "m2", ArchiveID: "a2", Chat: bob, From: bob, Time: at(0), Subject: "in clear", Body: "hello", Kind: history.KindText,
			Encrypted: true, Device: 7, Fingerprint: "b7", Trust: view.TrustVerified,
		}, `{"id":"2","message_id":"m2","archive_id":"a2","chat":"bob@localhost","from":"bob@localhost","own":false,"time":"2026-11-20T13:00:30.123Z",` +
			`"subject":"in clear","body":"hello","kind":"text","encryption":"omemo","device_id":7,"fingerprint":"b7","trust":"verified"}`},
		{"waiting", history.Message{State: history.StatePending, ErrKind: app.KindUndecided},
			`{"id":"","message_id":"","chat":"","from":"","own":false,"time":"","body":"","kind":"","encryption":"none","state":"pending","error":{"kind":"undecided","text":"undecided"}}`},
		{"refused", history.Message{ErrKind: app.KindRefused, ErrText: "service-unavailable"},
			`{"id":"","message_id":"","chat":"","from":"","own":false,"time":"","body":"","kind":"","encryption":"none","error":{"kind":"refused","text":"service-unavailable"}}`},
		{"broken, of no kind", history.Message{Kind: history.KindNotice, Notice: history.NoticeBroken, ErrText: "unexpected EOF"},
			`{"id":"","message_id":"","chat":"","from":"","own":false,"time":"","body":"","kind":"notice","notice":"broken","encryption":"none","error":{"kind":"","text":"unexpected EOF"}}`},
		{"a notice with a policy", history.Message{Kind: history.KindNotice, Notice: history.NoticeAutoTrusted, Policy: view.PolicyFirstUse},
			`{"id":"","message_id":"","chat":"","from":"","own":false,"time":"","body":"first-use","kind":"notice","notice":"auto-trusted","encryption":"none"}`},
		{"a notice that counts", history.Message{About: "x", Kind: history.KindNotice, Notice: history.NoticeEarlier, Count: 3},
			`{"id":"","message_id":"","chat":"","from":"","own":false,"time":"","body":"","about":"x","kind":"notice","notice":"earlier","count":3,"encryption":"none"}`},
		{"corrected", history.Message{
			Body: "at nine", EditID: "e2", EditedAt: at(2), Earlier: []history.Version{{Body: "at eihgt", Time: at(0), State: history.StateSent}, {Body: "at eight", Time: at(1), ID: "e1"}},
		}, `{"id":"","message_id":"","chat":"","from":"","own":false,"time":"","body":"at nine","kind":"","encryption":"none","corrected":{"time":"2026-11-20T13:02:30.123Z",` +
			`"earlier":[{"time":"2026-11-20T13:00:30.123Z","body":"at eihgt"},{"time":"2026-11-20T13:01:30.123Z","body":"at eight"}]}}`},
		{"corrected, and nothing is known of before", history.Message{EditedAt: at(2)},
			`{"id":"","message_id":"","chat":"","from":"","own":false,"time":"","body":"","kind":"","encryption":"none","corrected":{"time":"2026-11-20T13:02:30.123Z","earlier":[]}}`},
		{"taken back", history.Message{EditID: "e3", RetractedAt: at(3), RetractedBy: bob},
			`{"id":"","message_id":"","chat":"","from":"","own":false,"time":"","body":"","kind":"","encryption":"none","retracted":{"time":"2026-11-20T13:03:30.123Z","by":"bob@localhost"}}`},
		{"an answer", history.Message{ReplyTo: "m1", ReplyRow: "1"},
			`{"id":"","message_id":"","chat":"","from":"","own":false,"time":"","body":"","kind":"","encryption":"none","reply_to":"1"}`},
		{"an answer to what is not here", history.Message{ReplyTo: "m0", Quoted: "nobody's words"},
			`{"id":"","message_id":"","chat":"","from":"","own":false,"time":"","body":"","kind":"","encryption":"none","quoted":"nobody's words"}`},
		{"reactions, and of somebody none any more", history.Message{
			Reactions: []history.Reaction{{From: bob, Emoji: []string{"👍", "🎉"}, Time: at(1)}, {From: alice, Time: at(2)}},
		}, `{"id":"","message_id":"","chat":"","from":"","own":false,"time":"","body":"","kind":"","encryption":"none","reactions":[{"from":"bob@localhost","emoji":["👍","🎉"]}]}`},
		{"asked for again", history.Message{Kind: history.KindUnreadable, AskedAt: at(4)},
			`{"id":"","message_id":"","chat":"","from":"","own":false,"time":"","body":"","kind":"unreadable","encryption":"none","asked_at":"2026-11-20T13:04:30.123Z"}`},
		{"of somebody who is ignored", history.Message{Kind: history.KindText, Ignored: true},
			`{"id":"","message_id":"","chat":"","from":"","own":false,"time":"","body":"","kind":"text","encryption":"none","ignored":true}`},
		{"a file, whose key nobody is told", history.Message{Kind: history.KindText, Encrypted: true, File: &history.File{Name: "a.jpg", Size: 7, Width: 3, Height: 2, State: history.FileHere, Sealed: true, Key: []byte{1}, URL: "https://example.org/a.jpg"}},
			`{"id":"","message_id":"","chat":"","from":"","own":false,"time":"","body":"","kind":"text","encryption":"omemo","file":{"name":"a.jpg","size":7,"width":3,"height":2,"state":"here","encrypted":true}}`},
		{"what scripts are not told", history.Message{Private: true, PlainIn: true, Raw: "<message/>", Markable: true, Unread: "m9", Answered: "accepted", Sort: []byte{1}},
			`{"id":"","message_id":"","chat":"","from":"","own":false,"time":"","body":"","kind":"","encryption":"none"}`},
	} {
		got, err := json.Marshal(newMessageRecord(row.m))
		if err != nil || string(got) != row.want {
			t.Errorf("%s: %v\n%s, want\n%s", row.name, err, got, row.want)
		}
		all += row.want
	}
	for i := range reflect.TypeFor[messageRecord]().NumField() {
		name, _, _ := strings.Cut(reflect.TypeFor[messageRecord]().Field(i).Tag.Get("json"), ",")
		if !strings.Contains(all, `"`+name+`":`) {
			t.Errorf("%s is in no row", name)
		}
	}
}

// TestListsOfNothing are lists, not null.
func TestListsOfNothing(t *testing.T) {
	records, err := each(nil, nil, newMessageRecord)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := json.Marshal(records); err != nil || string(got) != "[]" {
		t.Errorf("%s, %v", got, err)
	}
}
