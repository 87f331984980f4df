package imports

import (
	"context"
	"slices"
	"strings"

	"vouch/app/imports/sqlite"
)

// gajimSide is what hangs on messages of logs.db from 1.9 on, in memory.
type gajimSide struct {
	texts      map[gajimName]*gajimTexts
	reactions  map[gajimRef][]gajimMark
	gone       map[gajimRef]gajimMark
	moderated  map[gajimRef]gajimMark
	received   map[gajimRef]bool
	displayed  map[gajimRef]bool
	failed     map[gajimRef]string
	replies    map[int64]gajimReply // by message.pk
	links      map[int64]Link       // by message.pk
	occupants  map[int64]gajimSeat
	encryption map[int64]gajimLock
}

// gajimRef is a message as others name it: by its id, in rooms by the one that the room gave.
type gajimRef struct {
	account, remote int64
	id              string
}

// gajimName is a message as its corrections name it.
type gajimName struct {
	gajimRef
	occupant, direction int64
}

// gajimTexts are the corrections of a message, in order.
type gajimTexts struct {
	later []int64 // message.pk
	first bool    // the first text is there
}

// gajimMark is what somebody did to a message.
type gajimMark struct {
	occupant int64
	own      bool
	at       float64
	text, by string
}

type gajimReply struct {
	id, to   string
	from, up int64
}

type gajimSeat struct {
	nick, id string
	real     int64
}

type gajimLock struct {
	protocol, key string
	trust         int64
}

func (g *gajimNew) loadSide(ctx context.Context) error {
	if g.side != nil {
		return nil
	}
	s := &gajimSide{map[gajimName]*gajimTexts{}, map[gajimRef][]gajimMark{}, map[gajimRef]gajimMark{}, map[gajimRef]gajimMark{}, map[gajimRef]bool{}, map[gajimRef]bool{}, map[gajimRef]string{}, map[int64]gajimReply{}, map[int64]Link{}, map[int64]gajimSeat{}, map[int64]gajimLock{}}
	for _, load := range []func(context.Context, *gajimSide) error{g.loadCorrections, g.loadMarks, g.loadStates, g.loadParts, g.loadSenders} {
		if err := load(ctx, s); err != nil {
			return err
		}
	}
	g.side = s
	return nil
}

func (g *gajimNew) loadCorrections(ctx context.Context, s *gajimSide) error {
	columns := []string{"pk", "fk_account_pk", "fk_remote_pk", "fk_occupant_pk", "direction", "correction_id"}
	err := g.load(ctx, g.db, "message", columns, []string{"correction_id"}, "WHERE correction_id IS NOT NULL ORDER BY timestamp, pk", func(r sqlite.Row) error {
		var pk int64
		var n gajimName
		err := r.Scan(&pk, &n.account, &n.remote, &n.occupant, &n.direction, &n.id)
		if s.texts[n] == nil {
			s.texts[n] = &gajimTexts{}
		}
		s.texts[n].later = append(s.texts[n].later, pk)
		return err
	})
	if err != nil || len(s.texts) == 0 {
		return err
	}
	columns[5] = "id"
	return g.load(ctx, g.db, "message", columns, []string{"id", "correction_id"}, "WHERE correction_id IS NULL AND id IN (SELECT correction_id FROM message WHERE correction_id IS NOT NULL)", func(r sqlite.Row) error {
		var pk int64
		var n gajimName
		err := r.Scan(&pk, &n.account, &n.remote, &n.occupant, &n.direction, &n.id)
		if t := s.texts[n]; t != nil {
			t.first = true
		}
		return err
	})
}

// loadMarks reads reactions and retractions.
func (g *gajimNew) loadMarks(ctx context.Context, s *gajimSide) error {
	read := func(table string, columns []string, take func(gajimRef, gajimMark)) error {
		return g.load(ctx, g.db, table, columns, []string{columns[2]}, "", func(r sqlite.Row) error {
			var ref gajimRef
			var m gajimMark
			var direction int64
			err := r.Scan(&ref.account, &ref.remote, &ref.id, &m.occupant, &direction, &m.at, &m.text, &m.by)
			m.own = direction == gajimOut
			take(ref, m)
			return err
		})
	}
	err := read("reaction", []string{"fk_account_pk", "fk_remote_pk", "id", "fk_occupant_pk", "direction", "timestamp", "emojis", "by"}, func(ref gajimRef, m gajimMark) {
		if len(s.reactions[ref]) < MaxReactions {
			s.reactions[ref] = append(s.reactions[ref], m)
		}
	})
	if err == nil {
		err = read("retraction", []string{"fk_account_pk", "fk_remote_pk", "id", "fk_occupant_pk", "direction", "timestamp", "reason", "by"}, func(ref gajimRef, m gajimMark) { s.gone[ref] = m })
	}
	if err == nil {
		err = read("moderation", []string{"fk_account_pk", "fk_remote_pk", "stanza_id", "fk_occupant_pk", "direction", "timestamp", "reason", "by"}, func(ref gajimRef, m gajimMark) { s.moderated[ref] = m })
	}
	return err
}

// loadStates reads what became of own messages.
func (g *gajimNew) loadStates(ctx context.Context, s *gajimSide) error {
	read := func(table, id string, take func(gajimRef, []string)) error {
		return g.load(ctx, g.db, table, []string{"fk_account_pk", "fk_remote_pk", id, "text", "condition"}, []string{id}, "", func(r sqlite.Row) error {
			var ref gajimRef
			words := make([]string, 2)
			err := r.Scan(&ref.account, &ref.remote, &ref.id, &words[0], &words[1])
			take(ref, words)
			return err
		})
	}
	err := read("receipt", "id", func(ref gajimRef, _ []string) { s.received[ref] = true })
	if err == nil {
		err = read("displayed_marker", "id", func(ref gajimRef, _ []string) { s.displayed[ref] = true })
	}
	if err == nil {
		err = read("error", "message_id", func(ref gajimRef, words []string) {
			s.failed[ref] = clip(strings.TrimSpace(words[1]+" "+words[0]), MaxQuoted)
		})
	}
	return err
}

// loadParts reads answers and links.
func (g *gajimNew) loadParts(ctx context.Context, s *gajimSide) error {
	err := g.load(ctx, g.db, "reply", []string{"fk_message_pk", "id", "to", "fallback_start", "fallback_end"}, []string{"fk_message_pk", "id"}, "", func(r sqlite.Row) error {
		var pk int64
		var a gajimReply
		err := r.Scan(&pk, &a.id, &a.to, &a.from, &a.up)
		s.replies[pk] = a
		return err
	})
	if err != nil {
		return err
	}
	return g.load(ctx, g.db, "oob", []string{"fk_message_pk", "url"}, []string{"fk_message_pk", "url"}, "", func(r sqlite.Row) error {
		var pk int64
		var text string
		err := r.Scan(&pk, &text)
		if l, ok := linkOf(text); ok {
			s.links[pk] = l
		}
		return err
	})
}

// loadSenders reads who is who in rooms, and by what messages were encrypted.
func (g *gajimNew) loadSenders(ctx context.Context, s *gajimSide) error {
	err := g.load(ctx, g.db, "occupant", []string{"pk", "id", "nickname", "fk_real_remote_pk"}, []string{"pk", "id"}, "", func(r sqlite.Row) error {
		var pk int64
		var o gajimSeat
		err := r.Scan(&pk, &o.id, &o.nick, &o.real)
		s.occupants[pk] = o
		return err
	})
	if err != nil {
		return err
	}
	return g.load(ctx, g.db, "encryption", []string{"pk", "protocol", "key", "trust"}, []string{"pk", "protocol"}, "", func(r sqlite.Row) error {
		var pk int64
		var l gajimLock
		err := r.Scan(&pk, &l.protocol, &l.key, &l.trust)
		s.encryption[pk] = l
		return err
	})
}

// newest bounds a list to its last ones.
func newest(pks []int64) []int64 { return slices.Clone(pks[max(0, len(pks)-MaxEarlier):]) }
