package imports

import (
	"context"
	"fmt"
	"strings"

	"vouch/app/imports/sqlite"
)

// gajimNew reads a logs.db of Gajim from 1.9 on: corrections are messages of their own, and all else hangs on ids.
type gajimNew struct {
	gajim
	side *gajimSide
}

func (g *gajimNew) look(ctx context.Context) error {
	none := 0
	if err := g.addresses(ctx, "account", "pk", func(id int64, text string) {
		if g.accounts[id] = bareOf(text); g.accounts[id] == "" {
			delete(g.accounts, id)
			none++
		}
	}); err != nil {
		return err
	}
	if err := g.addresses(ctx, "remote", "pk", func(id int64, text string) { g.remotes[id] = text }); err != nil {
		return err
	}
	if older := gajimOlder(g.path); len(older) > 0 {
		g.warn(ErrOlder, "%d beside it", len(older))
	}
	columns, rest := []string{"fk_account_pk", "fk_remote_pk", "type", "count(*)"}, "GROUP BY fk_account_pk, fk_remote_pk, type ORDER BY fk_account_pk, fk_remote_pk, type"
	corrections := map[gajimKey]int64{}
	if err := g.load(ctx, g.db, "message", columns, []string{"correction_id"}, "WHERE correction_id IS NOT NULL "+rest, func(r sqlite.Row) error {
		var k gajimKey
		var n int64
		err := r.Scan(&k.account, &k.remote, &k.kind, &n)
		corrections[k] = n
		return err
	}); err != nil {
		return err
	}
	err := g.load(ctx, g.db, "message", columns, nil, rest, func(r sqlite.Row) error {
		var k gajimKey
		var n int64
		if err := r.Scan(&k.account, &k.remote, &k.kind, &n); err != nil {
			return err
		}
		n -= corrections[k]
		p := Place{Account: g.accounts[k.account], With: bareOf(g.remotes[k.remote]), Kind: Contact}
		switch k.kind {
		case gajimRoom:
			p.Kind = Room
		case gajimPrivate:
			p.Kind, p.Nick = Private, resourceOf(g.remotes[k.remote])
		}
		if p.Account == "" || !g.add(k, p, Counts{Messages: int(n)}) {
			none++
		}
		return nil
	})
	if none > 0 {
		g.warn(ErrAddress, "%d accounts and chats in logs.db", none)
	}
	return err
}

// gajimRow is a row of the table message.
type gajimRow struct {
	pk                          int64
	key                         gajimKey
	resource, id, archive, text string
	direction, state            int64
	at                          float64
	occupant, encryption        int64
	corrects                    string
}

func (g *gajimNew) messages(ctx context.Context, yield func(Message, error) bool) {
	if err := g.loadSide(ctx); err != nil {
		failed(yield, err)
		return
	}
	one, err := g.db.Prepare([]string{"fk_account_pk", "fk_remote_pk", "type", "resource", "direction", "timestamp", "state", "id", "stanza_id", "text", "fk_occupant_pk", "fk_encryption_pk", "correction_id"}, "message", "WHERE pk = ?")
	if err != nil {
		failed(yield, err)
		return
	}
	defer one.Close()
	chats := g.chatOf()
	for r, err := range g.db.All(ctx, []string{"pk"}, "message", "ORDER BY fk_account_pk, fk_remote_pk, type, timestamp, pk") {
		var pk int64
		if err == nil {
			err = r.Scan(&pk)
		}
		if err != nil {
			failed(yield, err)
			return
		}
		m, ok, err := g.read(ctx, one, pk, chats)
		if err == nil && !ok {
			continue
		}
		if !pass(ctx, yield, row("message", pk), m, err) {
			return
		}
	}
}

func (g *gajimNew) row(ctx context.Context, one *sqlite.Query, pk int64) (r gajimRow, ok bool, err error) {
	r.pk = pk
	ok, err = one.One(ctx, []any{&r.key.account, &r.key.remote, &r.key.kind, &r.resource, &r.direction, &r.at, &r.state, &r.id, &r.archive, &r.text, &r.occupant, &r.encryption, &r.corrects}, pk)
	if err != nil {
		err = fmt.Errorf("message %d: %w", pk, err)
	}
	return r, ok, err
}

// read makes a message of a row and of its corrections; ok is false for corrections whose first text is there, and for chats without an
// address.
func (g *gajimNew) read(ctx context.Context, one *sqlite.Query, pk int64, chats map[gajimKey]*gajimChat) (m Message, ok bool, err error) {
	r, ok, err := g.row(ctx, one, pk)
	if err != nil || !ok {
		return m, false, err
	}
	c := chats[r.key]
	if c == nil {
		return m, false, nil
	}
	m = Message{Chat: c.Place, Row: row("message", pk), Encryption: Clear, IDs: IDs{ID: r.id, Archive: r.archive}}
	m.Time, m.Resolution = fraction(r.at)
	m.Own = r.direction == gajimOut
	if m.Chat.Kind == Room {
		o := g.side.occupants[r.occupant]
		m.Nick, m.Occupant, m.Real = clip(r.resource, 1023), clip(o.id, 128), bareOf(g.remotes[o.real])
		if m.Nick == "" {
			m.Nick = o.nick
		}
	}
	texts := []gajimRow{r}
	name := gajimName{gajimRef{r.key.account, r.key.remote, r.id}, r.occupant, r.direction}
	if r.corrects != "" {
		name.id = r.corrects
	}
	if t := g.side.texts[name]; t != nil {
		if r.corrects != "" && (t.first || t.later[len(t.later)-1] != pk) {
			return m, false, nil
		}
		if texts, err = g.texts(ctx, one, r, t); err != nil {
			return m, true, err
		}
	}
	g.fill(&m, name, texts)
	return m, true, nil
}

// texts are the first text, if it is there, and all corrections.
func (g *gajimNew) texts(ctx context.Context, one *sqlite.Query, r gajimRow, t *gajimTexts) (out []gajimRow, err error) {
	if t.first {
		out = append(out, r)
	}
	for _, pk := range newest(t.later) {
		c, ok, err := g.row(ctx, one, pk)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, c)
		}
	}
	return out, nil
}

// fill takes the newest text, and all that hangs on any of them.
func (g *gajimNew) fill(m *Message, name gajimName, texts []gajimRow) {
	if len(texts) == 0 {
		return
	}
	last := texts[len(texts)-1]
	for _, t := range texts[:len(texts)-1] {
		if m.Change == nil {
			m.Change = &Change{}
		}
		at, _ := fraction(t.at)
		m.Change.Earlier = append(m.Change.Earlier, Version{Body: clipBytes(t.text), ID: t.id, Time: at})
	}
	if last.corrects != "" {
		if m.Change == nil {
			m.Change = &Change{}
		}
		m.ID = name.id
		m.Change.ID, m.Change.Archive = last.id, last.archive
		m.Change.Time, _ = fraction(last.at)
		if texts[0].corrects != "" {
			m.Archive = "" // the first text's is not known
		}
	}
	g.reply(m, texts, last.text)
	if l, ok := g.side.links[last.pk]; ok && m.File == nil {
		m.File = &File{Name: l.name(), Links: []Link{l}}
	}
	if e, ok := g.side.encryption[last.encryption]; ok {
		m.gajimEncryption(e.protocol, e.key, int(e.trust))
	}
	g.hang(m, name.gajimRef, texts)
}

// reply fills what the message answers, and the text without what it quotes: the range is kept by some versions between 7 and 11.
func (g *gajimNew) reply(m *Message, texts []gajimRow, body string) {
	for _, t := range []gajimRow{texts[len(texts)-1], texts[0]} {
		if a, ok := g.side.replies[t.pk]; ok && m.About.Reply == nil {
			m.About.Reply = &Reply{ID: a.id, From: clip(strings.TrimSpace(a.to), 3071)}
			body = without(body, a.from, a.up)
		}
	}
	m.setBody(body)
}
