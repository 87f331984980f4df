package imports

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
)

// maxUnpacked bounds what a backup may unpack to, in bytes: some say the same for ever.
const maxUnpacked = 16 << 30

// ceb reads a backup of Conversations, which is of one account.
type ceb struct {
	many
	header Backup
	packed []byte // decrypted, and still gzip
	people map[string]string
	chats  map[string]*Chat
	order  []string // of chats
}

func openCEB(ctx context.Context, path string, o Options) (*ceb, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%w: no file", ErrNotTheirs)
	}
	if info.Size() > maxBackup {
		return nil, fmt.Errorf("%w: a backup of %d bytes", ErrTooLarge, info.Size())
	}
	c := &ceb{many: newMany()}
	if c.header, err = readHeader(f); err != nil {
		return nil, err
	}
	if o.Passphrase == "" {
		return nil, ErrPassphrase
	}
	sealed := bytes.NewBuffer(make([]byte, 0, info.Size()+bytes.MinRead)) // so that it does not grow, and leave parts behind
	if _, err := sealed.ReadFrom(io.LimitReader(untilDone{ctx, f}, maxBackup)); err != nil {
		return nil, err
	}
	if c.packed, err = c.header.open(sealed.Bytes(), o.Passphrase); err != nil {
		return nil, err
	}
	if _, err := gzip.NewReader(bytes.NewReader(c.packed)); err != nil {
		return nil, errors.Join(fmt.Errorf("%w: unpack: %w", ErrDamaged, err), c.close())
	}
	return c, nil
}

// close forgets what was decrypted: private keys and a password lie among it.
func (c *ceb) close() error {
	clear(c.packed)
	c.packed = nil
	return nil
}

// rows gives all rows of tables that are known, one after the other; an error is the last thing.
func (c *ceb) rows(ctx context.Context, take func(*cebRow) bool) error {
	if c.packed == nil {
		return os.ErrClosed
	}
	c.people, c.chats, c.order = map[string]string{}, map[string]*Chat{}, nil
	packed, err := gzip.NewReader(bytes.NewReader(c.packed))
	if err != nil {
		return fmt.Errorf("%w: unpack: %w", ErrDamaged, err)
	}
	in := &budget{in: untilDone{ctx, packed}, all: maxUnpacked}
	each := func(r *cebRow) bool {
		in.left = maxRow
		switch r.Table {
		case "accounts":
			c.people[string(r.UUID)] = bareOf(string(r.Username) + "@" + string(r.Server))
		case "conversations":
			c.conversation(r)
		}
		return take(r)
	}
	in.left = maxRow
	if c.header.Version == 1 {
		err = sqlRows(in, each)
	} else {
		err = jsonRows(in, each)
	}
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	switch {
	case err == nil || errors.Is(err, ErrTooLarge):
		return err
	default:
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
}

// conversation notes a chat.
func (c *ceb) conversation(r *cebRow) {
	p := Place{Account: c.people[string(r.AccountUUID)], With: bareOf(string(r.ContactJID)), Kind: Contact}
	if r.Mode == "1" {
		p.Kind = Room
	} else if nick := resourceOf(string(r.ContactJID)); nick != "" {
		p.Kind, p.Nick = Private, nick
	}
	if p.Account == "" || p.With == "" {
		c.warn(ErrAddress, "a chat of the backup")
		return
	}
	if c.left--; c.left <= 0 {
		return
	}
	if c.chats[string(r.UUID)] == nil {
		c.order = append(c.order, string(r.UUID))
	}
	c.chats[string(r.UUID)] = &Chat{Place: p, Closed: r.Status == "1", Encryption: r.nextEncryption()}
}

func (c *ceb) list(ctx context.Context) ([]Account, []Chat, error) {
	err := c.rows(ctx, func(r *cebRow) bool {
		chat := c.chats[string(r.ConversationUUID)]
		if r.Table != "messages" || chat == nil {
			return true
		}
		switch r.Type {
		case "0", "4":
			chat.Messages++
		case "1", "2", "5":
			chat.Files++
		default:
			chat.Others++
		}
		return true
	})
	if err != nil {
		return nil, nil, err
	}
	a := Account{JID: c.header.Account}
	var chats []Chat
	for _, id := range c.order {
		chats = append(chats, *c.chats[id])
		a.add(c.chats[id].Counts)
	}
	return []Account{a}, chats, nil
}

func (c *ceb) messages(ctx context.Context, yield func(Message, error) bool) {
	lost, stopped := 0, false
	err := c.rows(ctx, func(r *cebRow) bool {
		if r.Table != "messages" {
			return true
		}
		chat := c.chats[string(r.ConversationUUID)]
		if chat == nil {
			lost++
			return true
		}
		m, ok := r.message(chat.Place)
		stopped = ok && !pass(ctx, yield, m.Row, m, nil)
		return !stopped
	})
	if lost > 0 {
		c.warn(ErrLacks, "%d messages without their chat", lost)
	}
	if err != nil && !stopped {
		failed(yield, err)
	}
}

func (c *ceb) decisions(ctx context.Context, yield func(Decision, error) bool) {
	stopped := false
	err := c.rows(ctx, func(r *cebRow) bool {
		if r.Table != "identities" || r.OwnKey != "0" {
			return true
		}
		d, ok := r.decision(c.people[string(r.Account)])
		stopped = ok && !pass(ctx, yield, "identities", d, nil)
		return !stopped
	})
	if err != nil && !stopped {
		failed(yield, err)
	}
}
