package app

import (
	"context"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app/history"
	"vouch/app/search"
	"vouch/app/view"
)

// The bounds of one call of Search.
const (
	mostHits    = 200
	hitText     = 200                   // bytes of a text around what was found
	searchSlice = 50 * time.Millisecond // in one look at the file
)

// Search asks for messages with words in them, the newest first: of a chat, of an account, or of all accounts.
type Search struct {
	Account string `json:"account,omitempty" about:"where it is left out all accounts are searched"`
	Chat    string `json:"chat,omitempty" about:"the other side; where it is left out all chats are searched"`
	Text    string `json:"text,omitempty" about:"words, and phrases in quotes, which all have to be there, in any order; also parts of words"`
	From    string `json:"from,omitempty" about:"me, or a part of the address, of the nickname in a room or of the contact's name"`
	After   string `json:"after,omitempty" about:"a day, 2026-11-30, from which on; or a time"`
	Before  string `json:"before,omitempty" about:"a day before which; or a time"`
	Has     string `json:"has,omitempty" about:"link, file, picture or sound"`
	Next    string `json:"next,omitempty" about:"what the page before gave as next"`
	Limit   int    `json:"limit,omitempty" about:"1 to 200; where it is left out 50"`
}

// Hit is a message that was found.
type Hit struct {
	Account string    `json:"account"`
	Chat    string    `json:"chat"`
	ID      string    `json:"id"`
	Time    time.Time `json:"time"`
	From    string    `json:"from"`
	Own     bool      `json:"own,omitempty"`
	Nick    string    `json:"nick,omitempty"`
	Text    string    `json:"text"` // what stands around the place, in one line; of a file its name
	Marks   []Mark    `json:"marks,omitempty"`
	Begins  bool      `json:"begins"` // Text is the beginning of the message
	Ends    bool      `json:"ends"`   // and its end
	File    bool      `json:"file,omitempty"`
}

// Mark is a part of a text that was looked for, in bytes.
type Mark struct {
	From int `json:"from"`
	To   int `json:"to"`
}

// HitPage is a part of what is found. Next asks for what is older; "": there is nothing.
type HitPage struct {
	Hits []Hit  `json:"hits"`
	Next string `json:"next,omitempty"`
	Left int    `json:"left,omitempty"` // chats that could not be searched whole yet
}

func (Search) command() {}

// search looks at the file in slices, and ends with ctx.
func (s *Service) search(ctx context.Context, c Search) (HitPage, error) {
	w, err := c.wanted()
	if err != nil {
		return HitPage{}, err
	}
	accounts := s.list()
	if c.Account != "" {
		a, err := s.account(c.Account)
		if err != nil {
			return HitPage{}, err
		}
		accounts = []*account{a}
	}
	page := HitPage{Hits: []Hit{}}
	var last []found
	for _, a := range accounts {
		all, left, err := s.searchAccount(ctx, a, c, w)
		if err != nil {
			return HitPage{}, err
		}
		last, page.Left = append(last, all...), page.Left+left
	}
	slices.SortStableFunc(last, func(a, b found) int { return history.Newer(a.row.Sort, b.row.Sort) })
	if len(last) > w.Most {
		last = last[:w.Most]
	}
	if len(last) == w.Most {
		page.Next = hex.EncodeToString(last[len(last)-1].row.Sort)
	}
	for _, f := range last {
		page.Hits = append(page.Hits, hitOf(f, w.Query))
	}
	return page, nil
}

// found is a row of an account.
type found struct {
	account string
	row     history.Message
}

// wanted reads what is asked for.
func (c Search) wanted() (w history.Wanted, err error) {
	w.Query, w.Most = search.Parse(c.Text), c.Limit
	switch {
	case c.Limit < 0 || c.Limit > mostHits:
		return w, invalid("limit", "1 to 200")
	case c.Limit == 0:
		w.Most = 50
	}
	flags := map[string]search.Flags{"": 0, "link": search.Link, "file": search.File, "picture": search.Picture, "sound": search.Sound}
	has, known := flags[c.Has]
	if !known {
		return w, invalid("has", "link, file, picture or sound")
	}
	if w.Flags = has; c.From == "me" {
		w.Flags |= search.Own
	}
	if w.From, err = dayOf("after", c.After); err != nil {
		return w, err
	}
	if w.Until, err = dayOf("before", c.Before); err != nil {
		return w, err
	}
	if w.After, err = hex.DecodeString(c.Next); err != nil || c.Next != "" && len(w.After) != history.SortLen {
		return w, invalid("next", "what a page gave")
	}
	if c.Next == "" {
		w.After = nil
	}
	if w.Query.Empty() && c.From == "" && c.After == "" && c.Before == "" && c.Has == "" {
		return w, invalid("text", "there is nothing to look for")
	}
	return w, nil
}

// dayOf reads a day, in the user's zone, or a time, in milliseconds since 1970.
func dayOf(param, text string) (uint64, error) {
	if text == "" {
		return 0, nil
	}
	for _, form := range []string{time.DateOnly, time.RFC3339} {
		if at, err := time.ParseInLocation(form, text, time.Local); err == nil {
			return uint64(max(at.UnixMilli(), 0)), nil
		}
	}
	return 0, invalid(param, "a day as 2026-11-30, or a time as 2026-11-30T12:00:00Z")
}

// searchAccount gives what one account has.
func (s *Service) searchAccount(ctx context.Context, a *account, c Search, w history.Wanted) (out []found, left int, err error) {
	if c.Chat != "" {
		if w.Chat, err = a.chatAddress("chat", c.Chat); err != nil {
			return nil, 0, err
		}
	}
	if c.From != "" && c.From != "me" {
		if w.Fits, err = s.writtenBy(a, c.From); err != nil {
			return nil, 0, err
		}
	}
	finding := history.Find(w)
	for done := false; !done; {
		if err := ctx.Err(); err != nil {
			return nil, 0, context.Cause(ctx)
		}
		err := s.view("search", func(tx *bbolt.Tx) (err error) {
			h, begun := s.history(tx, a.jid), time.Now()
			done, err = h.Search(finding, func() bool { return ctx.Err() != nil || time.Since(begun) > searchSlice })
			if err != nil || !done {
				return err
			}
			rows, _, err := h.Found(finding)
			for _, m := range rows {
				out = append(out, found{a.jid, m})
			}
			if err == nil {
				left, err = h.UnsearchedOf(w.Chat)
			}
			return err
		})
		if err != nil {
			return nil, 0, err
		}
	}
	return out, left, nil
}

// writtenBy tells whether somebody wrote a row whose address, nickname or name has a part.
func (s *Service) writtenBy(a *account, part string) (func(m *history.Message) bool, error) {
	q := search.Parse("\"" + strings.ReplaceAll(part, "\"", " ") + "\"")
	names := map[string]bool{} // by bare JID
	err := s.view("read names", func(tx *bbolt.Tx) error {
		contacts, err := a.source(tx).Roster()
		for _, c := range contacts {
			names[c.JID] = q.Fits([]byte(search.Fold(c.Name)))
		}
		return err
	})
	if err != nil && !errors.Is(err, history.ErrNotFound) {
		return nil, err
	}
	return func(m *history.Message) bool {
		return !m.Own && (names[m.From] || q.Fits([]byte(search.Fold(m.From))) || q.Fits([]byte(search.Fold(m.Nick))))
	}, nil
}

// hitOf is a row as it is shown among others.
func hitOf(f found, q search.Query) Hit {
	m := f.row
	h := Hit{Account: f.account, Chat: m.Chat, ID: m.ID, Time: m.Time, From: m.From, Own: m.Own, Nick: m.Nick}
	text := m.Body
	if m.Subject != "" {
		text = m.Subject + "\n" + text
	}
	if file := m.Attachment(); file != nil {
		text, h.File = view.FileName(file), true
	}
	part, marks, before, after := q.Around(text, hitText)
	h.Text, h.Begins, h.Ends = part, !before, !after
	for _, r := range marks {
		h.Marks = append(h.Marks, Mark{r.From, r.To})
	}
	return h
}
