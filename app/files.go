package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"

	"vouch/app/files"
	"vouch/app/files/aesgcm"
	"vouch/app/files/filename"
	"vouch/app/history"
	"vouch/app/view"
)

func (s *Service) sendFile(ctx context.Context, c SendFile) (Stored, error) {
	caption := c.Caption
	if c.Named {
		caption = withLink(caption, filename.Clean(filepath.Base(c.Path)), "")
	}
	if caption != "" {
		var err error
		if caption, err = checkBody(caption); err != nil {
			return Stored{}, err
		}
	}
	as, err := sentAs(c.Original, c.Scaled)
	if err != nil {
		return Stored{}, err
	}
	got, err := s.files.Attach(ctx, c.Path, as)
	if err != nil {
		return Stored{}, attachError(err)
	}
	return s.sendAttached(ctx, c.Account, c.Chat, caption, got)
}

func (s *Service) sendContent(ctx context.Context, c SendContent) (stored Stored, err error) {
	if len(c.Content) > MostContent {
		return Stored{}, &Error{Kind: KindTooBig, Param: "content"}
	}
	caption := c.Caption
	if caption != "" {
		if caption, err = checkBody(caption); err != nil {
			return Stored{}, err
		}
	}
	as, err := sentAs(c.Original, c.Scaled)
	if err != nil {
		return Stored{}, err
	}
	got, err := s.files.AttachBytes(ctx, c.Name, c.Content, as)
	if err != nil {
		return Stored{}, attachError(err)
	}
	return s.sendAttached(ctx, c.Account, c.Chat, caption, got)
}

// forwardFile encrypts the file anew: a key is never used for two messages, and who had the first may not read the second.
func (s *Service) forwardFile(ctx context.Context, c ForwardFile) (Stored, error) {
	f, from, err := s.clearFile(ctx, c.Account, c.Chat, c.ID)
	if err != nil {
		return Stored{}, err
	}
	defer from.Close()
	got, err := s.files.AttachFrom(ctx, view.FileName(&f), from, f.Size, files.AsCleaned)
	if err != nil {
		return Stored{}, attachError(err)
	}
	return s.sendAttached(ctx, c.Account, c.To, "", got)
}

// sentAs is how a picture is sent. KindInvalid "scaled": it cannot be both.
func sentAs(original, scaled bool) (files.As, error) {
	switch {
	case original && scaled:
		return 0, invalid("scaled", "not together with original")
	case original:
		return files.AsOriginal, nil
	case scaled:
		return files.AsScaled, nil
	}
	return files.AsCleaned, nil
}

// sendAttached gives what was attached its place in a chat, with a caption before it. What has none after an error is dropped.
func (s *Service) sendAttached(ctx context.Context, of, chat, caption string, got files.Attached) (Stored, error) {
	f := &history.File{Name: got.Name, Size: got.Size, Width: got.Width, Height: got.Height, Moves: got.Moves, Stored: got.Stored, State: history.FileHere, Hash: got.Hash, Length: got.Length, Peaks: got.Peaks, Origin: got.Origin}
	f.SetKey(got.Key)
	var id string
	err := s.onChat(ctx, of, chat, func(a *account, who string) error {
		if caption != "" {
			if _, err := a.queueText(who, caption, ""); err != nil {
				return err
			}
		}
		row, err := a.queueFile(who, f)
		id = row.ID
		return err
	})
	if err != nil {
		s.dropFile(got.Stored)
	}
	return Stored{id}, err
}

// attachError gives an error of Attach its kind.
func attachError(err error) error {
	switch {
	case errors.Is(err, files.ErrNoFile):
		return &Error{Kind: KindNotFound, Param: "path", Err: err}
	case errors.Is(err, files.ErrChanged):
		return &Error{Kind: KindConflict, Param: "path", Why: "another program writes it", Err: err}
	case errors.Is(err, aesgcm.ErrTooLarge):
		return &Error{Kind: KindTooBig, Param: "path", Err: err}
	case errors.Is(err, os.ErrPermission):
		return &Error{Kind: KindInvalid, Param: "path", Why: "it cannot be read", Err: err}
	}
	return &Error{Kind: KindDisk, Err: err}
}

// queueFile is transaction A for a file, which takes its place in the chat now. Its message leaves when the file is where others can
// fetch it, so that what is written meanwhile leaves before: a text does not wait for a large file.
func (a *account) queueFile(who string, f *history.File) (history.Message, error) {
	row := history.Message{Chat: who, MessageID: history.NewID(), From: a.jid, Own: true, Time: a.now(), Kind: history.KindText, State: history.StatePending, File: f}
	err := a.s.update("store file", func(tx *bbolt.Tx) error {
		h := a.s.history(tx, a.jid)
		chat, err := h.Begin(who, a.now())
		if err != nil {
			return err
		}
		row.ID, row.Encrypted = "", !chat.Plain
		if err := a.appendLive(h, &row); err != nil {
			return err
		}
		return errors.Join(h.MarkOwn(who, row.MessageID, row.ID), h.KeepFile(f.Stored, &row), h.Need(uploadOf(row)))
	})
	if err == nil {
		a.arrived(row)
	}
	return row, err
}

// uploadOf is the todo that brings the file of an own row to where others can fetch it.
func uploadOf(row history.Message) history.Todo {
	return history.Todo{Task: history.UploadFile, JID: row.Chat, Row: row.ID}
}

// notUploaded tells whether nobody can fetch the file of an own row yet, so that nothing of it has left.
func notUploaded(row history.Message) bool {
	return row.Own && row.File != nil && row.File.URL == "" && row.File.State != history.FileAwaited
}

// uploading is notUploaded for a row that has not failed.
func uploading(row history.Message) bool {
	return notUploaded(row) && row.State == history.StatePending
}

// fileRow gives a row with its file. KindNotFound "id": there is none; KindConflict "id": the message has no file.
func (a *account) fileRow(h *history.Store, who, id string) (history.Message, error) {
	row, err := h.InChat(who, id)
	if errors.Is(err, history.ErrNotFound) {
		return row, notFound("id", id)
	}
	if err != nil {
		return row, err
	}
	if row.File = row.Attachment(); row.File == nil {
		return row, &Error{Kind: KindConflict, Param: "id", Why: "the message has no file"}
	}
	return row, nil
}

func (s *Service) fetchFile(ctx context.Context, c FetchFile) error {
	return s.onChat(ctx, c.Account, c.Chat, func(a *account, who string) error {
		err := s.update("note file to fetch", func(tx *bbolt.Tx) error {
			h := s.history(tx, a.jid)
			row, err := a.fileRow(h, who, c.ID)
			switch {
			case err != nil:
				return err
			case row.File.State == history.FileHere && s.files.Has(row.File.Stored):
				return nil
			case row.File.URL == "":
				return &Error{Kind: KindConflict, Param: "id", Why: "nobody has the file"}
			}
			row.File.State = history.FileComing
			return errors.Join(h.PutFile(row), h.Need(fetchOf(row)))
		})
		a.changed(EventMessage, who, c.ID)
		return err
	})
}

// fetchOf is the todo that fetches the file of a row.
func fetchOf(row history.Message) history.Todo {
	return history.Todo{Task: history.FetchFile, JID: row.Chat, Row: row.ID}
}

func (s *Service) stopFile(ctx context.Context, c StopFile) error {
	return s.onChat(ctx, c.Account, c.Chat, func(a *account, who string) error {
		sending := false
		err := s.update("stop file", func(tx *bbolt.Tx) error {
			h := s.history(tx, a.jid)
			row, err := a.fileRow(h, who, c.ID)
			if err != nil {
				return err
			}
			if sending = notUploaded(row); sending || row.File.State != history.FileComing {
				return nil
			}
			row.File.State = history.FileOffered
			return h.PutFile(row)
		})
		if err == nil && sending {
			err = a.retract(who, c.ID)
		}
		if err == nil {
			a.transfers.stop(c.ID)
		}
		a.changed(EventMessage, who, c.ID)
		return err
	})
}

func (s *Service) dropCopy(ctx context.Context, c DropFile) error {
	return s.onChat(ctx, c.Account, c.Chat, func(a *account, who string) error {
		err := s.update("drop copy of file", func(tx *bbolt.Tx) error {
			h := s.history(tx, a.jid)
			row, err := a.fileRow(h, who, c.ID)
			if err != nil {
				return err
			}
			if notUploaded(row) {
				return &Error{Kind: KindConflict, Param: "id", Why: "nobody else has the file yet"}
			}
			if err := h.DropFile(&row); err != nil {
				return err
			}
			row.File.Stored, row.File.State = "", history.FileOffered
			return h.Put(row)
		})
		a.changed(EventMessage, who, c.ID)
		return err
	})
}

// dropFile removes a file of the store that no row has any more, with the copies that were opened.
func (s *Service) dropFile(name string) {
	if name == "" {
		return
	}
	if err := errors.Join(s.files.Remove(name), s.opened.Remove(name)); err != nil {
		s.log.Error("remove file", "err", err)
	}
}

// sweepFiles removes what no row knows: what was attached, or fetched, when the program ended before it was written down.
func (s *Service) sweepFiles() {
	err := s.view("read files", func(tx *bbolt.Tx) error {
		n, err := s.files.Sweep(func(name string) bool {
			for _, a := range s.list() {
				if s.history(tx, a.jid).KeepsFile(name) {
					return true
				}
			}
			return false
		})
		if n > 0 {
			s.log.Info("removed files that belong to no message", "count", n)
		}
		return err
	})
	if err != nil {
		s.log.Error("sweep files", "err", err)
	}
}
