package app

import "time"

// Time is a time as it is given outside: RFC 3339 with milliseconds, UTC, and "" for the zero time.
type Time time.Time

// MarshalJSON implements json.Marshaler.
func (t Time) MarshalJSON() ([]byte, error) {
	if time.Time(t).IsZero() {
		return []byte(`""`), nil
	}
	return []byte(`"` + time.Time(t).UTC().Format("2006-01-02T15:04:05.000Z") + `"`), nil
}

// StatusRecord is one account in status.
type StatusRecord struct {
	JID         string       `json:"jid"`
	State       ConnState    `json:"state" about:"offline, connecting, online or error"`
	Error       *ErrorRecord `json:"error,omitempty" about:"why it is not online"`
	Resource    string       `json:"resource,omitempty" about:"that of the connection"`
	DeviceID    uint32       `json:"device_id,omitempty" about:"of this device"`
	Fingerprint string       `json:"fingerprint,omitempty" about:"of this device"`
	Resumed     bool         `json:"resumed" about:"the connection went on where the last one was cut"`
	CatchingUp  bool         `json:"catching_up" about:"what was missed is being fetched"`
	Doubt       string       `json:"doubt,omitempty" about:"why another copy of the profile may be in use: message, bundle or key"`
}

// ErrorRecord is a Kind and what the server or the network said about it.
type ErrorRecord struct {
	Kind Kind   `json:"kind"`
	Text string `json:"text"`
}

// ContactRecord is one entry of roster.list.
type ContactRecord struct {
	JID          string   `json:"jid"`
	Name         string   `json:"name" about:"what the user calls the contact"`
	Nickname     string   `json:"nickname,omitempty" about:"what the contact calls itself"`
	Groups       []string `json:"groups"`
	Subscription string   `json:"subscription" about:"none, to, from or both (RFC 6121)"`
	Presence     Presence `json:"presence" about:"online, away, offline, or an empty text where it is not known"`
	Show         Show     `json:"show,omitempty" about:"available, away, dnd or xa"`
	Status       string   `json:"status" about:"the contact's words"`
	Idle         Time     `json:"idle_since" about:"since when it was not active, as it says"`
}

// PresenceRecord is the own presence of an account, whether or not it is connected.
type PresenceRecord struct {
	Show   Show   `json:"show"`
	Status string `json:"status"`
}

// BlockedRecord is one entry of people.blocked.
type BlockedRecord struct {
	JID string `json:"jid"` // of a person, or a domain
}

// ChatRecord is one entry of chat.list.
type ChatRecord struct {
	Chat       string `json:"chat"`
	Kind       string `json:"kind" about:"person"`
	Name       string `json:"name"`
	Unread     int    `json:"unread" about:"how many messages nobody has seen"`
	Last       Time   `json:"last" about:"when the newest message was written"`
	Encryption bool   `json:"encryption" about:"what is written now is encrypted"`
	Muted      bool   `json:"muted" about:"always false"`
	Pinned     bool   `json:"pinned" about:"always false"`
}

// MessageRecord is one message.
type MessageRecord struct {
	ID          string            `json:"id" about:"names it in this profile"`
	MessageID   string            `json:"message_id" about:"the id that went over the wire"`
	ArchiveID   string            `json:"archive_id,omitempty" about:"the one in the archive"`
	Chat        string            `json:"chat" about:"the other side"`
	From        string            `json:"from" about:"who wrote it"`
	Own         bool              `json:"own" about:"it is yours"`
	Time        Time              `json:"time"`
	Subject     string            `json:"subject,omitempty" about:"came in clear"`
	Body        string            `json:"body"`
	About       string            `json:"about,omitempty" about:"what a notice, another thing or an unreadable message names"`
	Kind        string            `json:"kind" about:"text, notice, unreadable or other"`
	Notice      string            `json:"notice,omitempty" about:"which"`
	Count       int               `json:"count,omitempty" about:"how many a notice speaks of"`
	Encryption  string            `json:"encryption" about:"omemo or none"`
	DeviceID    uint32            `json:"device_id,omitempty" about:"that sent it"`
	Fingerprint string            `json:"fingerprint,omitempty" about:"of the key that sent it"`
	Trust       string            `json:"trust,omitempty" about:"in that key when it came: undecided, trusted, verified or rejected"`
	State       string            `json:"state,omitempty" about:"of an own message: see Messages"`
	Error       *ErrorRecord      `json:"error,omitempty" about:"why it waits, failed or could not be read"`
	Recipients  []RecipientRecord `json:"recipients,omitempty" about:"devices that an own message was encrypted for"`
	Corrected   *CorrectedRecord  `json:"corrected,omitempty" about:"when the body was written, and what stood there before"`
	Retracted   *RetractedRecord  `json:"retracted,omitempty" about:"when the text was taken back, and by whom"`
	ReplyTo     string            `json:"reply_to,omitempty" about:"id of the message that it answers"`
	Reactions   []ReactionRecord  `json:"reactions,omitempty" about:"what each person has for it"`
	Quoted      string            `json:"quoted,omitempty" about:"what is quoted of a message that is not here"`
	AskedAt     *Time             `json:"asked_at,omitempty" about:"when an unreadable message was asked for again; of an own one, when the other side said that it could not read it"`
}

// ReactionRecord is what one person has for a message.
type ReactionRecord struct {
	From  string   `json:"from"`
	Emoji []string `json:"emoji"`
}

// RetractedRecord says when the text of a message was taken back, and by whom.
type RetractedRecord struct {
	Time Time   `json:"time"`
	By   string `json:"by"`
}

// CorrectedRecord says when the text of a message was written that is not its first one, and which came before it.
type CorrectedRecord struct {
	Time    Time         `json:"time"`
	Earlier []TextRecord `json:"earlier"`
}

// TextRecord is a text and when it was written.
type TextRecord struct {
	Time Time   `json:"time"`
	Body string `json:"body"`
}

// RecipientRecord is a device that an own message was encrypted for.
type RecipientRecord struct {
	JID         string `json:"jid"`
	DeviceID    uint32 `json:"device_id"`
	Fingerprint string `json:"fingerprint"`
}

// OlderRecord is what a fetch of older messages has brought.
type OlderRecord struct {
	Added    int  `json:"added"`    // rows
	Complete bool `json:"complete"` // there are no older ones
}

// GapRecord is a time of which the server no longer had what had not been fetched.
type GapRecord struct {
	From Time `json:"from"`
	To   Time `json:"to"`
}

// DeviceRecord is one entry of devices.list.
type DeviceRecord struct {
	DeviceID    uint32 `json:"device_id"`
	Fingerprint string `json:"fingerprint" about:"an empty text before its key was seen"`
	Label       string `json:"label" about:"its name, for the eyes of this computer"`
	Own         bool   `json:"own" about:"it is one of yours"`
	This        bool   `json:"this" about:"it is this one"`
	Active      bool   `json:"active" about:"it stands in its owner's list"`
	Trust       Trust  `json:"trust" about:"undecided, trusted, verified or rejected"`
	FirstSeen   Time   `json:"first_seen"`
	LastSeen    Time   `json:"last_seen" about:"in the list"`
	DecidedAt   Time   `json:"decided_at"`
	DecidedBy   string `json:"decided_by" about:"hand, code, link, page, message or other-device; or the policy that did"`
	Note        string `json:"note,omitempty" about:"more words beside the label"`
	Detail      string `json:"detail,omitempty" about:"where the key was read"`
	Removed     bool   `json:"removed,omitempty" about:"own: taken out of the account; active again when it came back by itself"`
}

// ExpectedRecord is an entry of devices.expected: a key that was verified before any device has shown it.
type ExpectedRecord struct {
	Fingerprint string `json:"fingerprint"`
	DecidedAt   Time   `json:"decided_at"`
	DecidedBy   string `json:"decided_by" about:"as of a device"`
	Detail      string `json:"detail,omitempty" about:"where the key was read"`
}

// LogRecord is one entry of devices.log.
type LogRecord struct {
	Time        Time   `json:"time"`
	JID         string `json:"jid"`
	Fingerprint string `json:"fingerprint"`
	Event       string `json:"event" about:"what happened"`
	DeviceID    uint32 `json:"device_id,omitempty"`
	From        string `json:"from" about:"the trust or policy before"`
	To          string `json:"to" about:"the one after"`
	By          string `json:"by" about:"as decided_by of a device"`
	Detail      string `json:"detail,omitempty" about:"where the key was read"`
}
