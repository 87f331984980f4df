package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.etcd.io/bbolt"

	"vouch/app/export"
	"vouch/app/files"
	"vouch/app/files/aesgcm"
	"vouch/app/history"
	"vouch/app/view"
)

// ExportForm is how chats are written into files.
type ExportForm = export.Form

// The forms.
const (
	ExportHTML     = export.HTML
	ExportMarkdown = export.Markdown
	ExportJSON     = export.JSON
)

// ExportChats writes chats into files in clear, in a new folder. Nothing of it stays where it fails, or its context ends.
// KindNotFound "chat": there is no such chat; "folder": there is no such folder. KindDisk "folder": it could not be written.
type ExportChats struct {
	Account string     `json:"account"`
	Chat    string     `json:"chat,omitempty" about:"the other side; where it is left out all chats are written"`
	Folder  string     `json:"folder" about:"a whole path on the computer where Vouch runs; a new folder is made in it, and nothing there is touched"`
	As      ExportForm `json:"as" about:"html, markdown or json"`
	Files   bool       `json:"files,omitempty" about:"files come along that are on this computer, in clear"`

	Words map[string]string // in the place of English ones in HTML and Markdown, by the keys of ExportWords
}

// Exported says what ExportChats has written.
type Exported struct {
	Path     string       `json:"path"` // of the new folder
	Chats    int          `json:"chats"`
	Messages int          `json:"messages"` // notices too
	Files    int          `json:"files"`
	Missing  int          `json:"missing"` // files that were not here
	Absent   []AbsentFile `json:"absent"`  // the first hundred of them
}

// AbsentFile is a file that was not here.
type AbsentFile struct {
	Chat string `json:"chat"`
	ID   string `json:"id"`
	Name string `json:"name"`
}

func (ExportChats) command() {}

// ExportWords are the words of what is exported, in English, by their keys. What stands in braces is filled in.
func ExportWords() map[string]string { return export.Words() }

// Export is ExportChats for those who want to see it go on: told, which may be nil, hears on the caller's goroutine now and then how
// many messages there are so far.
func (s *Service) Export(ctx context.Context, c ExportChats, told func(messages int)) (Exported, error) {
	a, err := s.account(c.Account)
	if err != nil {
		return Exported{}, err
	}
	name := a.jid
	if c.Chat != "" {
		if c.Chat, err = a.chatAddress("chat", c.Chat); err != nil {
			return Exported{}, err
		}
		name = c.Chat
	}
	if !slices.Contains([]ExportForm{ExportHTML, ExportMarkdown, ExportJSON}, c.As) {
		return Exported{}, invalid("as", "html, markdown or json")
	}
	if err := isFolder(c.Folder); err != nil {
		return Exported{}, err
	}
	from := &exporting{s: s, a: a, told: told}
	chats, err := from.chats(c.Chat)
	if err != nil {
		return Exported{}, err
	}
	got, err := export.Write(ctx, export.Options{
		Form: c.As, Folder: c.Folder, Name: "Vouch " + name, Files: c.Files, Now: a.now(), Words: c.Words, Mark: files.Mark,
	}, from.each(ctx, chats))
	switch {
	case err == nil:
	case KindOf(err) != "" || ctx.Err() != nil:
		return Exported{}, fmt.Errorf("export chats: %w", err)
	default:
		return Exported{}, &Error{Kind: KindDisk, Param: "folder", Err: err}
	}
	out := Exported{Path: got.Path, Chats: got.Chats, Messages: got.Messages, Files: got.Files, Missing: got.Missing, Absent: []AbsentFile{}}
	for _, f := range got.Absent {
		out.Absent = append(out.Absent, AbsentFile(f))
	}
	return out, nil
}

// isFolder holds that a path leads to a folder. A path that depends on where the program was started is none.
func isFolder(path string) error {
	if !filepath.IsAbs(path) {
		return invalid("folder", "a whole path")
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist), err == nil && !info.IsDir():
		return notFound("folder", path)
	case err != nil:
		return &Error{Kind: KindDisk, Param: "folder", Err: err}
	}
	return nil
}

// exporting is what an export reads from.
type exporting struct {
	s     *Service
	a     *account
	told  func(messages int)
	names map[string]string // of contacts, by bare JID
	read  int               // messages
}

// chats gives one chat, or all in the order of their addresses, with their names.
func (x *exporting) chats(only string) (out []export.Chat, err error) {
	x.names = map[string]string{}
	err = x.s.view("read chats", func(tx *bbolt.Tx) error {
		h := x.s.history(tx, x.a.jid)
		contacts, err := h.Roster()
		if err != nil {
			return err
		}
		for _, c := range contacts {
			x.names[c.JID] = c.Name
		}
		all, err := h.Chats()
		for _, c := range all {
			if only != "" && c.JID != only {
				continue
			}
			name, err := x.chatName(h, c)
			if err != nil {
				return err
			}
			kind := c.Kind
			if kind == "" { // of 0.1.0
				if kind = history.ChatContact; c.JID == x.a.jid {
					kind = history.ChatNotes
				}
			}
			out = append(out, export.Chat{Account: x.a.jid, JID: c.JID, Name: name, Kind: string(kind)})
		}
		return err
	})
	if err == nil && only != "" && len(out) == 0 {
		return nil, notFound("chat", only)
	}
	slices.SortFunc(out, func(a, b export.Chat) int { return strings.Compare(a.JID, b.JID) })
	return out, err
}

// chatName is what a chat is called.
func (x *exporting) chatName(h *history.Store, c history.Chat) (string, error) {
	if c.Kind.Room() {
		room, _, err := h.Room(c.JID)
		return view.NameOf(firstSeen(room.Name, room.Kind.Profile.Name), c.JID), err
	}
	if _, nick, ok := strings.Cut(c.JID, "/"); ok {
		return nick, nil
	}
	return view.NameOf(x.names[c.JID], c.JID), nil
}

// firstSeen is the first of some names in which there is something to see, or "".
func firstSeen(names ...string) string {
	for _, name := range names {
		if !view.Blank(name) {
			return name
		}
	}
	return ""
}

// each gives the chats with their messages.
func (x *exporting) each(ctx context.Context, chats []export.Chat) iter.Seq2[export.Chat, error] {
	return func(yield func(export.Chat, error) bool) {
		for _, c := range chats {
			if c.Messages = x.messages(ctx, c); !yield(c, nil) {
				return
			}
		}
	}
}

// open opens the file of a message in clear, after all of it was held against its tag. One that is damaged is not here.
func (x *exporting) open(f history.File) func(context.Context) (io.ReadCloser, int64, error) {
	return func(ctx context.Context) (io.ReadCloser, int64, error) {
		clear, err := x.s.files.Clear(ctx, f.Stored, f.AESGCM())
		switch {
		case errors.Is(err, aesgcm.ErrDamaged), errors.Is(err, fs.ErrNotExist):
			return nil, 0, fmt.Errorf("%w: %w", export.ErrNotHere, err)
		case err != nil:
			return nil, 0, err
		}
		return clear, clear.Size(), nil
	}
}
