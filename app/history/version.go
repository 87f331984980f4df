package history

import (
	"errors"
	"time"

	"vouch/app/fault"
	"vouch/trust"
)

// mostEarlier bounds the texts that a row keeps beside the one that stands there. The first one always stays.
const mostEarlier = 20

// Version is a text that a row had before it was corrected, and what was known about it.
type Version struct {
	Body        string      `json:"body"`
	Time        time.Time   `json:"time"`
	ID          string      `json:"id,omitempty"` // EditID then
	State       State       `json:"state,omitempty"`
	ErrKind     fault.Kind  `json:"err,omitempty"`
	Device      uint32      `json:"dev,omitempty"`
	Fingerprint string      `json:"fp,omitempty"`
	Trust       trust.Level `json:"trust,omitempty"`
}

// Sending is the earlier text of an own row that left with that EditID, or nil.
func (m *Message) Sending(id string) *Version {
	for i := range m.Earlier {
		if m.Earlier[i].ID == id {
			return &m.Earlier[i]
		}
	}
	return nil
}

// Written is when the text that stands in the row was written.
func (m *Message) Written() time.Time {
	if m.EditedAt.IsZero() {
		return m.Time
	}
	return m.EditedAt
}

// Version is the text that stands in the row.
func (m *Message) Version() Version {
	return Version{Body: m.Body, Time: m.Written(), ID: m.EditID, State: m.State, ErrKind: m.ErrKind, Device: m.Device, Fingerprint: m.Fingerprint, Trust: m.Trust}
}

// Revise puts another text in the row and keeps the one that stood there.
func (m *Message) Revise(body, id string, at time.Time) {
	m.Keep(m.Version())
	m.Body, m.EditID, m.EditedAt = body, id, at
}

// Keep adds a text to the earlier ones, in the order of their times.
func (m *Message) Keep(v Version) {
	i := len(m.Earlier)
	for i > 0 && m.Earlier[i-1].Time.After(v.Time) {
		i--
	}
	kept := append([]Version(nil), m.Earlier[:i]...)
	kept = append(append(kept, v), m.Earlier[i:]...)
	if len(kept) > mostEarlier {
		kept = append(kept[:1:1], kept[2:]...)
	}
	m.Earlier = kept
}

// Restore brings the last earlier text back, and reports whether there was one.
func (m *Message) Restore() bool {
	if len(m.Earlier) == 0 {
		return false
	}
	last := len(m.Earlier) - 1
	v := m.Earlier[last]
	m.Body, m.EditID, m.EditedAt, m.State = v.Body, v.ID, v.Time, v.State
	m.ErrKind, m.ErrText = v.ErrKind, ""
	if m.Earlier = m.Earlier[:last]; last == 0 {
		m.Earlier, m.EditedAt = nil, time.Time{}
	}
	return true
}

// Retracted tells whether the text of the row was taken back.
func (m *Message) Retracted() bool { return !m.RetractedAt.IsZero() }

// Erase writes the row back without its text, which by has taken back, and marks the file for compaction: until that has
// run, the pages still hold what was there, sealed.
func (s *Store) Erase(m *Message, by string, at time.Time) error {
	if err := s.DropFile(m); err != nil {
		return err
	}
	m.Body, m.Earlier, m.EditedAt, m.Raw, m.File = "", nil, time.Time{}, "", nil
	m.Reactions = nil
	m.ReplyTo, m.ReplyRow, m.Quoted = "", "", ""
	m.RetractedAt, m.RetractedBy = at, by
	return errors.Join(s.Put(*m), trust.MarkCompact(s.tx))
}
