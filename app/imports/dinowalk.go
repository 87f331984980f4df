package imports

import (
	"context"
	"fmt"

	"vouch/app/imports/sqlite"
)

// dinoWalk are the queries of one walk over all messages: the order is read first, from narrow rows, and each message by its number,
// so that no text is sorted, neither in memory nor in files that SQLite makes for it.
type dinoWalk struct {
	*dino
	message, file, item, real *sqlite.Query
}

// dinoItem is a row of the timeline.
type dinoItem struct {
	id, kind, foreign, time int64
	hidden                  bool
	chat                    *Chat
}

func (d *dino) messages(ctx context.Context, yield func(Message, error) bool) {
	w, err := d.walk(ctx)
	if err != nil {
		failed(yield, err)
		return
	}
	defer w.end()
	columns := []string{"id", "conversation_id", "time", "content_type", "foreign_id", "hide"}
	lost := 0
	for r, err := range d.db.All(ctx, columns, "content_item", "WHERE content_type IN (1, 2) ORDER BY conversation_id, time, id") {
		var i dinoItem
		var chat, hidden int64
		if err == nil {
			err = r.Scan(&i.id, &chat, &i.time, &i.kind, &i.foreign, &hidden)
		}
		if err != nil {
			failed(yield, err)
			return
		}
		if i.hidden, i.chat = hidden != 0, d.chats[chat]; i.chat == nil {
			lost++
			continue
		}
		if i.hidden && i.kind == dinoMessage && d.linked[i.foreign] {
			continue // the link of a file, which has an item of its own
		}
		m, ok, err := w.read(ctx, i)
		if err == nil && !ok {
			lost++
			continue
		}
		if !pass(ctx, yield, row("item", i.id), m, err) {
			return
		}
	}
	if lost > 0 {
		d.warn(ErrLacks, "%d items without their message or chat", lost)
	}
}

func (d *dino) walk(ctx context.Context) (w *dinoWalk, err error) {
	if err := d.loadSide(ctx); err != nil {
		return nil, err
	}
	w = &dinoWalk{dino: d}
	defer func() {
		if err != nil {
			w.end()
		}
	}()
	if w.message, err = d.db.Prepare([]string{"stanza_id", "server_id", "counterpart_resource", "direction", "time", "body", "encryption", "marked"}, "message", "WHERE id = ?"); err != nil {
		return nil, err
	}
	if w.item, err = d.db.Prepare([]string{"content_type", "foreign_id"}, "content_item", "WHERE id = ?"); err != nil {
		return nil, err
	}
	if d.db.Has("file_transfer", "id") {
		if w.file, err = d.db.Prepare([]string{"counterpart_resource", "direction", "encryption", "file_name", "path", "mime_type", "size", "state", "info", "width", "height"}, "file_transfer", "WHERE id = ?"); err != nil {
			return nil, err
		}
	}
	if d.db.Has("real_jid", "message_id", "real_jid") {
		if w.real, err = d.db.Prepare([]string{"real_jid"}, "real_jid", "WHERE message_id = ?"); err != nil {
			return nil, err
		}
	}
	return w, nil
}

func (w *dinoWalk) end() {
	for _, q := range []*sqlite.Query{w.message, w.file, w.item, w.real} {
		if q != nil {
			q.Close()
		}
	}
}

// read makes a message of an item; ok is false where its row is not there.
func (w *dinoWalk) read(ctx context.Context, i dinoItem) (m Message, ok bool, err error) {
	m = Message{Chat: i.chat.Place, Row: row("item", i.id), Time: seconds(i.time), Resolution: secondsLong}
	if i.kind == dinoFile {
		ok, err = w.readFile(ctx, i.foreign, &m)
	} else {
		ok, err = w.readText(ctx, i, &m)
	}
	if err == nil && ok {
		m.About.Reactions = w.reactionsOf(i.id, m.Chat)
	}
	return m, ok, err
}

// dinoRow is a row of the table message.
type dinoRow struct {
	IDs
	nick                          string
	own, time, encryption, marked int64
	body                          string
}

func (w *dinoWalk) row(ctx context.Context, id int64) (r dinoRow, ok bool, err error) {
	ok, err = w.message.One(ctx, []any{&r.ID, &r.Archive, &r.nick, &r.own, &r.time, &r.body, &r.encryption, &r.marked}, id)
	if err != nil {
		err = fmt.Errorf("message %d: %w", id, err)
	}
	return r, ok, err
}
