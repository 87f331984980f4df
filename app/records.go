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

// StatusRecord is one account in status; see CONTROL.md for this and all other records.
type StatusRecord struct {
	JID         string       `json:"jid"`
	State       ConnState    `json:"state"`
	Error       *ErrorRecord `json:"error,omitempty"`
	Resource    string       `json:"resource,omitempty"`
	DeviceID    uint32       `json:"device_id,omitempty"`
	Fingerprint string       `json:"fingerprint,omitempty"`
	Resumed     bool         `json:"resumed"`
	CatchingUp  bool         `json:"catching_up"`
	Doubt       string       `json:"doubt,omitempty"` // why another copy of the profile may be in use: message, bundle, key
}

// ErrorRecord is a Kind and what the server or the network said about it.
type ErrorRecord struct {
	Kind Kind   `json:"kind"`
	Text string `json:"text"`
}

// ContactRecord is one entry of roster.list.
type ContactRecord struct {
	JID          string   `json:"jid"`
	Name         string   `json:"name"`
	Nickname     string   `json:"nickname,omitempty"` // what the contact calls itself
	Groups       []string `json:"groups"`
	Subscription string   `json:"subscription"`
	Presence     Presence `json:"presence"`
	Show         Show     `json:"show,omitempty"`
	Status       string   `json:"status"`
	Idle         Time     `json:"idle_since"` // since when it was not active, as it says
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
	Kind       string `json:"kind"`
	Name       string `json:"name"`
	Unread     int    `json:"unread"`
	Last       Time   `json:"last"`
	Encryption bool   `json:"encryption"`
	Muted      bool   `json:"muted"`
	Pinned     bool   `json:"pinned"`
}

// MessageRecord is one message.
type MessageRecord struct {
	ID          string            `json:"id"`
	MessageID   string            `json:"message_id"`
	ArchiveID   string            `json:"archive_id,omitempty"`
	Chat        string            `json:"chat"`
	From        string            `json:"from"`
	Own         bool              `json:"own"`
	Time        Time              `json:"time"`
	Subject     string            `json:"subject,omitempty"` // came in clear
	Body        string            `json:"body"`
	About       string            `json:"about,omitempty"` // what a notice, another thing or an unreadable message names
	Kind        RowKind           `json:"kind"`
	Notice      Notice            `json:"notice,omitempty"`
	Count       int               `json:"count,omitempty"`
	Encryption  string            `json:"encryption"`
	DeviceID    uint32            `json:"device_id,omitempty"`
	Fingerprint string            `json:"fingerprint,omitempty"`
	Trust       Trust             `json:"trust,omitempty"`
	State       MessageState      `json:"state,omitempty"`
	Error       *ErrorRecord      `json:"error,omitempty"`
	Recipients  []RecipientRecord `json:"recipients,omitempty"`
	Corrected   *CorrectedRecord  `json:"corrected,omitempty"`
	Retracted   *RetractedRecord  `json:"retracted,omitempty"`
	ReplyTo     string            `json:"reply_to,omitempty"` // id of the row
	Reactions   []ReactionRecord  `json:"reactions,omitempty"`
	Quoted      string            `json:"quoted,omitempty"`   // what is quoted of a message that is not here
	AskedAt     *Time             `json:"asked_at,omitempty"` // unreadable: asked for again; own: the other side could not read it
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
	Fingerprint string `json:"fingerprint"`
	Label       string `json:"label"`
	Own         bool   `json:"own"`
	This        bool   `json:"this"`
	Active      bool   `json:"active"`
	Trust       Trust  `json:"trust"`
	FirstSeen   Time   `json:"first_seen"`
	LastSeen    Time   `json:"last_seen"`
	DecidedAt   Time   `json:"decided_at"`
	DecidedBy   Author `json:"decided_by"`
	Note        string `json:"note,omitempty"`
	Detail      string `json:"detail,omitempty"`  // where the key was read
	Removed     bool   `json:"removed,omitempty"` // own: taken out of the account; active again when it came back by itself
}

// ExpectedRecord is an entry of devices.expected: a key that was verified before any device has shown it.
type ExpectedRecord struct {
	Fingerprint string `json:"fingerprint"`
	DecidedAt   Time   `json:"decided_at"`
	DecidedBy   Author `json:"decided_by"`
	Detail      string `json:"detail,omitempty"`
}

// LogRecord is one entry of devices.log.
type LogRecord struct {
	Time        Time   `json:"time"`
	JID         string `json:"jid"`
	Fingerprint string `json:"fingerprint"`
	Event       string `json:"event"`
	DeviceID    uint32 `json:"device_id,omitempty"`
	From        string `json:"from"`
	To          string `json:"to"`
	By          Author `json:"by"`
	Detail      string `json:"detail,omitempty"`
}
