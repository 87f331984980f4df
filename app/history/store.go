package history

import (
	"encoding/json"
	"errors"
	"fmt"

	"go.etcd.io/bbolt"

	"vouch/trust"
)

// ErrNotFound is returned for a chat or a row that is not there, or no longer.
var ErrNotFound = errors.New("not found")

// rowFormat is the format of rows, JSON, but for those of messages (messageFormat).
const rowFormat = 1

var (
	root       = []byte("history")
	bktChats   = []byte("chats")
	bktRows    = []byte("messages")
	bktIDs     = []byte("ids")
	bktArchive = []byte("archive")
	bktSeen    = []byte("seen")
	bktDedupe  = []byte("dedupe") // of earlier versions
	bktOwn     = []byte("own")
	bktSent    = []byte("sent") // of earlier versions
	bktOutbox  = []byte("outbox")
	bktTodo    = []byte("todo")
	bktRoster  = []byte("roster")
	bktLate    = []byte("late")
	bktRefs    = []byte("refs")
	bktFiles   = []byte("files")
)

// Store is one account's history inside one transaction.
type Store struct {
	tx      *bbolt.Tx
	seal    *trust.Seal
	account string
	name    [16]byte
	chats   map[string]*trust.Seal // seals of chats used in this transaction
	age     age
	dropped func(file string) // see Dropping
	filling func()            // see Filling
}

// In gives the history of account (a bare JID) as seen by tx.
func In(tx *bbolt.Tx, seal *trust.Seal, account string) *Store {
	return &Store{tx: tx, seal: seal, account: account, name: seal.Name("history", account), chats: map[string]*trust.Seal{}}
}

// Dropping has f run after the commit for each file of the store of files that no row has any more.
func (s *Store) Dropping(f func(file string)) *Store {
	s.dropped = f
	return s
}

// Remove deletes all history of account, and marks the file for compaction since freed pages are not wiped.
func Remove(tx *bbolt.Tx, seal *trust.Seal, account string) error {
	top := tx.Bucket(root)
	if top == nil {
		return nil
	}
	name := seal.Name("history", account)
	if top.Bucket(name[:]) == nil {
		return nil
	}
	if err := top.DeleteBucket(name[:]); err != nil {
		return fmt.Errorf("delete history of %s: %w", account, err)
	}
	return trust.MarkCompact(tx)
}

// bucket is a bucket of the account for reading: nil when nothing was ever written to it.
func (s *Store) bucket(name []byte) *bbolt.Bucket {
	b := s.tx.Bucket(root)
	if b != nil {
		b = b.Bucket(s.name[:])
	}
	if b != nil {
		b = b.Bucket(name)
	}
	return b
}

// writable is the same bucket, made when it is missing.
func (s *Store) writable(name []byte) (*bbolt.Bucket, error) {
	top, err := s.top()
	if err != nil {
		return nil, err
	}
	b, err := top.CreateBucketIfNotExists(name)
	if err != nil {
		return nil, fmt.Errorf("make bucket %s: %w", name, err)
	}
	return b, nil
}

func (s *Store) get(bucket, key []byte) []byte {
	b := s.bucket(bucket)
	if b == nil {
		return nil
	}
	return b.Get(key)
}

func (s *Store) put(bucket, key, value []byte) error {
	b, err := s.writable(bucket)
	if err != nil {
		return err
	}
	if err := b.Put(key, value); err != nil {
		return fmt.Errorf("write to %s: %w", bucket, err)
	}
	return nil
}

func (s *Store) remove(bucket, key []byte) error {
	b := s.bucket(bucket)
	if b == nil {
		return nil
	}
	if err := b.Delete(key); err != nil {
		return fmt.Errorf("delete from %s: %w", bucket, err)
	}
	return nil
}

// path is what a row's seal is bound to beside its key, so that a row moved elsewhere does not open.
func (s *Store) path(bucket []byte) string {
	return "history/" + string(s.name[:]) + "/" + string(bucket)
}

// putSealed writes v as JSON under seal.
func (s *Store) putSealed(seal *trust.Seal, bucket, key []byte, v any) error {
	plain, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encode row of %s: %w", bucket, err)
	}
	return s.put(bucket, key, seal.Box(rowFormat, s.path(bucket), key, plain))
}

// open reads a sealed row into v.
func (s *Store) open(seal *trust.Seal, bucket, key, stored []byte, v any) error {
	format, plain, err := seal.Unbox(s.path(bucket), key, stored)
	if err != nil {
		return fmt.Errorf("open row of %s: %w", bucket, err)
	}
	if format != rowFormat {
		return fmt.Errorf("open row of %s: unknown format %d", bucket, format)
	}
	if err := json.Unmarshal(plain, v); err != nil {
		return fmt.Errorf("decode row of %s: %w", bucket, err)
	}
	return nil
}

// OnCommit runs f after the transaction has committed, on the goroutine that commits, and never when it is rolled back.
func (s *Store) OnCommit(f func()) { s.tx.OnCommit(f) }
