package export

import (
	"context"
	"path"
	"strconv"
	"time"
)

// book writes the pages of a chat.
type book struct {
	written
	w     *writer
	files int // so many have a name beside the pages
	sheet *sheet
	day   string // of the last message on the page
}

// write writes all messages.
func (b *book) write(ctx context.Context) (err error) {
	defer func() {
		if b.sheet != nil { // err is not nil: what is written goes
			_ = b.sheet.file.Close()
		}
	}()
	for m, err := range b.chat.Messages {
		if err != nil {
			return err
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err := b.message(ctx, &m); err != nil {
			return err
		}
	}
	return b.close("")
}

func (b *book) message(ctx context.Context, m *Message) error {
	at := m.Time.In(b.w.o.zone())
	if err := b.turn(ctx, at.Year()); err != nil {
		return err
	}
	day := at.Format(time.DateOnly)
	newDay := day != b.day
	a, err := b.attach(ctx, m)
	if err != nil {
		return err
	}
	defer a.close()
	if err := b.w.printer.message(b.sheet, m, newDay, a); err != nil {
		return err
	}
	b.day = day
	b.messages++
	b.w.result.Messages++
	b.last().Messages++
	return b.sheet.err()
}

func (b *book) last() *page { return &b.pages[len(b.pages)-1] }

// turn begins the page that a message of that year stands on. A message with an earlier time than those before it stays with them.
func (b *book) turn(ctx context.Context, year int) error {
	next := page{Chat: b.chat, Year: year, Part: 1}
	next.Chat.Messages = nil
	if len(b.pages) > 0 {
		now := b.last()
		if !b.w.printer.pages() || year <= now.Year && now.Messages < PageMessages {
			return nil
		}
		if year <= now.Year {
			next.Year, next.Part = now.Year, now.Part+1
		}
		next.Before = now.File
	} else {
		b.dir = b.w.names.of(b.chat.JID)
		if err := b.w.folder.mkdir(b.dir); err != nil {
			return err
		}
	}
	next.File = b.fileOf(next)
	if b.sheet != nil {
		if err := b.close(next.File); err != nil {
			return err
		}
	}
	s, err := b.w.folder.create(ctx, path.Join(b.dir, next.File))
	if err != nil {
		return err
	}
	b.sheet, b.day, b.pages = s, "", append(b.pages, next)
	b.w.printer.begin(s, next)
	return nil
}

func (b *book) fileOf(p page) string {
	name := "messages"
	if b.w.printer.pages() {
		name = strconv.Itoa(p.Year)
		if p.Part > 1 {
			name += "-" + strconv.Itoa(p.Part)
		}
	}
	return name + b.w.printer.ending()
}

// close ends the page, which another one follows or none.
func (b *book) close(next string) error {
	if b.sheet == nil {
		return nil
	}
	s := b.sheet
	b.sheet = nil
	b.w.printer.end(s, *b.last(), next)
	return s.close()
}
