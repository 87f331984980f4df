package trust

import (
	"time"

	"go.etcd.io/bbolt"
)

// Account is how to sign in.
type Account struct {
	JID       string // bare
	Password  string
	Host      string // "" for the JID's domain through SRV
	Port      uint16
	DirectTLS bool
	CAs       []byte // PEM
	Resource  string
	Strongest string // strongest SASL mechanism seen so far
	Enabled   bool
	Added     time.Time
}

// Accounts are all accounts, oldest first.
func Accounts(tx *bbolt.Tx, seal *Seal) ([]Account, error) { return nil, nil }

// PutAccount adds or replaces an account.
func PutAccount(tx *bbolt.Tx, seal *Seal, a Account) error { return nil }

// RemoveAccount removes an account and all that trust knows for it.
func RemoveAccount(tx *bbolt.Tx, seal *Seal, jid string) error { return nil }
