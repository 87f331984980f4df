package imports

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"vouch/app/imports/sqlite"
)

// gajim is what both forms of logs.db have.
type gajim struct {
	many
	path     string
	copies   string
	db       *sqlite.DB
	accounts map[int64]string // bare
	remotes  map[int64]string // as Gajim has them: full in private chats of rooms
	chats    []*gajimChat     // in the order of their messages
}

// gajimChat is a chat, and how its messages name it.
type gajimChat struct {
	Chat
	key gajimKey
}

type gajimKey struct{ account, remote, kind int64 }

func (g *gajim) close() error { return g.db.Close() }

// addresses reads a table of addresses.
func (g *gajim) addresses(ctx context.Context, table, id string, take func(id int64, text string)) error {
	return g.load(ctx, g.db, table, []string{id, "jid"}, nil, "", func(r sqlite.Row) error {
		var n int64
		var text string
		err := r.Scan(&n, &text)
		take(n, text)
		return err
	})
}

// add notes a chat; ok is false where its address is none.
func (g *gajim) add(key gajimKey, p Place, c Counts) bool {
	if p.With == "" {
		return false
	}
	g.chats = append(g.chats, &gajimChat{Chat{Place: p, Counts: c}, key})
	return true
}

func (g *gajim) chatOf() map[gajimKey]*gajimChat {
	out := map[gajimKey]*gajimChat{}
	for _, c := range g.chats {
		out[c.key] = c
	}
	return out
}

// list sums what look counted.
func (g *gajim) list(context.Context) ([]Account, []Chat, error) {
	all := map[string]*Account{}
	for _, jid := range g.accounts {
		all[jid] = &Account{JID: jid}
	}
	var chats []Chat
	at := map[Place]int{}
	for _, c := range g.chats {
		if all[c.Account] == nil {
			all[c.Account] = &Account{JID: c.Account}
		}
		all[c.Account].add(c.Counts)
		if i, ok := at[c.Place]; ok { // two spellings of one address
			chats[i].add(c.Counts)
			continue
		}
		at[c.Place] = len(chats)
		chats = append(chats, c.Chat)
	}
	var accounts []Account
	for _, jid := range slices.Sorted(maps.Keys(all)) {
		accounts = append(accounts, *all[jid])
	}
	return accounts, chats, nil
}

// older are the copies that Gajim made of its database before it changed the tables, as paths.
func gajimOlder(path string) []string {
	found, err := filepath.Glob(escaped(path) + "*.bak")
	if err != nil {
		return nil
	}
	return found
}

// decisions reads the files omemo_<account>.db beside logs.db.
func (g *gajim) decisions(ctx context.Context, yield func(Decision, error) bool) {
	files, err := filepath.Glob(filepath.Join(escaped(filepath.Dir(g.path)), "omemo_*.db"))
	if err != nil {
		failed(yield, fmt.Errorf("find decisions: %w", err))
		return
	}
	for _, path := range files {
		if !g.decisionsOf(ctx, path, yield) {
			return
		}
	}
}

// escaped is a path in a pattern of filepath.Glob that means itself.
func escaped(path string) string {
	if runtime.GOOS == "windows" { // there a backslash is part of paths, and brackets cannot be escaped by it
		return strings.NewReplacer("[", "?", "*", "?").Replace(path)
	}
	return strings.NewReplacer(`\`, `\\`, "[", `\[`, "*", `\*`, "?", `\?`).Replace(path)
}
