package control

import (
	"vouch/app/history"
	"vouch/app/view"
)

// messageRecord is one message.
type messageRecord struct {
	ID          string            `json:"id" about:"names it in this profile"`
	MessageID   string            `json:"message_id" about:"the id that went over the wire"`
	ArchiveID   string            `json:"archive_id,omitempty" about:"the one in the archive"`
	Chat        string            `json:"chat" about:"the other side"`
	From        string            `json:"from" about:"who wrote it"`
	Own         bool              `json:"own" about:"it is yours"`
	Time        timestamp         `json:"time"`
	Subject     string            `json:"subject,omitempty" about:"came in clear"`
	Body        string            `json:"body"`
	About       string            `json:"about,omitempty" about:"what a notice, another thing or an unreadable message names"`
	Kind        view.RowKind      `json:"kind" about:"text, notice, unreadable or other"`
	Notice      view.Notice       `json:"notice,omitempty" about:"which"`
	Count       int               `json:"count,omitempty" about:"how many a notice speaks of; of an own message that was too large for a room, for how many devices it was"`
	Encryption  string            `json:"encryption" about:"omemo or none"`
	DeviceID    uint32            `json:"device_id,omitempty" about:"that sent it"`
	Fingerprint string            `json:"fingerprint,omitempty" about:"of the key that sent it"`
	Trust       view.Trust        `json:"trust,omitempty" about:"in that key when it came: undecided, trusted, verified or rejected"`
	State       view.MessageState `json:"state,omitempty" about:"of an own message: see Messages"`
	Error       *errorRecord      `json:"error,omitempty" about:"why it waits, failed or could not be read"`
	Recipients  []recipientRecord `json:"recipients,omitempty" about:"devices that an own message was encrypted for"`
	Corrected   *correctedRecord  `json:"corrected,omitempty" about:"when the body was written, and what stood there before"`
	Retracted   *retractedRecord  `json:"retracted,omitempty" about:"when the text was taken back, and by whom"`
	ReplyTo     string            `json:"reply_to,omitempty" about:"id of the message that it answers"`
	Reactions   []reactionRecord  `json:"reactions,omitempty" about:"what each person has for it"`
	Quoted      string            `json:"quoted,omitempty" about:"what is quoted of a message that is not here"`
	Ignored     bool              `json:"ignored,omitempty" about:"in a room: you ignored who wrote it when it came"`
	File        *fileRecord       `json:"file,omitempty" about:"what stands in the place of a body"`
	AskedAt     *timestamp        `json:"asked_at,omitempty" about:"when an unreadable message was asked for again; of an own one, when the other side said that it could not read it"`
}

func newMessageRecord(m history.Message) messageRecord {
	out := messageRecord{
		ID: m.ID, MessageID: m.MessageID, ArchiveID: m.ArchiveID, Chat: m.Chat, From: m.From, Own: m.Own, Time: timestamp(m.Time), Body: m.Body,
		Subject: m.Subject, About: m.About, Kind: m.Kind, Notice: m.Notice, Count: m.Count, Encryption: "none", DeviceID: m.Device, Fingerprint: m.Fingerprint, Trust: m.Trust, State: m.State,
	}
	if m.Encrypted {
		out.Encryption = "omemo"
	}
	if f := m.Attachment(); f != nil {
		out.File, out.Body = &fileRecord{f.Name, f.Size, f.Width, f.Height, f.State, f.Sealed}, ""
	}
	if m.Policy != "" {
		out.Body = string(m.Policy)
	}
	if m.ErrKind != "" || m.ErrText != "" {
		out.Error = &errorRecord{m.ErrKind, m.ErrText}
		if out.Error.Text == "" {
			out.Error.Text = string(m.ErrKind)
		}
	}
	if !m.EditedAt.IsZero() {
		out.Corrected = &correctedRecord{Time: timestamp(m.EditedAt), Earlier: []textRecord{}}
		for _, v := range m.Earlier {
			out.Corrected.Earlier = append(out.Corrected.Earlier, textRecord{timestamp(v.Time), v.Body})
		}
	}
	for _, r := range m.Reactions {
		if len(r.Emoji) > 0 {
			out.Reactions = append(out.Reactions, reactionRecord{r.From, r.Emoji})
		}
	}
	out.ReplyTo, out.Quoted, out.Ignored = m.ReplyRow, m.Quoted, m.Ignored
	if !m.AskedAt.IsZero() {
		at := timestamp(m.AskedAt)
		out.AskedAt = &at
	}
	if m.Retracted() {
		out.Retracted = &retractedRecord{timestamp(m.RetractedAt), m.RetractedBy}
	}
	for _, r := range m.Recipients {
		out.Recipients = append(out.Recipients, recipientRecord{r.JID, r.Device, r.Fingerprint})
	}
	return out
}

// reactionRecord is what one person has for a message.
type reactionRecord struct {
	From  string   `json:"from"`
	Emoji []string `json:"emoji"`
}

// retractedRecord says when the text of a message was taken back, and by whom.
type retractedRecord struct {
	Time timestamp `json:"time"`
	By   string    `json:"by"`
}

// correctedRecord says when the text of a message was written that is not its first one, and which came before it.
type correctedRecord struct {
	Time    timestamp    `json:"time"`
	Earlier []textRecord `json:"earlier"`
}

// textRecord is a text and when it was written.
type textRecord struct {
	Time timestamp `json:"time"`
	Body string    `json:"body"`
}

// fileRecord is the file of a message.
type fileRecord struct {
	Name      string         `json:"name" about:"as its sender calls it"`
	Size      int64          `json:"size,omitempty" about:"bytes, where that is known"`
	Width     int            `json:"width,omitempty" about:"of a picture, in pixels"`
	Height    int            `json:"height,omitempty"`
	State     view.FileState `json:"state" about:"awaited, offered, coming, here, gone, damaged or failed"`
	Encrypted bool           `json:"encrypted,omitempty" about:"nobody can read it where it is fetched from"`
}

// recipientRecord is a device that an own message was encrypted for.
type recipientRecord struct {
	JID         string `json:"jid"`
	DeviceID    uint32 `json:"device_id"`
	Fingerprint string `json:"fingerprint"`
}
