package trust

import (
	"encoding/binary"
	"fmt"
	"slices"
	"time"
)

// The events of the log.
const (
	EventDecision = "decision" // somebody decided, or a policy did
	EventSeen     = "seen"     // a key was seen for the first time
	EventChanged  = "changed"  // a device id came with another key; Detail is the one before
	EventPolicy   = "policy"   // a policy was set; From and To are policies
	EventNamed    = "named"    // the user named a device; Detail is the label
	EventRemoved  = "removed"  // the user took an own device out of the account
	EventRenewed  = "renewed"  // this device made itself a new key and id; Detail says why
	EventRepaired = "repaired" // the user had a session with the device begun anew
	EventTold     = "told"     // the user told a contact about the own devices
)

// Entry is a line of the trust log. The log only grows.
type Entry struct {
	Time        time.Time
	JID         string // "" of a policy event: the account's policy
	Fingerprint string // "" of a policy event
	Device      uint32 // 0 when no device with that key is known
	Event       string
	From, To    Level
	By          Author
	Detail      string `json:",omitempty"` // of a decision: its Detail; of other events what the event says
}

// Log is the trust log, oldest first: of one JID, or of all with "".
func (s *Store) Log(jid string) ([]Entry, error) {
	var entries []Entry
	err := s.scan(logTable, nil, func(_, plain []byte) error {
		var e Entry
		if err := decode(logTable, plain, &e); err != nil {
			return err
		}
		if jid == "" || e.JID == jid {
			entries = append(entries, e)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read trust log: %w", err)
	}
	slices.SortStableFunc(entries, func(a, b Entry) int { return a.Time.Compare(b.Time) }) // a backup may have brought older ones
	return entries, nil
}

// LogEnd is the number of the newest line of the log, 0 when there is none. It only grows.
func (s *Store) LogEnd() uint64 {
	b := s.table(logTable)
	if b == nil {
		return 0
	}
	return b.Sequence()
}

// Note writes a line of the log that no decision made: EventRemoved, EventRenewed, EventRepaired, EventTold.
func (s *Store) Note(e Entry) error { return s.record(e) }

func (s *Store) record(e Entry) error {
	b, err := s.makeTable(logTable)
	if err != nil {
		return fmt.Errorf("write trust log: %w", err)
	}
	number, err := b.NextSequence()
	if err != nil {
		return fmt.Errorf("write trust log: %w", err)
	}
	e.Time = e.Time.UTC()
	if err := s.putJSON(logTable, binary.BigEndian.AppendUint64(nil, number), e); err != nil {
		return fmt.Errorf("write trust log: %w", err)
	}
	return nil
}
