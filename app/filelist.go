package app

import (
	"context"
	"errors"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app/files/filename"
	"vouch/app/history"
	"vouch/app/view"
	"vouch/trust/links"
)

// The bounds of one call of ListFiles.
const (
	mostListed = 500
	mostLooked = 2000 // rows
)

// The sorts of what ListFiles gives.
const (
	SortPictures FileSort = "pictures"
	SortSound    FileSort = "sound"
	SortFiles    FileSort = "files" // all other
	SortLinks    FileSort = "links"
)

// FileSort is what somebody looks for among what was sent.
type FileSort string

// ListFiles asks for what a chat has beside words, the newest first.
type ListFiles struct {
	Account string   `json:"account"`
	Chat    string   `json:"chat"`
	Sort    FileSort `json:"sort,omitempty" about:"pictures, sound, files (all other) or links; where it is left out all but links"`
	Before  string   `json:"before,omitempty" about:"what the page before gave as next"`
	Limit   int      `json:"limit,omitempty" about:"1 to 500; where it is left out 100"`
}

// FileItem is a file or a link of a chat.
type FileItem struct {
	ID     string            `json:"id"` // of the message
	Time   time.Time         `json:"time"`
	From   string            `json:"from"`
	Own    bool              `json:"own,omitempty"`
	Nick   string            `json:"nick,omitempty"` // in a room
	Sort   FileSort          `json:"sort"`
	Name   string            `json:"name,omitempty"`
	Size   int64             `json:"size,omitempty"`  // bytes; 0 where nobody knows
	State  history.FileState `json:"state,omitempty"` // of a file
	Width  int               `json:"width,omitempty"` // of a picture that is here, in pixels
	Height int               `json:"height,omitempty"`
	Moves  bool              `json:"moves,omitempty"`
	Links  []string          `json:"links,omitempty"` // of a message with some
}

// FilePage is a part of them. Next asks for what is older; "": there is none. A page may have fewer than were asked for, or none,
// though there are more.
type FilePage struct {
	Files []FileItem `json:"files"`
	Next  string     `json:"next,omitempty"`
}

func (ListFiles) command() {}

// listFiles looks at a bounded number of rows: a chat may have a hundred thousand, and no file among the last ones.
func (s *Service) listFiles(_ context.Context, c ListFiles) (FilePage, error) {
	switch c.Sort {
	case "", SortPictures, SortSound, SortFiles, SortLinks:
	default:
		return FilePage{}, invalid("sort", "pictures, sound, files or links")
	}
	if c.Limit < 0 || c.Limit > mostListed {
		return FilePage{}, invalid("limit", "1 to 500")
	}
	if c.Limit == 0 {
		c.Limit = 100
	}
	a, err := s.account(c.Account)
	if err != nil {
		return FilePage{}, err
	}
	who, err := a.chatAddress("chat", c.Chat)
	if err != nil {
		return FilePage{}, err
	}
	page := FilePage{Files: []FileItem{}}
	err = s.view("list files", func(tx *bbolt.Tx) error {
		h := s.history(tx, a.jid)
		var key []byte
		if c.Before != "" {
			m, err := h.InChat(who, c.Before)
			if errors.Is(err, history.ErrNotFound) {
				return notFound("before", c.Before)
			} else if err != nil {
				return err
			}
			key = m.Sort
		}
		rows, err := h.Before(who, key, mostLooked)
		for i := len(rows) - 1; i >= 0; i-- {
			if len(page.Files) == c.Limit || i == 0 && len(rows) == mostLooked {
				page.Next = rows[min(i+1, len(rows)-1)].ID
				break
			}
			if item, ok := itemOf(rows[i], c.Sort); ok {
				page.Files = append(page.Files, item)
			}
		}
		return err
	})
	return page, err
}

// itemOf is what a message has of a sort.
func itemOf(m history.Message, sort FileSort) (item FileItem, ok bool) {
	if !m.Kind.Said() || m.Retracted() {
		return FileItem{}, false
	}
	item = FileItem{ID: m.ID, Time: m.Time, From: m.From, Own: m.Own, Nick: m.Nick}
	if f := m.Attachment(); f != nil {
		item.Sort, item.Name, item.Size, item.State = sortOf(f), view.FileName(f), f.Size, f.State
		item.Width, item.Height, item.Moves = view.Shown(f)
		return item, sort == "" || sort == item.Sort
	}
	if sort != SortLinks {
		return FileItem{}, false
	}
	for _, l := range links.Find(m.Body) {
		item.Links = append(item.Links, m.Body[l.From:l.To])
	}
	item.Sort = SortLinks
	return item, len(item.Links) > 0
}

// sortOf tells a picture by what it is, where it is here, and else all by the name.
func sortOf(f *history.File) FileSort {
	switch {
	case f.IsPicture():
		return SortPictures
	case filename.Sound(f.Name):
		return SortSound
	}
	return SortFiles
}
