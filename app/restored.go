package app

import (
	"cmp"
	"errors"
	"time"

	"vouch/app/history"
)

// sameStamp is how far the stamps of a message may be apart that came twice, once into the profile of a backup. It is short: else who
// writes under an id again could hide behind what was restored.
const sameStamp = 2 * time.Minute

// restoredAs gives the row of a backup that an arrival is, or "-" where it is a change that the row holds, and "" for anything else.
// The row of a backup says nothing of the bytes that it came in, and its keys are not here; so it is known by sender, id attribute and
// stamp, until the first of its kind has come.
func (a *account) restoredAs(h *history.Store, in arrival) (string, error) {
	m, err := h.Undigested(in.chat, in.from, in.msg.Id)
	if err == nil && near(m.Time, in.at) {
		return m.ID, nil
	}
	of := cmp.Or(in.said.corrects, in.said.retracts)
	if of == "" || err != nil && !errors.Is(err, history.ErrNotFound) {
		return "", ignoreMissing(err)
	}
	m, err = h.SentBy(in.chat, in.from, of)
	if err != nil || m.Source == "" {
		return "", ignoreMissing(err)
	}
	known := in.said.retracts != "" && near(m.RetractedAt, in.at) || m.EditID == in.msg.Id && near(m.EditedAt, in.at)
	for _, v := range m.Earlier {
		known = known || v.ID != "" && v.ID == in.msg.Id && near(v.Time, in.at)
	}
	if known {
		return "-", nil
	}
	return "", nil
}

func near(a, b time.Time) bool { return a.Sub(b).Abs() <= sameStamp }

func ignoreMissing(err error) error {
	if errors.Is(err, history.ErrNotFound) {
		return nil
	}
	return err
}

// isCleared tells whether an archive gives what stood in a chat that the user had cleared in the profile of a backup: no index row here
// knows it. What was cleared here is known by those, and a time would not do: rows may stand in the future, and what comes before them
// is new. Who asks for older messages asks for those, too.
func (a *account) isCleared(h *history.Store, in arrival) (bool, error) {
	if !in.archived || in.older {
		return false, nil
	}
	c, err := h.Chat(in.chat)
	if err != nil || c.Unknown == 0 {
		return false, ignoreMissing(err)
	}
	return in.at.UnixMilli() <= int64(min(c.Unknown, c.Settled)), nil
}
