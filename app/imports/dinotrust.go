package imports

import (
	"context"
	"encoding/base64"
	"errors"
	"math"
	"os"
	"path/filepath"

	"vouch/app/imports/sqlite"
)

func (d *dino) decisions(ctx context.Context, yield func(Decision, error) bool) {
	path := filepath.Join(filepath.Dir(d.path), "omemo.db")
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return // OMEMO was never used
	}
	db, err := sqlite.Open(ctx, path, dinoTrustColumns, d.copies)
	if err != nil {
		d.warn(ErrDecisions, "%v", err)
		return
	}
	defer db.Close()
	of := map[int64]string{} // account by identity.id
	if err := d.load(ctx, db, "identity", []string{"id", "account_id"}, []string{"id", "account_id"}, "", func(r sqlite.Row) error {
		var id, account int64
		err := r.Scan(&id, &account)
		if a := d.accounts[account]; a != nil {
			of[id] = a.JID
		}
		return err
	}); err != nil {
		failed(yield, err)
		return
	}
	columns := []string{"identity_id", "address_name", "device_id", "identity_key_public_base64", "trust_level", "now_active", "last_active"}
	if !db.Has("identity_meta", columns[:5]...) {
		d.warn(ErrDecisions, "omemo.db has no table identity_meta")
		return
	}
	for r, err := range db.All(ctx, columns, "identity_meta", "") {
		var identity, device, level, active, seen int64
		var address, key string
		if err == nil {
			err = r.Scan(&identity, &address, &device, &key, &level, &active, &seen)
		}
		if err != nil {
			failed(yield, err)
			return
		}
		out := Decision{Account: of[identity], JID: bareOf(address), Level: dinoLevel(level), Time: seconds(seen), Inactive: active == 0}
		if b, err := base64.StdEncoding.DecodeString(key); err == nil {
			out.Fingerprint = keyed(b)
		}
		if device > 0 && device <= math.MaxUint32 {
			out.Device = uint32(device)
		}
		if out.Origin = ByHand; out.Level == Trusted {
			out.Origin = Unclear // Dino trusts by itself unless it was told not to
		}
		if !r.Integer(4) || out.Account == "" || out.JID == "" || out.Level == "" || out.Fingerprint == "" {
			continue
		}
		if !pass(ctx, yield, row("identity_meta", device), out, nil) {
			return
		}
	}
}

// dinoLevel translates identity_meta.trust_level; 3 is undecided.
func dinoLevel(n int64) Level {
	switch n {
	case 0:
		return Verified
	case 1:
		return Trusted
	case 2:
		return Rejected
	}
	return ""
}
