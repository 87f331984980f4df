package app

import (
	"time"

	"vouch/app/view"
)

// Time is a time as it is given outside: RFC 3339 with milliseconds, UTC, and "" for the zero time.
type Time time.Time

// MarshalJSON implements json.Marshaler.
func (t Time) MarshalJSON() ([]byte, error) {
	if time.Time(t).IsZero() {
		return []byte(`""`), nil
	}
	return []byte(`"` + time.Time(t).UTC().Format("2006-01-02T15:04:05.000Z") + `"`), nil
}

// ErrorRecord is a Kind and what the server or the network said about it.
type ErrorRecord struct {
	Kind Kind   `json:"kind"`
	Text string `json:"text"`
}

// PresenceRecord is the own presence of an account, whether or not it is connected.
type PresenceRecord struct {
	Show   view.Show `json:"show"`
	Status string    `json:"status"`
}

// BlockedRecord is one entry of people.blocked.
type BlockedRecord struct {
	JID string `json:"jid"` // of a person, or a domain
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
	Kind        view.RowKind      `json:"kind" about:"text, notice, unreadable or other"`
	Notice      view.Notice       `json:"notice,omitempty" about:"which"`
	Count       int               `json:"count,omitempty" about:"how many a notice speaks of"`
	Encryption  string            `json:"encryption" about:"omemo or none"`
	DeviceID    uint32            `json:"device_id,omitempty" about:"that sent it"`
	Fingerprint string            `json:"fingerprint,omitempty" about:"of the key that sent it"`
	Trust       view.Trust        `json:"trust,omitempty" about:"in that key when it came: undecided, trusted, verified or rejected"`
	State       view.MessageState `json:"state,omitempty" about:"of an own message: see Messages"`
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
