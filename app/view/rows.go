package view

import (
	"errors"
	"reflect"
	"slices"
	"sync"

	"vouch/app/history"
	"vouch/app/plan"
)

// DefaultRows is how many rows a view without numbers gets.
const DefaultRows = 100

// fillRows adds the rows of the view.
func (src Source) fillRows(who string, out *Snapshot, kept *Rows) error {
	rows, err := src.rowsAround(who, out)
	if err != nil || len(rows) == 0 {
		return err
	}
	to, err := plan.AudienceIn(src.History, src.self(), who)
	if errors.Is(err, plan.ErrNoAudience) {
		to, err = plan.Audience{Self: src.self()}, nil
	}
	if err != nil {
		return err
	}
	labels, err := src.labels(to)
	if err != nil {
		return err
	}
	mends, err := src.mendsOf(to, rows)
	if err != nil {
		return err
	}
	for _, m := range rows {
		row, err := src.row(out.Chat, labels, m)
		if err != nil {
			return err
		}
		mends.fill(row)
		if row.Reply, err = src.replyOf(m, out.Chat.Name); err != nil {
			return err
		}
		if row.Keys, err = keyCard(src.Trust, m); err != nil {
			return err
		}
		out.Rows = append(out.Rows, kept.same(row))
	}
	return nil
}

// rowsAround reads the rows of the view, and says whether there are more on either side. A chat that is not there yet has none.
func (src Source) rowsAround(who string, out *Snapshot) ([]history.Message, error) {
	h, v := src.History, out.View
	before, after := v.Before, v.After
	if before+after <= 0 {
		before = DefaultRows
	}
	anchor, err := h.InChat(who, v.Anchor)
	if v.Anchor == "" || errors.Is(err, history.ErrNotFound) {
		rows, err := h.Before(who, nil, before+after+1)
		if errors.Is(err, history.ErrNotFound) {
			return nil, nil
		}
		if len(rows) > before+after {
			rows, out.Chat.More = rows[1:], true
		}
		return rows, err
	} else if err != nil {
		return nil, err
	}
	older, err := h.Before(who, anchor.Sort, before+1)
	if err != nil {
		return nil, err
	}
	newer, err := h.After(who, anchor.Sort, after+1)
	if err != nil {
		return nil, err
	}
	if len(older) > before {
		older, out.Chat.More = older[1:], true
	}
	if len(newer) > after {
		newer, out.Chat.Newer = newer[:after], true
	}
	return slices.Concat(older, []history.Message{anchor}, newer), nil
}

// labels are the names of the devices of an audience and ourselves, by JID and device id.
func (src Source) labels(to plan.Audience) (map[string]map[uint32]string, error) {
	out := map[string]map[uint32]string{}
	for _, jid := range to.Everybody() {
		devices, err := src.Trust.Devices(jid)
		if err != nil {
			return nil, err
		}
		out[jid] = map[uint32]string{}
		for _, d := range devices {
			out[jid][d.ID] = d.Label
		}
	}
	return out, nil
}

// rowCacheSize is how many rows are remembered: some windows full.
const rowCacheSize = 4096

// Rows gives rows that did not change as the same pointers as before, so that a window measures only new ones. Any goroutine may use it. The
// zero Rows is ready.
type Rows struct {
	mu   sync.Mutex
	rows map[string]*Row
}

func (c *Rows) same(row *Row) *Row {
	c.mu.Lock()
	defer c.mu.Unlock()
	if old, ok := c.rows[row.ID]; ok && reflect.DeepEqual(old, row) {
		return old
	}
	if c.rows == nil || len(c.rows) >= rowCacheSize {
		c.rows = map[string]*Row{}
	}
	c.rows[row.ID] = row
	return row
}
