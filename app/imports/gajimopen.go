package imports

import (
	"context"
	"errors"

	"vouch/app/imports/sqlite"
)

// openGajim finds out by its tables which form a logs.db has.
func openGajim(ctx context.Context, path string, o Options) (reader, error) {
	db, err := sqlite.Open(ctx, path, gajimLogColumns, o.Copies)
	if err != nil {
		return nil, err
	}
	g := gajim{many: newMany(), path: path, copies: o.Copies, db: db, accounts: map[int64]string{}, remotes: map[int64]string{}}
	if db.Version() > newestGajim {
		g.warn(ErrNewer, "logs.db has version %d, and %d is known", db.Version(), newestGajim)
	}
	if db.Has("logs", "log_line_id", "jid_id", "time", "kind", "message") && db.Has("jids", "jid_id", "jid") {
		old := &gajimLogs{gajim: g}
		if err := old.look(ctx); err != nil {
			return nil, errors.Join(err, db.Close())
		}
		return old, nil
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	if g.db, err = sqlite.Open(ctx, path, gajimColumns, o.Copies); err != nil {
		return nil, err
	}
	n := &gajimNew{gajim: g}
	err = require(g.db, sqlite.Columns{"account": {"pk", "jid"}, "remote": {"pk", "jid"}, "message": {"pk", "fk_account_pk", "fk_remote_pk", "type", "direction", "timestamp", "text"}})
	if err == nil {
		err = n.look(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, g.db.Close())
	}
	return n, nil
}
