package export

import (
	"context"
	"errors"
	"fmt"
	"iter"
)

// Write writes chats into a new folder and gives where it lies. It reads on the caller's goroutine until ctx ends. With an error
// nothing is left of it; the error of a full disk wraps the system's.
func Write(ctx context.Context, o Options, chats iter.Seq2[Chat, error]) (r Result, err error) {
	p := printerOf(o)
	if p == nil {
		return Result{}, fmt.Errorf("export as %q: %w", o.Form, ErrForm)
	}
	f, err := newFolder(o)
	if err != nil {
		return Result{}, fmt.Errorf("make folder of export: %w", err)
	}
	defer func() {
		if gone := f.giveUp(); gone != nil {
			err = errors.Join(err, fmt.Errorf("remove unfinished export: %w", gone))
		}
	}()
	w := &writer{o: o, printer: p, folder: f, names: newNames(p.index())}
	if err := w.chats(ctx, chats); err != nil {
		return Result{}, err
	}
	if err := w.writeIndex(ctx); err != nil {
		return Result{}, fmt.Errorf("write list of chats: %w", err)
	}
	if w.result.Path, err = f.finish(); err != nil {
		return Result{}, fmt.Errorf("name finished export: %w", err)
	}
	return w.result, nil
}

// writer is an export under way.
type writer struct {
	o       Options
	printer printer
	folder  *folder
	names   names // of the chats' folders
	done    []written
	result  Result
}

func (w *writer) chats(ctx context.Context, chats iter.Seq2[Chat, error]) error {
	for c, err := range chats {
		if err != nil {
			return fmt.Errorf("read chats: %w", err)
		}
		b := book{w: w, written: written{chat: c}}
		if err := b.write(ctx); err != nil {
			return fmt.Errorf("export chat with %s: %w", c.JID, err)
		}
		if b.messages > 0 {
			b.chat.Messages = nil
			w.done = append(w.done, b.written)
			w.result.Chats++
		}
	}
	return nil
}

func printerOf(o Options) printer {
	words := wordsOf(o)
	switch o.Form {
	case HTML:
		return &htmlPrinter{words: words, zone: o.zone(), now: o.Now}
	case Markdown:
		return &markPrinter{words: words, zone: o.zone(), now: o.Now}
	case JSON:
		return &jsonPrinter{}
	}
	return nil
}

func (w *writer) writeIndex(ctx context.Context) error {
	s, err := w.folder.create(ctx, w.printer.index())
	if err != nil {
		return err
	}
	w.printer.list(s, w.done)
	return s.close()
}
