package app

import (
	"cmp"
	"slices"

	"vouch/app/history"
)

// merged is a row with what another row of the same message knows beside. What is here stays; the later text stands, and what was
// taken back stays so.
func merged(here, kept history.Message) history.Message {
	m := here
	m.Earlier, m.Reactions = slices.Clone(here.Earlier), slices.Clone(here.Reactions)
	if m.Kind == history.KindUnreadable && kept.Kind == history.KindText && !m.Retracted() {
		m = read(m, kept)
	}
	m.ArchiveID, m.MessageID = cmp.Or(m.ArchiveID, kept.ArchiveID), cmp.Or(m.MessageID, kept.MessageID)
	m.Answered = cmp.Or(m.Answered, kept.Answered)
	switch {
	case m.Retracted() || m.Kind != kept.Kind:
		return m
	case kept.Retracted():
		m.RetractedAt, m.RetractedBy, m.Moderated, m.By = kept.RetractedAt, kept.RetractedBy, kept.Moderated, kept.By
		m.About = cmp.Or(m.About, kept.About)
		return m
	}
	m.Private = m.Private || kept.Private
	m = withTexts(m, kept)
	if m.ReplyTo == "" || m.ReplyTo == kept.ReplyTo {
		m.ReplyTo, m.ReplyRow, m.Quoted = cmp.Or(m.ReplyTo, kept.ReplyTo), cmp.Or(m.ReplyRow, kept.ReplyRow), cmp.Or(m.Quoted, kept.Quoted)
	}
	for _, r := range kept.Reactions {
		m.React(r.From, r.Emoji, r.Time)
	}
	underway := m.State == history.StatePending || m.State == history.StateSending
	if m.Own && m.EditID == kept.EditID && !underway { // what waits here is the outbox's
		hears(&m, m.EditID, word{kept.State, kept.ErrKind, kept.ErrText, kept.Count})
	}
	if m.File == nil && kept.File != nil && m.Body == "" {
		m.File = kept.File
	}
	return m
}

// read is a row that could not be read with what another device has read.
func read(m, kept history.Message) history.Message {
	out := kept
	out.ID, out.Chat, out.Sort, out.Time, out.Source = m.ID, m.Chat, m.Sort, m.Time, m.Source
	out.MessageID, out.ArchiveID = cmp.Or(m.MessageID, kept.MessageID), cmp.Or(m.ArchiveID, kept.ArchiveID)
	out.Nick, out.Occupant = cmp.Or(m.Nick, kept.Nick), cmp.Or(m.Occupant, kept.Occupant)
	out.AskedAt = m.AskedAt
	return out
}

// withTexts is a row with the texts of both, of which the one that was written last stands.
func withTexts(m, kept history.Message) history.Message {
	texts := append(slices.Clone(kept.Earlier), kept.Version())
	if kept.EditedAt.After(m.EditedAt) {
		texts = append(slices.Clone(m.Earlier), m.Version())
		m.Body, m.EditID, m.EditedAt, m.Earlier = kept.Body, kept.EditID, kept.EditedAt, slices.Clone(kept.Earlier)
		if m.Own {
			m.State, m.ErrKind, m.ErrText, m.Count = kept.State, kept.ErrKind, kept.ErrText, kept.Count
		} else {
			m.Device, m.Fingerprint, m.Trust = kept.Device, kept.Fingerprint, kept.Trust
		}
	}
	stands := m.Version()
	for _, v := range texts {
		same := func(o history.Version) bool {
			return o.Body == v.Body && near(o.Time, v.Time) || o.ID != "" && o.ID == v.ID
		}
		if m.EditID != "" && !same(stands) && !slices.ContainsFunc(m.Earlier, same) && v.Time.Before(stands.Time) {
			m.Keep(v)
		}
	}
	return m
}
