package control

import (
	"time"

	"vouch/app"
	"vouch/app/view"
)

// statusRecord is one account in status.
type statusRecord struct {
	JID         string         `json:"jid"`
	State       view.ConnState `json:"state" about:"offline, connecting, online or error"`
	Error       *errorRecord   `json:"error,omitempty" about:"why it is not online"`
	Resource    string         `json:"resource,omitempty" about:"that of the connection"`
	DeviceID    uint32         `json:"device_id,omitempty" about:"of this device"`
	Fingerprint string         `json:"fingerprint,omitempty" about:"of this device"`
	Resumed     bool           `json:"resumed" about:"the connection went on where the last one was cut"`
	CatchingUp  bool           `json:"catching_up" about:"what was missed is being fetched"`
	Files       string         `json:"files" about:"none or offered: whether the server takes files; an empty text where it is not known"`
	FilesLimit  int64          `json:"files_limit,omitempty" about:"bytes of the largest file that it takes, as they go over the wire: encrypted ones are 16 larger"`
	Doubt       string         `json:"doubt,omitempty" about:"why another copy of the profile may be in use: message, bundle or key"`
}

func newStatusRecord(a *view.AccountView) statusRecord {
	out := statusRecord{
		JID: a.JID, State: a.State, Resource: a.Resource, DeviceID: a.DeviceID, Fingerprint: a.Fingerprint,
		Resumed: a.Resumed, CatchingUp: a.CatchingUp, Doubt: a.Doubt,
		Files: string(a.Files.State), FilesLimit: a.Files.Limit,
	}
	if a.Err != nil {
		out.Error = &errorRecord{Kind: a.Err.Kind, Text: a.Err.Error()}
	}
	return out
}

// errorRecord is a kind and what the server or the network said about it.
type errorRecord struct {
	Kind app.Kind `json:"kind"`
	Text string   `json:"text"`
}

// contactRecord is one entry of roster.list.
type contactRecord struct {
	JID          string        `json:"jid"`
	Name         string        `json:"name" about:"what the user calls the contact"`
	Nickname     string        `json:"nickname,omitempty" about:"what the contact calls itself"`
	Groups       []string      `json:"groups"`
	Subscription string        `json:"subscription" about:"none, to, from or both (RFC 6121)"`
	Presence     view.Presence `json:"presence" about:"online, away, offline, or an empty text where it is not known"`
	Show         view.Show     `json:"show,omitempty" about:"available, away, dnd or xa"`
	Status       string        `json:"status" about:"the contact's words"`
	Idle         timestamp     `json:"idle_since" about:"since when it was not active, as it says"`
}

func newContactRecord(c view.Contact) contactRecord {
	return contactRecord{c.JID, c.Name, c.Nickname, append([]string{}, c.Groups...), c.Subscription, c.Presence, c.Show, c.Status, timestamp(c.Idle)}
}

// chatRecord is one entry of chat.list.
type chatRecord struct {
	Chat       string    `json:"chat"`
	Kind       string    `json:"kind" about:"person, notes, group, channel or occupant"`
	Name       string    `json:"name"`
	Unread     int       `json:"unread" about:"how many messages nobody has seen"`
	Mentions   int       `json:"mentions" about:"of them, those that name the user, in a room"`
	Last       timestamp `json:"last" about:"when the newest message was written"`
	Encryption bool      `json:"encryption" about:"what is written now is encrypted"`
	Muted      bool      `json:"muted" about:"the user is told of nothing in it"`
	Pinned     bool      `json:"pinned" about:"always false"`
}

func newChatRecord(c *view.ChatRow) chatRecord {
	return chatRecord{Chat: c.Chat, Kind: chatKindWord(c.Of), Name: c.Name, Unread: c.Unread, Mentions: c.Mentions, Last: timestamp(c.Time), Encryption: c.Encrypted, Muted: c.Level == view.LevelMuted}
}

// chatKindWord is the word of the socket for a kind of chat: a contact is a person there.
func chatKindWord(k view.ChatKind) string {
	if k == view.ChatContact {
		return "person"
	}
	return string(k)
}

// gapRecord is a time of which the server no longer had what had not been fetched.
type gapRecord struct {
	From timestamp `json:"from"`
	To   timestamp `json:"to"`
}

func newGapRecord(g view.Gap) gapRecord { return gapRecord{timestamp(g.From), timestamp(g.To)} }

// deviceRecord is one entry of devices.list.
type deviceRecord struct {
	DeviceID    uint32      `json:"device_id"`
	Fingerprint string      `json:"fingerprint" about:"an empty text before its key was seen"`
	Label       string      `json:"label" about:"its name, for the eyes of this computer"`
	Own         bool        `json:"own" about:"it is one of yours"`
	This        bool        `json:"this" about:"it is this one"`
	Active      bool        `json:"active" about:"it stands in its owner's list"`
	Trust       view.Trust  `json:"trust" about:"undecided, trusted, verified or rejected"`
	FirstSeen   timestamp   `json:"first_seen"`
	LastSeen    timestamp   `json:"last_seen" about:"in the list"`
	DecidedAt   timestamp   `json:"decided_at"`
	DecidedBy   view.Author `json:"decided_by" about:"hand, code, link, page, message or other-device; or the policy that did"`
	Note        string      `json:"note,omitempty" about:"more words beside the label"`
	Detail      string      `json:"detail,omitempty" about:"where the key was read"`
	Removed     bool        `json:"removed,omitempty" about:"own: taken out of the account; active again when it came back by itself"`
}

func newDeviceRecord(d *view.DeviceView) deviceRecord {
	return deviceRecord{
		DeviceID: d.ID, Fingerprint: d.Fingerprint, Label: d.Label, Own: d.Own, This: d.This, Active: d.Active, Trust: d.Trust,
		FirstSeen: timestamp(d.FirstSeen), LastSeen: timestamp(d.LastSeen), DecidedAt: timestamp(d.DecidedAt),
		DecidedBy: d.DecidedBy, Note: d.Note, Detail: d.Detail, Removed: d.Removed,
	}
}

// expectedRecord is an entry of devices.expected: a key that was verified before any device has shown it.
type expectedRecord struct {
	Fingerprint string      `json:"fingerprint"`
	DecidedAt   timestamp   `json:"decided_at"`
	DecidedBy   view.Author `json:"decided_by" about:"as of a device"`
	Detail      string      `json:"detail,omitempty" about:"where the key was read"`
}

func newExpectedRecord(k view.ExpectedKey) expectedRecord {
	return expectedRecord{k.Fingerprint, timestamp(k.DecidedAt), k.DecidedBy, k.Detail}
}

// logRecord is one entry of devices.log.
type logRecord struct {
	Time        timestamp   `json:"time"`
	JID         string      `json:"jid"`
	Fingerprint string      `json:"fingerprint"`
	Event       string      `json:"event" about:"what happened"`
	DeviceID    uint32      `json:"device_id,omitempty"`
	From        string      `json:"from" about:"the trust or policy before"`
	To          string      `json:"to" about:"the one after"`
	By          view.Author `json:"by" about:"as decided_by of a device"`
	Detail      string      `json:"detail,omitempty" about:"where the key was read"`
}

func newLogRecord(l app.LogLine) logRecord {
	return logRecord{timestamp(l.Time), l.JID, l.Fingerprint, l.Event, l.DeviceID, l.From, l.To, l.By, l.Detail}
}

// momentRecord is a line of the timeline.
type momentRecord struct {
	Time        timestamp       `json:"time"`
	Kind        view.MomentKind `json:"kind" about:"decision, seen, changed, policy, named, wrote, left, removed, renewed, repaired or told"`
	JID         string          `json:"jid,omitempty" about:"whose device; none of the account's policy"`
	DeviceID    uint32          `json:"device_id,omitempty"`
	Label       string          `json:"label,omitempty"`
	Fingerprint string          `json:"fingerprint,omitempty"`
	Before      string          `json:"before,omitempty" about:"changed: the key that the device had"`
	From        string          `json:"from,omitempty" about:"decision and policy: what held before"`
	To          string          `json:"to,omitempty" about:"and what holds after"`
	By          view.Author     `json:"by,omitempty" about:"as decided_by of a device"`
	Detail      string          `json:"detail,omitempty" about:"where a key was read; the new name"`
	Alarm       bool            `json:"alarm,omitempty" about:"a changed key that nobody has decided about"`
}

func newMomentRecord(m view.Moment) momentRecord {
	return momentRecord{
		Time: timestamp(m.Time), Kind: m.Kind, JID: m.JID, DeviceID: m.DeviceID, Label: m.Label, Fingerprint: m.Fingerprint,
		Before: m.Before, From: m.From, To: m.To, By: m.By, Detail: m.Detail, Alarm: m.Alarm,
	}
}

// each makes a record of each thing; of none it is an empty list, not null.
func each[T, R any](all []T, err error, record func(T) R) ([]R, error) {
	out := []R{}
	for _, one := range all {
		out = append(out, record(one))
	}
	return out, err
}

// timestamp is a time as it is given outside: RFC 3339 with milliseconds, UTC, and "" for the zero time.
type timestamp time.Time

// MarshalJSON implements json.Marshaler.
func (t timestamp) MarshalJSON() ([]byte, error) {
	if time.Time(t).IsZero() {
		return []byte(`""`), nil
	}
	return []byte(`"` + time.Time(t).UTC().Format("2006-01-02T15:04:05.000Z") + `"`), nil
}
