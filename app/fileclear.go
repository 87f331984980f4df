package app

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app/files"
	"vouch/app/files/aesgcm"
	"vouch/app/files/filename"
	"vouch/app/history"
)

// openFile makes a copy in clear for other programs to open. What may run is not opened, whether its name says so or its content.
func (s *Service) openFile(ctx context.Context, c OpenFile) (Opened, error) {
	f, from, err := s.clearFile(ctx, c.Account, c.Chat, c.ID)
	if err != nil {
		return Opened{}, err
	}
	defer from.Close()
	head := make([]byte, filename.HeadSize)
	n, err := io.ReadFull(from, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return Opened{}, &Error{Kind: KindDisk, Err: err}
	}
	name := filename.Clean(f.Name) // of what an earlier version stored, too
	if filename.Dangerous(name, head[:n]) {
		return Opened{}, &Error{Kind: KindProgram, Param: "id"}
	}
	path, err := s.opened.Add(ctx, f.Stored, name, io.MultiReader(bytes.NewReader(head[:n]), from))
	if err != nil {
		return Opened{}, &Error{Kind: KindDisk, Err: err}
	}
	return Opened{path}, nil
}

// sweepOpened removes copies that were opened: those that are old now and then, and all at the end.
func (s *Service) sweepOpened(ctx context.Context) {
	tick := time.NewTicker(files.OpenedFor / 24)
	defer tick.Stop()
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case <-tick.C:
			if _, err := s.opened.Sweep(time.Now().Add(-files.OpenedFor)); err != nil { // by the clock that stamps files
				s.log.Warn("remove opened files", "err", err)
			}
		}
	}
	if err := s.opened.Close(); err != nil {
		s.log.Warn("remove opened files", "err", err)
	}
}

// saveFile writes a copy beside the place first, so that what is there goes only for a whole one.
func (s *Service) saveFile(ctx context.Context, c SaveFile) error {
	_, from, err := s.clearFile(ctx, c.Account, c.Chat, c.ID)
	if err != nil {
		return err
	}
	defer from.Close()
	if err := writeCopy(ctx, c.Path, from); err != nil {
		return &Error{Kind: KindDisk, Param: "path", Err: err}
	}
	return nil
}

func writeCopy(ctx context.Context, path string, from io.Reader) error {
	to, err := os.CreateTemp(filepath.Dir(path), ".vouch-*") // 0600
	if err != nil {
		return err
	}
	files.Mark(to.Name())
	_, err = io.Copy(to, files.Until(ctx, from))
	if err = errors.Join(err, to.Sync(), to.Close()); err == nil {
		err = os.Rename(to.Name(), path)
	}
	if err != nil {
		err = errors.Join(err, os.Remove(to.Name()))
	}
	return err
}

// clearFile opens the file of a message in clear, after all of it was held against its tag. KindConflict "id": it is not here.
func (s *Service) clearFile(ctx context.Context, of, chat, id string) (f history.File, opened *files.Clear, err error) {
	a, err := s.account(of)
	if err != nil {
		return f, nil, err
	}
	who, err := a.chatAddress("chat", chat)
	if err != nil {
		return f, nil, err
	}
	if err := s.view("read file", func(tx *bbolt.Tx) error {
		row, err := a.fileRow(s.history(tx, a.jid), who, id)
		if err == nil {
			f = *row.File
		}
		return err
	}); err != nil {
		return f, nil, err
	}
	if f.State != history.FileHere {
		return f, nil, &Error{Kind: KindConflict, Param: "id", Why: "the file is not here"}
	}
	opened, err = s.files.Clear(ctx, f.Stored, f.AESGCM())
	switch {
	case errors.Is(err, aesgcm.ErrDamaged):
		return f, nil, &Error{Kind: KindTampered, Param: "file", Err: err}
	case errors.Is(err, os.ErrNotExist):
		return f, nil, &Error{Kind: KindConflict, Param: "id", Why: "the file is not here", Err: err}
	case err != nil:
		return f, nil, &Error{Kind: KindDisk, Err: err}
	}
	return f, opened, nil
}
