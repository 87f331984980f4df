package history

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// MaxMembers is how many members, and how many occupants, of a room are kept.
const MaxMembers = 20_000

// ErrFull is returned for more than MaxMembers. What was there stays.
var ErrFull = errors.New("too many")

// Member is somebody who belongs to a private room, there or not: messages are encrypted for them.
type Member struct {
	JID         string    `json:"jid"`         // bare; a domain stands for all of its people
	Affiliation string    `json:"affiliation"` // owner, admin or member
	Since       time.Time `json:"since"`       // when it was first known here
}

// OfDomain tells whether m lets everybody of a host in: nobody can encrypt for them.
func (m Member) OfDomain() bool { return !strings.Contains(m.JID, "@") }

func (s *Store) memberKey(room, jid string) []byte {
	who := s.seal.Name("member", s.account, jid)
	return append(s.roomKey(room), who[:]...)
}

// SetMembers replaces those members of a room who have one of the affiliations. It returns who is a member now and was none, and
// who is none any more, sorted. ErrFull: nothing was changed.
func (s *Store) SetMembers(room string, affiliations []string, members []Member) (came, went []string, err error) {
	before, err := s.everyMember(room)
	if err != nil {
		return nil, nil, err
	}
	known, now := map[string]Member{}, map[string]Member{}
	for _, m := range before {
		known[m.JID] = m
		if !slices.Contains(affiliations, m.Affiliation) {
			now[m.JID] = m
		}
	}
	for _, m := range members {
		if old, here := known[m.JID]; here {
			m.Since = old.Since
		} else {
			came = append(came, m.JID)
		}
		now[m.JID] = m
	}
	if len(now) > MaxMembers {
		return nil, nil, fmt.Errorf("store members of %s: %w", room, ErrFull)
	}
	slices.Sort(came)
	came = slices.Compact(came)
	for _, m := range before {
		if _, here := now[m.JID]; !here {
			went = append(went, m.JID)
			if err := s.remove(bktMembers, s.memberKey(room, m.JID)); err != nil {
				return nil, nil, err
			}
		}
	}
	slices.Sort(went)
	return came, went, s.putMembers(room, known, now)
}

// putMembers writes those who are not as they were, in the order of the keys.
func (s *Store) putMembers(room string, before, now map[string]Member) error {
	type row struct {
		key    []byte
		member Member
	}
	var changed []row
	for who, m := range now {
		if before[who] != m {
			changed = append(changed, row{s.memberKey(room, who), m})
		}
	}
	slices.SortFunc(changed, func(a, b row) int { return bytes.Compare(a.key, b.key) })
	for _, r := range changed {
		if err := s.putSealed(s.seal, bktMembers, r.key, r.member); err != nil {
			return err
		}
	}
	return nil
}

// PutMember writes one member; of one who is there already Since stays. ErrFull.
func (s *Store) PutMember(room string, m Member) error {
	key := s.memberKey(room, m.JID)
	if stored := s.get(bktMembers, key); stored != nil {
		var old Member
		if err := s.open(s.seal, bktMembers, key, stored, &old); err != nil {
			return err
		}
		m.Since = old.Since
	} else if err := s.roomFor(1, bktMembers, room); err != nil {
		return err
	}
	return s.putSealed(s.seal, bktMembers, key, m)
}

// DropMember removes one member, and tells whether there was one.
func (s *Store) DropMember(room, jid string) (was bool, err error) {
	key := s.memberKey(room, jid)
	return s.get(bktMembers, key) != nil, s.remove(bktMembers, key)
}

// Members gives the people who belong to a room, sorted by JID, ourselves among them.
func (s *Store) Members(room string) ([]Member, error) {
	all, err := s.everyMember(room)
	all = slices.DeleteFunc(all, Member.OfDomain)
	slices.SortFunc(all, func(a, b Member) int { return cmp.Compare(a.JID, b.JID) })
	return all, err
}

// HasDomains tells whether whole hosts belong to a room: people of whom nobody knows here may read there.
func (s *Store) HasDomains(room string) (bool, error) {
	all, err := s.everyMember(room)
	return slices.ContainsFunc(all, Member.OfDomain), err
}

func (s *Store) everyMember(room string) (out []Member, err error) {
	err = s.eachOf(bktMembers, room, func(key, stored []byte) error {
		var m Member
		if err := s.open(s.seal, bktMembers, key, stored, &m); err != nil {
			return err
		}
		out = append(out, m)
		return nil
	})
	return out, err
}

func (s *Store) occupantKey(room, id string) []byte {
	name := s.seal.Name("occupant", s.account, id)
	return append(s.roomKey(room), name[:]...)
}

// PutOccupant remembers that a room gave somebody, by bare JID, that occupant id (XEP-0421 v1.0.1). It must have said so in a
// presence. The first word about an id stands: one who is said to be another later is not believed. ErrFull.
func (s *Store) PutOccupant(room, id, who string) error {
	return s.PutOccupants(room, map[string]string{id: who})
}

// PutOccupants is PutOccupant for several, by id. ErrFull: nothing was written.
func (s *Store) PutOccupants(room string, who map[string]string) error {
	type row struct {
		key []byte
		who string
	}
	var rows []row
	for id, w := range who {
		if key := s.occupantKey(room, id); s.get(bktOccupants, key) == nil {
			rows = append(rows, row{key, w})
		}
	}
	if len(rows) == 0 {
		return nil
	}
	if err := s.roomFor(len(rows), bktOccupants, room); err != nil {
		return err
	}
	slices.SortFunc(rows, func(a, b row) int { return bytes.Compare(a.key, b.key) })
	for _, r := range rows {
		if err := s.putSealed(s.seal, bktOccupants, r.key, r.who); err != nil {
			return err
		}
	}
	return nil
}

// OccupantOf gives the bare JID of who has an occupant id, "" when nobody here knows.
func (s *Store) OccupantOf(room, id string) (who string, err error) {
	key := s.occupantKey(room, id)
	stored := s.get(bktOccupants, key)
	if stored == nil {
		return "", nil
	}
	err = s.open(s.seal, bktOccupants, key, stored, &who)
	return who, err
}

// ForgetPeople forgets the members and occupants of a room: another one may stand at its address.
func (s *Store) ForgetPeople(room string) error {
	for _, bucket := range [][]byte{bktMembers, bktOccupants} {
		if err := s.dropOf(bucket, room); err != nil {
			return err
		}
	}
	return nil
}

// dropOf removes the rows of a room.
func (s *Store) dropOf(bucket []byte, room string) error {
	var keys [][]byte // a cursor does not outlive changes
	if err := s.eachOf(bucket, room, func(key, _ []byte) error {
		keys = append(keys, append([]byte(nil), key...))
		return nil
	}); err != nil {
		return err
	}
	for _, key := range keys {
		if err := s.remove(bucket, key); err != nil {
			return err
		}
	}
	return nil
}

// eachOf calls f for every row of a room, whose key begins with that of the room.
func (s *Store) eachOf(bucket []byte, room string, f func(key, stored []byte) error) error {
	b := s.bucket(bucket)
	if b == nil {
		return nil
	}
	prefix := s.roomKey(room)
	cursor := b.Cursor()
	for key, stored := cursor.Seek(prefix); bytes.HasPrefix(key, prefix); key, stored = cursor.Next() {
		if err := f(key, stored); err != nil {
			return err
		}
	}
	return nil
}

// roomFor is ErrFull when a bucket has no place for so many more rows of a room.
func (s *Store) roomFor(more int, bucket []byte, room string) error {
	n := 0
	if err := s.eachOf(bucket, room, func(_, _ []byte) error { n++; return nil }); err != nil {
		return err
	}
	if n+more > MaxMembers {
		return fmt.Errorf("store %d more of the %s of %s: %w", more, bucket, room, ErrFull)
	}
	return nil
}

// SharesRoom tells whether somebody, by bare JID, belongs to one of the private rooms that are known.
func (s *Store) SharesRoom(jid string) (bool, error) {
	b := s.bucket(bktRooms)
	if b == nil {
		return false, nil
	}
	who := s.seal.Name("member", s.account, jid)
	shares := false
	err := b.ForEach(func(room, _ []byte) error {
		shares = shares || s.get(bktMembers, append(bytes.Clone(room), who[:]...)) != nil
		return nil
	})
	return shares, err
}
