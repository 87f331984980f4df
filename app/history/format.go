package history

import (
	"fmt"

	"go.etcd.io/bbolt"
)

// An account's history that this version began says so, in clear, and nothing in it stands as earlier versions wrote it.
// In any other, what is not found in today's place is looked for where they had it.
var (
	keyFormat = []byte("format")
	formatNow = []byte{2}
)

// top is the account's bucket, made when it is missing.
func (s *Store) top() (*bbolt.Bucket, error) {
	b, err := s.tx.CreateBucketIfNotExists(root)
	if err != nil {
		return nil, fmt.Errorf("make bucket %s: %w", root, err)
	}
	if top := b.Bucket(s.name[:]); top != nil {
		return top, nil
	}
	top, err := b.CreateBucket(s.name[:])
	if err == nil {
		err = top.Put(keyFormat, formatNow)
	}
	if err != nil {
		return nil, fmt.Errorf("begin history of %s: %w", s.account, err)
	}
	return top, nil
}

// former tells whether an earlier version wrote in the account's history.
func (s *Store) former() bool {
	if s.age == unknownAge {
		s.age = ofNow
		if b := s.tx.Bucket(root); b != nil && b.Bucket(s.name[:]) != nil && b.Bucket(s.name[:]).Get(keyFormat) == nil {
			s.age = ofFormer
		}
	}
	return s.age == ofFormer
}

// age is what a Store knows of who began the history.
type age int

const (
	unknownAge age = iota
	ofNow
	ofFormer
)
