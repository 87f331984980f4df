package trust

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"go.etcd.io/bbolt"
	bolt "go.etcd.io/bbolt/errors"
)

var accountsBucket = []byte("accounts")

// Account is how to sign in. Printing one shows the JID alone.
type Account struct {
	JID       string // bare
	Password  string
	Host      string // "" for the JID's domain through SRV
	Port      uint16 // 0 with no Host
	DirectTLS bool   // TLS from the first byte
	Proxy     string // socks5://user:password@host:port, or "": everything goes through it
	CAs       []byte // PEM, authorities accepted beside the system's
	Identity  []byte // PEM, a certificate of our own with its key, to sign in with
	Resource  string // as last bound
	Strongest string // the strongest SASL mechanism the server ever offered
	Agent     string // a UUID by which the server knows this installation again
	Token     Token  // what the server gave instead of the password; the zero Token is none
	Enabled   bool
	Added     time.Time
	Show      string // how the user is available: "", away, dnd, xa
	Words     string // the user's words about that

	NoReceipts, NoMarkers, NoTyping bool // contacts are not told that a message arrived, that it was seen, that one writes
	IdleAfter                       int  // minutes without use after which contacts are told; 0 for the default, below for never
	NoDisplayed                     bool // own devices are not told how far chats were read
	FetchUpTo                       int  // MiB of a file that is fetched by itself; 0 for the default, below for none
	Keep                            int  `json:",omitempty"` // days for which messages are kept; 0 for ever

	Highlights []string // words of others that name the user in rooms, beside the nickname

	Limit Limit // of the server; the zero Limit is not known
}

// Token is a secret of the server's for one mechanism; its fields are those of xmpp.Token.
type Token struct {
	Mechanism, Secret string
	Expires           time.Time
}

// Limit is how large a stanza may be.
type Limit struct {
	Bytes int
	Told  bool // by the server; else learned from what it refused
	At    time.Time
}

// Format shows the JID, whatever the verb.
func (a Account) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "account %s", a.JID) }

// Accounts are all accounts, oldest first.
func Accounts(tx *bbolt.Tx, seal *Seal) ([]Account, error) {
	b := tx.Bucket(accountsBucket)
	if b == nil {
		return nil, nil
	}
	var all []Account
	err := b.ForEach(func(k, stored []byte) error {
		_, plain, err := seal.Unbox(string(accountsBucket), k, stored)
		if err != nil {
			return err
		}
		var a Account
		if err := decode("accounts", plain, &a); err != nil {
			return err
		}
		all = append(all, a)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read accounts: %w", err)
	}
	slices.SortStableFunc(all, func(a, b Account) int { return a.Added.Compare(b.Added) })
	return all, nil
}

// PutAccount adds an account or replaces that of the same JID.
func PutAccount(tx *bbolt.Tx, seal *Seal, a Account) error {
	b, err := tx.CreateBucketIfNotExists(accountsBucket)
	if err != nil {
		return fmt.Errorf("put account: %w", err)
	}
	a.Added = a.Added.UTC()
	plain, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("put account: %w", err)
	}
	name := seal.Name("account", a.JID)
	if err := b.Put(name[:], seal.Box(rowFormat, string(accountsBucket), name[:], plain)); err != nil {
		return fmt.Errorf("put account: %w", err)
	}
	return nil
}

// RemoveAccount removes an account with its keys, sessions, devices, decisions and log, and marks the file for
// compaction, which takes them off the disk. An unknown account is no error.
func RemoveAccount(tx *bbolt.Tx, seal *Seal, jid string) error {
	name := seal.Name("account", jid)
	if b := tx.Bucket(accountsBucket); b != nil {
		if err := b.Delete(name[:]); err != nil {
			return fmt.Errorf("remove account: %w", err)
		}
	}
	if b := tx.Bucket(accountsRoot); b != nil {
		if err := b.DeleteBucket(name[:]); err != nil && !errors.Is(err, bolt.ErrBucketNotFound) {
			return fmt.Errorf("remove account: %w", err)
		}
	}
	return MarkCompact(tx)
}
