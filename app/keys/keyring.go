package keys

import (
	"time"

	"vouch/app/history"
	"vouch/app/view"
	"vouch/trust"
)

// Keyring is the keys of an account as one transaction sees them, and lives as long as that. Addresses given to it are bare and
// normalised. Its methods read alone unless they say that they write.
type Keyring struct {
	Trust   *trust.Store
	History *history.Store
	Now     time.Time
}

// self is the bare JID of the account.
func (k Keyring) self() string { return k.Trust.Account() }

// devices are those of who as an Encryption tab shows them.
func (k Keyring) devices(who string) (*view.DevicesView, error) {
	return view.Source{History: k.History, Trust: k.Trust, Now: k.Now}.Devices(who)
}
