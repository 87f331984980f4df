package view

import (
	"errors"
	"time"

	"vouch/app/history"
)

// Gaps gives the times, oldest first, of which messages of a chat may be missing because the server no longer had them: those
// after the chat's first row. Without a chat it gives all of the account.
func (src Source) Gaps(chat string) (out []Gap, err error) {
	archive, err := src.History.Archive(src.self())
	if err != nil {
		return nil, err
	}
	begins := time.Time{}
	if chat != "" {
		first, err := src.History.After(chat, nil, 1)
		if errors.Is(err, history.ErrNotFound) || err == nil && len(first) == 0 {
			return nil, nil // a chat that begins later misses nothing that we know of
		} else if err != nil {
			return nil, err
		}
		begins = first[0].Time
	}
	for _, g := range archive.Gaps {
		if chat == "" || begins.Before(g.To) {
			out = append(out, Gap(g))
		}
	}
	return out, nil
}
