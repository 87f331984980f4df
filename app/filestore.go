package app

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app/history"
)

// FileUsage asks how much the files of an account take on this computer.
type FileUsage struct {
	Account string `json:"account"`
}

// ChatUsage is how much the files of a chat take.
type ChatUsage struct {
	Chat  string `json:"chat"`
	Files int    `json:"files"`
	Bytes int64  `json:"bytes"`
}

// ClearFiles takes copies of files away that are here. Their messages stay, and each file can be fetched while its server has it.
// What nobody else has yet stays here.
type ClearFiles struct {
	Account string `json:"account"`
	Chat    string `json:"chat,omitempty" about:"of this chat; where it is left out of all"`
	Days    int    `json:"days,omitempty" about:"those of messages that are as many days old; where it is left out all"`
}

func (FileUsage) command()  {}
func (ClearFiles) command() {}

// fileUsage gives the chats with files, the largest first.
func (s *Service) fileUsage(_ context.Context, c FileUsage) ([]ChatUsage, error) {
	a, err := s.account(c.Account)
	if err != nil {
		return nil, err
	}
	by := map[string]*ChatUsage{}
	err = s.view("measure files", func(tx *bbolt.Tx) error {
		return s.history(tx, a.jid).EachKept(func(m history.Message) error {
			u := by[m.Chat]
			if u == nil {
				u = &ChatUsage{Chat: m.Chat}
				by[m.Chat] = u
			}
			u.Files++
			u.Bytes += m.File.Size
			return nil
		})
	})
	out := []ChatUsage{}
	for _, u := range by {
		out = append(out, *u)
	}
	slices.SortFunc(out, func(x, y ChatUsage) int { return cmp.Or(cmp.Compare(y.Bytes, x.Bytes), cmp.Compare(x.Chat, y.Chat)) })
	return out, err
}

// mostCleared is how many copies go in one transaction.
const mostCleared = 500

func (s *Service) clearFiles(ctx context.Context, c ClearFiles) error {
	if c.Days < 0 {
		return invalid("days", "not less than 0")
	}
	return s.onLoop(ctx, c.Account, func(a *account) error {
		who := ""
		if c.Chat != "" {
			var err error
			if who, err = a.chatAddress("chat", c.Chat); err != nil {
				return err
			}
		}
		until := a.now().AddDate(0, 0, -c.Days)
		for {
			n, err := a.clearSome(who, c.Days > 0, until)
			if err != nil || n < mostCleared {
				return err
			}
		}
	})
}

// errEnough ends a walk.
var errEnough = errors.New("enough")

// clearSome takes some copies away, and says how many.
func (a *account) clearSome(who string, aged bool, until time.Time) (n int, err error) {
	var gone []history.Message
	err = a.s.update("clear files", func(tx *bbolt.Tx) error {
		gone = nil
		h := a.s.history(tx, a.jid)
		err := h.EachKept(func(m history.Message) error {
			if who != "" && m.Chat != who || aged && m.Time.After(until) || notUploaded(m) || m.File.State != history.FileHere || m.File.URL == "" {
				return nil
			}
			if gone = append(gone, m); len(gone) == mostCleared {
				return errEnough
			}
			return nil
		})
		if err != nil && err != errEnough {
			return err
		}
		for _, m := range gone {
			if err := h.DropFile(&m); err != nil {
				return err
			}
			m.File.Stored, m.File.State = "", history.FileOffered
			if err := h.Put(m); err != nil {
				return err
			}
		}
		return nil
	})
	for _, m := range gone {
		a.changed(EventMessage, m.Chat, m.ID)
	}
	return len(gone), err
}
