package app

import (
	"context"
	"errors"
	"iter"
	"strings"
	"time"

	"go.etcd.io/bbolt"

	"vouch/app/export"
	"vouch/app/history"
	"vouch/app/view"
)

// The bounds of one look at the file. Rows are read a few at a time, so that even the largest ones keep to them.
const (
	exportSlice = 20 * time.Millisecond
	exportRows  = 512
	exportBytes = 1 << 20 // of texts
	exportStep  = 32
)

// messages gives the rows of a chat in slices, each in a transaction of its own, which has ended before anything is done with them.
// A row that gets another place meanwhile may come twice, or not at all.
func (x *exporting) messages(ctx context.Context, c export.Chat) iter.Seq2[export.Message, error] {
	return func(yield func(export.Message, error) bool) {
		var after []byte
		for done := false; !done; {
			if ctx.Err() != nil {
				yield(export.Message{}, context.Cause(ctx))
				return
			}
			var rows []export.Message
			err := x.s.view("export messages", func(tx *bbolt.Tx) (err error) {
				rows, after, done, err = x.slice(x.s.history(tx, x.a.jid), c, after)
				return err
			})
			if err != nil {
				yield(export.Message{}, err)
				return
			}
			for _, m := range rows {
				if !yield(m, nil) {
					return
				}
			}
			if x.read += len(rows); x.told != nil && len(rows) > 0 {
				x.told(x.read)
			}
		}
	}
}

// slice reads what comes after a key; done says that nothing comes behind it.
func (x *exporting) slice(h *history.Store, c export.Chat, after []byte) (out []export.Message, to []byte, done bool, err error) {
	begun, bytes := time.Now(), 0
	for len(out) < exportRows && bytes < exportBytes && time.Since(begun) < exportSlice {
		rows, err := h.After(c.JID, after, exportStep)
		if errors.Is(err, history.ErrNotFound) {
			return out, after, true, nil // it went meanwhile
		}
		if err != nil {
			return nil, nil, false, err
		}
		for _, row := range rows {
			m, err := x.message(h, c, row)
			if err != nil {
				return nil, nil, false, err
			}
			out, after, bytes = append(out, m), row.Sort, bytes+len(row.Body)
		}
		if len(rows) < exportStep {
			return out, after, true, nil
		}
	}
	return out, after, false, nil
}

// message is a row as it is exported.
func (x *exporting) message(h *history.Store, c export.Chat, m history.Message) (out export.Message, err error) {
	out = export.Message{
		ID: m.ID, Time: m.Time.UTC(), From: m.From, Name: x.nameOf(c, m.From, m.Nick, m.Own), Own: m.Own, Kind: string(m.Kind), Notice: string(m.Notice),
		About: m.About, Count: m.Count, Subject: m.Subject, Text: m.Body, Encrypted: m.Sealed(), InClear: m.PlainIn,
		Device: m.Device, Fingerprint: m.Fingerprint, Trust: string(m.Trust), State: string(m.State), Error: string(m.ErrKind),
	}
	switch {
	case m.Kind == history.KindNotice && strings.HasPrefix(string(m.Notice), "room-"):
		out.By = firstSeen(m.Nick, x.names[m.By], m.By)
	case m.Moderated:
		_, nick, _ := strings.Cut(m.RetractedBy, "/")
		out.By = firstSeen(x.names[m.By], nick, m.By, c.Name)
	}
	if m.Retracted() {
		out.Retracted, out.RetractedBy = m.RetractedAt.UTC(), m.RetractedBy
	}
	if !m.EditedAt.IsZero() {
		out.Edited = m.EditedAt.UTC()
	}
	for _, v := range m.Earlier {
		out.Earlier = append(out.Earlier, export.Version{Text: v.Body, Time: v.Time.UTC()})
	}
	for _, r := range m.Reactions {
		if len(r.Emoji) > 0 { // else they were taken away
			out.Reactions = append(out.Reactions, export.Reaction{From: r.From, Name: x.nameOf(c, r.From, "", r.From == x.a.jid), Emoji: r.Emoji, Time: r.Time.UTC()})
		}
	}
	if f := m.Attachment(); f != nil {
		out.Text = "" // a text that is the address of a file has its key in it
		out.File = x.fileOf(f)
	}
	out.Reply, err = x.replyOf(h, c, m)
	return out, err
}

func (x *exporting) fileOf(f *history.File) *export.File {
	out := &export.File{Name: view.FileName(f), Size: f.Size, State: string(f.State), Width: f.Width, Height: f.Height, Length: f.Length}
	if !f.Sealed {
		out.URL = f.URL
	}
	if f.State == history.FileHere {
		out.Open = x.open(*f)
	}
	return out
}

// replyOf is what is known of the message that m answers.
func (x *exporting) replyOf(h *history.Store, c export.Chat, m history.Message) (*export.Reply, error) {
	if m.ReplyTo == "" || !m.Kind.Said() {
		return nil, nil
	}
	of, err := h.InChat(m.Chat, m.ReplyRow)
	if errors.Is(err, history.ErrNotFound) {
		return &export.Reply{Text: m.Quoted}, nil
	}
	if err != nil {
		return nil, err
	}
	out := &export.Reply{ID: of.ID, From: of.From, Name: x.nameOf(c, of.From, of.Nick, of.Own), Text: of.Body}
	if f := of.Attachment(); f != nil {
		out.Text = view.FileName(f)
	}
	out.Text, _, _ = strings.Cut(strings.TrimLeft(out.Text, "\r\n"), "\n")
	return out, nil
}

// nameOf is what somebody is called: in a room by their nickname.
func (x *exporting) nameOf(c export.Chat, who, nick string, own bool) string {
	switch {
	case !view.Blank(nick):
		return nick
	case own:
		return view.Localpart(x.a.jid)
	case who == c.JID:
		return c.Name
	}
	if bare, nick, ok := strings.Cut(who, "/"); ok {
		return firstSeen(nick, bare)
	}
	return view.NameOf(x.names[who], who)
}
