package trust

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"go.etcd.io/bbolt"

	"vouch/crypto"
)

// rowFormat is the present format of all rows of this package.
const rowFormat = 1

// accountsRoot holds a bucket for each account, by its name; in it lie the tables.
var accountsRoot = []byte("trust")

// The tables of an account.
const (
	ownTable      = "own"       // identityRow, signed prekeys have their own
	preKeyTable   = "prekeys"   // by id, 4 bytes; of Vouch 0.1.0 the used ones too
	usedTable     = "used"      // used prekeys, by id, 4 bytes
	signedTable   = "signed"    // by id, 4 bytes
	sessionTable  = "sessions"  // by name of the JID, of the device, and of the fingerprint; of Vouch 0.1.0 by name of the device
	identityTable = "pinned"    // of Vouch 0.1.0: the keys of those sessions, by name of the device
	deviceTable   = "devices"   // by name of the JID, then of device and fingerprint
	keyTable      = "keys"      // by name of the fingerprint, then of JID and device; no values
	decisionTable = "decisions" // by name of the JID, then of the fingerprint
	policyTable   = "policies"  // by name of the JID, "" for the account's
	logTable      = "log"       // by number, 8 bytes
	sightingTable = "sightings" // by name of the JID, and strangersRow
)

var _ crypto.Store = (*Store)(nil)

// Store is the view of one account through one transaction, and lives as long as that. It belongs to the goroutine of the
// transaction. Methods that write return the database's error in a read transaction. JIDs are bare and normalised by
// the caller; times are given back in UTC.
type Store struct {
	tx      *bbolt.Tx
	seal    *Seal
	account string
	name    [16]byte
	path    string
	now     func() time.Time
	own     ownRead
}

// ownRead is the own identity as it was read last, and the row that it was read from. A message to a group asks for it once for each
// device of the others.
type ownRead struct {
	row         []byte
	id          crypto.Identity
	fingerprint string // "" until it was asked for
}

// In is the view of account, a bare JID, through tx.
func In(tx *bbolt.Tx, seal *Seal, account string) *Store {
	name := seal.Name("account", account)
	return &Store{tx: tx, seal: seal, account: account, name: name, path: "trust/" + hex.EncodeToString(name[:]) + "/", now: time.Now}
}

// WithClock has s take the time from now where crypto.Store hands it none. It returns s.
func (s *Store) WithClock(now func() time.Time) *Store {
	s.now = now
	return s
}

// Account is the bare JID of the account.
func (s *Store) Account() string { return s.account }

// table is nil when nothing was ever written to it.
func (s *Store) table(name string) *bbolt.Bucket {
	root := s.tx.Bucket(accountsRoot)
	if root == nil {
		return nil
	}
	if root = root.Bucket(s.name[:]); root == nil {
		return nil
	}
	return root.Bucket([]byte(name))
}

func (s *Store) makeTable(name string) (*bbolt.Bucket, error) {
	b, err := s.tx.CreateBucketIfNotExists(accountsRoot)
	if err != nil {
		return nil, err
	}
	if b, err = b.CreateBucketIfNotExists(s.name[:]); err != nil {
		return nil, err
	}
	return b.CreateBucketIfNotExists([]byte(name))
}

// get is the plain value of a row, a copy, or nil when there is none.
func (s *Store) get(table string, key []byte) ([]byte, error) {
	b := s.table(table)
	if b == nil {
		return nil, nil
	}
	stored := b.Get(key)
	if stored == nil {
		return nil, nil
	}
	return s.unbox(table, key, stored)
}

func (s *Store) unbox(table string, key, stored []byte) ([]byte, error) {
	format, plain, err := s.seal.Unbox(s.path+table, key, stored)
	if err != nil {
		return nil, err
	}
	if format != rowFormat {
		return nil, fmt.Errorf("row of %s: %w: row format %d", table, ErrNewer, format)
	}
	if plain == nil {
		plain = []byte{} // nil is for no row
	}
	return plain, nil
}

func (s *Store) put(table string, key, plain []byte) error {
	b, err := s.makeTable(table)
	if err != nil {
		return err
	}
	return b.Put(key, s.seal.Box(rowFormat, s.path+table, key, plain))
}

func (s *Store) remove(table string, key []byte) error {
	b := s.table(table)
	if b == nil {
		return nil
	}
	return b.Delete(key)
}

// has says whether there is a row whose key begins with prefix.
func (s *Store) has(table string, prefix []byte) bool {
	b := s.table(table)
	if b == nil {
		return false
	}
	k, _ := b.Cursor().Seek(prefix)
	return k != nil && bytes.HasPrefix(k, prefix)
}

// count is how many rows there are, none of which is opened.
func (s *Store) count(table string) (n int) {
	b := s.table(table)
	if b == nil {
		return 0
	}
	c := b.Cursor()
	for k, _ := c.First(); k != nil; k, _ = c.Next() {
		n++
	}
	return n
}

// scan visits the rows whose key begins with prefix, in the order of keys. visit must not write.
func (s *Store) scan(table string, prefix []byte, visit func(key, plain []byte) error) error {
	b := s.table(table)
	if b == nil {
		return nil
	}
	c := b.Cursor()
	for k, stored := c.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); k, stored = c.Next() {
		plain, err := s.unbox(table, k, stored)
		if err != nil {
			return err
		}
		if err := visit(k, plain); err != nil {
			return err
		}
	}
	return nil
}

// getJSON fills to, and says whether there was a row.
func (s *Store) getJSON(table string, key []byte, to any) (bool, error) {
	plain, err := s.get(table, key)
	if plain == nil || err != nil {
		return false, err
	}
	return true, decode(table, plain, to)
}

func (s *Store) putJSON(table string, key []byte, value any) error {
	plain, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("encode row of %s: %w", table, err)
	}
	return s.put(table, key, plain)
}

func decode(table string, plain []byte, to any) error {
	if err := json.Unmarshal(plain, to); err != nil {
		return fmt.Errorf("decode row of %s: %w", table, ErrDamaged)
	}
	return nil
}

// key makes a row key of names: 16 bytes for each.
func key(names ...[16]byte) []byte {
	b := make([]byte, 0, 16*len(names))
	for _, n := range names {
		b = append(b, n[:]...)
	}
	return b
}
