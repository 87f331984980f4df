package trust

import (
	"encoding/binary"
	"fmt"
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

// logRow is a line as it is stored.
type logRow struct {
	Entry
	Brought bool `json:",omitempty"` // by a backup
}

// Log is the trust log, oldest first: of one JID, or of all with "".
func (s *Store) Log(jid string) ([]Entry, error) {
	var entries, brought []Entry
	err := s.scan(logTable, nil, func(_, plain []byte) error {
		var row logRow
		if err := decode(logTable, plain, &row); err != nil {
			return err
		}
		switch {
		case jid != "" && row.JID != jid:
		case row.Brought:
			brought = append(brought, row.Entry)
		default:
			entries = append(entries, row.Entry)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read trust log: %w", err)
	}
	return inTime(entries, brought), nil
}

// inTime puts lines that a backup has brought among those that were written here; both stay in the order in which they were written.
func inTime(here, brought []Entry) []Entry {
	if len(brought) == 0 {
		return here
	}
	all := make([]Entry, 0, len(here)+len(brought))
	for _, e := range here {
		for len(brought) > 0 && !brought[0].Time.After(e.Time) {
			all, brought = append(all, brought[0]), brought[1:]
		}
		all = append(all, e)
	}
	return append(all, brought...)
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

func (s *Store) record(e Entry) error { return s.putLine(logRow{Entry: e}) }

func (s *Store) putLine(e logRow) error {
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
