package imports

import (
	"context"
	"path/filepath"
	"strings"

	"vouch/app/imports/sqlite"
)

// decisionsOf reads one omemo_<account>.db. There is no number of the device in it. It is false where no more shall come.
func (g *gajim) decisionsOf(ctx context.Context, path string, yield func(Decision, error) bool) bool {
	name := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(path), "omemo_"), ".db")
	account := bareOf(name)
	if account == "" {
		g.warn(ErrAddress, "%s", filepath.Base(path))
		return true
	}
	db, err := sqlite.Open(ctx, path, gajimTrustColumns, g.copies)
	if err != nil {
		g.warn(ErrDecisions, "%v", err)
		return true
	}
	defer db.Close()
	columns := []string{"recipient_id", "public_key", "timestamp", "trust"}
	if !db.Has("identities", "recipient_id", "public_key", "trust") {
		g.warn(ErrDecisions, "%s has no table identities", filepath.Base(path))
		return true
	}
	for r, err := range db.All(ctx, columns, "identities", "") {
		var address string
		var key []byte
		var seen, trust int64
		if err == nil {
			err = r.Scan(&address, &key, &seen, &trust)
		}
		if err != nil {
			failed(yield, err)
			return false
		}
		d := Decision{Account: account, JID: bareOf(address), Fingerprint: keyed(key), Time: seconds(seen)}
		if d.Level, d.Origin = gajimLevel(trust); !r.Integer(3) || d.Level == "" || d.JID == "" || d.Fingerprint == "" {
			continue
		}
		if !pass(ctx, yield, "identities", d, nil) {
			return false
		}
	}
	return true
}

// gajimLevel translates identities.trust; 2 is undecided. The numbers in logs.db are others.
func gajimLevel(n int64) (Level, Origin) {
	switch n {
	case 0:
		return Rejected, ByHand
	case 1:
		return Verified, ByHand
	case 3:
		return Trusted, ByItself
	}
	return "", ""
}
