package imports

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"strconv"

	"vouch/app/imports/sqlite"
)

// dino reads dino.db, and omemo.db beside it.
type dino struct {
	many
	path   string
	copies string
	db     *sqlite.DB

	accounts map[int64]*Account // by account.id
	jids     map[int64]string   // by jid.id, bare
	chats    map[int64]*Chat    // by conversation.id
	rooms    map[int64]bool     // jid.id of rooms
	linked   map[int64]bool     // message.id: it is the link of a file
	side     *dinoSide
}

func openDino(ctx context.Context, path string, o Options) (*dino, error) {
	db, err := sqlite.Open(ctx, path, dinoColumns, o.Copies)
	if err != nil {
		return nil, err
	}
	d := &dino{many: newMany(), path: path, copies: o.Copies, db: db}
	if err := errors.Join(require(db, dinoNeeds), d.look(ctx)); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return d, nil
}

func (d *dino) close() error { return d.db.Close() }

// look reads the small tables that all else refers to.
func (d *dino) look(ctx context.Context) error {
	version := int64(0)
	d.accounts, d.jids, d.chats = map[int64]*Account{}, map[int64]string{}, map[int64]*Chat{}
	d.rooms, d.linked = map[int64]bool{}, map[int64]bool{}
	err := d.load(ctx, d.db, "_meta", []string{"int_val"}, []string{"name", "int_val"}, "WHERE name = 'version'", func(r sqlite.Row) error {
		return r.Scan(&version)
	})
	if err != nil {
		return err
	}
	if version > newestDino {
		d.warn(ErrNewer, "dino.db has version %d, and %d is known", version, newestDino)
	}
	if err := d.lookAtAccounts(ctx); err != nil {
		return err
	}
	if err := d.lookAtChats(ctx); err != nil {
		return err
	}
	return d.load(ctx, d.db, "file_transfer", []string{"info"}, []string{"id", "info"}, "", func(r sqlite.Row) error {
		var info string
		err := r.Scan(&info)
		if id, err := strconv.ParseInt(info, 10, 64); err == nil {
			d.linked[id] = true
		}
		return err
	})
}

func (d *dino) lookAtAccounts(ctx context.Context) error {
	none := 0
	err := d.load(ctx, d.db, "jid", []string{"id", "bare_jid"}, nil, "", func(r sqlite.Row) error {
		var id int64
		var text string
		err := r.Scan(&id, &text)
		if d.jids[id] = bareOf(text); d.jids[id] == "" {
			none++
		}
		return err
	})
	if err != nil {
		return err
	}
	err = d.load(ctx, d.db, "account", []string{"id", "bare_jid", "enabled"}, nil, "", func(r sqlite.Row) error {
		var id, enabled int64
		var text string
		err := r.Scan(&id, &text, &enabled)
		if address := bareOf(text); address != "" {
			d.accounts[id] = &Account{JID: address, Disabled: enabled == 0}
		} else {
			none++
		}
		return err
	})
	if none > 0 {
		d.warn(ErrAddress, "%d in dino.db", none)
	}
	return err
}

func (d *dino) lookAtChats(ctx context.Context) error {
	columns := []string{"id", "account_id", "jid_id", "resource", "active", "type", "encryption"}
	return d.load(ctx, d.db, "conversation", columns, nil, "", func(r sqlite.Row) error {
		var id, account, jid, active, kind, encryption int64
		var resource string
		if err := r.Scan(&id, &account, &jid, &resource, &active, &kind, &encryption); err != nil {
			return err
		}
		a := d.accounts[account]
		if a == nil || d.jids[jid] == "" {
			return nil
		}
		c := &Chat{Place: Place{Account: a.JID, With: d.jids[jid], Kind: dinoKind(kind)}, Closed: active == 0, Encryption: dinoEncryption(encryption)}
		if c.Kind == Private {
			c.Nick = resource
		}
		if c.Kind != Contact {
			d.rooms[jid] = true
		}
		d.chats[id] = c
		return nil
	})
}

func (d *dino) list(ctx context.Context) ([]Account, []Chat, error) {
	counts := map[int64]*Counts{}
	for id := range d.chats {
		counts[id] = &Counts{}
	}
	of := func(chat int64) *Counts {
		if c := counts[chat]; c != nil {
			return c
		}
		return &Counts{}
	}
	err := d.load(ctx, d.db, "content_item", []string{"conversation_id", "content_type", "count(*)"}, nil, "GROUP BY conversation_id, content_type", func(r sqlite.Row) error {
		var chat, kind, n int64
		err := r.Scan(&chat, &kind, &n)
		switch c := of(chat); kind {
		case dinoMessage:
			c.Messages += int(n)
		case dinoFile:
			c.Files += int(n)
		default:
			c.Others += int(n)
		}
		return err
	})
	if err == nil {
		err = d.load(ctx, d.db, "content_item", []string{"conversation_id", "foreign_id"}, []string{"hide"}, "WHERE hide <> 0 AND content_type = 1", func(r sqlite.Row) error {
			var chat, message int64
			err := r.Scan(&chat, &message)
			if d.linked[message] {
				of(chat).Messages--
			}
			return err
		})
	}
	if err != nil {
		return nil, nil, err
	}
	return d.sum(counts)
}

// sum puts what chats hold into them and their accounts.
func (d *dino) sum(counts map[int64]*Counts) (accounts []Account, chats []Chat, err error) {
	all := map[string]*Counts{}
	for _, id := range slices.Sorted(maps.Keys(d.chats)) {
		c := *d.chats[id]
		c.Counts = *counts[id]
		chats = append(chats, c)
		if all[c.Account] == nil {
			all[c.Account] = &Counts{}
		}
		all[c.Account].add(c.Counts)
	}
	for _, id := range slices.Sorted(maps.Keys(d.accounts)) {
		a := *d.accounts[id]
		a.Counts = *cmp.Or(all[a.JID], &Counts{})
		accounts = append(accounts, a)
	}
	return accounts, chats, nil
}

// files is where Dino keeps what it fetched.
func (d *dino) files() string { return filepath.Join(filepath.Dir(d.path), "files") }
