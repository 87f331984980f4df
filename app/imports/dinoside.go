package imports

import (
	"context"
	"slices"
	"strings"

	"vouch/app/imports/sqlite"
)

// dinoSide is what hangs on messages, in memory: the tables have no index that all versions have.
type dinoSide struct {
	texts     map[int64]*dinoTexts // by message.id of the first text and of each correction
	replies   map[int64]dinoReply  // by message.id
	fallbacks map[int64][][2]int64 // by message.id: characters that quote
	reactions map[int64][]dinoReaction
	seats     map[int64]dinoSeat // by occupant_id.id
	seated    map[int64]int64    // message.id to occupant_id.id
	sources   map[int64][]Link   // by file_transfer.id
}

// dinoTexts are all texts of one message.
type dinoTexts struct {
	first int64   // message.id, 0 if the first text is not there
	id    string  // of the first one, on the network
	later []int64 // message.id, in order
}

type dinoReply struct {
	item     int64 // content_item.id of what is answered, or 0
	id, from string
}

type dinoReaction struct {
	occupant, jid, time int64
	emojis              string
}

type dinoSeat struct {
	nick, id string
	jid      int64
}

func (d *dino) loadSide(ctx context.Context) error {
	if d.side != nil {
		return nil
	}
	s := &dinoSide{map[int64]*dinoTexts{}, map[int64]dinoReply{}, map[int64][][2]int64{}, map[int64][]dinoReaction{}, map[int64]dinoSeat{}, map[int64]int64{}, map[int64][]Link{}}
	for _, load := range []func(context.Context, *dinoSide) error{d.loadCorrections, d.loadReplies, d.loadReactions, d.loadSources} {
		if err := load(ctx, s); err != nil {
			return err
		}
	}
	d.side = s
	return nil
}

// dinoName is what a correction names the first text by. In a room two people may use the same id.
type dinoName struct {
	account, with, direction int64
	nick, id                 string
}

// loadCorrections groups texts by the first one: a correction names the id of the first text, also if it is the second correction.
func (d *dino) loadCorrections(ctx context.Context, s *dinoSide) error {
	needs := []string{"message_id", "to_stanza_id"}
	to := map[int64]dinoReply{} // by message.id: the first text's content and id
	err := d.load(ctx, d.db, "message_correction", []string{"message_id", "to_stanza_id", "to_message_db_id"}, needs, "", func(r sqlite.Row) error {
		var message int64
		var c dinoReply
		err := r.Scan(&message, &c.id, &c.item)
		to[message] = c
		return err
	})
	if err != nil || len(to) == 0 {
		return err
	}
	columns := []string{"id", "stanza_id", "account_id", "counterpart_id", "counterpart_resource", "direction"}
	name := func(r sqlite.Row) (id int64, n dinoName, err error) {
		err = r.Scan(&id, &n.id, &n.account, &n.with, &n.nick, &n.direction)
		if !d.rooms[n.with] {
			n.nick = ""
		}
		return id, n, err
	}
	needs = []string{"id", "stanza_id", "account_id", "counterpart_id"}
	firsts := map[dinoName]int64{}
	err = d.load(ctx, d.db, "message", columns, needs, "WHERE stanza_id IN (SELECT to_stanza_id FROM message_correction) ORDER BY id DESC", func(r sqlite.Row) error {
		id, n, err := name(r)
		firsts[n] = id
		return err
	})
	if err != nil {
		return err
	}
	groups := map[dinoName]*dinoTexts{}
	return d.load(ctx, d.db, "message", columns, needs, "WHERE id IN (SELECT message_id FROM message_correction) ORDER BY id", func(r sqlite.Row) error {
		id, n, err := name(r)
		n.id = to[id].id
		g := groups[n]
		if g == nil {
			g = &dinoTexts{first: firsts[n], id: n.id}
			if to[id].item > 0 { // from version 31
				g.first = to[id].item
			}
			groups[n] = g
			if g.first != 0 {
				s.texts[g.first] = g
			}
		}
		g.later = append(g.later, id)
		s.texts[id] = g
		return err
	})
}

func (d *dino) loadReplies(ctx context.Context, s *dinoSide) error {
	columns := []string{"message_id", "quoted_message_id", "quoted_message_stanza_id", "quoted_message_from"}
	err := d.load(ctx, d.db, "reply", columns, []string{"message_id"}, "", func(r sqlite.Row) error {
		var message int64
		var a dinoReply
		err := r.Scan(&message, &a.item, &a.id, &a.from)
		s.replies[message] = a
		return err
	})
	if err != nil {
		return err
	}
	columns = []string{"message_id", "from_char", "to_char", "info_type", "info"}
	return d.load(ctx, d.db, "body_meta", columns, columns, "ORDER BY message_id, from_char DESC", func(r sqlite.Row) error { // the last first, so that places hold
		var message, from, to int64
		var kind, info string
		err := r.Scan(&message, &from, &to, &kind, &info)
		if kind == "urn:xmpp:fallback:0" && strings.HasPrefix(info, "urn:xmpp:reply:") && len(s.fallbacks[message]) < 10 { // XEP-0428 v0.2.1 §2.2
			s.fallbacks[message] = append(s.fallbacks[message], [2]int64{from, to})
		}
		return err
	})
}

func (d *dino) loadReactions(ctx context.Context, s *dinoSide) error {
	err := d.load(ctx, d.db, "occupant_id", []string{"id", "last_nick", "jid_id", "occupant_id"}, []string{"id", "occupant_id"}, "", func(r sqlite.Row) error {
		var id int64
		var seat dinoSeat
		err := r.Scan(&id, &seat.nick, &seat.jid, &seat.id)
		s.seats[id] = seat
		return err
	})
	if err != nil {
		return err
	}
	columns := []string{"message_id", "occupant_id"}
	err = d.load(ctx, d.db, "message_occupant_id", columns, columns, "", func(r sqlite.Row) error {
		var message, seat int64
		err := r.Scan(&message, &seat)
		s.seated[message] = seat
		return err
	})
	if err != nil {
		return err
	}
	columns = []string{"content_item_id", "occupant_id", "jid_id", "time", "emojis"}
	return d.load(ctx, d.db, "reaction", columns, []string{"content_item_id", "emojis"}, "", func(r sqlite.Row) error {
		var item int64
		var a dinoReaction
		err := r.Scan(&item, &a.occupant, &a.jid, &a.time, &a.emojis)
		if len(s.reactions[item]) < MaxReactions {
			s.reactions[item] = append(s.reactions[item], a)
		}
		return err
	})
}

func (d *dino) loadSources(ctx context.Context, s *dinoSide) error {
	columns := []string{"file_transfer_id", "type", "data"}
	return d.load(ctx, d.db, "sfs_sources", columns, columns, "", func(r sqlite.Row) error { // XEP-0447, from version 28
		var file int64
		var kind, data string
		err := r.Scan(&file, &kind, &data)
		if l, ok := linkOf(data); ok && kind == "http" && len(s.sources[file]) < 10 {
			s.sources[file] = append(s.sources[file], l)
		}
		return err
	})
}

// before are the earlier texts of the one that is shown, oldest first.
func (t *dinoTexts) before(shown int64) []int64 {
	out := slices.DeleteFunc(append([]int64{t.first}, t.later...), func(id int64) bool { return id == 0 || id == shown })
	return out[max(0, len(out)-MaxEarlier):]
}
