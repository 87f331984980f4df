package imports

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"
)

const secondsLong = time.Second

// dinoUnread are what other programs write in the place of a text that only OMEMO has: Dino keeps it as if it were the text, in clear.
var dinoUnread = []string{
	"[This message is OMEMO encrypted]",
	"I sent you an OMEMO encrypted message",
	"You received a message encrypted with OMEMO",
}

// readText fills m from a message, which may be the newest of several texts: the first one gives id and place, the newest text and state.
func (w *dinoWalk) readText(ctx context.Context, i dinoItem, m *Message) (ok bool, err error) {
	r, ok, err := w.row(ctx, i.foreign)
	if err != nil || !ok {
		return false, err
	}
	w.common(m, r)
	m.Marks.Hidden = i.hidden
	if err := w.sender(ctx, i.foreign, r, m); err != nil {
		return false, err
	}
	if t := w.side.texts[i.foreign]; t != nil && t.first != i.foreign {
		if err := w.change(ctx, i.foreign, t, r, m); err != nil {
			return false, err
		}
	}
	m.setBody(w.unquoted(i.foreign, r.body))
	if r.encryption == 0 && unread(r.body, dinoUnread) {
		m.Encryption, m.Marks.Unreadable, m.Text = OMEMO, true, Text{}
	}
	return true, w.reply(ctx, i.foreign, m)
}

// common fills what files and texts have of a message.
func (w *dinoWalk) common(m *Message, r dinoRow) {
	m.Own, m.IDs, m.Encryption = r.own == 1, r.IDs, dinoEncryption(r.encryption)
	if m.Own {
		m.State = dinoState(r.marked)
	}
	if m.Chat.Kind != Contact {
		m.Nick = r.nick
	}
}

// sender fills who it was in a room.
func (w *dinoWalk) sender(ctx context.Context, message int64, r dinoRow, m *Message) error {
	if m.Chat.Kind == Contact {
		return nil
	}
	if seat, ok := w.side.seats[w.side.seated[message]]; ok {
		m.Occupant = seat.id
	}
	if w.real == nil {
		return nil
	}
	var real string
	_, err := w.real.One(ctx, []any{&real}, message)
	m.Real = bareOf(real)
	return err
}

func (w *dinoWalk) change(ctx context.Context, shown int64, t *dinoTexts, newest dinoRow, m *Message) error {
	m.Change = &Change{ID: newest.ID, Archive: newest.Archive, Time: seconds(newest.time)}
	m.IDs = IDs{ID: t.id}
	for _, id := range t.before(shown) {
		r, ok, err := w.row(ctx, id)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if id == t.first {
			m.IDs = r.IDs
		}
		v := Version{Body: clipBytes(w.unquoted(id, r.body)), ID: r.ID, Time: seconds(r.time)}
		if r.encryption != 0 || !unread(r.body, dinoUnread) {
			m.Change.Earlier = append(m.Change.Earlier, v)
		}
	}
	return nil
}

// reply fills what the message answers. A correction has no answer of its own: it is the first text's.
func (w *dinoWalk) reply(ctx context.Context, message int64, m *Message) error {
	a, ok := w.side.replies[message]
	if t := w.side.texts[message]; !ok && t != nil {
		a, ok = w.side.replies[t.first]
	}
	if !ok {
		return nil
	}
	m.About.Reply = &Reply{ID: a.id, From: a.from}
	if a.item <= 0 {
		return nil
	}
	var kind, foreign int64
	found, err := w.item.One(ctx, []any{&kind, &foreign}, a.item)
	if err != nil || !found {
		return err
	}
	m.About.Reply.Row = row("item", a.item)
	if kind != dinoMessage {
		return nil
	}
	q, found, err := w.row(ctx, foreign)
	if err != nil || !found {
		return err
	}
	id := q.ID
	if t := w.side.texts[foreign]; t != nil {
		id = t.id
	}
	if m.Chat.Kind == Room {
		id = q.Archive // XEP-0461 v0.2.0 §4: in rooms the id that the room gave
	}
	if a.id == "" {
		m.About.Reply.ID = id
	}
	if fileOf(q.body) == nil {
		m.About.Reply.Quoted = clip(w.unquoted(foreign, q.body), MaxQuoted)
	}
	return nil
}

// unquoted is a text without what it quotes for programs that know no replies.
func (w *dinoWalk) unquoted(message int64, body string) string {
	for _, f := range w.side.fallbacks[message] {
		body = without(body, f[0], f[1])
	}
	return body
}

func (w *dinoWalk) reactionsOf(item int64, p Place) (out []Reaction) {
	for _, a := range w.side.reactions[item] {
		emojis := emojisOf(a.emojis, ",")
		if len(emojis) == 0 {
			continue
		}
		r := Reaction{From: w.jids[a.jid], Emojis: emojis, Time: millis(a.time)}
		if seat, ok := w.side.seats[a.occupant]; ok && p.Kind == Room {
			r.Nick, r.Occupant = seat.nick, seat.id
			if seat.jid != 0 && r.From == "" {
				r.From = w.jids[seat.jid]
			}
		}
		if r.From == p.With && p.Kind == Room {
			r.From = ""
		}
		r.Own = r.From == p.Account
		out = append(out, r)
	}
	return out
}

// setBody takes a text, or the file whose link it is.
func (m *Message) setBody(body string) {
	if m.File = fileOf(body); m.File != nil {
		return
	}
	m.Body = clipBytes(body)
	m.Cut = len(m.Body) < len(body) || len(body) >= MaxBody
}

func clipBytes(text string) string {
	if len(text) <= MaxBody {
		return text
	}
	n := MaxBody
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}

// unread tells whether a text is one that stands for what could not be decrypted.
func unread(body string, known []string) bool {
	for _, k := range known {
		if strings.HasPrefix(body, k) {
			return true
		}
	}
	return false
}
