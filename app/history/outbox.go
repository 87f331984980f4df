package history

import (
	"encoding/binary"
	"errors"
	"fmt"

	"vouch/app/fault"
)

// Purpose is what an outbox entry is for.
type Purpose string

// The purposes.
const (
	ForMessage   Purpose = "message"   // a row of a chat
	ForReceipt   Purpose = "receipt"   // XEP-0184
	ForMarker    Purpose = "marker"    // XEP-0333
	ForReaction  Purpose = "reaction"  // XEP-0444
	ForTransport Purpose = "transport" // an OMEMO message without payload
)

// Entry is something that has to leave. Its stanza is made at the moment it is written, not before.
type Entry struct {
	Seq        uint64      `json:"-"` // order of writing
	Purpose    Purpose     `json:"purpose"`
	Chat       string      `json:"chat"`          // of whose order it is a part
	To         string      `json:"to,omitempty"`  // address of the stanza; left out where it is Chat
	Row        string      `json:"row,omitempty"` // of ForMessage
	ID         string      `json:"id,omitempty"`  // of a change of Row: its id attribute, and Row.EditID as long as it is the last one
	Encrypted  bool        `json:"enc,omitempty"` // the encryption it was written under
	Released   bool        `json:"released,omitempty"`
	Again      fault.Kind  `json:"again,omitempty"`  // why an earlier sending of it failed that the other side may have all the same; "" when there was none
	Device     uint32      `json:"dev,omitempty"`    // of ForTransport
	Ref        string      `json:"ref,omitempty"`    // of ForReceipt and ForMarker: the id received; of ForReaction: the row
	Stanza     []byte      `json:"stanza,omitempty"` // once made; from then on it may have been written
	Recipients []Recipient `json:"rcpt,omitempty"`
	Nick       string      `json:"nick,omitempty"`    // ours in its room when Stanza was made
	Since      *Mark       `json:"since,omitempty"`   // where the archive was when Stanza was made: if it is there, then after this
	Tries      int         `json:"tries,omitempty"`   // streams in a row that it may have ended
	Silences   int         `json:"mute,omitempty"`    // of which the server said nothing, and that count for less
	Refused    string      `json:"refused,omitempty"` // what the server said of it when it ended a stream
}

// Queue puts e at the end of the outbox and sets its Seq. Without To it goes to its chat.
func (s *Store) Queue(e *Entry) error {
	b, err := s.writable(bktOutbox)
	if err != nil {
		return err
	}
	if e.Seq, err = b.NextSequence(); err != nil {
		return fmt.Errorf("number outbox entry: %w", err)
	}
	e.address()
	return s.PutEntry(*e)
}

// PutEntry writes a changed entry back.
func (s *Store) PutEntry(e Entry) error {
	if e.To == e.Chat {
		e.To = ""
	}
	return s.putSealed(s.seal, bktOutbox, seqKey(e.Seq), e)
}

// Entry gives one entry, or ErrNotFound.
func (s *Store) Entry(seq uint64) (Entry, error) {
	stored := s.get(bktOutbox, seqKey(seq))
	if stored == nil {
		return Entry{}, fmt.Errorf("read outbox entry: %w", ErrNotFound)
	}
	e := Entry{}
	err := s.open(s.seal, bktOutbox, seqKey(seq), stored, &e)
	e.Seq = seq
	e.address()
	return e, err
}

func (e *Entry) address() {
	if e.To == "" {
		e.To = e.Chat
	}
}

// Unqueue removes an entry.
func (s *Store) Unqueue(seq uint64) error { return s.remove(bktOutbox, seqKey(seq)) }

// Outbox gives all entries in the order they were written. An error names those that cannot be read; the others are given
// all the same.
func (s *Store) Outbox() ([]Entry, error) {
	b := s.bucket(bktOutbox)
	if b == nil {
		return nil, nil
	}
	var out []Entry
	var broken []error
	err := b.ForEach(func(k, v []byte) error {
		var e Entry
		if err := s.open(s.seal, bktOutbox, k, v, &e); err != nil {
			broken = append(broken, err)
			return nil
		}
		e.Seq = binary.BigEndian.Uint64(k)
		e.address()
		out = append(out, e)
		return nil
	})
	return out, errors.Join(err, errors.Join(broken...))
}

// waitingRows are the rows of jid that stand in the outbox, as far as that can be read.
func (s *Store) waitingRows(jid string) map[string]bool {
	entries, _ := s.Outbox()
	rows := map[string]bool{}
	for _, e := range entries {
		if e.Chat == jid && e.Row != "" {
			rows[e.Row] = true
		}
	}
	return rows
}

func seqKey(seq uint64) []byte { return binary.BigEndian.AppendUint64(nil, seq) }
